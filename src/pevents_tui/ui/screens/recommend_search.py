"""RecommendSearch: what can be asked: the account's campaigns, recommenders and filters, as they are found."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Policy
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import ITEMS, Offer
from pevents_tui.service import Cancel
from pevents_tui.service.offers import Offers
from pevents_tui.ui.recommend_arrivals import OffersEnded, OffersSeen, broken
from pevents_tui.ui.screens.recommend_state import RecommendState


class RecommendSearch(RecommendState):
    """Looks for what can be asked; the sandbox is asked at once, so that there is something to see."""

    searching: bool = False
    """A search for what can be asked is under way."""
    search_failure: str = ""
    """Why the last one found nothing; empty where it did."""
    notices: tuple[str, ...] = ()
    """What the search could not find out."""
    recalled: str = ""
    """The ARN that the sandbox is asked by itself, once it is found; empty for the first that reacts."""
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
            except Exception as error:  # whatever it is: no search is to stay under way for good
                self.post_message(OffersEnded(number, broken(error).words))
                raise

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
        elif self.target.policy is Policy.SANDBOX and (first := self._first(event.offered.offers)) is not None:
            self.put_to(first)

    def _first(self, offers: Sequence[Offer]) -> Offer | None:
        """What the sandbox is asked by itself: what was asked last, else the first that reacts."""
        if self.recalled:
            return self.offers.get(self.recalled)
        return next((each for each in offers if recipe_of(each.recipe).live and _asks_items(each)), None)

    @on(OffersEnded)
    def _end_search(self, event: OffersEnded) -> None:
        event.stop()
        if event.search == self._search:
            self.searching, self.search_failure = False, event.failure
            if self.recalled and self.offer is None:  # it is there no more
                self.recalled = ""
                if (first := self._first(tuple(self.offers.values()))) is not None:
                    self.put_to(first)
            self.offers_changed()

    def on_unmount(self) -> None:
        """Look for nothing further."""
        self._searching.set()


def _asks_items(offer: Offer) -> bool:
    return recipe_of(offer.recipe).kind == ITEMS
