"""personalize-runtime: recommends, with a little recommender that stands in for the service's.

Its three operations are told apart by their paths. Requests are judged by botocore's service model first, then by what
the API reference says of them.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, Final

from pevents_tui.sandbox.accounts import caller
from pevents_tui.sandbox.answers import Reply, service_error
from pevents_tui.sandbox.armoury import Armoury, spoil
from pevents_tui.sandbox.engine import RefusedError, find_engine
from pevents_tui.sandbox.estate import estate
from pevents_tui.sandbox.inquiry import ANSWERS, Inquiry
from pevents_tui.sandbox.judge import judge_form
from pevents_tui.sandbox.model import Operation, runtime_operations
from pevents_tui.sandbox.recall import Recall
from pevents_tui.sandbox.visits import Visits
from pevents_tui.sandbox.wire import Answer, Request

SERVICE: Final = "personalize-runtime"
"""What faults call it."""


class RuntimeService:
    """The operations of personalize-runtime.

    Args:
        armoury: the faults that may hit them.
        visits: where they are noted.
        recall: what has come in.
        clock: gives epoch seconds.
        further: how many more dataset groups the account for trying has.
    """

    def __init__(
        self, armoury: Armoury, visits: Visits, recall: Recall, clock: Callable[[], float], further: int = 0
    ) -> None:
        self._armoury = armoury
        self._visits = visits
        self._recall = recall
        self._clock = clock
        self._further = further

    @cached_property
    def routes(self) -> Mapping[tuple[str, str], Callable[[Request], Reply]]:
        """What answers each method and path."""
        return {(found.method, found.path): partial(self._take, found) for found in runtime_operations()}

    def _take(self, operation: Operation, request: Request) -> Reply:
        request_id = str(uuid.uuid4())
        armed = self._armoury.strike(operation.name, SERVICE)
        error, document = (None if armed is None else armed.fault.error), {}
        if error is None:
            try:
                document = self._answer(operation, request)
            except RefusedError as refused:
                error = refused.error
        self._visits.add(SERVICE, operation.name, caller(request.head.headers), error)
        answer = _told(document, request_id) if error is None else service_error(error, request_id)
        return Reply(answer) if armed is None else spoil(answer, armed)

    def _answer(self, operation: Operation, request: Request) -> dict[str, Any]:
        verdict = judge_form(operation, request.body)
        if verdict.error is not None:
            raise RefusedError(verdict.error.message, verdict.error.code, verdict.error.status)
        asked = {name: value for name, value in verdict.members.items() if value is not None}
        speaker = caller(request.head.headers)
        held = estate(speaker.account, speaker.region, self._further)
        self._recall.catch_up()
        inquiry = Inquiry(asked, held, find_engine(held, asked, operation.name), self._recall, self._clock())
        answered = ANSWERS[operation.name](inquiry)
        return answered | {"recommendationId": f"RID-{uuid.uuid4()}"}


def _told(document: Mapping[str, Any], request_id: str) -> Answer:
    return Answer(200, json.dumps(document).encode("ascii"), headers={"x-amzn-RequestId": request_id})
