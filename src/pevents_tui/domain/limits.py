"""What the service is expected to refuse: maxima, patterns, properties it cannot parse, reserved keys, 10 KB."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from pevents_tui.domain.bounds import ARN_PATTERN, ATTRIBUTION_PATTERN, MOST_ROW_BYTES
from pevents_tui.domain.fields import FieldSpec, fields_of
from pevents_tui.domain.jsontext import JsonFault, parse_json, wire_json
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.path import ANY, Path
from pevents_tui.domain.report import Level, Problem
from pevents_tui.domain.times import type_word

RESERVED_KEYS = ("userId", "sessionId", "eventType", "timestamp", "recommendationId", "impression")
"""Keys no event's properties may hold, in any case. Source: API reference, PutEvents, Event.properties."""

_MODEL = "botocore service model personalize-events 2018-03-22"
_PROPERTIES = "aws/aws-sdk-js#2773: InvalidInputException: Error parsing properties json"
_LINEAR = {
    ATTRIBUTION_PATTERN: r" *[\x21-\x7E][\x20-\x7E]*",
    ARN_PATTERN: r"arn:[a-z0-9-]+:personalize:[^:\n]*:[^:\n]*:[^\n]+",
}
"""The service's patterns rewritten to match the same texts without backtracking over every split of them."""
_FITTING = {
    ATTRIBUTION_PATTERN: "only printable ASCII, and not blank",
    ARN_PATTERN: "must be an ARN of Personalize, as arn:aws:personalize:eu-west-1:123456789012:dataset/shop/ITEMS",
}
"""What fits a pattern, in words."""


def find_limits(kind: str, body: Mapping[str, Any], memory: RowMemory | None = None) -> Iterator[Problem]:
    """Every limit that a wire body passes; parts of the wrong type are skipped, for they have a stop already.

    Args:
        kind: A name in `KINDS`.
        body: The body with times as numbers and properties as encoded text.
        memory: What was found out about rows the last time; None for nothing.
    """
    memory = memory or RowMemory()
    for spec in _bounded(kind, in_rows=False):
        for path, value in _values(body, spec.path, ()):
            yield from _judge(spec, path, value)
    name = KINDS[kind].rows
    for index, row in enumerate(rows if isinstance(rows := body.get(name), list) else []):
        if isinstance(row, Mapping):
            yield from memory.recall("limits", index, row, kind, partial(_row_limits, kind, row, (name, index)))


def _row_limits(kind: str, row: Mapping[str, Any], path: Path) -> tuple[Problem, ...]:
    """Every limit that one row passes."""
    found: list[Problem] = []
    for spec in _bounded(kind, in_rows=True):
        for place, value in _values(row, spec.path[len(path) :], path):
            found.extend(_judge(spec, place, value))
    return (*found, *_judge_row(row, path, happens=KINDS[kind].happens))


@cache
def _bounded(kind: str, *, in_rows: bool) -> tuple[FieldSpec, ...]:
    """The members that have a limit, of rows or of the request itself."""
    specs = (spec for spec in fields_of(kind) if spec.form != "rows" and (spec.most is not None or spec.pattern))
    return tuple(spec for spec in specs if (len(spec.path) > 1 and spec.path[1] == ANY) == in_rows)


def _values(node: Any, pattern: Path, path: Path) -> Iterator[tuple[Path, Any]]:
    """Each value a FieldSpec's path points at, with the path that leads to it."""
    if not pattern:
        yield path, node
    elif pattern[0] == ANY:
        for index, inner in enumerate(node if isinstance(node, list) else []):
            yield from _values(inner, pattern[1:], (*path, index))
    elif isinstance(node, Mapping) and pattern[0] in node:
        yield from _values(node[str(pattern[0])], pattern[1:], (*path, pattern[0]))


def _judge(spec: FieldSpec, path: Path, value: Any) -> Iterator[Problem]:
    sized = isinstance(value, list) if spec.form == "list" else isinstance(value, str)
    if not sized:
        return
    if spec.most is not None and len(value) > spec.most:
        what = "elements" if spec.form == "list" else "characters"
        yield Problem(path, Level.LIMIT, f"{len(value):,} of {spec.most:,} {what}", "too-long", _MODEL)
    if spec.pattern is not None and not _matcher(spec.pattern).fullmatch(value):
        yield Problem(path, Level.LIMIT, _FITTING[spec.pattern], "pattern", f"{_MODEL}: {spec.pattern}")


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    return re.compile(_LINEAR.get(pattern, pattern))


def _judge_row(row: Mapping[str, Any], path: Path, *, happens: bool) -> Iterator[Problem]:
    """What holds of events alone, size and reserved keys, and what their properties are."""
    try:
        size_bytes = len(wire_json(row)) if happens else 0
    except (ValueError, TypeError, RecursionError):
        size_bytes = 0
    if size_bytes > MOST_ROW_BYTES:
        text = f"{size_bytes:,} of {MOST_ROW_BYTES:,} bytes on the wire"
        yield Problem(path, Level.LIMIT, text, "row-size", "Developer Guide, quotas: event size 10 KB")
    if isinstance(row.get("properties"), str) and row["properties"]:
        yield from _judge_properties(row["properties"], (*path, "properties"), RESERVED_KEYS if happens else ())


def _judge_properties(text: str, path: Path, keys: tuple[str, ...]) -> Iterator[Problem]:
    """Properties must be the JSON text of an object, once encoded, without the keys that events have themselves."""
    try:
        value = parse_json(text, unique=False)
    except JsonFault as fault:
        yield Problem(path, Level.LIMIT, f"not JSON the service can read: {fault}", "properties-json", _PROPERTIES)
        return
    if isinstance(value, str):
        yield Problem(
            path, Level.LIMIT, "encoded twice: text inside text, not an object", "double-encoded", _PROPERTIES
        )
    elif not isinstance(value, dict):
        yield Problem(path, Level.LIMIT, f"must be an object, not {type_word(value)}", "properties-json", _PROPERTIES)
    else:
        reserved = {name.lower() for name in keys}
        for name in value:
            if name.lower() in reserved:
                text = f"{name!r} is a reserved key: give it as a field of the event instead"
                source = "API reference, PutEvents, Event.properties; aws-amplify/amplify-js#6906"
                yield Problem((*path, name), Level.LIMIT, text, "reserved-key", source)
