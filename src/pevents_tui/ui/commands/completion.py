"""The commands that complete what is typed."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class Complete(Command):
    """Offer values for the field: what you sent before and what the catalogue has; Down highlights, Enter takes."""

    TITLE, KEYS, SHOWN_KEY = "Offer values for the field", "ctrl+@,ctrl+space", "Ctrl+Space"


class TakeLastList(Command):
    """Take the last recommendation list as impressions: the one pasted or received last, else those sent last."""

    TITLE, KEYS, SHOWN_KEY = "Take the last recommendation list", "alt+i", "Alt+I"


COMPLETION_COMMANDS: tuple[type[Command], ...] = (Complete, TakeLastList)
"""The commands that complete what is typed."""
