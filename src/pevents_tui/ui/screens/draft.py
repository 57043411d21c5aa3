"""DraftScreen: the state of composing: the draft, what is wrong with it, the calls it makes, and how it changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from threading import Lock

from textual import on
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.fields import spec_at
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.path import Path
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.domain.report import Report
from pevents_tui.service import Workbench
from pevents_tui.ui.messages import Edited, Inserted, LineEntered, LineTyped, Moved, Removed
from pevents_tui.ui.undo import Timeline
from pevents_tui.ui.widgets.values import with_line

_KEEP_AFTER_S = 0.4
"""How long a draft rests before it is kept."""


class DraftScreen(Screen[None]):
    """The draft and what follows from it; the one place where it changes.

    Args:
        workbench: The door to everything outside.
        target: Where the draft goes.
        draft: What to begin with.
    """

    draft: reactive[Draft] = reactive(Draft.blank("put-events"), init=False, always_update=True, repaint=False)
    """What is being written: the state of everything shown."""
    filled: reactive[Draft | None] = reactive(None, repaint=False)
    """The same with ids and times as they would be sent now."""
    report: reactive[Report | None] = reactive(None, repaint=False)
    """What is wrong with it."""
    target: reactive[Target | None] = reactive(None, repaint=False)
    """Where it goes."""
    lines: reactive[Mapping[Path, str]] = reactive(dict, init=False, repaint=False)
    """What stands in lines to add with, by the path of their list; it counts as added wherever it can be read."""
    row: reactive[int] = reactive(0, repaint=False)
    """Which row of the call is shown."""
    sending: reactive[bool] = reactive(False, repaint=False)
    """Whether a send is under way."""

    def __init__(self, workbench: Workbench, target: Target, draft: Draft) -> None:
        super().__init__()
        self.workbench = workbench
        self.plan: Plan | None = None
        self._timeline = Timeline()
        self._spare_ids: list[str] = []
        self._spent_ids: set[str] = set()
        self._keep_timer: Timer | None = None
        self._keeping = Lock()
        self.set_reactive(DraftScreen.target, target)
        self.set_reactive(DraftScreen.draft, self._with_ids(draft))
        self._checking = False
        self._unsettled = False
        self._memory = RowMemory()

    @property
    def aim(self) -> Target:
        """Where the draft goes."""
        assert self.target is not None  # noqa: S101 - set before anything runs
        return self.target

    def spare_id(self, index: int) -> str:
        """The event id for a row whose own was cleared: the same at every keystroke in its fields."""
        while len(self._spare_ids) <= index:
            self._spare_ids.append(self.workbench.new_id())
        return self._spare_ids[index]

    @property
    def whole(self) -> Draft:
        """The draft with what stands in lines to add with."""
        draft = self.draft
        for path, text in self.lines.items():
            if spec := spec_at(draft.kind, path):
                draft = draft.put(path, with_line(spec.form, draft.get(path), text)[0])
        return draft

    def take_lines(self) -> Path | None:
        """Take what stands in lines to add with into the draft; where one stands that cannot be read, None for none."""
        whole, draft = self.whole, self.draft
        specs = {path: spec_at(draft.kind, path) for path in self.lines}
        left = {
            path: text
            for path, text in self.lines.items()
            if (spec := specs[path]) and not with_line(spec.form, draft.get(path), text)[1]
        }
        self.lines = left
        self.change(whole)
        return next(iter(left), None)

    def load(self, draft: Draft) -> None:
        """Begin with another draft; the one before, all that was typed included, is an undo away."""
        self.take_lines()
        self.lines = {}
        self.row = 0
        self.change(self._with_ids(draft))

    def begin_checking(self) -> None:
        """Check the draft from now on: the rules, which load after the first paint, are there."""
        self._checking = True
        self.prepare()

    def settle(self) -> None:
        """Prepare the draft as it is, where that was left for after the echo of a key."""
        if self._unsettled:
            self.prepare()

    def settled(self) -> None:
        """Called when what follows from the draft is known."""

    def prepare(self) -> None:
        """Fill, check and lay out the draft as it is."""
        self._unsettled = False
        prepared = self.workbench.prepare(self.whole, self.aim, ids=self.spare_id, memory=self._memory)
        self.plan = prepared.plan
        self.filled = prepared.filled
        self.report = prepared.report
        self.settled()

    def change(self, draft: Draft, place: Hashable = None) -> None:
        """Change the draft, undoably.

        Args:
            draft: The new one.
            place: What is edited, so that quick edits of one place are undone together; None where nobody typed.
        """
        if place is None:  # rows may come, go and change places
            self._spare_ids.clear()
        if place is not None or draft != self.draft:  # what was typed counts: 1 equals true, and is another value
            self._timeline.leave(self.draft, place)
            self._become(draft)
            if place is None:
                self.settle()

    def undo(self) -> bool:
        """Go back to the draft before; whether there was one."""
        return self._step(self._timeline.back(self.draft))

    def redo(self) -> bool:
        """Go forth to the draft after; whether there was one."""
        return self._step(self._timeline.forth(self.draft))

    def draw_new_ids(self, accepted: Iterable[str]) -> None:
        """After a send was accepted: rows that have one of its event ids are other events when they are sent again.

        Args:
            accepted: The event ids that went out; no step back brings one of them into the draft again.
        """
        self._spent_ids.update(accepted)
        self._spare_ids.clear()
        self._become(self._without_spent_ids(self.draft))
        self.settle()

    def watch_draft(self) -> None:
        """Prepare the new draft, and keep it when it rests."""
        self._changed()

    def watch_lines(self) -> None:
        """Prepare the draft with the other lines, and keep it when it rests."""
        self._changed()

    def _changed(self) -> None:
        if self._checking and not self._unsettled:
            self._unsettled = True
            self.call_after_refresh(self.settle)  # the key is echoed first
        if self._keep_timer is not None:
            self._keep_timer.stop()
        self._keep_timer = self.set_timer(_KEEP_AFTER_S, self._keep_soon)

    def on_unmount(self) -> None:
        """Keep the draft as it is when the screen goes, however it goes."""
        self._keep()

    @on(Edited)
    def _edit(self, event: Edited) -> None:
        event.stop()
        before, after = str(self.draft.get(event.path) or ""), str(event.value or "")
        by_key = abs(len(after) - len(before)) <= 1
        self.change(self.draft.put(event.path, event.value), event.path if by_key else object())

    @on(LineTyped)
    def _type_line(self, event: LineTyped) -> None:
        event.stop()
        others = {path: text for path, text in self.lines.items() if path != event.path}
        self.lines = {**others, event.path: event.text} if event.text else others

    @on(LineEntered)
    def _enter_line(self, event: LineEntered) -> None:
        event.stop()
        self.take_lines()

    @on(Inserted)
    def _insert(self, event: Inserted) -> None:
        event.stop()
        there = self.draft.get(event.path)
        values = list(there) if isinstance(there, list) else []
        values[event.index : event.index] = event.values
        self.change(self.draft.put(event.path, values))

    @on(Removed)
    def _remove(self, event: Removed) -> None:
        event.stop()
        self.change(self.draft.remove(event.path))

    @on(Moved)
    def _move(self, event: Moved) -> None:
        event.stop()
        self.change(self.draft.move(event.path, event.to))

    def _step(self, draft: Draft | None) -> bool:
        if draft is None:
            return False
        self._spare_ids.clear()
        self._become(self._without_spent_ids(draft))
        self.settle()
        return True

    def _without_spent_ids(self, draft: Draft) -> Draft:
        for index, row in enumerate(draft.rows):
            if isinstance(row, Mapping) and str(row.get("eventId")) in self._spent_ids:
                draft = draft.put((*row_path(draft, index), "eventId"), self.workbench.new_id())
        return draft

    def _with_ids(self, draft: Draft) -> Draft:
        """The draft with an event id drawn for each row that names none, to be held until it was accepted."""
        for index, row in enumerate(draft.rows):
            if isinstance(row, Mapping) and not row.get("eventId"):
                draft = draft.put((*row_path(draft, index), "eventId"), self.workbench.new_id())
        return draft

    def _become(self, draft: Draft) -> None:
        self.row = max(0, min(self.row, len(draft.rows) - 1))
        gone = {path for path in self.lines if path[:1] == (draft.spec.rows,) and int(path[1]) >= len(draft.rows)}
        if gone:
            self.lines = {path: text for path, text in self.lines.items() if path not in gone}
        self.draft = draft

    def _keep_soon(self) -> None:
        self.run_worker(self._keep, thread=True, group="keep", exit_on_error=False)

    def _keep(self) -> None:
        """Keep what there is at this moment, one at a time, so that an earlier draft never comes last."""
        try:
            with self._keeping:
                self.workbench.keep_draft(self.whole)
        except PeventsError as error:
            self.app.notify(str(error), severity="error")


def row_path(draft: Draft, row: int) -> Path:
    """Where the shown row stands in the body."""
    return (draft.spec.rows, row)
