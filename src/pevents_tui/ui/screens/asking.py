"""AskScreen: one form for everything that a draft's variables lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.pictures import pictured, plain
from pevents_tui.ui.widgets.text_line import TextLine
from pevents_tui.ui.widgets.values import clipped

_MOST_LABEL = 80


class AskScreen(Dialog[dict[str, str] | None]):
    """Gives a value for each thing that was asked for, or None.

    Args:
        missing: What is asked for, each once.
        before: What was answered the last time.
        title: What it is asked for.
    """

    DEFAULT_CSS = """
    AskScreen { align: center middle; }
    AskScreen #box {
        width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    AskScreen #scroll { height: auto; max-height: 20; }
    AskScreen Input { width: 1fr; background: $surface; margin: 0 0 1 0; }
    AskScreen #told { color: $text-error; height: auto; }
    AskScreen #buttons { height: auto; align-horizontal: right; }
    AskScreen Button { margin: 0 0 0 2; }
    AskScreen.-low #scroll { max-height: 10; }
    AskScreen.-low Input { margin: 0; }
    """
    BINDINGS = [("escape", "cancel", "Cancel"), ("ctrl+j", "go_on", "Go on")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "Input"

    def __init__(self, missing: Sequence[str], before: Mapping[str, str], title: str = "What this send lacks") -> None:
        super().__init__()
        self._missing = tuple(missing)
        self._before = before
        self._title = title

    def compose(self) -> ComposeResult:
        """A line for each, Cancel and Go on."""
        with Vertical(id="box") as box:
            box.border_title = Content(visible(self._title))
            with VerticalScroll(id="scroll", can_focus=False):
                for at, name in enumerate(self._missing):
                    yield Static(Content.styled(visible(clipped(name, _MOST_LABEL)), "bold"))
                    yield TextLine(pictured(self._before.get(name, "")), id=f"answer-{at}", compact=True)
            yield Static("", id="told")
            with Horizontal(id="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Go on (^J)", id="go-on", compact=True, variant="primary")

    def action_cancel(self) -> None:
        """Give no answers; nothing is sent."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Go to the next line that is empty, and on from the last one."""
        event.stop()
        lines = list(self.query(Input))
        empty = [line for line in lines if not line.value]
        if empty and event.input.value:
            empty[0].focus()
        else:
            self.action_go_on()

    @on(Button.Pressed, "#cancel")
    def _cancel(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_cancel()

    @on(Button.Pressed, "#go-on")
    def action_go_on(self) -> None:
        """Give the answers, once there is one to each."""
        answers = {name: plain(self.query_one(f"#answer-{at}", Input).value) for at, name in enumerate(self._missing)}
        lacking = [at for at, value in enumerate(answers.values()) if not value]
        if lacking:
            self.query_one("#told", Static).update(Content("Nothing stands here yet."))
            self.query_one(f"#answer-{lacking[0]}", Input).focus()
        else:
            self.dismiss(answers)
