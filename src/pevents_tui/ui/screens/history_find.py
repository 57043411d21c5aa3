"""HistoryFind: the line that finds calls, and what its last word may become."""

from __future__ import annotations

from textual import events, on
from textual.widgets import Input

from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.kinds import KINDS
from pevents_tui.service.history import Filter
from pevents_tui.service.history.finding import KEYS, OUTCOMES, SPANS, quoted, read_find, word_at_end
from pevents_tui.ui.commands import history_calls as commands
from pevents_tui.ui.screens.history_carry import HistoryCarry
from pevents_tui.ui.screens.history_source import HistorySource
from pevents_tui.ui.widgets.word_bar import Word, WordBar

_MOST_OFFERED = 8


class HistoryFind(HistoryCarry):
    """What is looked for, as it is typed."""

    def count_soon(self) -> None:
        """Count when typing rests."""
        raise NotImplementedError

    def show_soon(self) -> None:
        """Show the call under the cursor in full when the cursor rests."""
        raise NotImplementedError

    @property
    def where(self) -> Filter:
        """What is looked for now."""
        return self.read(self.query_one("#find", Input).value)

    @on(commands.FindCalls)
    def find(self) -> None:
        """Go to the line."""
        self.query_one("#find").focus()

    @on(Input.Changed, "#find")
    def _look(self, event: Input.Changed) -> None:
        event.stop()
        self.calls.show_source(HistorySource(self.workbench, self.read(event.value)), empty=self.empty(event.value))
        self.offer()
        self.count_soon()
        self.show_soon()

    @on(Input.Submitted, "#find")
    def _to_list(self, event: Input.Submitted) -> None:
        event.stop()
        self.calls.focus()

    def on_key(self, event: events.Key) -> None:
        """Tab in the line takes the first word that is offered; down goes to the calls."""
        if self.focused is not self.query_one("#find"):
            return
        offered = self.query_one("#offered", WordBar).shown
        if event.key == "tab" and word_at_end(self.query_one("#find", Input).value)[1:] != (None, "") and offered:
            event.stop()
            event.prevent_default()
            self._take(offered[0].name)
        elif event.key == "down":
            event.stop()
            self.calls.focus()

    @on(WordBar.Picked, "#offered")
    def _pick_word(self, event: WordBar.Picked) -> None:
        event.stop()
        self._take(event.name)

    def _take(self, word: str) -> None:
        if not word:
            return
        line = self.query_one("#find", Input)
        before, _, _ = word_at_end(line.value)
        line.value = before + word
        line.cursor_position = len(line.value)
        line.focus()

    def read(self, text: str) -> Filter:
        """The filter that a line means."""
        return read_find(text, self.workbench.now_s()).where

    def offer(self) -> None:
        """Show what the last word may become, or what is wrong with the line."""
        text = self.query_one("#find", Input).value
        _, key, typed = word_at_end(text)
        words = [Word(word, word.strip(), "$text-accent") for word in self._offered(key, typed)]
        faults = read_find(text, self.workbench.now_s()).faults
        if faults and not words:
            words = [Word("", fault, "$text-warning") for fault in faults]
        self.query_one("#offered", WordBar).show(tuple(words))

    def _offered(self, key: str | None, typed: str) -> list[str]:
        if key is None:
            return [f"{each}:" for each in KEYS if each.startswith(typed.lower())]
        if key == "outcome":
            values = [each for each in OUTCOMES if each.startswith(typed.lower())]
        elif key in {"since", "until"}:
            values = [each for each in SPANS if each.startswith(typed.lower())]
        elif key == "kind":
            values = [each for each in KINDS if each.startswith(typed.lower())]
        else:
            try:
                values = self.workbench.history.completions(key, typed, _MOST_OFFERED)
            except HistoryError:
                values = []
        return [f"{key}:{quoted(value)} " for value in values if value != typed]

    def empty(self, wanted: str) -> str:
        """What stands in a list without a call."""
        return "No call in the history has that. Clear the line to see all." if wanted.strip() else "Nothing sent yet."
