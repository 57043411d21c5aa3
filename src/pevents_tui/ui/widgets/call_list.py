"""The list of calls: as long as the history is, and as light as what is seen of it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pevents_tui.ui.widgets.call_line import MARKED, MARKS, Columns, cells
from pevents_tui.ui.widgets.call_pages import LineLike, LineSource, Pages


def _now() -> datetime:
    return datetime.now(UTC)


def _class_of(word: str) -> str:
    return word.replace(" ", "-") if word in MARKS else "unknown"


class CallList(ScrollView, can_focus=True):
    """Calls, newest first, one line each; the one under the cursor can be chosen.

    Args:
        source: Where the lines come from; see `LineSource`.
        empty: The sentence that stands there when there are none.
        zone: The time zone of the times; None means the machine's own.
        title: Tells what an item stands for, empty where nobody knows.
        now: The clock that tells which day is today.
        markable: Lines can be marked.
        id: The widget's id.
        classes: The widget's classes.
    """

    DEFAULT_CSS = """
    CallList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $surface;
        color: $foreground;

        & > .call-list--time { color: $text-muted; }
        & > .call-list--accepted { color: $text-success; }
        & > .call-list--refused { color: $text-error; }
        & > .call-list--unknown { color: $text-warning; }
        & > .call-list--not-sent { color: $text-warning; }
        & > .call-list--sending { color: $text-accent; }
        & > .call-list--empty { color: $text-muted; }
        & > .call-list--marked { color: $text-accent; text-style: bold; }
        & > .call-list--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .call-list--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"call-list--{name}"
        for name in ("time", "empty", "cursor", "marked", *(word.replace(" ", "-") for word in MARKS))
    }
    """A class for the time, for each word, for the sentence of an empty list, and for the line under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("home", "go_to('newest')", "Newest", show=False),
        Binding("end", "go_to('oldest')", "Oldest", show=False),
        Binding("enter", "choose", "Open", show=False),
        Binding("space", "mark", "Mark", show=False),
    ]
    """Keys that move the cursor, and the one that chooses."""

    class _AboutLine(Message):
        """Something happened to a line.

        Attributes:
            line_id: The line's number.
        """

        def __init__(self, call_list: CallList, line_id: int) -> None:
            super().__init__()
            self.call_list = call_list
            self.line_id = line_id

        @property
        def control(self) -> CallList:
            """The list it happened in."""
            return self.call_list

    class Highlighted(_AboutLine):
        """The cursor was moved to another line."""

    class Chosen(_AboutLine):
        """A line was chosen, by Enter or a click."""

    class Marked(_AboutLine):
        """A line was marked, or its mark was taken off."""

    def __init__(
        self,
        source: LineSource,
        *,
        empty: str,
        zone: tzinfo | None = None,
        title: Callable[[str], str] = lambda _id: "",
        now: Callable[[], datetime] = _now,
        markable: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._pages = Pages(source)
        self._empty = empty
        self._zone = zone
        self._now = now
        self._title = title
        self._cursor = 0
        self._markable = markable
        self.marked: dict[int, None] = {}
        """The numbers of the lines that are marked, in the order they were."""

    @property
    def cursor_row(self) -> int:
        """The position of the line under the cursor, 0 for the newest."""
        return self._cursor

    @property
    def line(self) -> LineLike | None:
        """The line under the cursor, None in an empty list."""
        return self._pages.line_at(self._cursor)

    @property
    def total(self) -> int:
        """How many lines there are."""
        return self._pages.total

    def show_source(self, source: LineSource, *, empty: str | None = None) -> None:
        """Show other lines, such as those of a filter, from the newest on.

        Args:
            source: Where they come from.
            empty: The sentence that stands there when there are none; None leaves it as it is.
        """
        self._pages = Pages(source)
        self._empty = empty or self._empty
        self._cursor = 0
        self._fit()
        self.scroll_to(y=0, animate=False, force=True)

    def reload(self) -> None:
        """Read the lines again; the cursor stays on its line, and what is seen stays where it is seen."""
        held, seen_at, before = self.line, self._cursor - self.scroll_offset.y, self._pages.total
        self._pages.reload()
        if held is not None:
            self._cursor = self._pages.row_of(held.id, self._cursor + self._pages.total - before)
        self._fit()
        if self.scroll_offset.y > 0:
            self.scroll_to(y=self._cursor - seen_at, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One line as it is seen.

        Args:
            y: How far below the top edge.
        """
        width = self.scrollable_content_region.width
        row = self.scroll_offset.y + y
        line = self._pages.line_at(row)
        if self._pages.total != self.virtual_size.height:  # there are fewer lines than were counted
            self.call_later(self._fit)
        if line is None:
            return self._blank(y, width)
        at_cursor = row == self._cursor
        base = self.get_component_rich_style("call-list--cursor") if at_cursor else self.visual_style.rich_style
        title = self._title(line.items[0]) if line.items else ""
        told = cells(line, Columns.within(width), self._now(), self._zone, title)
        time = base if at_cursor else self.get_component_rich_style("call-list--time")
        mark = base if at_cursor else self.get_component_rich_style(f"call-list--{_class_of(line.word)}")
        segments = [Segment(told.time, time), Segment(told.mark, mark), Segment(told.rest, base)]
        if line.id in self.marked:
            sign = base if at_cursor else self.get_component_rich_style("call-list--marked")
            segments[:1] = [Segment(told.time[:-1], time), Segment(MARKED, sign)]
        return Strip(segments).adjust_cell_length(width, base)

    def action_move(self, rows: int) -> None:
        """Move the cursor.

        Args:
            rows: How far down; less than 0 moves up.
        """
        self._go_to(self._cursor + rows)

    def action_move_page(self, pages: int) -> None:
        """Move the cursor by as many lines as are seen.

        Args:
            pages: How many pages down; less than 0 moves up.
        """
        self._go_to(self._cursor + pages * max(1, self.scrollable_content_region.height - 1))

    def action_go_to(self, place: str) -> None:
        """Move the cursor to the first or the last line.

        Args:
            place: `newest` or `oldest`.
        """
        self._go_to(0 if place == "newest" else self._pages.total - 1)

    def action_choose(self) -> None:
        """Choose the line under the cursor."""
        if (line := self.line) is not None:
            self.post_message(self.Chosen(self, line.id))

    def action_mark(self) -> None:
        """Mark the line under the cursor, or take its mark off, and go on to the next."""
        line = self.line
        if line is None or not self._markable:
            return
        if line.id in self.marked:
            del self.marked[line.id]
        else:
            self.marked[line.id] = None
        self.refresh_line(self._cursor)
        self.post_message(self.Marked(self, line.id))
        self.action_move(1)

    def go_to_line(self, line_id: int, row: int) -> None:
        """Move the cursor to a line.

        Args:
            line_id: Its number.
            row: Where it stands, as far as is known.
        """
        self._go_to(self._pages.row_of(line_id, row))

    def on_click(self, event: events.Click) -> None:
        """Choose the line that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None or (row := offset.y + self.scroll_offset.y) >= self._pages.total:
            return
        event.stop()
        self._go_to(row)
        self.action_choose()

    def on_resize(self) -> None:
        """Use the width there is."""
        self._fit()

    def _go_to(self, row: int) -> None:
        was, row = self._cursor, max(0, min(row, self._pages.total - 1))
        line = self._pages.line_at(row)
        if line is None:  # there are fewer lines than were counted
            self._fit()
            row = max(0, self._pages.total - 1)
            line = self._pages.line_at(row)
        if line is None:
            return
        self._cursor = row
        self._reveal()
        self.refresh_line(was)
        self.refresh_line(row)
        if row != was:
            self.post_message(self.Highlighted(self, line.id))

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.scrollable_content_region.height)
        if not top <= self._cursor < top + height:
            to = self._cursor if self._cursor < top else self._cursor - height + 1
            self.scroll_to(y=to, animate=False, force=True)

    def _fit(self) -> None:
        self._cursor = max(0, min(self._cursor, self._pages.total - 1))
        self.virtual_size = Size(self.scrollable_content_region.width, self._pages.total)
        self.refresh()

    def _blank(self, y: int, width: int) -> Strip:
        lines = textwrap.wrap(self._empty, max(1, width)) if not self._pages.total else []
        if y >= len(lines):
            return Strip.blank(width, self.visual_style.rich_style)
        style = self.get_component_rich_style("call-list--empty")
        return Strip([Segment(lines[y], style)]).adjust_cell_length(width, style)
