"""PastScreen: the way to the whole history and back, and what the history has to tell at the start."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from pevents_tui.domain.errors import PeventsError
from pevents_tui.ui.commands import history as commands
from pevents_tui.ui.commands.templates import SaveTemplateAs
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.screens.sending import SendingScreen
from pevents_tui.ui.widgets.word_bar import Word, WordBar

if TYPE_CHECKING:
    from pevents_tui.ui.screens.history_deeds import Wish

_UNKNOWN = "outcome:unknown"
"""What finds the calls that may have arrived."""


class LookedBack(Message):
    """The history was looked through after the start.

    Attributes:
        unknown: How many calls may have arrived.
        told: What was forgotten, as the settings say; empty for nothing.
    """

    def __init__(self, unknown: int, told: str) -> None:
        super().__init__()
        self.unknown = unknown
        self.told = told


class PastScreen(SendingScreen):
    """What was sent, before this start too."""

    def look_back(self) -> None:
        """Look for calls that may have arrived, and have forgotten what the settings say; beside the screen."""

        def look() -> None:
            try:
                history, settings = self.workbench.history, self.workbench.settings
                unknown = len(history.unknown())
                if history.is_untidy:
                    history.tidy()
                told = ""
                if settings.history_days is not None or settings.history_calls is not None:
                    older_s = None if settings.history_days is None else settings.history_days * 86_400
                    gone = history.prune(older_s=older_s, keep=settings.history_calls)
                    told = f"{gone.sentence}, as history_days and history_calls say" if gone.calls else ""
            except PeventsError:
                return  # the sidebar tells it
            self.post_message(LookedBack(unknown, told))

        Thread(target=look, name="look-back", daemon=True).start()

    @on(LookedBack)
    def _tell_past(self, event: LookedBack) -> None:
        event.stop()
        if event.told:
            self.app.notify(event.told)
            self.history_changed()
        if event.unknown and (places := self.query("#history-heading")):
            label = keys_of(self).label(commands.ListUnknown.slug())
            bar = WordBar(
                (Word("list_unknown", f"? {event.unknown} may have arrived", "$text-warning", key=label),), id="unknown"
            )
            self.query_one("#sidebar").mount(bar, after=places.first())

    @on(WordBar.Picked, "#unknown")
    def _pick_unknown(self, event: WordBar.Picked) -> None:
        event.stop()
        self.list_unknown()

    @on(commands.OpenHistory)
    def open_history(self) -> None:
        """Show the history whole."""
        self._open_history("")

    @on(commands.ListUnknown)
    def list_unknown(self) -> None:
        """Show the calls that may have arrived."""
        for bar in self.query("#unknown"):
            bar.remove()
        self._open_history(_UNKNOWN)

    def _open_history(self, find: str) -> None:
        from pevents_tui.ui.screens.history import HistoryScreen  # noqa: PLC0415 - not before the first paint

        try:
            self.workbench.history.newest_id()
        except PeventsError as error:
            self.app.notify(str(error), severity="error")
            return
        self.settle()
        self.app.push_screen(HistoryScreen(self.workbench, self.filled or self.draft, find), self._fulfil)

    def _fulfil(self, wish: Wish | None) -> None:
        self.history_changed()
        if wish is None:
            return
        if wish.record is not None:
            self.show_records([wish.record])
        elif wish.draft is not None:
            self.load(wish.draft, wish.name)
            if wish.save:
                self.post_message(SaveTemplateAs())
        elif wish.plan is not None and self.sending:
            self.app.notify("A send is under way: wait for its end, or cancel it.", severity="warning")
        elif wish.plan is not None:
            self._guard(wish.plan)
