"""RecommendState: the state of the Recommend screen, which everything shown follows, and what workers tell it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cached_property

from textual import on
from textual.reactive import reactive
from textual.screen import Screen

from pevents_tui.domain.plan import Target
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import Act, Filter, Offer, Run, Step
from pevents_tui.domain.sights import Sights
from pevents_tui.domain.stillness import Reason
from pevents_tui.domain.verdict import Sight
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.watching import Watch
from pevents_tui.ui.keys import Keys
from pevents_tui.ui.mode_keys import recommend_keys
from pevents_tui.ui.recommend_arrivals import Broke, FromWorker, Phase, Stepped, Trouble, broken

MOST_FED = 500
"""How many lines of the feed are kept."""
MOST_LEFT = 10
"""How many runs are within reach that another took the place of."""


class RecommendState(Screen[None]):
    """What is asked, the run that came of it, which step is shown, and what is under way.

    Args:
        workbench: The door to AWS, history and clock.
        target: Whose recommendations are asked, and where events go.
        question: What is asked at first.
    """

    run_shown: reactive[Run | None] = reactive(None, init=False, repaint=False)
    """The run; None before the first baseline."""
    at: reactive[int] = reactive(0, init=False, repaint=False)
    """Which of its steps is shown."""
    since_baseline: reactive[bool] = reactive(False, init=False, repaint=False)
    """The shown step is held against the baseline, rather than the step before it."""
    phase: reactive[Phase] = reactive(Phase.IDLE, init=False, repaint=False)
    """What is under way."""
    trouble: reactive[Trouble | None] = reactive(None, init=False, repaint=False)
    """What kept the last thing from being done; None for nothing."""
    question: reactive[Question] = reactive(Question, init=False, repaint=False)
    """What is asked."""
    offer: reactive[Offer | None] = reactive(None, init=False, repaint=False)
    """Whom; None for nobody yet."""

    pending: tuple[Act, ...] = ()
    """What is to be sent next."""
    accepted: tuple[Act, ...] = ()
    """What was accepted since the newest step."""
    watching: Watch | None = None
    """The run's own hands; None before there is one."""
    inquiry: Inquiry | None = None
    """What was looked up around the question."""
    opened: bool = False
    """The run shown was opened: nothing can be done in it any more."""
    kept_run: Run | None = None
    """The run as it was saved last; None where it was not."""
    kept_name: str = ""
    """What it is saved under; empty for nothing."""

    _sights: Sights | None = None
    _work = 0
    _since_s = 0.0
    _waited = False

    def __init__(self, workbench: Workbench, target: Target, question: Question) -> None:
        super().__init__()
        self.workbench = workbench
        self.target = target
        self.set_reactive(RecommendState.question, question)
        self.offers: dict[str, Offer] = {}
        """Campaigns and recommenders that were found, by ARN."""
        self.filters: dict[str, Filter] = {}
        """Filters that were found, by ARN."""
        self.feed: list[Step] = []
        """What happened, in its order."""
        self.reasons: dict[int, tuple[Reason, ...]] = {}
        """Why nothing may have moved, by step."""
        self.marked: set[str] = set()
        """The rows that the next act is about."""
        self.left: list[Run] = []
        """Runs that another took the place of unsaved, the newest first."""
        self._cancel = Cancel()
        self._here = threading.local()

    def say(self, sentence: str) -> None:
        """Tell something in passing.

        Args:
            sentence: One of ours, with the names of commands in braces.
        """
        self.app.notify(self.keys.told(sentence))

    def put_aside(self) -> None:
        """Keep the run shown within reach before another takes its place, where it is more than a baseline."""
        run = self.run_shown
        if run is not None and len(run.columns) > 1 and self.kept_run is not run:
            self.left = [run.with_reasons(self.reasons), *self.left][:MOST_LEFT]

    @cached_property
    def keys(self) -> Keys:
        """The keys in force on this screen."""
        compose = getattr(self.app, "keys", None)
        return recommend_keys(self.workbench.settings.keys, compose if isinstance(compose, Keys) else Keys())

    @property
    def seen(self) -> Sight | None:
        """The step that is shown; None before the baseline."""
        run = self.run_shown
        if run is None or not run.columns:
            return None
        return self.sight_of(min(self.at, self.last), since_baseline=self.since_baseline)

    def sight_of(self, at: int, *, since_baseline: bool = False) -> Sight:
        """A step of the run shown; long lists are compared once, however often they are looked at.

        Args:
            at: Which; the run has it.
            since_baseline: Held against the baseline, rather than the step before it.
        """
        assert self.sights is not None  # noqa: S101 - who asks has looked
        return self.sights.of(at, since_baseline=since_baseline)

    @property
    def sights(self) -> Sights | None:
        """The run shown, as it is looked at; None before the first baseline."""
        run = self.run_shown
        if run is None:
            self._sights = None
        elif self._sights is None or self._sights.run is not run:
            self._sights = Sights(run, self.name_of)
        return self._sights

    def title_of(self, thing: str) -> str:
        """What an id stands for, as far as the run shown or the catalogue tells; else the id.

        Args:
            thing: An item's or action's id.
        """
        sights = self.sights
        return sights.title(thing) if sights is not None else self.name_of(thing) or thing

    def veiled(self, text: str) -> str:
        """A text as it may be shown: all of it, unless an audience looks on.

        Args:
            text: Any.
        """
        return text

    def name_of(self, thing: str) -> str:
        """What the catalogue calls an item or action; empty where it does not know it.

        Args:
            thing: Its id.
        """
        return self.inquiry.titles.title(thing) if self.inquiry is not None else ""

    @property
    def last(self) -> int:
        """The number of the newest step."""
        return len(self.run_shown.columns) - 1 if self.run_shown is not None and self.run_shown.columns else 0

    @property
    def busy(self) -> bool:
        """Something is under way."""
        return self.phase is not Phase.IDLE

    @property
    def stopped(self) -> bool:
        """What is under way was cut, and has not told its end yet."""
        return self._cancel.is_set

    @property
    def elapsed_s(self) -> float:
        """How long what is under way has taken, in seconds."""
        return time.monotonic() - self._since_s

    def begin_work(self, phase: Phase, work: Callable[[int, Cancel], None], *, group: str = "recommend") -> None:
        """Do something beside the screen; what is under way is left.

        Args:
            phase: What it is.
            work: Is given its number and what cancels it; tells by messages.
            group: The group of its worker.
        """
        self._cancel.set()
        self._cancel, self._work = Cancel(), self._work + 1
        number, cancel = self._work, self._cancel
        self._since_s = time.monotonic()
        self.trouble, self.phase = None, phase

        def run() -> None:
            self._here.work = number
            try:
                work(number, cancel)
            except Exception as error:  # whatever it is: nothing is to stay under way for good
                self.post_message(Broke(number, broken(error)))
                raise

        self.run_worker(run, thread=True, group=group, exit_on_error=False)

    @on(Broke)
    def _broke(self, event: Broke) -> None:
        if self.counts(event):
            self.end_work(event.trouble)

    def told(self, step: Step) -> None:
        """Have a step of the run shown, unless what made it was left meanwhile; called from a worker's thread.

        Args:
            step: What happened.
        """
        self.post_message(Stepped(self._here.work, step))

    def counts(self, event: FromWorker) -> bool:
        """Whether a worker's word is of what is under way now.

        Args:
            event: What it tells.
        """
        event.stop()
        return event.work == self._work

    def end_work(self, trouble: Trouble | None = None) -> None:
        """Have nothing under way any more.

        Args:
            trouble: What kept it from being done.
        """
        self.trouble, self.phase = trouble, Phase.IDLE

    def leave_work(self, trouble: Trouble | None = None) -> None:
        """Cut what is under way, and take in nothing more of it.

        Args:
            trouble: What is said instead.
        """
        self.stop_work()
        self._work += 1
        self.end_work(trouble)

    def stop_work(self) -> None:
        """Cut what is under way; it tells its end itself."""
        self._cancel.set()

    def on_unmount(self) -> None:
        """Cut what is under way when the program ends."""
        self.stop_work()
