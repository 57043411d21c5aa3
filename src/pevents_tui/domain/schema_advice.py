"""What a schema says of the rows that go to its dataset: missing, misspelt, of another type, unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.limits import RESERVED_KEYS
from pevents_tui.domain.path import Path, look_up
from pevents_tui.domain.report import Context, Problem
from pevents_tui.domain.rules import hint, properties_of, rows_of
from pevents_tui.domain.schema import Schema, SchemaField, letters
from pevents_tui.domain.schema_fit import Fit, fit_of, fits, fitted, written
from pevents_tui.domain.schema_names import is_camel_case
from pevents_tui.domain.times import type_word

MISSING, MISSPELT, UNKNOWN, WRONG_TYPE = "schema-missing", "schema-name", "schema-unknown", "schema-type"
"""The rules about properties, by what they find."""
MOST_CATEGORY = 1_000
"""Longest value of a categorical field. Source: Developer Guide, quotas: categorical values."""
_SOURCE = "the dataset's schema; Developer Guide, schemas"
_MOST_KEYS = 25
"""How many keys of one row are told; more are of one making."""
_LONGEST = 40
_OWN = frozenset({"itemid", "actionid", "eventvalue", *(key.lower() for key in RESERVED_KEYS)})
"""Keys that other rules tell: they are members of the event."""


def against_schema(draft: Draft, context: Context) -> Iterator[Problem]:
    """What the dataset's schema says of each row, asked anew only about rows that changed."""
    schema = context.schema
    if schema is None or schema.kind != draft.kind:
        return
    for path, row in rows_of(draft):
        find = partial(_find_in_row, schema, path, row)
        yield from context.memory.recall("schema", int(path[1]), row, schema, find)


def _find_in_row(schema: Schema, path: Path, row: Mapping[str, Any]) -> tuple[Problem, ...]:
    return (*_find_in_members(schema, path, row), *_find_in_properties(schema, (*path, "properties"), row))


def _find_in_members(schema: Schema, path: Path, row: Mapping[str, Any]) -> Iterator[Problem]:
    """Members of the event that the schema requires and the service does not, and a value that has no field."""
    for field, place in schema.members if KINDS[schema.kind].happens else ():
        asked_for = field.name in {"USER_ID", "SESSION_ID", "TIMESTAMP", "EVENT_TYPE", "ACTION_ID"}
        if field.required and not asked_for and look_up(row, place) is None:
            text = f"is required by the schema ({field.name}: {field.type_words}), and missing"
            yield hint((*path, *place), text, "schema-member", _SOURCE)
    valued = schema.kind != "put-events" or any(field.name == "EVENT_VALUE" for field in schema.fields)
    if not valued and row.get("eventValue") is not None:
        text = "has no field in the schema, which lacks EVENT_VALUE"
        yield hint((*path, "eventValue"), text, "schema-member", "Developer Guide, schemas: EVENT_VALUE")


def _find_in_properties(schema: Schema, path: Path, row: Mapping[str, Any]) -> Iterator[Problem]:
    members, given = properties_of(row), row.get("properties")
    if not members and given not in (None, "") and str(given).strip() != "{}":
        return  # what is no object is told by others
    fit = fit_of(members, schema)
    for field in fit.missing:
        text = f"is required by the schema ({field.name}: {field.type_words}), and missing"
        yield hint((*path, field.key), text, MISSING, _SOURCE)
    for key, field in fit.given.items():
        yield from _judge(field, (*path, key), members[key])
    for key, field in fit.meant.items():
        if not is_camel_case(key) and letters(key) == letters(field.name):
            continue  # that it is no camelCase is told by others, with the key that is
        text = f"is no field of the schema; did you mean {field.key} → {field.name}?"
        yield hint((*path, key), text, MISSPELT, _SOURCE)
    for key in islice(_told_here(fit, schema), _MOST_KEYS):
        yield hint((*path, key), _unknown(schema), UNKNOWN, _SOURCE)


def _told_here(fit: Fit, schema: Schema) -> Iterator[str]:
    others = _OWN if KINDS[schema.kind].happens else ()
    return (key for key in fit.unknown if key.lower() not in others)


def _unknown(schema: Schema) -> str:
    keys = [field.key for field in schema.properties]
    if not keys:
        return "is no field of the schema, which has none for properties"
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    return f"is no field of the schema, which has {', '.join(keys[:_MOST_NAMED])}{more}"


_MOST_NAMED = 6


def _judge(field: SchemaField, path: Path, value: Any) -> Iterator[Problem]:
    """What is wrong with the value of a field."""
    if not fits(value, field):
        better = fitted(value, field)
        mend = f"; write {_shown(better)}" if better is not value else ""
        if value is None:
            text = f"has no value yet; {field.name} is {field.type_words} and takes no null"
        elif isinstance(value, int) and not isinstance(value, bool) and field.types[0] in {"int", "long"}:
            text = f"is out of the range of {field.type_words}, which {field.name} is"
        else:
            what = _shown(value) if isinstance(value, float) else type_word(value)
            text = f"is {what}, and {field.name} is {field.type_words}{mend}"
        yield hint(path, text, WRONG_TYPE, _SOURCE)
    elif field.categorical and isinstance(value, str) and len(value) > MOST_CATEGORY:
        text = f"{len(value):,} of {MOST_CATEGORY:,} characters of a categorical value"
        yield hint(path, text, "schema-length", "Developer Guide, quotas: categorical values")


def _shown(value: Any) -> str:
    text = written(value) or type_word(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
