"""The commands that go from one mode to the other."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class OpenRecommend(Command):
    """Go to Recommend: ask a campaign or recommender for a list, act on it, and watch it react."""

    GROUP = "Places"
    TITLE, KEYS, SHOWN_KEY = "Recommend", "alt+o", "Alt+O"


MODE_COMMANDS: tuple[type[Command], ...] = (OpenRecommend,)
"""What leads from Compose to the other modes."""
