"""The commands that give fresh values, and those on several events."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class Fresh(Command):
    """Give the field you are in a fresh value: a new session or event id, now, the next test user.

    In a time again: five minutes ago. Milliseconds become their seconds.
    """

    TITLE, KEYS, SHOWN_KEY = "Fresh value for this field", "f3", "F3"


class NewSession(Command):
    """Begin a new session: that of the call, or of the shown action interaction."""

    TITLE, KEYS, SHOWN_KEY = "New session", "alt+s", "Alt+S"


class NewEventId(Command):
    """Draw a new event id for the shown event, which makes it another event."""

    TITLE, KEYS, SHOWN_KEY = "New event ID", "alt+e", "Alt+E"


class Now(Command):
    """Set the time of the shown event to now, which is frozen when you send."""

    TITLE, KEYS, SHOWN_KEY = "Time: now", "alt+t", "Alt+T"


class FiveMinutesAgo(Command):
    """Set the time of the shown event to five minutes before you send."""

    TITLE, KEYS, SHOWN_KEY = "Time: five minutes ago", "alt+m", "Alt+M"


class RawProperties(Command):
    """Show the properties as the JSON text that goes out, to edit it; and as rows again."""

    TITLE, KEYS, SHOWN_KEY = "Properties as JSON text, or as rows", "alt+j", "Alt+J"


class SameAsAbove(Command):
    """Take user and session from the action interaction before this one."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "User and session: same as above", "alt+a", "Alt+A"


class ListRows(Command):
    """List the events of the draft, to go to one."""

    GROUP = "Events of the call"
    TITLE, KEYS, SHOWN_KEY = "List the events", "alt+l", "Alt+L"


VALUE_COMMANDS: tuple[type[Command], ...] = (
    Fresh,
    NewSession,
    NewEventId,
    Now,
    FiveMinutesAgo,
    RawProperties,
    SameAsAbove,
    ListRows,
)
"""Fresh values, and what is said of several events at once."""
