"""What the sandbox says: successes, errors in the service's shape, and documents of its own."""

import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from pevents_tui.sandbox.wire import Answer

_PRIVATE: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class ServiceError:
    """An error as the service words it.

    Attributes:
        status: the HTTP status.
        code: the name of the error, as in `x-amzn-ErrorType`.
        message: one text for people.
    """

    status: int
    code: str
    message: str


class Way(Enum):
    """How an answer leaves the sandbox."""

    WHOLE = auto()
    """All of it, at once."""
    HANG = auto()
    """Never; the connection stays open until the client leaves."""
    RESET = auto()
    """Never; the connection is reset."""
    CUT = auto()
    """A number of bytes of it, then the connection ends."""
    GARBAGE = auto()
    """Bytes that are not HTTP instead of it."""
    DRIP = auto()
    """One byte every tenth of a second."""
    FLOOD = auto()
    """Its head, then a body that never ends."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and how it leaves.

    Attributes:
        answer: what would be said.
        way: how it goes out.
        delay_s: seconds to wait before.
        at_byte: how many bytes a cut answer has; None for half of them.
        ahead_s: seconds by which its Date header runs ahead.
    """

    answer: Answer
    way: Way = Way.WHOLE
    delay_s: float = 0.0
    at_byte: int | None = None
    ahead_s: float = 0.0


def accepted(request_id: str) -> Answer:
    """Give the service's success: status 200, an empty body, a request id and nothing else."""
    return Answer(200, headers={"x-amzn-RequestId": request_id})


def service_error(error: ServiceError, request_id: str) -> Answer:
    """Give an error in the service's shape."""
    named = {"x-amzn-RequestId": request_id, "x-amzn-ErrorType": error.code}
    return Answer(error.status, _encode({"message": error.message}), headers=named)


def refusal(status: int, code: str, message: str) -> Answer:
    """Give the guard's own refusal, after which the connection ends."""
    return Answer(status, _encode({"message": message}), headers={"x-amzn-ErrorType": code} | _PRIVATE, closes=True)


def document(value: object, status: int = 200) -> Answer:
    """Give a JSON document of the sandbox itself, kept out of caches and out of other origins."""
    return Answer(status, _encode(value), headers=_PRIVATE)


def _encode(value: object) -> bytes:
    return json.dumps(value, allow_nan=False).encode("ascii")
