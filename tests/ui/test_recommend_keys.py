"""Keys of Recommend: those of the settings are had or told of, and what names a key names the one in force."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from textual.widgets import Static

from pevents_tui.domain.plan import Target
from pevents_tui.service import Workbench
from pevents_tui.ui.app import CommandProvider, PeventsApp
from pevents_tui.ui.commands import COMPOSE_COMMANDS
from pevents_tui.ui.commands.recommend import RECOMMEND_COMMANDS
from pevents_tui.ui.key_names import label
from pevents_tui.ui.keys import Keys
from pevents_tui.ui.mode_keys import compose_keys, recommend_keys
from pevents_tui.ui.screens.help import HelpScreen
from recommend_hands import line, open_recommend, rest, verdict
from watching import watch


def keys(**wanted: Any) -> Keys:
    return recommend_keys(wanted, compose_keys(wanted)[0])


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"act_view": "down"}, "act_view: down is left out: the list needs it."),
        ({"act_view": "ctrl+c"}, "act_view: ctrl+c is left out: the program keeps it."),
        ({"act_view": "shift+x"}, "act_view: shift+x is left out: write it X."),
        ({"act_view": "ctrl+h"}, "act_view: ctrl+h is left out: a terminal sends the same for Backspace."),
        ({"act_view": "ctrl+q"}, "act_view: ctrl+q is left out: it is given to quit already."),
        ({"act_view": "p"}, "P is now act_view; act_purchase has no key any more."),
        ({"quit": "f9"}, "F9 is now quit; export_run has no key any more."),
        ({"act_vew": "k"}, "act_vew is no command; the help lists their names."),
    ],
)
def test_what_cannot_be_had_is_told_at_the_start(wanted: dict[str, Any], why: str) -> None:
    _, faults = compose_keys(wanted)
    assert faults[-1] == f"settings.yaml, keys: {why}"


def test_letters_are_free_here_and_each_mode_has_its_own() -> None:
    had = keys(act_view=["K", "k", "-"], send="f2", later_step="enter", ask_anew=None)
    assert had.faults == []
    assert (had.of("act_view"), had.label("act_view")) == (("K", "k", "-"), "Shift+K")
    assert had.told("{act_view} views, {ask_anew} asks.") == "Shift+K views, Ctrl+P asks."
    assert (had.shown("earlier_step"), had.shown("later_step")) == ("←→", "Enter")
    assert compose_keys({"act_view": "k", "send": "f2"})[0].of("send") == ("f2",)


def test_every_command_has_a_name_and_a_key_of_its_own() -> None:
    bound = [key for command in RECOMMEND_COMMANDS for key in command.KEYS.split(",") if key]
    assert len(bound) == len(set(bound))
    assert not {each.slug() for each in RECOMMEND_COMMANDS} & {each.slug() for each in COMPOSE_COMMANDS}
    for command in RECOMMEND_COMMANDS:
        assert command.summary().endswith(".")
        assert not command.KEYS or command.SHOWN_KEY in {label(command.KEYS.split(",")[0]), "←→", "→"}


async def test_what_the_settings_say_holds_wherever_a_key_is_named(bench: Workbench, at: Target) -> None:
    bench.paths.settings.write_text("keys:\n  act_view: k\n  choose_whom: f4\n  ask_anew: f2\n  recommend_help: down\n")
    app = PeventsApp(bench, at)
    async with watch(app) as seen:
        assert any("recommend_help: down is left out" in each.message for each in app._notifications)
        screen = await open_recommend(seen)
        assert line(screen, "keys").startswith(" K View")
        assert "F2 New" in line(screen, "keys")
        assert line(screen, "asked").startswith(" F4 shop-for-you")
        titles = [str(hit.prompt) async for hit in CommandProvider(screen).discover()]
        assert {"View  K", "New baseline  F2", "Purchase  P"} <= set(titles)
        await seen.press("v", "f5", "o")
        assert not screen.busy
        assert app.screen is screen
        await seen.press("f1")
        assert isinstance(app.screen, HelpScreen)
        assert "recommend_help: down is left out" in str(app.screen.query_one(Static).content)
        await seen.press("escape", "k")
        await rest(seen, screen)
        assert "after View of " in verdict(screen)


def test_it_loads_when_it_is_first_gone_to() -> None:
    asked = "import sys, pevents_tui.ui.app; print(sorted(each for each in sys.modules if 'recommend' in each))"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert [each for each in run.stdout.strip("[]\n").replace("'", "").split(", ") if each.startswith("pevents")] == []
