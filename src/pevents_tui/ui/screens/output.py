"""OutputScreen: the request as it will go out, what came back, and what is wrong, as tabs of one pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.timer import Timer

from pevents_tui.ui.commands.compose import SendAgain, SendAsNew
from pevents_tui.ui.commands.result import DismissResult, NextCall, PreviousCall
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import SteppedTo
from pevents_tui.ui.screens.sending import SendingScreen
from pevents_tui.ui.widgets.word_bar import Word, WordBar

if TYPE_CHECKING:
    from textual.widgets import ContentSwitcher

    from pevents_tui.domain.outcome import Record
    from pevents_tui.ui.widgets.panes import ProblemList, RequestPane, ResultPane

_PREVIEW_AFTER_S = 0.05
_WORDS = {SendAgain: "Again", SendAsNew: "As new", DismissResult: "Dismiss"}
"""What can be done about a result, with the words to click."""


class OutputScreen(SendingScreen):
    """What stands right of the form."""

    TABS: ClassVar[tuple[str, ...]] = ("request", "result", "problems")
    _preview_timer: Timer | None = None
    _shown_pane: ContentSwitcher
    _request: RequestPane
    _result: ResultPane
    _problems: ProblemList

    def fill_output(self) -> None:
        """The tabs, and one pane for each; they load behind the first paint."""
        from textual.widgets import ContentSwitcher  # noqa: PLC0415 - loads behind the first paint

        from pevents_tui.ui.widgets.panes import ProblemList, RequestPane, ResultPane  # noqa: PLC0415 - the same

        words = tuple(Word(each.slug(), text, key=keys_of(self).label(each.slug())) for each, text in _WORDS.items())
        self._request, self._problems = RequestPane(id="request"), ProblemList(id="problems")
        self._result = ResultPane(words, id="result")
        self._shown_pane = ContentSwitcher(self._request, self._result, self._problems, initial="request")
        self.query_one("#output").mount(WordBar(id="tabs", least_gap=1), self._shown_pane)
        self._request.show_nothing()
        self._result.show_nothing()
        self.call_after_refresh(self.show_tabs)

    @property
    def has_output(self) -> bool:
        """Whether the panes are there by now."""
        return bool(self.query("#problems"))

    def preview_soon(self) -> None:
        """Show the request when typing rests."""
        if self._preview_timer is not None:
            self._preview_timer.stop()
        self._preview_timer = self.set_timer(_PREVIEW_AFTER_S, self.preview)

    def preview(self) -> None:
        """Show the request and what is wrong with it."""
        self.settle()
        if self.report is None or not self.has_output:
            return
        self._request.show_plan(self.plan, self.filled.body if self.filled is not None else {}, self.resolved)
        if self._shown_pane.current == "problems":
            self._problems.show_report(self.report, self.json_shown())
        self.show_tabs()

    def show_tabs(self) -> None:
        """Show which tab it is, how the last send ended, and how many problems there are."""

        from pevents_tui.domain.outcome import NotSent  # noqa: PLC0415 - it is loaded by now
        from pevents_tui.ui.widgets.panes import WORD_STYLES  # noqa: PLC0415 - the same

        current = self._shown_pane.current or self.TABS[0]  # none until it is mounted
        problems = len(self.report.problems) if self.report else 0
        words = []
        for name in self.TABS:
            text, style = name.capitalize(), ""
            if name == "result" and self.shown is not None and not self.sending:
                text, style = f"{text} · {self.shown.word}", WORD_STYLES[self.shown.word]
            elif name == "result" and self.failed:
                text, style = f"{text} · {NotSent.word}", WORD_STYLES[NotSent.word]
            elif name == "problems" and problems:
                text, style = f"{text} {problems}", "bold $error" if self.report and self.report.blocking else "$accent"
            words.append(Word(name, text, "bold $primary underline" if name == current else style))
        self.query_one("#tabs", WordBar).show(tuple(words))

    @on(WordBar.Picked, "#tabs")
    def _pick_tab(self, event: WordBar.Picked) -> None:
        event.stop()
        self.show_tab(event.name)

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front.

        Args:
            name: One of `TABS`.
        """
        if not self.has_output:
            return
        if name == "problems" and self.report is not None:
            self._problems.show_report(self.report, self.json_shown())
        self._shown_pane.current = name
        self.show_tabs()

    def show_running(self, calls: int, done: int, elapsed_s: float) -> None:
        """Show that a send is under way."""
        self._result.show_sending(calls, done, elapsed_s)

    def show_records(self, records: Sequence[Record], at: int = 0, failure: str | None = None) -> None:
        """Show how the calls of a send ended, one of them whole.

        Args:
            records: One or more.
            at: Which one is shown whole.
            failure: What kept the send from going on.
        """
        self.shown = self.last = records[at]
        self.failed = False
        self._result.show_records(records, at, failure)
        self.show_result()

    @on(SteppedTo)
    def _step_to(self, event: SteppedTo) -> None:
        event.stop()
        self.shown = self.last = event.record
        self.show_tabs()

    @on(NextCall)
    def next_call(self) -> None:
        """Show the next call of the send."""
        self._turn_result(1)

    @on(PreviousCall)
    def previous_call(self) -> None:
        """Show the call before."""
        self._turn_result(-1)

    def _turn_result(self, by: int) -> None:
        if self.has_output:
            self.show_tab("result")
            self._result.step(by)

    @on(DismissResult)
    def dismiss_result(self) -> None:
        """Put the result away."""
        if self.has_output and not self.sending:
            self.shown, self.failed = None, False
            self._result.show_nothing()
            self.show_tab("request")

    @on(WordBar.Picked, "#result-words")
    def _pick_result_word(self, event: WordBar.Picked) -> None:
        event.stop()
        self.post_message({each.slug(): each for each in _WORDS}[event.name]())

    def show_failure(self, sentence: str) -> None:
        """Show what kept a send from beginning."""
        self.failed = True
        self._result.show_failure(sentence)
        self.show_result()
