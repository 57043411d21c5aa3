"""TimeField: a time as it was given, and what it comes to: UTC above it, the zone's time and the epoch beside it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from rich.cells import cell_len
from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip

from pevents_tui.domain.fresh import NOW
from pevents_tui.domain.times import ClockWords, TimeFault, clock_words, read_time, resolve_relative
from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.field import SEPARATOR, Field

_GAP = 2


class TimeField(Field):
    """The field of a time; a relative one follows the clock."""

    COMPONENT_CLASSES = {"time-field--told", "time-field--key"}  # noqa: RUF012 - Textual's form
    DEFAULT_CSS = """
    TimeField > .time-field--told { color: $text-muted; }
    TimeField > .time-field--key { color: $accent; text-style: bold; }
    """

    now_s: reactive[int] = reactive(0, repaint=False)
    """The present in epoch seconds; 0 while nobody has told it."""

    _beside: tuple[str, ...] = ()
    _offer_x = range(0)

    def watch_now_s(self) -> None:
        """Follow the clock."""
        self.show_title()

    def on_resize(self) -> None:
        """Show as much as there is room for."""
        self.show_title()

    def offer(self) -> str:
        """Nothing beside the name, where the time stands; it is offered in the line."""
        return ""

    def name_words(self) -> str:
        """The member's name, and the time in UTC; of the name as much as there is room for."""
        words = self._words()
        if words is None:
            return super().name_words()
        names = (super().name_words(), self.spec.label, "")
        told = [name + SEPARATOR * bool(name) + words.utc for name in names]
        return next((each for each in told if cell_len(each) <= self.size.width), told[-1])

    def show_title(self) -> None:
        """Show what the time comes to: above the line and in it."""
        super().show_title()
        words, seconds = self._words(), self._milliseconds()
        beside: tuple[str, ...] = (visible(words.local), words.epoch) if words else ()
        if seconds is not None:
            beside = (f"F3 {seconds}",)
        elif self.has_focus:
            beside = (f"F3 {'-5m' if self.value == NOW else NOW}", *beside)
        if beside != self._beside:
            self._beside = beside
            self.refresh()

    def offers_at(self, x: int, y: int) -> bool:
        """Whether what F3 gives is shown at a place in the field."""
        return y == 1 and x in self._offer_x

    def render_line(self, y: int) -> Strip:
        """The line, with what the time comes to at its end, as much of it as there is room for.

        Args:
            y: Which line.
        """
        strip = super().render_line(y)
        if y:
            return strip
        width = self.scrollable_content_region.width
        room = width - _GAP - (self._value.cell_len + 1 if self.value else cell_len(self.placeholder))
        words = self._beside
        while words and cell_len(SEPARATOR.join(words)) > room:  # the epoch goes first, what F3 gives last
            words = words[:-1]
        told = SEPARATOR.join(words)
        at = width - cell_len(told)
        key = "F3" if told.startswith("F3 ") else ""
        self._offer_x = range(at + 1, at + 1 + cell_len(words[0])) if key else range(0)
        if not told:
            return strip
        style, key_style = map(self.get_component_rich_style, ("time-field--told", "time-field--key"))
        beside = Strip([Segment(key, key_style), Segment(told.removeprefix(key), style)])
        return Strip.join([strip.crop(0, at), beside, strip.crop(width)])

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
