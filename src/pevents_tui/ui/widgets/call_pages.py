"""A long list of calls by position, read a page at a time and held a few pages at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol, runtime_checkable


class LineLike(Protocol):
    """What a list shows of one call; `pevents_tui.service.history.Line` is one."""

    @property
    def id(self) -> int:
        """The call's number; newer calls have greater ones."""

    @property
    def at_s(self) -> float:
        """When it was first sent, in epoch seconds."""

    @property
    def word(self) -> str:
        """How it ended: accepted, refused, unknown, not sent; or sending."""

    @property
    def event_types(self) -> Sequence[str]:
        """Each event type once, in order."""

    @property
    def user(self) -> str | None:
        """The first row's user, None before login."""

    @property
    def items(self) -> Sequence[str]:
        """What the first rows are about, each once."""

    @property
    def policy(self) -> str:
        """The policy of where it went, as it was then."""

    @property
    def rows(self) -> int:
        """How many events the call carried."""

    @property
    def tags(self) -> Sequence[str]:
        """What a person marked it with."""

    @property
    def target_label(self) -> str:
        """The target it went to."""

    @property
    def kind(self) -> str:
        """The operation's name."""

    @property
    def tracking_id(self) -> str:
        """The tracker it went to."""


class LineSource(Protocol):
    """Where lines come from. It is asked on the UI's own thread, so it answers within a few milliseconds.

    Neither method raises: a source that cannot read tells so by a way of its own, and gives nothing here.
    """

    def count(self) -> int:
        """How many lines there are."""

    def page(self, before: int | None, limit: int) -> Sequence[LineLike]:
        """The newest lines, newest first.

        Args:
            before: Only lines of smaller numbers, whether or not a line has this one; None means from the newest.
            limit: Most lines.
        """


@runtime_checkable
class JumpingSource(LineSource, Protocol):
    """A source that also reads from a position; without it, a jump far into a filtered list walks there."""

    def page_at(self, offset: int, limit: int) -> Sequence[LineLike]:
        """Lines from a position on, newest first.

        Args:
            offset: How many newer lines stand before the first.
            limit: Most lines.
        """


class Pages:
    """The lines of a source by position, newest first, with the last pages that were looked at in memory.

    Args:
        source: Where the lines come from.
    """

    SIZE = 64
    """Lines a page."""

    KEPT = 20
    """Pages in memory."""

    STRIDE = 16
    """Every how many pages the number above it is remembered for good, so that no walk is long twice."""

    def __init__(self, source: LineSource) -> None:
        self.source = source
        self.total = 0
        """How many lines there are, as far as is known."""
        self.reload()

    def reload(self) -> None:
        """Forget what was read and count anew."""
        self._pages: OrderedDict[int, Sequence[LineLike]] = OrderedDict()
        self._marks: dict[int, int | None] = {0: None}
        self._gapless: bool | None = None
        self.total = self.source.count()

    def line_at(self, row: int) -> LineLike | None:
        """The line at a position, or None where there is none.

        Args:
            row: How many newer lines stand before it.
        """
        if not 0 <= row < self.total:
            return None
        page, index = divmod(row, self.SIZE)
        lines = self._pages.get(page)
        if lines is None:
            lines = self._read(page)
        else:
            self._pages.move_to_end(page)
        return lines[index] if index < len(lines) else None

    def row_of(self, line_id: int, guess: int) -> int:
        """Where a line stands, or the one before which it stood when it is gone.

        Args:
            line_id: The line's number.
            guess: Where it probably stands; where it is not, a source that cannot jump is not searched.
        """
        guess = max(0, min(guess, self.total - 1))
        line = self.line_at(guess)
        if (line is not None and line.id == line_id) or not (self._can_jump() or self.total <= self.SIZE * self.KEPT):
            return guess
        return min(bisect_left(range(self.total), -line_id, key=self._order), max(0, self.total - 1))

    def _order(self, row: int) -> int:
        line = self.line_at(row)
        return 1 if line is None else -line.id

    def _read(self, page: int) -> Sequence[LineLike]:
        above = self._number_above(page)
        if above is not False:
            return self._keep(page, self.source.page(above, self.SIZE))
        offset = page * self.SIZE
        if isinstance(self.source, JumpingSource):
            return self._keep(page, self.source.page_at(offset, self.SIZE))
        if self._has_no_gaps():
            return self._keep(page, self.source.page(self._newest() - offset + 1, self.SIZE))
        return self._walk(page)

    def _number_above(self, page: int) -> int | bool | None:
        """The number of the last line before a page, None for the first page, False when it is not known."""
        if page in self._marks:
            return self._marks[page]
        before = self._pages.get(page - 1)
        return before[-1].id if before else False

    def _keep(self, page: int, lines: Sequence[LineLike]) -> Sequence[LineLike]:
        self._pages[page] = lines
        if len(self._pages) > self.KEPT:
            self._pages.popitem(last=False)
        if len(lines) < self.SIZE:
            self.total = min(self.total, page * self.SIZE + len(lines))
        elif (page + 1) % self.STRIDE == 0:
            self._marks[page + 1] = lines[-1].id
        if page == 0 and lines:
            self._marks[0] = lines[0].id + 1  # what comes in later is not seen before the next reload
        return lines

    def _walk(self, page: int) -> Sequence[LineLike]:
        """Read down from the nearest known place; many pages at once, of which only the last numbers are kept."""
        at = max(mark for mark in self._marks if mark <= page)
        while page - at >= self.STRIDE:
            passed = self.source.page(self._marks[at], self.STRIDE * self.SIZE)
            if len(passed) < self.STRIDE * self.SIZE:
                self.total = min(self.total, at * self.SIZE + len(passed))
                return ()
            at += self.STRIDE
            self._marks[at] = passed[-1].id
        lines: Sequence[LineLike] = ()
        above = self._marks[at]
        for each in range(at, page + 1):
            lines = self._keep(each, self.source.page(above, self.SIZE))
            if not lines:
                break
            above = lines[-1].id
        return lines

    def _can_jump(self) -> bool:
        return isinstance(self.source, JumpingSource) or self._has_no_gaps()

    def _has_no_gaps(self) -> bool:
        """Whether the numbers run without a gap, so that a position is a number; one look at the oldest line tells."""
        if self._gapless is None:
            oldest = self._newest() - self.total + 1
            found = self.source.page(oldest + 1, 2)
            self._gapless = [line.id for line in found] == [oldest]
        return self._gapless

    def _newest(self) -> int:
        first = self.line_at(0)
        return 0 if first is None else first.id
