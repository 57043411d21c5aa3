"""One run of `recommend`: the question found, the list asked for, acted on and watched, and all of it told."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from pevents_tui.cli.consent import Consent
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.interrupt import Interrupt
from pevents_tui.cli.narrate import NAME, ExitCode, code_for, tell
from pevents_tui.cli.output import Listing, write
from pevents_tui.cli.recommend import KINDS, question
from pevents_tui.cli.recommend_words import ROW_COLUMNS, document_of, text_of
from pevents_tui.cli.tally import Tally, unanswered
from pevents_tui.domain.errors import AskFailed, PeventsError
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import RANKING, Act, Ask, Column, Filter, Offer, Run, Step, Unasked
from pevents_tui.domain.stillness import Reason
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.offers import Offers
from pevents_tui.service.runs import Runs, check_export, export_run
from pevents_tui.service.watching import Watch

_TYPES = {
    "view": "View", "click": "Click", "watch": "Watch", "purchase": "Purchase", "addtocart": "AddToCart",
    "viewed": "Viewed", "taken": "Taken", "nottaken": "Not Taken",
}  # fmt: skip


class Recommending:
    """One run: what is asked, done, watched and printed.

    Args:
        args: The words.
        environment: Where it is told.
        workbench: The door to AWS.
        target: Whose account, and where events go.
    """

    def __init__(
        self, args: argparse.Namespace, environment: Environment, workbench: Workbench, target: Target
    ) -> None:
        self._args = args
        self._environment = environment
        self._workbench = workbench
        self._target = target
        self._cancel = Cancel()
        self._offers = Offers(workbench, target, self._cancel)

    def run(self) -> ExitCode:
        """Do it; the exit code says whether the list moved.

        Raises:
            SaveError: it cannot be kept where it was asked for; nothing was sent.
        """
        self._check_files()
        try:
            with Interrupt(self._cancel) as interrupt:
                interrupt.calling = True
                code = self._run(interrupt)
                return code_for(interrupt.ending) if code is ExitCode.INTERRUPTED else code
        except AskFailed as error:
            tell(self._environment, f"{NAME}: {error}")
            return unanswered(error.outcome)

    def _run(self, interrupt: Interrupt) -> ExitCode:
        offer = self._offer(self._args.whom)
        asked = question(self._args, offer, self._kind(offer), self._filters())
        inquiry = Inquiry(self._workbench, self._target, offer, asked.kind, self._cancel)
        watch = self._watch(asked, inquiry)
        began = watch.begin(self._cancel, budget_s=self._args.wait, again=bool(self._args.act))
        if isinstance(began, Unasked):
            return self._failed(began)
        if not self._args.act:
            return self._end(watch, ExitCode.OK, ())
        acts = tuple(self._act(word, thing, began) for word, thing in self._args.act)
        plan = watch.prepare(*acts).plan
        interrupt.calling = False
        consent = Consent(self._environment, self._args.yes)
        if plan is not None:
            consent.obtain(self._workbench.guarded(plan))
        interrupt.calling = True
        acts = watch.act(*acts, consent=consent.word, cancel=self._cancel)
        sent = self._sent(watch, acts)
        accepted = [act for act in acts if act.accepted]
        return self._watched(watch, inquiry, accepted, sent) if accepted else sent

    def _watched(self, watch: Watch, inquiry: Inquiry, acts: Sequence[Act], sent: ExitCode) -> ExitCode:
        """Watch what came of acts; where not all of them were accepted, that is what the exit code says."""
        column = watch.watch(*acts, budget_s=self._args.wait, cancel=self._cancel)
        if isinstance(column, Unasked):
            return self._failed(column)
        still = column.seen and not column.moved
        sent_to = watch.sent[0].call.tracking_id if watch.sent else None
        reasons = inquiry.reasons(watch.run, sent_to=sent_to) if still else ()
        moved = ExitCode.OK if column.moved else ExitCode.NOT_MOVED if still else ExitCode.NOT_REACHED
        return self._end(watch, moved if sent is ExitCode.OK else sent, reasons)

    def _offer(self, named: str) -> Offer:
        """The campaign or recommender that is named; by its name alone where just one has it.

        Args:
            named: Its ARN or its name.

        Raises:
            UsageFault: none or several have it.
            AskFailed: the account would not list them, or it was cancelled.
        """
        if not named.startswith("arn:"):
            found = [each for offered in self._offers.search() for each in offered.offers if each.name == named]
            if len(found) == 1:
                return found[0]
            told = ", ".join(each.arn for each in found)
            hint = f"{NAME} recommend --list"
            raise UsageFault(
                f"{named!r} names {len(found)} campaigns or recommenders{f': {told}' if told else ''}", hint
            )
        try:
            return self._offers.describe(named)
        except AskFailed as error:
            if self._cancel.is_set:
                raise
            tell(self._environment, f"{NAME}: what is behind it is not known: {error}")
            return Offer(named, named.rpartition("/")[2])

    def _filters(self) -> tuple[Filter, ...]:
        """The filters of the account, where the words name one by its name.

        Raises:
            AskFailed: the account would not list them, or it was cancelled.
        """
        if all(name.startswith("arn:") for name in (self._args.filter, self._args.promote) if name):
            return ()
        return tuple(each for offered in self._offers.search() for each in offered.filters)

    def _kind(self, offer: Offer) -> str:
        if self._args.kind:
            return KINDS[self._args.kind]
        return RANKING if self._args.input else recipe_of(offer.recipe).kind

    def _watch(self, asked: Ask, inquiry: Inquiry) -> Watch:
        own = inquiry.tracking_id() if self._args.act else None
        return inquiry.watch(
            asked,
            control_user=self._args.control_user,
            session_id=self._args.session,
            tracking_id=None if self._args.tracking_id else own,
            told=self._tell_step,
        )

    def _act(self, word: str, thing: str, began: Column) -> Act:
        """An act as it is typed: the type in any spelling, the row by its number.

        Raises:
            UsageFault: there is no such row.
        """
        name = _TYPES.get(word.lower().replace("-", "").replace(" ", "").replace("_", ""), word)
        ids = began.listing.ids
        if thing.startswith("@") and thing[1:].isdecimal():
            rank = int(thing[1:])
            if not 1 <= rank <= len(ids):
                raise UsageFault(f"{thing}: the list has {len(ids)} rows")
            thing = ids[rank - 1]
        return Act(name, (thing,), self._args.value)

    def _end(self, watch: Watch, code: ExitCode, reasons: tuple[Reason, ...], *, at: int | None = None) -> ExitCode:
        """Print the run and keep it where it was asked for; `at` is the step of the reasons, None the last."""
        run, document = watch.run, self._document(watch.run, reasons)
        kept = run.with_reasons({len(run.columns) - 1 if at is None else at: reasons})
        if (self._args.output or "text") == "text":
            write(self._environment.stdout, text_of(document))
        else:
            listing = Listing(self._environment.stdout, self._args.output, str, ROW_COLUMNS)
            if self._args.output == "table":
                for row in document["after"]["rows"] if document["after"] else document["before"]["rows"]:
                    listing.add(row)
            else:
                listing.add(document)
            listing.close()
        return code if self._kept(kept) else ExitCode.CONFIGURATION

    def _check_files(self) -> None:
        """See that the run can be kept under its names, before anything is sent."""
        if self._args.save:
            Runs(self._workbench.paths.runs).check(self._args.save)
        for name in self._args.export:
            check_export(name)

    def _kept(self, run: Run) -> bool:
        """Keep the run wherever it was asked for; whether it is kept everywhere."""
        keeping: list[Callable[[], object]] = [partial(export_run, run, name) for name in self._args.export]
        if self._args.save:
            keeping.append(partial(Runs(self._workbench.paths.runs).save, run, self._args.save))
        failed = False
        for keep in keeping:
            try:
                keep()
            except PeventsError as error:
                failed = True
                tell(self._environment, f"{NAME}: {error}")
        return not failed

    def _document(self, run: Run, reasons: tuple[Reason, ...]) -> dict[str, Any]:
        """The run as it is printed."""
        return document_of(run, reasons, first=max(0, len(run.columns) - 2))

    def _sent(self, watch: Watch, acts: Sequence[Act]) -> ExitCode:
        """The exit code of what was sent; what was not accepted is told."""
        tally = Tally()
        for record in watch.sent:
            if record.outcome is not None:
                tally.add(record.outcome)
        if not watch.sent:
            tally.add_draft()
        if self._cancel.is_set:
            tally.note(ExitCode.INTERRUPTED)
        for sentence in dict.fromkeys(each for act in acts if not act.accepted for each in act.ended):
            tell(self._environment, f"{NAME}: {sentence}")
        return tally.exit_code

    def _failed(self, unasked: Unasked) -> ExitCode:
        tell(self._environment, f"{NAME}: {unasked.sentence}")
        if self._cancel.is_set or unasked.cancelled:
            return ExitCode.INTERRUPTED
        return ExitCode.NOT_REACHED if unasked.outcome is None else unanswered(unasked.outcome)

    def _tell_step(self, step: Step) -> None:
        if step.word in {"again", "varies", "sent", "moved", "still"} or (step.word == "failed" and step.waited_s):
            tell(self._environment, step.text)
