"""Schema: the fields of the dataset that the rows of a request go to, as its Avro text has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from pevents_tui.domain.path import Path

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
        "put-items": {"ITEM_ID": ("itemId",)},
        "put-users": {"USER_ID": ("userId",)},
        "put-actions": {"ACTION_ID": ("actionId",)},
    }
)
"""The fields that a request has members of its own for, by operation; all others are properties."""


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
    """The fields of a dataset; two of them are the same only where they are one object.

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
