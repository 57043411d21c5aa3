"""The command palette, made to run what was chosen once, however fast the keys come."""

from __future__ import annotations

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, SearchIcon
from textual.message import Message
from textual.widgets import Input, OptionList


class OncePalette(CommandPalette):
    """A palette in which a second Enter does nothing; Textual's own runs the command twice, or ends the app."""

    _leaving = False
    _waiting = False
    _wanted = ""

    def on_mount(self) -> None:
        """Show a mark that every terminal's font has."""
        for icon in self.query(SearchIcon):
            icon.icon = ">"

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the palette, once.

        Args:
            result: Nothing; a palette has no result.
        """
        if self._leaving:
            return AwaitComplete()
        self._leaving = True
        return super().dismiss(result)

    def _gather_commands(self, search_value: str) -> None:  # type: ignore[override]
        """Search for what stands in the field once every key typed so far is in it, and not for each of them."""
        self._wanted = search_value
        if not self._waiting:
            self._waiting = True
            self.call_later(self._search)

    def _search(self) -> None:
        self._waiting = False
        if self.query(CommandList):  # the end of the app may close a palette that was never drawn
            super()._gather_commands(self._wanted)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose_once(self, event: Message) -> None:
        if self._leaving:
            event.stop()
            event.prevent_default()
