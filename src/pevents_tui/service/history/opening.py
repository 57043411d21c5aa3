"""Opening the file: private, durable, migrated; a damaged one is set aside, a newer one is left alone."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pevents_tui.domain.errors import HistoryError, HistoryTooNew
from pevents_tui.service.history.migrations import LATEST, migrate, version

_PRIVATE = 0o600
_BUSY_MS = 10_000
_QUICK_CHECK_BYTES = 1_048_576
"""Up to this size a file is looked through at each opening; larger ones only when an answer of SQLite says so."""
_DAMAGE = ("not a database", "malformed", "disk image")


def open_file(path: Path) -> tuple[sqlite3.Connection, sqlite3.Connection, tuple[str, ...]]:
    """A connection to write with, one to read with, and what opening has to tell.

    Raises:
        HistoryTooNew: a newer version wrote it; untouched.
        HistoryError: it cannot be opened, read or written.
    """
    notices: tuple[str, ...] = ()
    try:
        try:
            writer = _open(path)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            notices = (_set_aside(path),)
            writer = _open(path)
        return writer, connect(path), notices
    except sqlite3.Error as error:
        raise HistoryError(f"cannot open the history {path}: {error}; name another folder with --data-dir") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise HistoryError(f"cannot open the history {path}: {reason}; name another folder with --data-dir") from None


def connect(path: Path) -> sqlite3.Connection:
    """A connection as all of them are: autocommit, durable, patient."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS:d}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _open(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE))
    _refuse_newer(path)
    connection = connect(path)
    try:
        migrate(connection)
        if path.stat().st_size <= _QUICK_CHECK_BYTES:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            _refuse_damage(found)
        connection.execute("SELECT max(id) FROM send").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_damage(found: str) -> None:
    if found != "ok":
        raise sqlite3.DatabaseError(f"database disk image is malformed: {found}")


def _refuse_newer(path: Path) -> None:
    """Look at the version before anything is changed.

    Raises:
        HistoryTooNew: it is newer than this program.
    """
    if path.stat().st_size == 0:
        return
    with closing(sqlite3.connect(path, timeout=_BUSY_MS / 1000)) as looking:
        found = version(looking)
    if found > LATEST:
        raise HistoryTooNew(
            f"the history {path} is of version {found}, this program knows {LATEST}: "
            "use the newer program, or name another folder with --data-dir"
        )


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return any(word in str(error) for word in _DAMAGE)


def _set_aside(path: Path) -> str:
    """Rename a damaged file with its companions; says so in a sentence."""
    stamp = datetime.now(tz=UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return f"the history could not be read; it was set aside as {aside} and a new one was begun"
