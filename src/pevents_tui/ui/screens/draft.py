"""DraftScreen: the state of composing: the draft, what is wrong with it, the calls it makes, and how it changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from threading import Lock

from textual.timer import Timer

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.jsontext import JsonFault
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.path import Path
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.domain.written import Written, read_request
from pevents_tui.service import Kept, Workbench
from pevents_tui.ui.event_ids import EventIds
from pevents_tui.ui.screens.variables import VariablesScreen
from pevents_tui.ui.undo import Moment, Timeline
from pevents_tui.ui.widgets.lines import with_lines

_TEXT = ("the text",)
"""The place of edits in the JSON text."""
_KEEP_AFTER_S = 0.4
"""How long a draft rests before it is kept."""


class DraftScreen(VariablesScreen):
    """The draft and what follows from it; the one place where it changes.

    Args:
        workbench: The door to everything outside.
        target: Where the draft goes.
        begun: What to begin with; its draft is there.
    """

    def __init__(self, workbench: Workbench, target: Target, begun: Kept) -> None:
        super().__init__(workbench)
        self.plan: Plan | None = None
        self._timeline = Timeline()
        self._ids = EventIds(workbench.new_id)
        self._keep_timer: Timer | None = None
        self._keeping = Lock()
        self.set_reactive(DraftScreen.target, target)
        self.set_reactive(DraftScreen.in_force, target)
        self._begin(begun)
        self._checking = False
        self._unsettled = False
        self._memory = RowMemory()

    def _begin(self, begun: Kept) -> None:
        draft = self._ids.begun(begun.draft or self.draft, is_theirs=begun.is_theirs)
        self.origin = begun.origin
        if begun.origin is not None:
            is_it = begun.origin.draft is begun.draft
            self.origin = begun.origin._replace(draft=draft if is_it else self._ids.renewed(begun.origin.draft))
        self.set_reactive(DraftScreen.draft, draft)
        self.set_reactive(DraftScreen.lines, begun.lines)
        if begun.text is not None:
            self._timeline.leave(self.moment)
            self.set_reactive(DraftScreen.json_text, self._read(begun.text)[1])

    def put_behind(self, kept: Kept) -> None:
        """Put what was kept an undo away from another draft that was given to begin with."""
        if kept.draft is not None:
            written = self._read(kept.text)[1] if kept.text is not None else None
            draft = self._ids.begun(kept.draft, is_theirs=kept.is_theirs)
            origin = kept.origin and kept.origin._replace(draft=self._ids.renewed(kept.origin.draft))
            self._timeline.leave(Moment(draft, written, origin, kept.lines, self.loaded - 1))

    def take_lines(self) -> Path | None:
        """Take what stands in lines to add with into the draft; where one stands that cannot be read, None for none."""
        whole, left = with_lines(self.draft, self.lines)
        self.lines = left
        self.change(whole)
        return next(iter(left), None)

    def load(self, draft: Draft, name: str | Origin | None = None) -> None:
        """Begin with another draft; the one before, all that was typed included, is an undo away.

        Args:
            draft: What to begin with.
            name: What it is from: a template, a file, a call; None where it is from nothing.
        """
        self.take_lines()
        self.row = 0
        draft = self._ids.given(draft)
        origin = Origin(name, draft) if isinstance(name, str) else name and name._replace(draft=draft)
        self._go_on(Moment(draft, None, origin, {}, self.loaded + 1))

    def revert(self) -> bool:
        """Go back to what the draft was begun from, undoably; whether it differed."""
        if self.origin is None or not self.differs:
            return False
        self._go_on(Moment(self.origin.draft, None, self.origin, {}, self.loaded + 1))
        return True

    def take_text(self, text: str, *, by_key: bool = False) -> None:
        """Take a request's JSON text into the draft, undoably; where it cannot be read, the draft stays as it was.

        Args:
            text: All of it.
            by_key: It differs by what a key does, so that quick ones are undone together.
        """
        if self.json_text is None or text != self.json_text.text:
            draft, written = self._read(text)
            self._go_on(self.moment._replace(draft=draft, written=written), _TEXT if by_key else object())

    def drop_text(self) -> None:
        """Leave the JSON text that cannot be read, undoably: the draft says what counts."""
        if self.unread:
            self._go_on(self.moment._replace(written=None))

    def _read(self, text: str) -> tuple[Draft, Written | None]:
        try:
            read = read_request(text, self.draft)
        except JsonFault as fault:
            return self.draft, Written(text, fault)
        draft = self._ids.renewed(read)
        return draft, Written(text) if draft is read else None

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
        prepared = self.workbench.prepare(
            self.whole, self.aim, ids=self._ids.spare, memory=self._memory, variables=self.variables
        )
        self.plan, self.missing, self.resolved = prepared.plan, prepared.missing, prepared.resolved
        self.in_force = prepared.target
        self.filled = prepared.filled
        self.report = prepared.report
        self.settled()

    def change(self, draft: Draft, place: Hashable = None) -> None:
        """Change the draft, undoably.

        Args:
            draft: The new one.
            place: What is edited, so that quick edits of one place are undone together; None where nobody typed.
        """
        if place is not None or draft != self.draft:  # what was typed counts: 1 equals true, and is another value
            self._go_on(self.moment._replace(draft=draft, written=self.json_text if self.unread else None), place)
            if place is None:
                self.settle()

    def undo(self) -> bool:
        """Go back to the draft before; whether there was one."""
        return self._step(self._timeline.back(self.moment))

    def redo(self) -> bool:
        """Go forth to the draft after; whether there was one."""
        return self._step(self._timeline.forth(self.moment))

    def draw_new_ids(self, accepted: Iterable[str]) -> None:
        """After a send was accepted: rows that have one of its event ids are other events when they are sent again.

        Args:
            accepted: The event ids that went out; no step back brings one of them into the draft again.
        """
        self._ids.spend(accepted)
        self._ids.forget_spare()
        self.forget_answers()
        self._become(self._renewed(self.moment))
        self.settle()

    def watch_draft(self) -> None:
        """Prepare the new draft, and keep it when it rests."""
        self._changed()

    def watch_json_text(self) -> None:
        """Keep what was typed when it rests."""
        self._keep_at_rest()

    def watch_lines(self) -> None:
        """Prepare the draft with the other lines, and keep it when it rests."""
        self._changed()

    def _changed(self) -> None:
        if self._checking and not self._unsettled:
            self._unsettled = True
            self.call_after_refresh(self.settle)  # the key is echoed first
        self._keep_at_rest()

    def _keep_at_rest(self) -> None:
        if self._keep_timer is not None:
            self._keep_timer.stop()
        self._keep_timer = self.set_timer(_KEEP_AFTER_S, self._keep_soon)

    def on_unmount(self) -> None:
        """Keep the draft as it is when the screen goes, however it goes."""
        self._keep()

    def _go_on(self, moment: Moment, place: Hashable = None) -> None:
        """Go on to another moment, undoably."""
        if place is None:  # rows may come, go and change places
            self._ids.forget_spare()
        self._timeline.leave(self.moment, place)
        self._become(moment)

    def _step(self, moment: Moment | None) -> bool:
        if moment is None:
            return False
        self._ids.forget_spare()
        self._become(self._renewed(moment))
        self.settle()
        return True

    def _renewed(self, moment: Moment) -> Moment:
        """The moment without an id that was used up."""
        draft, origin = self._ids.renewed(moment.draft), moment.origin
        said = moment.written if draft is moment.draft or (moment.written and moment.written.unread) else None
        origin = origin and origin._replace(draft=self._ids.renewed(origin.draft))
        return moment._replace(draft=draft, written=said, origin=origin)

    def _become(self, moment: Moment) -> None:
        draft = moment.draft
        self.row = max(0, min(self.row, len(draft.rows) - 1))
        lines = self.lines if moment.loaded == self.loaded else moment.lines
        gone = {path for path in lines if path[:1] == (draft.spec.rows,) and int(path[1]) >= len(draft.rows)}
        if gone or lines is not self.lines:
            self.lines = {path: text for path, text in lines.items() if path not in gone}
        self.origin, self.loaded, self.json_text = moment.origin, moment.loaded, moment.written
        self.draft = draft

    def _keep_soon(self) -> None:
        self.run_worker(self._keep, thread=True, group="keep", exit_on_error=False)

    def _keep(self) -> None:
        """Keep what there is at this moment, one at a time, so that an earlier draft never comes last."""
        try:
            with self._keeping:
                self.workbench.keep_draft(self._kept())
        except PeventsError as error:
            self.app.notify(str(error), severity="error")

    def _kept(self) -> Kept:
        text = self.json_text.text if self.json_text is not None and self.unread else None
        return Kept(self.whole, text, self.unread_lines, self.origin)


def row_path(draft: Draft, row: int) -> Path:
    """Where the shown row stands in the body."""
    return (draft.spec.rows, row)
