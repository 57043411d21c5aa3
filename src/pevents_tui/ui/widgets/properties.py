"""PropertiesEditor: properties as rows of key, value and type, edited in place; or as the JSON text that goes out."""

from __future__ import annotations

from itertools import islice
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from pevents_tui.domain.schema_fit import mended
from pevents_tui.ui.messages import Edited, LineEntered, LineTyped, Removed
from pevents_tui.ui.widgets.entry_list import MOST_ENTRIES, AddLine, EntryList
from pevents_tui.ui.widgets.lines import with_entry
from pevents_tui.ui.widgets.property_frame import PropertyFrame
from pevents_tui.ui.widgets.property_list import PropertyList
from pevents_tui.ui.widgets.property_rows import missing_fields
from pevents_tui.ui.widgets.values import (
    read_line,
    readings,
    shown,
    typed,
    write_property,
)


class PropertiesEditor(PropertyFrame):
    """Key and value, with the value's type, edited in place."""

    PLACEHOLDER = "key=value, or JSON"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave_row", "Back to the rows", show=False)]

    _spelled: tuple[Any, str] | None = None

    def enter(self, text: str) -> None:
        """Take what stands in the line; from a row that was edited in it, go back to the rows.

        Args:
            text: What stands there.
        """
        key = self.edited
        if key is None:
            super().enter(text)
        elif with_entry(self.value, key, text)[1]:
            self.post_message(LineEntered(self.line_path))
            self.query_one(PropertyList).focus()
        else:
            self.say(self.wanted(text))

    def wanted(self, text: str) -> str:
        """Why a line cannot be taken, in a few words.

        Args:
            text: What stands in it.
        """
        if self.members is None:
            return "mend the text first"
        given = read_line(text)
        if given is None:
            return super().wanted(text)
        twice = next((key for key in given if key != self.edited and key in self.members), "")
        return f"{shown(twice)} is there already"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is ours only where a row is edited.

        Args:
            action: Its name.
            parameters: What it is given.
        """
        return action != "leave_row" or self.edited is not None

    def action_leave_row(self) -> None:
        """Take what stands in the row that is edited; nothing typed is thrown away."""
        self.enter(typed(self.query_one(AddLine).value, "text"))

    @on(AddLine.Pasted)
    def _add_many(self, event: AddLine.Pasted) -> None:
        event.stop()
        added = read_line(event.text) if not self.line and self.edited is None else None
        if added is None or self.members is None:
            event.line.insert_text_at_cursor(event.text.rstrip("\r\n").replace("\r\n", "\n"))
        else:
            self.post_message(Edited(self.path, {**self.members, **added}))

    @on(OptionList.OptionSelected)
    def _edit(self, event: OptionList.OptionSelected) -> None:
        """Enter on a row edits it in its place; what stood in the line is taken first."""
        event.stop()
        if self.members is None:
            self.toggle_raw()
        elif self.finish_line():
            self._begin_row(event.option_index)
            self.focus()

    def _begin_row(self, index: int) -> None:
        """Edit a row in its place; one that is not there yet begins without a value."""
        members = self.members or {}
        for field in missing_fields(members, self.schema)[index - len(members) :] if index >= len(members) else ():
            self.post_message(Edited(self.path, {**members, field.key: None}))
            self.post_message(LineTyped((*self.path, field.key), write_property(field.key, None)))
            return
        for key, value in islice(members.items(), index, index + 1):
            self.post_message(LineTyped((*self.path, key), write_property(key, value)))

    def go_to_row(self, index: int) -> None:
        """Go to a row of the list.

        Args:
            index: The row's.
        """
        listing = self.query_one(PropertyList)
        listing.focus()
        listing.highlighted = min(index, listing.option_count - 1) if listing.option_count else None

    def go_to_key(self, key: str) -> None:
        """Go to the row of a property, where it has one and rows are shown.

        Args:
            key: The property's; it may be missing, where the schema requires it.
        """
        members = self.members or {}
        keys = [*islice(members, MOST_ENTRIES), *(field.key for field in missing_fields(members, self.schema))]
        if key in keys and not self.has_class("-raw"):
            self.go_to_row(keys.index(key))

    @on(PropertyList.Misfit)
    def _mend(self, event: PropertyList.Misfit) -> None:
        """Give a row the name and type of the schema where it is plain what is meant."""
        event.stop()
        members, schema = self.members or {}, self.schema
        if schema is None:
            self.say("no schema is known to mend it by")
            return
        if event.index >= len(members):
            self._begin_row(event.index)
            self.focus()
        for key in islice(members, event.index, event.index + 1):
            changed = mended(members, schema, only=key)
            if shown(changed) == shown(members):
                self.say(f"{shown(key)}: the schema alone does not tell what is meant")
            else:
                self.post_message(Edited(self.path, changed))

    @on(PropertyList.Turned)
    def _turn(self, event: PropertyList.Turned) -> None:
        """Change a value's type where that keeps it; what a text looked like before it was a number is remembered."""
        event.stop()
        members = self.members or {}
        for key, value in islice(members.items(), event.index, event.index + 1):
            other = self._other(key, value)
            if other is None:
                self.say(f"{shown(key)} can only be text")
            else:
                self.post_message(Edited(self.path, {**members, key: other[0]}))

    def _other(self, key: str, value: Any) -> tuple[Any] | None:
        """What else a value can be, None where it is a text that reads as nothing else."""
        place = (*self.path, key)
        if not isinstance(value, str):
            text = readings(value)[1]
            known = self._spelled
            return (known[1],) if known is not None and known[0] == (place, text) else (text,)
        if len(readings(value)) < 2:
            return None
        other = readings(value)[1]
        self._spelled = (place, readings(other)[1]), value
        return (other,)

    @on(EntryList.Taken)
    def _take(self, event: EntryList.Taken) -> None:
        event.stop()
        if event.index is None or not self.members:
            self.post_message(Removed(self.path))
        elif event.index < len(self.members):
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
