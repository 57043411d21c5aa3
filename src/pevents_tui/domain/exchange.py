"""What one attempt exchanged with the endpoint: where its time went, and the headers, without their secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values in the order of the wire; see `masks` for what is hidden in them."""

_FINE_MS = 10.0
"""Below it the parts are told in tenths of a millisecond."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the time of one attempt went, in seconds; None for what it never came to.

    Attributes:
        sign_s: Credentials, building the request, signing it.
        connect_s: Looking the name up, TCP, TLS; None where a connection was reused or none was needed yet.
        wait_s: Writing the request, and until the head of the answer was there.
        read_s: Reading the rest of the answer.
        reused: An earlier call's connection was used.
    """

    sign_s: float
    connect_s: float | None = None
    wait_s: float | None = None
    read_s: float | None = None
    reused: bool = False

    @property
    def parts(self) -> tuple[tuple[str, float | None], ...]:
        """Each part there was with its name, in order of time."""
        parts = (("sign", self.sign_s), ("connect", self.connect_s), ("wait", self.wait_s), ("read", self.read_s))
        return tuple((name, part_s) for name, part_s in parts if part_s is not None)

    @property
    def total_s(self) -> float:
        """All of it."""
        return sum(part_s for _, part_s in self.parts if part_s is not None)

    @property
    def sentence(self) -> str:
        """For a person, with parts that add up: `48 ms: 2 sign, 11 connect, 34 wait, 1 read`."""
        digits = 1 if self.total_s * 1000 < _FINE_MS else 0
        told = [(name, round((part_s or 0.0) * 1000, digits)) for name, part_s in self.parts]
        words = [f"{part_ms:,.{digits}f} {name}" for name, part_ms in told]
        if self.reused:
            words.insert(1, "connection reused")
        return f"{sum(part_ms for _, part_ms in told):,.{digits}f} ms: {', '.join(words)}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one attempt exchanged with the endpoint.

    Attributes:
        timing: Where its time went.
        request: The headers that went out, without secrets.
        answer: The headers that came back, likewise; empty where none did.
    """

    timing: Timing
    request: Headers = ()
    answer: Headers = ()


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt of a call that was made again after it.

    Attributes:
        told: How it ended, in a sentence.
        wait_s: How long the next attempt waited.
    """

    told: str
    wait_s: float
