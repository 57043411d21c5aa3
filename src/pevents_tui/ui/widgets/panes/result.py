"""ResultPane: how the last send ended, or the call chosen in the history; it stays until something takes its place."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList

from pevents_tui.domain.outcome import Record
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import SteppedTo
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.panes.request import LABEL
from pevents_tui.ui.widgets.panes.told import call_line, record_lines, text_lines
from pevents_tui.ui.widgets.word_bar import Word, WordBar


class ResultPane(Vertical):
    """What came back: one call whole, and where a send made several, the list of them to step through.

    Args:
        words: What can be done about a result, as words to click.
    """

    DEFAULT_CSS = """
    ResultPane { height: 1fr; }
    ResultPane LinesView { height: 1fr; }
    ResultPane OptionList {
        height: auto; max-height: 6; border: none; padding: 0 1; background: $surface; margin: 0 0 1 0;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    ResultPane OptionList:focus { border: none; background: $panel; background-tint: transparent; }
    """

    def __init__(self, words: tuple[Word, ...] = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._words = words
        self._view = LinesView()
        self._records: tuple[Record, ...] = ()
        self._at = 0
        self._failure: str | None = None

    def compose(self) -> ComposeResult:
        """The text; the list of calls and the words come with the first result that has them."""
        yield self._view

    @property
    def text(self) -> str:
        """All that is said of the call that is shown."""
        return self._view.text

    def show_nothing(self) -> None:
        """Say what this pane is for."""
        told = f"Nothing sent yet. {keys_of(self).spelled('send')} sends the request; what comes back stands here."
        self._begin(())
        self._view.show([Content.styled(told, LABEL)])

    def show_sending(self, calls: int, done: int, elapsed_s: float) -> None:
        """Say that a send is under way.

        Args:
            calls: How many there are to make.
            done: How many of them ended.
            elapsed_s: Since the send began.
        """
        of = f", {done} of {calls} calls" if calls > 1 else ""
        cancels = keys_of(self).spelled("cancel_send")
        told = f"{cancels} cancels: the connection is cut at once, nothing further leaves."
        if self._records or self._failure is not None:
            self._begin(())
        head = Content.styled(f"sending{of}  {elapsed_s:.1f} s", "bold $primary")
        self._view.show([head, Content(""), Content.styled(told, LABEL)])

    def show_failure(self, sentence: str) -> None:
        """Say what kept a send from beginning.

        Args:
            sentence: From anywhere.
        """
        self._begin((), sentence)
        self._view.show([Content.styled("not sent", "bold $error"), *text_lines(sentence)])

    def show_records(self, records: Sequence[Record], at: int = 0, failure: str | None = None) -> None:
        """Show the calls of a send and how they ended, one of them whole.

        Args:
            records: One or more.
            at: Which one is shown whole.
            failure: What kept the send from going on after the last one.
        """
        self._begin(tuple(records), failure)
        self._show(at)
        if len(records) > 1:
            self._list_calls()

    def step(self, by: int) -> None:
        """Show another call of the send.

        Args:
            by: How many further; less than 0 goes back.
        """
        at = max(0, min(self._at + by, len(self._records) - 1))
        if self._records and at != self._at:
            for listing in self.query(OptionList):
                listing.highlighted = at
            self._turn_to(at)

    @on(OptionList.OptionHighlighted)
    def _follow(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._turn_to(event.option_index)

    @on(OptionList.OptionSelected)
    def _keep(self, event: OptionList.OptionSelected) -> None:
        event.stop()

    def _turn_to(self, at: int) -> None:
        if at != self._at and at < len(self._records):
            self._show(at)
            self.post_message(SteppedTo(self._records[at]))

    def _begin(self, records: tuple[Record, ...], failure: str | None = None) -> None:
        """Take other calls, and show their list and the words only where there is something in them."""
        self._records, self._failure = records, failure
        for listing in self.query(OptionList):
            listing.display = len(records) > 1
        known = records or failure is not None
        bars = self.query(WordBar)
        if known and not bars and self._words:
            self.mount(WordBar(self._words, id="result-words", gap=1))
        for bar in bars:
            bar.display = bool(known)

    def _show(self, at: int) -> None:
        self._at = at
        record = self._records[at]
        last = at == len(self._records) - 1
        self._view.show(record_lines(record, self._failure if last else None))
        self._view.scroll_home(animate=False)

    def _list_calls(self) -> None:
        listing = next(iter(self.query(OptionList)), None)
        if listing is None:
            listing = OptionList(id="calls", markup=False, compact=True)
            self.mount(listing, before=self._view)
        with self.prevent(OptionList.OptionHighlighted):
            listing.clear_options()
            listing.add_options([call_line(number, record) for number, record in enumerate(self._records, 1)])
            listing.highlighted = self._at
