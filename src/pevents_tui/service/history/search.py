"""From a filter to SQL with bound parameters only: any text is safe, every page is found by its keys."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

from pevents_tui.domain.outcome import Accepted, NotSent, Refused, Unknown
from pevents_tui.service.history.rows import ITEM, LINE_COLUMNS, SESSION, TAG, TYPE, USER, storable

FAILED = "failed"
"""The outcome that a filter calls by this word: any of `FAILURES`."""
FAILURES = (Refused.word, Unknown.word, NotSent.word)
"""The outcomes of calls that were not accepted."""
_TRIGRAM = 3
_FIRST_SINCE = (
    "min(coalesce((SELECT id FROM send INDEXED BY send_at WHERE at_s >= ? AND late = 0 ORDER BY at_s, id LIMIT 1), ?), "
    "coalesce((SELECT min(id) FROM send INDEXED BY send_late WHERE late = 1 AND at_s >= ?), ?))"
)
_LAST_UNTIL = (
    "max(coalesce((SELECT id FROM send INDEXED BY send_at WHERE at_s < ? AND late = 0 "
    "ORDER BY at_s DESC, id DESC LIMIT 1), 0), "
    "coalesce((SELECT max(id) FROM send INDEXED BY send_late WHERE late = 1 AND at_s < ?), 0))"
)
_SHORT_TEXT_ROWS = 5_000
"""How many of the newest calls are looked through for a text too short for the index."""
_WORDS_A_CALL = 2
"""A call's words are row 2 * id of the index, its answer's row 2 * id + 1, so that each is written once."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; every part that is given must hold.

    Attributes:
        text: Stands somewhere in ids, event types, properties, request id, message, tags or note; upper and lower case
            alike. One of fewer than three characters is looked for only in what a line shows, and only in the newest
            5,000.
        outcome: accepted, refused, unknown, not sent or sending; or failed, which is any of the three in between.
        kind: A name in `KINDS`.
        user: This user, exactly.
        session: This session, exactly.
        item: This item or action, exactly.
        event_type: This event type, exactly.
        tracking_id: This tracker, exactly.
        label: A target of this label, exactly.
        tag: Marked with this tag.
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
    label: str | None = None
    tag: str | None = None
    run: str | None = None
    since_s: float | None = None
    until_s: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return all(getattr(self, each.name) is None for each in fields(self))

    @property
    def reach(self) -> int | None:
        """How many of the newest calls are looked through for a text too short for the index; None means all are."""
        return _SHORT_TEXT_ROWS if 0 < len(storable(self.text or "")) < _TRIGRAM else None

    @property
    def parts(self) -> tuple[Filter, ...]:
        """The filters of one outcome each that together let the same calls through."""
        return tuple(replace(self, outcome=word) for word in FAILURES) if self.outcome == FAILED else (self,)


@dataclass(frozen=True, slots=True)
class Query:
    """A SQL text and what is bound to it."""

    sql: str
    values: tuple[Any, ...]


@dataclass(slots=True)
class _Search:
    """The parts of a query while they are put together; all SQL in it is made of constants."""

    source: str = "send"
    order: str = "send.id"
    tests: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def hold(self, test: str, *values: Any) -> None:
        """Add a condition and what is bound to it."""
        self.tests.append(test)
        self.values.extend(values)

    @property
    def condition(self) -> str:
        """All conditions together."""
        return " AND ".join(self.tests) or "1"


_COLUMNS = (
    ("run", "run"),
    ("outcome", "word"),
    ("label", "label"),
    ("tracking_id", "tracking_id"),
    ("kind", "kind"),
)
"""The narrow row's own columns, those that let the fewest calls through first."""
_FACTS = (("tag", TAG), ("item", ITEM), ("user", USER), ("session", SESSION), ("event_type", TYPE))
_WHATS = {"tag": TAG, "item": ITEM, "user": USER, "session": SESSION, "type": TYPE}
"""What a fact is about, by the key that a person types."""
_MOST = 2**61
"""More than any history holds; twice as much, which is a row of the index, is still an integer to SQLite."""


def page_query(where: Filter, before: int | None, limit: int) -> Query:
    """The newest lines a filter lets through, below an id; one whose text also stands in its answer comes twice."""
    search = _search(where)
    a_call = _WORDS_A_CALL if search.order == "words.rowid" else 1
    if before is not None:
        search.hold(f"{search.order} < ?", bounded(before) * a_call)
    sql = (
        f"SELECT {LINE_COLUMNS} FROM {search.source} WHERE {search.condition} "  # noqa: S608
        f"ORDER BY {search.order} DESC LIMIT ?"
    )
    return Query(sql, (*search.values, bounded(limit) * a_call))


def tally_query(where: Filter, most: int) -> Query:
    """How many of the newest calls a filter lets through ended how."""
    search = _search(where)
    a_call = _WORDS_A_CALL if search.order == "words.rowid" else 1
    inner = (
        f"SELECT send.id, send.word FROM {search.source} WHERE {search.condition} "  # noqa: S608
        f"ORDER BY {search.order} DESC LIMIT ?"
    )
    sql = f"SELECT word, count(DISTINCT id) FROM ({inner}) GROUP BY word"  # noqa: S608
    return Query(sql, (*search.values, bounded(most) * a_call))


def count_query(where: Filter, most: int | None = None, newer: int | None = None) -> Query:
    """How many a filter lets through, counted up to a bound; only those above a number where one is given."""
    if where.is_empty and most is None and newer is None:
        return Query("SELECT count(*) FROM send", ())
    search = _search(where)
    if newer is not None:
        a_call = _WORDS_A_CALL if search.order == "words.rowid" else 1
        search.hold(f"{search.order} > ?", bounded(newer) * a_call + a_call - 1)
    inner = f"SELECT DISTINCT send.id FROM {search.source} WHERE {search.condition}"  # noqa: S608
    limit = _MOST if most is None else bounded(most)
    return Query(f"SELECT count(*) FROM ({inner} LIMIT ?)", (*search.values, limit))  # noqa: S608


def next_value_sql(key: str) -> str:
    """SQL for the next value of a key, with a place for the comparison; empty for a key that completes nothing here.

    One look-up for each value, however many calls share it.
    """
    if key in _WHATS:
        return f"SELECT value FROM fact WHERE what = '{_WHATS[key]}' AND value {{}} ? ORDER BY value LIMIT 1"  # noqa: S608
    column = {"target": "label", "tracker": "tracking_id", "run": "run"}.get(key)
    return f"SELECT {column} FROM send WHERE {column} {{}} ? ORDER BY {column} LIMIT 1" if column else ""  # noqa: S608


def bounded(number: int) -> int:
    """A number that SQLite takes, nearest to a given one that is not below zero."""
    return max(0, min(number, _MOST))


def _search(where: Filter) -> _Search:
    search = _Search()
    facts = [(what, storable(value)) for name, what in _FACTS if (value := getattr(where, name)) is not None]
    columns = [(name, storable(value)) for key, name in _COLUMNS if (value := getattr(where, key)) is not None]
    _search_text(search, where.text)
    is_rare = where.run is not None or where.outcome not in (None, Accepted.word)
    if facts and search.source == "send" and not (is_rare and facts[0][0] == TYPE):
        search.source, search.order = "fact JOIN send ON send.id = fact.id", "fact.id"
        search.hold("fact.what = ? AND fact.value = ?", *facts.pop(0))
    for each in facts:
        search.hold("EXISTS (SELECT 1 FROM fact AS f WHERE f.what = ? AND f.value = ? AND f.id = send.id)", *each)
    for index, (name, value) in enumerate(columns):
        # A plus keeps SQLite, which has no statistics, from taking the index of a column that most calls share.
        plus = "" if index == 0 and search.source == "send" else "+"
        search.hold(f"{plus}send.{name} = ?", value)
    _search_span(search, where.since_s, where.until_s)
    return search


def _search_span(search: _Search, since_s: float | None, until_s: float | None) -> None:
    """Look in a span of time, and only among the numbers that stand in it.

    Numbers rise with time, but for the calls marked as late: imported ones, and those made after a clock was set back.
    """
    if since_s is not None:
        search.hold("+send.at_s >= ?", since_s)
        search.hold(f"send.id >= {_FIRST_SINCE}", since_s, _MOST, since_s, _MOST)
    if until_s is not None:
        search.hold("+send.at_s < ?", until_s)
        search.hold(f"send.id <= {_LAST_UNTIL}", until_s, until_s)


def _search_text(search: _Search, text: str | None) -> None:
    """Look for a text in the index, or, where it is too short for that, in what the newest lines show."""
    text = storable(text or "")
    if len(text) >= _TRIGRAM:
        search.source, search.order = "words JOIN send ON send.id = words.rowid / 2", "words.rowid"
        search.hold("words MATCH ?", '"' + text.replace('"', '""') + '"')
    elif text:
        search.hold("send.id > (SELECT coalesce(max(id), 0) FROM send) - ?", _SHORT_TEXT_ROWS)
        search.hold(f"stands_in(?, {_SHOWN})", text.casefold())


_SHOWN = "send.types, send.items, send.user, send.session, send.tracking_id, send.request_id, send.message"


def stands_in(text: str, types: str, items: str, *shown: str | None) -> bool:
    """The SQL function of that name: whether a folded text stands in what a line shows."""
    return text in "\n".join(filter(None, shown)).casefold() or text in _folded(types) or text in _folded(items)


@lru_cache(maxsize=_SHORT_TEXT_ROWS)
def _folded(listed: str) -> str:
    return "\n".join(json.loads(listed)).casefold()
