"""The sends of one command: each draft is judged, confirmed, sent, told and counted, in order, one at a time."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping

from pevents_tui.cli.colour import COUNTS, painter
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.interrupt import Interrupt
from pevents_tui.cli.manner import Manner
from pevents_tui.cli.narrate import NAME, ExitCode, ask, code_for, sentence_of, tell
from pevents_tui.cli.output import Listing
from pevents_tui.cli.plans import PLAN_COLUMNS, plan_document, plan_text
from pevents_tui.cli.problems import tell_problems, tell_schema, why_kept_back
from pevents_tui.cli.progress import Count, Progress
from pevents_tui.cli.query import Queried, compiled
from pevents_tui.cli.receipts import RECEIPT_COLUMNS, receipt, receipt_line, rows_words
from pevents_tui.cli.sources import as_typed
from pevents_tui.cli.tally import Tally
from pevents_tui.cli.variables import ask_for, holds_variables, how_to_give
from pevents_tui.cli.wire_log import tell_wire
from pevents_tui.domain.errors import NoSuchTarget, PeventsError, SourceError
from pevents_tui.domain.outcome import Accepted, Record, Unknown
from pevents_tui.domain.plan import Plan, Policy, Target
from pevents_tui.domain.remedy import next_step
from pevents_tui.service import Cancel, Prepared, Source, Workbench

_MOST_USERS = 5
_MOST_UNKNOWN = 20
"""Most unknown calls that are named at the end of a run that was interrupted."""


class Sending:
    """The way of every draft of one command.

    Args:
        workbench: What sends.
        target: Where to.
        manner: How.
        environment: Where it is told.
        form: How receipts and plans are printed, one of `output.FORMS`; None prints no receipts.
        run: Groups the calls in the history; None for a single one.
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
        given: Mapping[str, str] | None = None,
        count: Count | None = None,
        aims: Callable[[Source], Target] | None = None,
    ) -> None:
        shown = run is not None and not (manner.quiet or manner.stepwise)
        self._progress = Progress(environment.stderr, count or (lambda _: None), shown=shown)
        above = self._progress.above
        environment = environment._replace(stdout=above(environment.stdout), stderr=above(environment.stderr))
        self._workbench = workbench
        self._aims = aims or (lambda _: target)
        self._manner = manner
        self._environment = environment
        self._run = run
        self._given = None if given is None else dict(given)
        self._cancel = Cancel()
        self._tally = Tally(manner.expected)
        self._consent = manner.consent
        self._agreed: frozenset[str] = frozenset()
        self._cut = 0
        self._unknown: list[int] = []
        self._steps_told: set[str] = set()
        self._schema_told: set[str] = set()
        self._form = form
        line, columns = (plan_text, PLAN_COLUMNS) if manner.dry else (receipt_line, RECEIPT_COLUMNS)
        printed = None if form == "off" else form or ("text" if manner.dry else None)
        self._listing: Listing | Queried = Listing(
            environment.stdout, printed, line, columns, paint=painter(environment, "outcome")
        )
        if manner.query is not None:
            self._listing = Queried(environment.stdout, form, compiled(manner.query))

    def work_through(self, documents: Iterable[Source | SourceError]) -> ExitCode:
        """Judge and send each draft in its turn; one that is wrong keeps none of the others back.

        Args:
            documents: Drafts, read as they are asked for, and what could not be read as one.
        """
        interrupt = Interrupt(self._cancel)
        try:
            with interrupt:
                self._open_history()
                for document in documents:
                    if isinstance(document, SourceError):
                        self._tell_error(document)
                    else:
                        self._take(document, interrupt)
                    self._progress.step(self._tally.sentence())
                    if self._cancel.is_set:
                        self._tally.note(ExitCode.INTERRUPTED)
                        break
        except KeyboardInterrupt:
            self._cut = int(interrupt.calling)
            self._tally.note(ExitCode.INTERRUPTED)
        except (PeventsError, UsageFault) as error:
            self._tell_error(error)
        finally:
            self._progress.wipe()
            self._close()
        self._tell_end()
        return self._tally.exit_code

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
        except UsageFault as error:  # the query does not fit what is there
            self._tell_error(error)

    def _say(self, text: str) -> None:
        """Tell what is worth knowing, but nothing wrong."""
        if not self._manner.quiet:
            tell(self._environment, text)

    def _open_history(self) -> None:
        """Have the history tell what it found at its start, before anything is sent; a dry run opens none."""
        if self._manner.kept and not (self._manner.dry or self._manner.opened):
            for notice in self._workbench.history.notices:
                self._say(f"{NAME}: {notice}")

    def _take(self, source: Source, interrupt: Interrupt) -> None:
        try:
            target = self._aims(source)
        except NoSuchTarget as error:
            self._tell_error(error)
            return
        source, notices = as_typed(source, self._workbench.schemas.of(target, source.draft))
        prepared = self._prepare(source, target)
        tell_schema(self._environment, () if self._manner.quiet else notices, self._schema_told)
        report = prepared.report
        told = report.blocking if self._manner.quiet else report.problems
        tell_problems(self._environment, told, source.name if self._run else None)
        if prepared.plan is None or not prepared.may_send(anyway=self._manner.anyway):
            self._tally.add_draft()
            if not self._run:
                tell(self._environment, f"{NAME}: nothing was sent: {why_kept_back(prepared.report)}")
        elif self._manner.dry:
            self._listing.add(plan_document(prepared.plan, source.name or None))
        else:
            plan = self._workbench.guarded(prepared.plan)
            self._confirm(plan)
            interrupt.calling = True
            self._send(plan, source.name or None)
            interrupt.calling = False

    def _prepare(self, source: Source, target: Target) -> Prepared:
        """The draft made ready; what its variables lack is asked for where somebody can answer."""
        if self._given is None or not holds_variables(source):
            return self._workbench.prepare(source.draft, target)
        from pevents_tui.service.variables import Variables  # noqa: PLC0415 - few drafts have any

        variables = Variables.of(self._workbench, target, source, self._given)
        prepared = self._workbench.prepare(source.draft, target, variables=variables)
        if prepared.missing and self._environment.can_ask:
            self._given.update(ask_for(self._environment, prepared.missing))
            variables.give(self._given)
            prepared = self._workbench.prepare(source.draft, target, variables=variables)
        elif prepared.missing:
            tell(self._environment, f"{NAME}: {how_to_give(prepared.missing)}")
        return prepared

    def _confirm(self, plan: Plan) -> None:
        """Have a person agree to a real tracker.

        Raises:
            UsageFault: nobody does.
        """
        if plan.target.policy is Policy.STAGING:
            self._confirm_staging(plan)
        if plan.agrees(self._consent):
            return
        word = shlex.quote(plan.consent or "")
        where = f"{plan.target.label!r}, {plan.place} {', '.join(plan.tracking_ids)}"
        if self._manner.consent is not None:
            raise UsageFault(f"--yes {self._manner.consent!r} does not confirm {where}: give --yes {word}")
        if not self._environment.can_ask:
            sentence = f"this goes to a real {plan.place} that counts as production ({where})"
            raise UsageFault(f"{sentence}: confirm with --yes {word}")
        rows = rows_words(plan.rows, plan.calls[0].spec.operation)
        tell(self._environment, f"{rows} for {where}: a real {plan.place} that counts as production.")
        answer = ask(self._environment, f"Type {plan.consent} to send, anything else to stop:")
        if not plan.agrees(answer):
            raise UsageFault("not confirmed, so nothing of this was sent")
        self._consent = answer

    def _confirm_staging(self, plan: Plan) -> None:
        """Have a person at a terminal say y, once a tracker; a script that names such a target has said so."""
        trackers = set(plan.tracking_ids)
        if self._manner.consent is not None or not self._environment.can_ask or trackers <= self._agreed:
            return
        rows = rows_words(plan.rows, plan.calls[0].spec.operation)
        users = f", users {', '.join(plan.users[:_MOST_USERS])}" if plan.users else ""
        where = f"STAGING {plan.target.label!r}, {plan.place} {', '.join(plan.tracking_ids)}{users}"
        tell(self._environment, f"{rows} for {where}.")
        if ask(self._environment, "Type y to send, anything else to stop:").lower() not in {"y", "yes"}:
            raise UsageFault("not confirmed, so nothing of this was sent")
        self._agreed |= trackers

    def _send(self, plan: Plan, source: str | None) -> None:
        waiting: Record | None = None
        ended = 0
        manner, cancel = self._manner, self._cancel
        records = self._workbench.send(
            plan, consent=self._consent, attempts=manner.attempts, cancel=cancel, run=self._run, tags=manner.tags
        )
        try:
            for record in records:
                if self._manner.debug:
                    tell_wire(self._environment, record)
                waiting = record if record.retry_in_s is not None else None
                if waiting is not None:
                    self._tell_wait(waiting)
                else:
                    ended += 1
                    self._end(record, source)
        finally:
            if waiting is not None:  # the wait for another attempt was cancelled, or that may not be made any more
                ended += 1
                self._end(waiting, source)
        self._tally.add_untried(len(plan.calls) - ended)

    def _end(self, record: Record, source: str | None) -> None:
        if record.outcome is None:
            return
        self._tally.add(record.outcome)
        self._listing.add(receipt(record, source))
        wanted = self._manner.expected == record.outcome.word
        if isinstance(record.outcome, Unknown) and record.id and len(self._unknown) < _MOST_UNKNOWN:
            self._unknown.append(record.id)
        if isinstance(record.outcome, Accepted) or (wanted and self._manner.quiet):
            return
        if self._form not in {"text", "table"} or self._manner.query is not None:
            sentence = f"{source}: {record.outcome.sentence}" if source else record.outcome.sentence
            tell(self._environment, sentence, record.outcome.word)
        step = next_step(record.outcome, record.target)
        if step and step not in self._steps_told:
            self._steps_told.add(step)
            tell(self._environment, step)

    def _tell_wait(self, record: Record) -> None:
        if record.outcome is not None:
            wait = f"attempt {record.attempts} of {self._manner.attempts}: {record.outcome.sentence}"
            self._say(f"{wait}; again in {record.retry_in_s:.1f} s, with the same event ids")

    def _tell_error(self, error: Exception) -> None:
        tell(self._environment, sentence_of(error))
        self._tally.note(code_for(error))

    def _tell_end(self) -> None:
        code = self._tally.exit_code
        interrupted = code is ExitCode.INTERRUPTED
        if self._tally.unexpected:
            count = self._tally.unexpected
            calls = f"{count:,} call{'' if count == 1 else 's'}"
            tell(self._environment, f"{NAME}: {calls} did not end as expected ({self._manner.expected})")
        if self._manner.dry or not (interrupted or self._run) or (code is ExitCode.OK and self._manner.quiet):
            return
        if not interrupted:
            tell(self._environment, self._tally.sentence(), COUNTS)
            return
        for number in self._unknown:
            tell(self._environment, f"call {number} may have arrived: {NAME} history show {number}")
        sentence = f"interrupted: {self._tally.sentence()}{self._left()}; nothing further was sent"
        tell(self._environment, sentence, COUNTS)

    def _left(self) -> str:
        """How many drafts were not begun, in words; empty where nobody can know, or there were none."""
        total = self._progress.total if self._run else None
        left = 0 if total is None else total - self._progress.done - self._cut
        return f"; {left:,} draft{'' if left == 1 else 's'} not begun" if left > 0 else ""
