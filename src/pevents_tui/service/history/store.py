"""History: one writer, short reads, every call committed before it leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.outcome import SENDING, Accepted, Cause, NotSent, Record, Refused, Unknown
from pevents_tui.domain.plan import Call, Target
from pevents_tui.service.history import rows, writing
from pevents_tui.service.history.forgetting import calls_later, was_accepted_later
from pevents_tui.service.history.recalling import Recalling
from pevents_tui.service.history.search import (
    FAILED,
    FAILURES,
    Filter,
    Query,
    bounded,
    count_query,
    page_query,
    tally_query,
)
from pevents_tui.service.history.upkeep import checked_tag

_CRASHED = Unknown(Cause.CRASHED, "the program ended before the answer came")
_EVERYTHING = Filter()
_PAGE = 5_000
"""How many lines are read at once where only their numbers are asked for."""
_EVERY = 2**60
"""More than any history holds."""
WORDS = (Accepted.word, Refused.word, Unknown.word, NotSent.word, SENDING)
"""Every way a call stands in the history."""


class History(Recalling):
    """Every call ever made, in one file; safe to use from several threads, by several processes at once.

    Args:
        path: The file; made private where it is missing.
        clock: Epoch seconds.

    Raises:
        HistoryTooNew: a newer version wrote it; untouched.
        HistoryError: it cannot be opened, read or written.
    """

    def begin(
        self,
        call: Call,
        target: Target,
        *,
        run: str | None = None,
        made: Mapping[str, Any] | None = None,
        tags: Sequence[str] = (),
    ) -> Record:
        """Keep a call that is about to leave, as its first attempt; on disk when this returns.

        Args:
            call: What leaves.
            target: Where it goes.
            run: Groups the calls of one send.
            made: The template it was made of and what its variables came to.
            tags: What it is marked with, each one word; see `checked_tag`.

        Raises:
            HistoryError: it cannot be kept; do not send.
            ValueError: a tag is none; do not send.
        """
        at_s, marks = self._clock(), tuple(dict.fromkeys(map(checked_tag, tags)))
        with self._transaction() as db:
            number = writing.add_call(db, call, target, at_s=at_s, run=run, owner=self._owner.token, made=made)
            if marks:
                writing.add_tags(db, number, marks, ())
        return Record(number, at_s, target, call, attempts=1, run=run, made=made, tags=marks)

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
        found = [row for part in where.parts for row in self._all(page_query(part, before, limit))]
        lines = {row[0]: row for row in found}  # a text may stand in a call and in its answer
        return [rows.line_of(lines[number]) for number in sorted(lines, reverse=True)[: bounded(limit)]]

    def count(self, where: Filter = _EVERYTHING, *, most: int | None = None) -> int:
        """How many calls a filter lets through.

        Args:
            where: What is looked for.
            most: Stop counting there; None counts all.
        """
        counted = sum(int(self._all(count_query(part, most))[0][0]) for part in where.parts)
        return counted if most is None else min(counted, bounded(most))

    def tally(self, where: Filter = _EVERYTHING, *, most: int = 10_000) -> dict[str, int]:
        """How many calls a filter lets through by how they ended; an outcome that none had is left out.

        It keeps no other reader waiting.

        Args:
            where: What is looked for.
            most: Look at so many of the newest; where nothing is looked for, count up to so many for each outcome.
        """
        if where.is_empty:
            counted = {word: self._counted(count_query(replace(where, outcome=word), most))[0][0] for word in WORDS}
        else:
            found = [row for part in where.parts for row in self._counted(tally_query(part, most))]
            counted = dict(found)
        return {word: counted[word] for word in WORDS if counted.get(word)}

    def next_failure(self, where: Filter = _EVERYTHING, *, before: int | None = None) -> rows.Line | None:
        """The newest call below a number that was not accepted, among those a filter lets through; None without one."""
        outcome = FAILED if where.outcome is None else where.outcome
        if outcome not in {FAILED, *FAILURES}:
            return None
        return next(iter(self.page(replace(where, outcome=outcome), before=before, limit=1)), None)

    def position(self, number: int, where: Filter = _EVERYTHING, *, most: int | None = None) -> int:
        """How many newer calls than that of a number a filter lets through.

        Args:
            number: The call.
            where: What is looked for.
            most: Stop counting there; None counts all.
        """
        return sum(int(self._all(count_query(part, most, newer=number))[0][0]) for part in where.parts)

    def numbers(self, where: Filter = _EVERYTHING, most: int | None = 10_000) -> list[int]:
        """The numbers of the newest calls a filter lets through, newest first; all of them where most is None."""
        found: list[int] = []
        left = bounded(_EVERY if most is None else most)
        while left > 0:
            step = min(left, _PAGE)
            page = self.page(where, before=found[-1] if found else None, limit=step)
            found += [line.id for line in page]
            left = left - step if len(page) == step else 0
        return found

    def newest_id(self) -> int:
        """The newest record's number, 0 where there is none."""
        return int(self._all(Query("SELECT coalesce(max(id), 0) FROM send", ()))[0][0])

    def unknown(self, limit: int = 100) -> list[rows.Line]:
        """The newest calls that may have arrived, and were not accepted later as the same event ids."""
        found = self.page(Filter(outcome=Unknown.word), limit=limit)
        with self._read() as db:
            return [line for line in found if not was_accepted_later(db, line.id)]

    def sent_again(self, number: int, most: int = 20) -> list[tuple[int, str]]:
        """The numbers of later calls that hold an event of a call, the oldest first, each with how it ended.

        Args:
            number: The call.
            most: Most calls.
        """
        with self._read() as db:
            return calls_later(db, bounded(number), most)[:most]

    def _expect(self, is_there: bool, record: Record) -> None:
        if not is_there:
            raise HistoryError(f"the history {self._path} has no call {record.id}")

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
