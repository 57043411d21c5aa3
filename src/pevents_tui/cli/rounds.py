"""`--repeat`, `--every`, `--total` and `--step`: how often the drafts go out, when, and on whose word."""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, agreed, tell
from pevents_tui.cli.parser import Parser, duration, whole
from pevents_tui.cli.query import AT_ONCE

if TYPE_CHECKING:
    from pevents_tui.domain.errors import SourceError
    from pevents_tui.service import Source, Workbench

MOST_ROUNDS = 1_000_000_000
"""Most rounds and drafts that may be asked for."""


def add_rounds(parser: Parser) -> None:
    """`--step`, `--repeat`, `--every` and `--total`."""
    group = parser.add_argument_group("how often")
    group.add_argument("--step", action="store_true", help="wait for Enter before each draft")
    group.add_argument(
        "--repeat", type=whole(1, MOST_ROUNDS), metavar="N", help="go through all sources N times, with fresh event ids"
    )
    group.add_argument(
        "--every",
        type=duration,
        metavar="TIME",
        help="begin a round every 2s, 500ms or 1m; without --repeat or --total until it is interrupted",
    )
    group.add_argument("--total", type=whole(1, MOST_ROUNDS), metavar="N", help="end after N drafts")


class Rounds:
    """The drafts of a command, as often as its words want them.

    Args:
        args: The words.
        workbench: Gives fresh event ids.
        environment: Where a person is asked.
        clock: Seconds that only go on.

    Raises:
        UsageFault: the words do not go together.
    """

    def __init__(
        self,
        args: argparse.Namespace,
        workbench: Workbench,
        environment: Environment,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._args = args
        self._workbench = workbench
        self._environment = environment
        self._clock = clock
        endless = args.every is not None and args.total is None and args.repeat is None
        self.rounds: int | None = args.repeat or (None if args.every is not None else 1)
        """How many rounds there are; None for as many as there is time or `--total` for."""
        if self.rounds != 1 and "-" in args.sources:
            raise UsageFault("standard input can be read once: --repeat and --every want files or templates")
        if args.step and not environment.can_ask:
            raise UsageFault("--step waits for a person, and there is no terminal to ask on")
        if args.dry_run and endless:
            raise UsageFault("a dry run waits for nothing: give --repeat or --total beside --every")
        if endless and args.query is not None and (args.output or ("json" if args.quiet else "text")) not in AT_ONCE:
            held = "--query looks at all receipts at once there, and these never end"
            raise UsageFault(f"{held}: give --output jsonl or text, or --repeat or --total beside --every")

    def total(self, count: int | None) -> int | None:
        """How many drafts there will be; None where nobody can know.

        Args:
            count: How many one round has.
        """
        most = self._args.total
        if count is None:
            return None
        return most if self.rounds is None else min(count * self.rounds, most or MOST_ROUNDS)

    def documents(
        self,
        first: Iterator[Source | SourceError],
        again: Callable[[], Iterator[Source | SourceError]],
        wait: Callable[[float], object],
    ) -> Iterator[Source | SourceError]:
        """The drafts of every round in their turn; Ctrl-C ends them, also while they wait.

        Args:
            first: Those of the first round.
            again: Gives those of another.
            wait: Lets time pass, in seconds.
        """
        left = self._args.total
        for number in itertools.count(1):
            began_s, sent = self._clock(), 0
            for document in first if number == 1 else map(self._fresh, again()):
                if not isinstance(document, Exception):
                    if not self._agreed(document):
                        return
                    sent += 1
                    left = None if left is None else left - 1
                yield document
                if left == 0:
                    return
            if not sent or number == self.rounds:
                return
            rest_s = (self._args.every or 0.0) - (self._clock() - began_s)
            if rest_s > 0 and not self._args.dry_run:
                wait(rest_s)

    def _agreed(self, document: Source) -> bool:
        """Whether a person wants a draft sent, where that is asked at all."""
        if not self._args.step:
            return True
        rows = len(document.draft.rows)
        what = f"{document.name} ({document.draft.spec.operation}, {rows} row{'' if rows == 1 else 's'})"
        if agreed(self._environment, f"{what}: Enter sends it, q ends:"):
            return True
        tell(self._environment, f"{NAME}: ended before {document.name}")
        return False

    def _fresh(self, document: Source | SourceError) -> Source | SourceError:
        """A draft once more: with the event ids it was given, it would be taken for the one that was sent before."""
        if isinstance(document, Exception):
            return document
        draft, spec = document.draft, document.draft.spec
        if not any(isinstance(row, Mapping) and row.get("eventId") for row in draft.rows) or not spec.happens:
            return document
        return document._replace(draft=self._workbench.fresh(draft, keep_times=True))
