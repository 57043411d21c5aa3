"""PropertyList: the rows of properties; keys and clicks change types, edit, move and remove."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from pevents_tui.ui.widgets.entry_list import EntryList
from pevents_tui.ui.widgets.property_rows import PropertyRow

MOST_LINES = 7
"""How many lines of the list are seen at once: its greatest height without its title."""
_LEFT = 2
"""Cells left of a row."""


class PropertyList(EntryList):
    """The rows; `t` or the space bar changes the highlighted one's type."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t,space", "turn", "Change the type", show=False),
        Binding("r", "raw", "Show as JSON", show=False),
        Binding("f", "fit", "Mend by the schema", show=False),
    ]

    rows: tuple[PropertyRow, ...] = ()
    """What is shown."""

    class Turned(Message):
        """The type of a row is to change; its index is given."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Misfit(Message):
        """A row is to be mended by the schema; its index is given."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class RawWanted(Message):
        """The properties are to be shown as JSON."""

    def line_of(self, index: int) -> int:
        """Which line of those that are seen a row begins in.

        Args:
            index: The row's.
        """
        return sum(row.height for row in self.rows[:index]) - int(self.scroll_y)

    @property
    def lines_seen(self) -> int:
        """How many lines are seen."""
        return min(sum(row.height for row in self.rows), MOST_LINES)

    def action_turn(self) -> None:
        """Change the highlighted row's type."""
        if self.highlighted is not None:
            self.post_message(self.Turned(self.highlighted))

    def action_fit(self) -> None:
        """Mend the highlighted row by the schema."""
        if self.highlighted is not None:
            self.post_message(self.Misfit(self.highlighted))

    def action_raw(self) -> None:
        """Show the JSON text."""
        self.post_message(self.RawWanted())

    async def _on_click(self, event: events.Click) -> None:
        """A click on the type changes it; anywhere else in a row it edits the row."""
        index = event.style.meta.get("option")
        event.prevent_default()  # Textual would call its own as well
        if index is not None and index < len(self.rows) and event.x >= _LEFT + self.rows[index].type_x:
            self.highlighted = index
            self.action_turn()
        else:
            await super()._on_click(event)
