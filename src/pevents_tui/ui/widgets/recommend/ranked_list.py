"""The ranked list: recommended rows, what became of each, and the one under the cursor."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pevents_tui.ui.widgets.recommend.ranked_line import MOST_CATEGORY, Columns, Holds, Line, cells

CHIPS = 6
"""How many categories are told apart by colour; their words tell all of them apart."""
_CHANGES = ("new", "gone", "up", "down", "same")


class RankedList(ScrollView, can_focus=True):
    """Rows with one under the cursor; those that are marked or were acted on carry a sign.

    Args:
        empty: The sentence that stands there when there are none.
        id: The widget's id.
    """

    DEFAULT_CSS = """
    RankedList {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        background: $surface; color: $foreground;
        border: round $border-blurred; border-title-color: $foreground-muted; border-subtitle-color: $accent;

        &:focus { border: round $primary; border-title-color: $primary; background-tint: transparent; }
        & > .ranked-list--rank { color: $text-muted; }
        & > .ranked-list--empty { color: $text-muted; }
        & > .ranked-list--id { color: $text-muted; }
        & > .ranked-list--sign { color: $text-accent; text-style: bold; }
        & > .ranked-list--new { color: $text-success; text-style: bold; }
        & > .ranked-list--up { color: $text-success; }
        & > .ranked-list--down { color: $text-warning; }
        & > .ranked-list--gone { color: $text-error; }
        & > .ranked-list--same { color: $text-muted; }
        & > .ranked-list--chip-0 { color: $text-primary; }
        & > .ranked-list--chip-1 { color: $text-success; }
        & > .ranked-list--chip-2 { color: $text-warning; }
        & > .ranked-list--chip-3 { color: $text-accent; }
        & > .ranked-list--chip-4 { color: $text-error; }
        & > .ranked-list--chip-5 { color: $text-secondary; }
        & > .ranked-list--cursor {
            color: $block-cursor-blurred-foreground; background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .ranked-list--cursor {
            color: $block-cursor-foreground; background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"ranked-list--{name}"
        for name in ("rank", "empty", "id", "sign", "cursor", *_CHANGES, *(f"chip-{at}" for at in range(CHIPS)))
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move(-10)", "Page up", show=False),
        Binding("pagedown", "move(10)", "Page down", show=False),
        Binding("home", "move(-1000)", "First", show=False),
        Binding("end", "move(1000)", "Last", show=False),
    ]

    class Highlighted(Message):
        """The cursor is on another row, or its row is another one now."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._categories: Sequence[str] = ()
        self._empty = empty
        self._holds = Holds.of(())
        self._cursor = 0
        self._apart = 1
        self.plain = False
        """Rows show what an audience needs: rank, change, title and category."""

    def spread(self, lines: int) -> None:
        """Give each row as many lines, all but its first blank.

        Args:
            lines: 1 for rows one below the other.
        """
        if lines != self._apart:
            self._apart = lines
            self._fit()

    @property
    def line(self) -> Line | None:
        """The line under the cursor; None in an empty list."""
        return self._lines[self._cursor] if self._cursor < len(self._lines) else None

    @property
    def lines(self) -> Sequence[Line]:
        """Every line."""
        return self._lines

    def show(self, lines: Sequence[Line], categories: Sequence[str] = (), *, empty: str | None = None) -> None:
        """Show other lines; the cursor stays at its height.

        Args:
            lines: All of them.
            categories: In the order of their colours.
            empty: The sentence that stands there when there are none; None leaves it as it is.
        """
        before = self.line
        self._lines, self._categories, self._holds = lines, categories, Holds.of(lines)
        self._empty = self._empty if empty is None else empty
        self._cursor = max(0, min(self._cursor, len(lines) - 1))
        self._fit()
        if self.line != before:
            self.post_message(self.Highlighted())

    def action_move(self, rows: int) -> None:
        """Move the cursor.

        Args:
            rows: How far down; less than 0 moves up.
        """
        to = max(0, min(self._cursor + rows, len(self._lines) - 1))
        if to != self._cursor:
            self._cursor = to
            self._reveal()
            self.refresh()
            self.post_message(self.Highlighted())

    def render_line(self, y: int) -> Strip:
        """One line as it is seen.

        Args:
            y: How far below the top edge.
        """
        width, at = self.scrollable_content_region.width, self.scroll_offset.y + y
        base = self.visual_style.rich_style
        if not self._lines:
            told = textwrap.wrap(self._empty, max(1, width - 2))
            style = self.get_component_rich_style("ranked-list--empty")
            return Strip([Segment(f" {told[y]}" if y < len(told) else "", style)]).adjust_cell_length(width, base)
        at, between = divmod(at, self._apart)
        if between or at >= len(self._lines):
            return Strip.blank(width, base)
        cursor = self.get_component_rich_style("ranked-list--cursor") if self.can_focus and at == self._cursor else None
        segments = [
            Segment(text, cursor or (self.get_component_rich_style(f"ranked-list--{style}") if style else base))
            for text, style in self._parts(self._lines[at], width)
        ]
        return Strip(segments).adjust_cell_length(width, cursor or base)

    def _parts(self, line: Line, width: int) -> list[tuple[str, str]]:
        """The texts of a line, each with the name of its style; empty for the list's own."""
        told = cells(line, self._columns(width), plain=self.plain)
        change = line.style
        title = change if change in {"new", "gone"} else ""
        category = next(iter(line.row.categories), "")
        chip = f"chip-{self._categories.index(category) % CHIPS}" if category in self._categories else "same"
        return [
            (told.rank, "rank"),
            (told.sign, "sign"),
            (told.change, change),
            (told.title, title),
            (told.category, chip),
            (told.rest, ""),
            (told.rise, "up" if told.rise.strip().startswith("+") else "down"),
            (told.id, "id"),
        ]

    def _columns(self, width: int) -> Columns:
        holds, all_columns = self._holds, not self.plain
        return Columns.within(
            width,
            changes=holds.changes,
            rises=all_columns and holds.rises,
            prices=all_columns and holds.prices,
            scores=all_columns and holds.scores,
            ids=all_columns,
            category=min(holds.category, MOST_CATEGORY, width // 4),
        )

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked."""
        offset = event.get_content_offset(self)
        if (
            offset is not None
            and self.can_focus
            and ((row := (offset.y + self.scroll_offset.y) // self._apart) < len(self._lines))
        ):
            event.stop()
            self.action_move(row - self._cursor)

    def on_resize(self) -> None:
        """Use the width there is."""
        self._fit()

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.scrollable_content_region.height)
        cursor = self._cursor * self._apart
        if not top <= cursor < top + height:
            to = cursor if cursor < top else cursor - height + 1
            self.scroll_to(y=to, animate=False, force=True)

    def _fit(self) -> None:
        self.virtual_size = Size(
            self.scrollable_content_region.width, max(0, len(self._lines) * self._apart - self._apart + 1)
        )
        self._reveal()
        self.refresh()
