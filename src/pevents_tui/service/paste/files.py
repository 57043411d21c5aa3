"""Files of requests, by the name that a person types or drops."""

from __future__ import annotations

import re
from pathlib import Path

from pevents_tui.domain.errors import SourceError, why
from pevents_tui.service.intake import MOST_DOCUMENT_BYTES
from pevents_tui.service.paste import Recognised, recognise


def recognise_file(name: str) -> Recognised:
    """What a file holds.

    Args:
        name: As it was typed or dropped into a terminal: in quotes or not, `~` for the home directory.

    Raises:
        SourceError: it cannot be read, or is not recognised.
    """
    path = _path(name)
    try:
        if not path.is_file():
            kind = "is a directory" if path.is_dir() else "is not a file" if path.exists() else "is not there"
            raise SourceError(f"{path} {kind}")
        with path.open("rb") as file:
            data = file.read(MOST_DOCUMENT_BYTES + 1)
        if len(data) > MOST_DOCUMENT_BYTES:
            raise SourceError(f"{path.name}: larger than 4 MiB; send such a file with `pevents-tui send`")
        return recognise(data.decode("utf-8"), name=path.name)
    except OSError as error:
        raise SourceError(f"cannot read {path}: {why(error)}") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name}: not UTF-8 text: byte {error.start + 1}") from None


def _path(name: str) -> Path:
    """The path that is meant.

    Raises:
        SourceError: it cannot be one.
    """
    typed = name.strip().removeprefix("file://")
    if len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "'\"":
        typed = typed[1:-1]
    try:
        path = Path(typed).expanduser()
        if not path.exists() and "\\" in typed:
            path = Path(re.sub(r"\\(.)", r"\1", typed)).expanduser()
        path.exists()
    except (OSError, ValueError, RuntimeError) as error:
        raise SourceError(f"{typed[:80]!a} is no path: {why(error)}") from None
    return path
