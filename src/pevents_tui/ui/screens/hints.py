"""HintsScreen: items have titles, and the recommendation list that came here last can be taken as impressions."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on
from textual.reactive import reactive
from textual.worker import get_current_worker

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.fields import spec_at
from pevents_tui.domain.items import EMPTY, Catalogue
from pevents_tui.domain.path import Path
from pevents_tui.domain.plan import Target
from pevents_tui.ui.arrivals import CatalogueLoaded, ListFound
from pevents_tui.ui.commands import completion as commands
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import ListPasted
from pevents_tui.ui.screens.draft import DraftScreen
from pevents_tui.ui.widgets.word_bar import WordBar

if TYPE_CHECKING:
    from pevents_tui.service.hints import Hints

_REST_S = 0.05
"""How long the reading of what older versions kept rests after each step, so that it is felt by nobody."""


class HintsScreen(DraftScreen):
    """Knows the catalogue of the target, and the list that was shown last."""

    catalogue: reactive[Catalogue] = reactive(EMPTY, repaint=False)
    """Tells what an id stands for."""

    @property
    def known_items(self) -> Catalogue:
        """The items that are known where the draft goes, as far as they are read."""
        return self.catalogue

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
            for calls in self.query("CallList"):
                calls.refresh()
            if "{{" in str(self.draft.body):
                self.sources_changed()
                self.watch_lines()
        if event.catalogue.notice:
            self.app.notify(event.catalogue.notice, severity="warning", timeout=20)

    def title_of(self, item: str) -> str:
        """What an item stands for, empty where the catalogue does not know."""
        return self.catalogue.title(item)

    def watch_draft(self) -> None:
        """Read the other catalogue where the operation changed."""
        super().watch_draft()
        if self._known is not None and self._known[0] != self.draft.kind:
            self.load_hints()

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
        self.app.notify(f"{told}: {count}. {keys_of(self).spelled('undo')} brings back what was there.")

    @on(WordBar.Picked, "#impression-words")
    def _pick_word(self, event: WordBar.Picked) -> None:
        event.stop()
        self.action_command(event.name)

    def action_command(self, name: str) -> None:
        """Run a command by its name."""
        raise NotImplementedError
