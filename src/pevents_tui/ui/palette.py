"""The command palette, made to run what was typed, and to run it once, however fast the keys come."""

from __future__ import annotations

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandInput, CommandList, CommandPalette, SearchIcon
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.worker import Worker, WorkerState


class OncePalette(CommandPalette):
    """A palette for fast fingers.

    In Textual's own, Enter before the search is done runs a command that was shown for other words, a second Enter
    runs it again or ends the app, and a thousand keys make a thousand searches.
    """

    _leaving = False
    _waiting = False
    _held = False
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

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Do what an Enter asked for that came before the search was done."""
        if self._held and event.state == WorkerState.SUCCESS and not self._is_searching():
            self._held = False
            for field in self.query(CommandInput):
                field.post_message(Input.Submitted(field, field.value))

    def _gather_commands(self, search_value: str) -> None:  # type: ignore[override]
        """Search for what stands in the field once every key typed so far is in it, and not for each of them."""
        self._wanted = search_value
        self._held = False
        if not self._waiting:
            self._waiting = True
            self.call_later(self._search)

    def _search(self) -> None:
        self._waiting = False
        if self.query(CommandList):  # the end of the app may close a palette that was never drawn
            super()._gather_commands(self._wanted)

    def _is_searching(self) -> bool:
        return self._waiting or any(worker.node is self and not worker.is_finished for worker in self.workers)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose_once(self, event: Message) -> None:
        too_early = isinstance(event, Input.Submitted) and self._is_searching()
        if self._leaving or too_early:
            self._held = too_early
            event.stop()
            event.prevent_default()
