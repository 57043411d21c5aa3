"""OfferScreen: the campaigns and recommenders of the account as they are found, or an ARN that is typed or pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pevents_tui.domain.arn import looks_like_arn, read_arn
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import Offer
from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.veil import veiled
from pevents_tui.ui.widgets.recommend.words import live_word
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.values import clipped

if TYPE_CHECKING:  # it opens this one
    from pevents_tui.ui.screens.recommend_asking import RecommendAsking

_LOOK_S = 0.1
_NAME, _RECIPE, _LIVE = 34, 35, 19
_MOST_TOLD = 300
_STYLES = {"reacts live": "$text-success", "does not react live": "$text-warning", "may react": "$text-muted"}


class OfferScreen(Dialog[Offer | str | None]):
    """Gives the campaign or recommender that was picked, or a typed ARN, or None.

    Args:
        asking: The screen that knows what can be asked, and searches.
    """

    DEFAULT_CSS = """
    OfferScreen { align: center middle; }
    OfferScreen #box {
        width: 116; max-width: 100%; height: 26; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary; border-subtitle-color: $text-muted;
    }
    OfferScreen #filter { width: 1fr; background: $surface; margin: 0 0 1 0; }
    OfferScreen OptionList { height: 1fr; border: none; padding: 0; background: $surface; }
    OfferScreen #told { height: auto; min-height: 1; max-height: 4; margin: 1 0 0 0; color: $text-muted; }
    OfferScreen.-low #filter, OfferScreen.-low #told { margin: 0; }
    """
    BINDINGS = [  # noqa: RUF012 - Textual's form
        ("escape", "cancel", "Cancel"),
        ("ctrl+r", "refresh", "Ask again"),
        ("down", "move(1)", "Down"),
        ("up", "move(-1)", "Up"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "#filter"

    def __init__(self, asking: RecommendAsking) -> None:
        super().__init__()
        self._asking = asking
        self._shown: tuple[object, ...] = ()
        self._offers: list[Offer] = []

    def compose(self) -> ComposeResult:
        """A line to find or type in, the list, and what is to be told."""
        with Vertical(id="box") as box:
            box.border_title = Content(visible(f"Campaigns and recommenders of {self._asking.target.label}"))
            box.border_subtitle = Content("Enter picks · ^R asks again · Esc leaves")
            yield SteadyInput(placeholder="find one, or type or paste an ARN", id="filter", compact=True)
            yield OptionList(markup=False)
            yield Static("", id="told")

    def on_mount(self) -> None:
        """Show what is known, and what is found."""
        if not self._asking.offers and not self._asking.searching:
            self._asking.search()
        self._show()
        self.set_interval(_LOOK_S, self._show)

    def action_cancel(self) -> None:
        """Pick none."""
        self.dismiss(None)

    def action_refresh(self) -> None:
        """Ask the account again."""
        self._asking.search()
        self._show()

    def action_move(self, rows: int) -> None:
        """Move the cursor of the list.

        Args:
            rows: 1 moves down, -1 up.
        """
        options = self.query_one(OptionList)
        if rows > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
        self._tell()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._tell()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        event.stop()
        text, at = self._text, self.query_one(OptionList).highlighted
        if looks_like_arn(text) and not self._offers:
            read = read_arn(text)
            if read is None or read.kind not in {"campaign", "recommender"}:
                self._say("This is no ARN of a campaign or recommender: …:campaign/name, …:recommender/name.")
            else:
                self.dismiss(text)
        elif at is not None and at < len(self._offers):
            self.dismiss(self._offers[at])

    @property
    def _text(self) -> str:
        return self.query_one(Input).value.strip()

    def _show(self) -> None:
        """The offers that hold what is typed, if they are others than those shown."""
        asking, text = self._asking, self._text.casefold()
        fitting = [
            each for each in asking.offers.values() if text in f"{each.name} {each.recipe} {each.arn}".casefold()
        ]
        fitting.sort(key=lambda each: (not recipe_of(each.recipe).live, each.group, each.is_campaign))
        state = (tuple(fitting), text, asking.searching, asking.search_failure, asking.notices)
        if state == self._shown:
            return
        self._shown = state
        options = self.query_one(OptionList)
        held = self._offers[options.highlighted] if options.highlighted is not None and self._offers else asking.offer
        self._offers = fitting
        options.clear_options()
        options.add_options([Option(offer_line(each)) for each in fitting])
        if not fitting and looks_like_arn(text):
            options.add_option(Option(Content(visible(clipped(f"Ask this ARN: {self._text}")))))
        places = [at for at, each in enumerate(fitting) if held is not None and each.arn == held.arn]
        options.highlighted = places[0] if places else 0 if options.option_count else None
        self._tell()

    def _tell(self) -> None:
        """The ARN under the cursor, and how the search stands."""
        asking, at = self._asking, self.query_one(OptionList).highlighted
        count = f"{len(self._offers)} of {len(asking.offers)}"
        state = f"Asking: {len(asking.offers)} so far." if asking.searching else f"{count} campaigns and recommenders."
        if asking.search_failure:
            state = asking.search_failure
        elif not asking.searching and not asking.offers:
            state = "There is none in this account and region; paste an ARN, or choose another region."
        chosen = self._offers[at] if at is not None and at < len(self._offers) else None
        told = [chosen.arn, chosen.trouble] if chosen else []
        self._say(" ".join(filter(None, [*told, state, *asking.notices])))

    def _say(self, text: str) -> None:
        self.query_one("#told", Static).update(Content(visible(clipped(veiled(self.app, text), _MOST_TOLD))))


def offer_line(offer: Offer) -> Content:
    """A campaign or recommender in one line: name, recipe, whether it reacts, which of the two, group, status."""
    kind = "campaign" if offer.is_campaign else "recommender"
    live = live_word(offer)
    title = recipe_of(offer.recipe).title or offer.recipe
    status = "" if offer.status in {"", "ACTIVE"} else f"  {offer.status}"
    return Content("").join(
        [
            Content.styled(set_cell_size(visible(offer.name), _NAME), "bold"),
            Content(" " + set_cell_size(visible(title), _RECIPE)),
            Content.styled(" " + set_cell_size(live, _LIVE), _STYLES[live]),
            Content(f" {kind:11} {visible(offer.group)}"),
            Content.styled(visible(status), "$text-warning"),
        ]
    )
