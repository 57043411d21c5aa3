"""Slips of the hand in Recommend: a key too many, a capital, a question that nobody answers: nothing comes of them."""

from __future__ import annotations

from pevents_tui.domain.plan import Target
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.screens.question import QuestionScreen
from pevents_tui.ui.widgets.notice import Notice
from recommend_hands import line, open_recommend, rest, verdict
from watching import NARROW, watch


async def test_a_key_too_many_changes_and_shows_nothing(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), NARROW) as seen:
        screen = await open_recommend(seen)
        await seen.until(lambda: not screen.searching, "all that can be asked")
        sent = bench.history.count()
        await seen.press("escape")  # nothing is under way: F5 would send in Compose
        assert seen.app.screen is screen
        assert any("Alt+O goes back to Compose" in each.message for each in seen.app._notifications)

        await seen.press("h", "alt+o")
        notice = screen.query_one(Notice)
        notice._asked_s = 0.0
        assert notice.has_class("-asking")
        await seen.press("V")  # whatever else is pressed drops the question, also with Caps Lock
        await rest(seen, screen)
        assert not notice.has_class("-asking")
        assert "after View of " in verdict(screen)
        assert bench.history.count() == sent + 1
        await seen.press("y")
        assert (seen.app.screen is screen, screen.presenting) == (True, True)
        await seen.press("h", "F")
        await seen.until(lambda: isinstance(seen.app.screen, PickerScreen), "the filters")
        await seen.press("down", "down", "enter")
        await seen.until(lambda: isinstance(seen.app.screen, QuestionScreen), "its parameters are asked for")
        await seen.press("escape")
        assert screen.question.filter == ""  # the list has none
        assert "shop-by-category" not in line(screen, "asked")
        await seen.press("alt+o")
        await seen.until(lambda: isinstance(seen.app.screen, ComposeScreen), "Compose")
