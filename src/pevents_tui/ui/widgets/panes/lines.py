"""LinesView: a text that scrolls, of which only the lines that changed are drawn again, and nothing is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, TypeAlias

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from pevents_tui.ui.widgets.panes.json_line import json_line
from pevents_tui.ui.widgets.panes.wrap import cuts

Line: TypeAlias = str | Content
"""A line of JSON, which is coloured when it is seen, or one that comes as it is to be shown."""


class LinesView(ScrollView, can_focus=True):
    """Lines, each wrapped at the width there is; can be selected and copied like any text."""

    DEFAULT_CSS = """
    LinesView {
        padding: 0 1; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; background: $surface;
    }
    LinesView:focus { background: $panel; }
    """

    MOST_DRAWN: ClassVar[int] = 1_000
    """How many drawn lines are held."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._rows: list[tuple[int, int, int]] = []
        self._drawn: dict[object, list[Strip]] = {}
        self._width = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(map(str, self._lines))

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines, drawing those that are others.

        Args:
            lines: Without line feeds, and without what a terminal would obey.
        """
        before, rows = self._lines, self._rows
        self._lines = lines
        self._lay_out()
        if len(rows) != len(self._rows):
            self.refresh()
            return
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        for y, (old, new) in enumerate(zip(rows[top : top + height], self._rows[top : top + height], strict=True), top):
            if old != new or not _same(before[old[0]], lines[new[0]]):
                self.refresh_line(y)

    def render_line(self, y: int) -> Strip:
        """One row as it is seen.

        Args:
            y: How far below the top edge.
        """
        width, row = self.scrollable_content_region.width, self.scroll_offset.y + y
        if width != self._width:  # a scrollbar came or went; what was laid out is shown until it is laid out anew
            self.call_later(self.on_resize)
        style = self.visual_style.rich_style
        if row >= len(self._rows):
            return Strip.blank(width, style)
        at, part, start = self._rows[row]
        return self._strips(at)[part].adjust_cell_length(width, style).apply_offsets(start, at)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text between two places.

        Args:
            selection: The places.
        """
        return selection.extract(self.text), "\n"

    def on_resize(self) -> None:
        """Wrap at the width there is."""
        if self._width != self.scrollable_content_region.width:
            self._lay_out()
            self.refresh()

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected as selected.

        Args:
            selection: None where nothing is.
        """
        self._drawn.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw everything in the new colours."""
        self._drawn.clear()
        super().notify_style_update()

    def _lay_out(self) -> None:
        """Say which part of which line each row shows."""
        width = self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._drawn.clear()
        self._rows = [
            (at, part, start)
            for at, line in enumerate(self._lines)
            for part, start in enumerate([0, *_cuts(line, width)])
            if width  # none while it is not seen
        ]
        self.virtual_size = Size(width, len(self._rows))

    def _strips(self, at: int) -> list[Strip]:
        """A line as it is drawn, of one strip or more."""
        line = self._lines[at]
        if self.text_selection is not None:
            return self._draw(self._marked(_content(line), at, self.text_selection), line)
        key = (line, tuple(line.spans)) if isinstance(line, Content) else line
        if (strips := self._drawn.get(key)) is None:
            if len(self._drawn) >= self.MOST_DRAWN:
                self._drawn.clear()
            strips = self._drawn[key] = self._draw(_content(line), line)
        return strips

    def _draw(self, content: Content, line: Line) -> list[Strip]:
        width = self._width
        parts = content.divide(_cuts(line, width))
        drawn = [Visual.to_strips(self, part, width + 1, 1, self.visual_style, apply_selection=False) for part in parts]
        return [strips[0] if strips else Strip([]) for strips in drawn]

    def _marked(self, content: Content, at: int, selection: Selection) -> Content:
        """A line with what is selected of it marked."""
        if (span := selection.get_span(at)) is None:
            return content
        start, end = span
        style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
        return content.stylize(style, start, len(content) if end == -1 else end)


def _cuts(line: Line, width: int) -> Sequence[int]:
    return _worded(str(line), width) if isinstance(line, Content) else cuts(line, width)


@lru_cache(maxsize=1_024)
def _worded(text: str, width: int) -> Sequence[int]:
    """Where a line of words is parted; a feed is laid out at each line that comes to it."""
    return tuple(cuts(text, width, words=True))


def _content(line: Line) -> Content:
    return json_line(line) if isinstance(line, str) else line


def _same(one: Line, other: Line) -> bool:
    """Whether two lines look the same; contents are equal to texts and to contents of another style."""
    if isinstance(one, Content) and isinstance(other, Content):
        return one == other and one.spans == other.spans
    return type(one) is type(other) and one == other
