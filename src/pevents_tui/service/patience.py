"""Work that may take long, bounded and cancellable: it runs in a thread of its own, which whoever waits can leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pevents_tui.service.attempt import Attempt, Stage
from pevents_tui.service.cancel import Cancel

T = TypeVar("T")


class Cancelled(Exception):
    """Whoever waited wants it no more."""


class TookTooLong(Exception):
    """It did not end within its time."""


def bounded(work: Callable[[], T], limit_s: float, cancel: Cancel | None = None) -> T:
    """What the work gives; a question to a person that it asks does not count against its time.

    Args:
        work: Runs in a thread of its own, and may be left behind there.
        limit_s: Longest wait.
        cancel: Ends the wait at once; None means it cannot be cancelled.

    Raises:
        Cancelled: the wish came first.
        TookTooLong: the time ran out first.
        BaseException: whatever the work raised.
    """
    cancel = cancel or Cancel()
    attempt, ended = Attempt(work), False
    cancel.listen(attempt.wake)
    try:
        attempt.start()
        ended = attempt.wait({Stage.PREPARING: limit_s}, lambda: cancel.is_set)
    finally:
        cancel.forget(attempt.wake)
        if not ended:
            attempt.cut()
    if not ended:
        raise Cancelled if cancel.is_set else TookTooLong
    if attempt.error is not None:
        raise attempt.error
    result: T = attempt.result
    return result
