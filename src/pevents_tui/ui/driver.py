"""Textual's terminal driver, hardened: it survives broken input, and every way to end gives the terminal back."""

from __future__ import annotations

import codecs
import os
import signal
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from string import ascii_lowercase
from typing import Any, NamedTuple

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from pevents_tui.ui.paste_fence import PasteFence

ENDINGS = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
"""The signals that ask the program to end."""

GRACE_S = 3.0
"""How long an asked-for end may take, threads that still wait for a network included, before the process just goes."""

_LEAVE = "\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[?7h"
"""What Textual writes to hand the terminal back: paste, mouse, keyboard, screen, cursor, focus and wrap modes."""


class _AltKey(NamedTuple):
    """A key as Textual's table of sequences holds one."""

    value: str


def _know_alt_letters() -> None:
    """Have Textual know alt and a letter when it reads them, by its private table of sequences.

    By itself it waits a tenth of a second for more to come; when the next alt comes first, it takes both for typed.
    """
    table: Any = ANSI_SEQUENCES_KEYS
    for letter in ascii_lowercase:
        table.setdefault(f"\x1b{letter}", (_AltKey(f"alt+{letter}"),))


_know_alt_letters()


class HardenedDriver(LinuxDriver):
    """The driver of a terminal that may send anything and go away at any time.

    Args:
        app: The app it drives; it is ended with exit code 128 + n by signal n, and by 128 + SIGHUP when its window is
            closed without a signal.
        options: As Textual gives them: `debug`, `mouse` and `size`.
    """

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._screen = _Screen()
        self._file = self._screen  # type: ignore[assignment]  # all that Textual's writer asks of it is there
        self._lent = False
        self._resuming = False
        self._handlers_before: dict[signal.Signals, Any] = {}

    def start_application_mode(self) -> None:
        """Take the terminal, with the signals that end the program caught before anything is changed in it."""
        self._lent = False
        for number in ENDINGS:
            before = signal.signal(number, self._ending)
            self._handlers_before.setdefault(number, before)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Give the terminal back, and the signals too unless it is only lent."""
        super().stop_application_mode()
        while self._handlers_before and not self._lent:
            signal.signal(*self._handlers_before.popitem())

    def suspend_application_mode(self) -> None:
        """Lend the terminal to another program, whose interrupt key is then none of ours."""
        self._lent = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal again, also after a stop that could not be caught and so left it half taken."""
        if self._resuming:
            return
        self._resuming = True
        try:
            if self._key_thread is not None and self._key_thread.is_alive():
                self.suspend_application_mode()
            super().resume_application_mode()
            self._loop.call_soon_threadsafe(partial(self._app.refresh, layout=True))
        finally:
            self._resuming = False

    def run_input_thread(self) -> None:
        """Read keys until the end; bytes that are no UTF-8 become replacement characters, and no error is lost."""
        linux_driver.getincrementaldecoder = self._decoder  # type: ignore[attr-defined, assignment]
        try:
            super().run_input_thread()
        except _WindowClosedError:
            self.end(signal.SIGHUP)
        except Exception as error:  # whatever breaks the reading of keys ends the app as any error of its own does
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)  # noqa: SLF001

    def end(self, number: signal.Signals) -> None:
        """End the app with exit code 128 + the signal's number, at once if it has not ended within `GRACE_S`.

        Args:
            number: The signal that asks for it, or would.
        """
        code = 128 + number
        watchdog = threading.Timer(GRACE_S, self._leave, [code])
        watchdog.daemon = True
        watchdog.start()
        self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=code))

    def _ending(self, number: int, _frame: object) -> None:
        """A handler of the interpreter's, since a flood of keys may keep the loop from its own for minutes."""
        if number != signal.SIGINT or not self._lent:
            self.end(signal.Signals(number))

    def _leave(self, code: int) -> None:
        with suppress(OSError, termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
                os.write(self._screen.fileno(), _LEAVE.encode())
        os._exit(code)

    def _decoder(self, encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
        def make() -> codecs.IncrementalDecoder:
            return _Decoder(encoding, self.fileno)

        return make


class _WindowClosedError(Exception):
    """The terminal is gone: nothing can be read from it, and nothing ever will be."""


class _Decoder(codecs.IncrementalDecoder):
    """Decodes what was typed, fences what was pasted, and tells an end of the input that is the terminal's."""

    def __init__(self, encoding: str, fileno: int) -> None:
        super().__init__()
        self._decode = codecs.getincrementaldecoder(encoding)("replace").decode
        self._fence = PasteFence()
        self._fileno = fileno

    def decode(self, data: Any, final: bool = False) -> str:
        if not data:
            try:
                termios.tcgetattr(self._fileno)
            except termios.error:
                raise _WindowClosedError from None
        return self._fence.through(self._decode(data, final))


class _Screen:
    """The way to the terminal, without a buffer that could fail later; after its window is closed, words are lost."""

    def __init__(self) -> None:
        self._fileno = 2 if os.isatty(2) else 1
        stream = sys.__stderr__ if self._fileno == 2 else sys.__stdout__
        self._encoding = "utf-8" if stream is None else stream.encoding

    def write(self, text: str) -> None:
        data = text.encode(self._encoding, "replace")
        with suppress(OSError):
            while data:
                data = data[os.write(self._fileno, data) :]

    def flush(self) -> None:
        """Do nothing: what was written is on its way."""

    def fileno(self) -> int:
        return self._fileno
