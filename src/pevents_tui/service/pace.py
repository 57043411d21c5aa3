"""Pace: no more calls a second to a tracker than its target allows, and to a dataset than the service takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.service.cancel import Cancel

DATASET_CALLS_PER_S = 10.0
"""Most calls a second to a dataset. Source: Developer Guide, quotas: PutItems, PutUsers and PutActions requests."""


class Pace:
    """When the next call to each tracker may begin; safe to use from several threads.

    Args:
        clock: Seconds that only go on.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next_s: dict[str, float] = {}
        self._looking = Lock()

    def wait(self, call: Call, target: Target, cancel: Cancel) -> bool:
        """Wait for the call's turn; whether it may begin, which it may not once it was cancelled."""
        wait_s = self.turn(call, target)
        return not (cancel.wait(wait_s) if wait_s > 0 else cancel.is_set)

    def turn(self, call: Call, target: Target) -> float:
        """How many seconds are left until the call's turn, which is taken with this."""
        rate_per_s = _rate_per_s(call, target)
        if not rate_per_s:
            return 0.0
        with self._looking:
            now_s = self._clock()
            begins_s = max(now_s, self._next_s.get(call.tracking_id, now_s))
            self._next_s[call.tracking_id] = begins_s + 1 / rate_per_s
            return begins_s - now_s


def _rate_per_s(call: Call, target: Target) -> float | None:
    """Most calls a second; None for as fast as they go."""
    if call.spec.place == "tracker" or target.policy in {Policy.SANDBOX, Policy.LOCAL}:
        return target.rate_per_s
    return min(DATASET_CALLS_PER_S, target.rate_per_s or DATASET_CALLS_PER_S)
