"""Everything a person can make the program do: one class a command, which is key, palette entry, help and message."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.commands.compose import COMPOSE_COMMANDS

__all__ = ["COMPOSE_COMMANDS", "Command"]
