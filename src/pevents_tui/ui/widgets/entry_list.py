"""The parts of an editor of entries: the list of them, and the line to add with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pevents_tui.domain.visible import visible
from pevents_tui.ui.messages import RequestPasted
from pevents_tui.ui.widgets.text_line import TextLine
from pevents_tui.ui.widgets.values import clipped, may_be_request

MOST_ENTRIES = 500
"""How many entries are shown; there may be more."""


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

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._entries: tuple[list[str | Content], int] = ([], 0)
        self._given: Sequence[str | Content] = ()

    @property
    def total(self) -> int:
        """How many entries there are, those that are not shown included."""
        return self._entries[1]

    def show(self, entries: Sequence[str | Content], total: int) -> None:
        """Show other entries, where they are others.

        Args:
            entries: At most `MOST_ENTRIES`.
            total: How many there are.
        """
        if total == self._entries[1] and (entries is self._given or _same(entries, self._entries[0])):
            return
        self._given = entries
        self._entries, at = (list(entries), total), self.highlighted
        self.clear_options()
        self.add_options([Content(visible(clipped(each))) if isinstance(each, str) else each for each in entries])
        if total > len(entries):
            self.add_option(Option(Content(f"… {total - len(entries):,} more"), disabled=True))
        self.highlighted = min(at, len(entries) - 1) if at is not None and entries else None

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


def _same(some: Sequence[str | Content], others: Sequence[str | Content]) -> bool:
    """Whether entries look the same; Content compares its text alone."""
    pairs = zip(some, others, strict=False)
    return len(some) == len(others) and all(
        one == other and getattr(one, "spans", None) == getattr(other, "spans", None) for one, other in pairs
    )


class AddLine(TextLine):
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
        if may_be_request(event.text):
            self.post_message(RequestPasted(event.text, partial(self._put_in, event.text)))
        else:
            self._put_in(event.text)

    def _put_in(self, text: str) -> None:
        self.post_message(self.Pasted(self, text))
