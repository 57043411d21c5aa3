"""The ledger: every call that arrived, with its exact bytes and what became of it, in SQLite."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SCHEMA_VERSION: Final = 1
"""The form of the store, kept in its `user_version`."""

_BUSY_S: Final = 5.0
_TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS call (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, operation TEXT, path TEXT NOT NULL,
        status INTEGER, request_id TEXT, code TEXT, message TEXT, recorded INTEGER NOT NULL, fault TEXT,
        invocation TEXT, attempt TEXT, user_agent TEXT, raw BLOB NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS row (
        call_id INTEGER NOT NULL, position INTEGER NOT NULL, event_id TEXT, user_id TEXT, session_id TEXT,
        item_id TEXT, event_type TEXT, PRIMARY KEY (call_id, position)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS row_by_event ON row (event_id) WHERE event_id IS NOT NULL",
)
_INSERT_CALL: Final = """INSERT INTO call (at, operation, path, status, request_id, code, message, recorded, fault,
    invocation, attempt, user_agent, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_INSERT_ROW: Final = "INSERT INTO row VALUES (?, ?, ?, ?, ?, ?, ?)"
_SELECT_CALLS: Final = """SELECT * FROM call AS c WHERE c.id > :after
    AND (:operation IS NULL OR c.operation = :operation)
    AND (:recorded IS NULL OR c.recorded = :recorded)
    AND (:eventId IS NULL OR c.id IN (SELECT call_id FROM row WHERE event_id = :eventId))
    AND (:by_row = 0 OR EXISTS (SELECT 1 FROM row AS r WHERE r.call_id = c.id
        AND (:eventId IS NULL OR r.event_id = :eventId)
        AND (:userId IS NULL OR r.user_id = :userId)
        AND (:sessionId IS NULL OR r.session_id = :sessionId)
        AND (:itemId IS NULL OR r.item_id = :itemId)
        AND (:eventType IS NULL OR r.event_type = :eventType)))
    ORDER BY c.id LIMIT :limit"""
_SELECT_EVENTS: Final = """SELECT r.event_id AS eventId, SUM(c.recorded) AS accepted,
        SUM(1 - c.recorded) AS refused, MIN(c.id) AS firstCall, MAX(c.id) AS lastCall, c.operation AS operation,
        r.user_id AS userId, r.session_id AS sessionId, r.item_id AS itemId, r.event_type AS eventType
    FROM row AS r JOIN call AS c ON c.id = r.call_id WHERE r.event_id IS NOT NULL AND r.event_id > :after
    AND (:operation IS NULL OR c.operation = :operation)
    AND (:recorded IS NULL OR c.recorded = :recorded)
    AND (:eventId IS NULL OR r.event_id = :eventId)
    AND (:userId IS NULL OR r.user_id = :userId)
    AND (:sessionId IS NULL OR r.session_id = :sessionId)
    AND (:itemId IS NULL OR r.item_id = :itemId)
    AND (:eventType IS NULL OR r.event_type = :eventType)
    GROUP BY r.event_id ORDER BY r.event_id LIMIT :limit"""

ROW_FILTERS: Final = ("eventId", "userId", "sessionId", "itemId", "eventType")
"""What rows can be looked up by, in AWS's spelling."""


class StoreError(RuntimeError):
    """The store cannot be used: no database, a newer form, a directory, no rights; the text names file and reason."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is looked up by; None where it has no such member, or not as text."""

    event_id: str | None = None
    user_id: str | None = None
    session_id: str | None = None
    item_id: str | None = None
    event_type: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it arrived and what became of it.

    Attributes:
        at: epoch seconds of its arrival.
        operation: the API's name of it; None for an unknown path.
        path: the request path.
        status: the HTTP status that was answered; None when the client got none.
        request_id: the id that was, or would have been, answered; None for a fault that answers none.
        code: the error's name; None without an error.
        message: the error's text; None without an error.
        recorded: whether the service now has its rows.
        fault: the fault that hit it; None for none.
        invocation: `amz-sdk-invocation-id`, the same for each attempt of one call.
        attempt: `amz-sdk-request`, like "attempt=1; max=3".
        user_agent: what the client calls itself.
        raw: the exact bytes of the body.
    """

    at: float
    operation: str | None
    path: str
    status: int | None
    request_id: str | None
    code: str | None
    message: str | None
    recorded: bool
    fault: str | None
    invocation: str | None
    attempt: str | None
    user_agent: str | None
    raw: bytes


class Ledger:
    """A store of calls, which several processes may share.

    Args:
        store: the SQLite file, made with mode 0600 when missing; None keeps everything in memory.

    Raises:
        StoreError: the file cannot be used.
    """

    def __init__(self, store: Path | None) -> None:
        try:
            self._connection = _open(store)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"The sandbox cannot use {store}: {error}") from error

    def add(self, call: Call, rows: Sequence[Row]) -> int:
        """Keep a call and give its id; when this returns, a crash of the process loses nothing.

        Raises:
            sqlite3.Error: it could not be written; nothing of it is kept.
        """
        with self._writing() as connection:
            added = connection.execute(
                _INSERT_CALL,
                (
                    call.at, call.operation, call.path, call.status, call.request_id, call.code, call.message,
                    call.recorded, call.fault, call.invocation, call.attempt, call.user_agent, call.raw,
                ),
            )  # fmt: skip
            call_id = added.lastrowid or 0
            connection.executemany(_INSERT_ROW, _numbered(call_id, rows))
        return call_id

    def count(self) -> int:
        """Give the number of calls."""
        (calls,) = self._connection.execute("SELECT count(*) FROM call").fetchone()
        return int(calls)

    def calls(self, filters: Mapping[str, object]) -> list[sqlite3.Row]:
        """Give calls in the order of their arrival.

        Args:
            filters: `after` (an id), `limit`, `operation`, `recorded` and `ROW_FILTERS`; None for no such filter.
        """
        by_row = any(filters[name] is not None for name in ROW_FILTERS)
        return self._connection.execute(_SELECT_CALLS, {**filters, "by_row": by_row}).fetchall()

    def events(self, filters: Mapping[str, object]) -> list[sqlite3.Row]:
        """Give one line per event id, in the order of the ids: how often it was accepted and refused, and when.

        Args:
            filters: as in `calls`, `after` being an event id.
        """
        return self._connection.execute(_SELECT_EVENTS, filters).fetchall()

    def span(self) -> tuple[int, int]:
        """Give the first and the last id that is kept; zeros for none."""
        (first, last) = self._connection.execute(
            "SELECT (SELECT min(id) FROM call), (SELECT max(id) FROM call)"
        ).fetchone()
        return first or 0, last or 0

    def taken_in(self, after: int) -> Iterator[sqlite3.Row]:
        """Give id, arrival, operation and body of each call after an id whose rows the service has, in order."""
        yield from self._connection.execute(
            "SELECT id, at, operation, raw FROM call WHERE id > ? AND recorded ORDER BY id", (after,)
        )

    def clear(self) -> None:
        """Forget every call; ids are not given again."""
        with self._writing() as connection:
            connection.execute("DELETE FROM row")
            connection.execute("DELETE FROM call")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _numbered(call_id: int, rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    for position, row in enumerate(rows):
        yield call_id, position, row.event_id, row.user_id, row.session_id, row.item_id, row.event_type


def _open(store: Path | None) -> sqlite3.Connection:
    if store is not None:
        _create(store)
    connection = sqlite3.connect(
        ":memory:" if store is None else store, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        _set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _create(store: Path) -> None:
    store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would make the file readable for everyone; its companions -wal and -shm inherit this mode. A file that is
    # there is never opened here: closing it again would drop the locks another sandbox of this process has on it.
    with suppress(FileExistsError):
        os.close(os.open(store, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _set_up(connection: sqlite3.Connection) -> None:
    # Before anything is written: a store of a newer version is left as it is.
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise sqlite3.DatabaseError(f"it has form {version}, newer than {SCHEMA_VERSION}, which this version knows")
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("PRAGMA user_version = 1")
    connection.execute("COMMIT")


def _use_wal(connection: sqlite3.Connection) -> None:
    # Two processes that turn a new file to WAL at once get "database is locked" without any waiting.
    give_up_at = time.monotonic() + _BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up_at:
                raise
            time.sleep(0.01)
        else:
            return
