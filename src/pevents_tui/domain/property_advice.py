"""Rules of thumb for the keys and values of properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.limits import RESERVED_KEYS
from pevents_tui.domain.report import Context, Problem
from pevents_tui.domain.rules import Rule, hint, properties_of, rows_of
from pevents_tui.domain.schema_names import camel_case, is_camel_case, schema_field


def fields_in_properties(draft: Draft, _context: Context) -> Iterator[Problem]:
    """itemId or eventValue tucked into properties, as code for the service's first version did."""
    for path, row in rows_of(draft):
        for name in properties_of(row):
            if name in {draft.spec.thing, "eventValue"}:
                text = f"{name!r} belongs beside properties, not in them; here it is not used"
                yield hint((*path, "properties", name), text, "field-in-properties", "boto/boto3#2573")


def nested_properties(draft: Draft, _context: Context) -> Iterator[Problem]:
    """Lists and objects as values of properties: a dataset's schema is one flat record."""
    for path, row in rows_of(draft):
        for name, value in properties_of(row).items():
            if isinstance(value, Mapping | list):
                text = f"{name!r} is nested; a dataset's schema is flat"
                yield hint(
                    (*path, "properties", name), text, "nested-property", "Developer Guide, schemas: no arrays or maps"
                )


def odd_property_keys(draft: Draft, _context: Context) -> Iterator[Problem]:
    """Keys of properties that are not in camelCase: they stand for no field of a schema."""
    reserved = {name.lower() for name in RESERVED_KEYS}
    for path, row in rows_of(draft):
        odd = (name for name in properties_of(row) if not is_camel_case(name) and name.lower() not in reserved)
        for name in islice(odd, _MOST_ODD_KEYS):
            yield hint((*path, "properties", name), _odd_key(name), "property-case", _CAMEL_SOURCE)


_CAMEL_SOURCE = "Developer Guide, recording item interactions: numRatings for NUM_RATINGS"
_MOST_ODD_KEYS = 25
"""How many keys of one row are told; more are of one making."""


def _odd_key(name: str) -> str:
    shown = repr(name if len(name) <= 40 else name[:40] + "…")
    wanted = camel_case(name)
    if wanted is None:
        return f"{shown} is not camelCase; keys are written like numberOfRatings"
    if wanted.lower() in {key.lower() for key in RESERVED_KEYS}:
        return f"{shown} is not camelCase; {wanted} is a field of the event"
    return f"{shown} is not camelCase: {wanted} → {schema_field(wanted)}"


PROPERTY_ADVICE: tuple[Rule, ...] = (fields_in_properties, odd_property_keys, nested_properties)
"""In the order they are told."""
