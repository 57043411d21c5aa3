"""Bin: templates that were removed, to be brought back; and how files of templates are written and removed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pevents_tui.domain.errors import TemplateError, why
from pevents_tui.service.paths import PRIVATE_FOLDER, write_private
from pevents_tui.service.templates.folders import read_text

_MOST_REMOVED = 100
"""How many removed templates are held to be brought back."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A template that was removed.

    Attributes:
        path: Where its file was.
        kept: Where it is kept.
    """

    path: Path
    kept: Path


class Bin:
    """Removed templates, the newest 100.

    Args:
        folder: Where they are kept; made with the first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, path: Path) -> Removed:
        """Keep a file here, and remove it from its place.

        Raises:
            TemplateError: it cannot be read, kept or removed.
        """
        serial = max([int(each.stem) for each in self._kept()], default=0) + 1
        kept = self._folder / f"{serial:06d}.json"
        write_file(kept, json.dumps({"path": str(path), "text": read_text(path)}))
        remove_file(path)
        for old in self._kept()[:-_MOST_REMOVED]:
            old.unlink(missing_ok=True)
        return Removed(path, kept)

    def give_back(self, removed: Removed | None = None) -> Path:
        """Where a removed file is again.

        Args:
            removed: Which one; None means the last.

        Raises:
            TemplateError: there is none, or its name was taken since.
        """
        kept = self._kept()
        if removed is None and not kept:
            raise TemplateError("no template was removed")
        at = removed.kept if removed else kept[-1]
        try:
            document = json.loads(at.read_text(encoding="utf-8"))
            path, text = Path(document["path"]), str(document["text"])
        except (OSError, ValueError, KeyError, TypeError):
            raise TemplateError(f"{at} cannot be read") from None
        write_file(path, text, new=True)
        at.unlink(missing_ok=True)
        return path

    def _kept(self) -> list[Path]:
        with suppress(OSError):
            return sorted(path for path in self._folder.glob("*.json") if path.stem.isdigit())
        return []


def remove_file(path: Path) -> None:
    """Remove a file of templates.

    Raises:
        TemplateError: it cannot be removed.
    """
    try:
        path.unlink()
    except OSError as error:
        raise TemplateError(f"cannot remove {path}: {why(error)}") from None


def write_file(path: Path, text: str, *, new: bool = False) -> None:
    """Write a file of templates, private to its owner, and make the folders on its way.

    Args:
        path: Its place.
        text: All of it.
        new: It must not be there yet.

    Raises:
        TemplateError: it is there already, or cannot be written.
    """
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        write_private(path, text, new=new)
    except FileExistsError:
        raise TemplateError(f"{path} is there already") from None
    except OSError as error:
        raise TemplateError(f"cannot write {path}: {why(error)}") from None
    except UnicodeError:
        raise TemplateError(f"cannot write {path}: half of a character is in it") from None
