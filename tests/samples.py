"""The sample app in a terminal, and the keys it knows."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from terminal import Terminal

F2, F3, F4, F5, F6, F7, F8 = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[19~"
"""Break · break a worker · a flood of toasts · hang in a thread · lend the terminal · leave with 7 · tell."""

CTRL_Q, CTRL_P, CTRL_C, CTRL_Z = "\x11", "\x10", "\x03", "\x1a"


def sample(base: str, crashes: Path, view: str = "field", **options: Any) -> Terminal:
    """Give the terminal that runs `sample_app.py` once it is entered.

    Args:
        base: `hardened`, or `plain` for Textual's own app.
        crashes: The folder of its crash files.
        view: A name in the `VIEWS` of the app.
        options: Those of `Terminal`.
    """
    script = Path(__file__).with_name("sample_app.py")
    return Terminal([sys.executable, str(script), base, str(crashes), view], **options)
