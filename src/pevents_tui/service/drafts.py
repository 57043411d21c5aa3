"""What is being written, kept in a file through quit, crash and kill: the draft, and what is not yet part of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import FolderError, why
from pevents_tui.domain.jsonedit import exact_float, exact_int, write_json
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.path import Path as Place
from pevents_tui.service.paths import write_private

_NO_DRAFT = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a file raises that holds no draft."""


class Kept(NamedTuple):
    """What a person had before them.

    Attributes:
        draft: What was written; None where nothing was kept, or nothing that can be read.
        text: JSON text that could not be read yet, None where there was none.
        lines: What stood in lines to add with and could not be read, by the path of their list.
        origin: What the draft was begun from, None where it was from nothing.
        notice: A sentence about a file that could not be read, or about other drafts; None where all is well.
        is_theirs: Another running app has it before it too, so its event ids are that one's.
    """

    draft: Draft | None = None
    text: str | None = None
    lines: Mapping[Place, str] = MappingProxyType({})
    origin: Origin | None = None
    notice: str | None = None
    is_theirs: bool = False


def keep(path: Path, kept: Kept) -> None:
    """The draft and all that belongs to it in the file, whole or not at all.

    Raises:
        FolderError: the file cannot be written.
    """
    document: dict[str, Any] = _document(kept.draft) if kept.draft else {}
    if kept.text is not None:
        document["text"] = kept.text
    if kept.lines:
        document["lines"] = [[list(place), text] for place, text in kept.lines.items()]
    if kept.origin is not None:
        document["origin"] = _origin_document(kept.origin)
    try:
        write_private(path, write_json(document, indent=""))
    except OSError as error:
        raise FolderError(f"the draft cannot be kept in {path}: {why(error)}") from None


def theirs(path: Path) -> Kept:
    """What the file of another running app holds; nothing where it cannot be read."""
    try:
        return _read(path)._replace(is_theirs=True)
    except (OSError, *_NO_DRAFT):
        return Kept()


def is_missed(path: Path) -> bool:
    """Whether a file holds what a person wrote: another draft than it was begun from, or what could not be read yet."""
    found = theirs(path)
    if found.draft is None or found.text is not None or found.lines:
        return found.draft is not None
    return found.origin is None or found.origin.differs(found.draft)


def kept(path: Path) -> Kept:
    """What the file holds. One that cannot be read is renamed, never deleted, and the notice tells its new name."""
    try:
        return _read(path)
    except FileNotFoundError:
        return Kept()
    except OSError as error:
        return Kept(notice=_set_aside(path, why(error)))
    except _NO_DRAFT:
        return Kept(notice=_set_aside(path, "it holds no draft"))


def _read(path: Path) -> Kept:
    return _kept(
        json.loads(  # a file of our own: also what no request can hold comes back
            path.read_text(encoding="utf-8"), parse_float=exact_float, parse_int=exact_int
        )
    )


def _document(draft: Draft) -> dict[str, Any]:
    return {"kind": draft.kind, "body": draft.body}


def _kept(document: Any) -> Kept:
    origin, text = document.get("origin"), document.get("text")
    return Kept(
        draft=Draft.of(document["body"], document["kind"]),
        text=None if text is None else str(text),
        lines={tuple(place): str(line) for place, line in document.get("lines", [])},
        origin=None if origin is None else _origin(origin),
    )


def _origin_document(origin: Origin) -> dict[str, Any]:
    told: dict[str, Any] = {"name": origin.name, **_document(origin.draft)}
    if origin.template is not None or origin.variables:
        told |= {"template": origin.template, "variables": dict(origin.variables), "stamp": origin.stamp}
    return told


def _origin(told: Any) -> Origin:
    stamp = told.get("stamp")
    return Origin(
        str(told["name"]),
        Draft.of(told["body"], told["kind"]),
        None if told.get("template") is None else str(told["template"]),
        dict(told.get("variables") or {}),
        None if stamp is None else tuple(map(int, stamp)),
    )


def _set_aside(path: Path, why: str) -> str:
    stamp = datetime.now(tz=UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.unreadable-{stamp}")
    try:
        path.replace(aside)
    except OSError:
        return f"The kept draft {path} cannot be read ({why}); it stays until a new draft is kept."
    return f"The kept draft cannot be read ({why}); it was set aside as {aside}."
