"""When a call may be made again, and how long to wait before it: full jitter, bounded, the service's wish honoured.

Source: AWS Architecture Blog, "Exponential backoff and jitter"; the figures are botocore's standard retry mode's.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from pevents_tui.domain.outcome import Cause, NotSent, Outcome, Refused, Unknown, is_throttle

BASE_WAIT_S = 0.5
"""First wait before another attempt; doubled each time, of which a random share is taken (full jitter)."""
THROTTLED_WAIT_S = 1.0
"""The same after the service asked to slow down."""
MOST_WAIT_S = 20.0
"""Longest wait before another attempt, unless the service asks for more."""


def wait_before_repeat(outcome: Outcome, attempt: int, share: Callable[[], float] = random.random) -> float | None:
    """How long to wait before the next attempt, in seconds; None where a repeat would not help.

    Args:
        outcome: How the last attempt ended.
        attempt: How many attempts there were, from 1.
        share: Gives the random share of the bound, from 0 to 1 (full jitter).
    """
    base_s = BASE_WAIT_S
    asked_s = None
    if isinstance(outcome, Refused):
        if not is_throttle(outcome.code, outcome.http_status):
            return None
        base_s, asked_s = THROTTLED_WAIT_S, outcome.retry_after_s
    elif isinstance(outcome, NotSent):
        if outcome.cause is not Cause.CONNECTION:
            return None
    elif not isinstance(outcome, Unknown) or outcome.cause is Cause.CANCELLED:
        return None
    jittered_s = share() * min(MOST_WAIT_S, base_s * 2.0 ** (attempt - 1))
    return max(jittered_s, asked_s or 0.0)
