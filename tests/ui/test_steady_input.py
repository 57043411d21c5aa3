"""The line for names, paths and searches: nothing of a paste is dropped."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult

from pevents_tui.ui.widgets.steady import SteadyInput


class OneLine(App[None]):
    def compose(self) -> ComposeResult:
        yield SteadyInput("before [] after")


async def test_all_lines_of_a_paste_come_in_one_where_the_cursor_is() -> None:
    app = OneLine()
    async with app.run_test() as pilot:
        line = app.query_one(SteadyInput)
        line.cursor_position = len("before [")
        line.post_message(events.Paste("a.json\r\n\r\nb.json\n"))
        await pilot.pause()
        assert line.value == "before [a.json b.json] after"
        line.select_all()
        line.post_message(events.Paste("\n"))
        await pilot.pause()
        assert line.value == ""
