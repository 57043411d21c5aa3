"""The list of calls: keys, mouse, reloading, hostile texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from call_sources import NOW, Endless, Lines, Overcounted, Row
from pevents_tui.domain.visible import UNSAFE
from pevents_tui.ui.widgets.call_list import CallList
from pevents_tui.ui.widgets.call_pages import LineSource


class Host(App[None]):
    """A list that fills the screen, and what it posts."""

    def __init__(self, source: LineSource) -> None:
        super().__init__()
        self.source = source
        self.heard: list[tuple[str, int]] = []

    def compose(self) -> ComposeResult:
        yield CallList(self.source, empty="Nothing was sent yet: ctrl+j sends.", zone=UTC, now=lambda: NOW, id="calls")

    def on_call_list_highlighted(self, event: CallList.Highlighted) -> None:
        assert event.control.id == "calls"
        self.heard.append(("highlighted", event.line_id))

    def on_call_list_chosen(self, event: CallList.Chosen) -> None:
        self.heard.append(("chosen", event.line_id))

    @property
    def calls(self) -> CallList:
        return self.screen.query_one(CallList)

    @property
    def seen(self) -> list[str]:
        return [self.calls.render_line(y).text.rstrip() for y in range(self.calls.size.height)]


def under_cursor(app: Host) -> int:
    line = app.calls.line
    assert line is not None
    return line.id


async def test_an_empty_list_says_its_sentence_within_its_width() -> None:
    app = Host(Lines())
    async with app.run_test(size=(20, 6)) as pilot:
        assert app.seen[:3] == ["Nothing was sent", "yet: ctrl+j sends.", ""]
        await pilot.press("down", "end", "enter", "pageup")
        assert app.heard == []
        assert app.calls.line is None


async def test_keys_move_the_cursor_and_tell_the_line() -> None:
    app = Host(Endless(1_000_000))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("down", "down", "up", "pagedown", "end", "end", "pageup", "home")
        numbers = [999_999, 999_998, 999_999, 999_990, 1, 10, 1_000_000]
        assert app.heard == [("highlighted", number) for number in numbers]


async def test_enter_chooses_the_line_under_the_cursor() -> None:
    app = Host(Endless(100))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("down", "enter")
        assert app.heard == [("highlighted", 99), ("chosen", 99)]


async def test_the_last_line_is_seen_at_the_end() -> None:
    app = Host(Endless(1_000_000))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("end")
        assert "item-1" in app.seen[-1].split()
        assert "item-10" in app.seen[0].split()


async def test_a_click_chooses_the_line_it_hits() -> None:
    app = Host(Endless(1_000))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(CallList, offset=(5, 3))
        assert app.heard == [("highlighted", 997), ("chosen", 997)]
        await pilot.click(CallList, offset=(5, 3))
        assert app.heard[2:] == [("chosen", 997)]


async def test_a_click_below_the_lines_chooses_nothing() -> None:
    app = Host(Endless(2))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(CallList, offset=(5, 7))
        assert app.heard == []


async def test_the_wheel_scrolls_and_leaves_the_cursor_to_the_keys() -> None:
    app = Host(Endless(1_000))
    async with app.run_test(size=(60, 10)) as pilot:
        for _ in range(20):
            await wheel_down(pilot)
        await pilot.pause()
        assert app.calls.scroll_offset.y > 10
        assert app.heard == []
        await pilot.press("home")
        assert app.calls.scroll_offset.y == 0
        assert app.heard == []


async def wheel_down(pilot: Pilot[None]) -> None:
    await pilot._post_mouse_events([events.MouseScrollDown], CallList, offset=(5, 5))


async def test_a_reload_keeps_the_cursor_on_its_line_and_the_line_in_its_place() -> None:
    source = Endless(1_000)
    app = Host(source)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press(*["pagedown"] * 5, "up", "up")
        held, place = under_cursor(app), app.calls.cursor_row - app.calls.scroll_offset.y
        source.newest = 1_037
        app.calls.reload()
        await pilot.pause()
        assert under_cursor(app) == held
        assert app.calls.cursor_row - app.calls.scroll_offset.y == place
        assert f"item-{held}" in app.seen[place]


async def test_a_reload_at_the_top_shows_what_is_new() -> None:
    source = Endless(100)
    app = Host(source)
    async with app.run_test(size=(60, 10)) as pilot:
        source.newest = 102
        app.calls.reload()
        await pilot.pause()
        assert "item-102" in app.seen[0]
        assert under_cursor(app) == 100


async def test_the_first_line_ever_takes_the_place_of_the_sentence() -> None:
    source = Endless(0)
    app = Host(source)
    async with app.run_test(size=(60, 10)) as pilot:
        assert app.seen[0].startswith("Nothing")
        source.newest = 1
        app.calls.reload()
        await pilot.pause()
        assert "item-1" in app.seen[0]
        assert app.calls.total == 1


async def test_another_source_is_shown_from_its_top() -> None:
    app = Host(Endless(1_000))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("end")
        app.calls.show_source(Lines(Row(7), Row(5)))
        await pilot.pause()
        assert (app.calls.total, app.calls.cursor_row, app.calls.scroll_offset.y) == (2, 0, 0)
        await pilot.press("end")
        assert under_cursor(app) == 5


async def test_an_overcounted_list_ends_at_its_last_line() -> None:
    app = Host(Overcounted(50))
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.press("end", "end")
        await pilot.pause()
        assert under_cursor(app) == 1
        assert app.calls.virtual_size.height == 50


HOSTILE = (
    "[/x]",
    "[@click=app.quit]x[/]",
    "\x1b]0;t\x07",
    "\x9b2J",
    "\u202eabc",
    "\ud800",
    "e\u0301" * 30,
    "\U0001f9d1\u200d\U0001f680" * 20,
    "名" * 90,
)


@pytest.mark.parametrize("width", [1, 8, 12, 26, 45, 80, 200])
async def test_hostile_lines_are_shown_as_text_at_any_width(width: int) -> None:
    row = Row(1, word="sending", event_types=HOSTILE, user=HOSTILE[1], items=HOSTILE)
    lines = [replace(row, id=99 - at, event_types=(text,), items=(text,)) for at, text in enumerate(HOSTILE)]
    app = Host(Lines(*lines))
    async with app.run_test(size=(width, 12)) as pilot:
        await pilot.press("down", "end", "home")
        assert not any(UNSAFE.search(line) for line in app.seen)
        await pilot.click(CallList, offset=(width // 2, 1))
        await pilot.pause()
        assert app.is_running
        assert app.heard[-1] == ("chosen", 98)
