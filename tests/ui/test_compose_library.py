"""History and templates, help and palette, by key and by mouse."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from textual.widgets import Input, OptionList

from pevents_tui.domain.outcome import Accepted
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.help import HelpScreen
from pevents_tui.ui.screens.picker import PickerScreen
from unharmed import words
from watching import WIDE, watch, without_ids

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"


async def test_what_was_sent_stands_in_the_history_and_is_shown_again(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.send()
        await seen.until(lambda: seen.history.total == 1, "the line")
        await seen.type_into("itemId", "B2")
        await seen.press("f5")
        await seen.until(lambda: seen.history.total == 2 and not seen.screen.sending, "the second line")
        seen.history.focus()
        await seen.press("end", "enter")
        await seen.until(lambda: seen.screen.shown is not None and seen.screen.shown.id == 1, "the first call")
        assert "B0742" in seen.result
        seen.screen.action_command("send_as_new")
        await seen.pilot.pause()
        assert seen.draft.rows[0]["itemId"] == "B0742"
        assert seen.screen.shown is not None
        assert seen.draft.rows[0]["eventId"] != seen.screen.shown.call.rows[0]["eventId"]
        assert "sentAt" not in seen.draft.rows[0]
        await seen.pilot.resize_terminal(180, 30)
        await seen.until(lambda: "B0742  Blue k" in words(seen), "the title beside the id")


async def test_the_history_is_found_in_by_any_part(app: PeventsApp) -> None:
    async with watch(app) as seen:
        for item in ("B-kettle", "B-lamp"):
            await seen.type_into("itemId", item)
            shown = seen.screen.shown
            await seen.press("f5")
            await seen.until(lambda shown=shown: seen.screen.shown is not shown and not seen.screen.sending, "sent")  # type: ignore[misc]
        await seen.press("ctrl+f")
        await seen.until(lambda: seen.app.focused is seen.screen.query_one("#find"), "the line to find with")
        await seen.press("l", "a", "m")
        assert seen.history.total == 1
        assert seen.history.line is not None
        assert seen.history.line.items == ("B-lamp",)
        seen.screen.query_one("#find", Input).value = '"* [/x] \x00'
        await seen.pilot.pause()
        assert seen.history.total == 0


async def test_a_history_of_the_future_is_told_and_the_form_still_works(bench: Workbench) -> None:
    with closing(sqlite3.connect(bench.paths.history)) as db:
        db.execute("PRAGMA user_version = 99")
    async with watch(PeventsApp(bench, bench.target())) as seen:
        assert "version 99" in str(seen.screen.query_one("#history-failure").content)  # type: ignore[attr-defined]
        assert seen.state == "ready"
        await seen.press("f5")
        await seen.until(lambda: "version 99" in seen.result, "the failure is told")
        assert not seen.screen.sending


async def test_every_sample_is_loaded_by_key_and_is_ready(app: PeventsApp) -> None:
    async with watch(app) as seen:
        samples = seen.screen.query_one("#templates", OptionList)
        for index, name in enumerate(app.workbench.samples):
            samples.focus()
            samples.highlighted = index + 1  # below their folder
            await seen.press("enter")
            assert without_ids(seen.draft) == app.workbench.samples[name]
            assert seen.state == "ready", name


async def test_f1_explains_the_field_with_rule_and_source(app: PeventsApp) -> None:
    async with watch(app) as seen:
        seen.field("recommendationId").focus()
        await seen.press("f1")
        assert isinstance(seen.app.screen, HelpScreen)
        page = str(seen.app.screen._page)
        assert "1 to 40 characters" in page
        assert "botocore service model" in page
        await seen.press("escape")
        seen.screen.query_one("#templates").focus()
        await seen.press("f1")
        assert isinstance(seen.app.screen, HelpScreen)
        assert "Send again exactly" in str(seen.app.screen._page)


async def test_ctrl_g_goes_to_what_is_picked(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("ctrl+g")
        assert isinstance(seen.app.screen, PickerScreen)
        await seen.press("down", "down", "down", "enter")
        await seen.until(lambda: seen.screen.query_one("#result").display, "the result")
        await seen.press("ctrl+g", "end", "enter")
        await seen.until(lambda: type(seen.app.screen).__name__ == "RecommendScreen", "the other mode")


async def test_the_line_of_keys_and_the_tabs_are_clicked(app: PeventsApp) -> None:
    async with watch(app, WIDE) as seen:
        await seen.pilot.click("#keys", offset=(3, 0))
        await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "a click on Send sends")
        assert isinstance(seen.screen.shown.outcome, Accepted)  # type: ignore[union-attr]
        await seen.pilot.click("#tabs", offset=(3, 0))
        await seen.until(lambda: seen.screen.query_one("#request").display, "the request's tab")
        await seen.pilot.click("#rows", offset=(29, 0))
        await seen.until(lambda: len(seen.draft.rows) == 2, "a row was added")


async def test_ctrl_l_puts_the_sidebar_away_and_back(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("ctrl+l")
        assert not seen.screen.query_one("#sidebar").display
        await seen.press("ctrl+l")
        assert seen.screen.query_one("#sidebar").display


async def test_ctrl_q_quits_without_a_question(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("itemId", "B-last")
        await seen.press("ctrl+q")
    assert app.return_code == 0
    kept = app.workbench.kept_draft()
    assert kept is not None
    assert kept.rows[0]["itemId"] == "B-last"
