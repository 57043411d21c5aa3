"""The commands about a result."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class NextCall(Command):
    """Show the next call of the send, where it made several."""

    GROUP = "Send"
    TITLE, KEYS, SHOWN_KEY = "Next call of the result", "alt+f", "Alt+F"


class PreviousCall(Command):
    """Show the call before, where the send made several."""

    GROUP = "Send"
    TITLE, KEYS, SHOWN_KEY = "Previous call of the result", "alt+b", "Alt+B"


class DismissResult(Command):
    """Put the result away; it stays in the history, and a failure stays here until you do."""

    GROUP = "Send"
    TITLE, KEYS, SHOWN_KEY = "Dismiss the result", "alt+c", "Alt+C"


RESULT_COMMANDS: tuple[type[Command], ...] = (NextCall, PreviousCall, DismissResult)
"""What can be done about a result, beside sending again."""
