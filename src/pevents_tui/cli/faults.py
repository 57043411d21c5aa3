"""What ends the reading of a command line: a fault in the words, or a wish for help."""

from __future__ import annotations


class UsageFault(Exception):
    """Words on the command line that cannot be followed.

    Attributes:
        hint: What to type instead; empty where the sentence says it all.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Stopped(UsageFault):
    """A person who was asked wants nothing further, or is gone: what is left is not begun."""


class HelpAsked(Exception):
    """`--help` was among the words; the message is the help text."""


class Terminated(KeyboardInterrupt):
    """A SIGTERM, as from whoever waited long enough; it ends what Ctrl-C ends."""
