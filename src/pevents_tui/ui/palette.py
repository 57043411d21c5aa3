"""The command palette, made to run what was chosen once, however fast the keys come."""

from __future__ import annotations

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, SearchIcon
from textual.message import Message
from textual.widgets import Input, OptionList


class OncePalette(CommandPalette):
    """A palette in which a second Enter does nothing; Textual's own runs the command twice, or ends the app."""

    _leaving = False

    def on_mount(self) -> None:
        """Show a mark that every terminal's font has."""
        self.query_one(SearchIcon).icon = ">"

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the palette, once.

        Args:
            result: Nothing; a palette has no result.
        """
        if self._leaving:
            return AwaitComplete()
        self._leaving = True
        return super().dismiss(result)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose_once(self, event: Message) -> None:
        if self._leaving:
            event.stop()
            event.prevent_default()
