"""`send`: drafts from files, standard input and samples, one after another, with a receipt for each call."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import ledger
from cli.shell import Shell, call_body, write_json, write_lines
from pevents_tui.__main__ import main
from pevents_tui.cli.sources import KIND_NAMES
from pevents_tui.domain.kinds import KINDS
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Workbench


def _at(url: str) -> tuple[str, ...]:
    return ("--endpoint-url", url, "--tracking-id", TRACKING_ID)


def test_a_sample_goes_to_the_embedded_sandbox(shell: Shell) -> None:
    ended = shell.run("send", "view-item")
    assert (ended.code, ended.err) == (0, "")
    word, source, request, latency, rows, number = ended.out.rstrip("\n").split("  ")
    assert (word, source, rows, number) == ("accepted", "view-item", "1 item interaction", "call 1")
    assert request.startswith("request ")
    assert latency.endswith(" ms")


def test_every_sample_is_accepted(shell: Shell) -> None:
    with Workbench(shell.data, shell.config) as bench:
        names = list(bench.samples)
    ended = shell.run("send", *names, "--output", "json")
    assert ended.code == 0
    assert [(receipt["source"], receipt["outcome"]) for receipt in ended.json] == [(name, "accepted") for name in names]
    assert ended.sentence == "6 accepted, 0 refused, 0 unknown, 0 not sent"


def test_a_yaml_file_a_json_file_and_standard_input_are_read(shell: Shell, url: str, tmp_path: Path) -> None:
    written = tmp_path / "call.yaml"
    written.write_text(
        "userId: qa-ana\nsessionId: s-1\neventList:\n- eventType: View\n  eventId: y-1\n", encoding="utf-8"
    )
    read = write_json(tmp_path / "call.json", call_body("j-1"))
    piped = json.dumps(call_body("p-1")).encode()
    ended = shell.run("send", str(written), read, "-", *_at(url), stdin=piped)
    assert ended.code == 0
    assert [call["body"]["eventList"][0]["eventId"] for call in ledger.calls(url)] == ["y-1", "j-1", "p-1"]


def test_commands_of_other_tools_are_read_and_what_they_name_beside_is_told(
    shell: Shell, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "calls.sh"
    command = (
        "aws personalize-events put-events --profile shop --session-id {} --event-list eventType=View,eventId=a-{}"
    )
    file.write_text(f"#!/bin/sh\n{command.format('s', 1)}\n{command.format('s', 2)}\n", encoding="utf-8")
    ended = shell.run("send", str(file), *_at(url))
    assert ended.code == 0
    assert ended.err.count("pevents-tui: Not taken over: profile shop.") == 1
    assert [call["body"]["eventList"][0]["eventId"] for call in ledger.calls(url)] == ["a-1", "a-2"]
    assert f"{file} line 3" in ended.out


def test_a_given_tracking_id_wins_over_the_drafts(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_json(tmp_path / "call.json", {**call_body(), "trackingId": "another"})
    assert shell.run("send", file, *_at(url)).code == 0
    assert ledger.calls(url)[0]["body"]["trackingId"] == TRACKING_ID


def test_the_kind_is_told_where_a_body_does_not_tell_it(shell: Shell, tmp_path: Path) -> None:
    file = write_json(tmp_path / "call.json", {"sessionId": "s-1"})
    assert "exactly one of eventList, actionInteractions, items, users or actions" in shell.run("send", file).sentence
    told = shell.run("send", file, "--kind", "put-action-interactions")
    assert told.code == 252
    assert "actionInteractions: required, and missing (stop)" in told.err


def test_the_kinds_are_the_domains() -> None:
    assert list(KINDS) == list(KIND_NAMES)


def test_a_draft_that_is_wrong_keeps_none_of_the_others_back(shell: Shell, url: str, tmp_path: Path) -> None:
    bodies: list[Any] = [call_body("e-1"), call_body("e-2", eventType=None), call_body("e-3")]
    file = write_lines(tmp_path / "calls.jsonl", bodies)
    ended = shell.run("send", file, *_at(url))
    assert ended.code == 252
    assert [call["body"]["eventList"][0]["eventId"] for call in ledger.calls(url)] == ["e-1", "e-3"]
    first, second = ended.out.splitlines()
    assert first.startswith(f"accepted  {file} line 1  ")
    assert second.startswith(f"accepted  {file} line 3  ")
    problem, *_, summary = ended.err.splitlines()
    assert problem.startswith(f"{file} line 2: eventList[0].eventType: ")
    assert summary == "2 accepted, 0 refused, 0 unknown, 0 not sent; 1 draft with problems, not sent"


def test_a_line_that_is_not_json_ends_its_file_and_not_the_next(shell: Shell, url: str, tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    lines = [json.dumps(call_body("e-1")), "{not json", json.dumps(call_body("e-3"))]
    file.write_text("\n".join(lines), encoding="utf-8")
    other = write_json(tmp_path / "other.json", call_body("e-4"))
    ended = shell.run("send", str(file), other, *_at(url))
    assert ended.code == 252
    told = next(line for line in ended.err.splitlines() if line.startswith(f"pevents-tui: {file} line 2: not JSON:"))
    assert told.endswith("; what follows it was not read")
    assert [call["body"]["eventList"][0]["eventId"] for call in ledger.calls(url)] == ["e-1", "e-4"]


def test_the_worst_outcome_decides_the_exit_code(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body(f"e-{at}") for at in range(4)])
    ledger.arm(url, "throttle")
    ledger.arm(url, "reset-after")
    ended = shell.run("send", file, *_at(url), "--output", "json")
    assert ended.code == 3
    assert [receipt["outcome"] for receipt in ended.json] == ["refused", "unknown", "accepted", "accepted"]
    assert ended.err.splitlines()[-1] == "2 accepted, 1 refused, 1 unknown, 0 not sent"


def test_attempts_are_told_and_keep_the_event_ids(shell: Shell, url: str) -> None:
    ledger.arm(url, "reset-after", calls=2)
    ended = shell.run("send", "view-item", *_at(url), "--attempts", "3", "--output", "json")
    assert ended.code == 0
    first, second = ended.err.splitlines()
    assert first.startswith("attempt 1 of 3: unknown, it may have arrived: ")
    assert second.startswith("attempt 2 of 3: ")
    assert first.endswith(" s, with the same event ids")
    assert ended.json["attempts"] == 3
    assert len({call["raw"] for call in ledger.calls(url)}) == 1
    assert len(ledger.calls(url)) == 3


def test_without_attempts_nothing_is_repeated(shell: Shell, url: str) -> None:
    ledger.arm(url, "reset-before", calls=2)
    assert shell.run("send", "view-item", *_at(url)).code == 3
    assert len(ledger.calls(url)) == 1


def test_settings_may_say_the_attempts(shell: Shell, url: str) -> None:
    shell.config.mkdir()
    (shell.config / "settings.yaml").write_text("attempts: 2\n", encoding="utf-8")
    ledger.arm(url, "reset-before")
    assert shell.run("send", "view-item", *_at(url)).code == 0


@pytest.mark.parametrize("sources", [("view-item",), ("view-item", "purchase")])
@pytest.mark.parametrize("form", ["json", "yaml"])
def test_one_receipt_stands_alone_and_several_are_a_list(shell: Shell, sources: tuple[str, ...], form: str) -> None:
    ended = shell.run("send", *sources, "--output", form)
    read = json.loads(ended.out) if form == "json" else YAML(typ="safe", pure=True).load(ended.out)
    receipts = read if len(sources) > 1 else [read]
    assert [receipt["source"] for receipt in receipts] == list(sources)
    assert [receipt["id"] for receipt in receipts] == list(range(1, len(sources) + 1))


def test_a_table_has_a_heading_and_a_line_for_each_call(shell: Shell) -> None:
    heading, first, second = shell.run("send", "view-item", "purchase", "--output", "table").out.splitlines()
    assert heading.split() == ["OUTCOME", "SOURCE", "ROWS", "MS", "REASON"]
    assert first.split()[:3] == ["accepted", "view-item", "1"]
    assert second.split()[:3] == ["accepted", "purchase", "1"]


def test_places_and_connection_may_stand_before_the_verb(shell: Shell, url: str, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    words = ["--data-dir", str(elsewhere), *_at(url), "send", "view-item", "--config-dir", str(shell.config)]
    assert main(words, stdin=io.BytesIO(), stdout=io.StringIO(), stderr=io.StringIO()) == 0
    assert (elsewhere / "history.sqlite3").exists()
    assert len(ledger.calls(url)) == 1


def test_a_dry_run_of_many_says_each_plan(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body("e-1"), call_body("e-2")])
    plans = shell.run("send", file, *_at(url), "--dry-run", "--output", "json").json
    assert [plan["calls"][0]["body"]["eventList"][0]["eventId"] for plan in plans] == ["e-1", "e-2"]
    assert {plan["sent"] for plan in plans} == {False}
    assert plans[0]["calls"][0]["bytes"] == len(json.dumps(plans[0]["calls"][0]["body"]))
    assert ledger.calls(url) == []


def test_what_a_dry_run_shows_is_what_is_sent(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_json(tmp_path / "call.json", call_body(properties={"ä": [1, None]}, eventValue=4.5))
    plan = shell.run("send", file, *_at(url), "--dry-run", "--output", "json").json
    shell.run("send", file, *_at(url))
    (call,) = ledger.calls(url)
    assert json.loads(call["raw"]) == plan["calls"][0]["body"]
    assert len(call["raw"]) == plan["calls"][0]["bytes"]


class _Lines(io.BytesIO):
    """A long stream that counts the lines that were read."""

    def __init__(self, bodies: list[Any]) -> None:
        super().__init__(b"".join(json.dumps(body).encode() + b"\n" for body in bodies))
        self.lines_read = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self.lines_read += 1
        return super().readline(size)


class _Pages(io.StringIO):
    """Standard output that looks at each write how far the stream was read."""

    def __init__(self, lines: _Lines) -> None:
        super().__init__()
        self._lines = lines
        self.ahead: list[int] = []

    def write(self, text: str) -> int:
        self.ahead.append(self._lines.lines_read - len(self.ahead))
        return super().write(text)


def test_a_long_stream_is_read_as_it_is_sent(shell: Shell) -> None:
    lines = _Lines([call_body(f"e-{at}") for at in range(300)])
    pages = _Pages(lines)
    main(["send", "-", "--dry-run", *shell.places], stdin=lines, stdout=pages, stderr=io.StringIO())
    assert len(pages.ahead) == 300
    assert max(pages.ahead) <= 3


def test_what_may_have_arrived_is_told_with_the_words_that_send_it_again(
    shell: Shell, url: str, tmp_path: Path
) -> None:
    ledger.arm(url, "reset-after", calls=4)
    put = ("put-events", "--session-id", "s", "--event-list", "eventType=View,eventId=e-9", *_at(url))
    one = shell.run(*put)
    told, step = one.err.splitlines()
    assert (one.code, told.partition(", it may")[0]) == (3, "unknown")
    assert step.startswith("Send it again exactly (pevents-tui history again 1): the event ids stay the same")
    unkept = shell.run(*put, "--no-history")
    assert "history again" not in unkept.err
    assert unkept.err.splitlines()[-1] == (
        "Nothing is kept of it: a draft that sends it again needs the same event ids, e-9."
    )
    two = shell.run("send", write_lines(tmp_path / "two.jsonl", [call_body("e-1"), call_body("e-2")]), *_at(url))
    assert "may have arrived, send again exactly: pevents-tui history again 2 3" in two.err.splitlines()
    assert two.out.splitlines()[0].endswith("  call 2")
    again = shell.run("history", "again", "1", "2", "3")
    assert again.code == 0, again.err


def test_a_query_that_cannot_be_applied_hides_no_outcome(shell: Shell, url: str) -> None:
    put = ("put-events", "--session-id", "s", "--event-list", "eventType=View", *_at(url))
    for form in ("json", "text"):
        ended = shell.run(*put, "--query", "length(id)", "--output", form)
        fault, told = ended.err.splitlines()
        assert (ended.code, ended.out) == (253, "")
        assert fault.startswith("pevents-tui: --query: ")
        assert told.startswith("accepted, request ")
        assert ", call " in told
