"""Two bodies beside each other, field by field: what differs, with types, and what only one of them has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.path import Path, format_path

MOST_DIFFERENCES = 500
"""How many are told; two bodies that differ more have little to do with each other."""
_ENCODED = "properties"
"""The member whose text is JSON and is taken apart as such."""
_WORDS: Mapping[type, str] = {str: "text", bool: "true or false", int: "number", float: "number", list: "list"}


class Absent:
    """Stands for what is not there, which null is not."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()
"""The one of its kind."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two bodies differ.

    Attributes:
        path: Where.
        one: What the first has there, `ABSENT` where nothing.
        other: What the second has there, likewise.
    """

    path: Path
    one: Any
    other: Any

    @property
    def place(self) -> str:
        """The place as people write it: `eventList[0].itemId`."""
        return format_path(self.path)

    @property
    def told(self) -> tuple[str, str]:
        """Both values as JSON, with their types where only those differ in kind."""
        one, other = shown(self.one), shown(self.other)
        if Absent in (type(self.one), type(self.other)) or _word(self.one) == _word(self.other):
            return one, other
        return f"{one} ({_word(self.one)})", f"{other} ({_word(self.other)})"

    @property
    def sentence(self) -> str:
        """In one line: `eventList[0].itemId: "B0742" → absent`."""
        return f"{self.place}: {' → '.join(self.told)}"


def differences(one: Any, other: Any) -> list[Difference]:
    """Where two bodies differ, in the order of the first; properties are compared member by member."""
    found = []
    for difference in _differences((), one, other):
        found.append(difference)
        if len(found) == MOST_DIFFERENCES:
            break
    return found


def shown(value: Any) -> str:
    """A value as JSON on one line, or the word absent."""
    if isinstance(value, Absent):
        return repr(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return repr(value)


def _differences(path: Path, one: Any, other: Any) -> Iterator[Difference]:
    if path and path[-1] == _ENCODED:
        one, other = _decoded(one, other)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in dict.fromkeys([*one, *other]):
            yield from _differences((*path, name), one.get(name, ABSENT), other.get(name, ABSENT))
    elif isinstance(one, list) and isinstance(other, list):
        for at in range(max(len(one), len(other))):
            pair = (each[at] if at < len(each) else ABSENT for each in (one, other))
            yield from _differences((*path, at), *pair)
    elif _word(one) != _word(other) or one != other:
        yield Difference(path, one, other)


def _decoded(one: Any, other: Any) -> tuple[Any, Any]:
    """Both as objects where both are, or are the text of one; otherwise both as they are."""
    read = [_object(each) for each in (one, other)]
    return (read[0], read[1]) if None not in read else (one, other)


def _object(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, str):
        try:
            value = parse_json(value)
        except JsonFault:
            return None
    return value if isinstance(value, Mapping) else None


def _word(value: Any) -> str:
    if value is None:
        return "null"
    return "object" if isinstance(value, Mapping) else _WORDS.get(type(value), type(value).__name__)
