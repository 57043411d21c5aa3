"""The private file that tells of an error of the program itself: where it happened, never with what data."""

from __future__ import annotations

import os
import re
import sys
import traceback
from datetime import UTC, datetime
from io import StringIO
from itertools import count
from pathlib import Path

import textual
from rich.console import Console

from pevents_tui import __version__
from pevents_tui.ui.safety import visible

_SECRET_VARIABLES = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID")
_USER_INFO = re.compile(r"//[^/\s@]+@")
_SERIAL = count(1)


def write_crash_file(folder: Path, error: BaseException) -> Path:
    """Write what happened to a new file that only its owner can read, and give its path.

    It holds the versions, the places in the code and the words of the errors, without any variable's value and with
    the credentials of the environment and of URLs masked.

    Args:
        folder: Where crash files are kept; made, for its owner only, when missing.
        error: What was raised; the errors that led to it are told as well.

    Raises:
        OSError: The folder or the file cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"crash-{now:%Y%m%dT%H%M%S}-{os.getpid()}-{next(_SERIAL)}.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{now:%Y-%m-%dT%H:%M:%SZ} {_versions()}\n\n{_story(error)}")
    return path


def _versions() -> str:
    return f"pevents-tui {__version__}, Textual {textual.__version__}, Python {sys.version.split()[0]}"


def _story(error: BaseException) -> str:
    told = "".join(traceback.TracebackException.from_exception(error, capture_locals=False).format())
    return _masked(visible(told + _details(error), lines=True))


def _details(error: BaseException) -> str:
    """What an error of Textual's style sheets has to say, which it tells as a picture only."""
    if not hasattr(error, "__rich__"):
        return ""
    page = StringIO()
    Console(file=page, width=110, color_system=None, force_terminal=False).print(error)
    return page.getvalue()


def _masked(text: str) -> str:
    for name in _SECRET_VARIABLES:
        secret = os.environ.get(name)
        if secret:
            text = text.replace(secret, "***")
    return _USER_INFO.sub("//***@", text)
