"""What `check` finds: problems with their place, level, words and source, and the request if there can be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.path import Path, format_path

if TYPE_CHECKING:
    from pevents_tui.domain.events import Request
    from pevents_tui.domain.schema import Schema


class Level(StrEnum):
    """How much a problem weighs."""

    STOP = "stop"
    """Cannot or must not go on the wire: always blocks."""
    LIMIT = "limit"
    """The service is expected to refuse it: blocks unless the user says *send anyway*."""
    HINT = "hint"
    """Accepted, but probably not meant: never blocks."""


class Problem(NamedTuple):
    """One finding.

    Attributes:
        path: Where in the body.
        level: How much it weighs.
        text: What is wrong, in words and numbers, readable after the field's name: `258 of 256 characters`.
        rule: A short stable name of the rule: `too-long`.
        source: Where the rule comes from.
    """

    path: Path
    level: Level
    text: str
    rule: str
    source: str = ""

    @property
    def place(self) -> str:
        """The path as the AWS documentation writes it."""
        return format_path(self.path)

    def __str__(self) -> str:
        """The finding as one line: `eventList[0].itemId: 258 of 256 characters`."""
        return f"{self.place}: {self.text}"


class Context:
    """What a check may know beyond the draft.

    Attributes:
        now_s: The present in epoch seconds, None where times are not held against it.
        tracking_id: The target's own, None where it has none.
        known_types: Event types seen before on this target; empty where none is known.
        memory: What was found out about rows by an earlier check; nothing yet where none is given.
        user_prefix: What the target wants every user ID to begin with; None for anything.
        schema: Of the dataset that the events go to; None where it is not known.
    """

    def __init__(
        self,
        now_s: int | None = None,
        tracking_id: str | None = None,
        known_types: frozenset[str] = frozenset(),
        memory: RowMemory | None = None,
        user_prefix: str | None = None,
        schema: Schema | None = None,
    ) -> None:
        self.now_s = now_s
        self.tracking_id = tracking_id
        self.known_types = known_types
        self.memory = memory or RowMemory()
        self.user_prefix = user_prefix
        self.schema = schema


@dataclass(frozen=True)
class Report:
    """Everything found in a draft.

    Attributes:
        problems: Stops first, then limits, then hints; in each the order of the body.
        body: The request's body, valid and in the models' order; None exactly where a stop stands. Never altered.
        kind: The operation, a name in `KINDS`; empty where there is no body.
    """

    problems: tuple[Problem, ...]
    body: Mapping[str, Any] | None = field(hash=False)
    kind: str = ""

    @cached_property
    def request(self) -> Request | None:
        """The frozen, valid request; None exactly where a stop stands. Loads pydantic."""
        return None if self.body is None else cast("Request", KINDS[self.kind].request.model_validate(self.body))

    @cached_property
    def stops(self) -> tuple[Problem, ...]:
        """What always blocks."""
        return self._of(Level.STOP)

    @cached_property
    def limits(self) -> tuple[Problem, ...]:
        """What the service is expected to refuse."""
        return self._of(Level.LIMIT)

    @cached_property
    def hints(self) -> tuple[Problem, ...]:
        """What is accepted but probably not meant."""
        return self._of(Level.HINT)

    @cached_property
    def blocking(self) -> tuple[Problem, ...]:
        """Stops and limits."""
        return self.stops + self.limits

    def may_send(self, *, anyway: bool = False) -> bool:
        """Whether this may go on the wire; `anyway` lifts the limits, never the stops."""
        return self.body is not None and (anyway or not self.limits)

    def at(self, path: Path) -> tuple[Problem, ...]:
        """The problems at a path or below it."""
        return tuple(self._by_place.get(path, ()))

    @cached_property
    def _by_place(self) -> dict[Path, list[Problem]]:
        """The problems by each place that they are at or below."""
        found: dict[Path, list[Problem]] = {}
        for problem in self.problems:
            for end in range(len(problem.path) + 1):
                found.setdefault(problem.path[:end], []).append(problem)
        return found

    def _of(self, level: Level) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.level is level)
