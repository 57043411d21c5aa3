"""`<<END`: lines that a command reads as its input, and that are no commands."""

from __future__ import annotations

from bisect import bisect_left


class HereDocuments:
    """Where the documents of a text end; it is looked through once, however many there are.

    Args:
        text: Lines ended by a line feed.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: dict[str, list[int]] | None = None
        self._open: list[str] = []

    def begin(self, mark: str) -> None:
        """Take a document that begins on the next line and ends with a line of this mark."""
        self._open.append(mark)

    def behind(self, at: int) -> int:
        """The position behind the documents that begin at one; one without an end is none."""
        marks, self._open = self._open, []
        for mark in marks:
            ends = self._found.get(mark, [])
            following = bisect_left(ends, at + len(mark))
            at = ends[following] if following < len(ends) else at
        return at

    @property
    def _found(self) -> dict[str, list[int]]:
        """The ends of the lines by what stands on them, behind tabs."""
        if self._ends is None:
            self._ends, at = {}, 0
            for line in self._text.split("\n"):
                at += len(line) + 1
                self._ends.setdefault(line.lstrip("\t"), []).append(at - 1)
        return self._ends
