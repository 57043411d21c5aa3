"""`history`: the calls that were made, as a list or one by one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ruamel.yaml import YAML

import ledger
from cli.shell import Shell, call_body
from pevents_tui.cli.history import OUTCOMES
from pevents_tui.domain.outcome import SENDING, Accepted, NotSent, Refused, Unknown
from pevents_tui.sandbox import TRACKING_ID


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
    assert (ended.code, ended.err) == (0, "")
    return [line["id"] for line in ended.json]


def test_outcomes_are_the_domains_words() -> None:
    assert {*OUTCOMES} == {Accepted.word, Refused.word, Unknown.word, NotSent.word, SENDING}


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
    assert shown["nextStep"] == "Wait a little, then send it again exactly."
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
        ((), "the following arguments are required: list|show|users; try: pevents-tui history --help"),
    ],
)
def test_what_is_not_there_is_one_sentence(shell: Shell, words: tuple[str, ...], says: str) -> None:
    ended = shell.run("history", *words)
    assert (ended.code, ended.out) == (252, "")
    assert says in ended.sentence


@pytest.mark.usefixtures("calls")
def test_places_may_stand_on_either_side_of_the_second_word(shell: Shell) -> None:
    assert len(shell.run(*shell.places, "history", "list", "--output", "json").json) == 3
