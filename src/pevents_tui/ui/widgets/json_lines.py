"""How long JSON text is coloured and wrapped in a text area: only what is drawn, and only lines that need it."""

from __future__ import annotations

from collections import defaultdict

from textual._wrap import compute_wrap_offsets
from textual.document._wrapped_document import WrappedDocument
from textual.expand_tabs import get_tab_widths
from textual.widgets import TextArea

from pevents_tui.ui.widgets.panes.json_line import JSON_TOKEN

LONG_LINE = 2_000
"""From how many characters on a line is shown in one colour and not wrapped, nor any other."""


class Colours(defaultdict[int, list[tuple[int, int | None, str]]]):
    """Which bytes of a line are names, texts and words; found when a line is drawn.

    Args:
        area: Whose lines.
    """

    def __init__(self, area: TextArea) -> None:
        super().__init__(list, {-1: []})  # Textual asks an empty one for nothing
        self._area = area

    def __missing__(self, index: int) -> list[tuple[int, int | None, str]]:
        line = self._area.document.get_line(index)
        found = [] if len(line) > LONG_LINE else list(JSON_TOKEN.finditer(line))
        self[index] = [
            (_bytes(line[: each.start()]), _bytes(line[: each.end()]), str(each.lastgroup)) for each in found
        ]
        return self[index]


class QuickLines(WrappedDocument):
    """Wrapped lines whose number is known without counting, and which wraps only lines that need it."""

    @property
    def height(self) -> int:
        """How many lines there are once they are wrapped."""
        return len(self._offset_to_line_info)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap all lines anew.

        Args:
            width: In cells; 0 for no wrapping.
            tab_width: In cells; None for the same as before.
        """
        self._width, self._tab_width = width, tab_width or self._tab_width
        self._wrap_offsets, self._line_index_to_offsets, self._offset_to_line_info = [], [], []
        self._tab_width_cache = []
        height = 0
        for index, line in enumerate(self.document.lines):
            plain = (len(line) < width or not width) and line.isascii() and "\t" not in line
            tabs = [] if plain else get_tab_widths(line, self._tab_width)
            cuts = (
                compute_wrap_offsets(line, width, self._tab_width, precomputed_tab_sections=tabs)
                if width and not plain
                else []
            )
            rows = range(len(cuts) + 1)
            self._wrap_offsets.append(cuts)
            self._tab_width_cache.append([wide for _, wide in tabs])
            self._line_index_to_offsets.append([height + row for row in rows])
            self._offset_to_line_info.extend((index, row) for row in rows)
            height += len(rows)


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
