"""Who is alive: each process holds a lock on a file of its own; the system lets go of it at any death."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

from pevents_tui.service.holding import lock


class Owner:
    """This process's proof of life.

    Args:
        folder: The folder of lock files; made private where it is missing.

    Raises:
        OSError: the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self._folder = folder
        self.token = uuid.uuid4().hex
        """Stamped on the rows of this process."""
        self._handle: int | None = None
        while self._handle is None:
            # Between making the file and locking it, another process may take it for one of the dead.
            with suppress(BlockingIOError):
                self._handle = lock(self._path(self.token), create=True)

    def is_dead(self, token: str) -> bool:
        """Whether the process of a token is gone."""
        if token == self.token:
            return False
        path = self._path(token)
        try:
            handle = lock(path, create=False)
        except FileNotFoundError:
            return True
        except OSError:  # held, or not ours to lock: better one call too long under way than one lost
            return False
        if handle is not None:
            path.unlink(missing_ok=True)
            os.close(handle)
        return True

    def sweep(self) -> None:
        """Remove the files of the dead."""
        for path in self._folder.glob("*.lock"):
            self.is_dead(path.stem)

    def close(self) -> None:
        """End this proof of life."""
        if self._handle is not None:
            self._path(self.token).unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None

    def _path(self, token: str) -> Path:
        return self._folder / f"{token}.lock"
