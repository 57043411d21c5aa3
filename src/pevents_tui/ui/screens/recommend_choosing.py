"""RecommendChoosing: the dialogs in which a person says whom to ask, for whom, and what."""

from __future__ import annotations

from dataclasses import replace

from textual import on

from pevents_tui.domain.question import Question
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import ACTIONS, ITEMS, Filter, Offer
from pevents_tui.ui.commands import recommend as commands
from pevents_tui.ui.screens.recommend_asking import RecommendAsking


class RecommendChoosing(RecommendAsking):
    """Lets a person choose; what is chosen is asked at once."""

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
            question = replace(self.question, filter=chosen.name if chosen else "", values="")
            if chosen is not None and chosen.parameters:
                self.edit("values", question)
            else:
                self.question = question
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

    def edit(self, name: str, begun: Question | None = None) -> None:
        """Open the form of the question; what is asked stays as it is until the form is done.

        Args:
            name: The field to begin in.
            begun: What stands in it at first; None for what is asked.
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
            form = QuestionScreen(begun or self.question, self.offer, filters, self.ids_shown, name)
            self.app.push_screen(form, answered)
