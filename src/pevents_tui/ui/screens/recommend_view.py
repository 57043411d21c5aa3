"""RecommendView: what the Recommend screen shows of its state: the verdict, both lists, the measures, the feed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.css.scalar import Scalar
from textual.widgets import Static

from pevents_tui.domain.plan import Target
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import ACTIONS
from pevents_tui.domain.verdict import STILL
from pevents_tui.ui.commands import recommend as commands
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.commands.layout import TurnBelow
from pevents_tui.ui.commands.runs import RUN_COMMANDS
from pevents_tui.ui.screens.recommend_telling import EMPTY, RecommendTelling
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.recommend.heading import Heading
from pevents_tui.ui.widgets.recommend.measures import Measures
from pevents_tui.ui.widgets.recommend.ranked_line import Line, earlier_lines, later_lines
from pevents_tui.ui.widgets.recommend.ranked_list import RankedList
from pevents_tui.ui.widgets.recommend.script import Script
from pevents_tui.ui.widgets.recommend.words import question_words, reason_lines, row_words
from pevents_tui.ui.widgets.word_bar import Word, WordBar

_CLOCK_S = 0.1
"""How often the time of what is under way is shown."""
_AROUND, _LEAST_LIST, _LEAST_BELOW, _LOW_BELOW, _HIGH = 7, 5, 7, 4, 24
"""How many lines stand around the lists, how many they have and what is below them at least, from which height on."""
_APART_BELOW = 5
"""How many lines are left below lists whose rows stand apart."""
_NONE = "There is no list. {ask_anew} asks again, {edit_question} changes it, {choose_whom} asks somebody else."


class RecommendView(RecommendTelling):
    """Shows one step of the run at a time, and what is under way."""

    def compose(self) -> ComposeResult:
        """Where it goes, the question, the verdict, the steps, both lists, the measures and the feed, the keys."""
        yield Heading()
        yield WordBar(id="asked", gap=2, least_gap=1)
        yield Script()
        yield Static("", id="verdict")
        yield WordBar(id="steps", gap=1)
        with Horizontal(id="lists"):
            before = RankedList(id="before")
            before.can_focus = False
            yield before
            yield RankedList(id="after", empty=self.keys.told(EMPTY))
        yield Static("", id="row")
        with Horizontal(id="below"):
            yield Measures(id="measures")
            yield LinesView(id="why")
            yield LinesView(id="feed")
        yield Notice()
        yield WordBar(id="keys", gap=2, least_gap=1, kept=2)

    def on_mount(self) -> None:
        """Show what there is, and look for what can be asked."""
        self.query_one("#feed").border_title = Content("What happened")
        self.query_one("#why").border_title = Content("Why nothing may have moved")
        self.query_one("#measures").border_title = Content("How much it moved")
        self.set_interval(_CLOCK_S, self._pass_time)
        self.show_all()
        self.search()

    def aim(self, target: Target, question: Question) -> None:
        """Go on with another target: what is known of the one before is forgotten.

        Args:
            target: Whose recommendations are asked.
            question: What is asked at first.
        """
        if target == self.target:
            return
        self.leave_work()
        self.target, self.question = target, question
        self.offers, self.filters, self.feed, self.offer, self.answered = {}, {}, [], None, None
        self.show_run(None, None)
        self.query_one("#feed", LinesView).show(())
        self.search()

    # What is shown of the state

    def watch_run_shown(self) -> None:
        """Show the run."""
        self.show_all()
        self.show_feed()

    def watch_at(self) -> None:
        """Show another step."""
        self.show_all()

    def watch_since_baseline(self) -> None:
        """Hold it against another step."""
        self.show_all()

    def watch_question(self) -> None:
        """Show what is asked."""
        self._show_question()

    def watch_offer(self) -> None:
        """Show whom."""
        self._show_question()

    def watch_phase(self) -> None:
        """Show what is under way."""
        self._tick()

    def watch_trouble(self) -> None:
        """Show what is wrong."""
        self._tick()

    def show_all(self) -> None:
        """Show the step: both lists, the measures, the reasons, the steps."""
        if not self.is_mounted:
            return
        self._show_question()
        self._show_lists()
        seen = self.seen
        self.query_one(Measures).show(seen, self.sights.categories if self.sights else ())
        reasons = self.reasons.get(self.at, ()) if seen is not None and seen.word == STILL else ()
        self.query_one("#why", LinesView).show(reason_lines(reasons, self.veiled))
        self.set_class(bool(reasons), "-still")
        self.set_class(seen is not None and seen.before is not None, "-compared")
        self._show_keys()
        self._tick()

    def _show_question(self) -> None:
        if self.is_mounted:
            session = self.run_shown.session_id if self.run_shown else ""
            self.query_one("#asked", WordBar).show(question_words(self.offer, self.question, session, self.keys.label))

    def _show_lists(self) -> None:
        seen = self.seen
        before, after = self.query_one("#before", RankedList), self.query_one("#after", RankedList)
        if seen is None or self.sights is None:
            before.show(())
            after.show((), empty=self.keys.told(EMPTY if self.offer is None else _NONE))
            before.border_title = after.border_title = Content("")
            return
        known = self.sights.categories
        earlier, gone = earlier_lines(seen)
        before.show(self.named(earlier), known)
        later = self.named(later_lines(seen, self.marked))
        after.show(
            [*later, *self.named(gone)] if self.has_class("-narrow") else later, known, empty="Nothing was recommended."
        )
        base = 0 if self.since_baseline else self.at - 1
        before.border_title = Content("Before · baseline" if base <= 0 else f"Before · step {base + 1}")
        came = "After" if seen.column.seen else "No list came · this is the one before"
        after.border_title = Content(came if seen.before is not None else "Recommended now · baseline")
        after.border_subtitle = Content(f"{len(self.marked)} marked" if self.marked else "")
        self._fit()
        self._show_row()

    def named(self, lines: list[Line]) -> list[Line]:
        """Lines as they may be shown.

        Args:
            lines: Some.
        """
        return lines

    @property
    def lines_around(self) -> int:
        """How many lines stand around the lists and what is below them."""
        return _AROUND + self.query_one(Script).outer_size.height

    @property
    def apart(self) -> bool:
        """Rows stand apart, where there is room."""
        return False

    def _fit(self) -> None:
        """Give the lists the lines they have, and the rest to what is below them."""
        shown = [self.query_one(f"#{name}", RankedList) for name in ("before", "after")]
        rows = max(len(each.lines) for each in shown)
        room = self.size.height - self.lines_around
        most = max(_LEAST_LIST, room - (_LEAST_BELOW if self.size.height >= _HIGH else _LOW_BELOW))
        lines, spread = rows, 2 * rows - 1
        if self.apart and spread + 2 <= room - _APART_BELOW:
            lines, most = spread, spread + 2
        for each in shown:
            each.spread(2 if lines > rows else 1)
        lists = self.query_one("#lists")
        wanted = Scalar.from_number(max(_LEAST_LIST, min(lines + 2, most)))
        if lists.styles.height != wanted:
            lists.styles.height = wanted

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self._show_lists)

    def _show_row(self) -> None:
        line = self.query_one("#after", RankedList).line
        self.query_one("#row", Static).update(row_words(line, self.seen))

    def _show_keys(self) -> None:
        self.query_one("#keys", WordBar).show(tuple(self.key_words()))

    def key_words(self) -> list[Word]:
        """The line of keys: the acts that fit what is recommended, then the rest."""
        seen = self.seen
        words: list[Word] = []
        if not self.opened:
            words = [self._key(each) for each in self._fitting_acts()] if seen else []
            words += [self._key(commands.ActOther, spare=True), self._key(commands.MarkRow)]
            words += [self._key(commands.MarkCategory, spare=True)]
        words += [self._key(commands.EarlierStep), self._key(commands.SinceBaseline)] if self.last else []
        words += [self._key(commands.WhyStill)] if self.reasons.get(self.at) else []
        words += [self._key(each, spare=not self.opened) for each in RUN_COMMANDS] if seen else []
        out = TurnBelow if self.has_class("-narrow") else commands.BackToCompose  # Escape tells how to go back
        words += [self._key(commands.AskAnew), self._key(out), self._key(commands.RecommendHelp)]
        return words

    def _fitting_acts(self) -> list[type[commands.Act]]:
        """What is usually done with what is recommended: films are watched, goods bought, actions taken."""
        seen, recipe = self.seen, self.offer.recipe if self.offer else ""
        if seen is not None and seen.column.listing.asked.kind == ACTIONS:
            return [each for each in commands.ACTS if each.ACTION_TYPE]
        if "-vod-" in recipe:
            return [commands.ActWatch, commands.ActClick, commands.ActView]
        return [
            each
            for each in commands.ACTS
            if each.ITEM_TYPE and (each is not commands.ActWatch or "-ecomm-" not in recipe)
        ]

    def _key(self, command: type[Command], *, spare: bool = False) -> Word:
        return Word(command.slug(), command.SHORT, key=self.keys.shown(command.slug()), spare=spare)
