"""The commands about the schema of the dataset that events go to."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class AddFromSchema(Command):
    """Add a row for each property that the schema requires and the event lacks; again, for those that may be left out.

    Each begins as null, which the schema does not take, so that its row says so until it has a value.
    """

    TITLE, KEYS, SHOWN_KEY = "Add the properties of the schema", "alt+p", "Alt+P"


class MendBySchema(Command):
    """Mend names and types of the event's properties where the schema makes plain what is meant."""

    TITLE = "Mend the properties by the schema"


class ShowSchema(Command):
    """Show the schema of the dataset: its fields and types, the domain's event types, and how many types are left."""

    GROUP = "Places"
    TITLE, KEYS, SHOWN_KEY = "Schema of the dataset", "alt+v", "Alt+V"


class ReadSchema(Command):
    """Ask AWS for the schema of the tracker's dataset and keep it; run it again to stop asking."""

    GROUP = "In and out"
    TITLE = "Read the schema from AWS"


SCHEMA_COMMANDS: tuple[type[Command], ...] = (AddFromSchema, MendBySchema, ShowSchema, ReadSchema)
"""The commands about the schema."""
