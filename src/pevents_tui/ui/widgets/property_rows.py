"""A property as a row of a list: its key, its value, its type, the field of the schema, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from textwrap import wrap
from typing import Any

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from pevents_tui.domain.report import Level, Problem
from pevents_tui.domain.schema import Schema, SchemaField
from pevents_tui.domain.schema_fit import fit_of
from pevents_tui.domain.schema_names import schema_field
from pevents_tui.domain.times import type_word
from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.entry_list import MOST_ENTRIES
from pevents_tui.ui.widgets.values import clipped, shown

_WIDEST_KEY = 16
"""Cells of the column of keys at most."""
_LEAST_VALUE = 8
"""Cells that a value gets at least, where it has as many."""
_MOST_LINES = 3
"""Lines that what is wrong with a row takes at most."""
_STYLES = {Level.STOP: "$text-error", Level.LIMIT: "$text-warning", Level.HINT: "$text-accent"}


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A row as it is shown.

    Attributes:
        content: One or two lines.
        height: How many lines.
        type_x: Where its type begins, in cells.
    """

    content: Content
    height: int
    type_x: int


def property_rows(
    members: Mapping[str, Any], width: int, problems: Sequence[Problem], schema: Schema | None = None
) -> list[PropertyRow]:
    """The rows of properties, `MOST_ENTRIES` at most; then those that the schema requires and that are missing.

    Args:
        members: By key.
        width: Cells of a row.
        problems: Those of these properties, each with the key at the end of its path; the weightiest first.
        schema: Of the dataset that they go to; None where it is not known.
    """
    wrong: dict[str | int, Problem] = {}
    for problem in problems:
        wrong.setdefault(problem.path[-1], problem)
    first = list(islice(members.items(), MOST_ENTRIES))
    absent = missing_fields(members, schema)
    keys = [*(key for key, _ in first), *(field.key for field in absent)]
    widest = max((min(cell_len(visible(shown(key[:_WIDEST_KEY]))), _WIDEST_KEY) for key in keys), default=0)
    fields = schema.by_key if schema is not None else {}
    rows = [_row(key, value, width, widest, wrong.get(key), fields.get(key)) for key, value in first]
    return rows + [_missing_row(field, width, widest) for field in absent]


def missing_fields(members: Mapping[str, Any], schema: Schema | None) -> tuple[SchemaField, ...]:
    """The fields that get a row of their own though the properties lack them: those that the schema requires.

    Args:
        members: By key.
        schema: Of the dataset that they go to; None where it is not known.
    """
    return () if schema is None or len(members) > MOST_ENTRIES else fit_of(members, schema).missing


def type_name(value: Any) -> str:
    """The value's JSON type in one word."""
    return type_word(value).removeprefix("a ").removeprefix("an ")


def _missing_row(field: SchemaField, width: int, key_width: int) -> PropertyRow:
    """The row of a property that is not there yet."""
    text = f"{field.key:{key_width}}  missing → {field.name}: {field.words}"
    first, *more = wrap(text, width, subsequent_indent="  ", max_lines=_MOST_LINES, placeholder="…") or [""]
    return PropertyRow(Content.styled("\n".join([first, *more]), _STYLES[Level.HINT]), 1 + len(more), width)


def _row(
    key: str, value: Any, width: int, key_width: int, problem: Problem | None, known: SchemaField | None = None
) -> PropertyRow:
    name = visible(clipped(shown(key), width))
    text = visible(shown(value if not isinstance(value, str) else value[: width * 2]))
    kind, field = type_name(value), None if problem else schema_field(key)
    field = field if problem or known is None else f"{known.name}: {known.words}"
    whole = f"{kind} → {field}" if field else kind
    head = cell_len(name) if cell_len(name) > key_width else key_width
    room = width - head - 4
    right = whole if room - cell_len(whole) >= min(cell_len(text), _LEAST_VALUE) else kind
    head = min(head, max(width - 6 - cell_len(right) - min(cell_len(text), _LEAST_VALUE), 4))
    value_width = max(width - head - 4 - cell_len(right), 1)
    type_x = head + 2 + value_width + 2
    value_text = text if cell_len(text) <= value_width else set_cell_size(text, max(value_width - 1, 0)) + "…"
    name_text = name if cell_len(name) <= head else set_cell_size(name, head - 1) + "…"
    line = Content.assemble(
        Content(set_cell_size(name_text, head) + "  " + set_cell_size(value_text, value_width) + "  "),
        Content.styled(right, "$text-muted"),
    )
    if problem is not None:
        told, style = problem.text.removeprefix(f"{key!r} "), _STYLES[problem.level]
    else:
        told, style = f"→ {field}" if field and right != whole else "", "$text-muted"
    below = wrap(visible(clipped(told)), width - 2, max_lines=_MOST_LINES, placeholder="…")
    for text in below:
        line += Content("\n  ") + Content.styled(text if cell_len(text) <= width - 2 else text[: width // 2 - 1], style)
    return PropertyRow(line, 1 + len(below), type_x)
