"""Ctrl-C: while a call is under way it cancels that call and settles it; at any other time it ends the run."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pevents_tui.service import Cancel


class Interrupt:
    """Takes Ctrl-C over while it is entered, unless the program was started to ignore it, as by nohup.

    A second one always ends the run at once.

    Attributes:
        calling: Set while a call is under way.
    """

    def __init__(self, cancel: Cancel) -> None:
        self._cancel = cancel
        self._before: Callable[[int, FrameType | None], Any] | int | None = None
        self.calling = False

    def __enter__(self) -> Self:
        is_main = threading.current_thread() is threading.main_thread()
        if is_main and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
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
