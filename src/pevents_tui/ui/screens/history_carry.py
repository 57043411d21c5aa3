"""HistoryCarry: calls go out of the history as text, and come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from textual import on

from pevents_tui.domain.errors import FileThere, PeventsError
from pevents_tui.domain.evidence import evidence
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import Plan
from pevents_tui.domain.render import FORMATS
from pevents_tui.service.export import save_text
from pevents_tui.service.history.carrying import FORMS, read_file, write_calls
from pevents_tui.ui.commands import history_calls as commands
from pevents_tui.ui.screens.copies import Written
from pevents_tui.ui.screens.export import ExportScreen
from pevents_tui.ui.screens.history_deeds import HistoryDeeds, calls_words
from pevents_tui.ui.screens.line_dialog import LineScreen
from pevents_tui.ui.screens.picker import PickerScreen

_SUFFIXES = {"jsonl": ".jsonl", "json": ".json", "csv": ".csv", "bulk-csv": ".csv"}


class HistoryCarry(HistoryDeeds):
    """The ways out of the history, and the way back in."""

    @on(commands.CopyCalls)
    def copy(self) -> None:
        """Show the calls in each of the ways out."""
        records = self._records()
        if len({record.target for record in records}) > 1:
            self.app.notify("They went to several targets: copy those of one at a time.", severity="warning")
        elif records:
            plan = Plan(records[0].target, tuple(record.call for record in records))
            self.ask(ExportScreen(lambda name: self._written(plan, name), f"call-{records[0].id}", ""))

    def _written(self, plan: Plan, name: str) -> Written:
        try:
            return Written(FORMATS[name].of_plan(self.workbench.reachable(plan)))
        except PeventsError as error:
            return Written("", failure=str(error))

    @on(commands.ReportCalls)
    def report(self) -> None:
        """Ask for a file, and write the report."""
        if records := self._records():
            now_s = self.workbench.now_s()
            stamp = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d-%H%M%S")
            self._save(f"evidence-{stamp}.md", lambda: (evidence(records, now_s), 0))

    @on(commands.ExportCalls)
    def export(self) -> None:
        """Ask for the form and a file, and write the calls."""
        records = self._records()
        if not records:
            return

        def picked(form: str | None) -> None:
            if form is not None:
                self._save(f"calls{_SUFFIXES[form]}", lambda: _written_as(records, form))

        choices = [(name, f"{name}: {words}") for name, words in FORMS.items()]
        self.ask(PickerScreen(f"Export {calls_words(len(records))}", choices), picked)

    def _save(self, name: str, write: Callable[[], tuple[str, int]], *, replace: bool = False, hint: str = "") -> None:
        def answered(path: str | None) -> None:
            if path is None:
                return
            try:
                text, left_out = write()
                place = save_text(path, text, replace=replace and path == name)
            except FileThere as error:
                self._save(path, write, replace=True, hint=f"{error}: Enter replaces it, another name leaves it.")
            except PeventsError as error:
                self._save(path, write, hint=f"{error}.")
            else:
                more = f" {left_out} events had no user or item and were left out." if left_out else ""
                self.app.notify(f"Saved: {place}.{more}")

        self.ask(LineScreen("Save in", name, hint), answered)

    @on(commands.ImportCalls)
    def import_calls(self) -> None:
        """Ask for a file, and bring its calls back."""

        def answered(path: str | None) -> None:
            if path and path.strip():
                file = Path(path.strip()).expanduser()
                self._work(lambda: f"{calls_words(self.workbench.history.add(read_file(file)))} added.")

        self.ask(LineScreen("Import the calls of", hint="What was exported as jsonl or json."), answered)


def _written_as(records: list[Record], form: str) -> tuple[str, int]:
    pieces, left_out = write_calls(records, form)
    return "".join(pieces), left_out
