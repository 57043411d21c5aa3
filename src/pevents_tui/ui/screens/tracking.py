"""TrackingScreen: which tracker the draft goes to, and how another one is picked."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from textual import on

from pevents_tui.domain.plan import Target
from pevents_tui.ui.arrivals import NamesLoaded
from pevents_tui.ui.commands import trackers as commands
from pevents_tui.ui.screens.draft import DraftScreen
from pevents_tui.ui.screens.schema import SchemaWanted

if TYPE_CHECKING:
    from pevents_tui.ui.screens.trackers import Picked


class TrackingScreen(DraftScreen):
    """Picks a tracker of the target's account."""

    def load_names(self) -> None:
        """Know the names of the trackers that were found in this account before."""
        target = self.aim
        if not self.workbench.paths.catalogues.is_dir():
            return

        def load() -> None:
            from pevents_tui.service.catalogue import Catalogue  # noqa: PLC0415 - not before the first paint

            kept = Catalogue(self.workbench).remembered(target)
            if kept is not None:
                self.post_message(
                    NamesLoaded({each.tracking_id: each.name for each in kept.trackers if each.tracking_id})
                )

        Thread(target=load, name="names", daemon=True).start()

    @on(NamesLoaded)
    def _take_names(self, event: NamesLoaded) -> None:
        event.stop()
        self.tracker_names = {**self.tracker_names, **event.names}

    @on(commands.PickTracker)
    def pick_tracker(self) -> None:
        """Show the account's trackers, and go on with the one that is picked."""
        from pevents_tui.service.catalogue import Catalogue  # noqa: PLC0415 - not before the first paint
        from pevents_tui.ui.screens.trackers import TrackerScreen  # noqa: PLC0415 - the same

        self.app.push_screen(TrackerScreen(Catalogue(self.workbench), self.aim, self.draft.kind), self._take_tracker)

    def preview(self) -> None:
        """Show the request and what is wrong with it."""
        raise NotImplementedError

    def _turn_to(self, target: Target) -> None:
        self.target = target
        if self.report is not None:
            self.prepare()
            self.preview()

    def _take_tracker(self, picked: Picked | None) -> None:
        if picked is None:
            return
        tracker = picked.tracker
        if tracker is not None:
            self.tracker_names = {**self.tracker_names, picked.tracking_id: tracker.name}
        target = self.aim.aimed_at(picked.tracking_id, tracker.region if tracker else None)
        if self.draft.body.get("trackingId") not in {None, "", picked.tracking_id}:
            self.change(self.draft.put(("trackingId",), picked.tracking_id))  # the draft's own would win
        self._turn_to(target)
        Thread(target=lambda: self.workbench.warm(target), name="warm", daemon=True).start()
        self.load_names()
        named = f"{tracker.name}, {tracker.group}" if tracker else picked.tracking_id
        self.app.notify(f"Sending to {named} from now on, as {target.policy}.")
        if tracker is not None and tracker.kind == self.draft.kind:
            self.post_message(SchemaWanted())
