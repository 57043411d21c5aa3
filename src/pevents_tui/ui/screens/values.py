"""ValuesScreen: fresh values, one key away; and the present, for times that are relative to it."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.reactive import reactive

from pevents_tui.domain.fields import spec_at
from pevents_tui.domain.fresh import FIVE_MINUTES_AGO, NOW, next_time, next_user
from pevents_tui.domain.path import Path
from pevents_tui.ui.commands import values as commands
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import FreshWanted
from pevents_tui.ui.screens.draft import DraftScreen, row_path
from pevents_tui.ui.widgets.field import Field

_TICK_S = 2.0
"""How old a relative time may be as it is shown."""


class ValuesScreen(DraftScreen):
    """Knows what the time is, and what a fresh value of each field is."""

    now_s: reactive[int] = reactive(0, repaint=False)
    """The present in epoch seconds, a little behind."""

    def on_mount(self) -> None:
        """Follow the clock."""
        self._show_now()
        self.set_interval(_TICK_S, self._show_now)

    def _show_now(self) -> None:
        self.now_s = int(self.workbench.now_s())

    @on(commands.Fresh)
    def give_fresh(self) -> None:
        """A fresh value for the field that has the focus."""
        field = self.focused
        if isinstance(field, Field):
            self._refresh_at(field.path)
        else:
            self.app.notify(f"Go to a field first: {keys_of(self).spelled('fresh')} gives it a fresh value.")

    @on(FreshWanted)
    def _give_wanted(self, event: FreshWanted) -> None:
        event.stop()
        self._refresh_at(event.path)

    @on(commands.NewSession)
    def give_session(self) -> None:
        """A new session for the call, or for the shown row where each names its own."""
        self._put_event(self.draft.spec.who(self.row, "sessionId"), self.workbench.new_id())

    @on(commands.NewEventId)
    def give_event_id(self) -> None:
        """A new event id for the shown row."""
        self._put_event((*row_path(self.draft, self.row), "eventId"), self.workbench.new_id())

    @on(commands.Now)
    def give_now(self) -> None:
        """Now, as the shown row's time."""
        self._put_event((*row_path(self.draft, self.row), self.draft.spec.time), NOW)

    @on(commands.FiveMinutesAgo)
    def give_five_minutes_ago(self) -> None:
        """Five minutes before the send, as the shown row's time."""
        self._put_event((*row_path(self.draft, self.row), self.draft.spec.time), FIVE_MINUTES_AGO)

    @on(commands.RawProperties)
    def toggle_raw(self) -> None:
        """Show the properties as their JSON text, or as rows."""
        from pevents_tui.ui.widgets.properties import PropertiesEditor  # noqa: PLC0415 - loads behind the first paint

        for editor in self.query(PropertiesEditor):
            editor.toggle_raw()

    def _refresh_at(self, path: Path) -> None:
        spec, value = spec_at(self.draft.kind, path), self.draft.get(path)
        if spec is not None and spec.form == "time":
            self._put(path, _next_time(value))
        elif path[-1] in {"sessionId", "eventId"}:
            self._put(path, self.workbench.new_id())
        elif path[-1] == "userId":
            self._put(path, next_user(value, self.in_force.user_prefix if self.in_force is not None else None))
        else:
            self.app.notify(f"There is no fresh {spec.label if spec else 'value'} to draw: type it.")

    def _put_event(self, path: Path, value: Any) -> None:
        if self.draft.spec.happens:
            self._put(path, value)
        else:
            self.app.notify(f"No {self.draft.spec.noun} has a session, an event ID or a time.")

    def _put(self, path: Path, value: Any) -> None:
        self._show_now()
        self.change(self.draft.put(path, value))


def _next_time(value: Any) -> Any:
    """The seconds of milliseconds, else now, else five minutes ago."""
    from pevents_tui.domain.times import TimeFault, read_time  # noqa: PLC0415 - on first use

    try:
        read_time(value)
    except TimeFault as fault:
        return next_time(value) if fault.seconds is None else fault.seconds
    return next_time(value)
