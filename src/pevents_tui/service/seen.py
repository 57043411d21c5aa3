"""What a watch saw so far: whether the list differs, since when, and what kept answers away."""

from __future__ import annotations

from pevents_tui.domain.recommendation import Listing, Unasked


class Seen:
    """What a watch saw so far.

    Args:
        before: The list that it is held against.
    """

    def __init__(self, before: Listing) -> None:
        self.before = before
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
        """Take an answer; whether it is settled: the list differs, and came the same twice."""
        self.polls += 1
        if isinstance(listing, Unasked):
            self.trouble = listing.sentence
            return False
        self.answered = True
        same, self.listing = listing.ids == self.listing.ids, listing
        if listing.ids == self.before.ids:
            self.since_s = None
        elif self.since_s is None:
            self.since_s = waited_s
        else:
            return same
        return False
