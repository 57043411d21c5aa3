"""TextScreen: lines to read, and a few things that can be done about them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button

from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.panes.lines import LinesView

_MOST_LINES = 2_000
"""How many lines are compared or shown; comparing costs their square at worst."""


class TextScreen(Dialog[str | None]):
    """Shows lines; gives the name of what is to be done, or None.

    Args:
        title: What it is.
        lines: Without line feeds, and without what a terminal would obey.
        choices: Name, word and key of what can be done.
    """

    DEFAULT_CSS = """
    TextScreen { align: center middle; }
    TextScreen #box {
        width: 96; max-width: 100%; height: 28; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    TextScreen LinesView { height: 1fr; }
    TextScreen #buttons { height: auto; align-horizontal: right; }
    TextScreen Button { margin: 0 0 0 2; }
    """
    BINDINGS = [("escape", "cancel", "Close")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "LinesView"

    def __init__(self, title: str, lines: Sequence[Content], choices: Sequence[tuple[str, str, str]] = ()) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._choices = choices

    def compose(self) -> ComposeResult:
        """The lines, Close, and what can be done."""
        with Vertical(id="box") as box:
            box.border_title = Content(visible(self._title))
            yield LinesView()
            with Horizontal(id="buttons"):
                yield Button("Close", id="close", compact=True)
                for name, word, key in self._choices:
                    yield Button(Content(f"{word} ({key})"), id=name, compact=True)

    def on_mount(self) -> None:
        """Show the lines."""
        self.query_one(LinesView).show(self._lines)

    def on_key(self, event: events.Key) -> None:
        """Do what a key stands for."""
        for name, _, key in self._choices:
            if event.key == key:
                event.stop()
                self.dismiss(name)

    def action_cancel(self) -> None:
        """Do nothing."""
        self.dismiss(None)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(None if event.button.id == "close" else event.button.id)


def plain_lines(text: str) -> list[Content]:
    """The lines of a text from anywhere; those past 2,000 are counted."""
    lines = visible(text, lines=True).rstrip("\n").split("\n")
    more = len(lines) - _MOST_LINES
    told = [Content.styled(f"… {more:,} lines more", "$foreground-muted")] if more > 0 else []
    return [*map(Content, lines[:_MOST_LINES]), *told]


def diff_lines(old: str, new: str) -> list[Content]:
    """What differs between two texts, with three lines around it; nothing where they are the same."""
    one, other = (visible(text, lines=True).split("\n")[:_MOST_LINES] for text in (old, new))
    styles = {"-": "$text-error", "+": "$text-success", "@": "$foreground-muted"}
    found = list(difflib.unified_diff(one, other, lineterm=""))[2:]
    return [Content.styled(line, styles.get(line[:1], "")) for line in found]
