"""The sends of one command: each draft is judged, confirmed, sent, told and counted, in order, one at a time."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.interrupt import Interrupt
from pevents_tui.cli.narrate import NAME, ExitCode, ask, code_for, sentence_of, tell
from pevents_tui.cli.output import Listing
from pevents_tui.cli.parser import UsageFault
from pevents_tui.cli.plans import PLAN_COLUMNS, plan_document, plan_text
from pevents_tui.cli.problems import problem_document, problem_line, tell_schema
from pevents_tui.cli.receipts import RECEIPT_COLUMNS, receipt, receipt_line, rows_words
from pevents_tui.cli.tally import Tally
from pevents_tui.domain.errors import PeventsError, SourceError
from pevents_tui.domain.outcome import Accepted, Record
from pevents_tui.domain.plan import Plan, Policy, Target
from pevents_tui.domain.remedy import next_step
from pevents_tui.domain.report import Report
from pevents_tui.service import Cancel, Prepared, Source, Workbench

_MOST_USERS = 5


@dataclass(frozen=True, slots=True)
class Manner:
    """How the user wants calls sent.

    Attributes:
        dry: Only say what would be sent.
        anyway: Past the limits too.
        attempts: Most attempts a call.
        consent: What confirms a real tracker, from `--yes`; None where it was not given.
        opened: The history is open, and what it had to tell was told.
    """

    dry: bool = False
    anyway: bool = False
    attempts: int = 1
    consent: str | None = None
    opened: bool = False


def manner_of(args: argparse.Namespace, workbench: Workbench) -> Manner:
    """How the words, and else the settings, want calls sent."""
    attempts = workbench.settings.attempts if args.attempts is None else args.attempts
    return Manner(args.dry_run, args.send_anyway, attempts, args.yes)


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
    ) -> None:
        self._workbench = workbench
        self._target = target
        self._manner = manner
        self._environment = environment
        self._run = run
        self._given = None if given is None else dict(given)
        self._cancel = Cancel()
        self._tally = Tally()
        self._consent = manner.consent
        self._agreed: frozenset[str] = frozenset()
        self._steps_told: set[str] = set()
        self._schema_told: set[str] = set()
        self._form = form
        line, columns = (plan_text, PLAN_COLUMNS) if manner.dry else (receipt_line, RECEIPT_COLUMNS)
        self._listing = Listing(environment.stdout, form or ("text" if manner.dry else None), line, columns)

    def work_through(self, documents: Iterable[Source | SourceError]) -> ExitCode:
        """Judge and send each draft in its turn; one that is wrong keeps none of the others back.

        Args:
            documents: Drafts, read as they are asked for, and what could not be read as one.
        """
        try:
            with Interrupt(self._cancel) as interrupt:
                self._open_history()
                for document in documents:
                    if isinstance(document, SourceError):
                        self._tell_error(document)
                    else:
                        self._take(document, interrupt)
                    if self._cancel.is_set:
                        self._tally.note(ExitCode.INTERRUPTED)
                        break
        except KeyboardInterrupt:
            self._tally.note(ExitCode.INTERRUPTED)
        except (PeventsError, UsageFault) as error:
            self._tell_error(error)
        finally:
            self._listing.close()
        self._tell_end()
        return self._tally.exit_code

    @property
    def exit_code(self) -> ExitCode:
        """What the run would end with by now."""
        return self._tally.exit_code

    def wait(self, longest_s: float) -> None:
        """Let time pass; Ctrl-C ends the run."""
        self._cancel.wait(longest_s)

    def _open_history(self) -> None:
        """Have the history tell what it found at its start, before anything is sent; a dry run opens none."""
        if not (self._manner.dry or self._manner.opened):
            for notice in self._workbench.history.notices:
                tell(self._environment, f"{NAME}: {notice}")

    def _take(self, source: Source, interrupt: Interrupt) -> None:
        prepared = self._prepare(source)
        notices = self._workbench.schemas.of(self._target, source.draft).notices
        tell_schema(self._environment, notices, self._schema_told)
        tell_problems(self._environment, prepared.report, source.name if self._run else None)
        if prepared.plan is None or not prepared.may_send(anyway=self._manner.anyway):
            self._tally.add_draft()
            if not self._run:
                tell(self._environment, f"{NAME}: nothing was sent: {_why(prepared.report)}")
        elif self._manner.dry:
            self._listing.add(plan_document(prepared.plan, source.name or None))
        else:
            plan = self._workbench.guarded(prepared.plan)
            self._confirm(plan)
            interrupt.calling = True
            self._send(plan, source.name or None)
            interrupt.calling = False

    def _prepare(self, source: Source) -> Prepared:
        """The draft made ready; what its variables lack is asked for where somebody can answer."""
        if self._given is None or not holds_variables(source):
            return self._workbench.prepare(source.draft, self._target)
        from pevents_tui.service.variables import Variables  # noqa: PLC0415 - few drafts have any

        variables = Variables.of(self._workbench, self._target, source, self._given)
        prepared = self._workbench.prepare(source.draft, self._target, variables=variables)
        if prepared.missing and self._environment.can_ask:
            self._given.update(ask_for(self._environment, prepared.missing))
            variables.give(self._given)
            prepared = self._workbench.prepare(source.draft, self._target, variables=variables)
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
        where = f"{plan.target.label!r}, tracker {', '.join(plan.tracking_ids)}"
        if self._manner.consent is not None:
            raise UsageFault(f"--yes {self._manner.consent!r} does not confirm {where}: give --yes {word}")
        if not self._environment.can_ask:
            sentence = f"this goes to a real tracker that counts as production ({where})"
            raise UsageFault(f"{sentence}: confirm with --yes {word}")
        rows = rows_words(plan.rows, plan.calls[0].spec.operation)
        tell(self._environment, f"{rows} for {where}: a real tracker that counts as production.")
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
        where = f"STAGING {plan.target.label!r}, tracker {', '.join(plan.tracking_ids)}{users}"
        tell(self._environment, f"{rows} for {where}.")
        if ask(self._environment, "Type y to send, anything else to stop:").lower() not in {"y", "yes"}:
            raise UsageFault("not confirmed, so nothing of this was sent")
        self._agreed |= trackers

    def _send(self, plan: Plan, source: str | None) -> None:
        waiting: Record | None = None
        ended = 0
        records = self._workbench.send(
            plan, consent=self._consent, attempts=self._manner.attempts, cancel=self._cancel, run=self._run
        )
        try:
            for record in records:
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
        if isinstance(record.outcome, Accepted):
            return
        if self._form not in {"text", "table"}:
            tell(self._environment, f"{source}: {record.outcome.sentence}" if source else record.outcome.sentence)
        step = next_step(record.outcome, record.target)
        if step and step not in self._steps_told:
            self._steps_told.add(step)
            tell(self._environment, step)

    def _tell_wait(self, record: Record) -> None:
        if record.outcome is not None:
            wait = f"attempt {record.attempts} of {self._manner.attempts}: {record.outcome.sentence}"
            tell(self._environment, f"{wait}; again in {record.retry_in_s:.1f} s, with the same event ids")

    def _tell_error(self, error: Exception) -> None:
        tell(self._environment, sentence_of(error))
        self._tally.note(code_for(error))

    def _tell_end(self) -> None:
        interrupted = self._tally.exit_code is ExitCode.INTERRUPTED
        if not self._manner.dry and (interrupted or self._run):
            end = "; nothing further was sent" if interrupted else ""
            tell(self._environment, f"{'interrupted: ' if interrupted else ''}{self._tally.sentence()}{end}")


def tell_problems(environment: Environment, report: Report, source: str | None) -> None:
    """Every problem of a draft, one a line, behind its draft's name where that is given."""
    for problem in report.problems:
        tell(environment, problem_line(problem_document(problem, source)))


def _why(report: Report) -> str:
    """What keeps a draft back, in words."""
    if report.stops:
        count = len(report.stops)
        return f"{count} problem{'' if count == 1 else 's'} must be mended first"
    return "the service is expected to refuse it; --send-anyway sends it all the same"


def holds_variables(source: Source) -> bool:
    """Whether a variable stands in a draft, or a template was told that it is from."""
    return source.template is not None or "{{" in str(source.draft.body)


def ask_for(environment: Environment, missing: Iterable[str]) -> dict[str, str]:
    """A person's answers to what a template asks for."""
    return {name: ask(environment, f"{name}:") for name in missing}


def how_to_give(missing: Sequence[str]) -> str:
    """What to type so that nothing is missing."""
    return "give " + " ".join(f"--var {shlex.quote(f'{name}=…')}" for name in missing)
