"""Which calls the words mean."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.history_words import MOST_LINES
from pevents_tui.cli.narrate import NAME, tell
from pevents_tui.domain.outcome import Record
from pevents_tui.service import Workbench

if TYPE_CHECKING:
    from pevents_tui.service.history import Filter


def found_filter(text: str, workbench: Workbench) -> Filter:
    """The filter of a line of words.

    Raises:
        UsageFault: a word in it cannot be followed.
    """
    from pevents_tui.service.history.finding import read_find  # noqa: PLC0415 - it brings SQLite

    found = read_find(text, workbench.now_s())
    if found.faults:
        raise UsageFault("; ".join(found.faults))
    return found.where


def chosen_numbers(args: argparse.Namespace, workbench: Workbench) -> list[int]:
    """The numbers of the calls that are meant, each once, the oldest first.

    Raises:
        UsageFault: the words name none, both ways at once, or a call that is not there.
    """
    if bool(args.ids) == (args.find is not None):
        raise UsageFault("name calls by their numbers, or find them with --find", f"{NAME} history list")
    if args.find is not None:
        where = found_filter(args.find, workbench)
        return sorted(workbench.history.numbers(where, args.limit))
    numbers = sorted({number for span in args.ids for number in span})
    if len(numbers) > MOST_LINES:
        raise UsageFault(f"{len(numbers)} calls are more than {MOST_LINES} at once")
    return numbers


def chosen_records(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> list[Record]:
    """The calls that are meant, the oldest first; what of a span is not there is told.

    Raises:
        UsageFault: as `chosen_numbers`, or none of them is there.
    """
    numbers = chosen_numbers(args, workbench)
    records = [record for number in numbers if (record := workbench.history.get(number)) is not None]
    if not records:
        raise UsageFault(nothing(args, numbers), f"{NAME} history list")
    if len(records) < len(numbers):
        tell(environment, f"{NAME}: {calls(len(numbers) - len(records))} of those are not in the history")
    return records


def nothing(args: argparse.Namespace, numbers: Sequence[int]) -> str:
    """That no such call is there, in a sentence."""
    if args.find is not None:
        return f"no call in the history has {args.find!r}"
    return f"there is no call {numbers[0]} in the history" if len(numbers) == 1 else "none of those is in the history"


def calls(count: int) -> str:
    """`1 call`, `3 calls`."""
    return f"{count} call" if count == 1 else f"{count} calls"
