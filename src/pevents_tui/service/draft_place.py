"""Which file a running app keeps its draft in: one of its own, however many run on one data directory.

The first has `draft.json`, one beside it `draft-2.json`, and so on. A file that no living app holds is a draft that was
left: the next app that starts takes the newest of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pevents_tui.service.holding import lock

_MOST = 64
"""How many apps on one data directory have files of their own."""


class DraftPlace:
    """The file of this app, held until it is closed.

    Args:
        path: The first app's file; the others lie beside it.
        locks: The folder of lock files; made private where it is missing.
    """

    def __init__(self, path: Path, locks: Path) -> None:
        self._first = path
        self._locks = locks
        self._handle: int | None = None
        self.path = path
        """The file."""
        self.theirs: Path | None = None
        """The newest file that another living app has; None where there is none."""
        self.left: tuple[Path, ...] = ()
        """Other files that no living app has, the newest first."""
        self._take()

    def close(self) -> None:
        """Let go of the file; what is in it stays."""
        if self._handle is not None:
            self._lock_of(self.path).unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None

    def _take(self) -> None:
        with suppress(OSError):
            self._locks.mkdir(mode=0o700, exist_ok=True)
        there = sorted(self._there(), key=_written_ns, reverse=True)
        held = [path for path in there if not self._hold(path)]
        self.theirs = held[0] if held else None
        self.left = tuple(path for path in there if path not in held and path != self.path)
        if self._handle is None:
            any(self._hold(path) for path in self._names() if path not in held)

    def _there(self) -> Iterator[Path]:
        names = set(self._names())
        return (path for path in self._first.parent.glob(f"{self._first.stem}*.json") if path in names)

    def _names(self) -> Iterator[Path]:
        yield self._first
        yield from (self._first.with_stem(f"{self._first.stem}-{number}") for number in range(2, _MOST))

    def _lock_of(self, path: Path) -> Path:
        return self._locks / f"{path.stem}.lock"

    def _hold(self, path: Path) -> bool:
        """Hold a file where nothing is held yet; whether no other app has it."""
        try:
            handle = lock(self._lock_of(path), create=True)
        except BlockingIOError:
            return False
        except OSError:  # no locks are to be had here
            return True
        if handle is None:
            return self._hold(path)
        if self._handle is None:
            self._handle, self.path = handle, path
        else:
            self._lock_of(path).unlink(missing_ok=True)
            os.close(handle)
        return True


def _written_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
