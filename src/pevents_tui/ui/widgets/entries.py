"""Lists that are edited in place: impressions, and properties as key and value. One list, one line to add with."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, OptionList

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import FieldSpec
from pevents_tui.domain.jsontext import JsonFault, compact, parse_json
from pevents_tui.domain.path import ANY, Path
from pevents_tui.domain.report import Level, Report
from pevents_tui.domain.times import type_word
from pevents_tui.domain.visible import visible
from pevents_tui.ui.messages import Edited, Inserted, Moved, Removed
from pevents_tui.ui.widgets.field import worst_of
from pevents_tui.ui.widgets.values import clipped, read_property, shown, split_ids, typed, write_property


class EntryList(OptionList):
    """The entries; keys take away and move the highlighted one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace", "take", "Remove", show=False),
        Binding("shift+up", "shift(-1)", "Move up", show=False),
        Binding("shift+down", "shift(1)", "Move down", show=False),
        Binding("shift+delete", "clear", "Remove all", show=False),
    ]

    class Taken(Message):
        """The highlighted entry is to go; its index is given, None for all."""

        def __init__(self, index: int | None) -> None:
            super().__init__()
            self.index = index

    class Shifted(Message):
        """The highlighted entry is to move by one."""

        def __init__(self, index: int, by: int) -> None:
            super().__init__()
            self.index = index
            self.by = by

    def action_take(self) -> None:
        """Remove the highlighted entry."""
        if self.highlighted is not None:
            self.post_message(self.Taken(self.highlighted))

    def action_shift(self, by: int) -> None:
        """Move the highlighted entry."""
        if self.highlighted is not None:
            self.post_message(self.Shifted(self.highlighted, by))

    def action_clear(self) -> None:
        """Remove all entries."""
        if self.option_count:
            self.post_message(self.Taken(None))


class AddLine(Input):
    """The line to add with; a paste comes whole, as a message of its own."""

    class Pasted(Message):
        """A text was pasted."""

        def __init__(self, line: AddLine, text: str) -> None:
            super().__init__()
            self.line = line
            self.text = text

        @property
        def control(self) -> AddLine:
            """The line it was pasted into."""
            return self.line

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(self.Pasted(self, event.text))


class EntryEditor(Vertical):
    """The frame of both editors: a title with the count or what is wrong, the list, the line."""

    DEFAULT_CSS = """
    EntryEditor {
        height: auto;
        & EntryList {
            height: auto; max-height: 8; padding: 0 1;
            border: none; border-top: panel $background; background: $surface;
            border-title-color: $text-muted; border-title-background: $background; border-title-style: none;
            &:focus {
                border-title-color: $primary; border-title-style: bold;
                background: $panel; background-tint: transparent;
            }
        }
        & AddLine {
            height: 1; border: none; padding: 0 1; background: $surface;
            &:focus { border: none; background: $panel; background-tint: transparent; }
        }
        &.-stop EntryList { border-title-color: $error; }
        &.-limit EntryList { border-title-color: $warning; }
        &.-hint EntryList { border-title-color: $accent; }
    }
    """

    PLACEHOLDER: ClassVar[str] = ""

    draft: reactive[Draft | None] = reactive(None)
    """What is being written."""
    report: reactive[Report | None] = reactive(None)
    """What is wrong with it."""
    row: reactive[int] = reactive(0)
    """Which row of the call is shown."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(id=f"field-{spec.name}")
        self.spec = spec
        self._entries: list[str] | None = None

    @property
    def path(self) -> Path:
        """Where the list stands in the row that is shown."""
        return tuple(self.row if step == ANY else step for step in self.spec.path)

    @property
    def value(self) -> Any:
        """What the draft holds there."""
        return self.draft.get(self.path) if self.draft else None

    def compose(self) -> ComposeResult:
        """The list and the line."""
        yield EntryList(markup=False)
        yield AddLine(placeholder=self.PLACEHOLDER, select_on_focus=False)

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    def watch_draft(self) -> None:
        """Show other entries."""
        self._show()

    def watch_row(self) -> None:
        """Show the other row's entries."""
        self._show()

    def watch_report(self) -> None:
        """Show what is wrong."""
        self._show()

    def entries(self) -> list[str]:
        """The entries as they are shown."""
        raise NotImplementedError

    def count(self) -> str:
        """How much there is of what is allowed."""
        raise NotImplementedError

    def _show(self) -> None:
        found = self.query(EntryList)
        if not found:  # none before the first paint, and none when the form is on its way out
            return
        listing = found.first()
        problems = self.report.at(self.path) if self.report else ()
        level = worst_of(problems)
        told = self.count() if not problems else problems[0].text
        listing.border_title = Content(visible(clipped(f"{self.spec.label} · {self.spec.name} · {told}")))
        for each in Level:
            self.set_class(level is each, f"-{each.value}")
        if (entries := self.entries()) != self._entries:
            self._entries, at = entries, listing.highlighted
            listing.clear_options()
            listing.add_options([Content(visible(clipped(entry))) for entry in entries])
            listing.highlighted = min(at, len(entries) - 1) if at is not None and entries else None


class ImpressionEditor(EntryEditor):
    """The ids that were shown, in order."""

    PLACEHOLDER = "add an ID, or paste several"

    def entries(self) -> list[str]:
        """The ids with their rank; a value of another type as it is."""
        value = self.value
        if isinstance(value, list):
            return [f"{rank:>2}  {shown(each)}" for rank, each in enumerate(value, 1)]
        return [] if value is None else [f"not a list: {shown(value)}"]

    def count(self) -> str:
        """Ids of the most allowed."""
        return f"{len(self.value) if isinstance(self.value, list) else 0} of {self.spec.most}"

    @on(Input.Submitted)
    def _add(self, event: Input.Submitted) -> None:
        event.stop()
        self._insert(split_ids(typed(event.value, self.spec.form), blanks=False))
        event.input.clear()

    @on(AddLine.Pasted)
    def _add_many(self, event: AddLine.Pasted) -> None:
        event.stop()
        self._insert(split_ids(event.text, blanks=True))

    @on(EntryList.Taken)
    def _take(self, event: EntryList.Taken) -> None:
        event.stop()
        whole = event.index is None or not isinstance(self.value, list)
        self.post_message(Removed(self.path if whole or event.index is None else (*self.path, event.index)))

    @on(EntryList.Shifted)
    def _shift(self, event: EntryList.Shifted) -> None:
        event.stop()
        to = event.index + event.by
        if isinstance(self.value, list) and 0 <= to < len(self.value):
            self.post_message(Moved((*self.path, event.index), to))
            self.query_one(EntryList).highlighted = to

    def _insert(self, ids: list[str]) -> None:
        if ids:
            self.post_message(Inserted(self.path, len(self.value) if isinstance(self.value, list) else 0, ids))


class PropertiesEditor(EntryEditor):
    """Key and value, with the value's type; what cannot be read as an object is shown as the text it is."""

    PLACEHOLDER = "add key=value, or paste a JSON object"

    @property
    def members(self) -> Mapping[str, Any] | None:
        """The properties as an object, None where they are a text that is none."""
        value = self.value
        if isinstance(value, str):
            try:
                value = parse_json(value, unique=False)
            except JsonFault:
                return None
        return value if isinstance(value, Mapping) else {} if value is None else None

    def entries(self) -> list[str]:
        """Each key with its value and type."""
        if self.members is None:
            return [shown(self.value)]
        return [f"{shown(key)}  {shown(value)}  ({type_word(value)})" for key, value in self.members.items()]

    def count(self) -> str:
        """Characters of the encoded text of the most allowed."""
        value = self.value
        try:
            text = value if isinstance(value, str) else compact(value) if value is not None else ""
        except (ValueError, TypeError, RecursionError):
            return "cannot be encoded"
        return f"{len(text):,} of {self.spec.most:,}"

    @on(Input.Submitted)
    def _add(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self.screen.focus_next()
        elif self._take_in(typed(event.value, self.spec.form)):
            event.input.clear()

    @on(AddLine.Pasted)
    def _add_many(self, event: AddLine.Pasted) -> None:
        event.stop()
        if not self._take_in(event.text):
            event.line.insert_text_at_cursor(shown(event.text.replace("\r\n", "\n")))

    @on(OptionList.OptionSelected)
    def _edit(self, event: OptionList.OptionSelected) -> None:
        """Enter on an entry takes it down into the line, to be changed."""
        event.stop()
        line = self.query_one(AddLine)
        if self.members is None:
            line.value = shown(self.value)
        else:
            for key, value in islice(self.members.items(), event.option_index, event.option_index + 1):
                line.value = shown(write_property(key, value))
        line.focus()

    @on(EntryList.Taken)
    def _take(self, event: EntryList.Taken) -> None:
        event.stop()
        if event.index is None or not self.members:
            self.post_message(Removed(self.path))
        else:
            left = {key: value for at, (key, value) in enumerate(self.members.items()) if at != event.index}
            self.post_message(Edited(self.path, left or None))

    @on(EntryList.Shifted)
    def _shift(self, event: EntryList.Shifted) -> None:
        event.stop()
        pairs, to = list((self.members or {}).items()), event.index + event.by
        if 0 <= to < len(pairs) > event.index:
            pairs.insert(to, pairs.pop(event.index))
            self.post_message(Edited(self.path, dict(pairs)))
            self.query_one(EntryList).highlighted = to

    def _take_in(self, text: str) -> bool:
        """Whether a text was a JSON object or `key=value`, and went into the draft."""
        try:
            value = parse_json(text)
        except JsonFault:
            value = None
        if not isinstance(value, Mapping):
            pair = read_property(text)
            if pair is None:
                self.query_one(EntryList).border_title = Content(f"{self.spec.label} · write key=value")
                return False
            value = {pair[0]: pair[1]}
        self.post_message(Edited(self.path, {**(self.members or {}), **value}))
        return True
