"""The calls of a plan, one after the other: kept, attempted, settled, repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pevents_tui.domain.errors import HistoryError, PeventsError
from pevents_tui.domain.exchange import Try
from pevents_tui.domain.outcome import Cause, NotSent, OutcomeNotKept, Record, Unknown
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.history import History
from pevents_tui.service.history.unkept import Unkept
from pevents_tui.service.pace import Pace
from pevents_tui.service.repeat import wait_before_repeat
from pevents_tui.service.transport import Transport

_MOST_TOLD = 300
"""How many characters are kept of how an attempt ended that was made again."""


class Sending:
    """What a send needs.

    Args:
        history: Where each call is kept before it leaves, or what stands in for it where none is to be kept.
        transport: Makes one attempt.
        reachable: Gives a target its endpoint; starts the embedded sandbox where it is one.
        pace: When each call may begin.
        allow: Raises where a plan may not be sent now; asked again before each attempt.
    """

    def __init__(
        self,
        history: History | Unkept,
        transport: Transport,
        reachable: Callable[[Target], Target],
        pace: Pace,
        allow: Callable[[Plan], object],
    ) -> None:
        self._history = history
        self._transport = transport
        self._reachable = reachable
        self._pace = pace
        self._allow = allow

    def records(
        self, plan: Plan, attempts: int, cancel: Cancel, run: str | None, tags: Sequence[str] = ()
    ) -> Iterator[Record]:
        """A record after each attempt; see `Workbench.send`."""
        for call in plan.calls:
            if not self._pace.wait(call, plan.target, cancel):
                return
            self._allow(plan)
            record = self._history.begin(call, plan.target, run=run, made=plan.made, tags=tags)
            while True:
                record, fault = self._attempt(record, attempts, cancel)
                yield record
                if fault is not None:
                    raise fault
                if record.retry_in_s is None or cancel.wait(record.retry_in_s):
                    break
                if not self._pace.wait(call, plan.target, cancel):
                    break
                self._allow(plan)
                record = self._history.reopen(_tried(record, record.retry_in_s))

    def _attempt(self, record: Record, attempts: int, cancel: Cancel) -> tuple[Record, BaseException | None]:
        """One attempt of a record's call, settled on disk whatever happens, and what is raised once that was told."""
        try:
            target = self._reachable(record.target)
        except PeventsError as error:
            self._history.settle(replace(record, outcome=NotSent(Cause.CONFIGURATION, str(error))))
            raise
        except BaseException as error:
            unsent = NotSent(Cause.CANCELLED, "this program was interrupted before anything left")
            return self._settled(replace(record, outcome=unsent), error)
        try:
            answer = self._transport.send(record.call, target, cancel)
        except BaseException as error:
            lost = Unknown(Cause.CRASHED, "this program was interrupted in the middle of the call")
            return self._settled(replace(record, outcome=lost), error)
        wait_s = None
        if record.attempts < attempts and not answer.interrupted and not cancel.is_set:
            wait_s = wait_before_repeat(answer.outcome, record.attempts)
        ended = replace(record, outcome=answer.outcome, latency_s=answer.latency_s, exchange=answer.exchange)
        settled, fault = self._settled(ended, KeyboardInterrupt() if answer.interrupted else None)
        return (settled, fault) if fault is not None else (replace(settled, retry_in_s=wait_s), None)

    def _settled(self, record: Record, fault: BaseException | None) -> tuple[Record, BaseException | None]:
        """The record once how it ended is on disk, and what is raised then: what cut it off, or that nothing is kept.

        An interrupt does not keep it from the disk: what was half written is taken back, and written again.
        """
        try:
            return self._history.settle(record), fault
        except KeyboardInterrupt as error:
            return self._settled(record, error)
        except HistoryError as error:
            return record, OutcomeNotKept(record, error)


def _tried(record: Record, wait_s: float) -> Record:
    """The record with its last attempt among those that were made again."""
    told = record.outcome.sentence if record.outcome else ""
    return replace(record, tries=(*record.tries, Try(told[:_MOST_TOLD], wait_s)))
