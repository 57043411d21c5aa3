"""The crash file of the terminal UI: the service layer's, with what Textual's own errors have to say."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import textual
from rich.console import Console

from pevents_tui.service import crash


def write_crash_file(folder: Path, error: BaseException) -> Path:
    """Write what happened to a new private file, and give its path.

    Args:
        folder: Where crash files are kept.
        error: What was raised.

    Raises:
        OSError: The folder or the file cannot be written.
    """
    about = f"Textual {textual.__version__}"
    return crash.write_crash_file(folder, error, environ=os.environ, about=about, more=_details(error))


def _details(error: BaseException) -> str:
    """What an error of Textual's style sheets has to say, which it tells as a picture only."""
    if not hasattr(error, "__rich__"):
        return ""
    page = StringIO()
    Console(file=page, width=110, color_system=None, force_terminal=False).print(error)
    return page.getvalue()
