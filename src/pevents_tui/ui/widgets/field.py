"""Field: one member of the request, in two rows: its name or what is wrong with it, and what was typed."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import FieldSpec
from pevents_tui.domain.path import ANY, Path
from pevents_tui.domain.report import Level, Problem, Report
from pevents_tui.domain.times import TimeFault, as_utc, read_time
from pevents_tui.domain.visible import visible
from pevents_tui.ui.messages import Edited
from pevents_tui.ui.widgets.echo import Echo, same
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.values import clipped, shown, typed

_SEPARATOR = " · "
_MOST_IN_LINE = 4_000
"""How many characters stand in a line to be edited; the rest of a longer value is kept behind it."""


class Field(SteadyInput):
    """An input for one FieldSpec of the row that is shown; it holds nothing that the draft does not.

    Args:
        spec: The member.
        placeholder: Shown while the member is absent.
    """

    DEFAULT_CSS = """
    Field {
        height: 2; width: 1fr; padding: 0 1; margin: 0;
        border: none; border-top: blank $background;
        background: $surface; color: $foreground;
        border-title-color: $text-muted; border-title-style: none;
        &:focus {
            border: none; border-top: blank $background; background: $panel;
            border-title-color: $primary; border-title-style: bold; background-tint: transparent;
        }
        &.-stop, &.-stop:focus { border-title-color: $error; }
        &.-limit, &.-limit:focus { border-title-color: $warning; }
        &.-hint, &.-hint:focus { border-title-color: $accent; }
    }
    """

    draft: reactive[Draft | None] = reactive(None, repaint=False)
    """What is being written."""
    filled: reactive[Draft | None] = reactive(None, repaint=False)
    """The same with ids and times as they would be sent now."""
    report: reactive[Report | None] = reactive(None, repaint=False)
    """What is wrong with it."""
    row: reactive[int] = reactive(0, repaint=False)
    """Which row of the call is shown."""

    def __init__(self, spec: FieldSpec, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, id=f"field-{spec.name}", select_on_focus=False)
        self.spec = spec
        self._title = ""
        self._echo = Echo()
        self._rest = ""

    @property
    def path(self) -> Path:
        """Where the member stands in the row that is shown."""
        return tuple(self.row if step == ANY else step for step in self.spec.path)

    def watch_draft(self) -> None:
        """Show the draft's value where it is not what was typed here, without an echo."""
        if not self._echo.hear(self._held()):
            self._show_value()

    def watch_row(self) -> None:
        """Show the other row's value and problems."""
        self._show_value()
        self._show_title()

    def watch_report(self) -> None:
        """Show what is wrong."""
        self._show_title()

    def on_mount(self) -> None:
        """Show what there is."""
        self._show_value()
        self._show_title()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what stands in the line, which may be more than when the event was posted."""
        event.stop()
        if not self.value:  # who clears the line means all of it, what is not shown included
            self._rest = ""
        self._tell(self.value + self._rest)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the line; all of the line means what is not shown too.

        Args:
            text: What comes in its place.
            start: Where the part begins, or ends.
            end: The other end of it.
        """
        if abs(end - start) >= len(self.value):
            self._rest = ""
        super().replace(text, start, end)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field; it never sends."""
        event.stop()
        self.screen.focus_next()

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste; Textual's own keeps the first one only."""
        event.stop()
        event.prevent_default()
        text = shown(event.text.rstrip("\r\n").replace("\r\n", "\n"))
        start, end = sorted(self.selection)
        rest = self._rest if end - start < len(self.value) else ""
        whole = self.value[:start] + text + self.value[end:] + rest
        self._write(whole)
        self.cursor_position = start + len(text)
        self._tell(whole)

    def _tell(self, text: str) -> None:
        value = typed(text, self.spec.form)
        if self._echo.tell(value):
            self.post_message(Edited(self.path, value))

    def _write(self, text: str) -> None:
        """Put a text into the line, as much of it as can be edited at the speed of keys, without an echo."""
        self._rest = text[_MOST_IN_LINE:]
        if self.value != (head := text[:_MOST_IN_LINE]):
            with self.prevent(Input.Changed):
                self.value = head

    def _show_value(self) -> None:
        value = self._held()
        self._echo.begin(value)
        if not same(typed(self.value + self._rest, self.spec.form), value):
            self._write(shown(value))

    def _held(self) -> Any:
        """What the draft holds, blank for nothing."""
        value = self.draft.get(self.path) if self.draft else None
        return "" if value is None else value

    def _show_title(self) -> None:
        problems = self.report.at(self.path) if self.report else ()
        name = self.spec.label + _SEPARATOR + self.spec.name
        worst = problems[0] if problems else None
        told = self.spec.label + _SEPARATOR + worst.text if worst else name + self._moment()
        if told != self._title:
            self._title = told
            self.border_title = Content(visible(clipped(told)))
        for level in Level:
            self.set_class(worst is not None and worst.level is level, f"-{level.value}")

    def _moment(self) -> str:
        """What a time comes to, beside its name."""
        if self.spec.form != "time" or self.filled is None:
            return ""
        try:
            return _SEPARATOR + as_utc(read_time(self.filled.get(self.path)).epoch_s)
        except TimeFault:
            return ""


def worst_of(problems: tuple[Problem, ...]) -> Level | None:
    """The weightiest level among problems, which come sorted."""
    return problems[0].level if problems else None
