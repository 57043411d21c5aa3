"""send(call) -> Outcome: one attempt through the boto3 client; the one place that catches what botocore raises.

What an exception means is decided by one fact: whether any byte had left. Before that it is *not sent*; after it,
it is *unknown*, whatever the library calls it.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pevents_tui.domain.exchange import Exchange
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Refused, Unknown, is_throttle
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.service.attempt import PREPARE_S, Attempt, Stage
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import connect, uses_dummy_keys

_CONNECT_SLACK_S = 1.0
"""Beyond the connect timeout, for name look-up and a second address."""
_MOST_WAIT_S = 300.0
"""Longest Retry-After that is honoured."""
_PASSING = ("ExpiredToken", "RequestExpired", "SignatureDoesNotMatch", "RequestTimeTooSkewed")


@dataclass(frozen=True, slots=True)
class Answer:
    """How one attempt ended.

    Attributes:
        outcome: Accepted, refused, unknown or not sent.
        latency_s: From the first byte to the end of the answer; None where nothing left.
        interrupted: The program was interrupted (Ctrl-C) while it waited.
        exchange: What went over the wire, without secrets.
    """

    outcome: Outcome
    latency_s: float | None = None
    interrupted: bool = False
    exchange: Exchange | None = None


class _Slot:
    """A place for one target's client; making it may take long, and keeps nobody waiting but those who want it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.client: Any = None


class Transport:
    """Sends calls through boto3 clients, one client a target, each made at its first call.

    Args:
        ask_mfa: Asks a person for an MFA code; None means nobody can be asked.
        roles: Keeps the credentials of roles, in memory alone, so that one code serves every client; None for its own.
    """

    def __init__(self, ask_mfa: Callable[[str], str] | None = None, roles: dict[str, Any] | None = None) -> None:
        self._ask_mfa = ask_mfa
        self._roles = {} if roles is None else roles
        self._clients: dict[Target, _Slot] = {}
        self._lock = threading.Lock()

    def warm(self, target: Target) -> None:
        """Load boto3 and make the target's client, so that the first call need not; a broken one is told then.

        Where real credentials sign the calls, they are left for the first call to look for.
        """
        try:
            if uses_dummy_keys(target) or not target.sign:
                self._client(target)
            else:
                connect(replace(target, sign=False)).close()
        except Exception:
            return

    def send(self, call: Call, target: Target, cancel: Cancel | None = None) -> Answer:
        """One attempt, bounded by the target's times.

        Args:
            call: What goes out.
            target: Where to; a sandbox target knows its endpoint by now.
            cancel: Cuts the attempt at once; None means it cannot be cancelled.
        """
        cancel = cancel or Cancel()
        attempt = Attempt(lambda: getattr(self._client(target), call.spec.method)(**call.body))
        limits_s = limits_of(target)
        ended = interrupted = False
        cancel.listen(attempt.wake)
        try:
            attempt.start()
            ended = attempt.wait(limits_s, lambda: cancel.is_set)
        except KeyboardInterrupt:
            interrupted = True
        finally:
            cancel.forget(attempt.wake)
        if not ended:
            attempt.cut()
        outcome = (
            _outcome(attempt, target)
            if ended
            else _cut_outcome(attempt, target, cancelled=interrupted or cancel.is_set)
        )
        if isinstance(outcome, NotSent) and outcome.cause in (Cause.CREDENTIALS, Cause.CONFIGURATION):
            self._forget(target)
        return _answer(attempt, outcome, interrupted)

    def close(self) -> None:
        """Close every connection there is; a client that is still being made is left to itself."""
        with self._lock:
            slots, self._clients = self._clients, {}
        for slot in slots.values():
            if slot.client is not None:
                slot.client.close()

    def _client(self, target: Target) -> Any:
        from pevents_tui.service.wire import answer_for  # noqa: PLC0415 - loads botocore

        with self._lock:
            slot = self._clients.setdefault(_key(target), _Slot())
        with slot.lock:
            if slot.client is None:
                client = connect(target, self._ask_mfa, cache=self._roles)
                answer_for(client)
                slot.client = client
            return slot.client

    def _forget(self, target: Target) -> None:
        """Have the target's next call look for settings and credentials anew: they may have been mended by then."""
        with self._lock:
            slot = self._clients.pop(_key(target), None)
        if slot is not None and slot.client is not None:
            slot.client.close()


def _key(target: Target) -> Target:
    """What a client depends on."""
    return Target(
        "",
        target.policy,
        profile=target.profile,
        region=target.region,
        endpoint=target.endpoint,
        read_timeout_s=target.read_timeout_s,
        connect_timeout_s=target.connect_timeout_s,
        ca_bundle=target.ca_bundle,
        verify=target.verify,
        sign=target.sign,
    )


def how_it_ended(attempt: Attempt, target: Target, *, cancelled: bool) -> Outcome:
    """What is known of an attempt's end, or of where it was when its caller gave up on it.

    Args:
        attempt: It ended or was cut.
        target: Where it went.
        cancelled: A person gave up, rather than the time.
    """
    return _outcome(attempt, target) if attempt.done else _cut_outcome(attempt, target, cancelled=cancelled)


def limits_of(target: Target) -> dict[Stage, float | None]:
    """Longest time of each stage of an attempt at a target."""
    return {
        Stage.PREPARING: PREPARE_S,
        Stage.CONNECTING: target.connect_timeout_s + _CONNECT_SLACK_S if target.connect_timeout_s else None,
        Stage.WRITING: target.read_timeout_s or None,
    }


def _answer(attempt: Any, outcome: Outcome, interrupted: bool) -> Answer:
    """The answer of an attempt, without the secrets that the endpoint or an error may have repeated."""
    from pevents_tui.domain import masks  # noqa: PLC0415 - nothing is to be hidden before the first call

    sent, timing = list(attempt.sent), attempt.timing()
    secrets = masks.secrets_of(sent)
    if not isinstance(outcome, Accepted):
        outcome = replace(outcome, message=masks.without_secrets(outcome.message, secrets))
    if isinstance(outcome, Refused):
        outcome = replace(outcome, code=masks.without_secrets(outcome.code, secrets))
    exchange = Exchange(timing, masks.request_headers(sent), masks.answer_headers(attempt.answered or (), secrets))
    latency_s = None if timing.wait_s is None else timing.wait_s + (timing.read_s or 0.0)
    return Answer(outcome, latency_s, interrupted, exchange)


def _outcome(attempt: Any, target: Target) -> Outcome:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - loads behind the first paint

    if attempt.error is None:
        return _accepted(attempt.result.get("ResponseMetadata", {}))
    if isinstance(attempt.error, ClientError) and attempt.began_s is not None:
        return _answered(attempt.error.response)
    if attempt.began_s is not None:
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
    from botocore.exceptions import ReadTimeoutError  # noqa: PLC0415 - loads behind the first paint

    if isinstance(error, ReadTimeoutError):
        return Unknown(Cause.TIMEOUT, "no answer within the time")
    cause = getattr(error, "kwargs", {}).get("error") or error.__cause__ or error
    name = type(cause).__name__
    if name == "AnswerTooLong":
        return Unknown(Cause.BAD_ANSWER, "an answer without end; reading stopped at 1 MiB")
    if name == "AnswerCut":
        return Unknown(Cause.BAD_ANSWER, "the answer broke off before its end")
    text = str(cause)
    if "BadStatusLine" in text or "HeaderParsing" in text or name in {"ResponseParserError", "LineTooLong"}:
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


def _cut_outcome(attempt: Any, target: Target, *, cancelled: bool) -> Outcome:
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
