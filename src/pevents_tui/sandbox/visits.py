"""The last calls to the control plane and to STS, which the ledger of events does not hold."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Final

from pevents_tui.sandbox.accounts import Caller
from pevents_tui.sandbox.answers import ServiceError

MOST_VISITS: Final = 1000
"""How many are remembered."""


class Visits:
    """Who asked what, the oldest first.

    Args:
        clock: gives epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: deque[Mapping[str, object]] = deque(maxlen=MOST_VISITS)

    def add(self, service: str, operation: str, speaker: Caller, error: ServiceError | None) -> None:
        """Remember one.

        Args:
            service: personalize or sts.
            operation: as it was asked for.
            speaker: who asked.
            error: what was answered; None for what was asked for.
        """
        told = {"at": self._clock(), "service": service, "operation": operation[:128]}
        whose = {"account": speaker.account.number, "region": speaker.region}
        self._kept.append(told | whose | {"error": None if error is None else error.code})

    def clear(self) -> None:
        """Forget them."""
        self._kept.clear()

    def as_document(self) -> list[Mapping[str, object]]:
        """Give them, the oldest first."""
        return list(self._kept)
