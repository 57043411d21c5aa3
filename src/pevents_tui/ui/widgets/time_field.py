"""TimeField: a time as it was given, and what it comes to: UTC above it, the zone's time and the epoch beside it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from rich.cells import cell_len
from textual.reactive import reactive
from textual.strip import Strip

from pevents_tui.domain.fresh import NOW
from pevents_tui.domain.times import ClockWords, TimeFault, clock_words, read_time, resolve_relative
from pevents_tui.domain.visible import visible
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.text_line import SEPARATOR


class TimeField(Field):
    """The field of a time; a relative one follows the clock."""

    now_s: reactive[int] = reactive(0, repaint=False)
    """The present in epoch seconds; 0 while nobody has told it."""

    _told: tuple[str, ...] = ()
    _told_in = 0
    """The width in cells that the title was made for."""

    def watch_draft(self) -> None:
        """Show the draft's time, and what it comes to."""
        super().watch_draft()
        self._show_title()

    def watch_now_s(self) -> None:
        """Follow the clock."""
        self._show_title()

    def render_line(self, y: int) -> Strip:
        """The line; a title made for another width is made anew.

        Textual sends no resize to a field that had no width yet when its place was first looked up.

        Args:
            y: Which line.
        """
        if self._told_in != self.size.width:
            self._told_in = self.size.width  # once, however many lines are drawn before it is made
            self.call_later(self._show_title)
        return super().render_line(y)

    def offer(self) -> str:
        """Nothing beside the name, where the time stands; it is offered in the line."""
        return ""

    def name_words(self) -> str:
        """The member's name, the time in UTC, and its epoch where the line has no room; as much of the name as fits."""
        words = self._words()
        if words is None:
            return super().name_words()
        names = (super().name_words(), self.spec.label, "")
        is_told = not self.size.width or words.epoch in self.fitting(self._told)
        utc = words.utc if is_told else words.utc + SEPARATOR + words.epoch
        told = [name + SEPARATOR * bool(name) + utc for name in names]
        width = self._told_in = self.size.width
        return next((each for each in told if cell_len(each) <= width), told[-1])

    def _show_title(self) -> None:
        """Show what the time comes to: in the line and above it."""
        words, seconds = self._words(), self._milliseconds()
        key = keys_of(self).label("fresh")
        beside: tuple[str, ...] = (visible(words.local), words.epoch) if words else ()
        if seconds is not None:
            beside = (f"{key} {seconds}".lstrip(),)
        elif self.has_focus:
            offered = (f"{key} {'-5m' if self.value == NOW else NOW}".lstrip(), *beside)
            beside = offered if self.fitting(offered) == offered else beside or offered
        self._told = beside
        self.tell_beside(beside, key if key and beside and beside[0].startswith(f"{key} ") else "")
        super()._show_title()

    def offers_at(self, x: int, y: int) -> bool:
        """Whether what F3 gives is shown at a place in the field."""
        return y == 1 and self.key_at(x)

    def _words(self) -> ClockWords | None:
        """What the time comes to, None where it is no time, or nobody knows what now is."""
        value = resolve_relative(self.draft.get(self.path) if self.draft else None, self.now_s)
        try:
            epoch_s = read_time(value).epoch_s
        except TimeFault:
            return None
        return clock_words(epoch_s, zone_at(epoch_s)) if self.now_s else None

    def _milliseconds(self) -> int | None:
        """The seconds of what was given as milliseconds."""
        try:
            read_time(self.draft.get(self.path) if self.draft else None)
        except TimeFault as fault:
            return fault.seconds
        return None


def zone_at(epoch_s: float) -> tzinfo:
    """This machine's zone as it is at a moment, by its rules on summer time; UTC where it has none for it.

    Args:
        epoch_s: In epoch seconds.
    """
    try:
        return datetime.fromtimestamp(epoch_s, UTC).astimezone().tzinfo or UTC
    except (OSError, OverflowError, ValueError):
        return UTC
