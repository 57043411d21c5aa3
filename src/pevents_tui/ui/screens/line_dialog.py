"""LineScreen: asks for one line of text."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.steady import SteadyInput


class LineScreen(Dialog[str | None]):
    """Gives what was typed, or None.

    Args:
        title: What is asked for.
        value: What stands there at first.
        hint: A sentence under it.
    """

    DEFAULT_CSS = """
    LineScreen { align: center middle; }
    LineScreen #box {
        width: 76; max-width: 100%; height: auto; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    LineScreen Input { width: 1fr; background: $surface; }
    LineScreen #hint { height: auto; color: $text-muted; }
    """
    BINDINGS = [("escape", "cancel", "Cancel")]  # noqa: RUF012 - Textual's form

    def __init__(self, title: str, value: str = "", hint: str = "") -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The line, and what it is for."""
        with Vertical(id="box") as box:
            box.border_title = Content(visible(self._title))
            yield SteadyInput(visible(self._value), compact=True, select_on_focus=False)
            yield Static(Content(visible(f"{self._hint} Enter takes it, Escape does not.".strip())), id="hint")

    def action_cancel(self) -> None:
        """Take nothing."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)
