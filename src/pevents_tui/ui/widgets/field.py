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
from pevents_tui.ui.widgets.values import clipped, shown, typed

_SEPARATOR = " · "


class Field(Input):
    """An input for one FieldSpec of the row that is shown; it holds nothing that the draft does not.

    Args:
        spec: The member.
        placeholder: Shown while the member is absent.
    """

    DEFAULT_CSS = """
    Field {
        height: 2; width: 1fr; padding: 0 1; margin: 0;
        border: none; border-top: panel $background;
        background: $surface; color: $foreground;
        border-title-color: $text-muted; border-title-background: $background; border-title-style: none;
        &:focus {
            border: none; border-top: panel $background; background: $panel;
            border-title-color: $primary; border-title-style: bold; background-tint: transparent;
        }
        &.-stop, &.-stop:focus { border-title-color: $error; }
        &.-limit, &.-limit:focus { border-title-color: $warning; }
        &.-hint, &.-hint:focus { border-title-color: $accent; }
    }
    """

    draft: reactive[Draft | None] = reactive(None)
    """What is being written."""
    filled: reactive[Draft | None] = reactive(None)
    """The same with ids and times as they would be sent now."""
    report: reactive[Report | None] = reactive(None)
    """What is wrong with it."""
    row: reactive[int] = reactive(0)
    """Which row of the call is shown."""

    def __init__(self, spec: FieldSpec, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, id=f"field-{spec.name}", select_on_focus=False)
        self.spec = spec
        self._title = ""

    @property
    def path(self) -> Path:
        """Where the member stands in the row that is shown."""
        return tuple(self.row if step == ANY else step for step in self.spec.path)

    def watch_draft(self) -> None:
        """Show the draft's value, without an echo."""
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
        """Tell what was typed."""
        event.stop()
        self.post_message(Edited(self.path, typed(event.value, self.spec.form)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field; it never sends."""
        event.stop()
        self.screen.focus_next()

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste; Textual's own keeps the first one only."""
        event.stop()
        event.prevent_default()
        text = shown(event.text.rstrip("\r\n").replace("\r\n", "\n"))
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *sorted(self.selection))

    def _show_value(self) -> None:
        if self.draft is None:
            return
        value = self.draft.get(self.path)
        if typed(self.value, self.spec.form) == _as_typed(value) and type(value) is not bool:
            return
        text = shown(value)
        if text != self.value:
            with self.prevent(Input.Changed):
                self.value = text

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


def _as_typed(value: Any) -> Any:
    return "" if value is None else value


def worst_of(problems: tuple[Problem, ...]) -> Level | None:
    """The weightiest level among problems, which come sorted."""
    return problems[0].level if problems else None
