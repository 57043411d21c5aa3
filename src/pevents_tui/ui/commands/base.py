"""Command: at once message, key binding, palette entry and help text."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.binding import Binding
from textual.message import Message

GROUPS = ("Send", "Target", "Draft", "Events of the call", "In and out", "Places", "History", "Recommend", "Program")
"""The headings that the help lists commands under, in order."""


class Command(Message):
    """One thing a person can do. The docstring of a subclass is its help.

    A screen lists its commands once and handles each in one method `on_…`.
    """

    TITLE: ClassVar[str]
    """What it is called in the palette."""
    SHORT: ClassVar[str] = ""
    """What it is called in the line of keys; empty keeps it out of it."""
    KEYS: ClassVar[str] = ""
    """Its keys, separated by commas; empty where only the palette has it."""
    SHOWN_KEY: ClassVar[str] = ""
    """Its first key as people write it: `^J`."""
    GROUP: ClassVar[str] = "Draft"
    """The heading it stands under in the help, one of `GROUPS`."""
    PRIORITY: ClassVar[bool] = False
    """Its keys work before the focused widget sees them."""

    @classmethod
    def slug(cls) -> str:
        """Its name for actions and bindings: `send_again`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def summary(cls) -> str:
        """The first sentence of its help."""
        return " ".join((cls.__doc__ or "").split("\n\n")[0].split())

    @classmethod
    def bindings(cls) -> list[Binding]:
        """Its keys as Textual wants them."""
        if not cls.KEYS:
            return []
        action = f"command('{cls.slug()}')"
        return [
            Binding(
                cls.KEYS, action, cls.TITLE, show=False, priority=cls.PRIORITY, id=cls.slug(), tooltip=cls.summary()
            )
        ]
