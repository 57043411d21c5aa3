"""Asker: questions about an account, each bounded, cancellable, and asked again with patience while it is busy.

What is asked changes nothing, so that an answer that did not come may be asked for again, unlike a send.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pevents_tui.domain.errors import AskFailed
from pevents_tui.domain.outcome import Cause, NotSent, Outcome, Refused, Unknown, is_throttle
from pevents_tui.domain.plan import Target
from pevents_tui.service.attempt import Attempt
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import is_loopback

MOST_TRIES = 6
"""How often one question is asked while the service says that it is busy."""
MOST_BROKEN = 2
"""How often one question is asked when no whole answer comes."""
FIRST_WAIT_S = 0.5
"""How long nothing is asked after the first time the service was busy; it doubles each time."""
MOST_WAIT_S = 8.0
"""The longest such wait, unless the service asks for a longer one."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        service: As boto3 names it: `personalize`, `sts`.
        method: As boto3 names it: `list_event_trackers`.
        params: What the method takes.
    """

    service: str
    method: str
    params: Mapping[str, Any]


class Pace:
    """How fast one account is asked: after it was busy, nobody asks for a while, all who ask it together.

    Args:
        first_s: The first wait.
    """

    def __init__(self, first_s: float = FIRST_WAIT_S) -> None:
        self._first_s = first_s
        self._wait_s = first_s
        self._lock = threading.Lock()
        self._not_before_s = 0.0

    @property
    def left_s(self) -> float:
        """How long nobody asks from now on, in seconds; less than 0 for not at all."""
        return self._not_before_s - time.monotonic()

    def wait(self, cancel: Cancel) -> bool:
        """Wait until asking is all right; whether it was cancelled meanwhile."""
        while (left_s := self.left_s) > 0:
            if cancel.wait(left_s):
                return True
        return cancel.is_set

    def was_busy(self, asked_s: float | None) -> None:
        """Hold everybody back.

        Args:
            asked_s: How long the service asks to wait; None where it does not.
        """
        with self._lock:
            now_s = time.monotonic()
            if now_s >= self._not_before_s:  # others were told the same meanwhile: that is one time, not several
                self._not_before_s = now_s + self._wait_s
                self._wait_s = min(self._wait_s * 2, MOST_WAIT_S)
            self._not_before_s = max(self._not_before_s, now_s + (asked_s or 0.0))

    def was_answered(self) -> None:
        """Trust the account a little more again."""
        with self._lock:
            self._wait_s = max(self._wait_s * 0.8, self._first_s)


class Asker:
    """Asks through boto3 clients, one for each account and service, each made at its first question.

    Args:
        connect: Gives a client for a target and a service; may raise whatever boto3 raises.
    """

    def __init__(self, connect: Callable[[Target, str], Any]) -> None:
        self._connect = connect
        self._clients: dict[tuple[Target, str], Any] = {}
        self._making: dict[tuple[Target, str], threading.Lock] = {}
        self._lock = threading.Lock()

    def ask(
        self,
        question: Question,
        target: Target,
        cancel: Cancel | None = None,
        pace: Pace | None = None,
        *,
        most_tries: int = MOST_TRIES,
    ) -> Any:
        """The service's answer, as boto3 gives it.

        Args:
            question: What is asked.
            target: Whose account; a sandbox target knows its endpoint by now.
            cancel: Cuts the question at once; None means it cannot be cancelled.
            pace: Shared by those who ask the same account at the same time; None for one of its own.
            most_tries: How often it is asked at most, whatever keeps the answer away.

        Raises:
            AskFailed: it was not answered; the sentence says why.
        """
        cancel, pace = cancel or Cancel(), pace or Pace()
        tries = 0
        while True:
            if pace.wait(cancel):
                raise failed(NotSent(Cause.CANCELLED, "cancelled"), target)
            answer, outcome = self._try(question, target, cancel)
            if outcome is None:
                pace.was_answered()
                return answer
            tries += 1
            if cancel.is_set or tries >= min(most_tries, _most_tries(outcome)):
                raise failed(outcome, target)
            pace.was_busy(outcome.retry_after_s if isinstance(outcome, Refused) else None)

    def close(self) -> None:
        """Close every connection there is."""
        with self._lock:
            clients, self._clients = self._clients, {}
        for client in clients.values():
            client.close()

    def _try(self, question: Question, target: Target, cancel: Cancel) -> tuple[Any, Outcome | None]:
        """One attempt: the answer, or how it ended without one."""
        from pevents_tui.service.endings import how_it_ended  # noqa: PLC0415 - brings more than is begun with
        from pevents_tui.service.transport import limits_of  # noqa: PLC0415 - the same

        def work() -> Any:
            return getattr(self._client(target, question.service), question.method)(**question.params)

        attempt, ended = Attempt(work), False
        cancel.listen(attempt.wake)
        try:
            attempt.start()
            ended = attempt.wait(limits_of(target), lambda: cancel.is_set)
        finally:
            cancel.forget(attempt.wake)
            if not ended:
                attempt.cut()
        if ended and attempt.error is None:
            return attempt.result, None
        outcome = how_it_ended(attempt, target, cancelled=None if ended else cancel.is_set)
        if isinstance(outcome, NotSent) and outcome.cause in {Cause.CREDENTIALS, Cause.CONFIGURATION}:
            self._forget(target, question.service)
        return None, outcome

    def _forget(self, target: Target, service: str) -> None:
        """Have the next question look for settings and credentials anew: they may have been mended by then."""
        with self._lock:
            client = self._clients.pop((target.for_asking(), service), None)
        if client is not None:
            client.close()

    def _client(self, target: Target, service: str) -> Any:
        """The client, made by the first who asks for it; others for the same one wait."""
        from pevents_tui.service.wire import answer_for  # noqa: PLC0415 - loads botocore

        key = (target.for_asking(), service)
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            client = self._clients.get(key)
            if client is None:
                client = self._connect(target, service)
                found = client.meta.endpoint_url
                if (
                    is_loopback(found) and target.endpoint != found
                ):  # set for this service alone: no real key goes there
                    client.close()
                    client = self._connect(target.with_endpoint(found), service)
                answer_for(client)
                self._clients[key] = client
            return client


def failed(outcome: Outcome, target: Target) -> AskFailed:
    """What is raised where a question ended so."""
    from pevents_tui.domain.remedy import ask_step  # noqa: PLC0415 - only where something failed

    told = f"{outcome.code}: {outcome.message}" if isinstance(outcome, Refused) else getattr(outcome, "message", "")
    step = ask_step(outcome, target)
    again = ", then ask again."
    if step.endswith(again) and step.removesuffix(again).lower() in told.lower():  # the sentence ends with its command
        return AskFailed(told.rstrip(".") + again, outcome)
    return AskFailed(f"{told.rstrip('.')}. {step}".strip() if step else told, outcome)


def _most_tries(outcome: Outcome) -> int:
    if isinstance(outcome, Refused) and is_throttle(outcome.code, outcome.http_status):
        return MOST_TRIES
    return MOST_BROKEN if isinstance(outcome, Unknown) else 1
