"""The commands that open the history."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class OpenHistory(Command):
    """Show the history whole: find, mark, tell apart, tag, send again, export, forget."""

    GROUP = "History"
    TITLE, KEYS, SHOWN_KEY = "History", "alt+h", "Alt+H"


class ListUnknown(Command):
    """Show the calls that may have arrived, to send them again exactly or leave them."""

    GROUP = "History"
    TITLE, KEYS, SHOWN_KEY = "Calls that may have arrived", "alt+u", "Alt+U"


OPENING_COMMANDS: tuple[type[Command], ...] = (OpenHistory, ListUnknown)
"""What opens the history from the Compose screen."""
