"""RowMemory: what was found out about rows, kept while they stay the same objects, so that a key costs one row."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class RowMemory:
    """Answers about single rows of a draft, each for one row at one place.

    Drafts share the rows that did not change, and nobody alters a row in place: the same object has the same answer.
    """

    def __init__(self) -> None:
        self._held: dict[tuple[Hashable, int], tuple[Any, Hashable, Any]] = {}

    def recall(self, what: Hashable, index: int, row: Any, rest: Hashable, make: Callable[[], T]) -> T:
        """The answer held, or a new one where the row or what else it rests on is another.

        Args:
            what: Names the question.
            index: Where the row stands.
            row: Compared as an object.
            rest: What else the answer depends on.
            make: Finds the answer.
        """
        held = self._held.get((what, index))
        if held is not None and held[0] is row and held[1] == rest:
            return held[2]  # type: ignore[no-any-return]  # of the question's own type
        answer = make()
        self._held[what, index] = (row, rest, answer)
        return answer
