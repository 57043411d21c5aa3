"""Timeline: the drafts there were, to go back and forth; quick edits of one place count as one."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

from pevents_tui.domain.draft import Draft

TOGETHER_S = 1.0
"""Edits of the same place closer than this are undone together."""
MOST_STEPS = 500
"""How far back one can go."""


class Timeline:
    """The drafts before and after the present one.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._before: list[Draft] = []
        self._after: list[Draft] = []
        self._last: tuple[Hashable, float] = (None, 0.0)

    def leave(self, draft: Draft, place: Hashable = None) -> None:
        """Remember a draft that is about to change.

        Args:
            draft: As it is before the change.
            place: What is edited; None means a change that is always undone by itself.
        """
        now_s = self._clock()
        together = place is not None and self._last[0] == place and now_s - self._last[1] < TOGETHER_S
        self._last = (place, now_s)
        self._after.clear()
        if not together:
            self._before = [*self._before[-MOST_STEPS + 1 :], draft]

    def back(self, draft: Draft) -> Draft | None:
        """The draft before, None where there is none.

        Args:
            draft: The present one, to come forth to again.
        """
        return self._step(self._before, self._after, draft)

    def forth(self, draft: Draft) -> Draft | None:
        """The draft after, None where there is none.

        Args:
            draft: The present one, to go back to again.
        """
        return self._step(self._after, self._before, draft)

    def _step(self, source: list[Draft], other: list[Draft], draft: Draft) -> Draft | None:
        self._last = (None, 0.0)
        if not source:
            return None
        other.append(draft)
        return source.pop()
