"""HistoryScreen: the history whole: a line that finds, the calls, one of them in full, and what is done with them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import HistoryError
from pevents_tui.service import Workbench
from pevents_tui.service.history import Filter
from pevents_tui.ui.about import PLACES
from pevents_tui.ui.commands import history_calls as commands
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.keys import Keys
from pevents_tui.ui.screens.history_deeds import MOST_MARKED
from pevents_tui.ui.screens.history_find import HistoryFind
from pevents_tui.ui.screens.history_source import HistorySource
from pevents_tui.ui.widgets.call_line import MARKS
from pevents_tui.ui.widgets.call_list import CallList
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.panes.told import record_lines
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.word_bar import Word, WordBar

_REST_S = 0.12
"""How long typing rests before the calls are counted by how they ended."""
_DETAIL_S = 0.03
_LOOK_S = 1.0
"""How often it is looked whether anybody wrote to the history."""
_MOST_COUNTED = 10_000


class Counted(Message):
    """The calls of a filter were counted.

    Attributes:
        where: The filter.
        tally: How many ended how.
        size_bytes: What the history takes on disk.
    """

    def __init__(self, where: Filter, tally: dict[str, int], size_bytes: int) -> None:
        super().__init__()
        self.where = where
        self.tally = tally
        self.size_bytes = size_bytes


class HistoryScreen(HistoryFind):
    """The calls that were made; gives a `Wish` to the screen behind, or None.

    Args:
        workbench: The door to the history.
        draft: What is being written, to tell calls apart from; None where it cannot be filled.
        find: What is looked for at first.
    """

    CSS_PATH = "history.tcss"
    AUTO_FOCUS = "CallList"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding for command in commands.HISTORY_COMMANDS for binding in command.bindings()
    ]
    COMMANDS_BY_NAME: ClassVar[dict[str, type[Command]]] = {each.slug(): each for each in commands.HISTORY_COMMANDS}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's form

    _seen: int | None = None
    _rest: Timer | None = None
    _detail: Timer | None = None

    def __init__(self, workbench: Workbench, draft: Draft | None = None, find: str = "") -> None:
        super().__init__(workbench, draft)
        self._find = find

    def compose(self) -> ComposeResult:
        """How many there are, the line, what it may be completed by, the calls and the one in full, the keys."""
        yield Static(Content("History"), id="tally")
        yield SteadyInput(self._find, placeholder="find: user:qa-ana outcome:failed since:1h, or any text", id="find")
        yield WordBar(id="offered", gap=2)
        with Horizontal(id="body"):
            yield CallList(
                HistorySource(self.workbench, self.read(self._find)),
                empty=self.empty(self._find),
                now=lambda: datetime.fromtimestamp(self.workbench.now_s(), UTC),
                markable=True,
            )
            yield LinesView(id="detail")
        shown = (each for each in commands.HISTORY_COMMANDS if each.SHORT)
        keys = tuple(Word(each.slug(), each.SHORT, key=each.SHOWN_KEY) for each in shown)
        yield WordBar(keys, id="keys", gap=2, least_gap=1, kept=1)

    def on_mount(self) -> None:
        """Count, and show the newest call in full."""
        self.offer()
        self.changed()
        self.set_interval(_LOOK_S, self._look_again)

    def changed(self) -> None:
        """Show what is in the history now."""
        self.calls.reload()
        self.count_soon()
        self.show_soon()

    def _look_again(self) -> None:
        """Show what other programs did to the history, or a send that goes on."""
        try:
            seen, self._seen = self._seen, self.workbench.history.changes()
        except HistoryError:
            return  # it is told when something is done
        if self._seen != seen:
            self.changed()

    def show_marks(self) -> None:
        """Show how many are marked."""
        count = len(self.calls.marked)
        self.calls.border_subtitle = Content(f"{count:,} marked") if count else Content("")

    def action_command(self, name: str) -> None:
        """Run a command by its name."""
        self.post_message(self.COMMANDS_BY_NAME[name]())

    @on(WordBar.Picked, "#keys")
    def _pick_key(self, event: WordBar.Picked) -> None:
        event.stop()
        self.action_command(event.name)

    @on(commands.HistoryHelp)
    def help(self) -> None:
        """Explain the words that find calls, and the keys."""
        from pevents_tui.ui.screens.help import HelpScreen, keys_page, place_page  # noqa: PLC0415 - on first use

        keys = Keys(commands.HISTORY_COMMANDS)
        page = keys_page(commands.HISTORY_COMMANDS, keys, HelpScreen.width(self.size.width))
        self.ask(HelpScreen(place_page(PLACES["find"]), page))

    # Counting

    def count_soon(self) -> None:
        """Count when typing rests."""
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_REST_S, self._count)

    def _count(self) -> None:
        where, history = self.where, self.workbench.history

        def count() -> None:
            try:
                self.post_message(Counted(where, history.tally(where, most=_MOST_COUNTED), history.size_bytes))
            except HistoryError as error:
                self.app.notify(str(error), severity="error")

        self.run_worker(count, thread=True, exclusive=True, group="tally", exit_on_error=False)

    @on(Counted)
    def _show_tally(self, event: Counted) -> None:
        event.stop()
        told = [f"{MARKS[word]} {_number(count)} {word}" for word, count in event.tally.items()]
        is_part = not event.where.is_empty and sum(event.tally.values()) >= _MOST_COUNTED
        newest = [f"of the newest {_MOST_COUNTED:,}"] if is_part else []
        parts = ["History", *newest, *(told or ["no call"]), f"{event.size_bytes / 2**20:.1f} MiB"]
        self.query_one("#tally", Static).update(Content(" · ".join(parts)))

    # One call in full

    def show_soon(self) -> None:
        """Show the call under the cursor in full when the cursor rests."""
        if self._detail is not None:
            self._detail.stop()
        self._detail = self.set_timer(_DETAIL_S, self._show_detail)

    def on_call_list_highlighted(self, event: CallList.Highlighted) -> None:
        """Show the call in full."""
        event.stop()
        self.show_soon()

    def on_call_list_marked(self, event: CallList.Marked) -> None:
        """Show how many are marked."""
        event.stop()
        self.show_marks()

    def on_call_list_chosen(self, event: CallList.Chosen) -> None:
        """Go back to the form with the call beside it."""
        event.stop()
        self.show_call()

    @on(commands.MarkCall)
    def mark(self) -> None:
        """Mark the call under the cursor."""
        self.calls.action_mark()

    @on(commands.MarkAll)
    def mark_all(self) -> None:
        """Mark all that are listed, or none."""
        if self.calls.marked:
            self.calls.marked.clear()
        else:
            self.calls.marked.update(dict.fromkeys(self.numbers_found(self.where)))
            if self.calls.total > MOST_MARKED:
                self.app.notify(f"The newest {MOST_MARKED:,} are marked.")
        self.calls.refresh()
        self.show_marks()

    @on(commands.NextFailure)
    def next_failure(self) -> None:
        """Go down to the next call that was not accepted."""
        line, history = self.calls.line, self.workbench.history
        try:
            found = history.next_failure(self.where, before=line.id if line else None)
            most = None if self.where.is_empty else self.calls.total
            row = None if found is None else history.position(found.id, self.where, most=most)
        except HistoryError as error:
            self.app.notify(str(error), severity="error")
            return
        if found is None or row is None:
            self.app.notify("No failure further down.")
        elif row >= self.calls.total:
            self.app.notify(f"The next failure is call {found.id}, further down than is listed: narrow what is found.")
        else:
            self.calls.focus()
            self.calls.go_to_line(found.id, row)

    def _show_detail(self) -> None:
        view, line = self.query_one("#detail", LinesView), self.calls.line
        if not view.display:
            return
        record = None if line is None else self.record(line.id)
        view.show([] if record is None else record_lines(record))
        view.scroll_home(animate=False)


def _number(count: int) -> str:
    return f"{count:,}+" if count == _MOST_COUNTED else f"{count:,}"
