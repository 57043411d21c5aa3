"""TargetsScreen: where drafts go: switched in two keys, saved, locked; remembered for the next start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import on
from textual.message import Message

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Target
from pevents_tui.ui.commands import targets as commands
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.screens.sending import SendingScreen
from pevents_tui.ui.template_messages import TargetWanted
from pevents_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from pevents_tui.ui.screens.target_picker import Choice

_MOST_FAULTS = 3
_READ_S = 20.0
"""How long a sentence stays on something that has to be mended."""


class TargetSettled(Message):
    """What environment and profile say of a target was looked up.

    Attributes:
        asked: The target as it was.
        found: The target as it is with it; None where it cannot be used.
        failure: Why not.
    """

    def __init__(self, asked: Target, found: Target | None, failure: str = "") -> None:
        super().__init__()
        self.asked = asked
        self.found = found
        self.failure = failure


class TargetsChanged(Message):
    """The saved targets are other ones.

    Attributes:
        told: What was changed, or why it was not.
        failed: Whether it was not.
    """

    def __init__(self, told: str, *, failed: bool = False) -> None:
        super().__init__()
        self.told = told
        self.failed = failed


class TargetsScreen(SendingScreen):
    """Knows the saved targets, and goes from one to another."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._file_faults_told: set[str] = set()

    def load_hints(self) -> None:
        """Read what is known of the target's items."""
        raise NotImplementedError

    def load_names(self) -> None:
        """Know the names of the account's trackers."""
        raise NotImplementedError

    def preview(self) -> None:
        """Show the request and what is wrong with it."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Nothing is sent until it is known where a saved target's calls go."""
        self.settling = self.aim.name is not None

    def use_target(self, target: Target) -> None:
        """Send drafts to another target from now on.

        Args:
            target: The sandbox, or a saved one as it is saved.
        """
        self.settling = target.name is not None
        self._aim_at(target)
        self.run_worker(lambda: self._get_ready(target), thread=True, group="target", exit_on_error=False)

    @on(TargetWanted)
    def _go_to_wanted(self, event: TargetWanted) -> None:
        event.stop()
        self.use_target(event.target)

    def settle_target(self, target: Target) -> None:
        """Look up what environment and profile say of a target; in a worker."""
        if target.name is not None:
            try:
                self.post_message(TargetSettled(target, self.workbench.settled(target)))
            except PeventsError as error:
                self.post_message(TargetSettled(target, None, str(error)))
        for fault in map(str, self.workbench.targets.book.faults[:_MOST_FAULTS]):
            if fault not in self._file_faults_told:
                self._file_faults_told.add(fault)
                self.app.notify(fault, severity="warning", timeout=_READ_S)

    def _get_ready(self, target: Target) -> None:
        self.settle_target(target)
        try:
            self.workbench.targets.remember(target)
        except PeventsError as error:
            self.app.notify(str(error), severity="warning")
        self.workbench.warm(self.workbench.settled(target))

    def _aim_at(self, target: Target) -> None:
        self.target = self.in_force = target
        if self.report is not None:
            self.prepare()
            self.preview()
        self.load_hints()
        self.load_names()

    @on(TargetSettled)
    def _settle(self, event: TargetSettled) -> None:
        event.stop()
        if self.aim.name is None:  # another way to AWS was chosen meanwhile
            self.settling = False
        if event.asked.name != self.aim.name or not self.settling:
            return
        self.settling = False
        found, aim = event.found, self.aim
        if found is None:
            self.app.notify(f"{event.failure}; drafts go to the sandbox.", severity="error", timeout=_READ_S)
            self.use_target(self.workbench.sandbox())
            return
        whole = replace(
            aim,  # another tracker may have been picked meanwhile
            profile=aim.profile or found.profile,
            region=aim.region or found.region,
            endpoint=aim.endpoint or found.endpoint,
            tracking_id=aim.tracking_id or found.tracking_id,
        )
        if whole != aim:
            self._aim_at(whole)

    # Choosing

    @on(commands.SwitchTarget)
    def switch_target(self) -> None:
        """Pick a target, or a thing to do with one."""
        from pevents_tui.ui.screens.target_picker import TargetPicker  # noqa: PLC0415 - not before first paint

        def picked(choice: Choice | None) -> None:
            if choice is not None:
                self._follow(choice)

        self.app.push_screen(TargetPicker(self.workbench.targets.read(), self.aim), picked)

    def _follow(self, choice: Choice) -> None:
        name = choice.name
        saved = self.workbench.targets.book.targets.get(name) if name is not None else None
        if choice.wants == "new":
            self._edit_target(replace(self._described(), name=None, label=""))  # a label names one target
        elif choice.wants == "use":
            self.use_target(self.workbench.sandbox() if saved is None else saved)
        elif saved is None:
            self.app.notify("The sandbox stays as it is; only a saved target can be edited, locked or removed.")
        elif choice.wants == "edit":
            self._edit_target(saved)
        elif choice.wants == "lock":
            self._lock_target(saved)
        else:
            question = f"Take the target {name!r} out of targets.yaml?"
            self.query_one(Notice).ask(question, lambda: self._remove_target(str(name)), does="takes it out")

    def _remove_target(self, name: str) -> None:
        def remove() -> str:
            self.workbench.targets.remove(name)
            return f"The target {name!r} is saved no more."

        self._change_targets(remove)

    # Saving and locking

    @on(commands.SaveTarget)
    def save_target(self) -> None:
        """Save where drafts go now, or edit the saved target that it is."""
        saved = self.workbench.targets.read().targets.get(self.aim.name or "")
        self._edit_target(self._described() if saved is None else saved)

    @on(commands.LockTarget)
    def lock_target(self) -> None:
        """Lock or unlock the target."""
        saved = self.workbench.targets.read().targets.get(self.aim.name or "")
        if saved is None:
            way = keys_of(self).spelled("save_target")
            self.app.notify(f"Only a saved target can be locked: {way} saves this one.")
        else:
            self._lock_target(saved)

    def _described(self) -> Target:
        """Where drafts go, with the draft's own tracker where the target has none."""
        aim, given = self.aim, self.draft.body.get("trackingId")
        own = given if isinstance(given, str) and given.strip() else None
        return replace(aim, tracking_id=aim.tracking_id or own, label=aim.label if aim.labelled else "")

    def _edit_target(self, target: Target) -> None:
        from pevents_tui.ui.screens.target_editor import TargetEditor  # noqa: PLC0415 - not before the first paint

        def saved(name: str | None) -> None:
            if name is not None:
                self.app.notify(f"Saved the target {name!r} in targets.yaml.")
                if target.name in {None, self.aim.name}:
                    self.use_target(self.workbench.targets.book.targets[name])

        self.app.push_screen(TargetEditor(self.workbench.targets, target, self.workbench), saved)

    def _lock_target(self, target: Target) -> None:
        def lock() -> str:
            self.workbench.targets.lock(str(target.name), not target.locked)
            return f"The target {target.name!r} is {'unlocked' if target.locked else 'locked: nothing is sent there'}."

        self._change_targets(lock)

    def _change_targets(self, change: Callable[[], str]) -> None:
        def work() -> None:
            try:
                self.post_message(TargetsChanged(change()))
            except PeventsError as error:
                self.post_message(TargetsChanged(str(error), failed=True))

        self.run_worker(work, thread=True, group="targets", exit_on_error=False)

    @on(TargetsChanged)
    def _changed_targets(self, event: TargetsChanged) -> None:
        event.stop()
        self.app.notify(event.told, severity="error" if event.failed else "information")
        self.workbench.targets.read()
        if self.report is not None:
            self.prepare()
