"""The embedded sandbox: started at the first call that goes to it, gone with the program."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from pevents_tui.domain.errors import FolderError

if TYPE_CHECKING:
    from pevents_tui.sandbox import Sandbox


class EmbeddedSandbox:
    """One sandbox in this process, on a port of its own, started on demand.

    Args:
        store: The file it keeps what it takes in.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._sandbox: Sandbox | None = None
        self._closed = False

    def url(self) -> str:
        """Its URL; starts it where it does not run.

        Raises:
            FolderError: its file or a port cannot be had, or it was closed.
        """
        with self._lock:
            if self._closed:
                raise FolderError("the sandbox is closed")
            if self._sandbox is None:
                from pevents_tui.sandbox import Sandbox  # noqa: PLC0415 - most commands need none

                sandbox = Sandbox(self._store)
                try:
                    sandbox.start()
                except Exception as error:
                    sandbox.close()
                    raise FolderError(f"the sandbox cannot start with {self._store}: {error}") from None
                self._sandbox = sandbox
            return self._sandbox.url

    def close(self) -> None:
        """Stop it for good."""
        with self._lock:
            self._closed = True
            sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            sandbox.close()
