"""EditsScreen: what is typed into the form, added there, moved and taken away becomes the draft."""

from __future__ import annotations

from textual import on

from pevents_tui.ui.messages import Edited, Inserted, LineEntered, LineTyped, Moved, Removed
from pevents_tui.ui.screens.draft import DraftScreen
from pevents_tui.ui.widgets.lines import is_entry


class EditsScreen(DraftScreen):
    """Answers what the form's fields and lists post."""

    @on(Edited)
    def _edit(self, event: Edited) -> None:
        event.stop()
        before, after = str(self.draft.get(event.path) or ""), str(event.value or "")
        by_key = abs(len(after) - len(before)) <= 1
        self.change(self.draft.put(event.path, event.value), event.path if by_key else object())

    @on(LineTyped)
    def _type_line(self, event: LineTyped) -> None:
        event.stop()
        others = {path: text for path, text in self.lines.items() if path != event.path}
        keep = event.text or is_entry(self.draft.kind, event.path)
        self.lines = {**others, event.path: event.text} if keep else others

    @on(LineEntered)
    def _enter_line(self, event: LineEntered) -> None:
        event.stop()
        self.take_lines()

    @on(Inserted)
    def _insert(self, event: Inserted) -> None:
        event.stop()
        there = self.draft.get(event.path)
        values = list(there) if isinstance(there, list) else []
        values[event.index : event.index] = event.values
        self.change(self.draft.put(event.path, values))

    @on(Removed)
    def _remove(self, event: Removed) -> None:
        event.stop()
        self.change(self.draft.remove(event.path))

    @on(Moved)
    def _move(self, event: Moved) -> None:
        event.stop()
        self.change(self.draft.move(event.path, event.to))
