"""The desk: finds who answers a request, and sees to it that somebody always does."""

import uuid
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from pevents_tui.sandbox.answers import Reply, ServiceError, service_error
from pevents_tui.sandbox.armoury import Armoury
from pevents_tui.sandbox.events import EventsService
from pevents_tui.sandbox.facts import REACTS_AFTER_S
from pevents_tui.sandbox.identity import MEDIA_TYPE, IdentityService
from pevents_tui.sandbox.inspect import PREFIX, Inspection
from pevents_tui.sandbox.ledger import Ledger
from pevents_tui.sandbox.plane import PlaneService
from pevents_tui.sandbox.visits import Visits
from pevents_tui.sandbox.wire import Head, Request

if TYPE_CHECKING:
    from pevents_tui.sandbox.runtime import RuntimeService


class Desk:
    """Everything behind the wire: services, inspection, ledger and faults.

    A further service joins with its own `routes`.

    Args:
        ledger: where calls are kept; the desk closes it.
        clock: gives epoch seconds.
        further: how many more dataset groups the account for trying has.
        reacts_after_s: seconds until recommendations hear of what came in.
    """

    def __init__(
        self,
        ledger: Ledger,
        clock: Callable[[], float],
        further: int = 0,
        reacts_after_s: float = REACTS_AFTER_S,
    ) -> None:
        self._armoury = armoury = Armoury()
        self._visits = visits = Visits(clock)
        self._further, self._reacts_after_s = further, reacts_after_s
        self.clock = clock
        """Gives epoch seconds."""
        self._ledger = ledger
        self._inspection = Inspection(ledger, armoury, visits, clock, reacts_after_s)
        self._events = EventsService(ledger, armoury, clock)
        self._plane = PlaneService(armoury, visits, further)
        self._identity = IdentityService(armoury, visits)

    def answer(self, request: Request) -> Reply:
        """Give the reply to a whole request."""
        return _guarded(self._find(request.head), request)

    def answer_oversized(self, head: Head) -> Reply:
        """Give the reply to a request whose body is too long to be read."""
        return _guarded(self._events.take_oversized, Request(head, b""))

    def close(self) -> None:
        """Let go of the ledger."""
        self._ledger.close()

    def _find(self, head: Head) -> Callable[[Request], Reply]:
        path = head.path
        if path.startswith(PREFIX):
            return self._inspection.routes.get((head.method, path), self._inspection.refuse_unknown)
        if (head.method, path) == ("POST", "/"):
            if head.headers.get("content-type", "").lower().startswith(MEDIA_TYPE):
                return self._identity.take
            return self._plane.find(head.headers.get("x-amz-target", "")) or self._events.take_unknown
        taker = self._events.routes.get((head.method, path)) or self._runtime.routes.get((head.method, path))
        return taker or self._events.take_unknown

    @cached_property
    def _runtime(self) -> "RuntimeService":
        from pevents_tui.sandbox.recall import Recall  # noqa: PLC0415  most never ask for recommendations
        from pevents_tui.sandbox.runtime import RuntimeService  # noqa: PLC0415  the same

        recall = Recall(self._ledger, self._reacts_after_s)
        return RuntimeService(self._armoury, self._visits, recall, self.clock, self._further)


def _guarded(handler: Callable[[Request], Reply], request: Request) -> Reply:
    try:
        return handler(request)
    except Exception as error:
        # The one place that keeps the thread alive whatever broke, and the client is told what did.
        failed = ServiceError(500, "InternalFailure", f"The sandbox failed: {type(error).__name__}: {error}")
        return Reply(service_error(failed, str(uuid.uuid4())))
