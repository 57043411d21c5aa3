"""Ctrl-C: while a call is under way it cancels that call and settles it; at any other time it ends the run."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from pevents_tui.service import Cancel

T = TypeVar("T")

_SETTLING_S = 1.0
"""How long a call that was cancelled may take to settle, and to be told, before another Ctrl-C ends the run at once."""


class Interrupt:
    """Takes Ctrl-C over while it is entered, unless the program was started to ignore it, as by nohup.

    One that comes right behind the first wants nothing that is not under way: the call is being settled, and to break
    into that would lose what is known of it. Any later one ends the run at once.

    Attributes:
        calling: Set while a call is under way.
    """

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._before: Callable[[int, FrameType | None], Any] | int | None = None
        self._cancelled_s: float | None = None
        self.calling = False

    @property
    def heard(self) -> bool:
        """Whether a call was cancelled by it, or is about to be."""
        return self._cancelled_s is not None

    def __enter__(self) -> Self:
        heeded = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
        if heeded and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._heard)
        return self

    def __exit__(self, *_error: object) -> None:
        # After a cancel the program is about to end, and to say so: that is not to be broken into either.
        if self._before is not None and not self.heard:
            signal.signal(signal.SIGINT, self._before)

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        if self._cancelled_s is not None:
            if time.monotonic() - self._cancelled_s < _SETTLING_S:
                return
            raise KeyboardInterrupt
        if not self.calling:
            raise KeyboardInterrupt
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
                raise KeyboardInterrupt
