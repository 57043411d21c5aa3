"""`recommend --play`: a demo script run from its first step to its last, told like any other run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pevents_tui.cli.consent import Consent
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.interrupt import Interrupt
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.recommend_words import document_of
from pevents_tui.cli.recommending import Recommending
from pevents_tui.domain.demo import Demo, DemoFault, DemoStep, act_of
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import Act, Ask, Column, Filter, Offer, Run, Unasked
from pevents_tui.domain.stillness import Reason
from pevents_tui.domain.verdict import sight
from pevents_tui.service.demos import Demos
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.starting_over import forget_user
from pevents_tui.service.watching import Watch


class Playing(Recommending):
    """One run of a demo script; its steps are said on standard error, and what came of them is printed at the end."""

    _question: Question
    _offered: tuple[Offer, tuple[Filter, ...]]
    _inquiry: Inquiry
    _running: Watch

    def _run(self, interrupt: Interrupt) -> ExitCode:
        demo = Demos(self._workbench.paths.demos).read(self._args.play)
        self._says: list[tuple[str, int | None]] = []
        self._offered, self._question = self._found(demo), demo.question
        asked = self._asked(demo.name)
        if demo.user and forget_user(self._workbench, self._target, demo.user):
            tell(self._environment, "The sandbox forgot what the user did before.")
        self._inquiry = inquiry = Inquiry(self._workbench, self._target, self._offered[0], asked.kind, self._cancel)
        own = None if self._args.tracking_id else inquiry.tracking_id()
        control = demo.control or None
        self._running = inquiry.watch(asked, control_user=control, tracking_id=own, told=self._tell_step)
        tell(self._environment, f"{demo.title}. {demo.audience}".strip())
        began = self._running.begin(self._cancel)
        if isinstance(began, Unasked):
            return self._failed(began)
        for at, step in enumerate(demo.steps):
            tell(self._environment, f"step {at + 1} of {len(demo.steps)}: {step.say or step.act}")
            ended = self._step(demo, at, step, interrupt)
            if ended is not None:
                return ended
        return self._told_end()

    def _asked(self, place: str) -> Ask:
        """The question as it is now, for the service.

        Raises:
            SourceError: something is wrong with it.
        """
        if fault := next(self._question.faults(*self._offered), None):
            raise SourceError(f"{place}: {fault[1]}")
        return self._question.ask(*self._offered)

    def _step(self, demo: Demo, at: int, step: DemoStep, interrupt: Interrupt) -> ExitCode | None:
        """One step; the exit code where it ends the run."""
        watch = self._running
        came: Column | Unasked | None = None
        if step.turn is not None:
            self._question = replace(self._question, filter=step.turn.filter, values=step.turn.values)
            came = watch.turn(self._asked(f"{demo.name}, step {at + 1}"), self._cancel)
        elif step.act:
            acts = self._do(demo, at, step, interrupt)
            if (sent := self._sent(watch, acts)) is not ExitCode.OK:
                return sent
            came = watch.watch(*acts, budget_s=step.wait_s, cancel=self._cancel)
        self._says.append((step.say, len(watch.run.columns) - 1 if came is not None else None))
        return self._failed(came) if isinstance(came, Unasked) else None

    def _do(self, demo: Demo, at: int, step: DemoStep, interrupt: Interrupt) -> tuple[Act, ...]:
        """Send what a step does, on the normal road.

        Raises:
            SourceError: it cannot be done with the list there is.
        """
        watch, listing = self._running, self._running.shown
        assert listing is not None  # noqa: S101 - the baseline came before
        try:
            act = act_of(at, step, listing, self._inquiry.titles, watch.run.acted)
        except DemoFault as fault:
            raise SourceError(f"{demo.name}: {fault}") from None
        plan = watch.prepare(act).plan
        interrupt.calling = False
        consent = Consent(self._environment, self._args.yes)  # each step asks
        if plan is not None:
            consent.obtain(self._workbench.guarded(plan))
        interrupt.calling = True
        return watch.act(act, consent=consent.word, cancel=self._cancel)

    def _found(self, demo: Demo) -> tuple[Offer, tuple[Filter, ...]]:
        """Whom the demo asks, and the filters of the account where it names some.

        Raises:
            UsageFault: there is no such campaign or recommender, or several.
            AskFailed: the account would not tell, or it was cancelled.
        """
        if all(name.startswith("arn:") for name in demo.filters):
            return self._offer(demo.ask), ()
        found = list(self._offers.search())
        filters = tuple(each for offered in found for each in offered.filters)
        known = {each.arn: each for offered in found for each in offered.offers}
        named = [each for each in known.values() if demo.ask in {each.arn, each.name}]
        if len(named) > 1:
            raise UsageFault(f"{demo.ask!r} names {len(named)} campaigns or recommenders", f"{NAME} recommend --list")
        return (named[0] if named else self._offer(demo.ask)), filters

    def _told_end(self) -> ExitCode:
        """Print what came of it all."""
        watch, run = self._running, self._running.run
        moved = _moved(run)
        if moved is None:
            acted = any(column.acts for column in run.columns)
            return self._end(watch, ExitCode.NOT_REACHED if acted else ExitCode.OK, ())
        if moved:
            return self._end(watch, ExitCode.OK, ())
        last = max(at for at, column in enumerate(run.columns) if column.acts and column.seen)
        sent_to = watch.sent[0].call.tracking_id if watch.sent else None
        reasons = self._inquiry.reasons(run.back_to(last), sent_to=sent_to)
        return self._end(watch, ExitCode.NOT_MOVED, reasons, at=last)

    def _document(self, run: Run, reasons: tuple[Reason, ...]) -> dict[str, Any]:
        effects = [column.since_s for column in run.columns if column.acts and column.since_s is not None]
        document = document_of(run, reasons)
        document["moved"] = _moved(run)
        document["secondsToEffect"] = round(effects[0], 3) if effects else None
        return {**document, "demo": self._args.play, "steps": [_step_document(run, *each) for each in self._says]}


def _moved(run: Run) -> bool | None:
    """Whether the list reacted to any step that did something; None where none did, or where nobody knows.

    What a filter changed is no reaction: each step is held against the one before it.
    """
    acted = [column for column in run.columns if column.acts]
    if any(column.moved for column in acted):
        return True
    return False if acted and all(column.seen for column in acted) else None


def _step_document(run: Run, say: str, at: int | None) -> dict[str, Any]:
    """What was said at a step and what came of it; `at` is its column, None where nothing was done."""
    if at is None:
        return {"say": say, "did": None, "moved": None, "secondsToEffect": None, "controlStayed": None}
    seen = sight(run, at)
    since_s = seen.column.since_s
    return {
        "say": say,
        "did": seen.column.label,
        "moved": seen.column.moved if seen.column.acts and seen.column.seen else None,
        "secondsToEffect": None if since_s is None else round(since_s, 3),
        "controlStayed": seen.control_stayed,
    }
