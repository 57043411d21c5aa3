"""The commands that show recommendations to an audience: demos, and presenter mode; they load with Recommend."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class ChooseDemo(Command):
    """Choose a demo script: a ready one, one of your own, or a file; its baseline is asked at once."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Choose a demo", "Demo", "d", "D"


class NextStep(Command):
    """Go on: say and do the next step of the demo."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Next step of the demo", "Go on", "g", "G"


class PlayDemo(Command):
    """Play the rest of the demo by itself, with its pauses; Escape stops it."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Play the demo", "Play", "j", "J"


class StartOver(Command):
    """Start over: a new baseline, an empty feed, the demo at its beginning; the sandbox forgets what the user did."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Start over", "Start over", "z", "Z"


class Present(Command):
    """Presenter mode, and back: ids, account and requests hidden, rows further apart, high contrast."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Presenter mode", "Present", "h", "H"


SHOW_COMMANDS: tuple[type[Command], ...] = (ChooseDemo, NextStep, PlayDemo, StartOver, Present)
"""Every one of them."""
