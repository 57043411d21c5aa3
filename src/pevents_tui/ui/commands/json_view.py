"""The commands around the request as JSON, and around what a draft was begun from."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class EditJson(Command):
    """Show the whole request as JSON to be edited, and the form again; both are the same draft."""

    TITLE, SHORT, KEYS, SHOWN_KEY = "Edit as JSON, or in the form", "JSON", "f2", "F2"


class EditOutside(Command):
    """Edit the request as JSON in your own editor: the one that VISUAL or EDITOR names."""

    TITLE, KEYS, SHOWN_KEY = "Edit in your editor", "f4", "F4"


class DropJsonText(Command):
    """Leave JSON text that cannot be read and go on with the draft as the form shows it; undo brings the text back."""

    TITLE = "Leave the unfinished JSON text"


class Revert(Command):
    """Go back to the sample, file or call that the draft was begun from; undo brings your changes back."""

    TITLE = "Revert to what the draft was begun from"


JSON_COMMANDS: tuple[type[Command], ...] = (EditJson, EditOutside, DropJsonText, Revert)
"""These commands, in the order of the palette."""
