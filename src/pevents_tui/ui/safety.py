"""The fences between data and the terminal.

Widgets show data through `visible` or `plain`, so that a person sees what is there. `SafeText` stands behind them at
the last step before the terminal and drops what a widget let through.
"""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from pevents_tui.domain.visible import REPLACEMENT, UNSAFE, visible

__all__ = ["SafeText", "plain", "visible"]


def plain(text: str, *, lines: bool = False) -> Content:
    """Content that shows the text as it is: no markup is read in it, and no control character is left in it.

    Args:
        text: Anything, from anywhere.
        lines: Whether line feeds stay, as for `visible`.
    """
    return Content(visible(text, lines=lines))


class SafeText(LineFilter):
    """The last step before the terminal: drops what it would obey, and keeps every line as wide as it was."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without control characters, control codes and links that hold more than plain ASCII.

        Args:
            segments: One line as a widget drew it.
            background: The colour behind it; it changes nothing here.
        """
        if all(map(_is_safe, segments)):
            return segments
        cleaned = (_clean(segment) for segment in segments if not segment.control)
        return [segment for segment in cleaned if segment.text]


def _is_safe(segment: Segment) -> bool:
    text, style, control = segment
    return not control and text.isprintable() and (style is None or not style.link)


def _clean(segment: Segment) -> Segment:
    text, style, _ = segment
    if style is not None and style.link and not (style.link.isascii() and style.link.isprintable()):
        style = style.update_link(None)
    return Segment(UNSAFE.sub(_without, text), style)


def _without(found: re.Match[str]) -> str:
    """A half character takes one cell and is replaced by one that does; the others take none and go."""
    return REPLACEMENT if "\ud800" <= found[0] <= "\udfff" else ""
