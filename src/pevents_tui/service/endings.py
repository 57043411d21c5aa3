"""How an attempt ended, in our words; with `transport`, the one place that knows what botocore raises.

What an exception means is decided by one fact: whether any byte had left. Before that it is *not sent*; after it,
it is *unknown*, whatever the library calls it.
"""

from __future__ import annotations

import os
import re
from typing import Any

from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Refused, Unknown, is_throttle
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service.attempt import Attempt, Stage
from pevents_tui.service.unreached import Unreached

_MOST_WAIT_S = 300.0
"""Longest Retry-After that is honoured."""
_PASSING = ("ExpiredToken", "RequestExpired", "SignatureDoesNotMatch", "RequestTimeTooSkewed")
_NO_HTTP = ("ResponseParserError", "LineTooLong", "BadStatusLine", "UnknownProtocol", "HTTPException")
"""Names of the errors that botocore and http.client raise for an answer that is none."""


def how_it_ended(attempt: Attempt, target: Target, *, cancelled: bool | None) -> Outcome:
    """What is known of an attempt's end, or of where it was when its caller gave up on it.

    Args:
        attempt: It ended or was cut.
        target: Where it went.
        cancelled: A person gave up, rather than the time; None where nobody did and it ended by itself.
    """
    return _outcome(attempt, target) if cancelled is None else _cut_outcome(attempt, target, cancelled=cancelled)


def _outcome(attempt: Attempt, target: Target) -> Outcome:
    if attempt.error is None:
        return _accepted(attempt.result.get("ResponseMetadata", {}))
    from pevents_tui.service.credential_faults import is_unwritable  # noqa: PLC0415 - few calls fail

    response = getattr(attempt.error, "response", None)  # of botocore's ClientError, or of our own Answered
    if isinstance(response, dict) and attempt.began_s is not None:
        return _answered(response)
    if attempt.began_s is not None and not is_unwritable(attempt.error):
        return _broken(attempt.error)
    return _never_left(attempt.error, target)


def _accepted(metadata: dict[str, Any]) -> Outcome:
    status, request_id = int(metadata.get("HTTPStatusCode", 0)), metadata.get("RequestId")
    if not request_id:
        text = f"an answer of HTTP {status} without a request id, which Personalize always gives"
        return Unknown(Cause.NO_REQUEST_ID, text, status)
    return Accepted(str(request_id), status)


def _answered(response: dict[str, Any]) -> Outcome:
    """The outcome of an error answer: 5xx may come after the call was taken, anything below is a refusal."""
    error, metadata = response.get("Error", {}), response.get("ResponseMetadata", {})
    status, request_id = int(metadata.get("HTTPStatusCode", 0)), metadata.get("RequestId")
    code, message = str(error.get("Code", status)), str(error.get("Message", ""))
    if status >= 500 or status < 300:
        return Unknown(Cause.SERVER, f"the service failed with HTTP {status} {code}: {message}", status, request_id)
    retryable = is_throttle(code, status) or code.startswith(_PASSING)
    wait_s = _retry_after_s(metadata.get("HTTPHeaders", {}))
    return Refused(code, message, status, request_id, retryable, wait_s)


def _retry_after_s(headers: dict[str, str]) -> float | None:
    """The wait that an answer asks for: x-amz-retry-after in ms, Retry-After in seconds; bounded."""
    for name, scale in (("x-amz-retry-after", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "")
        if re.fullmatch(r"\d{1,9}", value):
            return min(int(value) * scale, _MOST_WAIT_S)
    return None


def _broken(error: BaseException) -> Unknown:
    """What is known after bytes left and no whole answer came back."""
    if isinstance(error, TimeoutError) or type(error).__name__ == "ReadTimeoutError":  # botocore's may not be loaded
        return Unknown(Cause.TIMEOUT, "no answer within the time")
    cause = getattr(error, "kwargs", {}).get("error") or error.__cause__ or error
    name = type(cause).__name__
    if name == "AnswerTooLong":
        return Unknown(Cause.BAD_ANSWER, "an answer without end; reading stopped at 1 MiB")
    if name == "AnswerCut":
        return Unknown(Cause.BAD_ANSWER, "the answer broke off before its end")
    text = str(cause)
    if "BadStatusLine" in text or "HeaderParsing" in text or name in _NO_HTTP:
        return Unknown(Cause.BAD_ANSWER, "the answer is not HTTP")
    return Unknown(Cause.CONNECTION, f"the connection broke before an answer came ({_reason(cause)})")


def _reason(error: BaseException) -> str:
    """What broke, in the words of the error that is innermost: the others only wrap it."""
    inner = next((each for each in reversed(error.args) if isinstance(each, BaseException)), None)
    if inner is not None:
        return _reason(inner)
    told = (error.strerror or "").lower() if isinstance(error, OSError) else ""
    return _one_line(told or str(error)) or type(error).__name__


def _never_left(error: BaseException, target: Target) -> NotSent:
    """What kept a call from leaving, with what mends it where that is known."""
    if isinstance(error, Unreached):
        return NotSent(Cause.CONFIGURATION if error.misconfigured else Cause.CONNECTION, _one_line(str(error)))
    from botocore.exceptions import BotoCoreError, ConnectionError, HTTPClientError  # noqa: A004, PLC0415 - botocore's

    from pevents_tui.service.aws_files import read_aws_files  # noqa: PLC0415 - few calls never leave
    from pevents_tui.service.credential_faults import credential_fault  # noqa: PLC0415 - the same

    name = type(error).__name__
    fault = credential_fault(error, target, read_aws_files(os.environ))
    if fault is not None:
        return NotSent(fault.cause, str(fault))
    if isinstance(error, ConnectionError | HTTPClientError):
        if "SSL" in name and "Errno 2" in str(error):
            return NotSent(Cause.CONFIGURATION, "the CA bundle cannot be read: " + _one_line(str(error)))
        return NotSent(Cause.CONNECTION, _one_line(str(error)))
    if isinstance(error, BotoCoreError):
        return NotSent(Cause.CONFIGURATION, _one_line(str(error)))
    return NotSent(Cause.CONFIGURATION, f"{_one_line(str(error))} ({name})")


def _cut_outcome(attempt: Attempt, target: Target, *, cancelled: bool) -> Outcome:
    """The outcome of an attempt that its caller gave up on."""
    if attempt.began_s is not None:
        if cancelled:
            return Unknown(Cause.CANCELLED, "cancelled while the call was under way")
        return Unknown(Cause.TIMEOUT, f"no whole answer within {target.read_timeout_s:g} s")
    if cancelled:
        return NotSent(Cause.CANCELLED, "cancelled before anything left")
    if attempt.stage is Stage.ASKING:
        return NotSent(Cause.CREDENTIALS, "no MFA code was given within the time")
    if attempt.stage is Stage.PREPARING:
        return NotSent(Cause.CREDENTIALS, "no credentials came within the time")
    where = "the sandbox" if target.policy is Policy.SANDBOX else target.endpoint or "the service"
    return NotSent(Cause.CONNECTION, f"no connection to {where} within {target.connect_timeout_s:g} s")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]
