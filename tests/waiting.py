"""Waiting for conditions, never for a duration; a condition that stays away fails with its own words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

LONGEST_S = 20.0
"""How long a condition may stay away on a busy machine."""


def until(condition: Callable[[], object], what: str, longest_s: float = LONGEST_S) -> None:
    """Wait in a plain test until a condition holds.

    Raises:
        AssertionError: it did not within the time.
    """
    end_s = time.monotonic() + longest_s
    while not condition():
        if time.monotonic() > end_s:
            raise AssertionError(f"waited {longest_s:g} s for: {what}")
        time.sleep(0.005)


async def until_async(condition: Callable[[], object], what: str, longest_s: float = LONGEST_S) -> None:
    """Wait in an async test until a condition holds, letting everything else run.

    Raises:
        AssertionError: it did not within the time.
    """
    end_s = time.monotonic() + longest_s
    while not condition():
        if time.monotonic() > end_s:
            raise AssertionError(f"waited {longest_s:g} s for: {what}")
        await asyncio.sleep(0.005)
