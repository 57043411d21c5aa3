"""The modes of the program, as tabs in a line."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message

MODES = (("compose", "Compose"), ("recommend", "Recommend"))
"""Every mode by its name, with its tab; each leads somewhere."""
_GAP = 2


class ModeChosen(Message):
    """A tab was clicked.

    Attributes:
        name: One of `MODES`.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def modes_line(current: str) -> Content:
    """The tabs, the one of the current mode marked.

    Args:
        current: One of `MODES`.
    """
    tabs = [
        Content.styled(text, "bold $primary underline" if name == current else "$text-muted") for name, text in MODES
    ]
    return Content(" ") + Content(" " * _GAP).join(tabs)


def mode_at(x: int) -> str | None:
    """The mode whose tab stands in a column; None for none.

    Args:
        x: From the left edge of the line.
    """
    at = 1
    for name, text in MODES:
        if at <= x < at + cell_len(text):
            return name
        at += cell_len(text) + _GAP
    return None
