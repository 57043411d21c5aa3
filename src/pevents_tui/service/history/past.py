"""Values that were sent before, told apart and few enough to be looked through at every key.

`past` holds each value of the members in `COMPLETED` once a tracker and operation, with the number of the newest call
it stands in, until 10,000 newer values push it out. User ids are personal data: whoever takes calls out of the history
takes their values out of `past` and `impression` too.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping

from pevents_tui.domain.plan import Call
from pevents_tui.domain.suggestions import COMPLETED
from pevents_tui.service.history.rows import storable
from pevents_tui.service.history.search import Query

MOST_VALUES = 10_000
"""How many values of one member of one tracker and operation are kept."""
STEP_CALLS = 200
"""How many calls of an earlier version are looked through at once: some ten milliseconds."""
UNREAD = Query("SELECT count(*) FROM unread WHERE before > least + 1", ())
"""Whether calls that an earlier version kept are still to be looked through."""
_LONGEST = 256
"""Longest value kept; no id that the service takes is longer."""
_LONGEST_LIST = 16_384
"""Longest JSON text of impressions kept: more than the service takes."""
_TRIM_CALLS = 64
"""Values past the most are taken away at one call in so many."""

_ADD = """
INSERT INTO past VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET id = excluded.id WHERE excluded.id > id
"""
_ADD_LIST = """
INSERT INTO impression VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET id = excluded.id, list = excluded.list WHERE excluded.id > id
"""
_TRIM = """
DELETE FROM past WHERE tracking_id = ?1 AND kind = ?2 AND name = ?3 AND id < (
    SELECT id FROM past WHERE tracking_id = ?1 AND kind = ?2 AND name = ?3 ORDER BY id DESC LIMIT 1 OFFSET ?4)
"""
_NEWEST = "SELECT value FROM past WHERE tracking_id = ? AND kind = ? AND name = ? ORDER BY id DESC LIMIT ?"
_HOLDING = """
SELECT value FROM past WHERE tracking_id = ? AND kind = ? AND name = ? AND value LIKE ? ESCAPE '!'
ORDER BY value LIKE ? ESCAPE '!' DESC, id DESC LIMIT ?
"""
_CALLS = (
    "SELECT id, send.kind, body.call FROM send JOIN body USING (id) WHERE id < ? AND id > ? ORDER BY id DESC LIMIT ?"
)


def add_values(db: sqlite3.Connection, call: Call, number: int) -> None:
    """Keep the values of a call, and its last impressions."""
    _add(db, call, number)
    if number * 40_503 % 65_536 < 65_536 // _TRIM_CALLS:  # spread, so that calls to several trackers get their turns
        _trim(db, {(storable(call.tracking_id), call.kind)})


def read_calls(db: sqlite3.Connection, most: int) -> bool:
    """Keep the values of the next calls that an earlier version wrote; whether there are more."""
    before, least = db.execute("SELECT before, least FROM unread").fetchone()
    found = db.execute(_CALLS, (before, least, most)).fetchall()
    whose = set()
    for number, kind, packed in found:
        try:
            call = Call(kind, json.loads(zlib.decompress(packed)))
            _add(db, call, number)
        except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
            continue  # a damaged one is told when it is looked at
        whose.add((storable(call.tracking_id), kind))
    _trim(db, whose)
    rest = found[-1][0] if len(found) == most else least + 1
    db.execute("UPDATE unread SET before = ?", (rest,))
    return bool(rest > least + 1)


def values_query(tracking_id: str, kind: str, name: str, text: str, limit: int) -> Query:
    """The query for the values that begin with a text, then those that hold it; newest first."""
    held = storable(text[: _LONGEST + 1]).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    who = (storable(tracking_id), kind, name)
    return Query(_HOLDING, (*who, f"%{held}%", f"{held}%", limit)) if held else Query(_NEWEST, (*who, limit))


def impression_query(tracking_id: str, kind: str) -> Query:
    """The query for the number of the last call with impressions, and their text."""
    sql = "SELECT id, list FROM impression WHERE tracking_id = ? AND kind = ?"
    return Query(sql, (storable(tracking_id), kind))


def impression_of(text: str) -> tuple[str, ...]:
    """The ids of a kept list."""
    return tuple(json.loads(text))


def values_of(call: Call) -> Iterator[tuple[str, str]]:
    """Each name with its value that can be kept as it is."""
    for holder in (call.body, *call.rows):
        source = holder.get("metricAttribution")
        members = {**holder, **(source if isinstance(source, Mapping) else {})}
        for name in COMPLETED:
            value = members.get(name)
            if isinstance(value, str) and 0 < len(value) <= _LONGEST and storable(value) == value:
                yield name, value


def _add(db: sqlite3.Connection, call: Call, number: int) -> None:
    who = (storable(call.tracking_id), call.kind)
    db.executemany(_ADD, [(*who, *pair, number) for pair in dict.fromkeys(values_of(call))])
    if text := _impression_text(call):
        db.execute(_ADD_LIST, (*who, text, number))


def _impression_text(call: Call) -> str:
    """The impressions of the last row that has some, empty where none has any that can be kept."""
    for row in reversed(call.rows):
        shown = row.get("impression")
        if isinstance(shown, list) and shown and all(isinstance(each, str) for each in shown):
            text = json.dumps(shown)
            return text if len(text) <= _LONGEST_LIST else ""
    return ""


def _trim(db: sqlite3.Connection, whose: set[tuple[str, str]]) -> None:
    db.executemany(_TRIM, [(*who, name, MOST_VALUES) for who in whose for name in COMPLETED])
