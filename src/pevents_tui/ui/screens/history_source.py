"""HistorySource: the history as a list of calls wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pevents_tui.domain.errors import HistoryError
from pevents_tui.service import Workbench

if TYPE_CHECKING:
    from pevents_tui.service.history import Filter, Line

_MOST_FOUND = 10_000
"""How many calls a filter shows; counting all of a million that match would be felt at each keystroke."""


class HistorySource:
    """Counted and paged, through one filter; a history that fails shows nothing.

    Args:
        workbench: The door to it.
        where: What is looked for.
    """

    def __init__(self, workbench: Workbench, where: Filter) -> None:
        self._workbench = workbench
        self._where = where

    def count(self) -> int:
        """How many calls the filter lets through."""
        try:
            return self._workbench.history.count(self._where, most=None if self._where.is_empty else _MOST_FOUND)
        except HistoryError:
            return 0

    def page(self, before: int | None, limit: int) -> Sequence[Line]:
        """The newest lines below an id."""
        try:
            return self._workbench.history.page(self._where, before=before, limit=limit)
        except HistoryError:
            return []
