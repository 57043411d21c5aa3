"""What is written of a call, each inside a transaction of the caller's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from pevents_tui.domain.outcome import Accepted, Outcome, Record
from pevents_tui.domain.plan import Call, Target
from pevents_tui.service.history import past, rows


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
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    sql = f"INSERT INTO send ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
    number = int(db.execute(sql, tuple(columns.values())).lastrowid or 0)
    db.execute(
        "INSERT INTO body (id, call, target, made) VALUES (?, ?, ?, ?)",
        (number, rows.pack(call), rows.dump_target(target), None if made is None else json.dumps(made)),
    )
    facts = [(what, value, number) for what, value in rows.facts_of(call)]
    db.executemany("INSERT OR IGNORE INTO fact VALUES (?, ?, ?)", facts)
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
    return db.execute(sql, (record.attempts, owner, record.id)).rowcount == 1


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
    if text := rows.answer_words(request_id, message):
        db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number * 2 + 1, text))


def _forget_answer(db: sqlite3.Connection, number: int) -> None:
    """Take the last answer's words off the index, which keeps no text of its own to find them by."""
    answer = db.execute("SELECT request_id, message FROM send WHERE id = ?", (number,)).fetchone()
    if answer and (text := rows.answer_words(*answer)):
        db.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (number * 2 + 1, text))
