"""Cancel: one user's wish that nothing further goes out, reaching the call under way at once."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Cancel:
    """A thread-safe wish to stop: the call under way is cut off, nothing further is sent."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    @property
    def is_set(self) -> bool:
        """Whether the wish was made."""
        return self._event.is_set()

    def set(self) -> None:
        """Make the wish; a second time changes nothing."""
        with self._lock:
            self._event.set()
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    def listen(self, listener: Callable[[], None]) -> None:
        """Have a function called when the wish is made, at once if it was made already."""
        with self._lock:
            if not self._event.is_set():
                self._listeners.append(listener)
                return
        listener()

    def forget(self, listener: Callable[[], None]) -> None:
        """Take a listener off again."""
        with self._lock:
            self._listeners = [each for each in self._listeners if each != listener]

    def wait(self, timeout_s: float) -> bool:
        """Sleep for a time or until the wish is made; whether it was."""
        return self._event.wait(timeout_s)
