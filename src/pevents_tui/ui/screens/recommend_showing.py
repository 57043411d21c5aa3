"""RecommendShowing: a demo script played on the Recommend screen: step by step by one key, or by itself."""

from __future__ import annotations

import time
from dataclasses import replace

from textual import on
from textual.timer import Timer

from pevents_tui.domain.demo import Demo, DemoFault, Turn, act_of
from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.recommendation import Column, Unasked
from pevents_tui.service import Cancel
from pevents_tui.ui.commands import show as commands
from pevents_tui.ui.recommend_arrivals import UNDER_WAY, Phase, Trouble, Watched, trouble_of
from pevents_tui.ui.screens.recommend_starting import RecommendStarting, Stage
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.recommend.script import Script

_FOLLOW_S = 0.05
"""How often it is looked whether a step is over."""


class RecommendShowing(RecommendStarting):
    """Plays a demo; what it does goes the way of the keys, guards and history included."""

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
            self.query_one(Script).show(self.demo, self.demo_at, self.script_keys)
            self.call_after_refresh(self._show_lists)
            self._show_keys()

    @property
    def script_keys(self) -> str:
        """What goes on, in words with their keys."""
        if self.playing:
            return self.keys.told("plays by itself; {stop_waiting} stops")
        if self.stage is not Stage.RESTING or self.demo is None:
            return ""
        if self.demo_at > len(self.demo.steps):
            return self.keys.told("{start_over} starts over")
        if self.demo_at == len(self.demo.steps):
            return self.keys.told("{next_step} shows all of it, {start_over} starts over")
        return self.keys.told("{next_step} goes on, {play_demo} plays")

    # Steps

    @on(commands.NextStep)
    def go_on(self) -> None:
        """Say and do the next step."""
        demo = self.demo
        if demo is None:
            self.post_message(commands.ChooseDemo())
        elif self.stage is not Stage.RESTING or self.busy:
            self.say(UNDER_WAY)
        elif not self.begun or self.opened:
            playing = self.playing
            self.start_over()
            self.playing = playing
        elif self.demo_at > len(demo.steps):
            self.say("That was all of it. {start_over} starts over.")
        elif self.demo_at == len(demo.steps):
            self._close()
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
            over = self.demo_at > len(self.demo.steps) or not self.begun or self.opened
            if over and self.stage is Stage.RESTING and not self.busy:
                self.start_over()
            self.playing, self._due_s = True, 0.0
            self.follow()

    @property
    def showing(self) -> bool:
        """A demo plays by itself, or looks for whom to ask."""
        return self.playing or self.stage is Stage.FINDING

    def stop_showing(self) -> None:
        """Play no further, and look for nobody; what is under way is stopped by whoever asks."""
        self.playing = False
        if self.stage is Stage.FINDING:
            self.stage, self.demo = Stage.RESTING, None

    def _close(self) -> None:
        """Show all of it: the newest list against the baseline."""
        self.at, self.since_baseline, self.playing = self.last, True, False
        self.demo_at += 1

    def _begin_step(self, demo: Demo) -> None:
        step = demo.steps[self.demo_at]
        self.at, self._columns = self.last, self.last
        self.trouble = None
        self.demo_at += 1
        self.stage = Stage.STEP
        self.follow()
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
                self.fail(f"The demo cannot go on. {fault}.")
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
        assert watch is not None  # noqa: S101 - the baseline came before
        assert offer is not None  # noqa: S101 - the same
        question = replace(self.question, filter=turn.filter, values=turn.values)
        if fault := next(question.faults(offer, filters, self.ids_shown), None):
            self.fail(f"The demo cannot go on. {fault[1]}")
            return
        ask = question.ask(offer, filters, self.ids_shown)

        def work(number: int, cancel: Cancel) -> None:
            ended: Column | Unasked | Trouble
            try:
                ended = watch.turn(ask, cancel)
            except PeventsError as error:
                ended = trouble_of(error)
            self.post_message(Watched(number, ended, watch.run, ()))

        self.begin_work(Phase.ASKING, work)

    # The end of what is under way

    def follow(self) -> None:
        """See from now on whether what is under way is over."""
        if self._follower is None:
            self._follower = self.set_interval(_FOLLOW_S, self._follow)
        self._follower.resume()

    @property
    def _settled(self) -> bool:
        """Nothing is under way, and nobody is asked anything."""
        asking = self.query_one(Notice).has_class("-asking")
        return not (self.busy or self.pending or asking) and self.is_active and not self.shows_nothing

    def _follow(self) -> None:
        """See whether what is under way is over, and whether the next step is due."""
        if not self._settled:
            return
        if self.stage is Stage.FINDING:
            self.find_whom()
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
        if step is not None and step.turn is not None:
            self._change_question(filter=step.turn.filter, values=step.turn.values)
        self.begun = True
        self._due_s = time.monotonic() + (step.pause_s if step is not None else demo.pause_s)
