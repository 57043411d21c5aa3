"""Sources of call lines for the tests of lists: made up as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pevents_tui.ui.widgets.call_pages import LineLike

NOW = datetime(2026, 11, 24, 14, 2, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    id: int
    at_s: float = NOW.timestamp()
    word: str = "accepted"
    event_types: Sequence[str] = ("View",)
    user: str | None = "qa-ana"
    items: Sequence[str] = ("B0742",)
    rows: int = 1
    tags: Sequence[str] = ()
    target_label: str = "tests"
    kind: str = "put-events"
    policy: str = "SANDBOX"
    tracking_id: str = "5a9db0e5-0000-4000-8000-000000007373"


class Numbers:
    """Lines made when asked for: one for each number up to `newest` that is wanted."""

    def __init__(self, newest: int, wanted: Callable[[int], bool] = lambda number: True, oldest: int = 1) -> None:
        self.wanted = wanted
        self.newest = newest
        self.oldest = oldest
        self.asked: list[tuple[int | None, int]] = []

    def numbers(self, before: int | None = None) -> range:
        top = self.newest if before is None else min(before - 1, self.newest)
        return range(top, self.oldest - 1, -1)

    def count(self) -> int:
        return sum(1 for number in self.numbers() if self.wanted(number))

    def page(self, before: int | None, limit: int) -> Sequence[LineLike]:
        self.asked.append((before, limit))
        found: list[LineLike] = []
        for number in self.numbers(before):
            if len(found) == limit:
                break
            if self.wanted(number):
                found.append(Row(number, items=(f"item-{number}",)))
        return found


class Endless(Numbers):
    """As many lines as numbers, without counting them one by one."""

    def count(self) -> int:
        return self.newest - self.oldest + 1


class Jumping(Numbers):
    """Lines that can also be read from a position on."""

    def __init__(self, newest: int, wanted: Callable[[int], bool]) -> None:
        super().__init__(newest, wanted)
        self.jumps: list[int] = []

    def page_at(self, offset: int, limit: int) -> Sequence[LineLike]:
        self.jumps.append(offset)
        return [Row(number) for number in self.numbers() if self.wanted(number)][offset : offset + limit]


class Lines:
    """The lines given, newest first."""

    def __init__(self, *lines: LineLike) -> None:
        self.lines = lines

    def count(self) -> int:
        return len(self.lines)

    def page(self, before: int | None, limit: int) -> Sequence[LineLike]:
        return [line for line in self.lines if before is None or line.id < before][:limit]


class Overcounted(Endless):
    """A source that counts more lines than it has, as one that estimates does."""

    def count(self) -> int:
        return super().count() + 100
