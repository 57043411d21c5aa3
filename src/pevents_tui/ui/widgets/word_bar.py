"""WordBar: a line of words, each of which can be clicked; tabs, the events of a call, the line of keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pevents_tui.domain.visible import visible


class Word(NamedTuple):
    """One word of the line.

    Attributes:
        name: What is posted when it is clicked; empty where it cannot be.
        text: What is shown.
        style: How: empty for the line's own.
        key: The key that does the same, shown before it.
        spare: It goes first where there is not room for all.
        least: How many cells it keeps where it is cut to make room for the others; 0 where it is never cut.
    """

    name: str
    text: str
    style: str = ""
    key: str = ""
    spare: bool = False
    least: int = 0

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return cell_len(visible(self.text)) + (cell_len(self.key) + 1 if self.key else 0)

    def cut(self, cells: int) -> Word:
        """The word with fewer cells, as far as it can be cut.

        Args:
            cells: How many there are too many.
        """
        if not self.least or cells <= 0:
            return self
        return self._replace(text=set_cell_size(visible(self.text), max(self.least, self.width - cells) - 1) + "…")

    @property
    def content(self) -> Content:
        """How it is shown."""
        text = Content.styled(visible(self.text), self.style) if self.style else Content(visible(self.text))
        return Content.styled(self.key, "bold $accent") + Content(" ") + text if self.key else text


class WordBar(Widget):
    """A line of words; those that do not fit are left out from the end.

    Args:
        words: What it shows.
        id: The widget's id.
        gap: How many cells part two words.
        least_gap: How many do where there is not room for all; None for as many.
        kept: How many of the last words are shown even where others have to be left out for them.
    """

    DEFAULT_CSS = """
    WordBar { height: 1; color: $text-muted; }
    """

    class Picked(Message):
        """A word was clicked.

        Attributes:
            bar: The line.
            name: The word's name.
        """

        def __init__(self, bar: WordBar, name: str) -> None:
            super().__init__()
            self.bar = bar
            self.name = name

        @property
        def control(self) -> WordBar:
            """The line that was clicked."""
            return self.bar

    def __init__(
        self,
        words: tuple[Word, ...] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's
        gap: int = 2,
        least_gap: int | None = None,
        kept: int = 0,
    ) -> None:
        super().__init__(id=id)
        self._words = words
        self._gap = gap
        self._least_gap = gap if least_gap is None else least_gap
        self._kept = kept

    def show(self, words: tuple[Word, ...]) -> None:
        """Show other words."""
        if words != self._words:
            self._words = words
            self.refresh()

    @property
    def shown(self) -> tuple[Word, ...]:
        """The words there is room for."""
        return self._fitted()[0]

    def _fitted(self) -> tuple[tuple[Word, ...], int]:
        """The words, and the gap between them: all, else without spare ones from the last on, else closer, else cut."""
        few = self._words
        while self._over(few, self._gap) > 0 and (spare := [at for at, word in enumerate(few) if word.spare]):
            few = (*few[: spare[-1]], *few[spare[-1] + 1 :])
        for gap in (self._gap, self._least_gap):
            if self._over(few, gap) <= 0:
                return few, gap
        over = self._over(few, self._least_gap)
        return tuple(word.cut(over) for word in few), self._least_gap

    def _over(self, words: tuple[Word, ...], gap: int) -> int:
        """How many cells there are too few for words."""
        return sum(word.width + gap for word in words) - gap + 1 - self.size.width

    def render(self) -> Content:
        """The words that fit, with a gap between them."""
        line, end = Content(""), 0
        for word, at in self.placed():
            line, end = line + Content(" " * (at - end)) + word.content, at + word.width
        return line

    def placed(self) -> Iterator[tuple[Word, int]]:
        """The words that fit, each with the column it begins at."""
        words, gap = self._fitted()
        rest, kept = words[: len(words) - self._kept], words[len(words) - self._kept :]
        room, at = self.size.width - sum(word.width + gap for word in kept), 1
        for word in rest:
            if at + word.width > room:
                break
            yield word, at
            at += word.width + gap
        for word in kept:
            yield word, at
            at += word.width + gap

    def on_click(self, event: events.Click) -> None:
        """Find the word under the pointer."""
        for word, at in self.placed():
            if at <= event.x < at + word.width and word.name:
                event.stop()
                self.post_message(self.Picked(self, word.name))
                return
