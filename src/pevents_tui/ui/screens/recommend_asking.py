"""RecommendAsking: the question put to the service, and the baseline that comes of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from textual import on

from pevents_tui.domain.errors import AskFailed, FolderError, PeventsError
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import ACTIONS, Ask, Listing, Offer, Unasked
from pevents_tui.service import Cancel
from pevents_tui.service.hints import Hints
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.last_questions import LastQuestions
from pevents_tui.service.offers import Offers
from pevents_tui.service.watching import Watch
from pevents_tui.ui.commands import recommend as commands
from pevents_tui.ui.recommend_arrivals import (
    STOPPED,
    Begun,
    Named,
    Phase,
    Trouble,
    trouble_of,
)
from pevents_tui.ui.screens.recommend_search import RecommendSearch


class RecommendAsking(RecommendSearch):
    """Asks for the baseline of a run."""

    answered: tuple[str, Question] | None = None
    """The ARN that the run shown asked, and what; None where there is none."""

    def choose_whom(self) -> None:
        """Let a person choose whom to ask."""
        raise NotImplementedError

    def edit(self, name: str, begun: Question | None = None) -> None:
        """Open the form of the question; what is asked stays as it is until the form is done.

        Args:
            name: The field to begin in.
            begun: What stands in it at first; None for what is asked.
        """
        raise NotImplementedError

    @property
    def ids_shown(self) -> tuple[str, ...]:
        """The list that is shown, which is ranked where no items are named."""
        seen = self.seen
        if seen is None or seen.column.listing.asked.kind == ACTIONS:
            return ()
        return seen.column.listing.ids

    def resolve(self, arn: str) -> None:
        """Ask what an ARN names, and then it.

        Args:
            arn: A campaign's or recommender's.
        """

        def look(number: int, cancel: Cancel) -> None:
            try:
                self.post_message(Named(number, Offers(self.workbench, self.target, cancel).describe(arn)))
            except AskFailed as error:  # it may answer all the same
                told = None if cancel.is_set else Offer(arn, arn.rpartition("/")[2], trouble=str(error))
                self.post_message(Named(number, told, STOPPED))
            except PeventsError as error:
                self.post_message(Named(number, None, trouble_of(error)))

        self.begin_work(Phase.ASKING, look)

    @on(Named)
    def _named(self, event: Named) -> None:
        if not self.counts(event):
            return
        if event.offer is None:
            self.end_work(event.trouble)
        else:
            self.put_to(event.offer)

    def put_to(self, offer: Offer) -> None:
        """Ask somebody else; the parts of the question that only the other one took are left out.

        Args:
            offer: Whom.
        """
        known = self.offers.get(offer.arn)
        self.offers.setdefault(offer.arn, offer)
        before, self.offer = self.offer, known or offer
        if before is not None and before.group_arn != offer.group_arn:
            self.question = replace(self.question, filter="", values="", item="", inputs="", promote="")
        self.ask_anew()

    @on(commands.AskAnew)
    def ask_anew(self) -> None:
        """Ask for a baseline."""
        offer = self.offer
        if offer is None:
            self.choose_whom()
            return
        if self.phase is Phase.SENDING:
            self.say("An event is on its way: wait for its end, or stop it with {stop_waiting}.")
            return
        filters = tuple(self.filters.values())
        faults = list(self.question.faults(offer, filters, self.ids_shown))
        if faults:
            self.leave_work(Trouble(faults[0][1]))
            self.edit(faults[0][0])
            return
        ask = self.question.ask(offer, filters, self.ids_shown)
        self.begin_work(Phase.ASKING, partial(self._ask, offer, ask, self.question))

    def _ask(self, offer: Offer, ask: Ask, question: Question, number: int, cancel: Cancel) -> None:
        """Ask for a baseline, from a worker's thread."""
        inquiry = Inquiry(self.workbench, self.target, offer, ask.kind, cancel)
        try:
            watch = inquiry.watch(
                ask,
                control_user=question.control.strip() or None,
                session_id=question.session.strip() or None,
                tracking_id=inquiry.tracking_id(),
                told=self.told,
            )
            came = watch.begin(cancel, budget_s=question.wait_s)
        except PeventsError as error:
            self.post_message(Begun(number, None, None, STOPPED if cancel.is_set else trouble_of(error)))
            return
        trouble = trouble_of(came) if isinstance(came, Unasked) else None
        if trouble is None and watch.shown is not None:
            self._keep(watch.shown)
            self.remember(offer, question, watch.shown)
        self.post_message(Begun(number, inquiry, None if trouble else watch, trouble))

    def _keep(self, listing: Listing) -> None:
        """Keep a list for the forms, which take it as impressions."""
        try:
            kind = "put-action-interactions" if listing.asked.kind == ACTIONS else "put-events"
            Hints(self.workbench).keep_list(kind, listing.recommended)
        except FolderError as error:
            self.app.notify(str(error), severity="warning")

    def remember(self, offer: Offer, question: Question, listing: Listing) -> None:
        """Keep the question, to begin with it the next time; called from a worker's thread.

        Args:
            offer: Whom it was put to.
            question: As it was typed.
            listing: Its answer.
        """
        try:
            LastQuestions(self.workbench.paths.last_questions).keep(self.target, offer, question, listing.asked)
        except FolderError as error:
            self.app.notify(str(error), severity="warning")

    @on(Begun)
    def _begun(self, event: Begun) -> None:
        if not self.counts(event):
            return
        asked = (self.offer.arn if self.offer is not None else "", self.question)
        if event.watch is not None:
            self.answered = asked
        if event.watch is not None or self.answered != asked:
            self.show_run(event.watch, event.inquiry)  # what answers another question is not left standing under this
        self.end_work(event.trouble)

    def show_run(self, watch: Watch | None, inquiry: Inquiry | None) -> None:
        """Show another run from its baseline, or none.

        Args:
            watch: The run's own hands; None for none.
            inquiry: What was looked up around its question.
        """
        self.put_aside()
        self.opened, self.kept_run, self.kept_name = False, None, ""
        self.watching, self.inquiry = watch, inquiry
        self.reasons, self.marked = {}, set()
        self.pending = self.accepted = ()
        self.since_baseline, self.at = False, 0
        self.run_shown = watch.run if watch is not None else None
