"""History: one writer, short reads, every call committed before it leaves."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.outcome import Cause, Outcome, Record, Unknown
from pevents_tui.domain.plan import Call, Target
from pevents_tui.service.history import rows
from pevents_tui.service.history.opening import open_file
from pevents_tui.service.history.owners import Owner
from pevents_tui.service.history.search import Filter, Query, count_query, joined, page_query

_CRASHED = Unknown(Cause.CRASHED, "the program ended before the answer came")
_EVERYTHING = Filter()
_TYPES_FROM = 500
"""How many of a tracker's newest accepted calls tell its event types."""


class History:
    """Every call ever made, in one file; safe to use from several threads, by several processes at once.

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
        self._writing = threading.RLock()
        self._reading = threading.Lock()
        self._writer, self._reader, notices = open_file(path)
        self._reader.create_function("concat_row", 5, joined, deterministic=True)
        try:
            self._owner = Owner(path.parent / "owners")
        except OSError as error:
            self._writer.close()
            self._reader.close()
            raise HistoryError(f"cannot make a lock beside the history {path}: {error.strerror}") from None
        self.notices = notices + self._recover()
        """Plain sentences on what opening it did, for a front end to tell."""

    def begin(self, call: Call, target: Target, *, run: str | None = None) -> Record:
        """Keep a call that is about to leave, as its first attempt; on disk when this returns.

        Raises:
            HistoryError: it cannot be kept; do not send.
        """
        at_s = self._clock()
        columns = rows.new_columns(call, target, at_s, run, self._owner.token)
        with self._transaction() as db:
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            sql = f"INSERT INTO send ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
            number = int(db.execute(sql, tuple(columns.values())).lastrowid or 0)
            db.execute("INSERT INTO body VALUES (?, ?, ?, NULL)", (number, rows.pack(call), rows.dump_target(target)))
            facts = [(what, value, number) for what, value in rows.facts_of(call)]
            db.executemany("INSERT OR IGNORE INTO fact VALUES (?, ?, ?)", facts)
            db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number * 2, rows.words_of(call)))
        return Record(number, at_s, target, call, attempts=1, run=run)

    def reopen(self, record: Record) -> Record:
        """Keep that a call is about to leave once more.

        Raises:
            HistoryError: it cannot be kept; do not send.
        """
        again = replace(record, outcome=None, latency_s=None, attempts=record.attempts + 1, retry_in_s=None)
        with self._transaction() as db:
            self._forget_answer(db, record.id)
            changed = "word = 'sending', attempts = ?, owner = ?, request_id = NULL, message = NULL"
            values = (again.attempts, self._owner.token, record.id)
            db.execute(f"UPDATE send SET {changed} WHERE id = ?", values)  # noqa: S608 - names of ours
            db.execute("UPDATE body SET outcome = NULL WHERE id = ?", (record.id,))
        return again

    def settle(self, record: Record) -> Record:
        """Keep how a call ended.

        Raises:
            HistoryError: it cannot be kept; the next start will call it unknown.
        """
        if record.outcome is None:
            return record
        with self._transaction() as db:
            self._settle(db, record.id, record.outcome, record.latency_s)
        return record

    def get(self, number: int) -> Record | None:
        """The record of a number, None where there is none."""
        sql = "SELECT * FROM send JOIN body USING (id) WHERE id = ?"
        with self._read() as db:
            cursor = db.execute(sql, (number,))
            cursor.row_factory = sqlite3.Row
            row = cursor.fetchone()
        return rows.record_of(row) if row is not None else None

    def page(self, where: Filter = _EVERYTHING, *, before: int | None = None, limit: int = 50) -> list[rows.Line]:
        """The newest lines a filter lets through, newest first.

        Args:
            where: What is looked for.
            before: Only lines of smaller numbers: the last one of the page above; None means from the newest.
            limit: Most lines.
        """
        if where.finds_nothing:
            return []
        found = self._all(page_query(where, before, limit))
        lines = {row[0]: row for row in found}  # a text may stand in a call and in its answer
        return [rows.line_of(row) for row in list(lines.values())[:limit]]

    def count(self, where: Filter = _EVERYTHING, *, most: int | None = None) -> int:
        """How many calls a filter lets through.

        Args:
            where: What is looked for.
            most: Stop counting there; None counts all.
        """
        if where.finds_nothing:
            return 0
        return int(self._all(count_query(where, most))[0][0])

    def newest_id(self) -> int:
        """The newest record's number, 0 where there is none."""
        return int(self._all(Query("SELECT coalesce(max(id), 0) FROM send", ()))[0][0])

    def unknown(self, limit: int = 100) -> list[rows.Line]:
        """The newest calls that may have arrived, and were not accepted later as the same event ids."""
        return [
            line for line in self.page(Filter(outcome=Unknown.word), limit=limit) if not self._accepted_later(line.id)
        ]

    def known_types(self, tracking_id: str, kind: str) -> frozenset[str]:
        """Event types that a tracker accepted lately."""
        lines = self.page(Filter(tracking_id=tracking_id, kind=kind), limit=_TYPES_FROM)
        return frozenset(name for line in lines if line.word == "accepted" for name in line.event_types)

    def close(self) -> None:
        """Close the file and end this process's proof of life."""
        with self._writing, self._reading:
            self._reader.close()
            self._writer.close()
            self._owner.close()

    def _settle(self, db: sqlite3.Connection, number: int, outcome: Outcome, latency_s: float | None) -> None:
        request_id, message = rows.receipt_of(outcome)
        sql = "UPDATE send SET word = ?, request_id = ?, message = ?, latency_s = ? WHERE id = ?"
        db.execute(sql, (outcome.word, request_id, message, latency_s, number))
        db.execute("UPDATE body SET outcome = ? WHERE id = ?", (rows.dump_outcome(outcome), number))
        if text := rows.answer_words(request_id, message):
            db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number * 2 + 1, text))

    def _forget_answer(self, db: sqlite3.Connection, number: int) -> None:
        """Take the last answer's words off the index, which keeps no text of its own to find them by."""
        answer = db.execute("SELECT request_id, message FROM send WHERE id = ?", (number,)).fetchone()
        if answer and (text := rows.answer_words(*answer)):
            db.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (number * 2 + 1, text))

    def _accepted_later(self, number: int) -> bool:
        sql = (
            "SELECT 1 FROM fact AS mine JOIN fact AS other ON other.what = mine.what AND other.value = mine.value "
            "JOIN send ON send.id = other.id "
            "WHERE mine.what = ? AND mine.id = ? AND other.id > ? AND send.word = 'accepted' LIMIT 1"
        )
        return bool(self._all(Query(sql, (rows.EVENT, number, number))))

    def _recover(self) -> tuple[str, ...]:
        """Calls of dead processes that were still under way may have arrived."""
        under_way = Query("SELECT id, owner FROM send WHERE word = 'sending'", ())
        dead = {owner for owner in {owner for _, owner in self._all(under_way)} if self._owner.is_dead(owner)}
        lost: list[int] = []
        if dead:
            with self._transaction() as db:  # another process may be at the same work
                lost = [number for number, owner in db.execute(under_way.sql) if owner in dead]
                for number in lost:
                    self._settle(db, number, _CRASHED, None)
        self._owner.sweep()
        if not lost:
            return ()
        calls = "1 call was" if len(lost) == 1 else f"{len(lost)} calls were"
        return (f"{calls} under way when the program ended, and may have arrived: history list --outcome unknown",)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One write, whole or not at all, on disk when it ends."""
        with self._writing:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                try:
                    yield self._writer
                    self._writer.execute("COMMIT")
                except BaseException:
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise HistoryError(f"the history {self._path} cannot be written: {error}") from None

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        with self._reading:
            try:
                yield self._reader
            except sqlite3.Error as error:
                raise HistoryError(f"the history {self._path} cannot be read: {error}") from None

    def _all(self, query: Query) -> list[Any]:
        with self._read() as db:
            return db.execute(query.sql, query.values).fetchall()
