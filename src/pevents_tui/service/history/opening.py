"""Opening the file: private, durable, migrated; a damaged one is set aside, a newer one is left alone."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pevents_tui.domain.errors import HistoryError, HistoryTooNew, why
from pevents_tui.service.history.migrations import LATEST, migrate, version

BACKUP = "{name}.before-{version}"
"""How the copy is called that is taken before a file is brought to a version."""
_PRIVATE = 0o600
_BUSY_MS = 10_000
_QUICK_CHECK_BYTES = 1_048_576
"""Up to this size a file is looked through at each opening; a larger one only after SQLite called it damaged."""
_LEAST_BYTES = 512
"""SQLite's smallest page. Source: https://www.sqlite.org/fileformat2.html, section 1.3.2."""
_PARTS = ("", "-shm", "-wal")
"""In the order they are moved: as long as the log is there, a new file beside it counts as cut short."""
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Damage(sqlite3.DatabaseError):
    """What was found in a file that is no whole database."""


def open_file(path: Path, now_s: float) -> tuple[sqlite3.Connection, sqlite3.Connection, tuple[str, ...]]:
    """A connection to write with, one to read with, and what opening has to tell.

    Args:
        path: The file; made where it is missing.
        now_s: Epoch seconds, for the name of a file that has to be set aside.

    Raises:
        HistoryTooNew: a newer version wrote it; untouched.
        HistoryError: it cannot be opened, read or written.
    """
    try:
        writer, notices = _open_or_begin_anew(path, now_s)
        try:
            return writer, connect(path), notices
        except BaseException:
            writer.close()
            raise
    except sqlite3.Error as error:
        raise HistoryError(f"cannot open the history {path}: {error}; name another folder with --data-dir") from None
    except OSError as error:
        reason = why(error)
        raise HistoryError(f"cannot open the history {path}: {reason}; name another folder with --data-dir") from None


def connect(path: Path) -> sqlite3.Connection:
    """A connection as all of them are: autocommit, durable, patient."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is taken out leaves zeroes behind
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file is no whole database."""
    # Errors that Python's own module raises carry no code.
    return isinstance(error, Damage) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def doubt(path: Path) -> None:
    """Have the whole file looked through when it is opened next."""
    with suppress(OSError):
        _doubted(path).touch(mode=_PRIVATE)


def _open_or_begin_anew(path: Path, now_s: float) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    try:
        with _held(path.parent, fcntl.LOCK_SH):
            return _open(path)
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
    with _held(path.parent, fcntl.LOCK_EX):
        try:
            return _open(path)  # another process may have set it aside since
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
        notice = _set_aside(path, now_s)
        return _open(path)[0], (notice,)


def _open(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    # Only a missing file is opened here: closing any handle of a file lets go of all of this process's locks on it,
    # those of another connection too. Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE))
    _look_before_touching(path)
    connection = connect(path)
    try:
        notices = _back_up(connection, path)
        migrate(connection)
        connection.execute("BEGIN IMMEDIATE")  # what may only be read is told now, not at the first call
        connection.execute("ROLLBACK")
        if _size_bytes(path) <= _QUICK_CHECK_BYTES or _doubted(path).exists():
            _look_through(connection)
            _doubted(path).unlink(missing_ok=True)
        connection.execute("SELECT max(id) FROM send").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection, notices


def _back_up(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """Copy a file that an earlier version wrote calls to, before it is changed; says so in a sentence.

    Raises:
        OSError: there is no room for it; the file is as it was.
        sqlite3.Error: likewise.
    """
    found = version(connection)
    if not 0 < found < LATEST or connection.execute("SELECT max(id) FROM send").fetchone() == (None,):
        return ()
    copy = path.with_name(BACKUP.format(name=path.name, version=LATEST))
    if copy.exists():  # another process is at the same work, or the last one was broken off
        return ()
    fresh = copy.with_name(f"{copy.name}.{os.getpid()}.new")
    try:
        os.close(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, _PRIVATE))
        with closing(sqlite3.connect(fresh)) as into:
            connection.backup(into)
        fresh.replace(copy)
    finally:
        for suffix in _PARTS:
            fresh.with_name(fresh.name + suffix).unlink(missing_ok=True)
    return (f"the history is of version {LATEST} now; how it was before is kept as {copy}",)


def _look_through(connection: sqlite3.Connection) -> None:
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise Damage(found)


def _look_before_touching(path: Path) -> None:
    """Look at size and version before SQLite changes anything.

    Raises:
        Damage: it was cut short; SQLite would take it for an empty file, and throw away what is in its log.
        HistoryTooNew: its version is newer than this program.
    """
    size_bytes, is_logged = _size_bytes(path), _size_bytes(path.with_name(f"{path.name}-wal")) > 0
    if size_bytes == 0 and not is_logged:
        return
    if size_bytes < _LEAST_BYTES and not path.is_dir():
        raise Damage("cut short")
    # The last connection that may write would move the log into the file as it closes.
    address = f"{path.absolute().as_uri()}?mode={'ro' if is_logged else 'rw'}"
    with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_MS / 1000)) as looking:
        found = version(looking)
    if found > LATEST:
        raise HistoryTooNew(
            f"the history {path} is of version {found}, this program knows {LATEST}: "
            "use the newer program, or name another folder with --data-dir"
        )


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # SQLite removes its log when the last connection closes
        return 0


@contextmanager
def _held(folder: Path, lock: int) -> Iterator[None]:
    """Hold a lock on the folder: shared while a file in it is opened, exclusive while one is set aside."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, lock)
        yield
    finally:
        os.close(handle)


def _set_aside(path: Path, now_s: float) -> str:
    """Rename a damaged file with its companions; says so in a sentence."""
    stamp = datetime.fromtimestamp(now_s, tz=UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    others = 1
    while aside.exists():
        others += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}-{others}")
    for suffix in _PARTS:
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    _doubted(path).unlink(missing_ok=True)
    return f"the history could not be read; it was set aside as {aside} and a new one was begun"


def _doubted(path: Path) -> Path:
    return path.with_name(f"{path.name}.doubted")
