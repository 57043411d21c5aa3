"""Lists that are edited in place: impressions, and properties as key and value. One list, one line to add with."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from textual import on
from textual.widgets import OptionList

from pevents_tui.domain.jsontext import compact
from pevents_tui.domain.times import type_word
from pevents_tui.ui.messages import Edited, LineTyped, Removed
from pevents_tui.ui.widgets.entry_editor import EntryEditor
from pevents_tui.ui.widgets.entry_list import MOST_ENTRIES, AddLine, EntryList
from pevents_tui.ui.widgets.impressions import ImpressionEditor
from pevents_tui.ui.widgets.values import clipped, read_line, read_members, shown, with_line, write_property

_WIDEST_KEY = 16
"""How wide the column of keys is at most."""


class PropertiesEditor(EntryEditor):
    """Key and value, with the value's type; what cannot be read as an object is shown as the text it is."""

    PLACEHOLDER = "add key=value, or paste a JSON object"

    @property
    def members(self) -> Mapping[str, Any] | None:
        """The properties as an object, None where they are a text that is none."""
        return read_members(self.value)

    def entries(self) -> list[str]:
        """Each key with its value and type."""
        if self.members is None:
            return [shown(self.value)]
        first = [(clipped(shown(key)), value) for key, value in islice(self.members.items(), MOST_ENTRIES)]
        width = min(max((len(key) for key, _ in first), default=0), _WIDEST_KEY)
        return [f"{key:{width}}  {shown(value)}  ({_type_of(value)})" for key, value in first]

    def count(self) -> str:
        """Characters of the encoded text of the most allowed."""
        value = self.whole
        try:
            text = value if isinstance(value, str) else compact(value) if value is not None else ""
        except (ValueError, TypeError, RecursionError):
            return "cannot be encoded"
        return f"{len(text):,} of {self.spec.most:,}"

    @on(AddLine.Pasted)
    def _add_many(self, event: AddLine.Pasted) -> None:
        event.stop()
        added = read_line(event.text) if not self.line else None
        if added is None:
            event.line.insert_text_at_cursor(shown(event.text.rstrip("\r\n").replace("\r\n", "\n")))
        else:
            self.post_message(Edited(self.path, {**(self.members or {}), **added}))

    @on(OptionList.OptionSelected)
    def _edit(self, event: OptionList.OptionSelected) -> None:
        """Enter on an entry takes it down into the line, to be changed; what stood there is added first."""
        event.stop()
        whole, readable = with_line(self.spec.form, self.value, self.line)
        if not readable:
            self.say("write key=value")
        elif self.members is None:
            self.post_message(LineTyped(self.path, str(self.value)))
        else:
            for key, value in islice(self.members.items(), event.option_index, event.option_index + 1):
                left = {name: each for name, each in (read_members(whole) or {}).items() if name != key}
                self.post_message(LineTyped(self.path, write_property(key, value)))
                self.post_message(Edited(self.path, left or None))
        self.focus()

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


def _type_of(value: Any) -> str:
    """The value's JSON type in one word."""
    return type_word(value).removeprefix("a ").removeprefix("an ")


__all__ = ["AddLine", "EntryEditor", "EntryList", "ImpressionEditor", "PropertiesEditor"]
