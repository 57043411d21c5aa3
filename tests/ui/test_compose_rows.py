"""Several events: stepped through, moved, removed, listed, told by their calls; user and session as above."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.items import Catalogue, Item
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.row_list import RowListScreen, row_lines
from pevents_tui.ui.widgets.entry_list import AddLine
from pevents_tui.ui.widgets.word_bar import WordBar
from watching import NARROW, Seen, watch


def _types(seen: Seen) -> list[str]:
    return [row.get("eventType", "") for row in seen.draft.rows]


def _words(seen: Seen, bar: str) -> str:
    return str(seen.screen.query_one(f"#{bar}", WordBar).render()).strip()


async def _click(seen: Seen, bar: str, word: str) -> None:
    widget = seen.screen.query_one(f"#{bar}", WordBar)
    await seen.pilot.click(widget, offset=(str(widget.render()).index(word), 0))
    await seen.pilot.pause()


def _events(count: int) -> Draft:
    return Draft(
        "put-events", {"sessionId": "s", "eventList": [{"eventType": f"t{n}", "sentAt": n} for n in range(count)]}
    )


async def test_events_are_moved_and_removed_by_key_and_by_mouse(app: PeventsApp) -> None:
    async with watch(app) as seen:
        assert not seen.screen.query("#row-tools")
        await seen.press("alt+n")
        await seen.type_into("eventType", "Click")
        await seen.press("alt+up")
        assert _types(seen) == ["Click", "View"]
        await seen.press("alt+up")
        await _click(seen, "row-tools", "↓")
        assert (_types(seen), seen.screen.row) == (["View", "Click"], 1)
        await _click(seen, "row-tools", "copy")
        await _click(seen, "rows", "<")
        await _click(seen, "rows", "<")
        await seen.press("alt+down")
        assert (_types(seen), seen.screen.row) == (["Click", "View", "Click"], 1)
        await seen.press("alt+x")
        await _click(seen, "row-tools", "remove")
        assert _types(seen) == ["Click"]
        assert not seen.screen.query_one("#row-tools").display
        await seen.press(*["ctrl+z"] * 3)
        assert _types(seen) == ["View", "Click", "Click"]


async def test_more_than_ten_are_told_by_their_calls_and_gone_to_from_a_list(bench: Workbench) -> None:
    async with watch(PeventsApp(bench, bench.target(), _events(25))) as seen:
        assert _words(seen, "row-facts") == "3 calls: 10 + 10 + 5  1 of 10 in call 1"
        await seen.press("alt+l")
        await seen.until(lambda: isinstance(seen.app.screen, RowListScreen), "the list")
        listing = seen.app.screen.query_one(OptionList)
        assert (listing.option_count, listing.highlighted) == (25, 0)
        assert str(listing.options[24].prompt).split() == ["25!", "t24", "1970-01-01", "00:00:24Z"]
        await seen.press("end", "enter")
        await seen.until(lambda: seen.screen.row == 24, "the row")
        assert _words(seen, "row-facts") == "3 calls: 10 + 10 + 5  5 of 5 in call 3"
        assert seen.field("eventType").value == "t24"
        await seen.pilot.resize_terminal(*NARROW)
        await _click(seen, "row-tools", "list")
        await seen.until(lambda: isinstance(seen.app.screen, RowListScreen), "the list")
        await seen.press("escape")
        assert seen.screen.row == 24


TITLED = Catalogue([Item("i1", "Blue\x1b kettle \u8c48" * 9)])


@pytest.mark.parametrize("width", [10, 60, 200])
def test_a_list_of_rows_is_made_of_any_rows(width: int) -> None:
    rows = [
        {"eventType": "[/x]\x1b", "itemId": "\u8c48" * 50},
        "no row",
        None,
        {"sentAt": {"a": 1}},
        ["x" * 10_000],
        {"itemId": "i1"},
    ]
    lines = [*row_lines(Draft("put-events", {"userId": 7, "eventList": rows}), width, frozenset({1}), TITLED)]
    assert [line.split()[0] for line in lines] == ["1", "2!", "3", "4", "5", "6"]
    assert all(line.isprintable() and len(line) < 110 for line in lines)
    assert ("kettle" in lines[5]) == (width > 100)


async def test_user_and_session_are_taken_from_the_interaction_above(bench: Workbench) -> None:
    rows = [
        {"actionId": "a", "userId": "u1", "sessionId": "s1", "eventType": "Taken"},
        {"actionId": "b", "userId": "u2"},
    ]
    async with watch(
        PeventsApp(bench, bench.target(), Draft("put-action-interactions", {"actionInteractions": rows}))
    ) as seen:
        assert _words(seen, "row-facts") == "2 users, 1 session in this call"
        before = seen.draft
        await seen.press("alt+a")
        assert seen.draft == before
        await seen.press("alt+right", "alt+a")
        assert [seen.draft.rows[1][name] for name in ("userId", "sessionId")] == ["u1", "s1"]
        assert seen.field("userId").value == "u1"
        assert not seen.screen.query_one("#row-facts").display
        await seen.press("ctrl+z")
        await _click(seen, "row-tools", "as above")
        assert seen.draft.rows[1]["sessionId"] == "s1"
        await seen.press("alt+n", "alt+s")
        assert seen.draft.rows[2]["userId"] == "u1"
        assert seen.draft.rows[2]["sessionId"] not in {"s1", ""}
        assert seen.draft.rows[1]["sessionId"] == "s1"


async def test_a_line_that_cannot_be_taken_goes_with_its_event(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("alt+d")
        seen.editor("properties").focus()
        await seen.press(*"words", "alt+up")
        line = seen.editor("properties").query_one(AddLine)
        assert (seen.screen.row, line.value) == (0, "words")
        await seen.press("alt+n")
        assert line.value == ""
        await seen.press("alt+left", "alt+left")
        assert line.value == "words"
        await seen.press("alt+x", "alt+right", "alt+left")
        assert seen.screen.lines == {}
