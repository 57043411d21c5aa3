"""RecommendLaying: what there is room for: what stands below the lists, and the sentence where there is none at all."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.css.scalar import Scalar, Unit
from textual.reactive import reactive
from textual.widgets import Static

from pevents_tui.ui.commands.layout import TurnBelow
from pevents_tui.ui.screens.recommend_view import RecommendView

_TURNS = {"": "-feed", "-feed": "-alone", "-alone": ""}
"""What comes after what stands below: all there is room for, what happened alone, nothing."""
_WITHOUT_SIGHT = {"stop_waiting", "back_to_compose", "recommend_help", "find_command", "go_to_mode"}
"""What can be done in a window that shows nothing: nothing is sent by a key whose row nobody sees."""
_REST = Scalar(1.0, Unit.FRACTION, Unit.HEIGHT)
_ENLARGE = "Please enlarge the window to 60 x 18 or more. The run is kept."


class RecommendLaying(RecommendView):
    """Uses the room there is."""

    below: reactive[str] = reactive("", init=False, repaint=False)
    """What stands below the lists, as the class that the screen has for it."""

    def compose(self) -> ComposeResult:
        """All of it, and the sentence that stands there where there is no room."""
        yield from super().compose()
        yield Static(Content(_ENLARGE), id="enlarge")

    @property
    def shows_nothing(self) -> bool:
        """The window is too small for a list."""
        return self.has_class("-tiny") or self.has_class("-short")

    def hears(self, name: str) -> bool:
        """Whether a key of a command is heard now.

        Args:
            name: The command's slug.
        """
        return not self.shows_nothing or name in _WITHOUT_SIGHT

    @on(TurnBelow)
    def turn_below(self) -> None:
        """Have something else below the lists."""
        self.below = _TURNS[self.below]

    def watch_below(self) -> None:
        """Show it."""
        for name in filter(None, _TURNS):
            self.set_class(name == self.below, name)
        self._fit()

    def on_resize(self) -> None:
        """Give the focus back to the list that was hidden, and show the keys that fit."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        self._show_keys()
        if self.focused is None and not self.shows_nothing:
            self.query_one("#after").focus()

    def _fit(self) -> None:
        super()._fit()
        if self.below == "-alone":
            self.query_one("#lists").styles.height = _REST
