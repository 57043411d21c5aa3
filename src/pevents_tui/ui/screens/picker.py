"""PickerScreen: a short list to pick one thing from."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList

from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog


class PickerScreen(Dialog[str | None]):
    """Gives the name of what was picked, or None.

    Args:
        title: What is picked.
        choices: Name and text of each.
    """

    DEFAULT_CSS = """
    PickerScreen { align: center middle; }
    PickerScreen OptionList {
        width: 100%; max-width: 56; height: auto; max-height: 80%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
        &:focus { border: round $primary; background-tint: transparent; }
    }
    """
    BINDINGS = [("escape", "cancel", "Cancel")]  # noqa: RUF012 - Textual's form

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        """The list."""
        choices = OptionList(*[Content(visible(text)) for _, text in self._choices], markup=False)
        choices.border_title = Content(visible(self._title))
        yield choices

    def action_cancel(self) -> None:
        """Pick nothing."""
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _pick(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._choices[event.option_index][0])
