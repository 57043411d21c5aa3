"""send(call) -> Outcome: one attempt through the boto3 client; what it raises is told by `endings`."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pevents_tui.domain.exchange import Exchange
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Refused
from pevents_tui.domain.plan import Call, Target
from pevents_tui.service.attempt import PREPARE_S, Attempt, Stage
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import connect, uses_dummy_keys
from pevents_tui.service.endings import how_it_ended
from pevents_tui.service.lean import Lean
from pevents_tui.service.lean_road import lean_road

_CONNECT_SLACK_S = 1.0
"""Beyond the connect timeout, for name look-up and a second address."""


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
        lean: Make calls that want nothing of boto3 without it, which spares loading it.
    """

    def __init__(
        self,
        ask_mfa: Callable[[str], str] | None = None,
        roles: dict[str, Any] | None = None,
        *,
        lean: bool = False,
    ) -> None:
        self._ask_mfa = ask_mfa
        self._roles = {} if roles is None else roles
        self._lean = lean
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
        attempt = Attempt(lambda: self._call(call, target))
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
        outcome = how_it_ended(attempt, target, cancelled=None if ended else interrupted or cancel.is_set)
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

    def _call(self, call: Call, target: Target) -> Any:
        client = self._client(target)
        return client.call(call) if isinstance(client, Lean) else getattr(client, call.spec.method)(**call.body)

    def _client(self, target: Target) -> Any:
        with self._lock:
            slot = self._clients.setdefault(_key(target), _Slot())
        with slot.lock:
            if slot.client is None:
                slot.client = self._new_client(target)
            return slot.client

    def _new_client(self, target: Target) -> Any:
        road = lean_road(target, os.environ) if self._lean else None
        if road is not None:
            return Lean(road, target)
        from pevents_tui.service.wire import answer_for  # noqa: PLC0415 - loads botocore

        client = connect(target, self._ask_mfa, cache=self._roles)
        answer_for(client)
        return client

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
    left = timing.wait_s is not None and not isinstance(outcome, NotSent)
    latency_s = (timing.wait_s or 0.0) + (timing.read_s or 0.0) if left else None
    return Answer(outcome, latency_s, interrupted, exchange)
