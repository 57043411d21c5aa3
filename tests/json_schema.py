"""As much of JSON Schema as the schemas in docs/ use; a keyword it does not know fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_KNOWN = {
    "$schema",
    "title",
    "description",
    "type",
    "required",
    "properties",
    "enum",
    "items",
    "minimum",
    "maximum",
}


def faults(schema: dict[str, Any], value: Any, place: str = "$") -> Iterator[str]:
    """Where a value is not as a schema says; members that the schema does not name are a fault too."""
    assert schema.keys() <= _KNOWN, schema.keys() - _KNOWN
    types = schema.get("type", list(_TYPES))
    if not any(_is_of(value, name) for name in ([types] if isinstance(types, str) else types)):
        yield f"{place}: {value!r} is no {types}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is none of {schema['enum']}"
    if isinstance(value, dict):
        yield from (f"{place}.{name}: missing" for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            if name not in schema.get("properties", {}):
                yield f"{place}.{name}: not in the schema"
            else:
                yield from faults(schema["properties"][name], inner, f"{place}.{name}")
    if isinstance(value, list):
        for at, inner in enumerate(value):
            yield from faults(schema.get("items", {}), inner, f"{place}[{at}]")
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{place}: {value} is out of bounds"


def _is_of(value: Any, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
