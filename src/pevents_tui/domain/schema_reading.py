"""read_schema: the schema of an Avro text, whatever that text is.

Source: Developer Guide, schemas: one flat record; float, double, int, long, string, boolean, and unions with null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.schema import Schema, SchemaField, letters
from pevents_tui.domain.schema_names import camel_case
from pevents_tui.domain.times import type_word
from pevents_tui.domain.visible import visible

MOST_CHARACTERS = 1_048_576
"""Longest text that is read as a schema."""
MOST_KEPT = 20_000
"""Longest schema that the service keeps. Source: API reference, CreateSchema: schema."""
MOST_FIELDS = 200
"""How many fields are read; the service takes some twenty."""
MOST_OWN: Mapping[str, int] = MappingProxyType(
    {"put-events": 5, "put-action-interactions": 5, "put-items": 100, "put-users": 25, "put-actions": 10}
)
"""How many fields of one's own the service takes, by operation. Source: Developer Guide, quotas: metadata columns."""

_KINDS = {
    "interactions": "put-events",
    "actioninteractions": "put-action-interactions",
    "items": "put-items",
    "users": "put-users",
    "actions": "put-actions",
}
_OF_EVENTS: Mapping[tuple[str, ...], str] = MappingProxyType(
    {("USER_ID", "ITEM_ID"): "put-events", ("USER_ID", "ACTION_ID"): "put-action-interactions"}
)
_OF_THINGS: Mapping[tuple[str, ...], str] = MappingProxyType(
    {("ITEM_ID",): "put-items", ("USER_ID",): "put-users", ("ACTION_ID",): "put-actions"}
)
_TYPES = frozenset({"float", "double", "int", "long", "string", "boolean", "null"})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,255}")
_MOST_WRAPS = 3
"""How often a schema may be wrapped: the answer of DescribeSchema holds its text in two."""
_MOST_SHOWN = 60


class SchemaFault(ValueError):
    """A text that is no schema of a dataset; the message is readable after what the text is called."""


def read_schema(text: str, domain: str | None = None) -> Schema:
    """The schema of an Avro text, or of an answer of DescribeSchema that holds one.

    Args:
        text: JSON.
        domain: Of its dataset group; None where only the text can tell.

    Raises:
        SchemaFault: it is not one of a dataset that requests fill.
    """
    record, told = _unwrapped(text)
    if record.get("type") != "record":
        raise SchemaFault("is not an Avro record: its type must be record")
    given = record.get("fields")
    if not isinstance(given, list) or not given:
        raise SchemaFault("has no fields")
    notices: list[str] = []
    if len(text) > MOST_KEPT:
        notices.append(f"{len(text):,} of {MOST_KEPT:,} characters that the service keeps")
    if len(given) > MOST_FIELDS:
        notices.append(f"only the first {MOST_FIELDS} of {len(given):,} fields are read")
    fields = tuple(_fields(given[:MOST_FIELDS], notices))
    schema = Schema(_kind(record.get("name"), fields), fields, domain or told, tuple(notices))
    if (own := len(schema.properties)) > (most := MOST_OWN[schema.kind]):
        notices.append(f"{own} of {most} fields of your own that the service takes")
    return replace(schema, notices=tuple(notices))


def _unwrapped(text: str) -> tuple[Mapping[str, Any], str | None]:
    """The Avro record, and the domain that stands beside it.

    Raises:
        SchemaFault: there is none.
    """
    value: Any = text
    domain = None
    for _ in range(_MOST_WRAPS):
        if isinstance(value, str):
            value = _parsed(value)
        if not isinstance(value, Mapping):
            raise SchemaFault(f"must be an Avro record, not {type_word(value)}")
        if "schema" not in value or "fields" in value:
            return value, domain
        domain = found if isinstance(found := value.get("domain"), str) else domain
        value = value["schema"]
    raise SchemaFault("is wrapped too often")


def _parsed(text: str) -> Any:
    if len(text) > MOST_CHARACTERS:
        raise SchemaFault(f"is longer than {MOST_CHARACTERS:,} characters")
    try:
        return parse_json(text.removeprefix("\ufeff"))
    except JsonFault as fault:
        raise SchemaFault(f"is not JSON: {fault}") from None


def _fields(given: list[Any], notices: list[str]) -> Iterator[SchemaField]:
    """The fields that can be used; what cannot is noted."""
    seen: dict[str, str] = {}
    for number, each in enumerate(given, 1):
        name = each.get("name") if isinstance(each, Mapping) else None
        if not isinstance(name, str) or not _NAME.fullmatch(name) or not letters(name):
            notices.append(f"field {number} has no name of letters, digits and _, and is left out")
        elif letters(name) in seen:
            notices.append(f"field {number}, {name}, has the letters of {seen[letters(name)]}, and is left out")
        else:
            seen[letters(name)] = name
            yield _field(name, each, notices)


def _field(name: str, given: Mapping[str, Any], notices: list[str]) -> SchemaField:
    types = list(_types(given.get("type")))
    if odd := [each for each in types if each not in _TYPES]:
        notices.append(f"{name} is of type {', '.join(odd[:_MOST_WRAPS])}, which Personalize does not know")
    known = tuple(dict.fromkeys(each for each in types if each in _TYPES and each != "null"))
    return SchemaField(
        name=name,
        key=camel_case(name) or name,
        types=known,
        nullable="null" in types,
        has_default="default" in given,
        categorical=given.get("categorical") is True,
        textual=given.get("textual") is True,
    )


def _types(given: Any) -> Iterator[str]:
    """The names of the types of a field, in the schema's order; those that are no names as words for what they are."""
    for each in given if isinstance(given, list) else [given]:
        inner = each.get("type") if isinstance(each, Mapping) else each
        yield _clipped(inner) if isinstance(inner, str) else "nothing" if inner is None else type_word(inner)


def _kind(name: Any, fields: tuple[SchemaField, ...]) -> str:
    """The operation that fills a dataset, by the schema's name, and else by its fields.

    Raises:
        SchemaFault: neither tells it.
    """
    plain = letters(name) if isinstance(name, str) else ""
    if plain in _KINDS:
        return _KINDS[plain]
    names = {field.name for field in fields}
    ids = tuple(each for each in ("USER_ID", "ITEM_ID", "ACTION_ID") if each in names)
    known = _OF_EVENTS if names & {"TIMESTAMP", "EVENT_TYPE"} else {**_OF_EVENTS, **_OF_THINGS}
    if ids[:2] in known:
        return known[ids[:2]]
    shown = f"is of {_clipped(name)}" if isinstance(name, str) and name else "tells no dataset"
    raise SchemaFault(f"{shown}; wanted is one of Interactions, ActionInteractions, Items, Users or Actions")


def _clipped(text: str) -> str:
    return visible(text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…")
