"""How far long work came: one line on a person's standard error, wiped before anything else is said."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any, TextIO, cast

from pevents_tui.domain.visible import visible

_FIRST_S = 1.0
"""Work that ends within it shows none."""
_EVERY_S = 0.2
"""Shortest time between two drawings."""


class Progress:
    """Counts drafts, and shows rate, share and time left while it goes on.

    Args:
        stream: Standard error; nothing is shown where it is no terminal.
        count: Finds how many drafts there are; None where nobody can know.
        shown: Show it at all.
        clock: Seconds that only go on.
    """

    def __init__(
        self,
        stream: TextIO,
        count: Callable[[], int | None],
        *,
        shown: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._count = count
        self._shown = shown and stream.isatty()
        self._clock = clock
        self._began_s = clock()
        self._drawn_s = self._began_s + _FIRST_S - _EVERY_S
        self._is_drawn = False
        self._is_covered = False
        self.done = 0
        """Drafts that were worked through."""

    @cached_property
    def total(self) -> int | None:
        """How many drafts there are, looked for at the first use; None where nobody can know."""
        return self._count()

    def step(self, words: str) -> None:
        """Count a draft.

        Args:
            words: How they ended so far.
        """
        self.done += 1
        if not self._shown or not (self._is_covered or self._clock() - self._drawn_s >= _EVERY_S):
            return
        self.wipe()
        self._is_covered = False
        self._write(visible(f"{self.line()}  {words}")[: _columns(self._stream)])
        self._is_drawn = True
        self._drawn_s = self._clock()

    def line(self) -> str:
        """`1,234 of 10,000 drafts, 12 %, 840 a second, 11 s left`; without a total, what is known."""
        rate = self.done / max(self._clock() - self._began_s, 0.001)
        speed = f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second"
        total = self.total
        if total is None or total < self.done:
            return f"{self.done:,} drafts, {speed}"
        left = _duration((total - self.done) / max(rate, 0.001))
        return f"{self.done:,} of {total:,} drafts, {self.done * 100 // max(total, 1)} %, {speed}, {left} left"

    def wipe(self) -> None:
        """Take the line away; what is said next stands in its place."""
        if self._is_drawn:
            self._is_drawn = False
            self._write("\r\x1b[K")

    def cover(self) -> None:
        """Take the line away for something that is said; the next draft brings it back."""
        self._is_covered = self._is_covered or self._is_drawn
        self.wipe()

    def above(self, stream: TextIO) -> TextIO:
        """The stream, with the line out of the way of what is written to it; one that is no terminal is in no way."""
        return cast("TextIO", _Above(stream, self)) if self._shown and stream.isatty() else stream

    def _write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)
            self._stream.flush()


class _Above:
    """A stream whose text takes the place of the line."""

    def __init__(self, stream: TextIO, progress: Progress) -> None:
        self._stream = stream
        self._progress = progress

    def write(self, text: str) -> int:
        """Write, with the line out of the way."""
        self._progress.cover()
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _columns(stream: TextIO) -> int | None:
    """How much of a line the terminal shows without breaking it; None where that is not known."""
    try:
        return os.get_terminal_size(stream.fileno()).columns - 1
    except (OSError, ValueError):
        return None


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def count_drafts(sources: list[str]) -> int | None:
    """How many drafts some sources hold; None with standard input.

    Lines of JSON Lines files and groups of CSV files are counted, any other source is taken for one.
    """
    return None if "-" in sources else sum(map(_drafts, sources))


def _drafts(path: str) -> int:
    """How many drafts a source holds, 1 where it cannot be read."""
    suffix = path.lower().rpartition(".")[2]
    if suffix not in {"jsonl", "ndjson", "csv"}:
        return 1
    from pathlib import Path  # noqa: PLC0415 - long work alone counts

    try:
        with Path(path).open("rb") as file:
            if suffix == "csv":
                from pevents_tui.service.bulk import count_bulk  # noqa: PLC0415 - few sources are tables

                return count_bulk(file)
            return sum(1 for line in file if line.strip())
    except OSError:
        return 1
