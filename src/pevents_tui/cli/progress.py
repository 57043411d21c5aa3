"""How far long work came: one line on a person's standard error, wiped before anything else is said."""

from __future__ import annotations

import math
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from typing import IO, Any, TextIO, cast

from pevents_tui.domain.visible import visible

_FIRST_S = 1.0
"""Work that ends within it shows none."""
_EVERY_S = 0.2
"""Shortest time between two drawings."""
_LAST_S = 0.5
"""Longest that what was begun is held up by a count that nothing but its end asks for."""
_BLOCK_BYTES = 1_048_576
"""How much of a file is held while its lines are counted."""

Count = Callable[[float], int | None]
"""Finds how many drafts there are, in so many seconds at most; None where nobody can know, or not that soon."""


class Progress:
    """Counts drafts, and shows rate, share and time left while it goes on.

    Args:
        stream: Standard error; nothing is shown where it is no terminal.
        count: Finds how many drafts there are.
        shown: Show it at all.
        clock: Seconds that only go on.
    """

    def __init__(
        self,
        stream: TextIO,
        count: Count,
        *,
        shown: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._count = count
        self._is_counted = False
        self._total: int | None = None
        self._shown = shown and stream.isatty()
        self._clock = clock
        self._began_s = clock()
        self._drawn_s = self._began_s + _FIRST_S - _EVERY_S
        self._is_drawn = False
        self._is_covered = False
        self.done = 0
        """Drafts that were worked through."""

    @property
    def total(self) -> int | None:
        """How many drafts there are; None where nobody can know, or it is not known yet and not found at once."""
        return self._find_total(_LAST_S)

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
        total = self._find_total(math.inf)
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

    def _find_total(self, longest_s: float) -> int | None:
        """The total, looked for once: Ctrl-C while it is counted leaves it unknown."""
        if not self._is_counted:
            self._is_counted = True
            self._total = self._count(longest_s)
        return self._total

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


def count_drafts(
    sources: list[str], longest_s: float = math.inf, clock: Callable[[], float] = time.monotonic
) -> int | None:
    """How many drafts some sources hold; None with one that can be read once, as standard input or a pipe, or too late.

    Lines of JSON Lines files and groups of CSV files are counted, any other source is taken for one.

    Args:
        sources: As they were named, globs replaced by their files.
        longest_s: How long it may take.
        clock: Seconds that only go on.
    """
    end_s = clock() + longest_s
    if any(map(_is_read_once, sources)):
        return None
    count = 0
    for more in chain.from_iterable(map(_drafts, sources)):
        if clock() >= end_s:
            return None
        count += more
    return count


def _is_read_once(source: str) -> bool:
    """Whether what is read of a source is gone: a count would take it from what is sent."""
    try:
        mode = os.stat(source).st_mode  # noqa: PTH116 - a glob may name very many
    except (OSError, ValueError):
        return source == "-"
    return source == "-" or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _drafts(path: str) -> Iterator[int]:
    """How many drafts a source holds, part by part; 1 where it cannot be read."""
    suffix = path.lower().rpartition(".")[2]
    if suffix not in {"jsonl", "ndjson", "csv"}:
        yield 1
        return
    from pathlib import Path  # noqa: PLC0415 - long work alone counts

    try:
        with Path(path).open("rb") as file:
            if suffix == "csv":
                from pevents_tui.service.bulk import count_bulk  # noqa: PLC0415 - few sources are tables

                yield from count_bulk(file)
            else:
                yield from _lines(file)
    except OSError:
        yield 1


def _lines(file: IO[bytes]) -> Iterator[int]:
    """How many lines hold something, block by block: a line may be longer than the memory."""
    begun = False
    while block := file.read(_BLOCK_BYTES):
        first, *others = block.split(b"\n")
        begun = begun or bool(first.strip())
        if not others:
            yield 0
            continue
        yield begun + sum(1 for line in others[:-1] if line.strip())
        begun = bool(others[-1].strip())
    yield int(begun)
