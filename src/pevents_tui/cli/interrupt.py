"""Ctrl-C or SIGTERM: while a call is under way it cancels and settles that call; at any other time it ends the run."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pevents_tui.cli.faults import Terminated

if TYPE_CHECKING:
    from pevents_tui.service import Cancel

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SETTLING_S = 1.0
"""How long a call that was cancelled may take to settle, and to be told, before another Ctrl-C ends the run at once."""


class Interrupt:
    """Takes Ctrl-C and SIGTERM over while it is entered, unless the program was started to ignore them, as by nohup.

    One that comes right behind the first wants nothing that is not under way: the call is being settled, and to break
    into that would lose what is known of it. Any later one ends the run at once.

    Attributes:
        calling: Set while a call is under way.
        ending: What was heard last, to be raised.
    """

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._before: dict[signal.Signals, Callable[[int, FrameType | None], Any] | int | None] = {}
        self._cancelled_s: float | None = None
        self.ending: KeyboardInterrupt = KeyboardInterrupt()
        self.calling = False

    @property
    def heard(self) -> bool:
        """Whether a call was cancelled by it, or is about to be."""
        return self._cancelled_s is not None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for each in _SIGNALS:
                if signal.getsignal(each) is not signal.SIG_IGN:
                    self._before[each] = signal.signal(each, self._heard)
        return self

    def __exit__(self, *_error: object) -> None:
        # After a cancel the program is about to end, and to say so: that is not to be broken into either.
        if not self.heard:
            for each, before in self._before.items():
                signal.signal(each, before)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        settling = self._cancelled_s is not None and time.monotonic() - self._cancelled_s < _SETTLING_S
        if settling:
            return
        self.ending = Terminated() if number == signal.SIGTERM else KeyboardInterrupt()
        if self._cancelled_s is not None or not self.calling:
            raise self.ending
        self._cancelled_s = time.monotonic()
        # In a thread of its own: the main thread may hold the very lock that a cancel takes.
        threading.Thread(target=self._cancel.set, name="cancel", daemon=True).start()


def interruptible(things: Iterable[T]) -> Iterator[T]:
    """The things; Ctrl-C while one is worked on ends them after it, so that what is begun is printed whole.

    Raises:
        KeyboardInterrupt: it came, then or while the next one was waited for.
    """
    from pevents_tui.service import Cancel  # noqa: PLC0415 - --help must not wait for it

    cancel = Cancel()
    with Interrupt(cancel) as interrupt:
        for thing in things:
            interrupt.calling = True
            yield thing
            interrupt.calling = False
            if interrupt.heard:
                raise interrupt.ending
