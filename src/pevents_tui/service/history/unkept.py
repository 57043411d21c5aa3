"""What stands in for the history where a target's calls are not to be kept: it gives records and writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import Call, Target


class Unkept:
    """Records of calls that nothing is kept of: their number is 0.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def begin(
        self,
        call: Call,
        target: Target,
        *,
        run: str | None = None,
        made: Mapping[str, Any] | None = None,
        tags: Sequence[str] = (),
    ) -> Record:
        """The record of a call that is about to leave."""
        return Record(0, self._clock(), target, call, attempts=1, run=run, made=made, tags=tuple(tags))

    def reopen(self, record: Record) -> Record:
        """The record of a call that is about to leave once more."""
        return replace(
            record, outcome=None, latency_s=None, attempts=record.attempts + 1, retry_in_s=None, exchange=None
        )

    def settle(self, record: Record) -> Record:
        """The record as it is."""
        return record
