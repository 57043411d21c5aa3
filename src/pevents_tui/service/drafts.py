"""The draft being written, kept in a file through quit, crash and kill."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import FolderError
from pevents_tui.service.paths import write_private


def keep(path: Path, draft: Draft) -> None:
    """The draft in the file, whole or not at all.

    Raises:
        FolderError: the file cannot be written.
    """
    try:
        write_private(path, json.dumps({"kind": draft.kind, "body": draft.body}))
    except OSError as error:
        raise FolderError(f"the draft cannot be kept in {path}: {(error.strerror or str(error)).lower()}") from None


def kept(path: Path) -> Draft | None:
    """The draft of the file; None where there is none. One that cannot be read is renamed, never deleted."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        _set_aside(path)
        return None
    try:
        document = json.loads(text)  # a file of our own: also what no request can hold comes back
        return Draft.of(document["body"], document["kind"])
    except (ValueError, KeyError, TypeError, RecursionError):
        _set_aside(path)
        return None


def _set_aside(path: Path) -> None:
    stamp = datetime.now(tz=UTC).strftime("%Y%m%d-%H%M%S")
    try:
        path.replace(path.with_name(f"{path.name}.unreadable-{stamp}"))
    except OSError:
        return
