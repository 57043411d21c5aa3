"""History: one writer, short reads, every call committed before it leaves."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.outcome import Cause, Record, Unknown
from pevents_tui.domain.plan import Call, Target
from pevents_tui.service.history import past, rows, writing
from pevents_tui.service.history.opening import doubt, is_damage, open_file
from pevents_tui.service.history.owners import Owner
from pevents_tui.service.history.search import Filter, Query, bounded, count_query, page_query, stands_in
from pevents_tui.service.history.sent_to import stays_here, users_query

_CRASHED = Unknown(Cause.CRASHED, "the program ended before the answer came")
_EVERYTHING = Filter()
_MOST_TYPES = 1_000
"""Most event types that are told of one tracker."""


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
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._types: tuple[object, frozenset[str]] = (None, frozenset())
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

    def begin(
        self, call: Call, target: Target, *, run: str | None = None, made: Mapping[str, Any] | None = None
    ) -> Record:
        """Keep a call that is about to leave, as its first attempt; on disk when this returns.

        Args:
            call: What leaves.
            target: Where it goes.
            run: Groups the calls of one send.
            made: The template it was made of and what its variables came to.

        Raises:
            HistoryError: it cannot be kept; do not send.
        """
        at_s = self._clock()
        with self._transaction() as db:
            number = writing.add_call(db, call, target, at_s=at_s, run=run, owner=self._owner.token, made=made)
        return Record(number, at_s, target, call, attempts=1, run=run, made=made)

    def reopen(self, record: Record) -> Record:
        """Keep that a call is about to leave once more, as one more attempt; on disk when this returns.

        Raises:
            HistoryError: it cannot be kept; do not send.
        """
        again = replace(
            record, outcome=None, latency_s=None, attempts=record.attempts + 1, retry_in_s=None, exchange=None
        )
        with self._transaction() as db:
            self._expect(writing.begin_again(db, again, self._owner.token), record)
        return again

    def settle(self, record: Record) -> Record:
        """Keep how a call ended: its outcome, latency and attempts; on disk when this returns.

        Raises:
            HistoryError: it cannot be kept; the next start will call it unknown.
        """
        if record.outcome is None:
            return record
        with self._transaction() as db:
            self._expect(writing.add_answer(db, record, record.outcome), record)
        return record

    def get(self, number: int) -> Record | None:
        """The record of a number, None where there is none.

        Raises:
            HistoryError: it cannot be read.
        """
        sql = "SELECT * FROM send JOIN body USING (id) WHERE id = ?"
        with self._read() as db:
            cursor = db.execute(sql, (bounded(number),))
            cursor.row_factory = sqlite3.Row
            row = cursor.fetchone()
        try:
            return rows.record_of(row) if row is not None else None
        except ValueError:
            raise HistoryError(f"call {number} in the history {self._path} is damaged and cannot be shown") from None

    def page(self, where: Filter = _EVERYTHING, *, before: int | None = None, limit: int = 50) -> list[rows.Line]:
        """The newest lines a filter lets through, newest first.

        Args:
            where: What is looked for.
            before: Only lines of smaller numbers: the last one of the page above; None means from the newest.
            limit: Most lines.
        """
        found = self._all(page_query(where, before, limit))
        lines = {row[0]: row for row in found}  # a text may stand in a call and in its answer
        return [rows.line_of(row) for row in list(lines.values())[: bounded(limit)]]

    def count(self, where: Filter = _EVERYTHING, *, most: int | None = None) -> int:
        """How many calls a filter lets through.

        Args:
            where: What is looked for.
            most: Stop counting there; None counts all.
        """
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
        """Event types that a tracker accepted before."""
        tracker = rows.storable(tracking_id)
        version = self._all(Query("PRAGMA data_version", ()))[0][0]  # moves on when anybody else writes to the file
        if self._types[0] != (version, tracker, kind):
            sql = "SELECT type FROM known WHERE tracking_id = ? AND kind = ? LIMIT ?"
            found = frozenset(name for (name,) in self._all(Query(sql, (tracker, kind, _MOST_TYPES))))
            self._types = ((version, tracker, kind), found)
        return self._types[1]

    def past_values(self, tracking_id: str, kind: str, name: str, text: str = "", limit: int = 8) -> list[str]:
        """Values a member had in calls to a tracker: those that begin with a text, then those that hold it.

        Args:
            tracking_id: The tracker.
            kind: A name in `KINDS`.
            name: One of `COMPLETED`.
            text: What stands in the values, upper and lower case alike; empty for any.
            limit: Most values, the newest first.
        """
        query = past.values_query(tracking_id, kind, name, text, bounded(limit))
        return [value for (value,) in self._all(query)]

    def newest_impression(self, tracking_id: str, kind: str) -> tuple[int, tuple[str, ...]] | None:
        """The impressions last sent to a tracker with the number of their call, None where there are none."""
        found = self._all(past.impression_query(tracking_id, kind))
        return (found[0][0], past.impression_of(found[0][1])) if found else None

    def users_of(self, target: Target) -> list[str]:
        """Every user ID in calls that a target's tracker took or may have taken, in order.

        Calls that went to the same tracking ID on this machine count only where the target is there too.

        Args:
            target: A saved one is also told by its name where it has no tracker of its own.
        """
        return [value for (value,) in self._all(users_query(target))]

    def read_past(self, most: int = past.STEP_CALLS) -> bool:
        """Look for values in calls that an earlier version kept, newest first; whether there are more to look at.

        Args:
            most: How many calls.
        """
        if not self._all(past.UNREAD)[0][0]:
            return False
        with self._transaction() as db:
            return past.read_calls(db, most)

    def close(self) -> None:
        """Close the file and end this process's proof of life."""
        self._close_file()
        self._owner.close()

    def _close_file(self) -> None:
        with self._writing, self._reading:
            self._reader.close()
            self._writer.close()

    def _own(self) -> Owner:
        try:
            return Owner(self._path.parent / "owners")
        except OSError as error:
            raise HistoryError(f"cannot make a lock beside the history {self._path}: {error.strerror}") from None

    def _expect(self, is_there: bool, record: Record) -> None:
        if not is_there:
            raise HistoryError(f"the history {self._path} has no call {record.id}")

    def _accepted_later(self, number: int) -> bool:
        record = self.get(number)
        sql = (
            "SELECT 1 FROM fact JOIN send ON send.id = fact.id "
            "WHERE fact.what = ? AND fact.value = ? AND fact.id > ? AND send.word = 'accepted' LIMIT 1"
        )
        names = rows.event_ids_of(record.call) if record else []
        return any(self._all(Query(sql, (rows.EVENT, name, number))) for name in names)

    def _recover(self) -> tuple[str, ...]:
        """Calls of dead processes that were still under way may have arrived."""
        under_way = Query("SELECT id, owner FROM send WHERE word = 'sending'", ())
        dead = {owner for owner in {owner for _, owner in self._all(under_way)} if self._owner.is_dead(owner)}
        lost = [number for number, owner in self._all(under_way) if owner in dead]
        if lost:
            with self._transaction() as db:  # another process may be at the same work
                lost = [number for number, owner in db.execute(under_way.sql) if owner in dead]
                for number in lost:
                    writing.add_outcome(db, number, _CRASHED)
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

    def _fault(self, done: str, error: sqlite3.Error) -> HistoryError:
        if not is_damage(error):
            return HistoryError(f"the history {self._path} cannot be {done}: {error}")
        doubt(self._path)
        return HistoryError(
            f"the history {self._path} is damaged: start again, and it is set aside and a new one begun"
        )
