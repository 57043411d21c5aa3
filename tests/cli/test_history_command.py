"""`history`: the calls that were made, as a list or one by one."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import ledger
from cli.shell import Shell, call_body
from pevents_tui.cli import history_words
from pevents_tui.cli.history_words import EXPORT_FORMS, FILTERS, OUTCOMES
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service.history import Filter, search, store
from pevents_tui.service.history.carrying import FORMS
from pevents_tui.service.history.finding import OUTCOMES as FINDABLE

NOTHING = "no call in the history fits"


@pytest.fixture
def calls(shell: Shell, url: str) -> list[dict[str, Any]]:
    """Three calls: accepted, refused, and accepted of another user."""
    at = ("--endpoint-url", url, "--tracking-id", TRACKING_ID)
    shell.run("send", "-", *at, stdin=json.dumps(call_body("e-1")).encode())
    ledger.arm(url, "throttle")
    shell.run("send", "-", *at, stdin=json.dumps(call_body("e-2", itemId="B0001")).encode())
    shell.run("send", "-", *at, stdin=json.dumps({**call_body("e-3", eventType="Buy"), "userId": "qa-bo"}).encode())
    return ledger.calls(url)


def _ids(shell: Shell, *words: str) -> list[int]:
    ended = shell.run("history", "list", "--output", "json", *words)
    assert ended.code == 0
    assert ended.json or ended.sentence in {f"pevents-tui: {NOTHING}", "pevents-tui: the history holds no call"}
    return [line["id"] for line in ended.json]


def test_words_are_those_of_the_layers_below() -> None:
    assert {*OUTCOMES} == {*FINDABLE}
    assert tuple(FORMS) == EXPORT_FORMS
    assert {name for _, name, _ in FILTERS} <= {each.name for each in fields(Filter)}


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), [3, 2, 1]),
        (("--limit", "2"), [3, 2]),
        (("--before", "3", "--limit", "1"), [2]),
        (("--outcome", "refused"), [2]),
        (("--user", "qa-ana"), [2, 1]),
        (("--user", "qa"), []),
        (("--item", "B0001"), [2]),
        (("--event-type", "Buy"), [3]),
        (("--session", "s-1"), [3, 2, 1]),
        (("--text", "throttling"), [2]),
        (("--text", '" OR 1=1 --'), []),
        (("--run", "nothing"), []),
        (("user:qa-ana", "outcome:failed"), [2]),
        (("since:1h", "--item", "B0742"), [3, 1]),
        (("until:1h",), []),
    ],
)
def test_the_list_shows_what_fits_newest_first(shell: Shell, words: tuple[str, ...], ids: list[int]) -> None:
    assert _ids(shell, *words) == ids


def test_a_line_tells_what_when_and_how_it_ended(shell: Shell, calls: list[dict[str, Any]]) -> None:
    third, second, first = shell.run("history", "list").out.splitlines()
    assert first.split()[0] == "1"
    assert first.endswith(calls[0]["requestId"])
    assert "ThrottlingException: Rate exceeded" in second
    assert ("Buy" in third, "qa-bo" in third) == (True, True)
    heading, *lines = shell.run("history", "list", "--output", "table").out.splitlines()
    assert heading.split()[:3] == ["ID", "AT", "OUTCOME"]
    assert lines == [third, second, first]


def test_one_call_is_shown_with_its_body_as_sent(shell: Shell, calls: list[dict[str, Any]]) -> None:
    shown = shell.run("history", "show", "2", "--output", "json").json
    assert shown["body"] == calls[1]["body"]
    assert (shown["outcome"], shown["code"], shown["httpStatus"]) == ("refused", "ThrottlingException", 400)
    assert shown["nextStep"] == "Wait a little, then send it again exactly (pevents-tui history again 2)."
    assert shown["at"].endswith("Z")
    text = shell.run("history", "show", "2").out
    assert json.loads(text[text.index("{\n") :]) == calls[1]["body"]
    assert YAML(typ="safe", pure=True).load(shell.run("history", "show", "2", "--output", "yaml").out) == shown
    assert "FIELD" in shell.run("history", "show", "2", "--output", "table").out


@pytest.mark.usefixtures("calls")
def test_a_shown_body_can_be_sent_again_exactly(shell: Shell, url: str) -> None:
    body = shell.run("history", "show", "2", "--output", "json").json["body"]
    assert shell.run("send", "-", "--endpoint-url", url, stdin=json.dumps(body).encode()).code == 0
    first, again = (call for call in ledger.calls(url) if call["body"]["eventList"][0]["eventId"] == "e-2")
    assert first["raw"] == again["raw"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "99"), "there is no call 99 in the history; try: pevents-tui history list"),
        (("show", "x"), "argument ID: invalid number value: 'x'; try: pevents-tui history show --help"),
        (("list", "--limit", "0"), "0 is not between 1 and 10000"),
        (("list", "--outcome", "delivered"), "invalid choice: 'delivered'"),
        ((), "are required: list|show|count|diff|users|again|report|export|import|tag|note|delete|prune; try"),
    ],
)
def test_what_is_not_there_is_one_sentence(shell: Shell, words: tuple[str, ...], says: str) -> None:
    ended = shell.run("history", *words)
    assert (ended.code, ended.out) == (252, "")
    assert says in ended.sentence


@pytest.mark.usefixtures("calls")
def test_places_may_stand_on_either_side_of_the_second_word(shell: Shell) -> None:
    assert len(shell.run(*shell.places, "history", "list", "--output", "json").json) == 3


@pytest.mark.usefixtures("calls")
def test_calls_are_tagged_noted_counted_and_told_apart(shell: Shell) -> None:
    assert shell.run("history", "tag", "1-2", "--add", "flaky", "--add", "t2").sentence.endswith("2 calls tagged")
    assert shell.run("history", "tag", "--find", "outcome:refused", "--remove", "t2").code == 0
    assert shell.run("history", "note", "2", "the price\x1b was missing").code == 0
    assert shell.run("history", "note", "2").out == "the price\N{SYMBOL FOR ESCAPE} was missing\n"
    assert _ids(shell, "tag:t2") == [1]
    assert _ids(shell, "price") == [2]
    shown = shell.run("history", "show", "2", "--output", "json").json
    assert (shown["tags"], shown["note"]) == (["flaky"], "the price\x1b was missing")
    assert shell.run("history", "note", "2", "").code == 0
    assert shell.run("history", "note", "2").out == ""
    counted = shell.run("history", "count", "user:qa-ana", "--output", "json").json
    assert (counted["calls"], counted["outcomes"]) == (2, {"accepted": 1, "refused": 1})
    assert shell.run("history", "count").out.startswith("3 calls: 2 accepted, 1 refused; the history takes ")
    assert shell.run("history", "diff", "1", "2").out.splitlines() == [
        'eventList[0].eventId: "e-1" → "e-2"',
        'eventList[0].itemId: "B0742" → "B0001"',
    ]
    (found,) = [
        each for each in shell.run("history", "diff", "1", "3", "--output", "json").json if "user" in each["place"]
    ]
    assert found == {"place": "userId", "told": ['"qa-ana"', '"qa-bo"'], "one": "qa-ana", "other": "qa-bo"}


@pytest.mark.usefixtures("calls")
def test_exports_reports_and_imports(shell: Shell, tmp_path: Path) -> None:
    lines = shell.run("history", "export", "1-3")
    assert (lines.code, lines.err, len(lines.out.splitlines())) == (0, "", 3)
    file = tmp_path / "calls.json"
    assert str(file) in shell.run("history", "export", "--find", "", "--form", "json", "--to", str(file)).sentence
    assert file.stat().st_mode & 0o777 == 0o600
    assert "is there already" in shell.run("history", "export", "1", "--to", str(file)).sentence
    table = list(csv.DictReader(io.StringIO(shell.run("history", "export", "2", "--form", "csv").out)))
    assert [(row["itemId"], row["outcome"]) for row in table] == [("B0001", "refused")]
    assert shell.run("history", "export", "1", "--form", "bulk-csv").out.splitlines()[1].startswith("qa-ana,B0742,1764")
    other = Shell(tmp_path / "other")
    other.data.parent.mkdir()
    assert other.run("history", "import", str(file)).sentence.endswith("3 calls added, each under a new number")
    again = other.run("history", "import", "-", stdin=lines.out.encode())
    assert again.sentence.endswith("0 calls added; 3 were here already")
    assert other.run("history", "export", "--find", "").code == 0
    assert other.run("history", "import", "-", stdin=b"[]").code == 0
    wrong = other.run("history", "import", "-", stdin=b'{"a": 1}')
    assert (wrong.code, "stdin line 1: no call of an exported history" in wrong.sentence) == (252, True)
    report = shell.run("history", "report", "1", "2").out
    assert report.startswith("# Amazon Personalize events\n\n2 calls: 1 accepted, 1 refused.")
    assert "### Call 2 beside call 1" in report


@pytest.mark.usefixtures("calls")
def test_calls_are_sent_again_exactly_or_as_new(shell: Shell, url: str) -> None:
    again = shell.run("history", "again", "2", "--output", "json")
    assert (again.code, again.json["outcome"]) == (0, "accepted")
    first, second = (call for call in ledger.calls(url) if call["body"]["eventList"][0]["eventId"] == "e-2")
    assert first["raw"] == second["raw"]
    kept = shell.run("history", "again", "2", "--read-only")
    assert (kept.code, kept.sentence) == (252, "pevents-tui: not sent: this was started with --read-only")
    assert shell.run("history", "again", "--as-new", "1-2").code == 0
    *_, one, other = ledger.calls(url)
    assert [each["body"]["eventList"][0]["itemId"] for each in (one, other)] == ["B0742", "B0001"]
    assert {each["body"]["eventList"][0]["eventId"] for each in (one, other)}.isdisjoint({"e-1", "e-2"})


@pytest.mark.usefixtures("calls")
def test_calls_are_deleted_and_forgotten_only_on_purpose(shell: Shell) -> None:
    asked = shell.run("history", "delete", "1")
    assert (asked.code, "confirm with --yes" in asked.sentence) == (252, True)
    assert "nothing was deleted" in shell.answer("history", "delete", "1", keys=b"no\n").err
    assert _ids(shell) == [3, 2, 1]
    assert "1 call deleted" in shell.answer("history", "delete", "1", keys=b"yes\n").err
    assert shell.run("history", "delete", "--find", "user:qa-bo", "--yes").sentence.endswith("1 call deleted")
    assert _ids(shell) == [2]
    assert shell.run("history", "prune", "--older-than", "1h", "--keep", "5").sentence.endswith("nothing was deleted")
    assert "set history_days or history_calls" in shell.run("history", "prune").sentence
    shell.config.joinpath("settings.yaml").write_text("history_days: 0.5\nhistory_calls: 1\n", encoding="utf-8")
    assert shell.run("history", "prune").sentence.endswith("nothing was deleted")
    assert shell.run("history", "prune", "--keep", "0").sentence.endswith("1 call deleted")


@pytest.mark.usefixtures("calls")
def test_nothing_that_is_found_is_left_out_in_silence(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_words, "MOST_LINES", 2)
    monkeypatch.setattr(store, "_PAGE", 1)
    monkeypatch.setattr(search, "_SHORT_TEXT_ROWS", 2)
    assert shell.run("history", "tag", "--find", "session:s-1", "--add", "all").sentence.endswith(" 3 calls tagged")
    some = shell.run("history", "tag", "--find", "tag:all", "--limit", "2", "--remove", "all")
    assert (some.sentence, _ids(shell, "tag:all")) == ("pevents-tui: 2 calls tagged", [1])
    assert len(shell.run("history", "export", "--find", "").out.splitlines()) == 3
    told = shell.run("history", "report", "--find", "session:s-1", "--to", str(tmp_path / "report.md")).err
    assert told.startswith("pevents-tui: only the newest 2 are taken: 1 call more fits 'session:s-1'\n")
    assert shell.run("history", "report", "--find", "session:s-1", "--limit", "1").err == ""
    short = shell.run("history", "export", "--find", "qa")
    assert short.sentence.endswith("a text of fewer than three characters is looked for in the newest 2 calls only")
    assert "3 calls would be gone" in shell.run("history", "delete", "--find", "session:s-1").sentence
    assert "3 calls deleted" in shell.run("history", "delete", "--find", "session:s-1", "--yes").err
    assert _ids(shell) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("tag", "1"), "give --add TAG or --remove TAG"),
        (("tag", "1", "--add", "two words"), "is no tag"),
        (("tag", "7", "--add", "x"), "there is no call 7 in the history"),
        (("tag", "--add", "x"), "name calls by their numbers, or find them with --find"),
        (("export", "1", "--find", "x"), "name calls by their numbers, or find them with --find"),
        (("export", "--find", "x"), "no call in the history has 'x'"),
        (("export", "3-1"), "3-1 is no number of a call"),
        (("export", "1-99999"), "1-99999 is no number of a call"),
        (("list", "outcome:delivered"), "outcome: one of failed, accepted"),
        (("diff", "1", "2"), "there is no call 1 in the history"),
        (("note", "9", "x"), "there is no call 9 in the history"),
        (("prune", "--older-than", "soon"), "soon is no span such as 12h, 30d or 8w"),
        (("prune", "--older-than", "1m"), "1m is no span such as 12h, 30d or 8w"),
        (("import", "nowhere.jsonl"), "cannot read nowhere.jsonl: no such file or directory"),
    ],
)
def test_what_cannot_be_followed_is_one_sentence(shell: Shell, words: tuple[str, ...], says: str) -> None:
    ended = shell.run("history", *words)
    assert (ended.code, ended.out) == (252, "")
    assert says in ended.sentence
