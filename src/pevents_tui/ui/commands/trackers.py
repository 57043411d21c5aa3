"""The commands about which tracker a draft goes to."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class PickTracker(Command):
    """Pick the tracker to send to from those of the account, or type or paste a tracking ID or an ARN."""

    GROUP = "Send"
    TITLE, KEYS, SHOWN_KEY = "Pick a tracker", "alt+k", "Alt+K"


TRACKER_COMMANDS: tuple[type[Command], ...] = (PickTracker,)
"""Every command of this file."""
