"""ImpressionEditor: a list of ids, edited in place: one list, one line to add with."""

from __future__ import annotations

from textual import on

from pevents_tui.ui.messages import Inserted, Moved, Removed
from pevents_tui.ui.widgets.entry_editor import EntryEditor
from pevents_tui.ui.widgets.entry_list import MOST_ENTRIES, AddLine, EntryList
from pevents_tui.ui.widgets.properties import PropertiesEditor
from pevents_tui.ui.widgets.values import shown, split_ids


class ImpressionEditor(EntryEditor):
    """The ids that were shown, in order."""

    PLACEHOLDER = "add an ID, or paste several"

    def entries(self) -> list[str]:
        """The ids with their rank; a value of another type as it is."""
        value = self.value
        if isinstance(value, list):
            return [f"{rank:>2}  {shown(each)}" for rank, each in enumerate(value[:MOST_ENTRIES], 1)]
        return [] if value is None else [f"not a list: {shown(value)}"]

    def count(self) -> str:
        """Ids of the most allowed."""
        return f"{len(self.whole) if isinstance(self.whole, list) else 0} of {self.spec.most}"

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


__all__ = ["AddLine", "EntryEditor", "EntryList", "ImpressionEditor", "PropertiesEditor"]
