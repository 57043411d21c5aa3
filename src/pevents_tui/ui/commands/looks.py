"""The commands about looks, keys and finding one's way."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class Theme(Command):
    """Choose a theme: each is shown as you move to it, Enter keeps it, Escape goes back."""

    GROUP = "Program"
    TITLE, KEYS, SHOWN_KEY = "Theme", "f12", "F12"


class Jump(Command):
    """Jump: each field, list and tab in sight shows a letter, and that letter goes there."""

    GROUP = "Places"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Jump", "Jump", "ctrl+o", "^O"


class Palette(Command):
    """Find a command by a word of its name or help, and run it."""

    GROUP = "Program"
    TITLE, SHORT, KEYS, SHOWN_KEY, PRIORITY = "Commands", "Commands", "ctrl+p", "^P", True


LOOKS_COMMANDS: tuple[type[Command], ...] = (Jump, Theme, Palette)
"""What is added to the commands of the Compose screen."""
