"""The table of trackers: only the lines in sight are drawn, whatever comes in meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pevents_tui.domain.tracker import ACTIVE, Tracker
from pevents_tui.domain.visible import visible

_GAP = "  "
_WIDTHS: Mapping[str, int] = {"name": 16, "tracking id": 36, "status": 11, "group": 14, "takes": 7, "domain": 15}
_DROPPED = ("domain", "takes", "group")
"""The columns that go where there is no room, the first one first."""
_SHORT_ID = 13
_MOST_NAME = 40


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """One line.

    Attributes:
        tracker: What it shows; None for a line that offers what was typed.
        offer: What that line says.
    """

    tracker: Tracker | None
    offer: str = ""

    @property
    def key(self) -> str:
        """What it is known by while others come and go."""
        return self.tracker.arn if self.tracker else ""


class TrackerTable(ScrollView, can_focus=False):
    """Lines with one under the cursor; whoever holds the keys moves it."""

    DEFAULT_CSS = """
    TrackerTable {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        background: $surface; color: $foreground;

        & > .tracker-table--head { color: $text-muted; text-style: bold; }
        & > .tracker-table--active { color: $text-success; }
        & > .tracker-table--other { color: $text-warning; }
        & > .tracker-table--failed { color: $text-error; }
        & > .tracker-table--cursor {
            color: $block-cursor-foreground; background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"tracker-table--{name}" for name in ("head", "active", "other", "failed", "cursor")
    }

    class Clicked(Message):
        """A line was clicked; the cursor is on it."""

    class Moved(Message):
        """The cursor is on another line, or its line says something else."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[TrackerRow] = ()
        self._cursor = 0

    @property
    def row(self) -> TrackerRow | None:
        """The line under the cursor; None in an empty table."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    @property
    def rows(self) -> Sequence[TrackerRow]:
        """Every line."""
        return self._rows

    def show(self, rows: Sequence[TrackerRow], *, stay: bool = True) -> None:
        """Show other lines.

        Args:
            rows: All of them.
            stay: The cursor stays on its line where that is still there; else it goes to the first.
        """
        before = self.row
        self._rows = rows
        places = (at for at, each in enumerate(rows) if stay and before is not None and each.key == before.key)
        self._cursor = next(places, 0 if not stay else min(self._cursor, max(0, len(rows) - 1)))
        self.virtual_size = Size(self.scrollable_content_region.width, len(rows) + 1)
        self._reveal()
        self.refresh()
        if self.row != before:
            self.post_message(self.Moved())

    def move(self, lines: int) -> None:
        """Move the cursor.

        Args:
            lines: How far down; less than 0 moves up.
        """
        to = max(0, min(self._cursor + lines, len(self._rows) - 1))
        if to != self._cursor:
            self._cursor = to
            self._reveal()
            self.refresh()
            self.post_message(self.Moved())

    def move_to(self, wanted: Callable[[TrackerRow], bool]) -> None:
        """Move the cursor to the first line that is wanted; nowhere where there is none.

        Args:
            wanted: Tells whether a line is.
        """
        for at, row in enumerate(self._rows):
            if wanted(row):
                self.move(at - self._cursor)
                return

    def move_page(self, pages: int) -> None:
        """Move the cursor by as many lines as are seen.

        Args:
            pages: How many pages down; less than 0 moves up.
        """
        self.move(pages * max(1, self.scrollable_content_region.height - 2))

    def render_line(self, y: int) -> Strip:
        """The heads of the columns, and below them the lines in sight.

        Args:
            y: How far below the top edge.
        """
        width = self.scrollable_content_region.width
        widths = columns_within(width)
        base = self.visual_style.rich_style
        if y == 0:
            style = self.get_component_rich_style("tracker-table--head")
            head = _GAP.join(set_cell_size(name.upper(), cells) for name, cells in widths.items())
            return Strip([Segment(head, style)]).adjust_cell_length(width, base)
        at = self.scroll_offset.y + y - 1
        if at >= len(self._rows):
            return Strip.blank(width, base)
        cursor = self.get_component_rich_style("tracker-table--cursor") if at == self._cursor else None
        row = self._rows[at]
        if row.tracker is None:
            return Strip([Segment(visible(row.offer), cursor or base)]).adjust_cell_length(width, cursor or base)
        segments = []
        for name, text in _cells(row.tracker).items():
            if name in widths:
                style = self.get_component_rich_style(_status_class(row.tracker)) if name == "status" else base
                segments.append(
                    Segment(set_cell_size(_fitted(text, widths[name]), widths[name]) + _GAP, cursor or style)
                )
        return Strip(segments).adjust_cell_length(width, cursor or base)

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked, and tell of it."""
        offset = event.get_content_offset(self)
        at = -1 if offset is None else offset.y - 1 + (self.scroll_offset.y if offset.y else -1)
        if 0 <= at < len(self._rows):
            event.stop()
            self.move(at - self._cursor)
            self.post_message(self.Clicked())

    def on_resize(self) -> None:
        """Use the width there is."""
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows) + 1)
        self._reveal()

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.scrollable_content_region.height - 1)
        if not top <= self._cursor < top + height:
            to = self._cursor if self._cursor < top else self._cursor - height + 1
            self.scroll_to(y=to, animate=False, force=True)


def columns_within(width: int) -> dict[str, int]:
    """The columns that fit, each with its cells; names have what is left."""
    widths = dict(_WIDTHS)
    for name in _DROPPED:
        if _needed(widths) > width:
            del widths[name]
    if _needed(widths) > width:
        widths["tracking id"] = _SHORT_ID
    widths["name"] = max(4, min(_MOST_NAME, widths["name"] + width - _needed(widths)))
    return widths


def _needed(widths: Mapping[str, int]) -> int:
    return sum(widths.values()) + len(_GAP) * (len(widths) - 1)


def _cells(tracker: Tracker) -> dict[str, str]:
    """What stands in each column, in the order of the columns."""
    tracking_id = "not known" if tracker.trouble else tracker.tracking_id or "…"
    return {
        "name": visible(tracker.name),
        "tracking id": visible(tracking_id),
        "status": visible(tracker.status),
        "group": visible(tracker.group),
        "takes": tracker.takes,
        "domain": visible(tracker.domain_word),
    }


def _fitted(text: str, cells: int) -> str:
    return text if len(text) <= cells else text[: cells - 1] + "…"


def _status_class(tracker: Tracker) -> str:
    if tracker.trouble:
        return "tracker-table--failed"
    return "tracker-table--active" if tracker.status == ACTIVE else "tracker-table--other"
