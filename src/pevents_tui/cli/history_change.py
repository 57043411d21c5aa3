"""`history tag`, `note`, `delete` and `prune`: what a person does to calls that ended."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.history_chosen import calls, chosen_numbers, nothing
from pevents_tui.cli.narrate import NAME, ExitCode, ask, tell
from pevents_tui.cli.output import write
from pevents_tui.domain.times import DAY_S
from pevents_tui.service import Workbench

if TYPE_CHECKING:
    from pevents_tui.service.history.upkeep import Gone

_SAY_EVERY_S = 2.0
"""How often it is said how far it is."""


def tag_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Mark calls with tags, or take tags off them."""
    if not args.add and not args.remove:
        raise UsageFault("give --add TAG or --remove TAG")
    numbers = chosen_numbers(args, workbench, environment)
    try:
        marked = workbench.history.tag(numbers, add=args.add, remove=args.remove)
    except ValueError as error:
        raise UsageFault(str(error)) from None
    if not marked:
        raise UsageFault(nothing(args, numbers), f"{NAME} history list")
    tell(environment, f"{NAME}: {calls(marked)} tagged")
    return ExitCode.OK


def note_call(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Write a note about a call, or print the one it has."""
    record = workbench.history.get(args.id)
    if record is None:
        raise UsageFault(f"there is no call {args.id} in the history", f"{NAME} history list")
    if args.text is not None:
        workbench.history.note(args.id, args.text)
        tell(environment, f"{NAME}: {'noted' if args.text.strip() else 'the note was taken away'}")
    elif record.note:
        write(environment.stdout, record.note)
    return ExitCode.OK


def delete_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Take calls out for good."""
    numbers = chosen_numbers(args, workbench, environment)
    if not args.yes:
        if not environment.can_ask:
            raise UsageFault(f"{calls(len(numbers))} would be gone for good: confirm with --yes")
        if ask(environment, f"{calls(len(numbers))} will be gone for good. Type yes to delete:") != "yes":
            raise UsageFault("not confirmed, so nothing was deleted")
    _tell(workbench.history.delete(numbers, told=_Progress(environment)), environment)
    return ExitCode.OK


def prune_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Forget calls that are old or many."""
    days, keep = workbench.settings.history_days, workbench.settings.history_calls
    older_s = None if days is None else days * DAY_S
    if args.older_than is not None or args.keep is not None:
        older_s, keep = args.older_than, args.keep
    if older_s is None and keep is None:
        raise UsageFault("give --older-than or --keep, or set history_days or history_calls in the settings")
    _tell(workbench.history.prune(older_s=older_s, keep=keep, told=_Progress(environment)), environment)
    return ExitCode.OK


def _tell(gone: Gone, environment: Environment) -> None:
    tell(environment, f"{NAME}: {gone.sentence}")


class _Progress:
    """Says now and then how far it is, since hundreds of thousands of calls take minutes."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._next_s = time.monotonic() + _SAY_EVERY_S
        self._gone = 0

    def __call__(self, gone: int) -> None:
        if time.monotonic() >= self._next_s:
            self._next_s = time.monotonic() + _SAY_EVERY_S
            next_to = "; clearing the index of their words" if gone == self._gone else " so far"
            tell(self._environment, f"{NAME}: {calls(gone)} taken out{next_to}")
        self._gone = gone


ACTIONS = {"tag": tag_calls, "note": note_call, "delete": delete_calls, "prune": prune_calls}
"""What this module does, by the word that asks for it."""
