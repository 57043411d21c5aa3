"""Every option of the AWS CLI's two commands is there, and does what it does there."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

import ledger
from aws_cli import AwsCli
from cli.shell import Shell
from pevents_tui.cli.aws_words import AWS_WORDS, NO_EFFECT
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.main import Opening, run, verb_parser
from pevents_tui.domain.kinds import KINDS
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service.yamltext import parse_yaml

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
ONLY_V2 = {
    "--cli-input-yaml",
    "--cli-binary-format",
    "--no-cli-pager",
    "--cli-auto-prompt",
    "--no-cli-auto-prompt",
}
"""Source: AWS CLI v2 command reference, synopsis of every command."""
V2_CHOICES = {
    "--generate-cli-skeleton": {"input", "yaml-input", "output"},
    "--output": {"json", "text", "table", "yaml", "yaml-stream", "off"},
    "--color": {"on", "off", "auto"},
    "--cli-binary-format": {"base64", "raw-in-base64-out"},
}
"""Source: AWS CLI v2 command reference, global options."""
NOT_OURS = {"--v2-debug"}
"""Of v1 alone: it tells what v2 would do otherwise."""
HEAD = ("--tracking-id", TRACKING_ID, "--session-id", "s-1")
ROW = {"eventId": "e-1", "eventType": "View", "sentAt": 1764000000}


def _ours(verb: str) -> dict[str, set[str]]:
    """The options of a verb, with the values each takes."""
    return {flag: set(action.choices or ()) for action in verb_parser(verb)._actions for flag in action.option_strings}


@pytest.mark.parametrize("verb", list(KINDS))
def test_every_option_is_there_and_in_the_guide(aws: AwsCli, verb: str) -> None:
    theirs, ours = aws.options(verb), _ours(verb)
    told = set(re.findall(r"^\| `(--[a-z0-9-]+)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    for flag in {*theirs["own"], *theirs["all"], *ONLY_V2} - NOT_OURS:
        assert flag in ours
        assert flag in told, f"the table in the guide lacks {flag}"
    for flag, choices in theirs["all"].items():
        assert set(choices or ()) <= ours.get(flag, set(choices or ())), flag
    for flag, values in V2_CHOICES.items():
        assert values <= ours[flag], flag
    assert set(AWS_WORDS) <= ours.keys()


@pytest.mark.parametrize("verb", list(KINDS))
def test_a_skeleton_is_the_aws_clis(aws: AwsCli, shell: Shell, verb: str) -> None:
    for words in ((verb, "--generate-cli-skeleton"), (verb, "--generate-cli-skeleton", "input")):
        assert shell.run(*words).out == aws.run(*words).out
    as_yaml = shell.run(verb, "--generate-cli-skeleton", "yaml-input").out
    assert parse_yaml(as_yaml) == json.loads(aws.run(verb, "--generate-cli-skeleton").out)
    assert "[REQUIRED]" in as_yaml


def test_a_skeleton_of_the_output_is_a_receipts_shape_once_the_request_is_right(shell: Shell, url: str) -> None:
    at = ("--endpoint-url", url)
    row = ("--event-list", json.dumps(ROW))
    shape = shell.run("put-events", *HEAD, *row, *at, "--generate-cli-skeleton", "output")
    assert (shape.code, ledger.calls(url)) == (0, [])
    wrong = shell.run("put-events", *HEAD, "--event-list", "what=1", *at, "--generate-cli-skeleton", "output")
    assert (wrong.code, wrong.out) == (252, "")
    receipt = shell.run("put-events", *HEAD, *row, *at, "--output", "json").json
    assert shape.json.keys() == receipt.keys()
    assert shape.json["target"].keys() == receipt["target"].keys()
    asked = (*row, *at, "--generate-cli-skeleton", "output", "--query", "target.{policy: policy}")
    policy = shape.json["target"]["policy"]
    assert shell.run("put-events", *HEAD, *asked).json == {"policy": policy}
    assert shell.run("put-events", *HEAD, *asked, "--output", "yaml").out == f"policy: {policy}\n"


def test_a_request_comes_whole_from_json_or_yaml_and_options_win(shell: Shell, url: str, tmp_path: Path) -> None:
    body = {"trackingId": TRACKING_ID, "sessionId": "s-1", "userId": "one", "eventList": [ROW]}
    file = tmp_path / "request.yaml"
    file.write_text(
        f"trackingId: {TRACKING_ID}\nsessionId: s-1\nuserId: one\neventList:\n"
        "- {eventId: e-1, eventType: View, sentAt: 1764000000}\n",
        encoding="utf-8",
    )
    for given in (("--cli-input-json", json.dumps(body)), ("--cli-input-yaml", f"file://{file}")):
        assert shell.run("put-events", *given, "--user-id", "two", "--endpoint-url", url).code == 0
    first, second = ledger.calls(url)
    assert first["body"] == second["body"] == {**body, "userId": "two"}
    both = shell.run("put-events", "--cli-input-json", "{}", "--cli-input-yaml", "{}")
    assert (both.code, "give one of them" in both.err) == (252, True)
    for wrong in (("--cli-input-json", "[]"), ("--cli-input-yaml", "- a"), ("--cli-input-yaml", "a: [")):
        ended = shell.run("put-events", *wrong)
        assert ended.code == 252
        assert ended.sentence.startswith(f"pevents-tui: {wrong[0]}: ")


def test_options_without_effect_say_so_and_have_none(shell: Shell, url: str) -> None:
    idle = [flag for flag, word in AWS_WORDS.items() if word.help.startswith(NO_EFFECT)]
    words = [word for flag in idle for word in (flag, *sorted(AWS_WORDS[flag].choices)[:1])]
    row = ("--event-list", json.dumps(ROW), "--no-cli-auto-prompt", "--output", "off")
    ended = shell.run("put-events", *HEAD, *row, *words, "--endpoint-url", url)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert len(idle) == 3
    before = shell.run("--color", "off", "--output", "json", "put-events", *HEAD, *row[:2], "--endpoint-url", url)
    assert before.json["outcome"] == "accepted"
    assert shell.run("put-events", "--version").out.startswith("pevents-tui ")


@pytest.mark.parametrize(
    ("query", "form", "printed"),
    [
        ("outcome", None, '"accepted"\n'),
        ("[outcome, httpStatus]", "text", "accepted\t200\n"),
        ("{b: outcome, a: eventIds}", "text", "accepted\ne-1\n"),
        ("eventIds", "jsonl", '"e-1"\n'),
        ("target.{policy: policy}", "yaml", "policy: LOCAL\n"),
        ("nothing", "text", "None\n"),
        ("requestId", "off", ""),
    ],
)
def test_a_query_prints_a_part_of_the_receipt(
    shell: Shell, url: str, query: str, form: str | None, printed: str
) -> None:
    output = ("--output", form) if form else ()
    row = ("--event-list", json.dumps(ROW))
    ended = shell.run("put-events", *HEAD, *row, "--endpoint-url", url, "--query", query, *output)
    assert (ended.code, ended.out) == (0, printed)


def test_a_query_that_is_none_is_refused_before_anything_is_sent(shell: Shell, url: str) -> None:
    ended = shell.run("put-events", *HEAD, "--event-list", json.dumps(ROW), "--endpoint-url", url, "--query", "[?")
    assert (ended.code, ended.out, ledger.calls(url)) == (252, "", [])
    assert ended.sentence.startswith("pevents-tui: --query '[?': ")


def test_the_wire_is_told_without_what_is_secret_or_personal(
    shell: Shell, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "canary-token")
    ledger.arm(url, "throttle")
    personal = {**ROW, "itemId": "B0742", "impression": ["B0742", "B0743"], "properties": '{"colour": "teal"}'}
    row = ("--event-list", json.dumps(personal), "--attempts", "2", "--debug")
    ended = shell.run("put-events", *HEAD, "--user-id", "qa-ana", *row, "--endpoint-url", url)
    assert ended.code == 0
    lines = ended.err.splitlines()
    assert lines.count("> POST /events HTTP/1.1") == 2
    assert [line for line in lines if line.startswith("< HTTP")] == ["< HTTP 400", "< HTTP 200"]
    bodies = [json.loads(line[2:]) for line in lines if line.startswith("> {")]
    assert [(each["userId"], *each["eventList"]) for each in bodies] == [
        ("•••", {**ROW, "itemId": "•••", "impression": ["•••", "•••"], "properties": "•••"})
    ] * 2
    assert [word for word in ("qa-ana", "B0742", "B0743", "teal") if word in ended.err] == []
    assert any(line.startswith("> Authorization: AWS4-HMAC-SHA256") for line in lines)
    assert "canary" not in ended.err
    (signature,) = {line.rpartition("Signature=")[2] for line in lines if "Signature=" in line}
    assert not re.fullmatch(r"[0-9a-f]{64}", signature)


def test_the_app_opens_with_what_was_given(shell: Shell) -> None:
    environment = Environment.of(None, io.StringIO(), io.StringIO(), {})
    words = ["put-events", "--user-id", "qa-ana", "--cli-auto-prompt", *shell.places]
    opening = run(words, environment)
    assert isinstance(opening, Opening)
    assert opening.written is not None
    assert opening.written.body == {"userId": "qa-ana"}
    assert run([*words, "--no-cli-auto-prompt"], environment) == 252
