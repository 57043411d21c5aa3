"""The open file: one writer, short reads, and what goes wrong with either in a sentence."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pevents_tui.domain.errors import HistoryError, why
from pevents_tui.service.history.opening import connect, doubt, is_damage, open_file
from pevents_tui.service.history.owners import Owner
from pevents_tui.service.history.search import Query, stands_in
from pevents_tui.service.history.sent_to import stays_here

_PARTS = ("", "-wal")


class HistoryFile:
    """An open history file; safe to use from several threads, by several processes at once.

    Args:
        path: The file; made private where it is missing.
        clock: Epoch seconds.

    Raises:
        HistoryTooNew: a newer version wrote it; untouched.
        HistoryError: it cannot be opened, read or written.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._counting = threading.Lock()
        self._counter: sqlite3.Connection | None = None
        with ExitStack() as undo:
            self._writer, self._reader, notices = open_file(path, clock())
            undo.callback(self._close_file)
            self._reader.create_function("stands_in", -1, stands_in, deterministic=True)
            self._reader.create_function("stays_here", 1, stays_here, deterministic=True)
            self._owner = self._own()
            undo.callback(self._owner.close)
            self.notices = notices + self._recover()
            """Plain sentences on what opening it did, for a front end to tell."""
            undo.pop_all()

    @property
    def size_bytes(self) -> int:
        """What it takes on disk, with its log."""
        parts = (self._path.with_name(self._path.name + suffix) for suffix in _PARTS)
        return sum(part.stat().st_size for part in parts if part.exists())

    def close(self) -> None:
        """Close the file and end this process's proof of life."""
        self._close_file()
        self._owner.close()

    def _recover(self) -> tuple[str, ...]:
        """What there is to tell of calls that an earlier process left."""
        return ()

    def _close_file(self) -> None:
        with self._writing, self._reading, self._counting:
            if self._counter is not None:
                self._counter.close()
                self._counter = None
            self._reader.close()
            self._writer.close()

    def _own(self) -> Owner:
        try:
            return Owner(self._path.parent / "owners")
        except OSError as error:
            raise HistoryError(f"cannot make a lock beside the history {self._path}: {why(error)}") from None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One write, whole or not at all, on disk when it ends."""
        with self._alone() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        """The writer, outside of any transaction."""
        with self._writing:
            try:
                yield self._writer
            except sqlite3.Error as error:
                raise self._fault("written", error) from None

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        with self._reading:
            try:
                yield self._reader
            except sqlite3.Error as error:
                raise self._fault("read", error) from None

    def _all(self, query: Query) -> list[Any]:
        with self._read() as db:
            return db.execute(query.sql, query.values).fetchall()

    def _counted(self, query: Query) -> list[Any]:
        """The rows of a query that may take long, over a connection of its own."""
        with self._counting:
            try:
                if self._counter is None:
                    self._counter = connect(self._path)
                    self._counter.create_function("stands_in", -1, stands_in, deterministic=True)
                return self._counter.execute(query.sql, query.values).fetchall()
            except sqlite3.Error as error:
                raise self._fault("read", error) from None

    def _fault(self, done: str, error: sqlite3.Error) -> HistoryError:
        if not is_damage(error):
            return HistoryError(f"the history {self._path} cannot be {done}: {error}")
        doubt(self._path)
        return HistoryError(
            f"the history {self._path} is damaged: start again, and it is set aside and a new one begun"
        )
