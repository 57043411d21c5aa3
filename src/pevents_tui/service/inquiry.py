"""An inquiry: a question with all that is looked up around it: where its events go, and why nothing may have moved."""

from __future__ import annotations

from collections.abc import Callable

from pevents_tui.domain.errors import AskFailed, HistoryError
from pevents_tui.domain.items import Catalogue
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.ranking import compare
from pevents_tui.domain.recommendation import ACTIONS, Ask, Filter, Offer, Run, Step
from pevents_tui.domain.stillness import Reason, Still, why_still
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.hints import Hints
from pevents_tui.service.offers import Offers
from pevents_tui.service.watching import Watch
from pevents_tui.service.workbench import Workbench


class Inquiry:
    """One campaign or recommender, and what belongs to asking it; used from a worker's thread.

    Args:
        workbench: The door to AWS and files.
        target: Whose account, and where events go.
        offer: Whom the question is put to.
        kind: `ITEMS`, `RANKING` or `ACTIONS`.
        cancel: Ends a look-up within a moment.
    """

    def __init__(
        self, workbench: Workbench, target: Target, offer: Offer, kind: str, cancel: Cancel | None = None
    ) -> None:
        self._workbench = workbench
        self._target = target
        self._offer = offer
        self._about_actions = kind == ACTIONS
        self._cancel = cancel or Cancel()
        self._offers = Offers(workbench, target, self._cancel)
        self._hints = Hints(workbench)
        self.trackers: tuple[str, ...] | None = None
        """The tracking IDs that feed the dataset group; None where they are not known."""

    @property
    def titles(self) -> Catalogue:
        """What is known of the items, or actions, that are recommended."""
        kind = "put-action-interactions" if self._about_actions else "put-events"
        return self._hints.catalogue(kind, self._target)

    def tracking_id(self) -> str | None:
        """Where events go when nobody says it: to the dataset group's own tracker; None for the target's.

        Only the sandbox and local endpoints are sent to by what is found; elsewhere a tracker is a person's choice.

        Raises:
            AskFailed: it was cancelled.
            FolderError: the sandbox cannot start.
        """
        if self._offer.group_arn:
            try:
                self.trackers = self._offers.trackers_of(self._offer.group_arn, actions=self._about_actions)
            except AskFailed:
                if self._cancel.is_set:
                    raise
        own, known = self._target.tracking_id, self.trackers or ()
        free = own is None or self._target.policy in {Policy.SANDBOX, Policy.LOCAL}
        return known[0] if known and own not in known and free else None

    def watch(
        self,
        ask: Ask,
        *,
        control_user: str | None = None,
        session_id: str | None = None,
        tracking_id: str | None = None,
        told: Callable[[Step], None] = lambda _: None,
    ) -> Watch:
        """A run that begins with this question.

        Args:
            ask: The question.
            control_user: Somebody who does nothing; None for nobody.
            session_id: The session of the events; None for a fresh one.
            tracking_id: Where events go; None for the target's own.
            told: Is told each step at once.
        """
        titles = {"actions" if self._about_actions else "items": self.titles}
        return Watch(
            self._workbench,
            self._target,
            ask,
            control_user=control_user,
            session_id=session_id,
            offer=self._offer,
            tracking_id=tracking_id,
            told=told,
            **titles,
        )

    def reasons(self, run: Run, *, sent_to: str | None, cancel: Cancel | None = None) -> tuple[Reason, ...]:
        """Why the last step of a run may not have moved, checked where it can be.

        Args:
            run: It has two columns at least.
            sent_to: The tracking ID that the events went to; None for the target's.
            cancel: Ends this look-up within a moment; None for what ends the others.

        Raises:
            AskFailed: it was cancelled.
            FolderError: the sandbox cannot start.
        """
        before, column = run.columns[-2:]
        asked = before.listing.asked
        return why_still(
            Still(
                ask=asked,
                listing=column.listing,
                acts=column.acts,
                session_id=run.session_id,
                waited_s=column.waited_s,
                offer=self._offer,
                filter=self._filter(asked.filter_arn, cancel or self._cancel),
                items=self.titles,
                tracking_id=sent_to or self._target.tracking_id,
                group_trackers=self.trackers,
                rescored=compare(before.listing, column.listing).rescored,
                earlier=self._earlier(run, sent_to or self._target.tracking_id),
                own_words=run.own_words,
            )
        )

    def _earlier(self, run: Run, tracking_id: str | None) -> int | None:
        """How many calls this tracker accepted in the run's session before its last step; None where it is not kept."""
        from pevents_tui.service.history import Filter as Wanted  # noqa: PLC0415 - only where a list did not move

        if not self._target.recorded:
            return None

        own = {number for act in run.columns[-1].acts for number in act.records}
        try:
            where = Wanted(session=run.session_id, tracking_id=tracking_id, outcome="accepted")
            return max(0, self._workbench.history.count(where, most=len(own) + 1) - len(own))
        except HistoryError:
            return None

    def _filter(self, arn: str | None, cancel: Cancel) -> Filter | None:
        """What is known of the filter in force."""
        if arn is None:
            return None
        try:
            return Offers(self._workbench, self._target, cancel).describe_filter(arn)
        except AskFailed:
            if cancel.is_set:
                raise
            return None
