"""VeilFilter: the last fence before the terminal in presenter mode: ids that are drawn all the same become dots."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from pevents_tui.domain.veil import Veil

_DOT = "·"


class VeilFilter(LineFilter):
    """Draws dots over ids, whichever widget shows them; every line stays as wide as it was.

    Args:
        veil: Knows them.
    """

    def __init__(self, veil: Veil) -> None:
        super().__init__()
        self.veil = veil
        """What is hidden, and what stands for it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with dots over ids, also where an id goes from one segment to the next.

        Args:
            segments: One line as a widget drew it.
            background: The colour behind it; it changes nothing here.
        """
        places = list(self.veil.places("".join(segment.text for segment in segments)))
        if not places:
            return segments
        hidden = {at for start, end in places for at in range(start, end)}
        drawn, at = [], 0
        for text, style, control in segments:
            covered = "".join(_dots(char) if at + place in hidden else char for place, char in enumerate(text))
            drawn.append(Segment(covered, style, control))
            at += len(text)
        return drawn


def veiled(app: App[Any], text: str) -> str:
    """A text as it may be shown in a dialog: all of it, unless an audience looks on.

    What is cut, or cut between two lines, is no id any more by which `VeilFilter` would know it.

    Args:
        app: The app.
        text: Any.
    """
    veil = getattr(app, "veil", None)
    return veil.veil.over(text) if isinstance(veil, VeilFilter) else text


def _dots(char: str) -> str:
    return _DOT * cell_len(char)
