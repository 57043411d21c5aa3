"""DiffScreen: two bodies beside each other, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.content import Content

from pevents_tui.domain.difference import MOST_DIFFERENCES, Difference
from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.panes.lines import LinesView


class DiffScreen(Dialog[None]):
    """Shows what differs until it is closed.

    Args:
        one: What the first is called.
        other: What the second is called.
        found: Where they differ.
    """

    DEFAULT_CSS = """
    DiffScreen { align: center middle; }
    DiffScreen LinesView {
        width: 96; max-width: 100%; height: 28; max-height: 90%;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    """
    BINDINGS = [("escape,d,enter", "close", "Close")]  # noqa: RUF012 - Textual's form

    def __init__(self, one: str, other: str, found: Sequence[Difference]) -> None:
        super().__init__()
        self._names = (one, other)
        self._found = found

    def compose(self) -> ComposeResult:
        """The lines."""
        view = LinesView(id="diff")
        view.border_title = Content(visible(f"{self._names[0]} → {self._names[1]}"))
        yield view

    def on_mount(self) -> None:
        """Show what differs."""
        self.query_one(LinesView).show(list(self._lines()))

    def action_close(self) -> None:
        """Close it."""
        self.dismiss(None)

    def _lines(self) -> Iterator[Content]:
        if not self._found:
            yield Content("The bodies are the same.")
        for difference in self._found:
            one, other = difference.told
            yield Content.styled(visible(difference.place), "bold")
            yield Content.styled("  - ", "$text-error") + Content(visible(one))
            yield Content.styled("  + ", "$text-success") + Content(visible(other))
        if len(self._found) == MOST_DIFFERENCES:
            yield Content(f"These are the first {MOST_DIFFERENCES}; there are more.")
