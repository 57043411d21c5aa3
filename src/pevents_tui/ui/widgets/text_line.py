"""TextLine: an input for any text; what a line cannot show stands in it as pictures, and comes out as it was."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual

from pevents_tui.ui.widgets.pictures import pictured, plain
from pevents_tui.ui.widgets.steady import SteadyInput

SEPARATOR = " · "
"""Stands between things that are told in one line."""
_GAP = 2
"""Cells that are left free between what stands in the line and what is told."""


class TextLine(SteadyInput):
    """An input for any text. Its `value` is what is shown; what goes in and comes out by hand is the text itself.

    At its end it can tell things, where what stands in it leaves room; one of them can be had by a key or a click.
    """

    _beside: tuple[str, ...] = ()
    _key = ""
    _key_x = range(0)

    def tell_beside(self, words: tuple[str, ...], key: str = "") -> None:
        """Tell things at the end of the line.

        Args:
            words: The most important first; where room is short, the last goes first.
            key: What the first begins with, where that is a key which gives it.
        """
        if (words, key) != (self._beside, self._key):
            self._beside, self._key = words, key
            self.refresh()

    def fitting(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """As many of the words, from the first, as there is room for beside what stands in the line."""
        held = self._value.cell_len + 1 if self.value else cell_len(self.placeholder)
        room = self.scrollable_content_region.width - _GAP - held
        while words and cell_len(SEPARATOR.join(words)) > room:
            words = words[:-1]
        return words

    def key_at(self, x: int) -> bool:
        """Whether what the key gives is shown at a place in the line.

        Args:
            x: Cells from the left of the line, its padding included.
        """
        return x - self.gutter.left in self._key_x

    def render_line(self, y: int) -> Strip:
        """The line, and at its end as much of what is to be told as there is room for.

        Args:
            y: Which line.
        """
        strip = super().render_line(y)
        if y or not self._beside:
            return strip
        width = self.scrollable_content_region.width
        words = self.fitting(self._beside)
        told = SEPARATOR.join(words)
        at = width - cell_len(told)
        self._key_x = range(at, at + cell_len(words[0])) if words and self._key else range(0)
        if not told:
            return strip
        rest = Content.styled(told.removeprefix(self._key), "$text-muted")
        beside = Content.styled(self._key, "bold $accent") + rest if self._key else rest
        drawn = Visual.to_strips(self, beside, width - at, 1, self.visual_style)
        return Strip.join([strip.crop(0, at), *drawn, strip.crop(width)])

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste; Textual's own keeps the first one only."""
        event.stop()
        event.prevent_default()
        self.replace(event.text.rstrip("\r\n").replace("\r\n", "\n"), *sorted(self.selection))

    @property
    def selected_text(self) -> str:
        """The selected part as the text it stands for, as it goes to the clipboard."""
        return plain(super().selected_text)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the line.

        Args:
            text: What comes in its place, as it is.
            start: Where the part begins, or ends.
            end: The other end of it.
        """
        super().replace(pictured(text), start, end)
