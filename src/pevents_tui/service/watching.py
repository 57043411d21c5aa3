"""Watching a list react: the baseline, something done about it on the normal road, and asking until the list moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pevents_tui.domain.items import Catalogue
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Act, Ask, Column, Listing, Offer, Run, Step, Unasked
from pevents_tui.domain.run_feed import act_step, end_step
from pevents_tui.service.acting import draft_of, ended
from pevents_tui.service.baseline import ask_baseline
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.prepare import Prepared
from pevents_tui.service.recommendations import Recommendations
from pevents_tui.service.seen import Seen, looks
from pevents_tui.service.workbench import Workbench

BUDGET_S = 10.0
"""How long a list is watched unless told otherwise: the service reacts within one to two seconds.

Source: AWS re:Post and the Personalize Cheat Sheet of amazon-personalize-samples."""
BASELINE = "baseline"
"""The label of a run's first column."""


class Watch:
    """One run, from a worker's thread: each step becomes a column of it.

    Args:
        workbench: The door to AWS, history and clock.
        target: Where events go and whose recommendations are asked.
        ask: The question. None for its user is a visitor: the events name nobody, and the session stands for the user.
        control_user: Somebody who does nothing; None for nobody.
        session_id: The session of the events; None for a fresh one.
        offer: What is known of the campaign or recommender; None for nothing.
        tracking_id: Where the events go; None for the target's own.
        items: What is known of items.
        actions: The same of actions.
        told: Is told each step at once, in the thread that makes it.
    """

    def __init__(
        self,
        workbench: Workbench,
        target: Target,
        ask: Ask,
        *,
        control_user: str | None = None,
        session_id: str | None = None,
        offer: Offer | None = None,
        tracking_id: str | None = None,
        items: Catalogue | None = None,
        actions: Catalogue | None = None,
        told: Callable[[Step], None] = lambda _: None,
    ) -> None:
        self._workbench = workbench
        self._target = target.aimed_at(tracking_id) if tracking_id else target
        self._session = session_id or workbench.new_id()
        self._visitor = ask.user_id is None
        self._ask = ask.of_user(self._session) if self._visitor else ask
        self._asking = Recommendations(workbench, target, items, actions)
        self._told = told
        self._ended_s = time.monotonic()
        self.sent: tuple[Record, ...] = ()
        """The calls of what was done last."""
        self._run = Run(
            control_user=control_user,
            session_id=self._session,
            began_s=workbench.now_s(),
            target=target.label,
            region=target.region or "",
            recipe=offer.recipe if offer else "",
            title=offer.name if offer else ask.arn.rpartition("/")[2],
        )

    @property
    def run(self) -> Run:
        """Everything so far."""
        return self._run

    @property
    def shown(self) -> Listing | None:
        """The last column's list; None before the baseline."""
        return self._run.columns[-1].listing if self._run.columns else None

    def begin(
        self, cancel: Cancel | None = None, *, budget_s: float = BUDGET_S, again: bool = True
    ) -> Column | Unasked:
        """Ask for the baseline, of the control user too; it begins the run anew.

        Args:
            cancel: Ends it within a moment.
            budget_s: How long a busy service is asked again, after growing pauses.
            again: Ask for it once more, to see whether it differs by itself; needed where something is done then.
        """
        cancel = cancel or Cancel()
        control = partial(self._control, cancel) if self._run.control_user is not None else None
        came = ask_baseline(
            partial(self._look, self._ask, cancel), control, self._tell, cancel, budget_s=budget_s, again=again
        )
        if isinstance(came, Unasked):
            return self._failed(came)
        column = Column(BASELINE, came.listing)
        empty = replace(self._run, columns=(), control_columns=(), began_s=self._workbench.now_s(), again=came.again)
        self._run = empty.with_column(column, None if came.control is None else Column(BASELINE, came.control))
        if self._run.own_words:
            self._tell("varies", self._run.own_words)
        return column

    def prepare(self, *acts: Act) -> Prepared:
        """What doing something with rows of the last column's list would send, for those who confirm it first.

        Args:
            acts: In the order they are done: their events are a second apart, the last is of now.
        """
        draft = draft_of(
            acts,
            self._ask,
            self.shown,
            self._session,
            visitor=self._visitor,
            now_s=int(self._workbench.now_s()),
            new_id=self._workbench.new_id,
        )
        return self._workbench.prepare(draft, self._target)

    def act(self, *acts: Act, consent: str | None = None, cancel: Cancel | None = None) -> tuple[Act, ...]:
        """Do something with rows of the last column's list: send the events; the acts with how they ended.

        Args:
            acts: In the order they are done.
            consent: What confirms a guarded tracker.
            cancel: Cuts the call under way.

        Raises:
            SendForbidden: see `Workbench.send`.
            ConsentMissing: see `Workbench.send`.
            HistoryError: see `Workbench.send`.
            FolderError: the sandbox cannot start.
        """
        prepared = self.prepare(*acts)
        if prepared.plan is None or not prepared.may_send():
            problems = tuple(str(each) for each in prepared.report.blocking)
            self.sent, done = (), tuple(replace(act, ended=problems) for act in acts)
        else:
            records = list(self._workbench.send(prepared.plan, consent=consent, cancel=cancel))
            self.sent = tuple(each for each in records if each.retry_in_s is None)
            done = tuple(ended(act, self.sent, len(prepared.plan.calls)) for act in acts)
        self._ended_s = time.monotonic()
        for act in done:
            self._told(act_step(act, self._workbench.now_s()))
        return done

    def watch(self, *acts: Act, budget_s: float = BUDGET_S, cancel: Cancel | None = None) -> Column | Unasked:
        """Ask with growing waits until the list differs from the last column's, or the time is over; a new column.

        Args:
            acts: What was done since the last column.
            budget_s: Longest wait.
            cancel: Ends it within a moment; no column is added then.
        """
        before = self.shown
        if before is None:
            return self._failed(Unasked("there is no baseline yet", "Ask for the list first."))
        cancel = cancel or Cancel()
        seen = Seen(before, self._run.own_rows)
        for waited_s in looks(self._ended_s, budget_s, cancel):
            listing = self._look(self._ask, cancel, max(0.5, budget_s - waited_s))
            waited_s = time.monotonic() - self._ended_s  # noqa: PLW2901 - the answer took its time too
            if cancel.is_set or (isinstance(listing, Unasked) and not listing.passing):
                return self._failed(listing if isinstance(listing, Unasked) else Unasked("cancelled", cancelled=True))
            over = seen.take(listing, waited_s)
            if isinstance(listing, Listing):
                found = "it holds" if over else "moved" if seen.since_s else "as before"
                self._tell("waiting", found, waited_s, listing=listing)
            if over:
                break
        return self._cancelled() if cancel.is_set else self._end(seen, acts, cancel)

    def turn(self, ask: Ask, cancel: Cancel | None = None) -> Column | Unasked:
        """Ask otherwise from here on, as with another filter: one look, a new column, of the control user too.

        Args:
            ask: The question; its user stays the run's.
            cancel: Ends it within a moment; the question stays as it was then.
        """
        before, began_s = self._ask, time.monotonic()
        self._ask = ask.of_user(self._session) if self._visitor else ask
        listing = self._look(self._ask, cancel)
        if isinstance(listing, Unasked):
            self._ask = before
            return self._failed(listing)
        control = self._control(cancel)
        if isinstance(control, Unasked):
            self._ask = before
            return self._failed(control)
        shown, waited_s = self.shown, time.monotonic() - began_s
        moved = shown is not None and self._run.differs(shown, listing)
        label = ask.filter_word
        column = Column(label, listing, since_s=waited_s if moved else None, waited_s=waited_s)
        self._run = self._run.with_column(column, None if control is None else Column(label, control))
        self._tell("asked", f"{label}: {len(listing.rows)} recommended", listing=listing)
        return column

    def back_to(self, index: int = 0) -> Run:
        """Forget the columns after one; what was sent stays sent.

        Args:
            index: Which column stays the last; 0 for the baseline.
        """
        self._run = self._run.back_to(index)
        return self._run

    def _end(self, seen: Seen, acts: Sequence[Act], cancel: Cancel) -> Column | Unasked:
        """The column of what was seen, once the control user was looked at."""
        control = self._control(cancel) if self._run.control_user is not None else None
        if isinstance(control, Unasked) and (control.cancelled or not control.passing):
            return self._failed(control)
        label = " + ".join(act.label for act in acts) or "later"
        waited_s = time.monotonic() - self._ended_s
        column = Column(
            label, seen.listing, tuple(acts), seen.since_s, seen.polls, waited_s, seen.trouble, seen.answered
        )
        beside = None
        if isinstance(control, Listing):
            beside = Column(label, control)
        elif isinstance(control, Unasked):  # the last one known stands in, and it is said
            beside = replace(self._run.control_columns[-1], label=label, trouble=control.sentence)
        self._run = self._run.with_column(column, beside)
        self._told(end_step(column, self._workbench.now_s()))
        return column

    def _look(self, ask: Ask, cancel: Cancel | None, longest_s: float | None = None) -> Listing | Unasked:
        return self._asking.ask(ask, cancel, longest_s)

    def _control(self, cancel: Cancel | None) -> Listing | Unasked:
        """The control user's list; there is such a user."""
        assert self._run.control_user is not None  # noqa: S101 - looked at by the callers
        listing = self._look(self._ask.of_user(self._run.control_user), cancel)
        if isinstance(listing, Listing):
            self._tell("control", f"control user: {len(listing.rows)} recommended", listing=listing)
        return listing

    def _cancelled(self) -> Unasked:
        return self._failed(Unasked("cancelled", cancelled=True))

    def _failed(self, unasked: Unasked) -> Unasked:
        self._tell("failed", unasked.sentence)
        return unasked

    def _tell(self, word: str, text: str, waited_s: float = 0.0, **parts: Any) -> None:
        self._told(Step(word, text, self._workbench.now_s(), waited_s, **parts))
