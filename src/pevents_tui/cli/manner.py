"""How the user wants calls sent, as the words and else the settings say."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pevents_tui.service import Workbench


@dataclass(frozen=True, slots=True)
class Manner:
    """How the user wants calls sent.

    Attributes:
        dry: Only say what would be sent.
        anyway: Past the limits too.
        attempts: Most attempts a call.
        consent: What confirms a real tracker, from `--yes`; None where it was not given.
        expected: How every call should end, from `--expect`; None where it was not given.
        query: What part of the receipts is printed, in JMESPath; None for the whole.
        quiet: Say only what goes wrong.
        debug: Tell each call as it went over the wire.
        opened: The history is open, and what it had to tell was told.
        tags: What each call is marked with in the history.
        kept: The history keeps each call.
        stepwise: A person is asked before each draft, and sees how far it came.
    """

    dry: bool = False
    anyway: bool = False
    attempts: int = 1
    consent: str | None = None
    expected: str | None = None
    query: str | None = None
    quiet: bool = False
    debug: bool = False
    opened: bool = False
    tags: tuple[str, ...] = ()
    kept: bool = True
    stepwise: bool = False


def manner_of(args: argparse.Namespace, workbench: Workbench) -> Manner:
    """How the words, and else the settings, want calls sent."""
    attempts = workbench.settings.attempts if args.attempts is None else args.attempts
    telling = (getattr(args, "query", None), getattr(args, "quiet", False), getattr(args, "debug", False))
    kept, tags = not getattr(args, "no_history", False), tuple(getattr(args, "tag", None) or ())
    expected = getattr(args, "expect", None)
    usual = Manner(args.dry_run, args.send_anyway, attempts, args.yes, expected, *telling)
    return replace(usual, tags=tags, kept=kept, stepwise=getattr(args, "step", False))
