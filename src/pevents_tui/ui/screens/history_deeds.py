"""HistoryDeeds: what is done with one call of the history or with all that are marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from textual import on
from textual.message import Message
from textual.screen import Screen

from pevents_tui.domain.difference import differences
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import HistoryError, PeventsError
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import Call, Plan
from pevents_tui.service import Workbench
from pevents_tui.service.history import Filter
from pevents_tui.ui.commands import history_calls as commands
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.screens.diff import DiffScreen
from pevents_tui.ui.screens.line_dialog import LineScreen
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.widgets.call_list import CallList

Answer = TypeVar("Answer")
MOST_MARKED = 1_000
"""How many calls one key marks."""
_MOST_SENT = 100
"""How many calls one key sends."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the screen behind shall do.

    Attributes:
        record: A call to show; None for none.
        plan: Calls to send; None for none.
        draft: A draft to begin with; None for none.
        name: What the draft is from.
        save: Save the draft as a template.
    """

    record: Record | None = None
    plan: Plan | None = None
    draft: Draft | None = None
    name: str | None = None
    save: bool = False


class Done(Message):
    """Work on the history ended.

    Attributes:
        told: What came of it.
        failed: It did not come about.
    """

    def __init__(self, told: str, *, failed: bool = False) -> None:
        super().__init__()
        self.told = told
        self.failed = failed


class HistoryDeeds(Dialog[Wish | None]):
    """What can be done with calls, wherever they are listed.

    Args:
        workbench: The door to the history.
        draft: What is being written, to tell calls apart from.
    """

    def __init__(self, workbench: Workbench, draft: Draft | None) -> None:
        super().__init__()
        self.workbench = workbench
        self._draft = draft

    def ask(self, screen: Screen[Answer], answered: Callable[[Answer | None], None] | None = None) -> None:
        """Put another screen in front, unless there is one: of keys that come fast, the first one counts.

        Args:
            screen: What is put in front.
            answered: Called with what it gives; None where nothing is wanted of it.
        """
        if self.is_active:
            self.app.push_screen(screen, answered)

    def changed(self) -> None:
        """Show what is in the history now."""
        raise NotImplementedError

    def show_marks(self) -> None:
        """Show how many are marked."""
        raise NotImplementedError

    @property
    def calls(self) -> CallList:
        """The list."""
        return self.query_one(CallList)

    @property
    def chosen(self) -> list[int]:
        """The numbers of the calls that are marked, else that of the one under the cursor."""
        line = self.calls.line
        return sorted(self.calls.marked) or ([] if line is None else [line.id])

    def record(self, number: int) -> Record | None:
        """The call of a number; None where it cannot be read, which is told."""
        try:
            return self.workbench.history.get(number)
        except HistoryError as error:
            self.app.notify(str(error), severity="error")
            return None

    def numbers_found(self, where: Filter) -> list[int]:
        """The numbers of the newest calls that a filter lets through."""
        try:
            return self.workbench.history.numbers(where, MOST_MARKED)
        except HistoryError:
            return []

    def _records(self) -> list[Record]:
        """The calls that are meant, the oldest first; that there are none is told."""
        found = [record for number in self.chosen if (record := self.record(number)) is not None]
        if not found:
            self.app.notify("There is no call to do that with.")
        return found

    # Back to the form

    @on(commands.LeaveHistory)
    def leave(self) -> None:
        """Go back to the form."""
        self.dismiss(None)

    @on(commands.ShowCall)
    def show_call(self) -> None:
        """Go back to the form with the call under the cursor beside it."""
        line = self.calls.line
        if line is not None and (record := self.record(line.id)) is not None:
            self.dismiss(Wish(record=record))

    @on(commands.EditCall)
    def edit(self) -> None:
        """Take the call under the cursor as a new draft."""
        self._edit(save=False)

    @on(commands.SaveCallAsTemplate)
    def save_as_template(self) -> None:
        """Take the call under the cursor as a new draft that is saved as a template."""
        self._edit(save=True)

    def _edit(self, *, save: bool) -> None:
        line = self.calls.line
        if line is not None and (record := self.record(line.id)) is not None:
            draft = self.workbench.fresh(record.call.as_draft())
            self.dismiss(Wish(draft=draft, name=f"call {record.id}", save=save))

    @on(commands.SendCallsAgain)
    def send_again(self) -> None:
        """Send the calls again exactly."""
        self._send(self._records(), lambda record: record.again().calls)

    @on(commands.SendCallsAsNew)
    def send_as_new(self) -> None:
        """Send the calls as new ones."""
        self._send(self._records(), self._as_new)

    def _as_new(self, record: Record) -> tuple[Call, ...]:
        plan = self.workbench.prepare(self.workbench.fresh(record.call.as_draft()), record.target).plan
        return plan.calls if plan is not None else ()

    def _send(self, records: list[Record], calls: Callable[[Record], tuple[Call, ...]]) -> None:
        if not records:
            return
        if len({record.target for record in records}) > 1:
            self.app.notify("They went to several targets: send those of one at a time.", severity="warning")
        elif len(records) > _MOST_SENT:
            self.app.notify(f"At most {_MOST_SENT} are sent by one key; the shell sends more.", severity="warning")
        elif planned := tuple(call for record in records for call in calls(record)):
            self.dismiss(Wish(plan=Plan(records[0].target, planned)))

    # Telling apart

    @on(commands.DiffCalls)
    def diff(self) -> None:
        """Tell two calls apart, or one from the draft."""
        records = self._records()
        if len(records) == 2:
            one, other = records
            names, bodies = (f"call {one.id}", f"call {other.id}"), (one.call.body, other.call.body)
        elif len(records) == 1 and self._draft is not None:
            names, bodies = (f"call {records[0].id}", "the draft"), (records[0].call.body, self._draft.body)
        else:
            if records:
                self.app.notify("Mark two calls, or none to tell the one from the draft.")
            return
        self.ask(DiffScreen(*names, differences(*bodies)))

    # Remarks

    @on(commands.TagCalls)
    def tag(self) -> None:
        """Ask for tags."""
        numbers = self.chosen
        if not numbers:
            return

        def answered(text: str | None) -> None:
            words = (text or "").replace(",", " ").split()
            gone = [word[1:] for word in words if word.startswith("-")]
            self._do(lambda: self._tag(numbers, [word for word in words if not word.startswith("-")], gone))

        self.ask(LineScreen(f"Tags for {calls_words(len(numbers))}", hint="-flaky takes one off."), answered)

    def _tag(self, numbers: list[int], add: list[str], remove: list[str]) -> str:
        if not add and not remove:
            return ""
        return f"{calls_words(self.workbench.history.tag(numbers, add=add, remove=remove))} tagged."

    @on(commands.NoteCall)
    def note(self) -> None:
        """Ask for a note about the call under the cursor."""
        line = self.calls.line
        if line is None or (record := self.record(line.id)) is None:
            return

        def answered(text: str | None) -> None:
            if text is not None:
                self._do(lambda: "Noted." if self.workbench.history.note(record.id, text) else "The call is gone.")

        self.ask(LineScreen(f"Note about call {record.id}", " ".join((record.note or "").split())), answered)

    # Forgetting

    @on(commands.DeleteCalls)
    def delete(self) -> None:
        """Ask, and take the calls out for good."""
        numbers = self.chosen
        if not numbers:
            return

        def picked(answer: str | None) -> None:
            if answer == "delete":
                self.calls.marked.clear()
                history = self.workbench.history
                self._work(lambda: f"{history.delete(numbers, when_gone=self._gone).sentence}.")

        choices = [("keep", "No, keep"), ("delete", f"Delete {calls_words(len(numbers))} for good")]
        self.ask(PickerScreen("They will be gone from the file too", choices), picked)

    def _gone(self) -> None:
        """Show that calls are in no list any more; what else there is to do goes on."""
        self.post_message(Done(""))

    # The work

    def _do(self, work: Callable[[], str]) -> None:
        """Do a short piece of work now, and tell what came of it."""
        try:
            told = work()
        except (PeventsError, ValueError) as error:
            self.post_message(Done(str(error), failed=True))
        else:
            self.post_message(Done(told))

    def _work(self, work: Callable[[], str]) -> None:
        """Do a longer piece of work beside the screen, and tell what came of it."""
        self.run_worker(lambda: self._do(work), thread=True, group="deed", exit_on_error=False)

    @on(Done)
    def _end(self, event: Done) -> None:
        event.stop()
        if event.told:
            self.app.notify(event.told, severity="error" if event.failed else "information")
        self.show_marks()
        self.changed()


def calls_words(count: int) -> str:
    """`1 call`, `1,200 calls`."""
    return f"{count:,} call" if count == 1 else f"{count:,} calls"
