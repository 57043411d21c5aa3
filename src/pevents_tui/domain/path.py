"""Places inside a request body: `("eventList", 0, "itemId")` is written `eventList[0].itemId`."""

from __future__ import annotations

from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Member names and list positions from the top of a request body; `()` is the body itself."""

ANY = "*"
"""Stands for every position of a list in a `FieldSpec`'s path."""


def format_path(path: Path) -> str:
    """The path as the AWS documentation writes it: `eventList[0].itemId`; the body itself is `request`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text or "request"


def pattern_of(path: Path) -> Path:
    """The path with every list position replaced by `ANY`, as FieldSpecs carry it."""
    return tuple(ANY if isinstance(step, int) else step for step in path)


def look_up(body: Any, path: Path) -> Any:
    """The value at the path, or None where any step of it is absent or of another shape."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(body, list | tuple) or not -len(body) <= step < len(body):
                return None
            body = body[step]
        else:
            if not isinstance(body, dict):
                return None
            body = body.get(step)
    return body
