"""The commands about where drafts go."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class SwitchTarget(Command):
    """Choose where drafts go: the sandbox or a saved target, by its digit or a few letters of its name."""

    GROUP = "Target"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Target", "Target", "ctrl+t", "^T"


class SaveTarget(Command):
    """Save where drafts go now as a target, or change the saved one: its policy, its tracker, its guards."""

    GROUP = "Target"
    TITLE = "Save this as a target, or edit it"


class LockTarget(Command):
    """Lock this target, so that nothing is sent there by whatever way, or unlock it."""

    GROUP = "Target"
    TITLE = "Lock or unlock this target"


TARGET_COMMANDS: tuple[type[Command], ...] = (SwitchTarget, SaveTarget, LockTarget)
"""Where drafts go, and what keeps them from going there."""
