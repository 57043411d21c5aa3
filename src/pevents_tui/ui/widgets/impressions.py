"""ImpressionEditor: the ids that were shown, in order, with their titles; what stands twice is pointed out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive

from pevents_tui.domain.items import EMPTY, Catalogue
from pevents_tui.domain.recommended import read_recommended
from pevents_tui.domain.report import Problem
from pevents_tui.domain.visible import visible
from pevents_tui.ui.messages import Inserted, ListPasted, Moved, Removed
from pevents_tui.ui.widgets.entry_editor import EntryEditor
from pevents_tui.ui.widgets.entry_list import MOST_ENTRIES, AddLine, EntryList
from pevents_tui.ui.widgets.values import clipped, shown, split_ids
from pevents_tui.ui.widgets.word_bar import Word, WordBar

_LABEL = "$foreground-muted"
_TWICE = "shown-twice"
_TIMES = {2: "twice", 3: "three times"}
_WORDS = (
    Word("take_last_list", "last list", "$accent"),
    Word("remove", "remove"),
    Word("up", "up"),
    Word("down", "down"),
    Word("clear", "clear"),
    Word("undo", "undo"),
)


class ImpressionEditor(EntryEditor):
    """The ids that were shown, in order."""

    PLACEHOLDER = "add an ID, or paste several"

    catalogue: reactive[Catalogue] = reactive(EMPTY, repaint=False)
    """Tells what an id stands for."""

    _listed: tuple[Any, Catalogue, list[Content]] = (None, EMPTY, [])
    _repeated: tuple[Any, str] = (None, "")

    def compose(self) -> ComposeResult:
        """The list, the line, and words to click."""
        yield from super().compose()
        yield WordBar(_WORDS, id="impression-words", least_gap=1)

    def watch_catalogue(self) -> None:
        """Show the titles."""
        self.show_anew()

    def entries(self) -> list[Content]:
        """The ids with their rank and title, and where they stand too; a value of another type as it is."""
        value, titles = self.value, self.catalogue
        # Drafts share what did not change: a key in another field finds the very same list here.
        if value is not self._listed[0] or titles is not self._listed[1]:
            self._listed = (value, titles, list(self._entries(value)))
        return self._listed[2]

    def count(self) -> str:
        """Ids of the most allowed, and the first that stands more than once."""
        whole = self.whole
        ids = whole if isinstance(whole, list) else []
        if whole is not self._repeated[0]:
            self._repeated = (whole, _repeated(ids))
        return f"{len(ids)} of {self.spec.most}{self._repeated[1]}"

    def told(self, problems: tuple[Problem, ...]) -> str:
        """The worst of the problems; what stands twice is told with the count."""
        return self.count() if problems and problems[0].rule == _TWICE else super().told(problems)

    def _entries(self, value: Any) -> Iterator[Content]:
        if isinstance(value, list):
            first: dict[str, int] = {}
            for rank, each in enumerate(value[:MOST_ENTRIES], 1):
                yield self._entry(rank, each, first)
        elif value is not None:
            yield _plain(f"not a list: {shown(value)}")

    def _entry(self, rank: int, value: Any, first: dict[str, int]) -> Content:
        name = shown(value)
        line = _plain(f"{rank:>2}  {name}")
        if title := self.catalogue.title(value):
            line += Content.styled(f"  {visible(clipped(title))}", _LABEL)
        if (before := first.setdefault(name, rank)) != rank:
            line += Content.styled(f"  also {before}", "$warning")
        return line

    @on(AddLine.Pasted)
    def _add_many(self, event: AddLine.Pasted) -> None:
        event.stop()
        if (recommended := read_recommended(event.text)) is not None:
            self.post_message(ListPasted(self.path, recommended))
        else:
            self._insert(split_ids(event.text, blanks=True))

    @on(WordBar.Picked)
    def _pick(self, event: WordBar.Picked) -> None:
        """Do to the highlighted entry, or to the list, what was clicked; the screen does the rest."""
        listing = self.query_one(EntryList)
        if event.name in {"up", "down", "remove"}:
            event.stop()
            if listing.highlighted is None:
                self.say("choose one of the list first")
            elif event.name == "remove":
                listing.action_take()
            else:
                listing.action_shift(1 if event.name == "down" else -1)
        elif event.name == "clear":
            event.stop()
            listing.action_clear()

    @on(EntryList.Taken)
    def _take(self, event: EntryList.Taken) -> None:
        event.stop()
        whole = event.index is None or not isinstance(self.value, list)
        self.post_message(Removed(self.path if whole or event.index is None else (*self.path, event.index)))

    @on(EntryList.Shifted)
    def _shift(self, event: EntryList.Shifted) -> None:
        event.stop()
        to = event.index + event.by
        if isinstance(self.value, list) and 0 <= to < len(self.value):
            self.post_message(Moved((*self.path, event.index), to))
            self.query_one(EntryList).highlighted = to

    def _insert(self, ids: list[str]) -> None:
        if ids:
            self.post_message(Inserted(self.path, len(self.value) if isinstance(self.value, list) else 0, ids))


def _plain(text: str) -> Content:
    return Content(visible(clipped(text)))


def _repeated(ids: list[Any]) -> str:
    """What stands more than once, the first of it by name."""
    times: dict[str, int] = {}
    for each in ids[:MOST_ENTRIES]:
        name = shown(each)
        times[name] = times.get(name, 0) + 1
    again = [(name, count) for name, count in times.items() if count > 1]
    if not again:
        return ""
    (name, count), *others = again
    more = f" and {len(others)} more" if others else ""
    return f", {clipped(name, 40)} {_TIMES.get(count, f'{count} times')}{more}"
