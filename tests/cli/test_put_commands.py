"""`put-events` and `put-action-interactions`: what they put on the wire is what the installed AWS CLI puts there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ledger
from aws_cli import AwsCli
from builders import DATASET
from cli.shell import Shell
from pevents_tui.cli.put import OPTIONS
from pevents_tui.domain.bounds import MOST_ROWS
from pevents_tui.domain.kinds import KINDS
from pevents_tui.sandbox import TRACKING_ID

AWS = str(Path(sys.executable).with_name("aws"))
HEAD = ("--tracking-id", TRACKING_ID, "--user-id", "qa-ana", "--session-id", "s-1")
ROW = '{"eventId": "e-1", "eventType": "View", "sentAt": 1764000000'
PROPERTIES = r"""'{"a": "\'b\'"}'"""
SOURCE = "{eventAttributionSource=mail}"
SHORT = "eventId=e-1,eventType=View,sentAt=1764000000"

VECTORS = {
    "shorthand": ("put-events", *HEAD, "--event-list", f"{SHORT},itemId=B0742,eventValue=4,impression=B1,B2"),
    "several-words": ("put-events", *HEAD, "--event-list", SHORT, "eventId=e-2,eventType='a b, c',sentAt=2024-05-01"),
    "lone-object": ("put-events", *HEAD, "--event-list", ROW + ', "eventValue": 4}'),
    "json-list": ("put-events", *HEAD, "--event-list", f"[{ROW}}}, {ROW.replace('e-1', 'e-2')}}}]"),
    "json-words": ("put-events", *HEAD, "--event-list", ROW + "}", ROW.replace("e-1", "é-2") + "}"),
    "properties": ("put-events", *HEAD, "--event-list", f"{SHORT},properties={PROPERTIES},metricAttribution={SOURCE}"),
    "one-impression": ("put-events", *HEAD, "--event-list", f"{SHORT},impression=B1,recommendationId=RID-1"),
    "file": ("put-events", *HEAD, "--event-list", "file://FILE"),
    "iso-time": ("put-events", *HEAD, "--event-list", "eventId=e-1,eventType=View,sentAt=2024-05-01T12:00:00+02:00"),
    "actions": (
        "put-action-interactions", "--tracking-id", TRACKING_ID, "--action-interactions",
        "actionId=a1,userId=qa-ana,sessionId=s-1,timestamp=1764000000,eventType='Not Taken',eventId=e-1,impression=a,b",
    ),
    "items": ("put-items", "--dataset-arn", DATASET, "--items", f"itemId=B1,properties={PROPERTIES}", "itemId=B2"),
    "users": ("put-users", "--dataset-arn", DATASET, "--users", '[{"userId": "qa-ana", "properties": "{\\"a\\": 1}"}]'),
    "an-action": ("put-actions", "--dataset-arn", DATASET, "--actions", "actionId=a1"),
}  # fmt: skip


def _strict(raw: str) -> str:
    """A body by its members, their types and values, whatever their order."""
    return json.dumps(json.loads(raw), sort_keys=True)


@pytest.mark.parametrize("name", VECTORS)
def test_the_body_on_the_wire_is_the_aws_clis(shell: Shell, aws: AwsCli, url: str, tmp_path: Path, name: str) -> None:
    file = tmp_path / "rows.json"
    file.write_text(f"[{ROW}}}]\n", encoding="utf-8")
    words = [word.replace("FILE", str(file)) for word in VECTORS[name]]
    theirs = aws.run(*words)
    ours = shell.run(*words, "--endpoint-url", url)
    assert (theirs.code, theirs.out) == (0, ""), theirs.err
    assert (ours.code, ours.out) == (0, ""), ours.err
    (sent,) = ledger.calls(url)
    assert json.dumps(sent["body"], sort_keys=True) == json.dumps(theirs.bodies[0], sort_keys=True)
    assert sent["outcome"] == "accepted"


def test_the_call_on_the_wire_is_the_aws_clis(shell: Shell, url: str) -> None:
    words = VECTORS["properties"]
    theirs = subprocess.run(
        [AWS, "personalize-events", *words, "--endpoint-url", url], capture_output=True, check=False
    )
    ours = shell.run(*words, "--endpoint-url", url)
    assert (theirs.returncode, theirs.stdout) == (0, b""), theirs.stderr
    assert (ours.code, ours.out) == (0, ""), ours.err
    sent_by_aws, sent_by_us = ledger.calls(url)
    assert sent_by_us["path"] == sent_by_aws["path"]
    assert _strict(sent_by_us["raw"]) == _strict(sent_by_aws["raw"])


def test_the_options_are_the_fields_of_the_requests() -> None:
    assert set(OPTIONS) == set(KINDS)
    for name, kind in KINDS.items():
        fields = {field.alias: field.is_required() for field in kind.request.model_fields.values()}
        assert list(fields) == [*(["trackingId"] if kind.happens else []), *(option.field for option in OPTIONS[name])]
        (rows,) = [option.field for option in OPTIONS[name] if option.rows]
        assert rows == kind.rows


def _put(shell: Shell, url: str, *more: str, rows: str = "eventType=View,itemId=B0742") -> Any:
    return shell.run("put-events", *HEAD, "--event-list", rows, "--endpoint-url", url, *more)


def test_an_accepted_call_prints_nothing_and_is_kept(shell: Shell, url: str) -> None:
    ended = _put(shell, url)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    (call,) = ledger.calls(url)
    assert call["body"]["eventList"][0]["eventId"]
    assert abs(call["body"]["eventList"][0]["sentAt"] - call["at"]) < 5
    assert shell.run("history", "list", "--output", "json").json[0]["requestId"] == call["requestId"]


def test_a_receipt_is_printed_where_it_is_asked_for(shell: Shell, url: str) -> None:
    receipt = _put(shell, url, "--output", "json").json
    (call,) = ledger.calls(url)
    assert (receipt["outcome"], receipt["requestId"], receipt["httpStatus"]) == ("accepted", call["requestId"], 200)
    assert (receipt["rows"], receipt["attempts"], receipt["id"]) == (1, 1, 1)
    assert receipt["eventIds"] == [call["body"]["eventList"][0]["eventId"]]
    assert receipt["latencyMs"] > 0
    assert receipt["target"]["policy"] == "LOCAL"


def test_what_goes_wrong_is_said_without_a_receipt_too(shell: Shell, url: str) -> None:
    ledger.arm(url, "access-denied")
    ended = _put(shell, url)
    assert (ended.code, ended.out) == (254, "")
    assert "refused: AccessDeniedException: User: arn:aws:iam::" in ended.err
    assert 'Allow the action the message names on Resource "*"' in ended.err


def test_the_tracker_may_come_from_the_environment(shell: Shell, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("put-events", "--session-id", "s-1", "--event-list", "eventType=View", "--endpoint-url", url)
    missing = shell.run(*words)
    assert missing.code == 252
    assert "trackingId: required, and missing (stop)" in missing.err.splitlines()
    monkeypatch.setenv("PEVENTS_TRACKING_ID", TRACKING_ID)
    assert shell.run(*words).code == 0
    assert ledger.calls(url)[0]["body"]["trackingId"] == TRACKING_ID


def test_the_endpoint_comes_from_the_environment_as_with_the_aws_cli(
    shell: Shell, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", url)
    assert shell.run("put-events", *HEAD, "--event-list", "eventType=View").code == 0
    assert len(ledger.calls(url)) == 1


def test_properties_may_be_an_object(shell: Shell, url: str) -> None:
    assert _put(shell, url, rows='{"eventType": "View", "properties": {"a": 1}}').code == 0
    assert ledger.calls(url)[0]["body"]["eventList"][0]["properties"] == '{"a":1}'


def test_a_dataset_is_named_by_its_arn_and_kept_by_it(shell: Shell, url: str) -> None:
    words = ("put-items", "--items", "itemId=B1", "--endpoint-url", url)
    told = shell.run(*words, "--tracking-id", TRACKING_ID)
    assert (told.code, "a dataset is named by --dataset-arn" in told.err) == (252, True)
    assert "datasetArn: required, and missing (stop)" in shell.run(*words).err
    held = shell.run(*words, "--dataset-arn", "arn:aws:s3:::x")
    assert held.err.startswith("datasetArn: must be an ARN of Personalize")
    receipt = shell.run(*words, "--dataset-arn", DATASET, "--output", "json").json
    assert (receipt["trackingId"], receipt["datasetArn"], receipt["eventIds"]) == (None, DATASET, [])
    (call,) = ledger.calls(url)
    assert call["body"] == {"datasetArn": DATASET, "items": [{"itemId": "B1"}]}
    assert shell.run("history", "list", "--output", "json").json[0]["requestId"] == call["requestId"]


def test_every_problem_is_one_line_and_a_stop_sends_nothing(shell: Shell, url: str) -> None:
    ended = _put(
        shell,
        url,
        rows="eventType=View,itemID=B0742,eventValue=lots,sentAt=1714564800123",
    )
    assert ended.code == 252
    lines = ended.err.splitlines()
    assert "eventList[0].itemID: 'itemID' is not a field here; did you mean itemId? (stop)" in lines
    assert "eventList[0].eventValue: must be a number, not text (stop)" in lines
    assert any(line.startswith("eventList[0].sentAt: is in milliseconds") for line in lines)
    assert lines[-1].startswith("pevents-tui: nothing was sent: ")
    assert ledger.calls(url) == []


def test_a_limit_is_sent_only_when_the_user_says_so(shell: Shell, url: str) -> None:
    rows = "eventType=View,itemId=" + "x" * 258
    held = _put(shell, url, rows=rows)
    assert held.code == 252
    assert held.err.splitlines()[0] == "eventList[0].itemId: 258 of 256 characters (limit)"
    assert "--send-anyway" in held.err
    assert ledger.calls(url) == []
    sent = _put(shell, url, "--send-anyway", rows=rows)
    assert sent.code == 254
    assert ledger.calls(url)[0]["error"]["code"] == "InvalidInputException"


def test_a_hint_is_told_and_never_blocks(shell: Shell, url: str) -> None:
    ended = _put(shell, url, rows="eventType=View,itemId=null")
    assert ended.code == 0
    assert ended.sentence.startswith("eventList[0].itemId: is the text 'null'")
    assert ended.sentence.endswith("(hint)")


def test_more_than_ten_rows_are_several_calls(shell: Shell, url: str) -> None:
    rows = json.dumps([{"eventType": "View", "itemId": f"i-{at}"} for at in range(2 * MOST_ROWS + 1)])
    ended = _put(shell, url, "--output", "json", rows=rows)
    assert [receipt["rows"] for receipt in ended.json] == [10, 10, 1]
    assert len(ledger.calls(url)) == 3


def test_a_dry_run_prints_the_plan_and_leaves_no_trace(shell: Shell, url: str) -> None:
    ended = _put(shell, url, "--dry-run")
    assert ended.code == 0
    assert "PutEvents  POST /events" in ended.out
    assert f"local (LOCAL)  region us-east-1  endpoint {url}  tracker {TRACKING_ID}" in ended.out
    assert '"itemId": "B0742"' in ended.out
    assert ledger.calls(url) == []
    assert not (shell.data / "history.sqlite3").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("put-events", *HEAD),
        ("put-events", *HEAD, "--event-list"),
        ("put-events", *HEAD, "--event-list", "eventType=View", "--colour", "red"),
        ("put-events", *HEAD, "--event-list", "eventType=View", "--attempts", "0"),
        ("put-events", *HEAD, "--event-list", "eventType=View", "--cli-read-timeout", "soon"),
        ("put-events", *HEAD, "--event-list", "eventType=View", "--cli-read-timeout", "nan"),
    ],
)
def test_words_that_cannot_be_followed_are_one_sentence(shell: Shell, words: tuple[str, ...]) -> None:
    ended = shell.run(*words)
    assert (ended.code, ended.out) == (252, "")
    assert ended.sentence.startswith("pevents-tui: ")
    assert ended.sentence.endswith("; try: pevents-tui put-events --help")
