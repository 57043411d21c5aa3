"""What was sent and may not have counted yet, so that what a list does is told of the event that made it."""

from __future__ import annotations

import time
from collections.abc import Sequence

from pevents_tui.domain.recommendation import Act

COUNTS_S = 2.0
"""How long after an event a list may still move by it.

Source: AWS re:Post and the Personalize Cheat Sheet of amazon-personalize-samples: one to two seconds."""


class InFlight:
    """The acts since the last column, and since when their effect may be seen.

    Events that follow each other before the first of them can have counted make one step: it is timed from the first,
    and does not end before the last can have counted, be the list another one already.
    """

    def __init__(self) -> None:
        self.acts: tuple[Act, ...] = ()
        """What was accepted since the last column."""
        self._began_s = time.monotonic()
        self._counts_s = self._settles_s = 0.0

    @property
    def is_under_way(self) -> bool:
        """An event may still move the list that was not seen to."""
        return time.monotonic() < self._counts_s

    @property
    def waited_s(self) -> float:
        """Seconds since the last act; since the first where another came before that one can have counted."""
        return time.monotonic() - self._began_s

    @property
    def may_settle(self) -> bool:
        """Whether what a list is now may be all that the acts do."""
        return time.monotonic() >= self._settles_s

    def sent(self, acts: Sequence[Act], began_s: float) -> None:
        """Take in what was done.

        Args:
            acts: With how they ended.
            began_s: When sending began, on the monotonic clock.
        """
        accepted, now_s = tuple(act for act in acts if act.accepted), time.monotonic()
        joins = began_s < self._counts_s
        if accepted:
            self._settles_s = now_s + COUNTS_S if joins else 0.0
            self._counts_s = now_s + COUNTS_S
            self.acts = (*self.acts, *accepted)
        if not joins:
            self._began_s = now_s

    def landed(self, *, settled: bool) -> None:
        """A column was made of it.

        Args:
            settled: The list moved, and holds.
        """
        self.acts = ()
        if settled:
            self._counts_s = 0.0
