"""RecommendActing: what the user does with rows, as events on the normal road."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.event_types import near_type
from pevents_tui.domain.plan import Plan, Policy
from pevents_tui.domain.recommendation import ACTIONS, Act
from pevents_tui.domain.schema import letters
from pevents_tui.service import Cancel
from pevents_tui.ui.commands import recommend as commands
from pevents_tui.ui.recommend_arrivals import STOPPED, UNDER_WAY, Acted, Phase, Prepared, Trouble, trouble_of
from pevents_tui.ui.screens.recommend_watching import RecommendWatching
from pevents_tui.ui.widgets.notice import Notice


class RecommendActing(RecommendWatching):
    """Sends what the user does; an act during the wait joins those before it."""

    def chosen_ids(self) -> tuple[str, ...]:
        """The rows that an act is about: those marked, in their order, else the one under the cursor."""
        raise NotImplementedError

    @on(commands.ActView)
    @on(commands.ActClick)
    @on(commands.ActAddToCart)
    @on(commands.ActPurchase)
    @on(commands.ActWatch)
    @on(commands.ActTake)
    @on(commands.ActNotTake)
    def do(self, event: commands.Act) -> None:
        """Do what a key says."""
        seen = self.seen
        actions = seen is not None and seen.column.listing.asked.kind == ACTIONS
        name = event.ACTION_TYPE if actions else event.ITEM_TYPE
        if name:
            self.act(name if actions else self.own_spelling(name))
        else:
            known = "Viewed, Taken and Not Taken are of actions" if not actions else "Actions are viewed, taken or not"
            self.app.notify(known + self.keys.told("; {act_other} names any other event type."))

    @on(commands.ActOther)
    def do_other(self) -> None:
        """Ask for the event type, and do that."""
        from pevents_tui.ui.screens.line_dialog import LineScreen  # noqa: PLC0415 - on first use

        known = ", ".join(self.known_types()[:10])
        hint = f"Sent here before, or trained on: {known}." if known else "As the dataset has it."

        def named(text: str | None) -> None:
            if text and text.strip():
                self.act(text.strip())

        if self.is_active:
            self.app.push_screen(LineScreen("Event type", hint=hint), named)

    def known_types(self) -> tuple[str, ...]:
        """The event types that the solution trains on, then those that were sent here before."""
        trained = [name for name, _ in self.offer.event_types if name] if self.offer else []
        sent: set[str] = set()
        if self.inquiry is not None and (tracker := self.tracker) is not None:
            kind = "put-action-interactions" if self._about_actions else "put-events"
            try:
                sent = set(self.workbench.history.known_types(tracker, kind))
            except PeventsError:
                sent = set()
        return tuple(dict.fromkeys([*trained, *sorted(sent)]))

    def own_spelling(self, name: str) -> str:
        """An event type as this target spells it: `view` where that is what was sent or trained on; else the usual.

        Args:
            name: The usual name.
        """
        known = self.known_types()
        if name in known:
            return name
        near = near_type(name, known)
        return near if near is not None and letters(near) == letters(name) else name

    @property
    def tracker(self) -> str | None:
        """The tracking ID that events go to."""
        if self.watching is not None and self.watching.sent:
            return self.watching.sent[0].call.tracking_id
        own = self.target.tracking_id
        fed = self.inquiry.trackers if self.inquiry is not None else None
        return own if own is not None or not fed else fed[0]

    @property
    def _about_actions(self) -> bool:
        seen = self.seen
        return seen is not None and seen.column.listing.asked.kind == ACTIONS

    def act(self, event_type: str) -> None:
        """Do something with the chosen rows.

        Args:
            event_type: What.
        """
        ids = self.chosen_ids()
        if self.opened:
            self.say("This run is a saved one: nothing more is done in it. {ask_anew} asks the same anew.")
            return
        if self.watching is None or not ids:
            self.say("There is no row to do that with: ask for a list first, with {ask_anew} or {choose_whom}.")
            return
        if self.phase in {Phase.ASKING, Phase.PREPARING}:
            self.say(UNDER_WAY)
            return
        if self.at != self.last:
            self.at = self.last
            self.app.notify("This is the newest list again: the key acts on its rows.")
            return
        value = None if self._about_actions else self.question.event_value
        self.pending = (*self.pending, Act(event_type, ids, value))
        self.marked = set()
        self.marks_changed()
        if self.phase is Phase.WATCHING:
            self.stop_work()  # the wait goes on for all of them once this is sent
        elif self.phase is Phase.IDLE:
            self._prepare()

    def marks_changed(self) -> None:
        """Show which rows are marked."""
        raise NotImplementedError

    def _prepare(self) -> None:
        """Check what is to be sent, and lay it out."""
        watch, acts = self.watching, self.pending
        self.pending = ()
        assert watch is not None  # noqa: S101 - nothing is acted on before the baseline

        def work(number: int, _cancel: Cancel) -> None:
            plan, trouble = None, None
            try:
                prepared = watch.prepare(*acts)
                if prepared.plan is None or not prepared.may_send():
                    trouble = Trouble("; ".join(str(each) for each in prepared.report.blocking) or "Nothing to send.")
                else:
                    plan = self.workbench.guarded(prepared.plan)
            except PeventsError as error:
                trouble = trouble_of(error)
            self.post_message(Prepared(number, acts, plan, trouble))

        self.begin_work(Phase.PREPARING, work)

    @on(Prepared)
    def _prepared(self, event: Prepared) -> None:
        """Ask what the policy wants to be asked, then send."""
        if not self.counts(event):
            return
        plan, acts = event.plan, event.acts
        if self.stopped:
            self._stop()
            return
        self.end_work(event.trouble)
        if plan is None:
            self._after(self.trouble)
        elif plan.consent is not None:
            self._ask_consent(plan, acts)
        elif plan.target.policy is Policy.STAGING:
            where = f"{plan.target.label}, tracker {', '.join(plan.tracking_ids)}"
            self.query_one(Notice).ask(
                f"Send {plan.rows} to STAGING {where}.",
                lambda: self._send(acts, None),
                no=lambda: self._after(Trouble("Nothing was sent.", cancelled=True)),
                otherwise="goes back to the list",
            )
        else:
            self._send(acts, None)

    def _ask_consent(self, plan: Plan, acts: Sequence[Act]) -> None:
        from pevents_tui.ui.screens.consent import ConsentScreen  # noqa: PLC0415 - on first use

        def consented(word: str | None) -> None:
            if word is None:
                self._after(Trouble("Nothing was sent.", cancelled=True))
            else:
                self._send(acts, word)

        self.app.push_screen(ConsentScreen(plan, self.workbench.access, {}), consented)

    def _send(self, acts: Sequence[Act], consent: str | None) -> None:
        watch = self.watching
        assert watch is not None  # noqa: S101 - nothing is prepared before the baseline

        def work(number: int, cancel: Cancel) -> None:
            try:
                done = watch.act(*acts, consent=consent, cancel=cancel)
            except PeventsError as error:
                self.post_message(Acted(number, (), trouble_of(error)))
            else:
                self.post_message(Acted(number, done))

        self.begin_work(Phase.SENDING, work)

    @on(Acted)
    def _acted(self, event: Acted) -> None:
        """Go on to what came in meanwhile, else watch; with nothing accepted, say why."""
        if not self.counts(event):
            return
        self._take_in()
        refused = next((each for each in event.acts if not each.accepted), None)
        if self.stopped:
            self._stop(refused)
        elif event.trouble is not None or refused is not None:
            self._after(event.trouble or Trouble(_refused_words(refused)))
        elif self.pending:
            self._prepare()
        else:
            self._watch()

    def _take_in(self) -> None:
        """Show what had changed before what was sent, and keep what is watched for now."""
        watch = self.watching
        assert watch is not None  # noqa: S101 - it sent
        self.accepted = watch.open_acts
        if self.run_shown is not None and len(self.run_shown.columns) < len(watch.run.columns):
            self.run_shown = watch.run
            self.at = self.last

    def _stop(self, refused: Act | None = None) -> None:
        """Send and wait no further, as was wished; what was accepted counts for the next look."""
        self.pending = ()
        if refused is not None and not self.accepted:
            self.end_work(Trouble(_refused_words(refused), cancelled=True))
        else:
            self.end_work(self._was_stopped if self.accepted else STOPPED)

    def _after(self, trouble: Trouble | None) -> None:
        """Say what is wrong, and what is not sent because of it; what was accepted before is watched on."""
        dropped, self.pending = self.pending, ()
        if trouble is not None and dropped:
            left = ", ".join(each.label for each in dropped)
            trouble = replace(trouble, words=f"{trouble.words.rstrip('.')}. Not sent: {left}.")
        if self.accepted:
            self._watch()
            if trouble is not None:
                self.app.notify(trouble.words, severity="warning")
        else:
            self.end_work(trouble)


def _refused_words(act: Act | None) -> str:
    return f"{act.label}: {'; '.join(act.ended)}" if act is not None else ""
