"""A history of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import builders
from pevents_tui.domain.outcome import Accepted, Outcome, Record
from pevents_tui.service.history import History

Keep = Callable[..., Record]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the history is kept."""
    return tmp_path / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    """An open history."""
    opened = History(path, clock=lambda: float(builders.NOW_S))
    yield opened
    opened.close()


@pytest.fixture
def keep(history: History) -> Keep:
    """Keeps a call of one event with these members, ended with an outcome."""

    def make(outcome: Outcome | None = None, run: str | None = None, **members: object) -> Record:
        head = {name: members.pop(name) for name in ("userId", "sessionId", "trackingId") if name in members}
        draft = builders.events_draft(builders.event(**members), **head)
        record = history.begin(builders.call(draft), builders.target(), run=run)
        number = record.id
        return history.settle(replace(record, outcome=outcome or Accepted(f"request-{number}"), latency_s=0.002))

    return make
