"""What a person does with calls that ended: mark them, write about them, bring them back, have them forgotten."""

from __future__ import annotations

import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from pevents_tui.domain.outcome import Cause, Record, Unknown
from pevents_tui.service.history import rows, writing
from pevents_tui.service.history.file import HistoryFile
from pevents_tui.service.history.forgetting import forget, forget_backups, merge_words, was_accepted_later
from pevents_tui.service.history.search import Query, bounded

MOST_NOTE = 4_000
"""Most characters of a note."""
MOST_TAG = 64
"""Most characters of a tag."""
_BATCH = 200
"""How many calls are written at once, so that other processes get their turns."""
_LOOKED_AT = 5_000
"""How many calls are looked up at once to be taken out."""
_TURN_S = 0.4
"""How long calls are taken out at once, so that other processes get their turns."""
_VACUUM_BYTES = 268_435_456
"""Up to this size a file is written anew when calls were taken out; in a larger one their room is used again."""
_LEFT_BEHIND = Unknown(Cause.CRASHED, "it was under way when it was exported")


@dataclass(frozen=True, slots=True)
class Gone:
    """What was taken out of the history.

    Attributes:
        calls: How many calls.
        backups: How many copies from before a migration went with them.
        is_erased: Nothing of them is in the file or its log; otherwise another program reads it just now, and the log
            is emptied when the last one ends.
    """

    calls: int
    backups: int = 0
    is_erased: bool = True

    @property
    def sentence(self) -> str:
        """For a person, in a line."""
        if not self.calls:
            return "nothing was deleted"
        told = f"{self.calls} call{'' if self.calls == 1 else 's'} deleted"
        if self.backups:
            told += ", and the copy from before an upgrade with them"
        if not self.is_erased:
            told += "; another program reads the history, whose log is emptied when it ends"
        return told


def checked_tag(text: str) -> str:
    """A tag as it is kept.

    Raises:
        ValueError: it is empty, longer than `MOST_TAG`, or holds blanks, commas, quotes or control characters.
    """
    tag = text.strip()
    if not tag or len(tag) > MOST_TAG or any(char in ' ,"' or not char.isprintable() for char in tag):
        raise ValueError(f"{text[:80]!a} is no tag: one word of at most {MOST_TAG} characters")
    return tag


class Upkeep(HistoryFile):
    """A history file with what a person does to the calls in it."""

    def tag(self, numbers: Iterable[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
        """Mark calls with tags, or take tags off them; how many of the calls there are.

        Args:
            numbers: The calls.
            add: Tags to mark them with; see `checked_tag`.
            remove: Tags to take off.

        Raises:
            ValueError: one is no tag.
            HistoryError: it cannot be kept.
        """
        new, gone = [checked_tag(each) for each in add], list(remove)
        with self._transaction() as db:
            return sum(writing.add_tags(db, bounded(number), new, gone) for number in numbers)

    def note(self, number: int, text: str) -> bool:
        """Keep what is written about a call in place of what was; whether there is such a call.

        Args:
            number: The call.
            text: Empty for nothing; more than `MOST_NOTE` characters are cut.
        """
        with self._transaction() as db:
            return writing.add_note(db, bounded(number), text.strip()[:MOST_NOTE] or None)

    def add(self, records: Iterable[Record]) -> int:
        """Keep calls that another history kept, each under a new number; how many were not here yet.

        Raises:
            HistoryError: they cannot be kept.
        """
        added, left = 0, iter(records)
        while batch := list(islice(left, _BATCH)):
            with self._transaction() as db:
                added += sum(self._add_one(db, record) for record in batch)
        return added

    @property
    def is_untidy(self) -> bool:
        """Whether calls were taken out, and the program ended before nothing of them was left."""
        return self._untidy.exists()

    def tidy(self) -> None:
        """Have nothing left of what was taken out before the program ended."""
        self._end(1)

    def delete(
        self,
        numbers: Iterable[int],
        *,
        when_gone: Callable[[], None] = lambda: None,
        told: Callable[[int], None] = lambda _gone: None,
    ) -> Gone:
        """Take calls out for good; those under way stay.

        Args:
            numbers: The calls.
            when_gone: Called when they are in no list any more. What is left of them in the index of words goes after
                that, which takes some 20 s where there are a million calls.
            told: Called with how many went, again and again until nothing of them is left.

        Raises:
            HistoryError: the file cannot be written.
        """
        gone = self._take_out(sorted({bounded(number) for number in numbers}), 0, told)
        when_gone()
        return self._end(gone, told)

    def prune(
        self,
        *,
        older_s: float | None = None,
        keep: int | None = None,
        told: Callable[[int], None] = lambda _gone: None,
    ) -> Gone:
        """Take out calls that are old or many; those that may have arrived stay until it is known, or they are deleted.

        Args:
            older_s: Those made longer ago than this; None for any age.
            keep: All but so many of the newest; None for any number.
            told: Called with how many went, again and again until nothing of them is left.

        Raises:
            HistoryError: the file cannot be written.
        """
        limits: list[tuple[str, float]] = []
        if older_s is not None:
            limits.append(("at_s < ?", self._clock() - older_s))
        if keep is not None:
            limits.append(("id <= (SELECT id FROM send ORDER BY id DESC LIMIT 1 OFFSET ?)", bounded(keep)))
        gone = 0
        for condition, value in limits:
            while batch := self._ended(condition, value):
                gone = self._take_out(batch, gone, told)
            gone = self._take_out(self._known_since(condition, value), gone, told)
        return self._end(gone, told)

    def _ended(self, condition: str, value: float) -> list[int]:
        """The next calls that are too old or too many, of those whose end is known."""
        sql = f"SELECT id FROM send WHERE {condition} AND word NOT IN ('sending', 'unknown') LIMIT ?"  # noqa: S608
        return [number for (number,) in self._all(Query(sql, (value, _LOOKED_AT)))]

    def _known_since(self, condition: str, value: float) -> list[int]:
        """Those that may have arrived and were accepted later, as the same event ids."""
        sql = f"SELECT id FROM send WHERE word = 'unknown' AND {condition}"  # noqa: S608 - a condition of our own
        found = [number for (number,) in self._all(Query(sql, (value,)))]
        with self._read() as db:
            return [number for number in found if was_accepted_later(db, number)]

    def _take_out(self, numbers: Iterable[int], gone: int, told: Callable[[int], None]) -> int:
        """Take calls out, others getting their turns between; how many went, with those before."""
        left = deque(numbers)
        while left:
            gone += self._forget(_turn(left))
            told(gone)
        return gone

    @property
    def _untidy(self) -> Path:
        """A file that stands for work on the file that is still to be done."""
        return self._path.with_name(f"{self._path.name}.untidy")

    def _forget(self, numbers: Iterable[int]) -> int:
        with self._alone() as db:
            with suppress(OSError):
                self._untidy.touch(mode=0o600)
            db.execute("PRAGMA foreign_keys = OFF")
            try:
                db.execute("BEGIN IMMEDIATE")
                gone = forget(db, numbers)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            finally:
                db.execute("PRAGMA foreign_keys = ON")
        return gone

    def _end(self, gone: int, told: Callable[[int], None] = lambda _gone: None) -> Gone:
        """Have nothing left of what was taken out: not in the index of words, not in the log, not in a copy."""
        if not gone:
            self._untidy.unlink(missing_ok=True)
            return Gone(0)
        more = True
        for first in (True, *[False] * 10_000):
            with self._transaction() as db:
                more = merge_words(db, first=first)
            told(gone)
            if not more and not first:
                break
        with self._alone() as db:
            if self._path.stat().st_size <= _VACUUM_BYTES:
                with suppress(sqlite3.OperationalError):  # no room for a second file: what went is zeroes all the same
                    db.execute("VACUUM")
            busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._untidy.unlink(missing_ok=True)
        return Gone(gone, len(forget_backups(self._path)), is_erased=not busy)

    def _add_one(self, db: sqlite3.Connection, record: Record) -> bool:
        sql = "SELECT body.call FROM send JOIN body USING (id) WHERE at_s = ? AND send.kind = ?"
        packed = rows.pack(record.call)
        if any(found == packed for (found,) in db.execute(sql, (record.at_s, record.call.kind))):
            return False
        number = writing.add_call(
            db,
            record.call,
            record.target,
            at_s=record.at_s,
            run=record.run,
            owner=self._owner.token,
            made=record.made,
        )
        outcome = record.outcome or _LEFT_BEHIND
        writing.add_answer(db, replace(record, id=number, outcome=outcome), outcome)
        if record.tags:
            writing.add_tags(db, number, record.tags, ())
        if record.note:
            writing.add_note(db, number, record.note[:MOST_NOTE])
        return True


def _turn(left: deque[int]) -> Iterator[int]:
    """The next calls, as many as are taken out before it is another program's turn."""
    until_s = time.monotonic() + _TURN_S
    while left:
        yield left.popleft()
        if time.monotonic() >= until_s:
            return
