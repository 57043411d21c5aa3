"""CompletionScreen: values are offered while one is typed, titles are known, and the last list can be taken."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING
from weakref import WeakSet

from textual import events, on
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import get_current_worker

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.fields import spec_at
from pevents_tui.domain.items import EMPTY, Catalogue
from pevents_tui.domain.path import Path
from pevents_tui.domain.plan import Target
from pevents_tui.ui.commands import completion as commands
from pevents_tui.ui.messages import (
    CatalogueLoaded,
    Edited,
    Inserted,
    LineTyped,
    ListFound,
    ListPasted,
    Suggested,
    SuggestionTaken,
)
from pevents_tui.ui.screens.draft import DraftScreen
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.word_bar import WordBar

if TYPE_CHECKING:
    from pevents_tui.service.hints import Hints
    from pevents_tui.ui.widgets.completion import CompletionList, Typing

_ASK_AFTER_S = 0.08
"""How long typing rests before values are looked for."""
_REST_S = 0.05
"""How long the reading of what older versions kept rests after each step, so that it is felt by nobody."""


class CompletionScreen(DraftScreen):
    """Offers what was sent before and what the catalogue has; nothing of it happens at a key."""

    catalogue: reactive[Catalogue] = reactive(EMPTY, repaint=False)
    """Tells what an id stands for."""

    _completions: CompletionList | None = None
    _asked = 0
    _due_s = 0.0
    _waiting: Timer | None = None
    _quiet: tuple[Widget | None, str | None] = (None, None)
    """The line that offers nothing by itself, and at which text: None at any, since Escape closed its list."""
    _known: tuple[str, Target] | None = None

    @cached_property
    def hints(self) -> Hints:
        """What may be meant."""
        from pevents_tui.service.hints import Hints  # noqa: PLC0415 - not before the first paint

        return Hints(self.workbench)

    def load_hints(self) -> None:
        """Read the catalogue, then what older versions kept, in a worker."""
        kind, target = self._known = (self.draft.kind, self.aim)

        def load() -> None:
            with suppress(PeventsError):  # settings that cannot be read were told at the start
                self.post_message(CatalogueLoaded(kind, self.hints.catalogue(kind, target)))
            worker = get_current_worker()
            while not worker.is_cancelled and self.hints.read_past():
                time.sleep(_REST_S)

        self.run_worker(load, thread=True, group="hints", exclusive=True, exit_on_error=False)

    @on(CatalogueLoaded)
    def _show_titles(self, event: CatalogueLoaded) -> None:
        event.stop()
        if event.kind == self.draft.kind:
            self.catalogue = event.catalogue
        if event.catalogue.notice:
            self.app.notify(event.catalogue.notice, severity="warning", timeout=20)

    def watch_draft(self) -> None:
        """Read the other catalogue where the operation changed."""
        super().watch_draft()
        if self._known is not None and self._known[0] != self.draft.kind:
            self.load_hints()

    # While typing

    @on(Edited)
    @on(LineTyped)
    def _typed(self) -> None:
        """Ask soon: a moment after the last key, by a timer that the keys do not restart."""
        self._due_s = time.monotonic() + _ASK_AFTER_S
        if self._waiting is None:
            self._waiting = self.set_timer(_ASK_AFTER_S, self._ask_when_due)

    def _ask_when_due(self) -> None:
        left_s = self._due_s - time.monotonic()
        self._waiting = self.set_timer(left_s, self._ask_when_due) if left_s > 0 else None
        if self._waiting is None:
            self._look_up()

    @on(commands.Complete)
    def offer_values(self) -> None:
        """Offer values for the focused field, whatever stands in it."""
        if not self._look_up(wanted=True):
            self.app.notify("There is nothing to offer for this field.")

    def _look_up(self, *, wanted: bool = False, first: bool = False) -> bool:
        """Look for values in a worker; whether the focused line can be completed.

        Args:
            wanted: A person asked, so that what is whole already is no reason not to.
            first: Highlight the first one.
        """
        from pevents_tui.ui.widgets.completion import typing_in  # noqa: PLC0415 - on first use

        typing = typing_in(self.focused)
        if typing is None:
            return False
        if not wanted and (not typing.text or self._quiet in {(typing.line, None), (typing.line, typing.text)}):
            self.close_completions()
            return True
        self._asked += 1
        look = partial(self._find_values, self._asked, typing, wanted=wanted, first=first)
        self.run_worker(look, thread=True, group="suggest", exit_on_error=False)
        return True

    def _find_values(self, stamp: int, typing: Typing, *, wanted: bool, first: bool) -> None:
        """Find values, in a worker."""
        listed = self.draft.get(typing.path)
        there = [typing.text, *(listed if isinstance(listed, list) else [])]
        look = partial(self.hints.suggestions, typing.name, draft=self.draft, target=self.aim)
        with suppress(PeventsError):
            found = [each for each in look(text=typing.text) if each.value not in there]
            if wanted and not found and typing.text:
                found = [each for each in look(text="") if each.value not in there]
            self.post_message(Suggested(stamp, typing.line, typing.text, found, wanted=wanted, first=first))

    @on(Suggested)
    def _offer(self, event: Suggested) -> None:
        """Show what was found, unless something else was typed since."""
        event.stop()
        from pevents_tui.ui.widgets.completion import CompletionList, typing_in  # noqa: PLC0415 - on first use

        typing = typing_in(self.focused)
        if event.stamp != self._asked or typing is None or (typing.line, typing.text) != (event.line, event.text):
            return
        if not event.suggestions:
            self.close_completions()
            if event.wanted:
                self.app.notify("Nothing like it was sent before, and no catalogue has it.")
            return
        if self._completions is None:
            self._completions = CompletionList()
            self.mount(self._completions)
        self._follow_scrolling(typing.line)
        self._completions.open(event.suggestions, typing.line.region, self.size)
        if event.first and self._completions.chosen is None:
            self._completions.move(1)

    # With the list

    def on_key(self, event: events.Key) -> None:
        """Keys of the list while it is shown; Down opens it in a line that can be completed."""
        shown = self._completions
        if shown is None or not shown.is_open:
            handled = event.key == "down" and self._look_up(wanted=True, first=True)
        elif event.key in {"down", "up"}:
            shown.move(1 if event.key == "down" else -1)
            handled = True
        elif event.key == "escape":
            self._quiet = (self.focused, None)
            self.close_completions()
            handled = True
        else:
            handled = event.key in {"enter", "tab"} and shown.chosen is not None and self._take(shown.chosen)
            handled = handled and event.key == "enter"  # Tab takes it and goes on
        if handled:
            event.stop()
            event.prevent_default()

    @on(SuggestionTaken)
    def _take_clicked(self, event: SuggestionTaken) -> None:
        event.stop()
        self._take(event.value)

    def _take(self, value: str) -> bool:
        """Put a value where it was asked for; whether there was a line to."""
        from pevents_tui.ui.widgets.completion import put_into, typing_in  # noqa: PLC0415 - on first use

        self.close_completions()
        typing = typing_in(self.focused)
        if typing is None:
            return False
        self._quiet = (typing.line, value)
        if typing.name == "impression":
            there = self.draft.get(typing.path)
            at = len(there) if isinstance(there, list) else 0
            self.post_message(Inserted(typing.path, at, [*typing.before, value]))
            self.post_message(LineTyped(typing.path, ""))
        else:
            put_into(typing.line, value)
        return True

    def close_completions(self) -> None:
        """Offer nothing; an answer that is still to come is dropped."""
        self._asked += 1
        if self._completions is not None and self._completions.is_open:
            self._completions.close()

    def on_descendant_blur(self) -> None:
        """What was offered was for the line that is left."""
        self._quiet = (None, None)
        self.close_completions()

    def on_resize(self) -> None:
        """The line is elsewhere now."""
        self.close_completions()

    def on_screen_suspend(self) -> None:
        """Something else is in front."""
        self.close_completions()

    @cached_property
    def _followed(self) -> WeakSet[Widget]:
        return WeakSet()

    def _follow_scrolling(self, line: Widget) -> None:
        for form in line.ancestors:
            if isinstance(form, Form) and form not in self._followed:
                self._followed.add(form)
                self.watch(form, "scroll_y", self.close_completions, init=False)

    # Lists that were shown

    @on(commands.TakeLastList)
    def take_last_list(self) -> None:
        """Find the last list in a worker, then take it as impressions."""
        path, draft, target = (self.draft.spec.rows, self.row, "impression"), self.draft, self.aim

        def find() -> None:
            found = self.hints.last_list(draft, target)
            self.post_message(ListFound(path, found.ids if found else (), found.told if found else ""))

        self.run_worker(find, thread=True, group="list", exit_on_error=False)

    @on(ListFound)
    def _take_list(self, event: ListFound) -> None:
        event.stop()
        if event.ids:
            self._put_list(event.path, event.ids, f"Took {event.told}")
        else:
            self.app.notify("There is no list yet: paste an answer of GetRecommendations where impressions are added.")

    @on(ListPasted)
    def _keep_list(self, event: ListPasted) -> None:
        event.stop()
        recommended, kind = event.recommended, self.draft.kind
        named = f" {recommended.recommendation_id}" if recommended.recommendation_id else ""
        self._put_list(event.path, recommended.ids, f"Took the recommendation list{named}")

        def keep() -> None:
            try:
                self.hints.keep_list(kind, recommended)
            except PeventsError as error:
                self.app.notify(str(error), severity="error")

        self.run_worker(keep, thread=True, group="list", exit_on_error=False)

    def _put_list(self, path: Path, ids: tuple[str, ...], told: str) -> None:
        """A list in place of the impressions, as much of it as the service takes, undoably."""
        spec = spec_at(self.draft.kind, path)
        most = spec.most if spec and spec.most else len(ids)
        count = f"{len(ids)} IDs" if len(ids) <= most else f"the first {most} of {len(ids):,} IDs"
        self.change(self.draft.put(path, list(ids[:most])))
        self.app.notify(f"{told}: {count}. Ctrl+Z brings back what was there.")

    @on(WordBar.Picked, "#impression-words")
    def _pick_word(self, event: WordBar.Picked) -> None:
        event.stop()
        self.action_command(event.name)

    def action_command(self, name: str) -> None:
        """Run a command by its name."""
        raise NotImplementedError
