"""VariablesScreen: what the variables of the draft stand for, and what was answered for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pevents_tui.service import Workbench
from pevents_tui.ui.screens.state import StateScreen

if TYPE_CHECKING:  # for annotations alone: what is imported here is imported before the first paint
    from pevents_tui.domain.items import Catalogue
    from pevents_tui.domain.resolve import Resolved
    from pevents_tui.service.variables import Variables


class VariablesScreen(StateScreen):
    """Holds the values of variables from the first preview until they went out.

    Args:
        workbench: The door to everything outside.
    """

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench
        self._variables: tuple[object, Variables] | None = None
        self.resolved: Resolved | None = None
        """The draft without its variables; None where there is none yet."""
        self.missing: tuple[str, ...] = ()
        """What a person has to be asked for before the draft can be sent."""
        self.answers: dict[str, str] = {}
        """What was answered, until the draft was accepted."""

    @property
    def variables(self) -> Variables:
        """What the draft's variables stand for, held until it was accepted, or another was begun."""
        from pevents_tui.service.variables import Variables  # noqa: PLC0415 - loaded with the rules

        origin = self.origin
        begun = (origin and origin.template, origin and id(origin.variables), self.aim)
        if self._variables is None or self._variables[0] != begun:
            named = origin.variables if origin else {}
            made = Variables(
                self.workbench,
                self.aim,
                template=origin.made_of if origin else None,
                named=named,
                given=self.answers,
                items=lambda _kind: self.known_items,
            )
            self._variables = (begun, made)
        return self._variables[1]

    @property
    def known_items(self) -> Catalogue:
        """The items that are known where the draft goes."""
        raise NotImplementedError

    def take_answers(self, answers: Mapping[str, str]) -> None:
        """Take values for what the draft's variables lack."""
        self.answers = {**self.answers, **answers}
        self.variables.give(self.answers)
        self.prepare()

    def sources_changed(self) -> None:
        """Look again: there are other items than before."""
        if self._variables is not None:
            self._variables[1].give({})

    def forget_answers(self) -> None:
        """Ask anew, and draw anew: what was resolved went out."""
        self.answers = {}
        self._variables = None

    def prepare(self) -> None:
        """Fill, check and lay out the draft as it is."""
        raise NotImplementedError
