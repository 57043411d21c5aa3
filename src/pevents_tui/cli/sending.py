"""The sends of one command: each draft is judged, confirmed, sent, told and counted, in order, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pevents_tui.cli.colour import painter
from pevents_tui.cli.consent import Consent
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import Stopped, UsageFault
from pevents_tui.cli.interrupt import Interrupt
from pevents_tui.cli.manner import Manner
from pevents_tui.cli.narrate import NAME, ExitCode, code_for, sentence_of, tell
from pevents_tui.cli.output import Document, Listing
from pevents_tui.cli.plans import PLAN_COLUMNS, plan_document, plan_text
from pevents_tui.cli.problems import Alike, sound_part, tell_problems, why_kept_back
from pevents_tui.cli.progress import Count, Progress
from pevents_tui.cli.query import Queried, compiled
from pevents_tui.cli.readying import Readying
from pevents_tui.cli.receipts import RECEIPT_COLUMNS, receipt, receipt_line
from pevents_tui.cli.tally import Tally
from pevents_tui.cli.telling import Telling
from pevents_tui.cli.wire_log import tell_wire
from pevents_tui.domain.errors import PeventsError, SourceError
from pevents_tui.domain.outcome import Accepted, Record
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.service import Cancel, Source, Workbench


class Sending:
    """The way of every draft of one command.

    Args:
        workbench: What sends.
        target: Where to.
        manner: How.
        environment: Where it is told.
        form: How receipts and plans are printed, one of `output.FORMS`; None prints no receipts.
        run: Groups the calls in the history; None for a single one.
        listed: Receipts are a list, however many there are; those of a run always are.
        given: Values of variables by name; None where `{{ … }}` is text like any other.
        count: Finds how many drafts there are; None where nobody can know.
        aims: Where a draft goes that may say so itself; None where all go to the target.
    """

    def __init__(
        self,
        workbench: Workbench,
        target: Target,
        manner: Manner,
        environment: Environment,
        form: str | None,
        *,
        run: str | None = None,
        listed: bool = False,
        given: Mapping[str, str] | None = None,
        count: Count | None = None,
        aims: Callable[[Source], Target] | None = None,
    ) -> None:
        shown = run is not None and not (manner.quiet or manner.stepwise)
        self._progress = Progress(environment.stderr, count or (lambda _: None), shown=shown)
        above = self._progress.above
        environment = environment._replace(stdout=above(environment.stdout), stderr=above(environment.stderr))
        self._workbench = workbench
        self._manner = manner
        self._environment = environment
        self._run = run
        self._cancel = Cancel()
        self._interrupt = Interrupt(self._cancel)
        self._tally = Tally(manner.expected)
        self._readying = Readying(
            workbench, environment, aims or (lambda _: target), given, quiet=manner.quiet, sends=True
        )
        self._alike = Alike(environment)
        self._consent = Consent(environment, manner.consent)
        self._cut = 0
        self._ended_early = False
        self._telling = Telling(environment, manner, self._tally, many=run is not None)
        self._last: tuple[Record, str | None] | None = None
        self._form = form
        line, columns = (plan_text, PLAN_COLUMNS) if manner.dry else (receipt_line, RECEIPT_COLUMNS)
        printed = None if form == "off" else form or ("text" if manner.dry else None)
        listed = listed or run is not None
        self._listing: Listing | Queried = Listing(
            environment.stdout, printed, line, columns, always_list=listed, paint=painter(environment, "outcome")
        )
        if manner.query is not None and form != "off":
            self._listing = Queried(environment.stdout, form, compiled(manner.query), always_list=listed)

    def work_through(self, documents: Iterable[Source | SourceError]) -> ExitCode:
        """Judge and send each draft in its turn; one that is wrong, or may not go, keeps none of the others back.

        A person who was asked and does not agree ends it.

        Args:
            documents: Drafts, read as they are asked for, and what could not be read as one.
        """
        with self._interrupt:
            try:
                self._work(documents)
            except OSError:  # standard output takes nothing more
                self._tell_lost()
                raise
            self._telling.end(self._left(), early=self._ended_early)
        return self._tally.exit_code

    def _work(self, documents: Iterable[Source | SourceError]) -> None:
        try:
            self._open_history()
            for document in documents:
                self._take_or_tell(document)
                self._progress.step(self._tally.sentence())
                if self._interrupt.heard:
                    self._tally.note(code_for(self._interrupt.ending))
                    break
        except KeyboardInterrupt as interrupt:
            self._end_early(code_for(interrupt))
        except (PeventsError, UsageFault) as error:
            self._telling.error(error)
            self._end_early(code_for(error))
        finally:
            self._progress.wipe()
            self._alike.tell_rest()
            self._close()

    @property
    def exit_code(self) -> ExitCode:
        """What the run would end with by now."""
        return self._tally.exit_code

    def wait(self, longest_s: float) -> None:
        """Let time pass; Ctrl-C ends the run."""
        self._cancel.wait(longest_s)

    def _close(self) -> None:
        """Print what the listing still holds."""
        try:
            self._listing.close()
        except UsageFault as error:
            self._tell_unfitting(error)

    def _list(self, document: Document) -> None:
        """Print a receipt."""
        try:
            self._listing.add(document)
        except UsageFault as error:
            self._tell_unfitting(error)

    def _tell_unfitting(self, error: UsageFault) -> None:
        """Tell once that the query does not fit what is there, and how the call ended that it hides."""
        self._telling.once(sentence_of(error), "--query")
        self._tally.note(ExitCode.USAGE if self._manner.dry else ExitCode.CONFIGURATION)
        if self._last is not None and self._run is None and isinstance(self._last[0].outcome, Accepted):
            self._telling.ended(*self._last, numbered=True)

    def _tell_lost(self) -> None:
        """Tell what came of everything when its receipts can no longer be printed."""
        if self._manner.dry:
            return
        if self._last is not None:
            self._telling.ended(*self._last, numbered=True)
        if self._run is not None:
            self._telling.broken_off("broken off", self._left())

    def _open_history(self) -> None:
        """Have the history tell what it found at its start, before anything is sent; a dry run opens none."""
        if self._manner.kept and not (self._manner.dry or self._manner.opened):
            for notice in self._workbench.history.notices:
                self._telling.say(f"{NAME}: {notice}")

    def _end_early(self, code: ExitCode) -> None:
        self._tally.note(code)
        self._ended_early = True

    def _take_or_tell(self, document: Source | SourceError) -> None:
        """Take a draft; what is wrong with it alone is told and counted."""
        try:
            if isinstance(document, SourceError):
                raise document
            self._take(document)
        except (PeventsError, UsageFault) as error:
            if isinstance(error, Stopped) or code_for(error) is not ExitCode.USAGE:
                raise
            self._interrupt.calling, self._cut = False, 0
            self._telling.error(error, None if isinstance(document, SourceError) else document.name)

    def _take(self, source: Source) -> None:
        try:
            planned = self._planned(source)
        except (PeventsError, UsageFault):
            self._tally.add_draft()
            raise
        if planned is not None:
            plan, sent = planned
            self._send(plan, sent.name or None)

    def _planned(self, source: Source, *, told: bool = False) -> tuple[Plan, Source] | None:
        """What is to be sent, and of what: the draft, or the lines of a table that are right; None where nothing is.

        Args:
            source: The draft.
            told: Its problems were told already.
        """
        prepared = self._readying.ready(source)
        report = prepared.report
        if not told:
            found = self._alike.told(report.blocking if self._manner.quiet else report.problems)
            tell_problems(self._environment, found, source.name if self._run else None, source.table)
        if prepared.plan is None or not prepared.may_send(anyway=self._manner.anyway):
            sound = sound_part(source, report.stops if self._manner.anyway else report.blocking)
            if sound is not None:
                self._tally.add_rows(len(source.draft.rows) - len(sound.draft.rows))
                return self._planned(sound, told=True)
            self._tally.add_draft()
            if not self._run:
                tell(self._environment, f"{NAME}: nothing was sent: {why_kept_back(prepared.report)}")
            return None
        if self._manner.dry:
            self._interrupt.calling = True  # what is begun is printed whole
            self._list(plan_document(prepared.plan, source.name or None))
            self._interrupt.calling = False
            return None
        return prepared.plan, source

    def _send(self, plan: Plan, source: str | None) -> None:
        waiting: Record | None = None
        ended = 0
        manner, cancel = self._manner, self._cancel
        self._cut = 1
        try:
            plan = self._workbench.guarded(plan)
            self._consent.obtain(plan)
            self._interrupt.calling = True
            records = self._workbench.send(
                plan,
                consent=self._consent.word,
                attempts=manner.attempts,
                cancel=cancel,
                run=self._run,
                tags=manner.tags,
            )
            for record in records:
                if self._manner.debug:
                    tell_wire(self._environment, record)
                waiting = record if record.retry_in_s is not None else None
                if waiting is not None:
                    self._telling.wait(waiting)
                else:
                    ended += 1
                    self._end(record, source)
        finally:
            if waiting is not None:  # the wait for another attempt was cancelled, or that may not be made any more
                ended += 1
                self._end(waiting, source)
            self._tally.add_untried(len(plan.calls) - ended)
        self._interrupt.calling, self._cut = False, 0

    def _end(self, record: Record, source: str | None) -> None:
        if record.outcome is None:
            return
        self._tally.add(record.outcome)
        self._last = record, source
        self._list(receipt(record, source))
        wanted = self._manner.expected == record.outcome.word
        if isinstance(record.outcome, Accepted) or (wanted and self._manner.quiet):
            return
        if self._form not in {"text", "table"} or self._manner.query is not None:
            self._telling.ended(record, source)
        self._telling.step(record)

    def _left(self) -> str:
        """How many drafts were not begun, in words; empty where nobody can know, or there were none."""
        total = self._progress.total if self._run else None
        left = 0 if total is None else total - self._progress.done - self._cut
        return f"; {left:,} draft{'' if left == 1 else 's'} not begun" if left > 0 else ""
