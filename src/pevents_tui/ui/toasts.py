"""How many toasts a person can read: a few are shown as they come, the rest are counted and told in one."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import ClassVar

from textual.notifications import Notification, SeverityLevel


class Summary(Notification):
    """The toast that stands for those that were held back."""


class ToastBudget:
    """Admits a few toasts at a time and counts the others."""

    AT_MOST: ClassVar[int] = 5
    """How many are shown within `WINDOW_S`."""

    WINDOW_S: ClassVar[float] = 5.0
    """How far back the shown ones are counted, in seconds: about as long as a toast stays."""

    PAUSE_S: ClassVar[float] = 1.0
    """How long after the first held back toast the summary comes, in seconds."""

    def __init__(self) -> None:
        self._shown_at: deque[float] = deque(maxlen=self.AT_MOST)
        self._worst: SeverityLevel = "information"
        self.held_back = 0
        """How many toasts wait to be told in a summary."""

    def admit(self, notification: Notification) -> bool:
        """Say whether the toast is to be shown; if not, it counts for the next summary.

        Args:
            notification: The toast that was asked for.
        """
        now = monotonic()
        if not self.held_back and (len(self._shown_at) < self.AT_MOST or now - self._shown_at[0] > self.WINDOW_S):
            self._shown_at.append(now)
            return True
        self.held_back += 1
        self._worst = max(self._worst, notification.severity, key=("information", "warning", "error").index)
        return False

    def summary(self) -> Summary:
        """Give the toast that tells of those held back so far, as severe as the worst of them, and start anew."""
        more = "1 more message came" if self.held_back == 1 else f"{self.held_back} more messages came"
        were = "was" if self.held_back == 1 else "were"
        told = Summary(f"{more} at once and {were} not shown.", severity=self._worst)
        self.held_back = 0
        self._worst = "information"
        return told
