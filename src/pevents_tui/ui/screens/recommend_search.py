"""RecommendSearch: what can be asked: the account's campaigns, recommenders and filters, as they are found."""

from __future__ import annotations

from textual import on

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Policy
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import ITEMS, Offer
from pevents_tui.service import Cancel
from pevents_tui.service.offers import Offers
from pevents_tui.ui.recommend_arrivals import OffersEnded, OffersSeen
from pevents_tui.ui.screens.recommend_state import RecommendState


class RecommendSearch(RecommendState):
    """Looks for what can be asked; the sandbox is asked at once, so that there is something to see."""

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

    def put_to(self, offer: Offer) -> None:
        """Ask somebody.

        Args:
            offer: Whom.
        """
        raise NotImplementedError

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
        if self.offer is not None:
            self.offer = self.offers.get(self.offer.arn, self.offer)
        elif self.target.policy is Policy.SANDBOX:
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


def _asks_items(offer: Offer) -> bool:
    return recipe_of(offer.recipe).kind == ITEMS
