"""Watching a list react: the baseline, something done about it on the normal road, and asking until the list moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pevents_tui.domain.items import Catalogue
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Act, Ask, Column, Listing, Offer, Run, Step, Unasked
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.prepare import Prepared
from pevents_tui.service.workbench import Workbench

BUDGET_S = 10.0
"""How long a list is watched unless told otherwise."""


class Watch:
    """One run, from a worker's thread: each step becomes a column of it.

    Args:
        workbench: The door to AWS, history and clock.
        target: Where events go and whose recommendations are asked.
        ask: The question; a visitor's has the session's ID for a user, or none.
        control_user: Somebody who does nothing; None for nobody.
        session_id: The session of the events; None for a fresh one.
        offer: What is known of the campaign or recommender; None for nothing.
        tracking_id: Where the events go; None for the target's own.
        items: What is known of items.
        actions: The same of actions.
        told: Is told each step at once, in this thread.
    """

    def __init__(
        self,
        workbench: Workbench,
        target: Target,
        ask: Ask,
        *,
        control_user: str | None = None,
        session_id: str | None = None,
        offer: Offer | None = None,
        tracking_id: str | None = None,
        items: Catalogue | None = None,
        actions: Catalogue | None = None,
        told: Callable[[Step], None] = lambda _: None,
    ) -> None:
        raise NotImplementedError

    @property
    def run(self) -> Run:
        """Everything so far."""
        raise NotImplementedError

    def begin(self, cancel: Cancel | None = None) -> Column | Unasked:
        """Ask for the baseline, of the control user too; begins the run anew."""
        raise NotImplementedError

    def prepare(self, acts: Sequence[Act], shown: Listing | None = None) -> Prepared:
        """What doing something would send, for those who confirm it first; None for the last column's list."""
        raise NotImplementedError

    def act(self, act: Act, *, consent: str | None = None, cancel: Cancel | None = None) -> Act:
        """Do something with rows of the last column's list: send the events; the act with how it ended.

        Raises:
            SendForbidden: see `Workbench.send`.
            ConsentMissing: see `Workbench.send`.
            HistoryError: see `Workbench.send`.
        """
        raise NotImplementedError

    def watch(self, acts: Sequence[Act], budget_s: float = BUDGET_S, cancel: Cancel | None = None) -> Column | Unasked:
        """Ask with growing waits until the list differs from the last column's or the time is over; a new column.

        Args:
            acts: What was done since.
            budget_s: Longest wait.
            cancel: Ends it within a moment; no column is added then.
        """
        raise NotImplementedError

    def back_to(self, index: int = 0) -> Run:
        """Forget the columns after one; what was sent stays sent."""
        raise NotImplementedError
