"""MfaScreen: asks for the code of an MFA device, while a call or a look waits for it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Static

from pevents_tui.domain.visible import visible
from pevents_tui.service.asked import CodeQuestion
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.values import clipped

_DIGITS = 6


class QuestionOver(Message):
    """Nobody waits for the code any more."""


class MfaScreen(Dialog[None]):
    """Answers a question for a code; leaving it gives none.

    Args:
        question: What waits.
    """

    DEFAULT_CSS = """
    MfaScreen { align: center middle; }
    MfaScreen #box {
        width: 64; max-width: 100%; height: auto; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    MfaScreen Static { height: auto; }
    MfaScreen Input { width: 12; background: $surface; margin: 1 0; }
    MfaScreen #buttons { height: auto; align-horizontal: right; }
    MfaScreen Button { margin: 0 0 0 2; }
    """
    BINDINGS = [("escape", "cancel", "Cancel")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "Input"

    def __init__(self, question: CodeQuestion) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """What is wanted, the line for the code, Cancel and Give."""
        with Vertical(id="box") as box:
            box.border_title = "MFA code"
            device = visible(clipped(self._question.device, 120))
            yield Static(Content("The profile's role wants the code of\n") + Content.styled(device, "bold"))
            yield Input(placeholder="6 digits", password=True, compact=True, max_length=_DIGITS, restrict="[0-9]*")
            yield Static(Content.styled("It is used once and kept nowhere.", "$text-muted"), id="told")
            with Horizontal(id="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Give it", id="give", compact=True, disabled=True)

    def on_mount(self) -> None:
        """Go when nobody waits any more."""
        self._question.when_over(self._tell_over)

    def on_unmount(self) -> None:
        """Whoever waits is told, however this screen ended."""
        self._question.answer(None)

    def _tell_over(self) -> None:
        self.post_message(QuestionOver())  # from whatever thread ended it

    def action_cancel(self) -> None:
        """Give none."""
        self._question.answer(None)

    @on(QuestionOver)
    def _over(self, event: QuestionOver) -> None:
        event.stop()
        self.dismiss(None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#give", Button).disabled = len(event.value) != _DIGITS

    @on(Input.Submitted)
    @on(Button.Pressed, "#give")
    def _give(self, event: Message) -> None:
        event.stop()
        code = self.query_one(Input).value
        if len(code) == _DIGITS:
            self._question.answer(code)
        else:
            self.query_one("#told", Static).update(Content.styled("A code has six digits.", "$text-warning"))

    @on(Button.Pressed, "#cancel")
    def _cancel(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_cancel()
