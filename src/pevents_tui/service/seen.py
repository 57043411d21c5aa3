"""When a watch looks, and what it saw so far: whether the list differs, since when, and what kept answers away."""

from __future__ import annotations

import time
from collections.abc import Iterator

from pevents_tui.domain.recommendation import Listing, Unasked
from pevents_tui.domain.spread import is_beyond
from pevents_tui.service.cancel import Cancel

FIRST_WAIT_S = 0.2
"""The wait before the first look."""
GROWTH = 1.4
"""How much longer each further wait is."""
MOST_WAIT_S = 2.0
"""The longest wait between two looks."""


def looks(since_s: float, budget_s: float, cancel: Cancel) -> Iterator[float]:
    """When to look: the seconds since the act, each after its wait; one more look when the time is over.

    Args:
        since_s: When the act ended, on the monotonic clock.
        budget_s: Longest wait.
        cancel: Ends a wait, and gives no look after it.
    """
    wait_s = FIRST_WAIT_S
    while True:
        left_s = since_s + budget_s - time.monotonic()
        if cancel.wait(max(0.0, min(wait_s, left_s))):
            return
        if left_s <= 0 and wait_s > FIRST_WAIT_S:  # the look before took all the time there was
            return
        yield time.monotonic() - since_s
        if left_s <= wait_s:
            return
        wait_s = min(wait_s * GROWTH, MOST_WAIT_S)


class Seen:
    """What a watch saw so far.

    Args:
        before: The list that it is held against.
        own_rows: How many rows it differs by with nothing done; None where it holds still.
    """

    def __init__(self, before: Listing, own_rows: int | None = None) -> None:
        self.before = before
        self._own_rows = own_rows
        self.listing = before
        """The last list that came."""
        self.since_s: float | None = None
        """When the first that differed came, in seconds after the act; None where none did."""
        self.answered = False
        """Any list came at all."""
        self.polls = 0
        """How often it was asked."""
        self.trouble = ""
        """What kept the last answer away that did not come; empty for nothing."""

    def take(self, listing: Listing | Unasked, waited_s: float) -> bool:
        """Take an answer; whether it is settled: the list differs, and came the same twice.

        One that differs by itself settles when it differed by more than that twice in a row.
        """
        self.polls += 1
        if isinstance(listing, Unasked):
            self.trouble = listing.sentence
            return False
        self.answered = True
        same, self.listing = listing.ids == self.listing.ids, listing
        if not is_beyond(self.before.ids, listing.ids, self._own_rows):
            self.since_s = None
        elif self.since_s is None:
            self.since_s = waited_s
        else:
            return same or self._own_rows is not None
        return False
