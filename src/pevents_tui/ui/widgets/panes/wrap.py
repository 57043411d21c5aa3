"""Where a line is parted to fit a width: every character stands in exactly one part."""

from __future__ import annotations

from rich.cells import cell_len


def cuts(text: str, width: int, *, words: bool = False) -> list[int]:
    """The places, in characters, where a line is parted into rows; none where it fits.

    Args:
        text: Without line feeds.
        width: Cells a row.
        words: Part it between words where that can be done; a blank at the end of a row may then hang over.
    """
    width = max(width, 2)
    if text.isascii() and (not words or len(text) <= width):
        return list(range(width, len(text), width))
    found: list[int] = []
    start = used = 0
    for at, char in enumerate(text):
        used += (cells := 1 if char.isascii() else cell_len(char))
        if used <= width or (words and char == " "):
            continue
        blank = text.rfind(" ", start, at) + 1 if words else 0
        start = blank if blank > start else at
        found.append(start)
        used = cell_len(text[start:at]) + cells
    return found
