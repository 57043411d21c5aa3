"""What rules of thumb are made of: their type, a hint, the rows of a draft and a row's properties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.path import Path
from pevents_tui.domain.report import Context, Level, Problem

Rule: TypeAlias = Callable[[Draft, Context], Iterator[Problem]]
"""A rule of thumb: yields what it finds, raises nothing."""


def hint(path: Path, text: str, rule: str, source: str) -> Problem:
    """A hint at a path: its words, the rule's name and its source."""
    return Problem(path, Level.HINT, text, rule, source)


def rows_of(draft: Draft) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each row that is an object, with its path."""
    for index, row in enumerate(draft.rows):
        if isinstance(row, Mapping):
            yield (draft.spec.rows, index), row


def properties_of(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row's properties as an object, empty where they are none."""
    value = row.get("properties")
    if isinstance(value, str):
        try:
            value = parse_json(value, unique=False)
        except JsonFault:
            return {}
    return value if isinstance(value, Mapping) else {}
