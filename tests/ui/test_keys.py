"""Keys: those of the settings are had or told of, and everything that names a key names the one in force."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from pevents_tui.service import Workbench
from pevents_tui.ui.app import CommandProvider, PeventsApp
from pevents_tui.ui.commands import COMPOSE_COMMANDS
from pevents_tui.ui.commands.base import GROUPS
from pevents_tui.ui.key_names import label, spelled
from pevents_tui.ui.keys import MOST_FAULTS, Keys
from pevents_tui.ui.screens.help import HelpScreen
from pevents_tui.ui.widgets.word_bar import WordBar
from watching import watch

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"


def told(**wanted: Any) -> str:
    """What is said of these keys."""
    return "\n".join(Keys(COMPOSE_COMMANDS, wanted).faults)


def test_a_command_has_the_keys_it_was_given() -> None:
    few = tuple(
        each for each in COMPOSE_COMMANDS if each.slug() in {"send", "help", "redo", "undo", "quit", "jump", "palette"}
    )
    keys = Keys(few, {"send": "F9", "help": ["?", "Ctrl+T"], "redo": "f3,  shift+ctrl+F5", "undo": None})
    assert keys.faults == []
    assert (keys.of("send"), keys.of("help")) == (("f9",), ("question_mark", "ctrl+t"))
    assert (keys.of("redo"), keys.of("undo"), keys.of("quit")) == (("f3", "ctrl+shift+f5"), (), ("ctrl+q",))
    assert keys.keymap == {
        "send": "f9",
        "help": "question_mark,ctrl+t",
        "redo": "f3,ctrl+shift+f5",
        "undo": "no_key",
    }
    assert (keys.label("help"), keys.spelled("help"), keys.at("f9")) == ("?", "? or Ctrl+T", "send")
    both = Keys(few, {"jump": "ctrl+space"})
    assert (both.of("jump"), both.label("jump"), both.spelled("jump")) == (
        ("ctrl+@", "ctrl+space"),
        "Ctrl+Space",
        "Ctrl+Space",
    )
    assert (keys.label("undo"), keys.spelled("undo")) == ("", "Ctrl+P")


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("ctrl+h", "a terminal sends the same for Backspace"),
        ("ctrl+m", "a terminal sends the same for Enter"),
        ("Ctrl+I", "a terminal sends the same for Tab"),
        ("ctrl+[", "a terminal sends the same for Escape"),
        ("alt+enter", "terminals keep it for themselves"),
        ("ctrl+shift+t", "plain terminals cannot tell it"),
        ("ctrl+5", "terminals have no code for it"),
        ("ctrl+a", "fields need it for typing"),
        ("delete", "fields need it for typing"),
        ("x", "it is text, which a field takes"),
        ("shift+x", "it is a capital letter"),
        ("strg+x", "a key is written f5, ctrl+t"),
        ("f99", "a key is written f5, ctrl+t"),
        ("ctrl+ctrl+t", "a key is written f5, ctrl+t"),
        ("", "a key is written f5, ctrl+t"),
        (5, "a key is written f5, ctrl+t"),
        ({"f5": 1}, "a key is written f5, ctrl+t"),
        ("[/x]\x1b" * 4000, "a key is written f5, ctrl+t"),
    ],
)
def test_a_key_that_cannot_be_had_is_told_with_the_reason_and_the_command_keeps_its_own(key: Any, why: str) -> None:
    keys = Keys(COMPOSE_COMMANDS, {"jump": key})
    (fault,) = keys.faults
    assert fault.startswith("settings.yaml, keys: jump: ")
    assert why in fault
    assert fault.isprintable()
    assert len(fault) < 200
    assert keys.of("jump") == ("ctrl+o",)
    assert keys.keymap == {}


def test_a_key_given_twice_is_told_and_one_taken_from_another_command_too() -> None:
    assert "help: ctrl+t is left out: it is given to send already" in told(send="ctrl+t", help="ctrl+t")
    assert "jump: Ctrl+T is left out: it stands there twice" in told(jump=["ctrl+t", "Ctrl+T"])
    assert "F1 is now send; help has ?." in told(send="f1")
    assert "Ctrl+Q is now send; quit has no key any more." in told(send="ctrl+q")
    assert told(send="f1", help="f5") == ""
    assert "'sned" not in told(sned="f5")
    assert "sned is no command" in told(sned="f5")
    assert len(Keys(COMPOSE_COMMANDS, {f"x{at}": "f5" for at in range(1000)}).faults) == MOST_FAULTS


async def test_what_the_settings_say_holds_wherever_a_key_is_named(bench: Workbench) -> None:
    bench.paths.settings.write_text("keys:\n  send: f1\n  help: [f7, ctrl+h]\n  quit:\n  jump: ctrl+t\n  nothing: f3\n")
    app = PeventsApp(bench, bench.target())
    async with watch(app) as seen:
        toasts = [each.message for each in app._notifications]
        assert sum("ctrl+h is left out" in each or "nothing is no command" in each for each in toasts) == 2
        bar = seen.screen.query_one("#keys", WordBar)
        assert str(bar.render()).startswith(" F1 Send  ^R Again")
        assert "F7 Help" in str(bar.render())
        assert "F1 sends the request" in seen.result
        titles = [str(hit.prompt) async for hit in CommandProvider(seen.screen).discover()]
        assert {"Send  F1", "Help  F7", "Jump  ^T", "Quit"} <= set(titles)
        await seen.press("ctrl+j", "f5", "ctrl+q")
        await seen.pilot.pause(0.1)
        assert not seen.screen.sending
        await seen.press("f7")
        assert isinstance(app.screen, HelpScreen)
        page = str(app.screen.query_one(Static).content)
        assert "ctrl+h is left out" in page
        await seen.press("escape")
        await seen.send("f1")
        assert "^R Again" in str(seen.screen.query_one("#result-words", WordBar).render())
        await seen.press("ctrl+c")
        assert "Ctrl+P quits; the draft is kept." in [each.message for each in app._notifications]


def test_every_command_is_explained_in_the_table_of_the_guide() -> None:
    rows = ["| key | command | what it does | in settings.yaml |", "|---|---|---|---|"]
    for command in COMPOSE_COMMANDS:
        bound = ", ".join(dict.fromkeys(spelled(key) for key in command.KEYS.split(",") if key))
        rows.append(f"| {bound} | {command.TITLE} | {command.summary()} | {command.slug()} |")
    guide = GUIDE.read_text(encoding="utf-8")
    assert "\n".join(rows) in guide, "docs/guide.md wants this table of keys:\n" + "\n".join(rows)


def test_every_command_has_a_title_a_help_and_a_key_of_its_own() -> None:
    keys = [key for command in COMPOSE_COMMANDS for key in command.KEYS.split(",") if key]
    assert len(keys) == len(set(keys))
    for command in COMPOSE_COMMANDS:
        assert command.TITLE
        assert command.summary().endswith(".")
        assert command.GROUP in GROUPS
        assert not command.KEYS or label(command.KEYS.split(",")[0]) == command.SHOWN_KEY
    written = {each.slug(): dict.fromkeys(map(spelled, each.KEYS.split(","))) for each in COMPOSE_COMMANDS if each.KEYS}
    assert told(**{name: list(keys) for name, keys in written.items()}) == ""
