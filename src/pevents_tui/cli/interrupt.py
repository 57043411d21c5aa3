"""Ctrl-C: while a call is under way it cancels that call and settles it; what is printed is printed whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from pevents_tui.service import Cancel

T = TypeVar("T")


class Interrupt:
    """Takes Ctrl-C over while it is entered. A second one always ends the run at once.

    Attributes:
        calling: Set while a call is under way.
    """

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._before: Callable[[int, FrameType | None], Any] | int | None = None
        self.calling = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._heard)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        if not self.calling or self._cancel.is_set:
            raise KeyboardInterrupt
        # In a thread of its own: the main thread may hold the very lock that a cancel takes.
        threading.Thread(target=self._cancel.set, name="cancel", daemon=True).start()


class Whole:
    """Takes Ctrl-C over while it is entered: what is under way is done with before it ends the run.

    While the next thing is waited for, it ends the run at once; a second one always does.
    """

    def __init__(self) -> None:
        self._before: Callable[[int, FrameType | None], Any] | int | None = None
        self._busy = self._was_heard = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._heard)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """The things, one after the other.

        Raises:
            KeyboardInterrupt: between two of them.
        """
        for thing in things:
            self._busy = True
            yield thing
            self._busy = False
            if self._was_heard:
                raise KeyboardInterrupt

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        if not self._busy or self._was_heard:
            raise KeyboardInterrupt
        self._was_heard = True
