"""What a person types to find calls: `user:qa-ana outcome:refused since:1h`, and any text is safe.

A word is a key of `KEYS`, a colon and a value; quotes keep a value with blanks together. All that is no such word is
one text, which stands somewhere in what is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Any

from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.outcome import SENDING, Accepted
from pevents_tui.domain.times import DAY_S, TimeFault, read_time
from pevents_tui.service.history.search import FAILED, FAILURES, Filter

KEYS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "user": ("user", "this user, exactly"),
        "item": ("item", "this item or action, exactly"),
        "type": ("event_type", "this event type, exactly"),
        "outcome": ("outcome", "how they ended; failed for all that were not accepted"),
        "since": ("since_s", "not before: 1h, 2d, today, 2025-11-24"),
        "until": ("until_s", "before: 1h, 2d, today, 2025-11-24"),
        "tag": ("tag", "marked with this tag"),
        "session": ("session", "this session, exactly"),
        "target": ("label", "this target's label, exactly"),
        "tracker": ("tracking_id", "this tracking ID, exactly"),
        "kind": ("kind", "the operation"),
        "run": ("run", "the calls of one send"),
    }
)
"""Every key: the part of a `Filter` it fills, and what it looks for."""
OUTCOMES = (FAILED, Accepted.word, *FAILURES, SENDING)
"""What an outcome may be, as a filter has it."""
SPANS = ("5m", "1h", "today", "yesterday", "7d", "30d")
"""Spans that are offered."""

_WORD = re.compile(r'(?:([A-Za-z]+):)?("(?:[^"]*)"?|\S+)?')
_QUOTED = re.compile('"[^"]*"')
_SPAN = re.compile(r"(\d{1,6})\s*([smhdw])")
_UNITS_S: Mapping[str, int] = MappingProxyType({"s": 1, "m": 60, "h": 3_600, "d": DAY_S, "w": 7 * DAY_S})


@dataclass(frozen=True, slots=True)
class Found:
    """What a typed line means.

    Attributes:
        where: The filter.
        faults: A sentence for each word that cannot be followed; the filter does without it.
    """

    where: Filter
    faults: tuple[str, ...] = ()


class _Fault(ValueError):
    """A value that a key cannot take."""


def read_find(text: str, now_s: float, zone: tzinfo | None = None) -> Found:
    """The filter that a line means.

    Args:
        text: Anything.
        now_s: The present in epoch seconds.
        zone: Whose days are meant; None means the machine's own.
    """
    parts: dict[str, Any] = {}
    faults: list[str] = []
    rest, done = "", 0
    for found in _WORD.finditer(text):
        key, value = _key_of(found[0])
        if key is None:
            continue
        rest, done = rest + text[done : found.start()], found.end() + text.startswith(" ", found.end())
        if value:
            name = KEYS[key][0]
            try:
                parts[name] = _READERS.get(key, _same)(value, now_s, zone)
            except _Fault as fault:
                faults.append(f"{key}: {fault}")
    rest = (rest + text[done:]).strip(" ")
    rest = rest[1:-1] if _QUOTED.fullmatch(rest) else rest
    return Found(Filter(**parts, text=rest or None), tuple(faults))


def word_at_end(text: str) -> tuple[str, str | None, str]:
    """The line before its last word, that word's key (None while none is typed) and what is typed of its value."""
    words = list(_words(text))
    if not words or (text[-1:].isspace() and not _is_open(words[-1])):
        return text, None, ""
    before = text[: text.rindex(words[-1])]
    key, value = _key_of(words[-1])
    return before, key, words[-1] if key is None else value


def quoted(value: str) -> str:
    """A value as it is typed after a key."""
    return f'"{value}"' if re.search(r"\s", value) else value


def _words(text: str) -> list[str]:
    return [found[0] for found in _WORD.finditer(text) if found[0]]


def _key_of(word: str) -> tuple[str | None, str]:
    key, colon, value = word.partition(":")
    return (key.lower(), _bare(value)) if colon and key.lower() in KEYS else (None, "")


def _bare(value: str) -> str:
    return value[1:].removesuffix('"') if value.startswith('"') else value


def _is_open(word: str) -> bool:
    return word.count('"') % 2 == 1


def _same(value: str, _now_s: float, _zone: tzinfo | None) -> str:
    return value


def _outcome(value: str, _now_s: float, _zone: tzinfo | None) -> str:
    typed = re.sub("[ -]", "", value.lower())
    fits = [each for each in OUTCOMES if each.replace(" ", "").startswith(typed)]
    if not fits:
        raise _Fault(f"one of {', '.join(OUTCOMES)}")
    return fits[0]


def _kind(value: str, _now_s: float, _zone: tzinfo | None) -> str:
    fits = [name for name, kind in KINDS.items() if name.startswith(value.lower()) or kind.operation == value]
    if not fits:
        raise _Fault(f"one of {', '.join(KINDS)}")
    return fits[0]


def _moment(value: str, now_s: float, zone: tzinfo | None) -> float:
    if span := _SPAN.fullmatch(value.lower()):
        return now_s - int(span[1]) * _UNITS_S[span[2]]
    today = datetime.fromtimestamp(now_s, UTC).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if value.lower() in {"today", "yesterday"}:
        return (today - timedelta(days=value.lower() == "yesterday")).timestamp()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return datetime.fromisoformat(value).replace(tzinfo=today.tzinfo if zone is None else zone).timestamp()
        return float(read_time(value).epoch_s)
    except (TimeFault, ValueError, OverflowError):
        raise _Fault("a span such as 1h or 2d, today, yesterday, or a time such as 2025-11-24") from None


_READERS: Mapping[str, Callable[[str, float, tzinfo | None], Any]] = MappingProxyType(
    {"outcome": _outcome, "kind": _kind, "since": _moment, "until": _moment}
)
