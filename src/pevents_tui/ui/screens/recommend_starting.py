"""RecommendStarting: a run begun with a demo script, or begun anew: what the sandbox knew of the user is forgotten."""

from __future__ import annotations

from enum import Enum

from textual import on
from textual.reactive import reactive

from pevents_tui.domain.demo import Demo
from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Target
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import Listing, Offer
from pevents_tui.service import Cancel
from pevents_tui.ui.commands import show as commands
from pevents_tui.ui.recommend_arrivals import STOPPED, UNDER_WAY, Phase, Trouble
from pevents_tui.ui.screens.recommend_keeping import RecommendKeeping
from pevents_tui.ui.show_arrivals import Forgot


class Stage(Enum):
    """What of a demo is under way."""

    RESTING = "resting"
    FINDING = "finding"
    BASELINE = "baseline"
    STEP = "step"


class RecommendStarting(RecommendKeeping):
    """Begins a demo, or the run that there is, from its baseline."""

    demo: reactive[Demo | None] = reactive(None, init=False, repaint=False)
    """The script; None for none."""
    demo_at: reactive[int] = reactive(0, init=False, repaint=False)
    """Its step that was begun last, from 1; 0 for the baseline."""
    playing: reactive[bool] = reactive(False, init=False, repaint=False)
    """It goes on by itself."""
    stage: reactive[Stage] = reactive(Stage.RESTING, init=False, repaint=False)
    """What of it is under way."""

    begun: bool = False
    """Its baseline came."""

    def follow(self) -> None:
        """See from now on whether what is under way is over."""
        raise NotImplementedError

    def remember(self, offer: Offer, question: Question, listing: Listing) -> None:
        """Keep the question, unless it is a demo's.

        Args:
            offer: Whom it was put to.
            question: As it was typed.
            listing: Its answer.
        """
        if self.demo is None:
            super().remember(offer, question, listing)

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
        self.trouble, self.stage, self.begun = None, Stage.FINDING, False
        if not self.offers and not self.searching:
            self.search()
        self.follow()

    def find_whom(self) -> None:
        """Go on once it is known whom the demo asks, and with which filters."""
        demo = self.demo
        assert demo is not None  # noqa: S101 - it is being begun
        named = [each for each in self.offers.values() if demo.ask in {each.arn, each.name}]
        filters = {name for each in self.filters.values() for name in (each.arn, each.name)}
        lacking = [each for each in demo.filters if each not in filters and not each.startswith("arn:")]
        if self.searching and (not named or lacking or not demo.ask.startswith("arn:")):
            return
        if len(named) != 1 and not (not named and demo.ask.startswith("arn:")):
            self.fail(f"{demo.ask} names {len(named)} campaigns or recommenders here.")
        elif lacking:
            self.fail(f"No filter here is called {lacking[0]}.")
        else:
            self.offer = named[0] if named else Offer(demo.ask, demo.ask.rpartition("/")[2])
            self.question = demo.question
            self._begin_anew()

    @on(commands.StartOver)
    def start_over(self) -> None:
        """Begin the demo anew, or the run that there is: the sandbox forgets the user, and a baseline is asked for."""
        if self.demo is not None:
            self.load_demo(self.demo)
        elif self.offer is None:
            self.say("There is nothing to start over: ask for a list first, with {choose_whom}.")
        elif self.phase is Phase.SENDING:
            self.say(UNDER_WAY)
        else:
            self._begin_anew()

    def aim(self, target: Target, question: Question) -> None:
        """Go on with another target, without a demo.

        Args:
            target: Whose recommendations are asked.
            question: What is asked at first.
        """
        if target != self.target:
            self.leave_demo()
        super().aim(target, question)

    def leave_demo(self) -> None:
        """Have no demo any more; the run stays as it is."""
        self.playing, self.demo, self.stage, self.begun = False, None, Stage.RESTING, False

    def _begin_anew(self) -> None:
        user = self.question.user.strip() or self.question.session.strip()
        workbench, target = self.workbench, self.target

        def work(number: int, cancel: Cancel) -> None:
            from pevents_tui.service.starting_over import forget_user  # noqa: PLC0415 - on first use

            try:
                self.post_message(Forgot(number, not user or forget_user(workbench, target, user, cancel)))
            except PeventsError:  # the question that follows says what is wrong
                self.post_message(Forgot(number, True))

        self.begun, self.stage = False, Stage.BASELINE
        self.begin_work(Phase.ASKING, work)
        self.follow()

    @on(Forgot)
    def _forgot(self, event: Forgot) -> None:
        """Ask for the baseline."""
        if not self.counts(event):
            return
        if self.stopped:
            self.end_work(STOPPED)
            return
        if not event.did:
            self.app.notify("Events that were sent cannot be taken back: the list as it is now is the baseline.")
        self.feed, self.fed_before = [], 0
        self.show_feed()
        self.ask_anew()

    def fail(self, words: str) -> None:
        """End what is under way of the demo, and say why.

        Args:
            words: A sentence.
        """
        self.playing, self.stage = False, Stage.RESTING
        if self.demo_at:
            self.demo_at -= 1
        self.end_work(Trouble(words))
