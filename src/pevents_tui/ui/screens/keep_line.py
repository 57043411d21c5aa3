"""KeepLineScreen: one line that names where something is kept; it replaces what is there only when told to."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pevents_tui.domain.errors import FileThere, PeventsError
from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.values import clipped

_DEAF_S = 0.4
"""How long a second Enter is not heard, so that a key held down replaces nothing."""
_MOST_TOLD = 300


class KeepLineScreen(Dialog[str | None]):
    """Asks for a name and keeps something under it; gives the name once it is kept, or None.

    Args:
        title: What is kept.
        value: What stands there at first.
        hint: A sentence under it.
        keep: Keeps it under a name, over what is there where it is told to; raises why it cannot.
    """

    DEFAULT_CSS = """
    KeepLineScreen { align: center middle; }
    KeepLineScreen #box {
        width: 84; max-width: 100%; height: auto; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    KeepLineScreen Input { width: 1fr; background: $surface; }
    KeepLineScreen #told { height: auto; max-height: 4; color: $text-muted; }
    """
    BINDINGS = [("escape", "cancel", "Cancel"), ("ctrl+s,ctrl+j", "keep", "Keep")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, value: str, hint: str, keep: Callable[[str, bool], None]) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._hint = hint
        self._keep = keep
        self._asked: tuple[str, float] | None = None

    def compose(self) -> ComposeResult:
        """The line, and what it is for."""
        with Vertical(id="box") as box:
            box.border_title = Content(visible(self._title))
            yield SteadyInput(visible(self._value), compact=True, select_on_focus=False)
            yield Static(Content(visible(self._hint)), id="told")

    def action_cancel(self) -> None:
        """Keep nothing."""
        self.dismiss(None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._asked is not None and self._asked[0] != event.value:
            self._asked = None
            self._tell(self._hint, "$text-muted")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Keep it, ask whether it may replace what is there, or say why it cannot be kept."""
        name = self.query_one(Input).value
        sure = self._asked is not None and self._asked[0] == name
        if sure and self._asked is not None and time.monotonic() - self._asked[1] < _DEAF_S:
            return
        try:
            self._keep(name.strip(), sure)
        except FileThere as error:
            self._asked = (name, time.monotonic())
            self._tell(f"{_sentence(error)} Enter again replaces it; another name leaves it.", "$text-warning")
        except PeventsError as error:
            self._tell(_sentence(error), "$text-error")
        else:
            self.dismiss(name.strip())

    def _tell(self, words: str, style: str) -> None:
        self.query_one("#told", Static).update(Content.styled(visible(clipped(words, _MOST_TOLD)), style))


def _sentence(error: PeventsError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
