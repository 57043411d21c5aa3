"""OpenScreen: a file's path or a pasted text, told at once as what it is recognised, and loaded on a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Button, Input, Static, TextArea

from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.visible import visible
from pevents_tui.service.paste import Recognised, recognise
from pevents_tui.service.paste.files import recognise_file
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.paste_area import PasteArea
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.values import clipped

_LOOK_AFTER_S = 0.1
_MOST_TOLD = 300
_INVITATION = (
    "Paste a request here however it is written: JSON, YAML, an AWS CLI command, boto3 code, a Python dict, curl, "
    "fetch(). Or name a file above. Nothing in it is run."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The answer of the dialog.

    Attributes:
        found: What is to be loaded; None where the dialog was left.
        text: What stood there, for the next time.
    """

    found: Recognised | None
    text: str


class Looked(Message):
    """A text was looked at.

    Attributes:
        serial: Which look it was.
        found: What was recognised, None where nothing was.
        failure: Why not.
    """

    def __init__(self, serial: int, found: Recognised | None, failure: str = "") -> None:
        super().__init__()
        self.serial = serial
        self.found = found
        self.failure = failure


class OpenScreen(Dialog[Opened]):
    """Gives what is to be loaded.

    Args:
        text: What stood there the last time.
    """

    DEFAULT_CSS = """
    OpenScreen { align: center middle; }
    OpenScreen #box {
        width: 96; max-width: 100%; height: 24; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    OpenScreen #path { width: 1fr; background: $surface; margin: 0 0 1 0; }
    OpenScreen PasteArea { height: 1fr; background: $surface; border: none; padding: 0 1; }
    OpenScreen #told { height: auto; min-height: 2; max-height: 5; margin: 1 0 0 0; }
    OpenScreen #buttons { height: auto; align-horizontal: right; }
    OpenScreen Button { margin: 0 0 0 2; }
    OpenScreen.-low #path, OpenScreen.-low #told { margin: 0; }
    """
    BINDINGS = [("escape", "cancel", "Cancel"), ("ctrl+j", "load", "Load")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "PasteArea"

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._serial = 0
        self._timer: Timer | None = None
        self._pending = False
        self._load_when_looked = False
        self._found: Recognised | None = None

    def compose(self) -> ComposeResult:
        """A line for a path, a text to paste into, what it is, Cancel and Load."""
        with Vertical(id="box") as box:
            box.border_title = Content("Open or paste a request")
            yield SteadyInput(
                placeholder="path of a file; ~ is your home directory", id="path", compact=True, select_on_focus=False
            )
            yield PasteArea(self._text, id="text")
            yield Static(Content(_INVITATION), id="told")
            with Horizontal(id="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Load (^J)", id="load", compact=True, variant="primary", disabled=True)

    def on_mount(self) -> None:
        """Look at what stood there the last time."""
        if self._text:
            self._look_soon(lambda: recognise(self._text))

    def action_cancel(self) -> None:
        """Load nothing; the text is kept for the next time."""
        self.dismiss(Opened(None, self.query_one(PasteArea).text))

    @on(PasteArea.Entered)
    @on(Input.Submitted)
    @on(Button.Pressed, "#load")
    def action_load(self) -> None:
        """Load what is recognised, also when the look at it is still under way."""
        if self._pending:
            self._load_when_looked = True
        elif self._found is not None:
            self.dismiss(Opened(self._found, ""))

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_cancel()

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        text = event.text_area.text
        if text != self._text:
            self._text = text
            self._look_soon((lambda: recognise(text)) if text.strip() else None)

    @on(Input.Changed)
    def _named(self, event: Input.Changed) -> None:
        event.stop()
        name, text = event.value, self._text
        if name.strip():
            self._look_soon(lambda: recognise_file(name))
        else:
            self._look_soon((lambda: recognise(text)) if text.strip() else None)

    def _look_soon(self, look: Callable[[], Recognised] | None) -> None:
        """Look when typing rests; None where nothing is there."""
        self._serial += 1
        self._found, self._pending, self._load_when_looked = None, look is not None, False
        if self._timer is not None:
            self._timer.stop()
        if look is None:
            self._tell(Content(_INVITATION))
        else:
            self._timer = self.set_timer(_LOOK_AFTER_S, lambda: self._look(look, self._serial))

    def _look(self, look: Callable[[], Recognised], serial: int) -> None:
        def work() -> None:
            try:
                self.post_message(Looked(serial, look()))
            except SourceError as error:
                self.post_message(Looked(serial, None, str(error).removeprefix("text: ")))

        self.run_worker(work, thread=True, group="look", exit_on_error=False)

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        event.stop()
        if event.serial != self._serial:
            return
        self._pending, self._found = False, event.found
        if event.found is None:
            self._tell(Content.styled(visible(clipped(event.failure, _MOST_TOLD)), "$text-error"))
        else:
            self._tell(told(event.found))
            if self._load_when_looked:
                self.action_load()

    def _tell(self, content: Content) -> None:
        self.query_one("#told", Static).update(content)
        self.query_one("#load", Button).disabled = self._found is None


def told(found: Recognised) -> Content:
    """What was recognised, and what of it is not taken over."""
    notices = [*found.notices, *([left_words(found)] if found.left else [])]
    rest = "".join(f"\n{clipped(notice, _MOST_TOLD)}" for notice in notices)
    return Content.styled(visible(found.summary), "bold $text-success") + Content(
        visible(f". ^J loads it.{rest}", lines=True)
    )


def left_words(found: Recognised) -> str:
    """A sentence on the requests that do not come along."""
    few = f"the other {found.left} differ" if found.left > 1 else "the other one differs"
    return f"Only the first request is loaded: {few} in more than its events."
