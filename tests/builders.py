"""Values for tests: each with sensible defaults, every part of which a test may override."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.plan import Call, Policy, Target

NOW_S = 1_764_000_000
"""2025-11-24 16:00:00Z: the present of every test that fixes one."""
DATASET = "arn:aws:personalize:us-east-1:123456789012:dataset/shop/ITEMS"
TRACKER = "11111111-aaaa-bbbb-cccc-222222222222"


def event(**members: Any) -> dict[str, Any]:
    """One item interaction; a member given as None is left out."""
    row = {"eventId": "e-1", "eventType": "View", "itemId": "B0742", "sentAt": NOW_S, **members}
    return {name: value for name, value in row.items() if value is not None}


def action(**members: Any) -> dict[str, Any]:
    """One action interaction; a member given as None is left out."""
    row = {
        "actionId": "join",
        "userId": "qa-ana",
        "sessionId": "s-1",
        "timestamp": NOW_S,
        "eventType": "Taken",
        "eventId": "e-1",
        **members,
    }
    return {name: value for name, value in row.items() if value is not None}


def events_draft(*rows: Mapping[str, Any], **head: Any) -> Draft:
    """A PutEvents draft of the given rows, one plain row where none is given."""
    body = {"trackingId": TRACKER, "userId": "qa-ana", "sessionId": "s-1", "eventList": list(rows or [event()]), **head}
    return Draft("put-events", {name: value for name, value in body.items() if value is not None})


def actions_draft(*rows: Mapping[str, Any], **head: Any) -> Draft:
    """A PutActionInteractions draft of the given rows, one plain row where none is given."""
    body = {"trackingId": TRACKER, "actionInteractions": list(rows or [action()]), **head}
    return Draft("put-action-interactions", {name: value for name, value in body.items() if value is not None})


def draft(kind: str, **members: Any) -> Draft:
    """A draft of one plain row of any operation, with further members of the row."""
    if kind == "put-events":
        return events_draft(event(**members))
    if kind == "put-action-interactions":
        return actions_draft(action(**members))
    spec = KINDS[kind]
    return Draft(kind, {"datasetArn": DATASET, spec.rows: [{spec.thing: "B0742", **members}]})


def target(**parts: Any) -> Target:
    """A target labelled as the tests' own sandbox."""
    given = {"label": "tests", "policy": Policy.SANDBOX, "tracking_id": TRACKER, "region": "us-east-1", **parts}
    return Target(**given)


def call(draft: Draft | None = None) -> Call:
    """The one call of a draft whose values are already as on the wire."""
    draft = draft or events_draft()
    return Call(draft.kind, draft.body)
