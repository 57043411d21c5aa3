"""RowsScreen: several events in one call: step through, add, duplicate, move, remove; and copies of the calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import on

from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.plan import Plan
from pevents_tui.domain.render import as_aws_cli, as_boto3, as_curl, as_json
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.screens.draft import row_path
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.screens.sending import SendingScreen
from pevents_tui.ui.widgets.form import row_noun
from pevents_tui.ui.widgets.word_bar import Word, WordBar

_CARRIED = ("userId", "sessionId")


class RowsScreen(SendingScreen):
    """The rows of the draft, one of which is shown."""

    def show_rows(self) -> None:
        """Show which row it is, of how many, and in how many calls they go."""
        draft, count = self.draft, len(self.draft.rows)
        calls = f" in {len(self.plan.calls)} calls" if self.plan and len(self.plan.calls) > 1 else ""
        where = (
            f"{row_noun(draft.kind)} {self.row + 1} of {count}{calls}" if count else f"no {row_noun(draft.kind)} yet"
        )
        words = [Word("", draft.spec.operation, "bold $primary"), Word("", where)]
        if count > 1:
            words += [Word("previous_row", "<"), Word("next_row", ">")]
        words += [Word("add_row", "+ add"), *([Word("remove_row", "- remove")] if count > 1 else [])]
        self.query_one("#rows", WordBar).show(tuple(words))

    @on(WordBar.Picked, "#rows")
    def _pick_row(self, event: WordBar.Picked) -> None:
        event.stop()
        self.post_message({each.slug(): each for each in commands.COMPOSE_COMMANDS}[event.name]())

    @on(commands.NewDraft)
    def new_draft(self) -> None:
        """Begin a new draft of the kind that is picked."""

        def picked(kind: str | None) -> None:
            if kind is not None:
                self.load(self.workbench.new_draft(kind))

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
        self._insert_row({"eventId": self.workbench.new_id(), **carried})

    @on(commands.DuplicateRow)
    def duplicate_row(self) -> None:
        """Add a copy of the shown row, with an id of its own."""
        self.take_lines()
        shown = self.draft.get(row_path(self.draft, self.row))
        if isinstance(shown, Mapping):
            self._insert_row({**shown, "eventId": self.workbench.new_id()})

    @on(commands.RemoveRow)
    def remove_row(self) -> None:
        """Remove the shown row; the last one is emptied instead."""
        self.take_lines()
        if len(self.draft.rows) > 1:
            self.change(self.draft.remove(row_path(self.draft, self.row)))
        else:
            self.change(self.draft.put((self.draft.spec.rows,), [{}]))

    @on(commands.MoveRowLater)
    def move_row_later(self) -> None:
        """Move the shown row towards the end."""
        self._move_row(1)

    @on(commands.MoveRowEarlier)
    def move_row_earlier(self) -> None:
        """Move the shown row towards the start."""
        self._move_row(-1)

    @on(commands.CopyRequest)
    def copy_request(self) -> None:
        """Copy the calls as JSON."""
        self._copy(as_json, "the request")

    @on(commands.CopyAwsCli)
    def copy_aws_cli(self) -> None:
        """Copy the calls as AWS CLI commands."""
        self._copy(as_aws_cli, "an AWS CLI command")

    @on(commands.CopyBoto3)
    def copy_boto3(self) -> None:
        """Copy the calls as Python code."""
        self._copy(as_boto3, "boto3 code")

    @on(commands.CopyCurl)
    def copy_curl(self) -> None:
        """Copy the calls as curl commands."""
        self._copy(as_curl, "a curl command")

    def _insert_row(self, row: dict[str, Any]) -> None:
        rows = self.draft.rows
        at = min(self.row + 1, len(rows))
        self.change(self.draft.put((self.draft.spec.rows,), [*rows[:at], row, *rows[at:]]))
        self.row = at

    def _move_row(self, by: int) -> None:
        self.take_lines()
        to = self.row + by
        if 0 <= to < len(self.draft.rows):
            self.change(self.draft.move(row_path(self.draft, self.row), to))
            self.row = to

    def _copy(self, rendering: Any, what: str) -> None:
        self.settle()
        plan: Plan | None = self.plan
        if plan is None:
            self.app.notify("This cannot go on the wire yet, so there is no call to copy.", severity="warning")
            return
        self.app.copy_to_clipboard(rendering(self.workbench.reachable(plan)))
        self.app.notify(f"Copied as {what}.")
