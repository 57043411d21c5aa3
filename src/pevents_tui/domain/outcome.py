"""How a call ended, in the four words this program uses, and the record that is kept of it.

A 2xx means *accepted*; the service never says more. Refused is its word against the call. Unknown means it may have
arrived, and is safe to send again with the same event ids. Not sent means that nothing left this machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.exchange import Exchange, Try
from pevents_tui.domain.plan import Call, Plan, Target


class Cause(StrEnum):
    """Why a call is unknown or was not sent."""

    TIMEOUT = "timeout"
    """No whole answer within the time."""
    CONNECTION = "connection"
    """The connection broke after bytes had left, or (not sent) was never made."""
    SERVER = "server-error"
    """A 5xx, which may come after the service took the call."""
    NO_REQUEST_ID = "no-request-id"
    """A 2xx that no Personalize endpoint would give: it has no request id."""
    BAD_ANSWER = "bad-answer"
    """Something that is not an HTTP answer, or one without end."""
    CANCELLED = "cancelled"
    """The user cancelled."""
    CRASHED = "crashed"
    """This program ended while the call was under way."""
    CREDENTIALS = "credentials"
    """No usable credentials."""
    CONFIGURATION = "configuration"
    """A profile, region, endpoint or CA bundle that cannot be used."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service answered 2xx with a request id, its only receipt."""

    word: ClassVar[str] = "accepted"
    request_id: str
    http_status: int = 200

    @property
    def sentence(self) -> str:
        """One line for a person."""
        return f"accepted, request {self.request_id}"


@dataclass(frozen=True, slots=True)
class Refused:
    """The service said no, in its own words.

    Attributes:
        code: The error's code: `InvalidInputException`.
        message: The service's message, verbatim.
        http_status: 3xx or 4xx.
        request_id: None where the answer had none.
        retryable: Sending the same again later can succeed (throttled, expired, clock skew).
        retry_after_s: How long the service asks to wait, None where it does not.
    """

    word: ClassVar[str] = "refused"
    code: str
    message: str
    http_status: int
    request_id: str | None = None
    retryable: bool = False
    retry_after_s: float | None = None

    @property
    def sentence(self) -> str:
        """One line for a person."""
        return f"refused: {self.code}: {self.message}" if self.message else f"refused: {self.code}"


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have arrived. Sending it again with the same event ids trains nothing twice."""

    word: ClassVar[str] = "unknown"
    cause: Cause
    message: str
    http_status: int | None = None
    request_id: str | None = None

    @property
    def sentence(self) -> str:
        """One line for a person."""
        return f"unknown, it may have arrived: {self.message}"


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing left this machine."""

    word: ClassVar[str] = "not sent"
    cause: Cause
    message: str

    @property
    def sentence(self) -> str:
        """One line for a person."""
        return f"not sent: {self.message}"


Outcome: TypeAlias = Accepted | Refused | Unknown | NotSent
"""How one call ended."""

SENDING = "sending"
"""The word for a record whose call is under way."""


@dataclass(frozen=True, slots=True)
class Record:
    """One call as sent, where it went, and how it ended.

    Attributes:
        id: Its number in the history; rises with time. 0 where the history does not keep it.
        at_s: When it was first sent, in epoch seconds.
        target: Where it went, as things stood then.
        call: What went out.
        outcome: How it ended; None while it is under way.
        latency_s: From the first byte to the end of the answer, of the last attempt; None where nothing left.
        attempts: Attempts on the wire.
        run: Groups the calls of one send, such as a file of many; None for a single call.
        retry_in_s: Wait before the next attempt of the same call; None where this was the last.
        exchange: What the last attempt exchanged with the endpoint; None where that is not known.
        tries: The attempts before the last one.
        made: What it was made of: the template, and what its variables came to; None where of neither.
        tags: What a person marked it with, each once.
        note: What a person wrote about it, None where nothing.
    """

    id: int
    at_s: float
    target: Target
    call: Call = field(hash=False)
    outcome: Outcome | None = None
    latency_s: float | None = None
    attempts: int = 0
    run: str | None = None
    retry_in_s: float | None = None
    exchange: Exchange | None = None
    tries: tuple[Try, ...] = ()
    made: Mapping[str, Any] | None = field(default=None, hash=False)
    tags: tuple[str, ...] = ()
    note: str | None = None

    @property
    def word(self) -> str:
        """`accepted`, `refused`, `unknown`, `not sent` or `sending`."""
        return self.outcome.word if self.outcome else SENDING

    def again(self) -> Plan:
        """The plan that sends exactly this again: same ids, same times, same bytes, same target."""
        return Plan(self.target, (self.call,), self.made)


class OutcomeNotKept(HistoryError):
    """A call went out, and how it ended could not be written down; the next start will call it unknown.

    Attributes:
        record: How it ended.
    """

    def __init__(self, record: Record, reason: HistoryError) -> None:
        how = record.outcome.sentence if record.outcome else "not known"
        super().__init__(f"the call was made ({how}), but that could not be kept: {reason}")
        self.record = record


def is_throttle(code: str, http_status: int) -> bool:
    """Whether a refusal means that calls came too fast, so that the same call may pass later."""
    return http_status == 429 or code.startswith(_THROTTLES)


_THROTTLES = ("Throttl", "TooManyRequests", "RequestThrottled", "RequestLimitExceeded", "SlowDown")
