"""SendingScreen: from the send key to the outcome; the guard, the worker, the cancel."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.timer import Timer

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.path import Path
from pevents_tui.domain.plan import Plan, Policy
from pevents_tui.service import Cancel
from pevents_tui.ui.arrivals import RecordSettled, SendEnded
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.screens.draft import DraftScreen
from pevents_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:  # for annotations alone: what is imported here is imported before the first paint
    from pevents_tui.domain.outcome import Record

_CLOCK_S = 0.1
"""How often the time of a running send is shown."""


class SendingScreen(DraftScreen):
    """Sends the draft, or a kept call again, in a worker that touches nothing shown."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.answered_before: dict[str, str] = {}

    _cancel: Cancel | None = None
    _since_s = 0.0
    _calls = 0
    _clock: Timer | None = None
    shown: Record | None = None
    """The record that the result shows."""
    settling: bool = False
    """Whether what environment and profile say of the target is still looked up."""
    last: Record | None = None
    """The record that was shown last, also after the result was dismissed."""
    failed: bool = False
    """Whether the result shows that a send never began."""

    @property
    def has_output(self) -> bool:
        """Whether there is a place to show a result by now."""
        raise NotImplementedError

    def show_result(self) -> None:
        """Bring the result to the front."""
        raise NotImplementedError

    def preview(self) -> None:
        """Show the request and what is wrong with it."""
        raise NotImplementedError

    def json_shown(self) -> str:
        """The JSON text, where it is shown and can be read; empty where the form is."""
        return ""

    def show_running(self, calls: int, done: int, elapsed_s: float) -> None:
        """Show that a send is under way."""
        raise NotImplementedError

    def show_records(self, records: Sequence[Record], at: int = 0, failure: str | None = None) -> None:
        """Show how the calls of a send ended, one of them whole."""
        raise NotImplementedError

    def go_to_line(self, path: Path) -> None:
        """Go to a line with something in it that cannot be read."""
        raise NotImplementedError

    async def refuse_text(self) -> None:
        """Go to JSON text that cannot be read."""
        raise NotImplementedError

    def show_failure(self, sentence: str) -> None:
        """Show what kept a send from beginning."""
        raise NotImplementedError

    def go_to_first_problem(self) -> None:
        """Go to the field of the heaviest problem."""
        raise NotImplementedError

    def accepted_whole(self) -> None:
        """Called when every call of the last send was accepted."""

    def history_changed(self) -> None:
        """Show what is new in the history."""
        raise NotImplementedError

    def leave_library(self) -> None:
        """Go back to the form where the library stands in its way."""
        raise NotImplementedError

    @on(commands.Send)
    def send_draft(self) -> None:
        """Send the draft where nothing stands against it; else go where something does."""
        self._try(anyway=False)

    @on(commands.SendAnyway)
    def send_draft_anyway(self) -> None:
        """Send the draft past its limits."""
        self._try(anyway=True)

    @on(commands.SendAgain)
    def send_again(self) -> None:
        """Send the shown call again exactly."""
        record = self.shown or self.last
        if record is None:
            self.app.notify("Nothing was sent since the start. Choose a call in the history to send that again.")
        elif not self.sending:
            self._guard(record.again())

    @on(commands.SendAsNew)
    def edit_as_new(self) -> None:
        """Make the shown call the draft, with fresh ids and blank times."""
        record = self.shown or self.last
        if record is None:
            self.app.notify("Choose a call in the history first.")
        else:
            from pevents_tui.domain.resolve import without_variables  # noqa: PLC0415 - it is loaded by now

            name = f"call {record.id}" if record.id else None
            self.load(self.workbench.fresh(without_variables(record.call.as_draft())), name)

    @on(commands.CancelSend)
    def cancel_send(self) -> None:
        """Cut the call under way."""
        if self._cancel is not None:
            self._cancel.set()

    def on_unmount(self) -> None:
        """Cut the call under way when the screen goes, so that its end is kept and nobody waits for it."""
        self.cancel_send()

    def _try(self, *, anyway: bool) -> None:
        if self.sending:
            return
        if not self.has_output or self.settling:
            self.set_timer(_CLOCK_S, lambda: self._try(anyway=anyway))
            return
        unread = self.take_lines()
        if self.unread:
            self.call_later(self.refuse_text)
            return
        self.prepare()
        report, plan = self.report, self.plan
        if unread is not None:
            self.go_to_line(unread)
        elif self.missing and report is not None and all(problem.rule == "asked" for problem in report.stops):
            self.ask_for(self.missing, lambda answers: self._go_on_with(answers, anyway=anyway))
        elif plan is None or report is None:
            self.go_to_first_problem()
        elif report.limits and not anyway:
            first = report.limits[0]
            more = f" and {len(report.limits) - 1} more" if len(report.limits) > 1 else ""
            question = f"The service is expected to refuse this ({first}{more})."
            self._ask(question, lambda: self._try(anyway=True), does="sends it anyway")
        else:
            self._guard(plan)

    def _go_on_with(self, answers: Mapping[str, str], *, anyway: bool) -> None:
        self.take_answers(answers)
        self._try(anyway=anyway)

    def ask_for(self, missing: Sequence[str], then: Callable[[dict[str, str]], None]) -> None:
        """Ask in one form for everything that variables lack.

        Args:
            missing: What to ask for.
            then: What is done with the answers.
        """
        from pevents_tui.ui.screens.asking import AskScreen  # noqa: PLC0415 - loads behind the first paint

        def answered(answers: dict[str, str] | None) -> None:
            if answers is not None:
                self.answered_before |= answers
                then(answers)

        self.app.push_screen(AskScreen(missing, self.answered_before), answered)

    def _guard(self, plan: Plan) -> None:
        """Ask what the policy wants to be asked that holds today, then start; say why where nothing may be sent."""
        try:
            plan = self.workbench.guarded(plan)
        except PeventsError as error:
            self.show_failure(str(error).removeprefix("not sent: "))
            return
        if plan.consent is not None:
            from pevents_tui.ui.screens.consent import ConsentScreen  # noqa: PLC0415 - loads behind the first paint

            def consented(word: str | None) -> None:
                if word is not None:
                    self._start(plan, consent=word)

            self.app.push_screen(ConsentScreen(plan, self.workbench.access, self.tracker_names), consented)
        elif plan.target.policy is Policy.STAGING:
            where = f"{plan.target.label}, {plan.place} {', '.join(plan.tracking_ids)}"
            users = f", users {', '.join(plan.users)}" if plan.users else ""
            self._ask(f"Send {plan.rows} to STAGING {where}{users}.", lambda: self._start(plan))
        else:
            self._start(plan)

    def _ask(self, question: str, yes: Callable[[], None], does: str = "sends it") -> None:
        self.query_one(Notice).ask(question, yes, does=does)

    def _start(self, plan: Plan, consent: str | None = None) -> None:
        if self.sending:
            return
        cancel = Cancel()
        self._cancel, self._calls = cancel, len(plan.calls)
        self._since_s = time.monotonic()
        self._records: list[Record] = []
        self.shown, self.failed, self.sending = None, False, True
        self.show_result()
        self._tick()
        self._clock = self.set_interval(_CLOCK_S, self._tick)

        def work() -> None:
            failure = None
            try:
                for record in self.workbench.send(plan, consent=consent, cancel=cancel):
                    self.post_message(RecordSettled(record))
            except PeventsError as error:
                failure = str(error)
            finally:
                self.post_message(SendEnded(failure))

        self.run_worker(work, thread=True, group="send", exit_on_error=False)

    def _tick(self) -> None:
        if self.shown is None:
            self.show_running(self._calls, len(self._records), time.monotonic() - self._since_s)

    @on(RecordSettled)
    def _settled(self, event: RecordSettled) -> None:
        event.stop()
        if self._records and event.record.id and self._records[-1].id == event.record.id:
            self._records.pop()  # another attempt of the same call
        self._records.append(event.record)
        self.history_changed()

    @on(SendEnded)
    def _ended(self, event: SendEnded) -> None:
        event.stop()
        if self._clock is not None:
            self._clock.stop()
        cancelled = self._cancel is not None and self._cancel.is_set
        self._cancel, self.sending = None, False
        if self._records:
            self._show_end(event.failure)
        elif event.failure is not None or cancelled:
            self.show_failure(event.failure or "Cancelled before anything left.")
        else:
            self.show_failure("This program failed; what is known of the call stands in the history.")

    def _show_end(self, failure: str | None) -> None:
        """Show the worst of the ends; a draft that was accepted whole becomes another event."""
        records, rows = self._records, [row for record in self._records for row in record.call.rows]
        at = next((at for at, record in enumerate(records) if record.word != "accepted"), len(records) - 1)
        self.show_records(records, at, failure)
        if len(records) == self._calls and records[at].word == "accepted":
            self.draw_new_ids(str(row["eventId"]) for row in rows if "eventId" in row)
            self.accepted_whole()
