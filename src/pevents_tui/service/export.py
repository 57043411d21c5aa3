"""A text in a file that a person named: whole or not at all, for its owner only, and over no other without a word."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pevents_tui.domain.errors import FileThere, SaveError, why
from pevents_tui.service.paths import write_private


def save_text(name: str, text: str | Iterable[str], *, replace: bool = False) -> Path:
    """The place where the text is now.

    Args:
        name: As it was typed: `~` means the home directory, a relative one is under the working directory.
        text: UTF-8 can hold it; one in pieces is never held as a whole.
        replace: A file of that name may be replaced.

    Raises:
        FileThere: there is one, and it may not.
        SaveError: the name is none for a file, or the file cannot be written.
    """
    path = place_for(name, replace=replace)
    try:
        write_private(path, text, new=not replace)
    except FileExistsError:
        raise FileThere(f"{name.strip()} is there already") from None
    except OSError as error:
        raise SaveError(f"cannot write {name.strip()[:200]}: {why(error)}") from None
    return path


def place_for(name: str, *, replace: bool = False) -> Path:
    """The place that a name means, where a file may be written.

    Args:
        name: As it was typed, see `save_text`.
        replace: A file of that name may be replaced.

    Raises:
        FileThere: there is one, and it may not.
        SaveError: the name is none for a file, or no file can be there.
    """
    if not name.strip():
        raise SaveError("name a file to save it in")
    try:
        path = Path(name.strip()).expanduser().resolve()
        if name.rstrip().endswith("/") or path.is_dir():
            raise SaveError(f"{path} is a directory: name a file in it")
        if not path.parent.is_dir():
            raise SaveError(f"there is no directory {path.parent}")
        if path.exists():
            if not path.is_file():
                raise SaveError(f"{path} is not a regular file")
            if not replace:
                raise FileThere(f"{path} is there already")
    except OSError as error:
        raise SaveError(f"cannot write {name.strip()[:200]}: {why(error)}") from None
    except (ValueError, RuntimeError) as error:
        raise SaveError(f"{name.strip()[:200]!a} is no file name: {error}") from None
    return path
