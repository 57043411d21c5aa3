"""RecommendAsking: whom to ask, what for, and the baseline."""

from __future__ import annotations

from dataclasses import replace

from textual import on

from pevents_tui.domain.errors import AskFailed, FolderError, PeventsError
from pevents_tui.domain.plan import Policy
from pevents_tui.domain.question import Question
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import ACTIONS, ITEMS, Filter, Listing, Offer, Step, Unasked
from pevents_tui.service import Cancel
from pevents_tui.service.hints import Hints
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.offers import Offers
from pevents_tui.ui.commands import recommend as commands
from pevents_tui.ui.recommend_arrivals import (
    STOPPED,
    Begun,
    Named,
    OffersEnded,
    OffersSeen,
    Phase,
    Stepped,
    Trouble,
    trouble_of,
)
from pevents_tui.ui.screens.recommend_state import RecommendState


class RecommendAsking(RecommendState):
    """Finds what can be asked, lets a person choose, and asks."""

    searching: bool = False
    """A search for what can be asked is under way."""
    search_failure: str = ""
    """Why the last one found nothing; empty where it did."""
    notices: tuple[str, ...] = ()
    """What the search could not find out."""
    _search = 0
    _searching = Cancel()

    def offers_changed(self) -> None:
        """Called when more is known of what can be asked."""

    # What can be asked

    def search(self) -> None:
        """Look for campaigns, recommenders and filters."""
        self._searching.set()
        self._search += 1
        number, self._searching = self._search, Cancel()
        offers = Offers(self.workbench, self.target, self._searching)
        self.searching, self.search_failure, self.notices = True, "", ()

        def look() -> None:
            try:
                for offered in offers.search():
                    self.post_message(OffersSeen(number, offered))
                self.post_message(OffersEnded(number))
            except PeventsError as error:
                self.post_message(OffersEnded(number, str(error)))

        self.run_worker(look, thread=True, group="offers", exit_on_error=False)

    @on(OffersSeen)
    def _see_offers(self, event: OffersSeen) -> None:
        event.stop()
        if event.search != self._search:
            return
        self.offers |= {each.arn: each for each in event.offered.offers}
        self.filters |= {each.arn: each for each in event.offered.filters}
        self.notices += (event.offered.notice,) if event.offered.notice else ()
        self.offers_changed()
        if self.offer is None and self.target.policy is Policy.SANDBOX:  # so that there is something to see at once
            live = (each for each in event.offered.offers if recipe_of(each.recipe).live and _asks_items(each))
            if (first := next(live, None)) is not None:
                self.put_to(first)

    @on(OffersEnded)
    def _end_search(self, event: OffersEnded) -> None:
        event.stop()
        if event.search == self._search:
            self.searching, self.search_failure = False, event.failure
            self.offers_changed()

    def on_unmount(self) -> None:
        """Look for nothing further."""
        self._searching.set()

    # Choosing

    @on(commands.ChooseWhom)
    def choose_whom(self) -> None:
        """Let a person choose whom to ask."""
        from pevents_tui.ui.screens.offers import OfferScreen  # noqa: PLC0415 - on first use

        if self.is_active:
            self.app.push_screen(OfferScreen(self), self._chosen)

    def _chosen(self, chosen: Offer | str | None) -> None:
        if isinstance(chosen, str):
            self.resolve(chosen)
        elif chosen is not None:
            self.put_to(chosen)

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

    @on(commands.ChooseFilter)
    def choose_filter(self) -> None:
        """Let a person choose a filter."""
        from pevents_tui.ui.screens.picker import PickerScreen  # noqa: PLC0415 - on first use

        fitting = self.fitting_filters
        choices = [("", "no filter"), *((each.arn, f"{each.name}  {each.expression}") for each in fitting)]

        def picked(arn: str | None) -> None:
            if arn is None:
                return
            chosen = self.filters.get(arn)
            self.question = replace(self.question, filter=chosen.name if chosen else "", values="")
            if chosen is not None and chosen.parameters:
                self.edit("values")
            else:
                self.ask_anew()

        if self.is_active:
            self.app.push_screen(PickerScreen("Filter" if fitting else "No filter was found here", choices), picked)

    @property
    def fitting_filters(self) -> list[Filter]:
        """The filters of the dataset group that is asked, or all where it is not known, that are about its things."""
        offer = self.offer
        group, kind = (offer.group_arn, recipe_of(offer.recipe).kind) if offer else ("", ITEMS)
        thing = "ActionID" if kind == ACTIONS else "ItemID"
        return [
            each
            for each in self.filters.values()
            if (not group or each.group_arn in {"", group}) and (not each.expression or thing in each.expression)
        ]

    @on(commands.ChangeUser)
    def change_user(self) -> None:
        """Let a person say whom to ask for."""
        self.edit("user")

    @on(commands.EditQuestion)
    def edit_question(self) -> None:
        """Let a person edit the whole question."""
        self.edit("results")

    def edit(self, name: str) -> None:
        """Open the form of the question.

        Args:
            name: The field to begin in.
        """
        from pevents_tui.ui.screens.question import QuestionScreen  # noqa: PLC0415 - on first use

        def answered(question: Question | None) -> None:
            if question is not None:
                self.question = question
                self.ask_anew()

        if self.offer is None:
            self.choose_whom()
        elif self.is_active:
            filters = tuple(self.filters.values())
            self.app.push_screen(QuestionScreen(self.question, self.offer, filters, self.ids_shown, name), answered)

    @property
    def ids_shown(self) -> tuple[str, ...]:
        """The list that is shown, which is ranked where no items are named."""
        seen = self.seen
        if seen is None or seen.column.listing.asked.kind == ACTIONS:
            return ()
        return seen.column.listing.ids

    # Asking

    @on(commands.AskAnew)
    def ask_anew(self) -> None:
        """Ask for a baseline."""
        offer = self.offer
        if offer is None:
            self.choose_whom()
            return
        if self.phase is Phase.SENDING:
            self.app.notify("An event is on its way: wait for its end, or stop it with Escape.")
            return
        filters = tuple(self.filters.values())
        faults = list(self.question.faults(offer, filters, self.ids_shown))
        if faults:
            self.stop_work()
            self.end_work(Trouble(faults[0][1]))
            self.edit(faults[0][0])
            return
        ask, question = self.question.ask(offer, filters, self.ids_shown), self.question

        def tell(step: Step) -> None:
            self.post_message(Stepped(step))

        def work(number: int, cancel: Cancel) -> None:
            inquiry = Inquiry(self.workbench, self.target, offer, ask.kind, cancel)
            try:
                watch = inquiry.watch(
                    ask,
                    control_user=question.control.strip() or None,
                    session_id=question.session.strip() or None,
                    tracking_id=inquiry.tracking_id(),
                    told=tell,
                )
                came = watch.begin(cancel)
            except PeventsError as error:
                self.post_message(Begun(number, None, None, STOPPED if cancel.is_set else trouble_of(error)))
                return
            trouble = trouble_of(came) if isinstance(came, Unasked) else None
            if trouble is None and watch.shown is not None:
                self._keep(watch.shown)
            self.post_message(Begun(number, inquiry, None if trouble else watch, trouble))

        self.begin_work(Phase.ASKING, work)

    def _keep(self, listing: Listing) -> None:
        """Keep a list for the forms, which take it as impressions."""
        try:
            kind = "put-action-interactions" if listing.asked.kind == ACTIONS else "put-events"
            Hints(self.workbench).keep_list(kind, listing.recommended)
        except FolderError as error:
            self.app.notify(str(error), severity="warning")

    @on(Begun)
    def _begun(self, event: Begun) -> None:
        if not self.counts(event):
            return
        if event.watch is not None:
            self.watching, self.inquiry = event.watch, event.inquiry
            self.reasons, self.marked = {}, set()
            self.pending = self.accepted = ()
            self.since_baseline, self.at = False, 0
            self.run_shown = event.watch.run
        self.end_work(event.trouble)


def _asks_items(offer: Offer) -> bool:
    return recipe_of(offer.recipe).kind == ITEMS
