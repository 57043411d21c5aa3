"""ModesScreen: the way from Compose to the other modes, which load and are made when they are first gone to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.events import ScreenResume

from pevents_tui.domain.plan import Policy
from pevents_tui.ui.commands.modes import OpenRecommend
from pevents_tui.ui.screens.sending import SendingScreen
from pevents_tui.ui.widgets.modes import ModeChosen

if TYPE_CHECKING:  # not before it is gone to
    from pevents_tui.domain.question import Question
    from pevents_tui.ui.screens.recommend import RecommendScreen

_RETURNING, _CONTROL = "demo-ana", "demo-ben"
"""Users of the sandbox that have a past, and so something to turn."""


class ModesScreen(SendingScreen):
    """Opens the other modes; each stays as it was left."""

    _recommend: RecommendScreen | None = None
    _was_shown = False

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Spare the first screen to be styled a second time: everything on it was just now."""
        event.refresh_styles = self._was_shown
        self._was_shown = True

    @on(ModeChosen)
    def go_to_mode(self, event: ModeChosen) -> None:
        """Go to the mode whose tab was clicked."""
        event.stop()
        if event.name == "recommend":
            self.open_recommend()

    @on(OpenRecommend)
    def _open_recommend(self) -> None:
        self.open_recommend()

    def open_recommend(self, demo: str | None = None) -> None:
        """Show the Recommend screen.

        Args:
            demo: The name or path of a demo script to show there; None for none.
        """
        from pevents_tui.ui.screens.recommend import RecommendScreen  # noqa: PLC0415 - not before it is gone to

        if not self.is_active:
            return
        if self._recommend is None:
            self._recommend = RecommendScreen(self.workbench, self.aim, self._first_question())
            self.app.install_screen(self._recommend, "recommend")
        else:
            self._recommend.aim(self.aim, self._first_question())
        self.app.push_screen(self._recommend, lambda _: self.history_changed())
        if demo is not None:
            self._recommend.call_after_refresh(self._recommend.read_demo, demo)

    def _first_question(self) -> Question:
        """What is asked at first: for the draft's user; in the sandbox for one with a past, beside one who stays."""
        from pevents_tui.domain.question import Question  # noqa: PLC0415 - not before it is gone to

        if self.aim.policy is Policy.SANDBOX:
            return Question(user=_RETURNING, control=_CONTROL)
        user = self.draft.get(self.draft.spec.who(0, "userId")) if self.draft.spec.happens else None
        return Question(user=user if isinstance(user, str) else "")
