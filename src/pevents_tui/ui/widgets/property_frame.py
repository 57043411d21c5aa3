"""PropertyFrame: what is shown of properties: rows of key, value and type, or the JSON text that goes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from textual import events, on
from textual.content import Content
from textual.reactive import reactive
from textual.widgets.input import Selection

from pevents_tui.domain.path import Path
from pevents_tui.domain.report import Problem
from pevents_tui.domain.schema_advice import MISSING
from pevents_tui.domain.visible import visible
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import Edited, LineEntered
from pevents_tui.ui.widgets.echo import Echo
from pevents_tui.ui.widgets.entry_editor import EntryEditor
from pevents_tui.ui.widgets.entry_list import AddLine
from pevents_tui.ui.widgets.lines import with_lines
from pevents_tui.ui.widgets.property_list import PropertyList
from pevents_tui.ui.widgets.property_rows import PropertyRow, property_rows
from pevents_tui.ui.widgets.values import (
    clipped,
    decoded,
    encoded,
    read_members,
    shown,
)

if TYPE_CHECKING:
    from pevents_tui.domain.schema import Schema
    from pevents_tui.ui.widgets.raw_text import RawText

_RAW_KEY = "alt+j"
_QUOTED = re.compile('=".*"$')
_NO_VALUE = "=null"
_FRAME = 5
"""Cells around a row: padding twice on both sides, and the scroll bar."""


class PropertyFrame(EntryEditor):
    """The rows with the line, and the text; what cannot be read as an object is shown as the text it is."""

    LIST = PropertyList
    DEFAULT_CSS = """
    PropertyFrame.-raw > PropertyList, PropertyFrame.-raw > AddLine { display: none; }
    PropertyFrame > RawText { display: none; }
    PropertyFrame.-raw > RawText { display: block; }
    """

    schema: reactive[Schema | None] = reactive(None, repaint=False)
    """Of the dataset that the properties go to; None where it is not known."""

    _contents: list[Content] = []  # noqa: RUF012 - replaced, never changed
    _made_of: tuple[Any, Any, Any] | None = None
    _counted: tuple[Any, dict[Path, str], str] | None = None
    _was_edited: str | None = None
    _raw: RawText | None = None

    @property
    def members(self) -> Mapping[str, Any] | None:
        """The properties as an object, None where they are a text that is none."""
        return read_members(self.value)

    @property
    def edited(self) -> str | None:
        """The key of the property that is edited in its row, None for none."""
        own = (path for path in self.own_lines if path != self.path)
        return next((str(path[-1]) for path in own), None)

    @property
    def line_path(self) -> Path:
        """The property that is edited in its row, else all of them."""
        key = self.edited
        return self.path if key is None else (*self.path, key)

    def on_mount(self) -> None:
        """Tell the key of the other view."""
        self._raw_echo = Echo()
        for line in self.query(AddLine):  # none when the form is on its way out
            line.tell_beside((f"{_RAW_KEY} JSON",), _RAW_KEY)

    def on_resize(self) -> None:
        """Lay the rows out for the room there is."""
        self.show_anew()

    def watch_draft(self) -> None:
        """Show other rows, or another text."""
        super().watch_draft()
        self._show_raw()

    def watch_lines(self) -> None:
        """Show the line in the row that is edited in it."""
        super().watch_lines()
        if self.edited != self._was_edited:
            self._was_edited = self.edited
            self._show_line()

    def watch_schema(self) -> None:
        """Show the rows with another schema's types."""
        self.show_anew()

    def watch_row(self) -> None:
        """Show the other row's properties and line."""
        super().watch_row()
        self._was_edited = self.edited
        self._show_raw()

    def entries(self) -> list[Content]:
        """Each key with its value, type and field of the schema."""
        listing = self.query_one(PropertyList)
        value, width = self.value, max(self.size.width - _FRAME, 12)
        problems = self.report.at(self.path) if self.report else ()
        made_of = width, [each for each in problems if len(each.path) == len(self.path) + 1]
        same = self._made_of is not None and value is self._made_of[0] and self.schema is self._made_of[2]
        if self._made_of is None or not same or made_of != self._made_of[1]:
            self._made_of = value, made_of, self.schema
            members = read_members(value)
            text = PropertyRow(Content(visible(clipped(shown(value)))), 1, width)
            listing.rows = (text,) if members is None else tuple(property_rows(members, *made_of, self.schema))
            self._contents = [row.content for row in listing.rows]
            self.call_after_refresh(self._place_line)
        return self._contents

    def count(self) -> str:
        """Characters of the encoded text of the most allowed."""
        value, lines = self.value, self.own_lines
        if self._counted is None or value is not self._counted[0] or lines != self._counted[1]:
            try:
                words = f"{len(encoded(self.whole)):,} of {self.spec.most:,} characters"
            except (ValueError, TypeError, RecursionError):
                words = "cannot be encoded"
            self._counted = value, lines, words
        return self._counted[2]

    def told(self, problems: tuple[Problem, ...]) -> str:
        """What is wrong with all of them, else the count; what is wrong with one stands in its row."""
        if self.line.lstrip().startswith("["):
            return "a list is no object: write key=value"
        own = next((each.text for each in problems if each.path == self.path), None)
        return own or self._missing_words(problems) + self.count()

    def _missing_words(self, problems: tuple[Problem, ...]) -> str:
        """How many properties the schema wants beside those that are there, and the key that adds them."""
        count = sum(each.rule == MISSING for each in problems)
        return f"{count} missing: {keys_of(self).spelled('add_from_schema')} · " if count else ""

    def say(self, words: str) -> None:
        """Say above the rows what is wanted, or what is shown of them.

        Args:
            words: In a few words.
        """
        super().say(words)
        if self._raw is not None:
            title = Content(f"{self.spec.label} · ") + Content.styled(_RAW_KEY, "bold $accent") + Content(" rows · ")
            self._raw.border_title = title + Content(visible(clipped(words)))

    def _show_line(self) -> None:
        super()._show_line()
        for line in self.query(AddLine):
            if self.edited is not None and _QUOTED.search(line.value):
                line.cursor_position = len(line.value) - 1  # a text in quotes goes on before the closing one
            elif self.edited is not None and line.value.endswith(_NO_VALUE):
                line.selection = Selection(len(line.value) - len(_NO_VALUE) + 1, len(line.value))  # typed over
        self.call_after_refresh(self._place_line)

    def _place_line(self) -> None:
        """Lay the line over the row that is edited in it, else below the rows."""
        key, up = self.edited, 0
        for listing in self.query(PropertyList):
            keys = list(islice(self.members or {}, len(listing.rows)))
            if key in keys:
                up = listing.line_of(keys.index(key)) - listing.lines_seen
            for line in self.query(AddLine):
                line.styles.offset = (0, up)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Go to the line, or to the text.

        Args:
            scroll_visible: Bring it into view.
        """
        if self._raw is not None and self.has_class("-raw"):
            self._raw.focus(scroll_visible)
            return self
        return super().focus(scroll_visible)

    def toggle_raw(self) -> None:
        """Show the properties as the JSON text that goes out, or as rows again."""
        if self.has_class("-raw"):
            self.remove_class("-raw")
            self.query_one(PropertyList if self.value else AddLine).focus()
            return
        if not self.finish_line():
            return
        if self._raw is None:
            from pevents_tui.ui.widgets.raw_text import RawText  # noqa: PLC0415 - an area of text is slow to load

            self._raw = RawText()
            self.mount(self._raw)
        self.add_class("-raw")
        self._show_raw()
        self.show_anew()
        self.call_after_refresh(self._raw.focus)

    def finish_line(self) -> bool:
        """Have what stands in the line taken, and say why where it cannot be; whether it can."""
        if self.draft is not None and with_lines(self.draft, self.own_lines)[1]:
            self.say(self.wanted(self.line))
            return False
        if self.own_lines:
            self.post_message(LineEntered(self.line_path))
        return True

    def _show_raw(self) -> None:
        """Show the text where it is not what was typed here."""
        if self._raw is None or not self.has_class("-raw"):
            return
        try:
            text = encoded(self.value)
        except (ValueError, TypeError, RecursionError):
            text = shown(self.value)
        if not self._raw_echo.hear((self.path, text)):
            self._raw_echo.begin((self.path, text))
            self._raw.show_text(text)

    def on_raw_text_typed(self, event: RawText.Typed) -> None:
        """Tell what stands in the text."""
        event.stop()
        if self._raw_echo.tell((self.path, event.text)):
            self.post_message(Edited(self.path, decoded(event.text)))

    @on(PropertyList.RawWanted)
    def _want_raw(self, event: PropertyList.RawWanted) -> None:
        event.stop()
        self.toggle_raw()

    def on_raw_text_rows_wanted(self, event: RawText.RowsWanted) -> None:
        """Go back to the rows."""
        event.stop()
        self.toggle_raw()

    def on_click(self, event: events.Click) -> None:
        """The key of the JSON text can be clicked."""
        line = self.query_one(AddLine)
        if event.widget is line and line.key_at(event.screen_x - line.region.x):
            event.stop()
            self.toggle_raw()
