"""The events service: takes calls in, judges them, keeps them on the ledger and answers as AWS would."""

import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Final

from pevents_tui.sandbox.answers import Reply, ServiceError, Way, accepted, service_error
from pevents_tui.sandbox.armoury import Armed, Armoury, spoil
from pevents_tui.sandbox.faults import Fault
from pevents_tui.sandbox.judge import Verdict, judge, rows_of
from pevents_tui.sandbox.ledger import Call, Ledger, Row
from pevents_tui.sandbox.model import Operation, events_operations
from pevents_tui.sandbox.wire import Request

MOST_ROWS: Final = 100
"""How many rows of one call can be looked up; an accepted call has at most 10."""

_UNKNOWN: Final = ServiceError(404, "UnknownOperationException", "There is no operation at this path")
_OVERSIZED: Final = ServiceError(413, "RequestEntityTooLargeException", "The body is longer than 4 MB")
_SILENT: Final = frozenset({Way.HANG, Way.RESET, Way.GARBAGE})


class EventsService:
    """The operations of personalize-events, and the refusal of every path that is none.

    Args:
        ledger: where calls are kept.
        armoury: the faults that may hit them.
        clock: gives epoch seconds.
    """

    def __init__(self, ledger: Ledger, armoury: Armoury, clock: Callable[[], float]) -> None:
        self._ledger = ledger
        self._armoury = armoury
        self._clock = clock

    @cached_property
    def routes(self) -> Mapping[tuple[str, str], Callable[[Request], Reply]]:
        """What answers each method and path."""
        return {(found.method, found.path): partial(self._take, found) for found in events_operations()}

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], str]:
        return {(found.method, found.path): found.name for found in events_operations()}

    def take_unknown(self, request: Request) -> Reply:
        """Refuse a call to no operation, and keep it."""
        return self._keep_refused(request, _UNKNOWN)

    def take_oversized(self, request: Request) -> Reply:
        """Refuse a call whose body was too long to read, and keep it without its body."""
        return self._keep_refused(request, _OVERSIZED)

    def _keep_refused(self, request: Request, error: ServiceError) -> Reply:
        request_id = str(uuid.uuid4())
        self._ledger.add(self._call(request, request_id, error, None, recorded=False), ())
        return Reply(service_error(error, request_id))

    def _take(self, operation: Operation, request: Request) -> Reply:
        request_id = str(uuid.uuid4())
        armed = self._armoury.strike(operation.name)
        verdict = judge(operation, request.body)
        error, recorded = _settle(verdict, None if armed is None else armed.fault)
        call = self._call(request, request_id, error, armed, recorded=recorded)
        try:
            self._ledger.add(call, _rows(operation, verdict))
        except sqlite3.Error as failure:
            broken = ServiceError(500, "InternalFailure", f"The sandbox could not keep the call: {failure}")
            return Reply(service_error(broken, request_id))
        answer = accepted(request_id) if error is None else service_error(error, request_id)
        return Reply(answer) if armed is None else spoil(answer, armed)

    def _call(
        self,
        request: Request,
        request_id: str,
        error: ServiceError | None,
        armed: Armed | None,
        *,
        recorded: bool,
    ) -> Call:
        headers = request.head.headers
        fault = None if armed is None else armed.fault
        stranger = None if fault is None else fault.stranger
        silent = fault is not None and fault.way in _SILENT
        status = 200 if error is None else error.status
        return Call(
            at=self._clock(),
            operation=self._names.get((request.head.method, request.head.path)),
            path=request.head.path[:1024],
            status=None if silent else status if stranger is None else stranger.status,
            request_id=request_id if stranger is None else None,
            code=None if error is None else error.code,
            message=None if error is None else error.message,
            recorded=recorded,
            fault=None if armed is None else armed.name,
            invocation=_fact(headers, "amz-sdk-invocation-id"),
            attempt=_fact(headers, "amz-sdk-request"),
            user_agent=_fact(headers, "user-agent"),
            raw=request.body,
        )


def _settle(verdict: Verdict, fault: Fault | None) -> tuple[ServiceError | None, bool]:
    """Give the error to answer, and whether the call's rows are taken in."""
    if fault is None:
        return verdict.error, verdict.error is None
    if not fault.takes_in:
        return fault.error, False
    return fault.error or verdict.error, verdict.error is None


def _fact(headers: Mapping[str, str], name: str) -> str | None:
    value = headers.get(name)
    return None if value is None else value[:1024]


def _rows(operation: Operation, verdict: Verdict) -> Sequence[Row]:
    call = verdict.body if isinstance(verdict.body, dict) else {}
    found = []
    for _path, row in rows_of(operation, verdict.body):
        both = {**call, **row}
        item_id = row.get("itemId", row.get("actionId"))
        named = (row.get("eventId"), both.get("userId"), both.get("sessionId"), item_id, row.get("eventType"))
        found.append(Row(*(value[:1024] if isinstance(value, str) else None for value in named)))
        if len(found) == MOST_ROWS:
            break
    return found
