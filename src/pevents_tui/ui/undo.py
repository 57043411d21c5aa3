"""Timeline: the drafts there were, to go back and forth; quick edits of one place count as one."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.path import Path
from pevents_tui.domain.written import Written

TOGETHER_S = 1.0
"""Edits of the same place closer than this are undone together."""
MOST_STEPS = 500
"""How far back one can go."""
MOST_TEXT = 8_000_000
"""How many characters of JSON text are held beside the drafts; beyond it the oldest steps keep their drafts alone."""


class Moment(NamedTuple):
    """What one step back brings again.

    Attributes:
        draft: The draft.
        written: The JSON text it was typed as, or that was being typed; None where nobody did.
        origin: What it was begun from, None where it was from nothing.
        lines: What stood in lines to add with; it comes back with a draft that another was loaded over.
        loaded: How many drafts were begun before this one.
    """

    draft: Draft
    written: Written | None = None
    origin: Origin | None = None
    lines: Mapping[Path, str] = MappingProxyType({})
    loaded: int = 0

    @property
    def weight(self) -> int:
        """How many characters of text it holds."""
        return len(self.written.text) if self.written else 0


class Timeline:
    """The moments before and after the present one.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._before: list[Moment] = []
        self._after: list[Moment] = []
        self._last: tuple[Hashable, float] = (None, 0.0)

    def leave(self, moment: Moment, place: Hashable = None) -> None:
        """Remember a moment that is about to change.

        Args:
            moment: As it is before the change.
            place: What is edited; None means a change that is always undone by itself.
        """
        now_s = self._clock()
        together = place is not None and self._last[0] == place and now_s - self._last[1] < TOGETHER_S
        self._last = (place, now_s)
        self._after.clear()
        if not together:
            self._before = [*self._before[-MOST_STEPS + 1 :], moment]
            if moment.written:
                self._lighten()

    def back(self, moment: Moment) -> Moment | None:
        """The moment before, None where there is none.

        Args:
            moment: The present one, to come forth to again.
        """
        return self._step(self._before, self._after, moment)

    def forth(self, moment: Moment) -> Moment | None:
        """The moment after, None where there is none.

        Args:
            moment: The present one, to go back to again.
        """
        return self._step(self._after, self._before, moment)

    def _step(self, source: list[Moment], other: list[Moment], moment: Moment) -> Moment | None:
        self._last = (None, 0.0)
        if not source:
            return None
        other.append(moment)
        return source.pop()

    def _lighten(self) -> None:
        weight = 0
        for at in range(len(self._before) - 1, -1, -1):
            weight += self._before[at].weight
            if weight > MOST_TEXT and self._before[at].written:
                self._before[at] = self._before[at]._replace(written=None)
