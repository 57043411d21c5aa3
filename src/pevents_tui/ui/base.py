"""The app every screen of the program runs in: hostile data, a broken terminal and its own errors end in good order."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event
from textual.filter import LineFilter, NoColor
from textual.notifications import Notify, SeverityLevel
from textual.worker import WorkerFailed

from pevents_tui.ui.safety import SafeText, visible
from pevents_tui.ui.toasts import Summary, ToastBudget
from pevents_tui.ui.typeahead import OrderedApp

if TYPE_CHECKING:  # few present
    from pevents_tui.ui.veil import VeilFilter

INTERRUPTED = 130
"""The exit code after an interrupt that came before there was an app to end."""


class HardenedApp(OrderedApp):
    """An app that outlives what it is shown and typed, and that ends with the terminal restored and the right code.

    A subclass does nothing for it but call `super().__init__(crash_dir=…)`. It may override `worker_failed`, and says
    nothing about `exit_on_error`: an error in a worker is told and kept, and never ends the app.

    Args:
        crash_dir: The folder for crash files; made when the first is written.
    """

    CSS = "OptionList { min-width: 12; }"
    """Textual cannot lay a list out in no columns at all, which a small window leaves it between its own edges."""

    CRASH_FILES_AT_MOST: ClassVar[int] = 20
    """How many crash files one run writes; what fails more often than that has been told."""

    veil: VeilFilter | None = None
    """Hides ids on the whole screen in presenter mode; None where nothing is hidden."""

    crash_file: Path | None = None
    """The crash file written last, or None when there was nothing to write or no place to write it."""

    last_words: str | None = None
    """The line that tells why the app ended by itself, or None when it did not; `run_app` prints it."""

    def __init__(self, *, crash_dir: Path) -> None:
        self._safe_text = SafeText()
        self._crash_dir = crash_dir
        self._crashes = 0
        self._toast_budget = ToastBudget()
        super().__init__()

    def get_driver_class(self) -> type[Driver]:
        """Give the hardened driver where Textual would take the one it is made from."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from pevents_tui.ui.driver import HardenedDriver  # noqa: PLC0415 - it needs termios

        return HardenedDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Give Textual's filters and, last, the one that lets no control character of data through.

        With NO_COLOR, Textual would still send shades of grey; here no colour at all leaves.
        """
        plain = (NoColor(),) if self.no_color else ()
        veil = () if self.veil is None else (self.veil,)
        return [*super().get_line_filters(), *plain, *veil, self._safe_text]

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End the app.

        Args:
            result: The exit code, unless `return_code` gives one.
            return_code: The exit code; 0 leaves it to `result`.
            message: What is printed to stderr afterwards; its colours are dropped with its control characters.
        """
        super().exit(result, return_code, None if message is None else self._words(message))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast, or count it when there are too many for anyone to read; from any thread.

        Args:
            message: Words for a person, shown as they are.
            title: The line above them.
            severity: `information`, `warning` or `error`.
            timeout: How many seconds it stays; None means as long as toasts do.
            markup: Whether the message is markup of ours, with no data in it.
        """
        if self.veil is not None:
            message = self.veil.veil.over(message)
        super().notify(
            visible(message, lines=True), title=visible(title), severity=severity, timeout=timeout, markup=markup
        )

    def on_notify(self, event: Notify) -> None:
        """Hold back the toasts beyond what can be read, and tell how many they were when the flood is over."""
        if isinstance(event.notification, Summary) or self._toast_budget.admit(event.notification):
            return
        event.prevent_default()
        if self._toast_budget.held_back == 1:
            self.set_timer(self._toast_budget.PAUSE_S, self._tell_held_back)

    def worker_failed(self, error: BaseException) -> None:
        """Tell that work in the background failed; the app goes on. Called after the crash file was written.

        Args:
            error: What the worker raised.
        """
        self.notify(f"Work in the background failed: {self._told(error)}", severity="error")

    def action_command_palette(self) -> None:
        """Open the command palette."""
        from pevents_tui.ui.palette import OncePalette  # noqa: PLC0415 - loads behind the first paint

        if self.use_command_palette and not OncePalette.is_open(cast("App[object]", self)):
            self.push_screen(OncePalette(id="--command-palette"))

    def panic(self, *renderables: RenderableType) -> None:
        """End the app at once and for an error, without putting the error on the screen.

        Args:
            renderables: What Textual would print; the crash file holds it.
        """
        self._return_code = 1
        self._fatal_error()

    def _handle_exception(self, error: Exception) -> None:
        if isinstance(error, WorkerFailed):
            self._keep(error.error)
            self.worker_failed(error.error)
            return
        self._keep(error)
        if self.last_words is None:
            self.last_words = f"pevents-tui ended by an error of its own: {self._told(error)}"
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    async def _broker_event(self, event_name: str, event: Event, default_namespace: DOMNode) -> bool:
        """Run no action that a text's style names: styles come from markup, and markup may come from data."""
        return False

    def _keep(self, error: BaseException) -> None:
        self.crash_file = None
        if self._crashes >= self.CRASH_FILES_AT_MOST:
            return
        self._crashes += 1
        with suppress(Exception):  # whatever it is, and be it that it cannot load: the app has to end
            from pevents_tui.ui.crash import write_crash_file  # noqa: PLC0415 - it brings the service layer with it

            self.crash_file = write_crash_file(self._crash_dir, error)

    def _told(self, error: BaseException) -> str:
        where = f"details in {self.crash_file}" if self.crash_file else "no crash file could be written"
        return visible(f"{type(error).__name__}, {where}")

    def _tell_held_back(self) -> None:
        self.post_message(Notify(self._toast_budget.summary()))

    def _words(self, message: RenderableType) -> Text:
        if isinstance(message, str):
            return Text(visible(message, lines=True))
        drawn = self.console.render(message)
        return Text(visible("".join(segment.text for segment in drawn if not segment.control), lines=True))


def run_app(app: HardenedApp) -> int:
    """Run the app to its end, print its last words to stderr, and give the exit code for `sys.exit`.

    Args:
        app: An app that has not run yet.
    """
    try:
        result = app.run()
    except KeyboardInterrupt:
        return INTERRUPTED
    if app.last_words is not None:
        with suppress(OSError):
            print(app.last_words, file=sys.stderr, flush=True)  # noqa: T201 - nothing else is on this stream now
    if app.return_code is None:
        return 1
    return app.return_code or result or 0


def terminal_hint() -> str | None:
    """Give the sentence that tells why a terminal app cannot run here, or None when it can."""
    if not (os.isatty(0) and os.isatty(1)):
        return "The terminal app needs a terminal on standard input and output; see `pevents-tui --help` for commands."
    if os.environ.get("TERM") == "dumb":
        return "The terminal app needs a terminal that can move the cursor, and TERM says this one is dumb."
    return None
