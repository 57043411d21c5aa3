"""The ways the sandbox fails on request, one entry each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pevents_tui.sandbox.answers import ServiceError, Way
from pevents_tui.sandbox.wire import Answer


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail.

    Attributes:
        words: what happens, in one line.
        takes_in: whether the call is judged and recorded all the same, as if only its answer got lost.
        error: the service error that is answered; None when the fault is not one.
        stranger: an answer that is not the service's; None when the fault is not one.
        way: how the answer leaves.
        delay_s: seconds the answer waits unless the order says otherwise.
        ahead_s: seconds by which the Date header runs ahead.
    """

    words: str
    takes_in: bool = False
    error: ServiceError | None = None
    stranger: Answer | None = None
    way: Way = Way.WHOLE
    delay_s: float = 0.0
    ahead_s: float = 0.0


def _error(status: int, code: str, message: str) -> ServiceError:
    return ServiceError(status, code, message)


_DENIED: Final = "User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform this action"
_EXPIRED: Final = "The security token included in the request is expired"
_SKEWED: Final = "Signature expired: the request is older than 15 minutes by the clock of the service"
_FAILED: Final = ServiceError(500, "InternalFailure", "The request processing has failed")
_PORTAL: Final = Answer(200, b"<html><body>Please sign in to this network</body></html>", content_type="text/html")
_MOVED: Final = Answer(307, headers={"Location": "http://elsewhere.invalid/events"})

CATALOGUE: Final[Mapping[str, Fault]] = {
    "throttle": Fault(
        "answers 400 ThrottlingException; nothing recorded", error=_error(400, "ThrottlingException", "Rate exceeded")
    ),
    "too-many-requests": Fault(
        "answers 429 TooManyRequestsException; nothing recorded",
        error=_error(429, "TooManyRequestsException", "Too many requests"),
    ),
    "invalid": Fault(
        "answers 400 InvalidInputException; nothing recorded",
        error=_error(400, "InvalidInputException", "The input is invalid (a fault asked for in the sandbox)"),
    ),
    "not-found": Fault(
        "answers 404 ResourceNotFoundException; nothing recorded",
        error=_error(404, "ResourceNotFoundException", "The resource was not found (a fault asked for in the sandbox)"),
    ),
    "in-use": Fault(
        "answers 409 ResourceInUseException; nothing recorded",
        error=_error(409, "ResourceInUseException", "The resource is in use (a fault asked for in the sandbox)"),
    ),
    "access-denied": Fault(
        "answers 403 AccessDeniedException; nothing recorded", error=_error(403, "AccessDeniedException", _DENIED)
    ),
    "expired-token": Fault(
        "answers 403 ExpiredTokenException; nothing recorded", error=_error(403, "ExpiredTokenException", _EXPIRED)
    ),
    "skew": Fault(
        "answers 403 SignatureDoesNotMatch with a Date half an hour ahead; nothing recorded",
        error=_error(403, "SignatureDoesNotMatch", _SKEWED),
        ahead_s=1800.0,
    ),
    "error500": Fault("answers 500 InternalFailure; nothing recorded", error=_FAILED),
    "error500-after": Fault("records the call, then answers 500 InternalFailure", takes_in=True, error=_FAILED),
    "unavailable": Fault(
        "answers 503 ServiceUnavailable; nothing recorded",
        error=_error(503, "ServiceUnavailable", "The service is unavailable"),
    ),
    "delay": Fault("records the call, answers after delay_s seconds (1)", takes_in=True, delay_s=1.0),
    "hang": Fault("never answers; nothing recorded", way=Way.HANG),
    "hang-after": Fault("records the call, never answers", takes_in=True, way=Way.HANG),
    "reset-before": Fault("resets the connection; nothing recorded", way=Way.RESET),
    "reset-after": Fault("records the call, then resets the connection", takes_in=True, way=Way.RESET),
    "cut-response": Fault(
        "records the call, ends the connection after at_byte bytes of the answer (half)", takes_in=True, way=Way.CUT
    ),
    "malformed": Fault("answers bytes that are not HTTP; nothing recorded", way=Way.GARBAGE),
    "no-request-id": Fault("answers 200 as a captive portal does, no request id; nothing recorded", stranger=_PORTAL),
    "redirect": Fault("answers 307 to another host; nothing recorded", stranger=_MOVED),
    "loris": Fault("records the call, answers one byte every tenth of a second", takes_in=True, way=Way.DRIP),
    "endless": Fault("records the call, answers 200 with a body that never ends", takes_in=True, way=Way.FLOOD),
}
"""Every fault by name."""

FAULTS: Final[Mapping[str, str]] = {name: fault.words for name, fault in CATALOGUE.items()}
"""What each fault does, in one line, by name."""
