"""Calls leave the file: their rows, all they can be found by, and the values that are offered because of them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from pevents_tui.domain.plan import Call
from pevents_tui.service.history import past, rows
from pevents_tui.service.history.opening import BACKUP

_MERGE_PAGES = 500
"""How much of the index of words is written anew at once, so that other processes get their turns."""
_FACT_OF: Mapping[str, str] = MappingProxyType(
    {"userId": rows.USER, "sessionId": rows.SESSION, "itemId": rows.ITEM, "actionId": rows.ITEM, "eventType": rows.TYPE}
)
_NEWEST_OTHER = """
INSERT OR IGNORE INTO past
    SELECT ?1, ?2, ?3, ?4, fact.id FROM fact JOIN send ON send.id = fact.id
    WHERE fact.what = ?5 AND fact.value = ?4 AND send.tracking_id = ?1 AND send.kind = ?2
    ORDER BY fact.id DESC LIMIT 1
"""
_UNKNOWN_NOW = """
DELETE FROM known WHERE tracking_id = ?1 AND kind = ?2 AND type = ?3 AND NOT EXISTS (
    SELECT 1 FROM fact JOIN send ON send.id = fact.id
    WHERE fact.what = 'type' AND fact.value = ?3 AND send.tracking_id = ?1 AND send.kind = ?2
    AND send.word = 'accepted')
"""
_ACCEPTED_LATER = """
SELECT 1 FROM fact JOIN send ON send.id = fact.id
    WHERE fact.what = ? AND fact.value = ? AND fact.id > ? AND send.word = 'accepted' LIMIT 1
"""
_LATER = """
SELECT DISTINCT send.id, send.word FROM fact JOIN send ON send.id = fact.id
    WHERE fact.what = ? AND fact.value = ? AND fact.id > ? ORDER BY send.id LIMIT ?
"""


def forget(db: sqlite3.Connection, numbers: Iterable[int]) -> int:
    """Take calls out, inside a transaction of the caller's; those under way stay. How many went.

    The connection's foreign keys must be off: their look-up would read all of `fact` once a call.
    """
    gone = 0
    for number in numbers:
        sql = "SELECT kind, worded, tags, request_id, message, note FROM send WHERE id = ? AND word <> 'sending'"
        if (row := db.execute(sql, (number,)).fetchone()) is None:
            continue
        kind, worded, tags, *_ = row
        call = _call(db, number, kind)
        _forget_words(db, number, call, worded)
        db.execute("DELETE FROM send WHERE id = ?", (number,))
        db.execute("DELETE FROM body WHERE id = ?", (number,))
        if call is None:  # damaged: what it can be found by is looked for in all there is
            db.execute("DELETE FROM fact WHERE id = ?", (number,))
        else:
            facts = {*rows.facts_of(call), *((rows.TAG, tag) for tag in rows.tags_of(tags))}
            db.executemany(
                "DELETE FROM fact WHERE what = ? AND value = ? AND id = ?", [(*each, number) for each in facts]
            )
            _forget_values(db, number, call)
        gone += 1
    return gone


def was_accepted_later(db: sqlite3.Connection, number: int) -> bool:
    """Whether a later call with one of the same event ids was accepted."""
    return any(db.execute(_ACCEPTED_LATER, (rows.EVENT, name, number)).fetchone() for name in _event_ids(db, number))


def calls_later(db: sqlite3.Connection, number: int, most: int) -> list[tuple[int, str]]:
    """The later calls with one of the same event ids, the oldest first, each with how it ended; so many for each id."""
    names = _event_ids(db, number)
    return sorted({row for name in names for row in db.execute(_LATER, (rows.EVENT, name, number, most))})


def _event_ids(db: sqlite3.Connection, number: int) -> list[str]:
    """The event ids of a call; none where it is damaged or not there."""
    row = db.execute("SELECT kind FROM send WHERE id = ?", (number,)).fetchone()
    call = _call(db, number, row[0]) if row is not None else None
    return rows.event_ids_of(call) if call is not None else []


def merge_words(db: sqlite3.Connection, *, first: bool) -> bool:
    """Write part of the index of words anew, so that it holds nothing of what was taken out; whether there is more."""
    before = db.total_changes
    pages = -_MERGE_PAGES if first else _MERGE_PAGES
    db.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,))
    return db.total_changes - before > 1  # SQLite's own sign that there was something to merge


def forget_backups(path: Path) -> list[Path]:
    """Remove the copies taken before migrations, which hold what was taken out; gives those that were."""
    found = sorted(path.parent.glob(BACKUP.format(name=path.name, version="*")))
    for each in found:
        each.unlink(missing_ok=True)
    return found


def _call(db: sqlite3.Connection, number: int, kind: str) -> Call | None:
    with suppress(TypeError, ValueError, KeyError, AttributeError, zlib.error):
        call = Call(kind, json.loads(zlib.decompress(db.execute(_BODY, (number,)).fetchone()[0])))
        rows.words_of(call)
        return call
    return None


_BODY = "SELECT call FROM body WHERE id = ?"


def _forget_words(db: sqlite3.Connection, number: int, call: Call | None, worded: int) -> None:
    answer = db.execute("SELECT request_id, message, tags, note FROM send WHERE id = ?", (number,)).fetchone()
    texts = [(number * 2 + 1, rows.answer_words(*answer))]
    if call is not None:
        texts.append((number * 2, rows.words_of(call, worded)))
    sql = "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)"
    db.executemany(sql, [each for each in texts if each[1]])


def _forget_values(db: sqlite3.Connection, number: int, call: Call) -> None:
    """Offer a value no longer for this call's sake, but for that of the newest other one that has it."""
    who = (rows.storable(call.tracking_id), call.kind)
    for name, value in dict.fromkeys(past.values_of(call)):
        sql = "DELETE FROM past WHERE tracking_id = ? AND kind = ? AND name = ? AND value = ? AND id = ?"
        if db.execute(sql, (*who, name, value, number)).rowcount and name in _FACT_OF:
            db.execute(_NEWEST_OTHER, (*who, name, value, _FACT_OF[name]))
    db.execute("DELETE FROM impression WHERE tracking_id = ? AND kind = ? AND id = ?", (*who, number))
    db.executemany(_UNKNOWN_NOW, [(*who, name) for name in rows.types_of(call)])
