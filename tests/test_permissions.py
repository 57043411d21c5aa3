"""The policies in docs/permissions.md: JSON, of operations that there are, no wider than they need to be."""

from __future__ import annotations

import json
import re
from pathlib import Path

import botocore.session

TEXT = (Path(__file__).parent.parent / "docs" / "permissions.md").read_text(encoding="utf-8")


def test_every_policy_is_json_and_allows_operations_that_there_are() -> None:
    session = botocore.session.Session()
    services = ("personalize", "personalize-events", "personalize-runtime")
    known = {name for service in services for name in session.get_service_model(service).operation_names}
    statements = [
        each for text in re.findall(r"```json\n(.*?)```", TEXT, re.S) for each in json.loads(text)["Statement"]
    ]
    allowed = [action.removeprefix("personalize:") for each in statements for action in each["Action"]]
    assert set(allowed) <= known
    assert len(allowed) == len(set(allowed))
    assert {"PutEvents", "PutActionInteractions", "DescribeEventTracker", "DescribeSchema"} <= set(allowed)
    for each in statements:
        wide = {action.removeprefix("personalize:")[:3] for action in each["Action"]}
        assert (each["Resource"] == "*") == (wide <= {"Put", "Lis"})
