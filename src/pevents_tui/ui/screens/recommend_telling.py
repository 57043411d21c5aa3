"""RecommendTelling: what the Recommend screen says of what is under way: the verdict, the steps, the feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from textual import on
from textual.content import Content
from textual.widgets import Static

from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Step
from pevents_tui.domain.verdict import BASELINE, MOVED, STILL, TO_ACT, UNSEEN
from pevents_tui.domain.visible import visible
from pevents_tui.ui.recommend_arrivals import Phase, Stepped
from pevents_tui.ui.screens.recommend_acting import RecommendActing
from pevents_tui.ui.screens.recommend_state import MOST_FED
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.recommend.heading import Heading
from pevents_tui.ui.widgets.recommend.words import feed_line, step_words, told_steps
from pevents_tui.ui.widgets.values import clipped
from pevents_tui.ui.widgets.word_bar import WordBar

EMPTY = "Nobody was asked yet. {choose_whom} chooses a campaign or recommender of the account, or takes its ARN."
"""What stands where there is nothing to show yet, with the name of the command that helps."""
_RECALLED = "{ask_anew} asks what was asked here last; {choose_whom} chooses somebody else."
_MOST_TOLD = 400
_VERDICTS = {BASELINE: "-baseline", MOVED: "-moved", STILL: "-still", UNSEEN: "-failed"}


class RecommendTelling(RecommendActing):
    """Tells what is under way, and what came of it, in a sentence."""

    fed_before: int = 0
    """How many lines of the feed came before the wait."""

    _fed: Mapping[int, tuple[Step, Content]] = MappingProxyType({})
    """The lines of the feed as they were put into words, by their step."""

    def _pass_time(self) -> None:
        waiting = self.busy or self.searching
        if waiting or self._waited:  # once more after the end
            self._tick()
        self._waited = waiting

    def _tick(self) -> None:
        """Show how things stand."""
        if not self.is_mounted:
            return
        told, style = self._verdict()
        verdict = self.query_one("#verdict", Static)
        verdict.update(Content(visible(clipped(self.veiled(told), _MOST_TOLD))))
        for name in ("-baseline", "-moved", "-still", "-busy", "-failed"):
            verdict.set_class(name == style, name)
        busy = f"… {self.phase.value} {self.elapsed_s:.1f} s" if self.busy else ""
        self.query_one("#steps", WordBar).show(step_words(self.run_shown, self.at, self.sight_of, busy=busy))
        failed = self.trouble is not None and not self.trouble.cancelled
        state, shown = ("! failed", "bold $text-error") if failed else (self._state_word(), "bold $success")
        if self.busy:
            state, shown = busy, "bold $primary"
        self.query_one(Heading).show(self.target_shown, state, shown)

    @property
    def target_shown(self) -> Target:
        """The target as it may be shown."""
        return self.target

    def _state_word(self) -> str:
        """Whether the run shown was opened, is saved as it stands, or goes on."""
        if self.opened:
            return "■ saved run" if self.kept_name else "■ earlier run"
        return "● saved" if self.run_shown is not None and self.kept_run is self.run_shown else "● ready"

    def _verdict(self) -> tuple[str, str]:
        """The sentence that matters now, and the class of how it is shown."""
        seen = self.seen
        if self.busy:
            return self._doing(), "-busy"
        if self.trouble is not None:
            return self.trouble.words, "-still" if self.trouble.cancelled else "-failed"
        if seen is not None:
            told = f"{self._saved_words()} {seen.sentence.removesuffix(TO_ACT)}" if self.opened else seen.sentence
            return told, _VERDICTS[seen.word]
        if self.searching:
            return f"Looking for what can be asked: {len(self.offers)} found so far.", "-busy"
        if self.search_failure and self.offer is None:
            return f"{self.search_failure} {self.keys.told('{choose_whom} takes an ARN.')}", "-failed"
        return self.keys.told(EMPTY if self.offer is None else _RECALLED), "-baseline"

    def _saved_words(self) -> str:
        """Which run was opened, and that it is over."""
        run = self.run_shown
        assert run is not None  # noqa: S101 - looked at by the only caller
        name = self.saved_as(self.kept_name) if self.kept_name else "An earlier run, not saved"
        where = f" on {run.target}" if run.target != self.target.label else ""
        when = f"{datetime.fromtimestamp(run.began_s).astimezone():%Y-%m-%d %H:%M}"
        return f"{name}, of {when}{where}. {self.keys.told('{ask_anew} asks anew.')}"

    def saved_as(self, name: str) -> str:
        """A saved run by its name.

        Args:
            name: What it is saved under.
        """
        return f"Saved run {name}"

    def _doing(self) -> str:
        """What is under way, in a sentence."""
        stops = self.keys.told("{stop_waiting} stops.")
        if self.phase is Phase.WATCHING:
            looks = [step for step in self.feed[self.fed_before :] if step.word == "waiting"]
            last = f", last: {clipped(looks[-1].text, 60)}" if looks and looks[-1].listing is None else ""
            sent = "Sent and accepted" if self.accepted else "Looking again"
            of = f"{self.elapsed_s:.1f} of {self.question.wait_s:g} s"
            return f"{sent}. Waiting for the list to react: {of}, asked {len(looks)} times{last}. {stops}"
        whom = (self.offer.name or self.offer.arn) if self.offer is not None else "what the ARN names"
        doing = {Phase.ASKING: f"Asking {whom}", Phase.PREPARING: "Checking", Phase.SENDING: "Sending"}
        return f"{doing[self.phase]}: {self.elapsed_s:.1f} s. {stops}"

    @on(Stepped)
    def _stepped(self, event: Stepped) -> None:
        if not self.counts(event):
            return
        if event.step.word == "failed" and self.stopped and self.pending:
            return  # a wait that goes on with what is done meanwhile did not end
        if event.step.word in {"sent", "asked"}:
            self.fed_before = len(self.feed) + 1
        self.feed.append(event.step)
        self._name_things(event.step)
        if len(self.feed) > MOST_FED:
            self.fed_before = max(0, self.fed_before - 1)
            del self.feed[0]
        self.show_feed()

    def _name_things(self, step: Step) -> None:
        """Keep what things are called that something was done with: another run's lists may not tell."""
        for thing in step.act.ids if step.act is not None else ():
            title = (self.sights.titles.get(thing, "") if self.sights else "") or self.catalogue_name(thing)
            if title:
                self.acted_titles[thing] = title

    @property
    def fed(self) -> Sequence[Step]:
        """What happened, as far as it is shown."""
        return self.sights.steps if self.opened and self.sights is not None else self.feed

    def show_feed(self) -> None:
        """Show what happened; in a run that was opened, what happened then."""
        if self.is_mounted:
            steps, known = told_steps(self.fed), self._fed
            if [id(step) for step in steps] == list(known):
                return
            lines = [known.get(id(step)) or (step, feed_line(step, self.title_of, self.veiled)) for step in steps]
            self._fed = {id(step): (step, line) for step, line in lines}
            self.query_one("#feed", LinesView).show([line for _, line in lines])

    def offers_changed(self) -> None:
        """Show how the search stands."""
        self._tick()
