"""LibraryScreen: the templates and the history beside the form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from pevents_tui.domain.errors import HistoryError, PeventsError
from pevents_tui.domain.visible import visible
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.screens.templates import TemplatesScreen
from pevents_tui.ui.widgets.steady import SteadyInput

if TYPE_CHECKING:
    from pevents_tui.ui.widgets.call_list import CallList

_SOON_S = 0.05


class LibraryScreen(TemplatesScreen):
    """What can be begun from: templates, and what was sent before."""

    def fill_library(self) -> None:
        """Templates on top, the history below; tell what opening the history has to tell."""
        from pevents_tui.service.history import Filter  # noqa: PLC0415 - loads behind the first paint
        from pevents_tui.ui.screens.history_source import HistorySource  # noqa: PLC0415 - the same
        from pevents_tui.ui.widgets.call_list import CallList  # noqa: PLC0415 - the same

        sidebar = self.query_one("#sidebar")
        sidebar.mount(
            *self.template_widgets(),
            Static(Content("History"), classes="heading", id="history-heading"),
        )
        try:
            for notice in self.workbench.history.notices:
                self.app.notify(notice, severity="warning", timeout=20)
        except PeventsError as error:
            sidebar.mount(Static(Content.styled(visible(str(error)), "$error"), id="history-failure"))
            return
        find = SteadyInput(placeholder="find in the history", id="find", compact=True)
        calls = CallList(
            HistorySource(self.workbench, Filter()),
            empty=self._empty(),
            title=self.title_of,
            now=lambda: datetime.fromtimestamp(self.workbench.now_s(), UTC),
        )
        sidebar.mount(find, calls)

    def _empty(self, wanted: str = "") -> str:
        """What stands in a history that shows no call.

        Args:
            wanted: What is looked for.
        """
        if wanted:
            return "No call in the history has that. Clear the line to see all."
        return f"Nothing sent yet. What you send with {keys_of(self).spelled('send')} is kept here."

    def title_of(self, item: str) -> str:
        """What an item stands for."""
        raise NotImplementedError

    def history_changed(self) -> None:
        """Show what is new in the history."""
        for calls in self.query("CallList").results():
            cast("CallList", calls).reload()

    @on(commands.FindInHistory)
    def find_in_history(self) -> None:
        """Go to the line that filters the history."""
        found = self.query("#find")
        if not found:
            if not self.query("#history-failure"):  # it is still to come
                self.set_timer(_SOON_S, self.find_in_history)
            return
        if not self.query_one("#sidebar").display or self.has_class("-narrow"):
            self.post_message(commands.ToggleSidebar())
        self.call_after_refresh(found.first().focus)

    @on(Input.Changed, "#find")
    def _filter(self, event: Input.Changed) -> None:
        from pevents_tui.service.history.finding import read_find  # noqa: PLC0415 - loads behind the first paint
        from pevents_tui.ui.screens.history_source import HistorySource  # noqa: PLC0415 - the same

        event.stop()
        source = HistorySource(self.workbench, read_find(event.value, self.workbench.now_s()).where)
        self._call_list.show_source(source, empty=self._empty(event.value))

    @on(Input.Submitted, "#find")
    def _to_list(self, event: Input.Submitted) -> None:
        event.stop()
        self._call_list.focus()

    @property
    def _call_list(self) -> CallList:
        return cast("CallList", self.query_one("CallList"))

    def on_call_list_chosen(self, event: CallList.Chosen) -> None:
        """Show the call that was chosen."""
        event.stop()
        try:
            record = self.workbench.history.get(event.line_id)
        except HistoryError as error:
            self.app.notify(str(error), severity="error")
            return
        if record is not None:
            self.show_records([record])
