"""Notice: a question in one or two lines above the keys, answered by one letter."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.values import clipped

_DEAF_S = 0.4
_MOST_ASKED = 150
"""How many characters of a question are shown, so that the keys that answer it stay in view at 60 columns."""


class Notice(Static, can_focus=True):
    """Hidden until it asks; y does what it asks about, anything else leaves the draft as it is."""

    DEFAULT_CSS = """
    Notice {
        display: none; height: auto; max-height: 4; padding: 0 1;
        background: $warning-muted; color: $text-warning;
    }
    Notice.-asking { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y", "answer(True)", "Yes", show=False),
        Binding("n,N,escape,enter", "answer(False)", "No", show=False),
    ]

    _yes: Callable[[], None] | None = None
    _no: Callable[[], None] | None = None
    _back: Widget | None = None
    _asked_s = 0.0

    def ask(
        self,
        question: str,
        yes: Callable[[], None],
        *,
        does: str = "sends it",
        no: Callable[[], None] | None = None,
        otherwise: str = "goes back to the draft",
    ) -> None:
        """Ask, and take the focus.

        Args:
            question: What would happen.
            yes: What y does.
            does: The same in words.
            no: What any other answer does; None for nothing.
            otherwise: The same in words.
        """
        if self._no is not None:  # a question that was not answered yet
            self._no()
        self._yes, self._no, self._asked_s = yes, no, time.monotonic()
        self._back = self.screen.focused if self.screen.focused is not self else self._back
        keys = Content.styled(f"  y {does}, n {otherwise}.", "bold")
        self.update(Content(visible(clipped(question, _MOST_ASKED))) + keys)
        self.add_class("-asking")
        self.focus()

    def drop(self) -> None:
        """Take no for an answer, where it asks."""
        if self.has_class("-asking"):
            self.action_answer(False)

    def action_answer(self, yes: bool) -> None:
        """Take the answer; a y that was meant for something else, pressed at once, is not heard."""
        if yes and time.monotonic() - self._asked_s < _DEAF_S:
            return
        answer = self._yes if yes else self._no
        self._yes = self._no = None
        if self._back is not None:  # before it hides: what hides with the focus takes it from whoever has it by then
            self.screen.set_focus(self._back)
        self.remove_class("-asking")
        if answer is not None:
            answer()

    def on_blur(self) -> None:
        """Going elsewhere is a no."""
        answer, self._yes, self._no = self._no, None, None
        self.remove_class("-asking")
        if answer is not None:
            answer()
