"""What the readers of foreign texts share: a fault with its line."""

from __future__ import annotations


class PasteFault(ValueError):
    """A text that was recognised and cannot be read.

    Attributes:
        line: 1-based line of the fault, None where only the whole text can be named.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"{message}, at line {line}")
        self.line = line
