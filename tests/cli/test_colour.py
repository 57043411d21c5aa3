"""`--color`: outcomes and severities in colour for a person, never in data for a program."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import ledger
from cli.shell import Shell, Terminal, call_body, write_json, write_lines
from pevents_tui.cli.colour import COUNTS, TONES, is_coloured, toned
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.output import FORMS
from pevents_tui.domain import outcome
from pevents_tui.domain.report import Level
from pevents_tui.sandbox import TRACKING_ID

GREEN, RED, YELLOW, CYAN, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[36m", "\x1b[0m"


def _at(url: str) -> tuple[str, ...]:
    return ("--endpoint-url", url, "--tracking-id", TRACKING_ID)


@pytest.fixture(autouse=True)
def colourful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_every_outcome_and_level_has_its_colour() -> None:
    words = {each.word for each in (outcome.Accepted, outcome.Refused, outcome.Unknown, outcome.NotSent)}
    assert {*words, *(level.value for level in Level)} == set(TONES)


def test_a_terminal_gets_colours_unless_somebody_wants_none() -> None:
    for stream, environ, when, coloured in (
        (Terminal(), {}, "auto", True),
        (Terminal(), {"NO_COLOR": "", "TERM": "xterm"}, "auto", True),
        (Terminal(), {"NO_COLOR": "1"}, "auto", False),
        (Terminal(), {"TERM": "dumb"}, "auto", False),
        (Terminal(), {}, "off", False),
        (io.StringIO(), {}, "auto", False),
        (io.StringIO(), {"NO_COLOR": "1"}, "on", True),
    ):
        environment = Environment(None, stream, stream, environ, when)
        assert is_coloured(environment, stream) is coloured, (environ, when)


def test_a_word_is_coloured_once_where_it_stands_as_one() -> None:
    assert toned("accepted  accepted.json  request 1", "accepted") == (
        f"{GREEN}accepted{PLAIN}  accepted.json  request 1"
    )
    assert toned("12  2026-11-25T10:00:00Z  refused   DEV", "refused").count(RED) == 1
    assert toned("a.json: not sent: no connection", "not sent") == f"a.json: {YELLOW}not sent{PLAIN}: no connection"
    assert toned("itemId: of (limit) (limit)", "limit") == f"itemId: of (limit) ({YELLOW}limit{PLAIN})"
    assert toned("itemId: is text (stop; a model)", "stop") == f"itemId: is text ({RED}stop{PLAIN}; a model)"
    assert toned("3 accepted, 0 refused, 1 not sent; 2 drafts with problems, not sent", COUNTS) == (
        f"{GREEN}3 accepted{PLAIN}, 0 refused, {YELLOW}1 not sent{PLAIN}; 2 drafts with problems, not sent"
    )
    assert toned("sending", "sending") == "sending"


def test_what_is_told_is_coloured_and_says_the_same(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_json(tmp_path / "t.json", call_body(itemId="null"))
    calls = write_lines(tmp_path / "calls.jsonl", [call_body("e-1"), call_body("e-2", itemId="x" * 300)])
    for words, tones in (
        (("check", calls, file), (YELLOW, CYAN)),
        (("explain", file, "--field", "itemId"), (CYAN,)),
        (("send", calls, *_at(url), "--send-anyway"), (GREEN, RED, YELLOW)),
        (("send", file, *_at(url), "--output", "table"), (GREEN, CYAN)),
        (("history", "list"), (GREEN, RED)),
        (("history", "show", "2"), (RED,)),
        (("history", "count"), (GREEN, RED)),
    ):
        ended = shell.run(*words, "--color", "on")
        assert all(tone in ended.out + ended.err for tone in tones), words
    kept = shell.run("explain", file, "--field", "userId", "--color", "on")
    assert "\x1b" not in kept.out  # only what is broken
    plain, coloured = (shell.run("history", "--color", when, "list") for when in ("off", "on"))
    bare = coloured.out
    for tone in (GREEN, RED, PLAIN):
        bare = bare.replace(tone, "")
    assert (plain.out, "\x1b" in plain.out, coloured.out != bare) == (bare, False, True)


def test_a_terminal_is_coloured_unasked_and_a_pipe_is_not(shell: Shell, url: str, tmp_path: Path) -> None:
    ended = shell.answer("send", "view-item", *_at(url), keys=b"")
    assert ended.out.startswith(f"{GREEN}accepted{PLAIN}  view-item  ")
    assert "\x1b" not in shell.run("send", "view-item", *_at(url)).out
    assert "\x1b" not in shell.answer("send", "view-item", *_at(url), "--color", "off", keys=b"").out
    ledger.arm(url, "access-denied")
    row = ("--session-id", "s", "--event-list", "eventType=View,itemId=a")
    put = shell.answer("--color", "on", "put-events", *_at(url), *row, keys=b"")
    assert put.err.startswith(f"{RED}refused{PLAIN}: AccessDenied")
    hostile = write_json(tmp_path / "h.json", call_body(itemId="null", properties={"\x1b[31m": []}))
    told = shell.run("check", hostile, "--color", "on")
    assert "\x1b[31m'" not in told.out
    assert told.out.count(PLAIN) == len(told.out.splitlines())


@pytest.mark.parametrize("form", sorted({*FORMS} - {"text", "table"}))
def test_data_is_never_coloured(shell: Shell, url: str, form: str) -> None:
    for words in (("send", "view-item", *_at(url)), ("history", "list"), ("explain", "view-item")):
        ended = shell.run(*words, "--output", form, "--color", "on")
        assert (ended.code, "\x1b" in ended.out) == (0, False)
    queried = shell.run("send", "view-item", *_at(url), "--query", "outcome", "--output", "text", "--color", "on")
    assert queried.out == "accepted\n"
    if form == "json":
        json.loads(shell.run("history", "list", "--output", form, "--color", "on").out)


def test_the_root_opens_the_app_and_takes_no_colours(shell: Shell) -> None:
    assert shell.run("--color", "on").code == 252
    assert shell.run("locate", "--color", "never").code == 252
