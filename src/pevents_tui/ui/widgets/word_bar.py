"""WordBar: a line of words, each of which can be clicked; tabs, the events of a call, the line of keys."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pevents_tui.domain.visible import visible


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the line.

    Attributes:
        name: What is posted when it is clicked; empty where it cannot be.
        text: What is shown.
        style: How: empty for the line's own.
        key: The key that does the same, shown before it.
    """

    name: str
    text: str
    style: str = ""
    key: str = ""

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return cell_len(visible(self.text)) + (cell_len(self.key) + 1 if self.key else 0)

    @property
    def content(self) -> Content:
        """How it is shown."""
        text = Content.styled(visible(self.text), self.style) if self.style else Content(visible(self.text))
        return Content.styled(self.key, "bold $accent") + Content(" ") + text if self.key else text


class WordBar(Widget):
    """A line of words; those that do not fit are left out from the end."""

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

    def __init__(self, words: tuple[Word, ...] = (), *, id: str | None = None, gap: int = 2) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._words = words
        self._gap = gap

    def show(self, words: tuple[Word, ...]) -> None:
        """Show other words."""
        if words != self._words:
            self._words = words
            self.refresh()

    def render(self) -> Content:
        """The words that fit, with a gap between them."""
        parts = [Content(" ")]
        left = self.size.width - 1
        for word in self._words:
            if (left := left - word.width - self._gap) < -self._gap:
                break
            parts += [word.content, Content(" " * self._gap)]
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Find the word under the pointer."""
        at = 1
        for word in self._words:
            end = at + word.width
            if at <= event.x < end and word.name:
                event.stop()
                self.post_message(self.Picked(self, word.name))
                return
            at = end + self._gap
