"""The commands that keep what Recommend showed: save, open, hand on; they load with it."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class SaveRun(Command):
    """Save the run under a name, to open it again."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Save the run", "Save", "ctrl+s", "^S"


class OpenRun(Command):
    """Open a saved run, or one that another took the place of before it was saved; delete saved ones."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Open a saved run", "Open", "f7", "F7"


class ExportRun(Command):
    """Write the run to a file: Markdown, CSV, JSON, or an SVG picture of the screen as it stands."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Export the run", "Export", "f9", "F9"


RUN_COMMANDS: tuple[type[Command], ...] = (SaveRun, OpenRun, ExportRun)
"""All of them, in the order of the palette."""
