"""The schema of a target: from a file, or asked of the service and kept on disk."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

import builders
from control_plane import answers, control_plane
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import AskFailed, SchemaError, SettingsError
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.sandbox import DATASETS
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.schemas import read_schema_file
from schemas import ACTIONS, SHOP

DRAFT = builders.events_draft(builders.event(properties={"pageDept": "3"}), trackingId="t-2")


def _rules(bench: Workbench, target: Target) -> set[str]:
    return {problem.rule for problem in bench.prepare(DRAFT, target).report.problems if "schema" in problem.rule}


def test_the_file_of_a_target_is_read_once_and_checks_its_own_operation(bench: Workbench) -> None:
    file = bench.paths.config / "shop.avsc"
    file.write_text(SHOP, encoding="utf-8")
    target = builders.target(schema="shop.avsc")
    assert _rules(bench, target) == {"schema-name", "schema-missing"}
    assert bench.schemas.of(target, DRAFT).origin == str(file)
    file.write_text(ACTIONS, encoding="utf-8")
    assert _rules(bench, target) == {"schema-name", "schema-missing"}
    bench.schemas.forget()
    assert _rules(bench, target) == set()
    assert bench.schemas.of(target, builders.actions_draft()).schema is not None
    assert _rules(bench, replace(target, schema=None)) == set()


def test_a_file_that_cannot_be_read_is_told_and_never_fatal(bench: Workbench, tmp_path: Path) -> None:
    fifo, binary, broken = (bench.paths.config / name for name in ("pipe", "binary.avsc", "broken.avsc"))
    os.mkfifo(fifo)
    binary.write_bytes(b"\xff\xfe")
    broken.write_text('{"type": "record"}', encoding="utf-8")
    for path, words in (
        (fifo, "there is no such file"),
        (tmp_path, "there is no such file"),
        (binary, "it is not UTF-8 text"),
        (broken, "has no fields"),
        (tmp_path / ("x" * 300), "file name too long"),
    ):
        known = bench.schemas.of(builders.target(schema=str(path)), DRAFT)
        assert (known.schema, len(known.notices)) == (None, 1)
        assert words in known.notices[0]
        assert str(path) in known.notices[0]
        with pytest.raises(SettingsError):
            read_schema_file(path)
        assert bench.prepare(DRAFT, builders.target(schema=str(path))).plan is not None


def test_the_service_is_asked_once_and_its_answer_kept_for_others(bench: Workbench, tmp_path: Path) -> None:
    with control_plane(answers()) as (url, asked):
        target = builders.target(policy=Policy.LOCAL, endpoint=url, tracking_id="t-2")
        assert _rules(bench, target) == set()
        known = bench.read_schema(target, DRAFT)
        assert known.schema is not None
        assert (known.schema.domain, known.origin) == ("ECOMMERCE", "interactions, described 2025-11-24 16:00:00Z")
        assert len(asked) == 9
        assert _rules(bench, target) == {"schema-name", "schema-missing"}
        actions = builders.actions_draft(trackingId="a-1")
        assert [field.key for field in (bench.read_schema(target, actions).schema or known.schema).properties] == [
            "campaign"
        ]
        count = len(asked)
        kept = list((bench.paths.data / "schemas").iterdir())
        assert {oct(path.stat().st_mode & 0o777) for path in kept} == {"0o600"}
        with Workbench(tmp_path / "data", tmp_path / "config") as other:
            assert _rules(other, target) == {"schema-name", "schema-missing"}
        assert len(asked) == count
        for path in kept:
            path.write_text('{"text": 7}', encoding="utf-8")
        bench.schemas.forget()
        assert _rules(bench, target) == set()


def test_what_the_service_does_not_tell_is_one_sentence(bench: Workbench) -> None:
    told = answers(1)
    del told["DescribeSchema arn:aws:personalize:us-east-1:123456789012:schema/INTERACTIONS"]
    with control_plane(told) as (url, asked):
        target = builders.target(policy=Policy.LOCAL, endpoint=url, tracking_id="t-0")
        draft = builders.events_draft(trackingId=None)
        for given, words in (
            (DRAFT, "no event tracker of this account and region has the tracking ID t-2"),
            (builders.actions_draft(), f"no action_interactions dataset .* has the tracking ID {builders.TRACKER}"),
        ):
            with pytest.raises(SchemaError, match=words):
                bench.read_schema(target, given)
        with pytest.raises(AskFailed, match="ResourceNotFoundException: there is none"):
            bench.read_schema(target, draft)
        cancel, count = Cancel(), len(asked)
        cancel.set()
        with pytest.raises(AskFailed):
            bench.read_schema(target, draft, cancel)
        assert len(asked) == count
    for unreached in (target, builders.target(policy=Policy.DEV, profile="nope")):
        with pytest.raises(AskFailed):
            bench.read_schema(unreached, draft)


@pytest.mark.parametrize("kind", ["put-items", "put-users", "put-actions"])
def test_the_service_tells_the_schema_of_a_dataset_by_its_arn(bench: Workbench, at: Target, kind: str) -> None:
    blank = Draft.blank(kind)
    with pytest.raises(SchemaError, match=f"no {blank.spec.rows} dataset is named by its ARN"):
        bench.read_schema(at, blank)
    draft = blank.put(("datasetArn",), DATASETS[blank.spec.rows])
    known = bench.read_schema(at, draft)
    assert known.schema is not None
    assert (known.schema.kind, known.notices) == (kind, ())
    assert [spec.name for spec, _ in known.schema.members] == [f"{blank.spec.noun.upper()}_ID"]
    wrong = draft.put((blank.spec.rows, 0, "properties"), {known.schema.properties[0].key: True, "what": 1})
    rules = {each.rule for each in bench.prepare(wrong, at).report.hints}
    assert {"schema-type", "schema-unknown"} <= rules
    other = blank.put(("datasetArn",), DATASETS["users" if kind == "put-items" else "items"])
    with pytest.raises(SchemaError, match=f"is a dataset of .*, not of {blank.spec.rows}"):
        bench.read_schema(at, other)
    assert bench.read_schema(bench.sandbox(), blank).schema is not None


def test_the_sandbox_tells_the_schemas_of_its_trackers(bench: Workbench, at: Target) -> None:
    known = bench.read_schema(at, Draft.blank("put-events"))
    assert known.schema is not None
    assert (known.schema.domain, known.notices) == ("ECOMMERCE", ())
    for name in ("view-item", "purchase"):
        assert [each for each in bench.prepare(bench.samples[name], at).report.hints if "schema" in each.rule] == []
