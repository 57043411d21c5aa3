"""Which calls the words mean."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import chain
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


def chosen_numbers(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> list[int]:
    """The numbers of the calls that are meant, each once, the oldest first; where more fit, that is told.

    Raises:
        UsageFault: the words name none, both ways at once, or a call that is not there.
    """
    if bool(args.ids) == (args.find is not None):
        raise UsageFault("name calls by their numbers, or find them with --find", f"{NAME} history list")
    if args.find is not None:
        where = found_filter(args.find, workbench)
        found = workbench.history.numbers(where, args.limit or args.most)
        _tell_left_out(where, found, args, workbench, environment)
        return sorted(found)
    numbers = sorted({number for span in args.ids for number in span})
    if len(numbers) > MOST_LINES:
        raise UsageFault(f"{len(numbers)} calls are more than {MOST_LINES} at once")
    return numbers


def _tell_left_out(
    where: Filter, found: Sequence[int], args: argparse.Namespace, workbench: Workbench, environment: Environment
) -> None:
    """Say what else fits, or may fit, unless a limit was asked for."""
    if args.limit is None and len(found) == args.most:
        more = workbench.history.count(where) - len(found)
        if more > 0:
            fit = f"{calls(more)} more fit{'s' if more == 1 else ''} {args.find!r}"
            tell(environment, f"{NAME}: only the newest {args.most} are taken: {fit}")
    if where.reach is not None and workbench.history.newest_id() > where.reach:
        least = f"a text of fewer than three characters is looked for in the newest {where.reach} calls only"
        tell(environment, f"{NAME}: {least}")


def chosen_records(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> Iterator[Record]:
    """The calls that are meant, the oldest first, read as they are asked for; what of them is not there is told.

    Raises:
        UsageFault: as `chosen_numbers`, or none of them is there.
    """
    numbers = chosen_numbers(args, workbench, environment)
    records = _read(numbers, workbench, environment)
    first = next(records, None)
    if first is None:
        raise UsageFault(nothing(args, numbers), f"{NAME} history list")
    return chain([first], records)


def _read(numbers: Sequence[int], workbench: Workbench, environment: Environment) -> Iterator[Record]:
    missing = 0
    for number in numbers:
        if (record := workbench.history.get(number)) is None:
            missing += 1
        else:
            yield record
    if 0 < missing < len(numbers):
        tell(environment, f"{NAME}: {calls(missing)} of those are not in the history")


def nothing(args: argparse.Namespace, numbers: Sequence[int]) -> str:
    """That no such call is there, in a sentence."""
    if args.find is not None:
        return f"no call in the history has {args.find!r}"
    return f"there is no call {numbers[0]} in the history" if len(numbers) == 1 else "none of those is in the history"


def calls(count: int) -> str:
    """`1 call`, `3 calls`."""
    return f"{count} call" if count == 1 else f"{count} calls"
