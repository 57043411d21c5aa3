"""How properties fit a schema: which fields they give, mean or lack, and what would make them fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from pevents_tui.domain.jsontext import JsonFault, compact, parse_json
from pevents_tui.domain.schema import Schema, SchemaField, letters

_RANGES = {"int": 2**31, "long": 2**63}
_LONGEST_COMPARED = 80
_MOST_COMPARED = 100
"""How many keys of one row are compared with the schema's; more are of one making."""
_NEAR = 0.8
"""How alike, from 0 to 1, a key and a field's must be for one to be meant by the other."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Keys of properties held against a schema.

    Attributes:
        given: The fields by the keys that give them.
        meant: The fields that keys nearly name, by those keys; none of them is given.
        unknown: Keys that name nothing of the schema, and nearly nothing.
        absent: The fields of properties that nothing gives or means, in the schema's order.
    """

    given: Mapping[str, SchemaField]
    meant: Mapping[str, SchemaField]
    unknown: tuple[str, ...]
    absent: tuple[SchemaField, ...]

    @property
    def missing(self) -> tuple[SchemaField, ...]:
        """The absent fields that the schema requires."""
        return tuple(field for field in self.absent if field.required)


def fit_of(members: Mapping[str, Any], schema: Schema) -> Fit:
    """How the keys of properties fit.

    Args:
        members: The properties.
        schema: Of the dataset that they go to.
    """
    given = {key: schema.by_key[key] for key in members if key in schema.by_key}
    taken = {field.name for field in given.values()}
    meant: dict[str, SchemaField] = {}
    unknown: list[str] = []
    for key in members:
        if key in given:
            continue
        field = near_field(schema, key) if len(meant) + len(unknown) < _MOST_COMPARED else None
        if field is None or field.name in taken:
            unknown.append(key)
        else:
            meant[key] = field
            taken.add(field.name)
    return Fit(given, meant, tuple(unknown), tuple(field for field in schema.properties if field.name not in taken))


@lru_cache(maxsize=4_096)
def near_field(schema: Schema, key: str) -> SchemaField | None:
    """The field that a key that names none may mean: of the same letters, else of nearly the same; None for none."""
    if len(key) > _LONGEST_COMPARED:
        return None
    plain = letters(key)
    if plain in schema.by_letters:
        return schema.by_letters[plain]
    near = get_close_matches(plain, schema.by_letters, 1, _NEAR) if plain else []
    return schema.by_letters[near[0]] if near else None


def fits(value: Any, field: SchemaField) -> bool:
    """Whether a value is of a field's type; lists and objects, which no field can hold, are not judged."""
    if value is None:
        return field.nullable
    if not field.types or isinstance(value, list | Mapping):
        return True
    if isinstance(value, bool):
        return "boolean" in field.types
    if isinstance(value, str):
        return "string" in field.types
    if "float" in field.types or "double" in field.types:
        return True
    return isinstance(value, int) and any(-_RANGES[each] <= value < _RANGES[each] for each in _ranged(field))


def fitted(value: Any, field: SchemaField) -> Any:
    """The value of the field's type that another one stands for: `"12"` is 12; the value itself where none is plain."""
    for other in _readings(value, field):
        if fits(other, field) and not isinstance(other, list | Mapping):
            return other
    return value


def mended(members: Mapping[str, Any], schema: Schema, only: str | None = None) -> dict[str, Any]:
    """Properties with the names and types of the schema where it is plain what is meant; in their order.

    Args:
        members: The properties.
        schema: Of the dataset that they go to.
        only: The one key to mend; None for all.
    """
    fit = fit_of(members, schema)
    changed: dict[str, Any] = {}
    for key, value in members.items():
        field = fit.given.get(key) or fit.meant.get(key)
        if field is None or only not in {None, key}:
            changed[key] = value
        else:
            changed[field.key] = value if fits(value, field) else fitted(value, field)
    return changed


def completed(members: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """Properties with a null for each required field they lack; where they lack none, for each other field.

    Args:
        members: The properties.
        schema: Of the dataset that they go to.
    """
    fit = fit_of(members, schema)
    return {**members, **dict.fromkeys(field.key for field in fit.missing or fit.absent)}


def _ranged(field: SchemaField) -> list[str]:
    return [each for each in field.types if each in _RANGES]


def _readings(value: Any, field: SchemaField) -> list[Any]:
    """What else a value may stand for."""
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return [None]
        try:
            return [parse_json(text), parse_json(text.lower())]
        except JsonFault:
            return [_word(text)] if "boolean" in field.types else []
    if isinstance(value, float) and value.is_integer() and "string" not in field.types:
        return [int(value)]
    number = written(value) if isinstance(value, bool | int | float) else None
    return [] if number is None else [number]


def written(value: Any) -> str | None:
    """A value as it is written in JSON; None for one that JSON has no words for.

    Args:
        value: A number as it was written stays so.
    """
    try:
        return getattr(value, "text", None) or compact(value)
    except (ValueError, TypeError, RecursionError):
        return None


def _word(text: str) -> Any:
    return {"true": True, "false": False}.get(text.lower(), text)
