"""Schema: the fields of a dataset of interactions, read out of the Avro text that the service keeps of it.

Source: Developer Guide, schemas: one flat record; float, double, int, long, string, boolean, and unions with null.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.path import Path
from pevents_tui.domain.schema_names import camel_case
from pevents_tui.domain.times import type_word
from pevents_tui.domain.visible import visible

MOST_CHARACTERS = 1_048_576
"""Longest text that is read as a schema."""
MOST_KEPT = 20_000
"""Longest schema that the service keeps. Source: API reference, CreateSchema: schema."""
MOST_FIELDS = 200
"""How many fields are read; the service takes some twenty."""
MOST_OWN = 5
"""How many fields of one's own the service takes. Source: Developer Guide, quotas: metadata columns."""
MEMBERS: Mapping[str, Mapping[str, Path]] = MappingProxyType(
    {
        "put-events": {
            "USER_ID": ("userId",),
            "SESSION_ID": ("sessionId",),
            "ITEM_ID": ("itemId",),
            "TIMESTAMP": ("sentAt",),
            "EVENT_TYPE": ("eventType",),
            "EVENT_VALUE": ("eventValue",),
            "IMPRESSION": ("impression",),
            "RECOMMENDATION_ID": ("recommendationId",),
            "EVENT_ATTRIBUTION_SOURCE": ("metricAttribution", "eventAttributionSource"),
        },
        "put-action-interactions": {
            "USER_ID": ("userId",),
            "SESSION_ID": ("sessionId",),
            "ACTION_ID": ("actionId",),
            "TIMESTAMP": ("timestamp",),
            "EVENT_TYPE": ("eventType",),
            "IMPRESSION": ("impression",),
            "RECOMMENDATION_ID": ("recommendationId",),
        },
    }
)
"""The fields that a request has members of its own for, by operation; all others are properties."""

_KINDS = {"interactions": "put-events", "actioninteractions": "put-action-interactions"}
_OTHERS = frozenset({"items", "users", "actions"})
_TYPES = frozenset({"float", "double", "int", "long", "string", "boolean", "null"})
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,255}")
_MOST_WRAPS = 3
"""How often a schema may be wrapped: the answer of DescribeSchema holds its text in two."""
_MOST_SHOWN = 60


class SchemaFault(ValueError):
    """A text that is no schema of interactions; the message is readable after what the text is called."""


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field of a schema.

    Attributes:
        name: As the schema has it: `NUM_RATINGS`.
        key: As properties have it: `numRatings`.
        types: Its Avro types without null; empty where none of them is one the service takes.
        nullable: It may be null.
        has_default: The schema gives it a value where it is left out.
        categorical: Its text is one of a number of values.
        textual: Its text is free.
    """

    name: str
    key: str
    types: tuple[str, ...]
    nullable: bool = False
    has_default: bool = False
    categorical: bool = False
    textual: bool = False

    @property
    def required(self) -> bool:
        """Whether a row must give it."""
        return not self.nullable and not self.has_default

    @property
    def type_words(self) -> str:
        """Its types in words: `int`, `float or string`."""
        return " or ".join(self.types) or "of no known type"

    @property
    def words(self) -> str:
        """All that the schema says of it: `string, may be null, categorical`."""
        need = "required" if self.required else "may be null" if self.nullable else "may be left out"
        marks = (("categorical", self.categorical), ("textual", self.textual))
        return ", ".join([self.type_words, need, *(word for word, holds in marks if holds)])


@dataclass(frozen=True, eq=False)
class Schema:
    """The fields of a dataset of interactions; two of them are the same only where they are one object.

    Attributes:
        kind: The operation that fills the dataset, a name in `KINDS`.
        fields: In the schema's order.
        domain: `ECOMMERCE` or `VIDEO_ON_DEMAND`; None for a custom dataset group, or where the text does not tell.
        notices: Sentences on what of the text could not be used.
    """

    kind: str
    fields: tuple[SchemaField, ...]
    domain: str | None = None
    notices: tuple[str, ...] = ()

    @cached_property
    def properties(self) -> tuple[SchemaField, ...]:
        """Those that properties hold."""
        return tuple(field for field in self.fields if field.name not in MEMBERS[self.kind])

    @cached_property
    def members(self) -> tuple[tuple[SchemaField, Path], ...]:
        """Those that are members of their own, each with its place in a row or, user and session, in the request."""
        own = MEMBERS[self.kind]
        return tuple((field, own[field.name]) for field in self.fields if field.name in own)

    @cached_property
    def by_key(self) -> Mapping[str, SchemaField]:
        """The fields of properties by their keys."""
        return {field.key: field for field in self.properties}

    @cached_property
    def by_letters(self) -> Mapping[str, SchemaField]:
        """The fields of properties by the letters and digits of their names, whatever their case."""
        return {letters(field.name): field for field in self.properties}

    @property
    def counted_columns(self) -> int:
        """How many columns count against the quota that they share with event types.

        Source: Developer Guide, item interactions dataset requirements: EVENT_TYPE, EVENT_VALUE and your own fields.
        """
        return sum(field.name in {"EVENT_TYPE", "EVENT_VALUE"} for field in self.fields) + len(self.properties)


def letters(name: str) -> str:
    """What tells a name from another for the service: its letters and digits.

    Source: Developer Guide, schemas: names clash that are equal without punctuation.
    """
    return "".join(char for char in name if char.isalnum()).casefold()


def read_schema(text: str, domain: str | None = None) -> Schema:
    """The schema of an Avro text, or of an answer of DescribeSchema that holds one.

    Args:
        text: JSON.
        domain: Of its dataset group; None where only the text can tell.

    Raises:
        SchemaFault: it is not one of interactions or action interactions.
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
    if (own := len(schema.properties)) > MOST_OWN:
        notices.append(f"{own} of {MOST_OWN} fields of your own that the service takes")
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
        SchemaFault: it is a dataset that no events go to.
    """
    plain = letters(name) if isinstance(name, str) else ""
    if plain in _KINDS:
        return _KINDS[plain]
    names = {field.name for field in fields}
    if plain not in _OTHERS and "USER_ID" in names:
        for thing, kind in (("ITEM_ID", "put-events"), ("ACTION_ID", "put-action-interactions")):
            if thing in names:
                return kind
    shown = f"is of {_clipped(name)}" if isinstance(name, str) and name else "tells no dataset"
    raise SchemaFault(f"{shown}; wanted is one of Interactions or ActionInteractions")


def _clipped(text: str) -> str:
    return visible(text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…")
