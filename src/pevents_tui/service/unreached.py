"""That no connection could be made, told by lean calls to whoever names how an attempt ended."""

from __future__ import annotations


class Unreached(Exception):
    """No connection could be made; the message is why.

    Attributes:
        misconfigured: It is a setting, rather than the way, that keeps it off.
    """

    def __init__(self, message: str, *, misconfigured: bool = False) -> None:
        super().__init__(message)
        self.misconfigured = misconfigured
