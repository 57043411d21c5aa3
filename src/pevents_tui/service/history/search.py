"""From a filter to SQL with bound parameters only: any text is safe, every page is found by its keys."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from pevents_tui.service.history.rows import ITEM, LINE_COLUMNS, SESSION, TYPE, USER

_TRIGRAM = 3
_SHORT_TEXT_ROWS = 5_000
"""How many of the newest calls are looked through for a text too short for the index."""
_WORDS_A_CALL = 2
"""A call's words are row 2 * id of the index, its answer's row 2 * id + 1, so that each is written once."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; every part that is given must hold.

    Attributes:
        text: Stands somewhere in ids, event types, request id or message; upper and lower case alike.
        outcome: accepted, refused, unknown, not sent or sending.
        kind: A name in `KINDS`.
        user: This user, exactly.
        session: This session, exactly.
        item: This item or action, exactly.
        event_type: This event type, exactly.
        tracking_id: This tracker, exactly.
        run: This run.
        since_s: Not before, in epoch seconds.
        until_s: Before, in epoch seconds.
    """

    text: str | None = None
    outcome: str | None = None
    kind: str | None = None
    user: str | None = None
    session: str | None = None
    item: str | None = None
    event_type: str | None = None
    tracking_id: str | None = None
    run: str | None = None
    since_s: float | None = None
    until_s: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return all(getattr(self, each.name) is None for each in fields(self))

    @property
    def finds_nothing(self) -> bool:
        """Whether a text in it can stand nowhere: NUL and halves of surrogate pairs are never kept."""
        texts = [value for each in fields(self) if isinstance(value := getattr(self, each.name), str)]
        return any("\x00" in text or any("\ud800" <= char <= "\udfff" for char in text) for text in texts)


@dataclass(frozen=True, slots=True)
class Query:
    """A SQL text and what is bound to it."""

    sql: str
    values: tuple[Any, ...]


_COLUMNS = (("outcome", "word"), ("kind", "kind"), ("tracking_id", "tracking_id"), ("run", "run"))
_FACTS = (("item", ITEM), ("user", USER), ("session", SESSION), ("event_type", TYPE))


def page_query(where: Filter, before: int | None, limit: int) -> Query:
    """The newest lines a filter lets through, below an id; one whose text also stands in its answer comes twice."""
    source, tests, values, order = _parts(where)
    if before is not None:
        tests.append(f"{order} < ?")
        values.append(before * _WORDS_A_CALL if order == "words.rowid" else before)
    condition = " AND ".join(tests) or "1"
    sql = f"SELECT {LINE_COLUMNS} FROM {source} WHERE {condition} ORDER BY {order} DESC LIMIT ?"  # noqa: S608
    return Query(sql, (*values, limit * _WORDS_A_CALL if order == "words.rowid" else limit))


def count_query(where: Filter, most: int | None = None) -> Query:
    """How many a filter lets through, counted up to a bound."""
    source, tests, values, _ = _parts(where)
    condition = " AND ".join(tests) or "1"
    inner = f"SELECT DISTINCT send.id FROM {source} WHERE {condition}"  # noqa: S608
    if where.is_empty:
        inner = "SELECT id FROM send"
    return Query(f"SELECT count(*) FROM ({inner} LIMIT ?)", (*values, -1 if most is None else most))  # noqa: S608


def _parts(where: Filter) -> tuple[str, list[str], list[Any], str]:
    """Tables, conditions, bound values and the key to page by; all SQL here is made of constants."""
    tests: list[str] = []
    values: list[Any] = []
    source, order = "send", "send.id"
    facts = [(what, value) for name, what in _FACTS if (value := getattr(where, name)) is not None]
    if where.text and len(where.text) >= _TRIGRAM:
        source, order = "words JOIN send ON send.id = words.rowid / 2", "words.rowid"
        tests.append("words MATCH ?")
        values.append('"' + where.text.replace('"', '""') + '"')
    elif where.text:
        tests.append("send.id > (SELECT coalesce(max(id), 0) FROM send) - ?")
        tests.append(
            "instr(lower(concat_row(send.types, send.user, send.items, send.request_id, send.message)), ?) > 0"
        )
        values += [_SHORT_TEXT_ROWS, where.text.lower()]
    elif facts:
        what, value = facts.pop(0)
        source, order = "fact JOIN send ON send.id = fact.id", "fact.id"
        tests.append("fact.what = ? AND fact.value = ?")
        values += [what, value]
    for what, value in facts:
        tests.append("EXISTS (SELECT 1 FROM fact AS f WHERE f.what = ? AND f.value = ? AND f.id = send.id)")
        values += [what, value]
    for name, column in _COLUMNS:
        if (given := getattr(where, name)) is not None:
            tests.append(f"send.{column} = ?")
            values.append(given)
    for given, comparison in ((where.since_s, ">="), (where.until_s, "<")):
        if given is not None:
            tests.append(f"send.at_s {comparison} ?")
            values.append(given)
    return source, tests, values, order


def joined(*parts: str | None) -> str:
    """The SQL function `concat_row`: texts in one, one a line."""
    return "\n".join(part for part in parts if part)
