"""RecommendShowing: a demo script played on the Recommend screen: step by step by one key, or by itself."""

from __future__ import annotations

import time
from dataclasses import replace
from enum import Enum

from textual import on
from textual.reactive import reactive
from textual.timer import Timer

from pevents_tui.domain.demo import Demo, DemoFault, Turn, act_of
from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Policy
from pevents_tui.domain.recommendation import Column, Offer, Unasked
from pevents_tui.service import Cancel
from pevents_tui.ui.commands import show as commands
from pevents_tui.ui.recommend_arrivals import STOPPED, UNDER_WAY, Phase, Trouble, Watched, trouble_of
from pevents_tui.ui.screens.recommend_keeping import RecommendKeeping
from pevents_tui.ui.show_arrivals import Forgot
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.recommend.script import Script

_FOLLOW_S = 0.05
"""How often it is looked whether a step is over."""


class Stage(Enum):
    """What of a demo is under way."""

    RESTING = "resting"
    FINDING = "finding"
    BASELINE = "baseline"
    STEP = "step"


class RecommendShowing(RecommendKeeping):
    """Plays a demo; what it does goes the way of the keys, guards and history included."""

    demo: reactive[Demo | None] = reactive(None, init=False, repaint=False)
    """The script; None for none."""
    demo_at: reactive[int] = reactive(0, init=False, repaint=False)
    """Its step that was begun last, from 1; 0 for the baseline."""
    playing: reactive[bool] = reactive(False, init=False, repaint=False)
    """It goes on by itself."""
    stage: reactive[Stage] = reactive(Stage.RESTING, init=False, repaint=False)
    """What of it is under way."""

    _due_s = 0.0
    _columns = 0
    _follower: Timer | None = None

    def watch_demo(self) -> None:
        """Show the script."""
        self.show_script()

    def watch_demo_at(self) -> None:
        """Show the step."""
        self.show_script()

    def watch_playing(self) -> None:
        """Show that it goes on by itself, or no longer does."""
        self.show_script()

    def watch_stage(self) -> None:
        """Follow what is under way."""
        self.show_script()

    def show_script(self) -> None:
        """Show where the demo stands."""
        if self.is_mounted:
            self.query_one(Script).show(self.demo, self.demo_at, self._script_keys())
            self.call_after_refresh(self._show_lists)
            self._show_keys()

    def _script_keys(self) -> str:
        """What goes on, in words."""
        if self.playing:
            return self.keys.told("plays by itself; {stop_waiting} stops")
        if self.stage is not Stage.RESTING or self.demo is None:
            return ""
        if self.demo_at >= len(self.demo.steps):
            return self.keys.told("the last step; {start_over} starts over")
        return self.keys.told("{next_step} goes on, {play_demo} plays")

    # Begin

    def load_demo(self, demo: Demo) -> None:
        """Show another demo: find whom it asks, and ask for its baseline.

        Args:
            demo: Its script.
        """
        if self.phase is Phase.SENDING:
            self.say(UNDER_WAY)
            return
        self.stop_work()
        self.playing, self.demo, self.demo_at, self.pending = False, demo, 0, ()
        self.trouble, self.stage = None, Stage.FINDING
        if not self.offers and not self.searching:
            self.search()
        self._begin_following()

    def _find(self) -> None:
        """Go on once it is known whom the demo asks, and with which filters."""
        demo = self.demo
        assert demo is not None  # noqa: S101 - it is being begun
        named = [each for each in self.offers.values() if demo.ask in {each.arn, each.name}]
        filters = {name for each in self.filters.values() for name in (each.arn, each.name)}
        lacking = [each for each in demo.filters if each not in filters and not each.startswith("arn:")]
        if self.searching and (not named or lacking or not demo.ask.startswith("arn:")):
            return
        if len(named) != 1 and not (not named and demo.ask.startswith("arn:")):
            self._fail(f"{demo.ask} names {len(named)} campaigns or recommenders here.")
        elif lacking:
            self._fail(f"No filter here is called {lacking[0]}.")
        else:
            self.offer = named[0] if named else Offer(demo.ask, demo.ask.rpartition("/")[2])
            self.start_over()

    @on(commands.StartOver)
    def start_over(self) -> None:
        """Begin the run anew: the sandbox forgets the user, the feed is emptied, a baseline is asked for."""
        if self.phase is Phase.SENDING or self.offer is None:
            self.say(UNDER_WAY if self.offer is not None else "There is nothing to start over: ask for a list first.")
            return
        self.playing = False
        if self.demo is not None:
            self.question, self.demo_at = self.demo.question, 0
        user = self.question.user.strip() or self.question.session.strip()
        workbench, target = self.workbench, self.target
        if target.policy is not Policy.SANDBOX:
            self.app.notify("Events that were sent cannot be taken back: the list as it is now is the new baseline.")

        def work(number: int, _cancel: Cancel) -> None:
            from pevents_tui.service.starting_over import forget_user  # noqa: PLC0415 - on first use

            try:
                self.post_message(Forgot(number, bool(user) and forget_user(workbench, target, user)))
            except PeventsError:  # the question that follows says what is wrong
                self.post_message(Forgot(number, False))

        self.stage = Stage.BASELINE
        self.begin_work(Phase.ASKING, work)
        self._begin_following()

    @on(Forgot)
    def _forgot(self, event: Forgot) -> None:
        """Ask for the baseline."""
        if not self.counts(event):
            return
        if self.stopped:
            self.end_work(STOPPED)
            return
        self.feed, self.fed_before = [], 0
        self.show_feed()
        self.ask_anew()

    # Steps

    @on(commands.NextStep)
    def go_on(self) -> None:
        """Say and do the next step."""
        demo = self.demo
        if demo is None:
            self.post_message(commands.ChooseDemo())
        elif self.stage is not Stage.RESTING or self.busy:
            self.say(UNDER_WAY)
        elif self.run_shown is None or self.opened:
            self.start_over()
        elif self.demo_at >= len(demo.steps):
            self.say("That was the last step. {start_over} starts over.")
        else:
            self._begin_step(demo)

    @on(commands.PlayDemo)
    def play(self) -> None:
        """Play the rest by itself, or no longer."""
        if self.demo is None:
            self.post_message(commands.ChooseDemo())
        elif self.playing:
            self.stop_showing()
        else:
            if self.demo_at >= len(self.demo.steps) or (self.run_shown is None and self.stage is Stage.RESTING):
                self.start_over()
            self.playing, self._due_s = True, 0.0
            self._begin_following()

    @property
    def showing(self) -> bool:
        """A demo plays by itself, or looks for whom to ask."""
        return self.playing or self.stage is Stage.FINDING

    def stop_showing(self) -> None:
        """Play no further, and look for nobody; what is under way is stopped by whoever asks."""
        self.playing = False
        if self.stage is Stage.FINDING:
            self.stage, self.demo = Stage.RESTING, None

    def _begin_step(self, demo: Demo) -> None:
        step = demo.steps[self.demo_at]
        self.at, self._columns = self.last, self.last
        self.trouble = None
        self.demo_at += 1
        self.stage = Stage.STEP
        self._begin_following()
        if step.turn is not None:
            self._turn(step.turn)
        elif step.act:
            seen, inquiry, run = self.seen, self.inquiry, self.run_shown
            assert seen is not None  # noqa: S101 - there is a run
            assert run is not None  # noqa: S101 - the same
            known = inquiry.titles if inquiry is not None else ()
            try:
                act = act_of(self.demo_at - 1, step, seen.column.listing, known, run.acted)
            except DemoFault as fault:
                self._fail(f"The demo cannot go on. {fault}.")
                return
            self._change_question(wait=f"{step.wait_s:g}")
            self.pending, self.marked = (*self.pending, act), set()
            self.marks_changed()
            self._prepare()

    def _change_question(self, **parts: str) -> None:
        """The run answers the changed question too."""
        self.question = replace(self.question, **parts)
        if self.offer is not None:
            self.answered = (self.offer.arn, self.question)

    def _turn(self, turn: Turn) -> None:
        """Ask with another filter from here on."""
        watch, offer, filters = self.watching, self.offer, tuple(self.filters.values())
        asked = replace(self.question, filter=turn.filter, values=turn.values)
        if watch is None or offer is None or (faults := list(asked.faults(offer, filters, self.ids_shown))):
            self._fail(f"The demo cannot go on. {faults[0][1] if watch is not None and offer is not None else ''}")
            return
        self._change_question(filter=turn.filter, values=turn.values)
        ask = self.question.ask(offer, filters, self.ids_shown)

        def work(number: int, cancel: Cancel) -> None:
            ended: Column | Unasked | Trouble
            try:
                ended = watch.turn(ask, cancel)
            except PeventsError as error:
                ended = trouble_of(error)
            self.post_message(Watched(number, ended, watch.run, ()))

        self.begin_work(Phase.ASKING, work)

    # The end of what is under way

    def _begin_following(self) -> None:
        if self._follower is None:
            self._follower = self.set_interval(_FOLLOW_S, self._follow)
        self._follower.resume()

    @property
    def _settled(self) -> bool:
        """Nothing is under way, and nobody is asked anything."""
        asking = self.query_one(Notice).has_class("-asking")
        return not (self.busy or self.pending or asking) and self.is_active

    def _follow(self) -> None:
        """See whether what is under way is over, and whether the next step is due."""
        if not self._settled:
            return
        if self.stage is Stage.FINDING:
            self._find()
        elif self.stage is not Stage.RESTING:
            self._end_stage()
        elif self.playing and time.monotonic() >= self._due_s:
            self.go_on()
        elif not self.playing and self._follower is not None:
            self._follower.pause()

    def _end_stage(self) -> None:
        """Rest, and go on later where it plays by itself; a step that failed ends that."""
        demo, stage = self.demo, self.stage
        self.stage = Stage.RESTING
        if demo is None:
            return
        step = demo.steps[self.demo_at - 1] if stage is Stage.STEP else None
        came = self.last - self._columns if stage is Stage.STEP else int(self.run_shown is not None)
        silent = step is not None and not step.act and step.turn is None
        unseen = self.run_shown is not None and not self.run_shown.columns[-1].seen
        if self.trouble is not None or unseen or not (came or silent):
            self.playing = False
            if stage is Stage.STEP and not came and not self.accepted:
                self.demo_at -= 1  # nothing of it was done: it is the next one still
            return
        self._due_s = time.monotonic() + (step.pause_s if step is not None else demo.pause_s)
        if self.demo_at >= len(demo.steps):
            self.playing = False

    def _fail(self, words: str) -> None:
        self.playing, self.stage = False, Stage.RESTING
        if self.demo_at:
            self.demo_at -= 1
        self.end_work(Trouble(words))
