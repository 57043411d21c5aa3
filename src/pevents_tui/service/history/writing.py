"""What is written of a call, each inside a transaction of the caller's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from pevents_tui.domain.outcome import Accepted, Outcome, Record
from pevents_tui.domain.plan import Call, Target
from pevents_tui.service.history import past, rows

_ADD_FACT = "INSERT OR IGNORE INTO fact VALUES (?, ?, ?)"
_ANSWER = "SELECT request_id, message, tags, note FROM send WHERE id = ?"


def add_call(
    db: sqlite3.Connection,
    call: Call,
    target: Target,
    *,
    at_s: float,
    run: str | None,
    owner: str,
    made: Mapping[str, Any] | None = None,
) -> int:
    """Keep a call as under way; gives its number."""
    columns = rows.new_columns(call, target, at_s, run, owner)
    (newest_s,) = db.execute("SELECT max(at_s) FROM send").fetchone()
    columns["late"] = int(newest_s is not None and at_s < newest_s)
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    sql = f"INSERT INTO send ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
    number = int(db.execute(sql, tuple(columns.values())).lastrowid or 0)
    db.execute(
        "INSERT INTO body (id, call, target, made) VALUES (?, ?, ?, ?)",
        (number, rows.pack(call), rows.dump_target(target), None if made is None else json.dumps(made)),
    )
    facts = [(what, value, number) for what, value in rows.facts_of(call)]
    db.executemany(_ADD_FACT, facts)
    db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number * 2, rows.words_of(call)))
    past.add_values(db, call, number)
    return number


def begin_again(db: sqlite3.Connection, record: Record, owner: str) -> bool:
    """Keep that a call is under way once more; whether there is such a call."""
    _forget_answer(db, record.id)
    db.execute("UPDATE body SET outcome = NULL, exchange = NULL WHERE id = ?", (record.id,))
    sql = (
        "UPDATE send SET word = 'sending', attempts = ?, owner = ?, request_id = NULL, message = NULL, "
        "latency_s = NULL WHERE id = ?"
    )
    is_there = db.execute(sql, (record.attempts, owner, record.id)).rowcount == 1
    _index_answer(db, record.id)
    return is_there


def add_answer(db: sqlite3.Connection, record: Record, outcome: Outcome) -> bool:
    """Keep how a call ended, in place of what an earlier attempt left; whether there is such a call."""
    sql = "UPDATE send SET latency_s = ?, attempts = ? WHERE id = ?"
    if db.execute(sql, (record.latency_s, record.attempts, record.id)).rowcount != 1:
        return False
    add_outcome(db, record.id, outcome)
    db.execute("UPDATE body SET exchange = ? WHERE id = ?", (rows.pack_exchange(record), record.id))
    if isinstance(outcome, Accepted):
        who = (rows.storable(record.call.tracking_id), record.call.kind)
        types = [(*who, name) for name in rows.types_of(record.call)]
        db.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", types)
    return True


def add_outcome(db: sqlite3.Connection, number: int, outcome: Outcome) -> None:
    """Keep the outcome of a call that is in the history."""
    _forget_answer(db, number)
    request_id, message = rows.receipt_of(outcome)
    sql = "UPDATE send SET word = ?, request_id = ?, message = ? WHERE id = ?"
    db.execute(sql, (outcome.word, request_id, message, number))
    db.execute("UPDATE body SET outcome = ? WHERE id = ?", (rows.dump_outcome(outcome), number))
    _index_answer(db, number)


def add_tags(db: sqlite3.Connection, number: int, add: Iterable[str], remove: Iterable[str]) -> bool:
    """Keep what a call is marked with; whether there is such a call."""
    found = db.execute("SELECT tags FROM send WHERE id = ?", (number,)).fetchone()
    if found is None:
        return False
    held, gone = rows.tags_of(found[0]), {rows.storable(tag) for tag in remove}
    tags = [tag for tag in dict.fromkeys([*held, *map(rows.storable, add)]) if tag not in gone]
    _forget_answer(db, number)
    column = json.dumps(tags, ensure_ascii=False) if tags else None
    db.execute("UPDATE send SET tags = ? WHERE id = ?", (column, number))
    for sql, which in (("DELETE FROM fact WHERE what = ? AND value = ? AND id = ?", gone), (_ADD_FACT, tags)):
        db.executemany(sql, [(rows.TAG, tag, number) for tag in which])
    _index_answer(db, number)
    return True


def add_note(db: sqlite3.Connection, number: int, note: str | None) -> bool:
    """Keep what is written about a call; whether there is such a call."""
    _forget_answer(db, number)
    text = rows.storable(note) if note else None
    is_there = db.execute("UPDATE send SET note = ? WHERE id = ?", (text, number)).rowcount == 1
    _index_answer(db, number)
    return is_there


def _index_answer(db: sqlite3.Connection, number: int) -> None:
    answer = db.execute(_ANSWER, (number,)).fetchone()
    if answer and (text := rows.answer_words(*answer)):
        db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number * 2 + 1, text))


def _forget_answer(db: sqlite3.Connection, number: int) -> None:
    """Take the last answer's words off the index, which keeps no text of its own to find them by."""
    answer = db.execute(_ANSWER, (number,)).fetchone()
    if answer and (text := rows.answer_words(*answer)):
        db.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (number * 2 + 1, text))
