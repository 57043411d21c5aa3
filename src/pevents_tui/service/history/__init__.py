"""Every call ever made, in one SQLite file: written before it leaves, completed when it ended, found again at once."""

from __future__ import annotations

from pevents_tui.service.history.rows import Line
from pevents_tui.service.history.search import Filter
from pevents_tui.service.history.store import History

__all__ = ["Filter", "History", "Line"]
