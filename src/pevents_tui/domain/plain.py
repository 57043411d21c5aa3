"""plain(kind, body): the body of a request that plainly fits its model, told without loading pydantic.

Nearly every draft that is sent fits. Whether one does is found here from the written-out fields; what is not plainly
right is left to the models, which say what is wrong. A test holds the two together: what passes here, passes there, and
comes out the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from pevents_tui.domain.fields import FieldSpec, fields_of
from pevents_tui.domain.kinds import Kind
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.path import ANY, Path

_MOST_WHOLE = 2**53
"""Whole numbers beyond it are left to the models."""


def plain(kind: Kind, body: Mapping[str, Any], memory: RowMemory) -> dict[str, Any] | None:
    """The body in the models' order where it plainly fits them; None where the models have to tell.

    Args:
        kind: The operation.
        body: With times as numbers and properties as encoded text.
        memory: What was found out about rows the last time.
    """
    rows = body.get(kind.rows)
    if type(rows) is not list or not rows:
        return None
    head = _members(kind.name, (), {name: value for name, value in body.items() if name != kind.rows})
    if head is None:
        return None
    found = [
        memory.recall("plain", index, row, kind.name, partial(_members, kind.name, (kind.rows, ANY), row))
        for index, row in enumerate(rows)
    ]
    return None if None in found else {**head, kind.rows: found}


def _members(kind: str, under: Path, value: Any) -> dict[str, Any] | None:
    """An object in the models' order, None where something in it does not plainly fit."""
    specs = _specs(kind, under)
    if type(value) is not dict or not value.keys() <= specs.keys():
        return None
    found: dict[str, Any] = {}
    for name, spec in specs.items():
        if name in value:
            if (one := _value(kind, spec, value[name])) is None:
                return None
            found[name] = one
        elif spec.required and spec.form != "rows":
            return None
    return found


@cache
def _specs(kind: str, under: Path) -> dict[str, FieldSpec]:
    """The fields directly under a place, by their names, in the models' order."""
    size = len(under) + 1
    return {
        str(spec.path[-1]): spec
        for spec in fields_of(kind)
        if len(spec.path) == size and spec.path[:-1] == under and spec.path[-1] != ANY
    }


def _value(kind: str, spec: FieldSpec, value: Any) -> Any:
    """A member's value, None where it does not plainly fit."""
    if spec.form in {"text", "properties"}:
        return value if _is_text(value, spec.least) else None
    if spec.form in {"number", "time"}:
        return value if _is_number(value) else None
    if spec.form == "list":
        fits = type(value) is list and value and all(_is_text(each, 1) for each in value)
        return list(value) if fits else None
    return _members(kind, spec.path, value) if spec.form == "group" else None


def _is_text(value: Any, least: int | None) -> bool:
    if type(value) is not str or len(value) < (least or 0):
        return False
    return value.isascii() or not any("\ud800" <= char <= "\udfff" for char in value)


def _is_number(value: Any) -> bool:
    if type(value) is int:
        return -_MOST_WHOLE < value < _MOST_WHOLE
    return type(value) is float and math.isfinite(value)
