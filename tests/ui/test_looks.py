"""Finding one's way: jumping, the focus, the line of keys, and every command by key and by mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input, OptionList

from pevents_tui.service import Workbench
from pevents_tui.ui.about import PLACES
from pevents_tui.ui.app import CommandProvider, PeventsApp
from pevents_tui.ui.commands import COMPOSE_COMMANDS, Command, looks
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.palette import OncePalette
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.help import HelpScreen
from pevents_tui.ui.screens.jump import JumpScreen
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.screens.themes import ThemeScreen
from pevents_tui.ui.widgets.entry_list import EntryList
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.word_bar import WordBar
from watching import MEDIUM, NARROW, WIDE, Seen, watch, without_ids

# Jumping


def _letters(seen: Seen) -> dict[str, Any]:
    assert isinstance(seen.app.screen, JumpScreen)
    return dict(seen.app.screen._targets)


async def test_a_letter_goes_to_what_it_stands_on_at_every_size_and_over_a_scrolled_form(app: PeventsApp) -> None:
    async with watch(app) as seen:
        for size in (WIDE, MEDIUM, NARROW):
            await seen.pilot.resize_terminal(*size)
            await seen.press("ctrl+o")
            letters = _letters(seen)
            assert {"q", "w", "1", "2"} <= set(letters)
            assert all(Region(0, 0, *size).contains_point(each.at) for each in letters.values())
            assert len({each.at for each in letters.values()}) == len(letters)
            await seen.press("w")
            assert seen.app.focused is seen.field("sessionId")
        seen.field("trackingId").focus()
        await seen.pilot.pause()
        await seen.press("ctrl+o")
        shown = [each for each in seen.screen.query_one(Form).fields() if each.region.y > 2]
        assert 2 <= len(_letters(seen)) <= len(shown) + 5
        await seen.press("escape")
        assert seen.app.focused is seen.field("trackingId")
        await seen.press("ctrl+o", "1")
        await seen.until(lambda: seen.screen.query_one("#sidebar").display, "the library")
        await seen.pilot.resize_terminal(*WIDE)
        await seen.press("ctrl+o", "2")
        await seen.until(lambda: seen.screen.query_one("#result").display, "the result")
        await seen.press("ctrl+o", "f9")
        assert isinstance(seen.app.screen, ComposeScreen)
        await seen.press("ctrl+o")
        at = _letters(seen)["e"].at
        await seen.pilot.click(offset=(at.x + 1, at.y))
        assert seen.app.focused is not None
        assert seen.app.focused.region.y == at.y
        await seen.press("ctrl+o")
        await seen.pilot.resize_terminal(*MEDIUM)
        await seen.until(lambda: isinstance(seen.app.screen, ComposeScreen), "the letters are gone")


# The focus


def _drawn(seen: Seen, region: Region) -> list[tuple[str, Any]]:
    """What a person sees of a region whose terminal shows no colours."""
    lines = seen.app.screen._compositor.render_strips()[max(region.y, 0) : region.bottom]
    drawn = []
    for line in lines:
        for segment in line.crop(max(region.x, 0), region.right):
            style = segment.style
            assert style is None or style.color is None or style.color.is_default
            assert style is None or style.bgcolor is None or style.bgcolor.is_default
            marks = (style.bold, style.reverse, style.underline, style.dim) if style else None
            drawn.append((segment.text, marks))
    return drawn


async def test_tab_walks_the_form_in_order_and_the_focus_is_seen_without_colours(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = PeventsApp(bench, bench.target())
    async with watch(app) as seen:
        form = seen.screen.query_one(Form)
        first = seen.field("userId")
        for size in (WIDE, NARROW):
            await seen.pilot.resize_terminal(*size)
            first.focus()
            await seen.pilot.pause()
            stops = [each for each in seen.screen.focus_chain if form in each.ancestors]
            for stop in stops:
                assert seen.app.focused is stop
                assert form.region.contains_region(stop.region), stop
                focused = _drawn(seen, stop.region) if size is WIDE else None
                await seen.pilot.press("tab")
                assert size is not WIDE or _drawn(seen, stop.region) != focused, stop
            assert seen.app.focused is first
            await seen.press("shift+tab")
            assert seen.app.focused is stops[-1]
        await seen.pilot.resize_terminal(*WIDE)
        for pane in ("templates", "find", "request"):
            widget = seen.screen.query_one(f"#{pane}")
            plain = _drawn(seen, widget.region)
            widget.focus()
            await seen.pilot.pause()
            assert _drawn(seen, widget.region) != plain, pane


# The line of keys, and help


async def test_the_line_of_keys_and_the_help_follow_the_focus(app: PeventsApp) -> None:
    async with watch(app) as seen:
        bar = seen.screen.query_one("#keys", WordBar)

        async def click(text: str) -> None:
            at = next(at for word, at in bar.placed() if word.text == text)
            await seen.pilot.click("#keys", offset=(at + 1, 0))
            await seen.pilot.pause()

        listing = seen.editor("impression").query_one(EntryList)
        listing.focus()
        listing.highlighted = 0
        await seen.pilot.pause()
        assert str(bar.render()).startswith(" ^J Send  Del Remove  Shift+Up Up  Shift+Down Down")
        await click("Down")
        await seen.until(lambda: seen.draft.rows[0]["impression"][0] == "B0117", "the move")
        assert seen.draft.rows[0]["impression"][:2] == ["B0117", "B0742"]
        await click("Remove")
        await seen.until(lambda: len(seen.draft.rows[0]["impression"]) == 3, "the removal")
        assert seen.draft.rows[0]["impression"] == ["B0117", "B0388", "B0901"]
        await seen.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        page = str(app.screen._page)
        assert page.index("Impressions · ") < page.index("Shift+Up") < page.index("Send again exactly")
        await seen.press("question_mark")
        seen.field("itemId").focus()
        await seen.press("question_mark")
        assert isinstance(app.screen, ComposeScreen)
        assert seen.draft.rows[0]["itemId"].endswith("?")
        seen.screen.query_one("#templates").focus()
        await seen.pilot.pause()
        await click("Load")
        await seen.until(lambda: "?" not in seen.draft.rows[0]["itemId"], "the sample")
        for name in ("templates", "filter", "find", "CallList", "ProblemList", "RequestPane", "LinesView"):
            tab = {"ProblemList": "problems", "RequestPane": "request", "LinesView": "result"}.get(name)
            if tab:
                seen.screen.show_tab(tab)
            inside = {"LinesView": "#result LinesView"}.get(name, name)
            seen.screen.query_one(f"#{name}" if name.islower() else inside).focus()
            await seen.press("f1")
            assert PLACES[name].what in str(app.screen._page)
            await seen.press("escape")
        seen.screen.sending = True
        await seen.pilot.pause()
        assert str(bar.render()).startswith(" Esc Cancel")
        await seen.pilot.resize_terminal(*NARROW)
        assert str(bar.render()).rstrip().endswith("F1 Help  ^P Commands")


# Every command


EFFECTS: dict[type[Command], Callable[[Seen], object]] = {
    commands.Send: lambda seen: seen.screen.shown is not None and not seen.screen.sending,
    commands.SendAnyway: lambda seen: seen.screen.shown is not None and not seen.screen.sending,
    commands.SendAgain: lambda seen: seen.screen.shown is not None and not seen.screen.sending,
    commands.NewDraft: lambda seen: isinstance(seen.app.screen, PickerScreen),
    commands.AddRow: lambda seen: len(seen.draft.rows) == 2,
    commands.DuplicateRow: lambda seen: len(seen.draft.rows) == 2,
    commands.NextPane: lambda seen: seen.app.focused is not seen.field("userId"),
    commands.PreviousPane: lambda seen: seen.app.focused is not seen.field("userId"),
    commands.FindInHistory: lambda seen: seen.app.focused is not None and seen.app.focused.id == "find",
    commands.GoTo: lambda seen: isinstance(seen.app.screen, PickerScreen),
    commands.Help: lambda seen: isinstance(seen.app.screen, HelpScreen),
    commands.CopyRequest: lambda seen: '"eventList"' in seen.app.clipboard,
    commands.CopyAwsCli: lambda seen: "aws personalize-events" in seen.app.clipboard,
    commands.CopyBoto3: lambda seen: "boto3" in seen.app.clipboard,
    commands.CopyCurl: lambda seen: "curl" in seen.app.clipboard,
    looks.Jump: lambda seen: isinstance(seen.app.screen, JumpScreen),
    looks.Theme: lambda seen: isinstance(seen.app.screen, ThemeScreen),
    looks.Palette: lambda seen: isinstance(seen.app.screen, OncePalette),
}
"""What is seen of a command right after it ran, where one thing tells."""
SHARE = (commands.Send, commands.SendAnyway, commands.MoveRowLater, looks.Theme, commands.Quit)
APART = {commands.Quit}
"""Commands that end what they are tried in."""


class Tried:
    """Runs commands one after the other in one app.

    Args:
        seen: The app.
    """

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.ran: list[Message] = []
        seen.screen.message_signal.subscribe(seen.app, self.ran.append)

    async def see(self, command: type[Command]) -> None:
        """Wait for a command and for what it does, then go back to the form."""
        seen, what = self.seen, command.__name__
        await seen.until(lambda: any(type(each) is command for each in self.ran), f"{what} ran")
        if command in EFFECTS:
            await seen.until(lambda: EFFECTS[command](seen), f"{what} did what it does")
        await seen.until(lambda: not seen.screen.sending, "no send")
        while not isinstance(seen.app.screen, ComposeScreen):
            await seen.press("alt+o" if type(seen.app.screen).__name__ == "RecommendScreen" else "escape")
        self.ran.clear()
        if without_ids(seen.draft) != seen.app.workbench.samples["view-item"]:
            seen.screen.load(seen.app.workbench.samples["view-item"])
        seen.field("userId").focus()
        await seen.pilot.pause()


async def test_every_command_runs_by_its_key_from_within_a_field_and_from_the_line_of_keys(app: PeventsApp) -> None:
    async with watch(app, MEDIUM) as seen:
        tried = Tried(seen)
        for command in COMPOSE_COMMANDS:
            if command.KEYS and command not in APART:
                await seen.press(command.KEYS.split(",")[0])
                await tried.see(command)
        bar = seen.screen.query_one("#keys", WordBar)
        for command in [each for each in COMPOSE_COMMANDS if each not in APART]:
            for at in [at for word, at in bar.placed() if word.name == command.slug()]:
                await seen.pilot.click("#keys", offset=(at, 0))
                await tried.see(command)


async def _place_of(seen: Seen, command: type[Command]) -> tuple[int, int]:
    """Where a command of the palette stands on the screen."""
    options = seen.app.screen.query_one(OptionList)
    await seen.until(lambda: options.option_count == len(COMPOSE_COMMANDS), "the commands")
    prompts = [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]
    at = next(at for at, text in enumerate(prompts) if re.match(rf"{re.escape(command.TITLE)}(  |$)", text, re.M))
    options.highlighted = at
    await seen.pilot.pause()
    x = options.region.x + 4
    lines = range(options.region.y, options.region.bottom)
    return x, next(y for y in lines if seen.app.screen.get_style_at(x, y).meta.get("option") == at)


async def test_every_command_is_in_the_palette_and_runs_from_there(app: PeventsApp) -> None:
    async with watch(app, MEDIUM) as seen:
        tried = Tried(seen)
        hits = {str(hit.prompt).split("  ")[0]: hit async for hit in CommandProvider(seen.screen).discover()}
        assert list(hits) == [command.TITLE for command in COMPOSE_COMMANDS]
        for command in COMPOSE_COMMANDS:
            if not command.KEYS:
                hits[command.TITLE].command()
                await tried.see(command)


@pytest.mark.parametrize("share", [SHARE, pytest.param(COMPOSE_COMMANDS, marks=pytest.mark.campaign)])
async def test_a_click_in_the_palette_runs_the_command(app: PeventsApp, share: tuple[type[Command], ...]) -> None:
    async with watch(app) as seen:
        tried = Tried(seen)
        for command in sorted(share, key=lambda each: each in APART):
            seen.app.action_command_palette()
            await seen.until(lambda: isinstance(seen.app.screen, OncePalette), "the palette")
            await seen.pilot.click(offset=await _place_of(seen, command))
            if command not in APART:
                await tried.see(command)
        await seen.until(lambda: seen.app._exit, "the end")
    assert app.return_code == 0


def test_a_line_that_is_typed_into_is_told_from_places() -> None:
    assert {"EntryList", "AddLine", "Notice"} <= set(PLACES)
    assert all(place.what.endswith(".") and place.hints for place in PLACES.values())
    assert Input.__name__ not in PLACES
