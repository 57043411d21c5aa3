"""Lines of editors: what stands in one and was not entered yet, by the path of what it is to change.

The line of a list or of properties has their path, and adds. A line with the path of one property replaces that
property, in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import spec_at
from pevents_tui.domain.path import Path
from pevents_tui.ui.widgets.values import read_line, read_members, shown, with_line


def is_entry(kind: str, path: Path) -> bool:
    """Whether a path is one property's: its line may be empty, which takes the property away."""
    above = spec_at(kind, path[:-1]) if path else None
    return above is not None and above.form == "properties"


def with_lines(draft: Draft, lines: Mapping[Path, str]) -> tuple[Draft, dict[Path, str]]:
    """The draft with what stands in lines, and the lines that cannot be read.

    Args:
        draft: As it is without them.
        lines: By their path.
    """
    left = {}
    for path, text in lines.items():
        spec = spec_at(draft.kind, path)
        if spec is not None:
            value, readable = with_line(spec.form, draft.get(path), text)
            draft = draft.put(path, value)
        elif is_entry(draft.kind, path):
            value, readable = with_entry(draft.get(path[:-1]), str(path[-1]), text)
            draft = draft.put(path[:-1], value) if readable else draft
        else:
            readable = True
        if not readable:
            left[path] = text
    return draft, left


def in_rows(lines: Mapping[Path, str], rows: str, places: Callable[[int], int | None]) -> dict[Path, str]:
    """The lines after rows came, went or changed places.

    Args:
        lines: By their path.
        rows: The member that holds the rows.
        places: Where the row at an index is now, None where it is gone.
    """
    left = {}
    for path, text in lines.items():
        if path[0] != rows:
            left[path] = text
        elif (index := places(int(path[1]))) is not None:
            left[rows, index, *path[2:]] = text
    return left


def with_entry(value: Any, key: str, text: str) -> tuple[Any, bool]:
    """Properties with one of them as its line has it, and whether the line could be read.

    Args:
        value: What the draft holds.
        key: The property's; where it is gone by now, what the line says is added.
        text: What stands in the line; nothing takes the property away.
    """
    members = read_members(value)
    if members is None:
        return value, False
    given = read_line(text) if text.strip() else {}
    if given is None or any(name != key and name in members for name in given):
        return value, False  # to take another property's name would lose its value
    changed: dict[str, Any] = {}
    for name, each in members.items():
        changed |= given if name == key else {name: each}
    changed = changed if key in members else {**changed, **given}
    same = shown(changed) == shown(members)  # in text, where true is not 1; a text of an object stays as it is written
    return value if same else changed or None, True
