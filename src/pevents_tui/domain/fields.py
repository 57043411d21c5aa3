"""FieldSpec: one field of a request as inert data; forms, help and checks render it.

The specs of each operation stand in `field_table.py`, written out from the pydantic models by `reading.py` and held to
them by a test, so that a form can be shown before pydantic is loaded.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pevents_tui.domain.path import ANY, Path, pattern_of


class FieldSpec(NamedTuple):
    """One field of a request.

    Attributes:
        path: Where it stands, list positions as `ANY`: `("eventList", "*", "itemId")`.
        label: Its name in words: `Item ID`.
        form: How it is edited: text, number, time, properties, list, rows or group.
        required: The service refuses a request without it.
        least: Fewest characters or elements, None where there is no minimum.
        most: Most characters or elements, None where no limit is known.
        pattern: Regular expression the whole text must match, None for free text.
        sensitive: Personal data by the service model.
        help: One or two sentences for a person.
    """

    path: Path
    label: str
    form: str
    required: bool
    least: int | None
    most: int | None
    pattern: str | None
    sensitive: bool
    help: str

    @property
    def name(self) -> str:
        """The API's own name, which is what people search AWS's pages for: `itemId`."""
        return str(self.path[-1] if self.path[-1] != ANY else self.path[-2])


def fields_of(kind: str) -> tuple[FieldSpec, ...]:
    """Every field of an operation, a list's elements after the list, in the service model's order.

    Args:
        kind: A name in `KINDS`.
    """
    from pevents_tui.domain.field_table import FIELDS  # noqa: PLC0415 - it is made of FieldSpecs

    return FIELDS[kind]


@cache
def specs_by_path(kind: str) -> dict[Path, FieldSpec]:
    """The fields of an operation by their path."""
    return {spec.path: spec for spec in fields_of(kind)}


def spec_at(kind: str, path: Path) -> FieldSpec | None:
    """The field at a path of a body, list positions as numbers, or None where no field stands there."""
    return specs_by_path(kind).get(pattern_of(path))


def members_of(kind: str, path: Path) -> tuple[str, ...]:
    """The names the service knows directly under a path of a body; empty where it knows none."""
    under = pattern_of(path)
    size = len(under) + 1
    return tuple(str(spec.path[-1]) for spec in fields_of(kind) if len(spec.path) == size and spec.path[:-1] == under)
