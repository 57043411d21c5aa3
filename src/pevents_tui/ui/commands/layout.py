"""The command that chooses what stands below the lists of Recommend; it loads with it."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class TurnBelow(Command):
    """Show below the lists what happened alone, then nothing, then all again: for small windows, and long lists."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "What stands below the lists", "Below", "f6", "F6"


LAYOUT_COMMANDS: tuple[type[Command], ...] = (TurnBelow,)
"""All of them."""
