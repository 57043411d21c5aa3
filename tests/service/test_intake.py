"""What comes in: JSON, JSON Lines and YAML, files, streams and samples; what is wrong is told with its place."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.outcome import Accepted
from pevents_tui.domain.plan import Target
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Workbench
from pevents_tui.service.intake import MOST_DOCUMENT_BYTES, parse_text
from pevents_tui.service.transport import Transport

BODY = builders.events_draft().body


def _read(bench: Workbench, text: str | bytes, name: str, tmp_path: Path) -> list[Any]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [source.draft.body for source in bench.read(str(path))]


@pytest.mark.parametrize("name", ["body.json", "body.txt", "body"])
def test_a_json_file_is_one_draft(bench: Workbench, tmp_path: Path, name: str) -> None:
    assert _read(bench, json.dumps(BODY, indent=2), name, tmp_path) == [BODY]
    assert _read(bench, "\ufeff" + json.dumps(BODY), name, tmp_path) == [BODY]


def test_a_json_list_is_several_drafts(bench: Workbench, tmp_path: Path) -> None:
    assert _read(bench, json.dumps([BODY, BODY]), "many.json", tmp_path) == [BODY, BODY]


@pytest.mark.parametrize("name", ["calls.jsonl", "calls.ndjson", "calls.txt"])
def test_json_lines_are_a_draft_a_line_and_blank_lines_none(bench: Workbench, tmp_path: Path, name: str) -> None:
    line = json.dumps(BODY)
    assert _read(bench, f"{line}\n{line}\n\n{line}", name, tmp_path) == [BODY] * 3


def test_yaml_leaves_times_as_text_and_needs_no_quotes(bench: Workbench, tmp_path: Path) -> None:
    row = "- eventType: View\n  sentAt: 2024-05-01T12:00:00Z\n  properties: {a: no, n: 1}\n"
    text = "# a note\nsessionId: s\neventList:\n" + row
    (body,) = _read(bench, text, "draft.yaml", tmp_path)
    assert body["eventList"][0] == {
        "eventType": "View",
        "sentAt": "2024-05-01T12:00:00Z",
        "properties": {"a": "no", "n": 1},
    }


def test_a_stream_is_read_as_it_comes(bench: Workbench) -> None:
    line = (json.dumps(BODY) + "\n").encode()
    stream = io.BytesIO(line * 3 + b"broken")
    sources = bench.read("-", stream)
    assert [next(sources).name for _ in range(3)] == ["stdin line 1", "stdin line 2", "stdin line 3"]
    with pytest.raises(SourceError, match="stdin line 4: not JSON"):
        next(sources)


def test_a_long_file_of_lines_costs_no_memory(bench: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    line = json.dumps(BODY) + "\n"
    path.write_text(line * 40_000)
    assert path.stat().st_size > MOST_DOCUMENT_BYTES
    first = next(bench.read(str(path)))
    assert first.draft.body == BODY


def test_samples_are_found_by_name_unless_a_file_has_it(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert next(bench.read("view-item")).draft == bench.samples["view-item"]
    Path("view-item").write_text(json.dumps(BODY))
    assert next(bench.read("view-item")).draft.body == BODY


def test_every_sample_is_ready_for_the_sandbox(bench: Workbench, at: Target) -> None:
    transport = Transport()
    assert list(bench.samples) == [
        "view-item", "purchase", "anonymous-view", "watch-video", "take-action", "batch-of-ten",
    ]  # fmt: skip
    for name, draft in bench.samples.items():
        prepared = bench.prepare(draft, at)
        assert prepared.report.problems == (), name
        assert prepared.plan is not None
        assert isinstance(transport.send(prepared.plan.calls[0], at).outcome, Accepted)
        who = draft.body.get("userId") or draft.rows[0].get("userId") or draft.body["sessionId"]
        assert who.startswith("qa-")
    transport.close()


def test_unknown_fields_are_kept(bench: Workbench) -> None:
    text = '{"eventList": [{"itemID": "x", "odd": {"deep": [1, null]}}], "more": true}'
    assert bench.parse(text)[0].draft.body == json.loads(text)


BAD = [
    ("", "is empty"),
    ("   \n", "is empty"),
    ("{", "not JSON: Expecting property name enclosed in double quotes at line 1, column 2"),
    ('{"a": 1,}', "not JSON: Expecting property name"),
    ('{"eventList": [NaN]}', "not JSON: NaN is not a JSON number"),
    ('{"userId": "a", "userId": "b", "eventList": []}', "the name 'userId' stands twice"),
    ("[" * 5_000, "nested deeper than 100 levels"),
    ('{"eventList": ' + "9" * 5_000 + "}", "too many digits"),
    ("[]", "is an empty list"),
    ('{"kind": ["x"], "body": {}}', "kind must be the name of an operation"),
    ("eventList: []\nproperties: {1: a, '1': b}", "two names in one object are the same text"),
    ("a: " + "x" * 600_000, "more than 512 KiB of YAML"),
    ("7", "a request body is an object with eventList, actionInteractions, items, users or actions"),
    ("[1]", "text document 1: a request body is an object"),
    ("{}", "a request has exactly one of eventList, actionInteractions, items, users or actions"),
    ('{"kind": "put-music", "body": {}}', "'put-music' is not an operation known here"),
    ("a: &x [1]\nb: *x\n", "anchors and aliases are not read, at line 1"),
    ("a: !!python/object:os.system x\n", "tags such as"),
    ("a: [1\n", "not YAML"),
    ("a: 1\na: 2\n", "not YAML"),
    ("\ta: 1", "not YAML"),
]


@pytest.mark.parametrize(("text", "words"), BAD)
def test_what_cannot_be_read_is_told_in_one_sentence(bench: Workbench, text: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        bench.parse(text)
    assert words in str(caught.value)
    assert str(caught.value).startswith("text")
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read_are_named(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(
        SourceError,
        match=r"there is no file 'nowhere.json', and no template or sample of that name \(samples: view-item",
    ):
        next(bench.read("nowhere.json"))
    with pytest.raises(SourceError, match="is a directory"):
        next(bench.read(str(tmp_path)))
    with pytest.raises(SourceError, match="not UTF-8 text: byte 3 is 0xff"):
        _read(bench, b"{ \xff}", "latin.json", tmp_path)
    with pytest.raises(SourceError, match="larger than 4 MiB"):
        _read(bench, b'{"eventList": [' + b" " * 10_000_000 + b"]}", "huge.json", tmp_path)
    with pytest.raises(SourceError, match="is empty; it must hold a request body a line"):
        _read(bench, "\n\n", "empty.jsonl", tmp_path)
    with pytest.raises(SourceError, match="file name too long"):
        next(bench.read("x" * 400))
    with pytest.raises(SourceError, match="no standard input"):
        bench.read("-")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet='{}[]":,0a&*!-\n\t ', max_size=80))
def test_any_text_is_drafts_or_a_source_error(text: str) -> None:
    with contextlib.suppress(SourceError):
        assert parse_text(text)


WIRE_BODIES = [
    """{"trackingId": "T", "userId": "u1", "sessionId": "s1", "eventList": [{"eventType": "Watch", "sentAt": 1714564800,
    "eventId": "e1", "eventValue": 4.5, "itemId": "i1", "properties": "{\\"numberOfRatings\\": \\"12\\"}",
    "recommendationId": "RID-1", "impression": ["i1", "i2"],
    "metricAttribution": {"eventAttributionSource": "mobile app"}}]}""",
    """{"trackingId": "T", "actionInteractions": [{"actionId": "a1", "userId": "u1", "sessionId": "s1",
    "timestamp": 1714564800, "eventType": "Not Taken", "eventId": "e1", "recommendationId": "r",
    "impression": ["a1", "a2"], "properties": "{\\"n\\":\\"1\\"}"}]}""",
]


@pytest.mark.parametrize("text", WIRE_BODIES)
def test_a_real_body_goes_from_file_to_wire_unchanged(bench: Workbench, at: Target, tmp_path: Path, text: str) -> None:
    text = text.replace('"T"', f'"{TRACKING_ID}"')
    path = tmp_path / "body.json"
    path.write_text(text)
    prepared = bench.prepare(next(bench.read(str(path))).draft, at)
    assert prepared.plan is not None
    assert prepared.plan.calls[0].body == json.loads(text)


def _skeleton(verb: str) -> dict[str, Any]:
    aws = Path(sys.executable).with_name("aws")
    done = run(
        [str(aws), "personalize-events", verb, "--generate-cli-skeleton"],
        capture_output=True,
        check=True,
        env=os.environ,
    )
    skeleton: dict[str, Any] = json.loads(done.stdout)
    return skeleton


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_skeleton_of_the_aws_cli_filled_in_where_it_must_be_is_ready(bench: Workbench, at: Target, kind: str) -> None:
    skeleton = _skeleton(kind)
    row = skeleton[KINDS[kind].rows][0]
    if KINDS[kind].happens:
        (skeleton if kind == "put-events" else row)["sessionId"] = "s"
        row["eventType"] = "View"
    else:
        skeleton["datasetArn"] = builders.DATASET
    row[KINDS[kind].thing] = "x"
    prepared = bench.prepare(bench.parse(json.dumps(skeleton))[0].draft, at)
    assert prepared.report.blocking == ()
    assert prepared.plan is not None
    transport = Transport()
    assert isinstance(transport.send(prepared.plan.calls[0], at).outcome, Accepted)
    transport.close()


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_skeleton_as_it_is_says_what_is_missing(bench: Workbench, at: Target, kind: str) -> None:
    prepared = bench.prepare(bench.parse(json.dumps(_skeleton(kind)))[0].draft, at)
    assert {problem.path[-1] for problem in prepared.report.stops} >= (
        {"sessionId", "eventType"} if KINDS[kind].happens else {"datasetArn"}
    )


@pytest.mark.parametrize("blank", ["", "\n", " \t\r\n\n"])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \n\r\n"])
def test_blank_lines_hide_no_json_lines(bench: Workbench, blank: str, between: str) -> None:
    line = json.dumps(BODY)
    sources = bench.read("-", io.BytesIO(f"{blank}{line}{between}{line}\nbroken".encode()))
    first, second = 1 + blank.count("\n"), 1 + blank.count("\n") + between.count("\n")
    assert [next(sources).name for _ in range(2)] == [f"stdin line {first}", f"stdin line {second}"]
    with pytest.raises(SourceError, match=f"stdin line {second + 1}: not JSON"):
        next(sources)


def test_blank_lines_take_nothing_of_what_stands_around_them(bench: Workbench) -> None:
    line = json.dumps(BODY)
    long = f"{line}\n\n{line}\n" + f"{line}\n" * (MOST_DOCUMENT_BYTES // len(line))
    assert sum(1 for _ in bench.read("-", io.BytesIO(long.encode()))) == long.count("eventList")
    (alone,) = bench.read("-", io.BytesIO(f"\n{line}\n\n \n".encode()))
    assert (alone.name, alone.draft.body) == ("stdin", BODY)
    (indented,) = bench.read("-", io.BytesIO(b"\n\n" + json.dumps(BODY, indent=2).encode()))
    assert indented.draft.body == BODY
    with pytest.raises(SourceError, match=r"not JSON: .* at line 4"):
        list(bench.read("-", io.BytesIO(b'\n\n{"userId": 1,\n}')))
    table = b"\n \nUSER_ID,ITEM_ID,EVENT_TYPE\n\nu1,B1,View\n"
    assert [each.name for each in bench.read("-", io.BytesIO(table))] == ["stdin line 5"]
    assert _first_of_a_pipe(bench, f"{line}\n\n{line}\n") == "stdin line 1"
    with pytest.raises(SourceError, match="larger than 4 MiB"):
        list(bench.read("-", io.BytesIO(b"\n" * (MOST_DOCUMENT_BYTES + 1))))


def _first_of_a_pipe(bench: Workbench, text: str) -> str:
    """The name of the first draft of a pipe that stays open."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as pipe:
        pipe.write(text.encode())
        return next(bench.read("-", stream)).name
