"""Watching a list react: the baseline, something done about it on the normal road, and asking until the list moves."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from pevents_tui.domain.items import Catalogue
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Act, Ask, Column, Listing, Offer, Run, Step, Unasked
from pevents_tui.domain.run_feed import act_step, end_step, turn_step
from pevents_tui.service.acting import draft_of, settled
from pevents_tui.service.baseline import ask_baseline
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.in_flight import InFlight
from pevents_tui.service.looking import Looker
from pevents_tui.service.prepare import Prepared
from pevents_tui.service.recommendations import Recommendations
from pevents_tui.service.seen import Seen, looks
from pevents_tui.service.workbench import Workbench

BUDGET_S = 10.0
"""How long a list is watched unless told otherwise: the service reacts within one to two seconds.

Source: AWS re:Post and the Personalize Cheat Sheet of amazon-personalize-samples."""
BEFORE_S = 2.0
"""How long the list is waited for that is asked for right before an act."""
BASELINE = "baseline"
"""The label of a run's first column."""
_LEAST_S = 0.5
"""How long a look may take at least, late as it is."""
_CANCELLED = Unasked("cancelled", cancelled=True)


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
        session = session_id or workbench.new_id()
        self._workbench = workbench
        self._target = target.aimed_at(tracking_id) if tracking_id else target
        self._visitor = ask.user_id is None
        self._ask = ask.of_user(session) if self._visitor else ask
        asking = Recommendations(workbench, target, items, actions)
        self._looker = Looker(asking, control_user, told, workbench.now_s)
        self._flight = InFlight()
        self._run = replace(
            _named(target, ask, offer), control_user=control_user, session_id=session, began_s=workbench.now_s()
        )
        self.sent: tuple[Record, ...] = ()
        """The calls of what was done last."""

    @property
    def run(self) -> Run:
        """Everything so far."""
        return self._run

    @property
    def shown(self) -> Listing | None:
        """The last column's list; None before the baseline."""
        return self._run.columns[-1].listing if self._run.columns else None

    @property
    def open_acts(self) -> tuple[Act, ...]:
        """What was accepted since the last column."""
        return self._flight.acts

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
        look = partial(self._looker.look, self._ask, cancel)
        control = partial(self._looker.control, self._ask, cancel)
        came = ask_baseline(look, control, self._looker.tell, cancel, budget_s=budget_s, again=again)
        if isinstance(came, Unasked):
            return self._looker.failed(came)
        column = Column(BASELINE, came.listing)
        fresh = replace(self._run, columns=(), control_columns=(), began_s=self._workbench.now_s())
        empty = replace(fresh, again=came.again, doubt=came.doubt)
        self._run = empty.with_column(column, None if came.control is None else Column(BASELINE, came.control))
        if words := self._run.own_words or self._run.doubt_words:
            self._looker.tell("varies", words)
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
            self._run.session_id,
            visitor=self._visitor,
            now_s=int(self._workbench.now_s()),
            new_id=self._workbench.new_id,
        )
        return self._workbench.prepare(draft, self._target)

    def act(self, *acts: Act, consent: str | None = None, cancel: Cancel | None = None) -> tuple[Act, ...]:
        """Do something with rows of the last column's list: send the events; the acts with how they ended.

        The list is asked for right before, so that what had changed since the last column is a column of its own rather
        than the acts' doing; not while events before may still move it: then all of them make one step.

        An act whose calls ended differently comes back as two: the ids that were accepted, and those that were not.

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
            self._ask_before(cancel or Cancel())
            began_s = time.monotonic()
            records = list(self._workbench.send(prepared.plan, consent=consent, cancel=cancel))
            self.sent = tuple(each for each in records if each.retry_in_s is None)
            rows = prepared.draft.body[prepared.draft.spec.rows]
            done = settled(acts, [each["eventId"] for each in rows], self.sent)
            self._flight.sent(done, began_s)
        for act in done:
            self._looker.pass_on(act_step(act, self._workbench.now_s()))
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
            return self._looker.failed(Unasked("there is no baseline yet", "Ask for the list first."))
        cancel = cancel or Cancel()
        began_s, seen, over = time.monotonic(), Seen(before, self._run.own_rows), False
        for waited_s in looks(began_s, budget_s, cancel):
            listing = self._looker.look(self._ask, cancel, max(_LEAST_S, budget_s - waited_s))
            after_s = self._flight.waited_s
            if cancel.is_set or (isinstance(listing, Unasked) and not listing.passing):
                return self._looker.failed(listing if isinstance(listing, Unasked) else _CANCELLED)
            over = seen.take(listing, after_s) and self._flight.may_settle
            if isinstance(listing, Listing):
                found = "it holds" if over else "moved" if seen.since_s else "as before"
                self._looker.tell("waiting", found, after_s, listing=listing)
            else:
                self._looker.tell("waiting", listing.words, after_s)
            if over:
                break
        if cancel.is_set:
            return self._looker.failed(_CANCELLED)
        return self._end(seen, acts, began_s, cancel, settled=over)

    def turn(self, ask: Ask, cancel: Cancel | None = None) -> Column | Unasked:
        """Ask otherwise from here on, as with another filter: one look, a new column, of the control user too.

        Nothing was done, so that the column says nothing of when the list reacted.

        Args:
            ask: The question; its user stays the run's.
            cancel: Ends it within a moment; the question stays as it was then.
        """
        asked, began_s = ask.of_user(self._run.session_id) if self._visitor else ask, time.monotonic()
        listing = self._looker.look(asked, cancel)
        if isinstance(listing, Unasked):
            return self._looker.failed(listing)
        control = self._looker.control(asked, cancel)
        if isinstance(control, Unasked):
            return self._looker.failed(control)
        self._ask, label = asked, ask.filter_word
        column = Column(label, listing, waited_s=time.monotonic() - began_s)
        self._run = self._run.with_column(column, None if control is None else Column(label, control))
        self._flight.landed(settled=False)
        self._looker.pass_on(turn_step(column, self._workbench.now_s()))
        return column

    def _ask_before(self, cancel: Cancel) -> None:
        """Ask for the list as it is before an act; where it is another one than the last column's, that is a column."""
        before, began_s = self.shown, time.monotonic()
        if before is None or self._flight.is_under_way:
            return
        seen, listing = Seen(before, self._run.own_rows), self._looker.look(self._ask, cancel, BEFORE_S)
        seen.take(listing, self._flight.waited_s)
        if isinstance(listing, Unasked) and not cancel.is_set:
            self._looker.tell(
                "again", f"not asked right before, so the list of the step before counts: {listing.words}"
            )
        elif seen.since_s is not None:
            self._end(seen, self._flight.acts, began_s, cancel, settled=True)

    def _end(
        self, seen: Seen, acts: Sequence[Act], began_s: float, cancel: Cancel, *, settled: bool
    ) -> Column | Unasked:
        """The column of what was seen, once the control user was looked at."""
        longest_s = BEFORE_S if seen.answered else _LEAST_S  # who does not answer is not waited for twice
        control = self._looker.control(self._ask, cancel, longest_s)
        if isinstance(control, Unasked) and (control.cancelled or not control.passing):
            return self._looker.failed(control)
        label = " + ".join(act.label for act in acts) or "later"
        waited_s = time.monotonic() - began_s
        column = Column(
            label, seen.listing, tuple(acts), seen.since_s, seen.polls, waited_s, seen.trouble, seen.answered
        )
        beside = None
        if isinstance(control, Listing):
            beside = Column(label, control)
        elif isinstance(control, Unasked):  # the last one known stands in, and it is said
            beside = replace(self._run.control_columns[-1], label=label, trouble=control.sentence)
        self._run = self._run.with_column(column, beside)
        self._flight.landed(settled=settled)
        self._looker.pass_on(end_step(column, self._workbench.now_s()))
        return column


def _named(target: Target, ask: Ask, offer: Offer | None) -> Run:
    """A run without lists, with what it says of where and whom it asks."""
    title = offer.name if offer else ask.arn.rpartition("/")[2]
    return Run(target=target.label, region=target.region or "", recipe=offer.recipe if offer else "", title=title)
