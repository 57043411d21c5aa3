"""How rows go out, in words: in how many calls, which of them carries a row, and for how many people."""

from __future__ import annotations

from collections.abc import Mapping

from pevents_tui.domain.bounds import MOST_ROWS
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsontext import compact

_MOST_CALLS = 4
"""How many calls are told one by one."""


def call_words(draft: Draft, row: int) -> tuple[str, ...]:
    """What is worth telling of the calls a draft's rows go in, the most telling first; nothing for one plain call.

    Args:
        draft: Of any number of rows; only those of one call are looked at.
        row: The row that is shown.
    """
    count = len(draft.rows)
    call, place = divmod(row, MOST_ROWS)
    first = call * MOST_ROWS
    size = min(MOST_ROWS, count - first)
    words = []
    if count > MOST_ROWS:
        words = [split_words(count), f"{place + 1} of {size} in call {call + 1}"]
    if draft.spec.by_row and draft.spec.happens:
        users, sessions = (_distinct(draft, first, size, name) for name in ("userId", "sessionId"))
        if max(users, sessions) > 1:
            words.append(f"{_number(users, 'user')}, {_number(sessions, 'session')} in this call")
    return tuple(words)


def split_words(count: int) -> str:
    """The calls a number of rows goes in: `3 calls: 10 + 10 + 5`, `51 calls: 50 of 10 + 3`."""
    full, rest = divmod(count, MOST_ROWS)
    sizes = [MOST_ROWS] * full if full < _MOST_CALLS else [f"{full} of {MOST_ROWS}"]
    return f"{_number(full + bool(rest), 'call')}: {' + '.join(map(str, [*sizes, *([rest] if rest else [])]))}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _distinct(draft: Draft, first: int, size: int, name: str) -> int:
    rows = draft.rows[first : first + size]
    values = (row.get(name) for row in rows if isinstance(row, Mapping))
    return len({value if isinstance(value, str) else _text(value) for value in values} - {None, ""})


def _text(value: object) -> str | None:
    try:
        return None if value is None else compact(value)
    except (ValueError, TypeError, RecursionError):
        return ""
