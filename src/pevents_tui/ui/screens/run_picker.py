"""RunPickerScreen: the saved runs and those that another took the place of unsaved, to open one or to delete it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.recommendation import Run
from pevents_tui.domain.visible import visible
from pevents_tui.service.runs import Runs, Saved
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.values import clipped

_DEAF_S = 0.4
"""How long a second Delete is not heard, so that a key held down deletes nothing."""
_MOST_LISTED = 500
_MOST_TOLD = 300
_HINT = "Enter opens one; Delete deletes it."
_NONE = "No run was saved yet."


@dataclass(frozen=True, slots=True)
class Opened:
    """A run that was opened.

    Attributes:
        run: The run.
        name: What it is saved under; empty for one that is not.
    """

    run: Run
    name: str


class RunPickerScreen(Dialog[Opened | None]):
    """Gives the run that was opened, or None.

    Args:
        runs: The saved ones.
        left: Those that are not saved, the newest first; what is deleted is taken out of it.
        saves: The key that saves one; empty for none.
    """

    DEFAULT_CSS = """
    RunPickerScreen { align: center middle; }
    RunPickerScreen #box {
        width: 84; max-width: 100%; height: auto; max-height: 90%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    RunPickerScreen OptionList { height: auto; max-height: 16; border: none; padding: 0; background: $panel; }
    RunPickerScreen OptionList:focus { border: none; background-tint: transparent; }
    RunPickerScreen #told { height: auto; max-height: 4; color: $text-muted; }
    RunPickerScreen.-low OptionList { max-height: 9; }
    """
    BINDINGS = [("escape", "cancel", "Cancel"), ("delete,d", "remove", "Delete")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - Textual's form

    class Read(Message):
        """A file was read.

        Attributes:
            name: The run's.
            run: What it holds; None where it cannot be read.
            failure: Why.
        """

        def __init__(self, name: str, run: Run | None, failure: str = "") -> None:
            super().__init__()
            self.name = name
            self.run = run
            self.failure = failure

    def __init__(self, runs: Runs, left: list[Run], saves: str = "") -> None:
        super().__init__()
        self._runs = runs
        self._left = left
        self._none = f"{_NONE} {saves} on the Recommend screen saves one." if saves else _NONE
        self._listed: Sequence[Run | Saved] = ()
        self._asked: tuple[Run | Saved, float] | None = None

    def compose(self) -> ComposeResult:
        """The list, and what its keys do."""
        with Vertical(id="box") as box:
            box.border_title = Content("Runs")
            yield OptionList(markup=False, compact=True)
            yield Static("", id="told")

    def on_mount(self) -> None:
        """List them."""
        self._list()

    def action_cancel(self) -> None:
        """Open none."""
        self.dismiss(None)

    def action_remove(self) -> None:
        """Delete the run under the cursor, once it was asked for twice."""
        at = self.query_one(OptionList).highlighted
        if at is None or at >= len(self._listed):
            return
        chosen = self._listed[at]
        name = chosen.name if isinstance(chosen, Saved) else "the run that is not saved"
        if self._asked is None or self._asked[0] is not chosen:
            self._asked = (chosen, time.monotonic())
            self._tell(f"Delete again deletes {name} for good.", "$text-warning")
        elif time.monotonic() - self._asked[1] >= _DEAF_S:
            self._remove(chosen)
            self._list(at)

    def _remove(self, chosen: Run | Saved) -> None:
        try:
            if isinstance(chosen, Saved):
                self._runs.remove(chosen.name)
            else:
                self._left[:] = [each for each in self._left if each is not chosen]
        except PeventsError as error:
            self.app.notify(str(error), severity="error")

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self._asked is not None:
            self._asked = None
            self._tell(_HINT, "$text-muted")

    @on(OptionList.OptionSelected)
    def _pick(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        chosen = self._listed[event.option_index]
        if isinstance(chosen, Run):
            self.dismiss(Opened(chosen, ""))
            return
        name, runs = chosen.name, self._runs
        self._tell(f"Opening {name}.", "$text-muted")

        def read() -> None:
            try:
                self.post_message(self.Read(name, runs.open(name)))
            except PeventsError as error:
                self.post_message(self.Read(name, None, str(error)))

        self.run_worker(read, thread=True, exclusive=True, exit_on_error=False)

    @on(Read)
    def _read(self, event: Read) -> None:
        event.stop()
        if event.run is not None and event.run.columns:
            self.dismiss(Opened(event.run, event.name))
        else:
            self._tell(f"{event.failure or f'the run {event.name!r} holds no list'}.", "$text-error")

    def _list(self, at: int = 0) -> None:
        """List what there is, the newest first.

        Args:
            at: Where the cursor stands.
        """
        self._listed = (*self._left, *self._runs.list()[:_MOST_LISTED])
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(_line(each)) for each in self._listed])
        listed.highlighted = min(at, len(self._listed) - 1) if self._listed else None
        listed.display = bool(self._listed)
        self._tell(_HINT if self._listed else self._none, "$text-muted")
        listed.focus()

    def _tell(self, words: str, style: str) -> None:
        self.query_one("#told", Static).update(Content.styled(visible(clipped(words, _MOST_TOLD)), style))


def _line(run: Run | Saved) -> Content:
    """A run in one line: when, what it is called, and what an unsaved one is about."""
    at_s = run.at_s if isinstance(run, Saved) else run.began_s
    when = datetime.fromtimestamp(at_s).astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(run, Saved):
        told = Content(visible(run.name))
    else:
        user = f" · {run.asked.user_id}" if run.asked is not None and run.asked.user_id else ""
        about = visible(clipped(f"{run.title}{user} · {len(run.columns)} steps", 60))
        told = Content.styled("not saved  ", "$text-warning") + Content(about)
    return Content.styled(f"{when}  ", "$text-muted") + told
