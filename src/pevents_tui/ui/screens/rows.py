"""RowsScreen: several events in one call: step through, add, duplicate, move, remove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from textual import on

from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.row_words import call_words
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.commands import values as value_commands
from pevents_tui.ui.screens.draft import row_path
from pevents_tui.ui.screens.sending import SendingScreen
from pevents_tui.ui.widgets.form import Form, row_noun
from pevents_tui.ui.widgets.lines import in_rows
from pevents_tui.ui.widgets.values import clipped
from pevents_tui.ui.widgets.word_bar import Word, WordBar

_MOST_NAME = 24
"""How many characters of what a draft was begun from are shown."""
_CARRIED = ("userId", "sessionId")
_TOOLS = (
    Word("list_rows", "list"),
    Word("duplicate_row", "copy"),
    Word("remove_row", "remove"),
    Word("move_row_earlier", "↑"),
    Word("move_row_later", "↓"),
)
_SAME = Word("same_as_above", "as above")


class RowsScreen(SendingScreen):
    """The rows of the draft, one of which is shown."""

    _row_bars: Mapping[str, WordBar] = MappingProxyType({})

    def show_rows(self) -> None:
        """Show which row it is, of how many, what can be done with it, and what the draft was begun from."""
        count, noun, origin = len(self.draft.rows), row_noun(self.draft.kind), self.origin
        several = count > 1
        words = [Word("", f"{noun} {self.row + 1} of {count}" if count else f"no {noun} yet")]
        words += [Word("previous_row", "<"), Word("next_row", ">")] if several else []
        words.append(Word("add_row", "+ add"))
        shown, style = "Form" if self.has_class("-json") else "JSON", "bold $error" if self.unread else ""
        swap = Word("edit_json", shown, style)
        words += [] if several else [swap]
        if origin is not None:
            words.insert(
                0, Word("", clipped(origin.name, _MOST_NAME) + (" *" if self.differs else ""), "bold", least=6)
            )
        operation = Word("", self.draft.spec.operation, "bold $primary", spare=origin is not None, least=10)
        words.insert(len(words) if several else 0, operation)
        self.query_one("#rows", WordBar).show(tuple(words))
        self.set_class(several, "-several")
        if several:
            self._row_bar("row-tools").show(
                (*_TOOLS, swap, *([_SAME] if self.draft.spec.by_row and self.draft.spec.happens else []))
            )
            facts = call_words(self.draft, self.row)
            self.set_class(bool(facts), "-facts")
            if facts:
                self._row_bar("row-facts").show(tuple(Word("", text) for text in facts))

    def _row_bar(self, name: str) -> WordBar:
        """A line under that of the row, made when there is something to say in it."""
        found = self._row_bars.get(name)
        if found is None:
            found = WordBar(id=name, least_gap=1)
            self._row_bars = {**self._row_bars, name: found}
            self.query_one("#editor").mount(found, before=self.query_one(Form))
        return found

    @on(WordBar.Picked, "#rows")
    @on(WordBar.Picked, "#row-tools")
    def _pick_row(self, event: WordBar.Picked) -> None:
        event.stop()
        self.post_message({each.slug(): each for each in commands.COMPOSE_COMMANDS}[event.name]())

    @on(commands.NewDraft)
    def new_draft(self) -> None:
        """Begin a new draft of the kind that is picked."""
        from pevents_tui.ui.screens.picker import PickerScreen  # noqa: PLC0415 - on first use

        def picked(kind: str | None) -> None:
            if kind is not None:
                self.load(self.workbench.new_draft(kind, self.in_force))

        choices = [(kind.name, f"{kind.operation}: {kind.noun}s") for kind in KINDS.values()]
        self.app.push_screen(PickerScreen("New draft", choices), picked)

    @on(commands.Undo)
    def undo_change(self) -> None:
        """Undo the last change."""
        if not self.undo():
            self.app.notify("Nothing to undo.")

    @on(commands.Redo)
    def redo_change(self) -> None:
        """Redo what was undone."""
        if not self.redo():
            self.app.notify("Nothing to redo.")

    @on(commands.NextRow)
    def next_row(self) -> None:
        """Show the next row."""
        self.row = min(self.row + 1, max(len(self.draft.rows) - 1, 0))

    @on(commands.PreviousRow)
    def previous_row(self) -> None:
        """Show the previous row."""
        self.row = max(self.row - 1, 0)

    @on(commands.AddRow)
    def add_row(self) -> None:
        """Add a row after the shown one, of the same user and session."""
        self.take_lines()
        shown = self.draft.get(row_path(self.draft, self.row))
        carried = {name: shown[name] for name in _CARRIED if isinstance(shown, Mapping) and name in shown}
        self._insert_row({**self._new_ids(), **(carried if self.draft.spec.happens else {})})

    def _new_ids(self) -> dict[str, str]:
        """The event id of a new row, where rows have one."""
        return {"eventId": self.workbench.new_id()} if self.draft.spec.happens else {}

    @on(commands.DuplicateRow)
    def duplicate_row(self) -> None:
        """Add a copy of the shown row, with an id of its own."""
        self.take_lines()
        shown = self.draft.get(row_path(self.draft, self.row))
        if isinstance(shown, Mapping):
            self._insert_row({**shown, **self._new_ids()})

    @on(commands.RemoveRow)
    def remove_row(self) -> None:
        """Remove the shown row; the last one is emptied instead."""
        self.take_lines()
        if len(self.draft.rows) > 1:
            gone = self.row
            self._place_lines(lambda row: None if row == gone else row - (row > gone))
            self.change(self.draft.remove(row_path(self.draft, self.row)))
        else:
            self.change(self.draft.put((self.draft.spec.rows,), [{}]))

    @on(value_commands.SameAsAbove)
    def same_as_above(self) -> None:
        """Take user and session from the row above."""
        spec = self.draft.spec
        if not spec.happens:
            self.app.notify(f"No {spec.noun} has a user and a session.")
        elif not spec.by_row:
            self.app.notify("The events of one call share its user and session.")
        elif not self.row:
            self.app.notify("This is the first interaction: there is none above.")
        else:
            draft = self.draft
            for name in _CARRIED:
                draft = draft.put(spec.who(self.row, name), draft.get(spec.who(self.row - 1, name)))
            self.change(draft)

    @on(value_commands.ListRows)
    def list_rows(self) -> None:
        """List the rows, to go to one."""
        from pevents_tui.ui.screens.row_list import RowListScreen  # noqa: PLC0415 - few drafts are that long

        def picked(row: int | None) -> None:
            if row is not None:
                self.row = min(row, max(len(self.draft.rows) - 1, 0))

        if not self.draft.rows:
            self.app.notify(f"There is no {row_noun(self.draft.kind)} yet.")
            return
        self.settle()
        problems = self.report.problems if self.report else ()
        wrong = frozenset(
            int(each.path[1]) for each in problems if len(each.path) > 1 and isinstance(each.path[1], int)
        )
        self.app.push_screen(RowListScreen(self.filled or self.draft, self.row, wrong, self.known_items), picked)

    @on(commands.MoveRowLater)
    def move_row_later(self) -> None:
        """Move the shown row towards the end."""
        self._move_row(1)

    @on(commands.MoveRowEarlier)
    def move_row_earlier(self) -> None:
        """Move the shown row towards the start."""
        self._move_row(-1)

    def _insert_row(self, row: dict[str, Any]) -> None:
        rows = self.draft.rows
        at = min(self.row + 1, len(rows))
        self.change(self.draft.put((self.draft.spec.rows,), [*rows[:at], row, *rows[at:]]))
        self._place_lines(lambda row: row + (row >= at))
        self.row = at

    def _move_row(self, by: int) -> None:
        self.take_lines()
        to = self.row + by
        if 0 <= to < len(self.draft.rows):
            self.change(self.draft.move(row_path(self.draft, self.row), to))
            moved = self.row
            self._place_lines(lambda row: to if row == moved else moved if row == to else row)
            self.row = to

    def _place_lines(self, places: Callable[[int], int | None]) -> None:
        """Let lines that could not be taken go with their rows."""
        if self.lines:
            self.lines = in_rows(self.lines, self.draft.spec.rows, places)
