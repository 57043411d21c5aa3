"""The control plane over JSON 1.1: lists in pages and descriptions of what the caller's account holds."""

import base64
import binascii
import json
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from typing import Any, Final

from pevents_tui.sandbox.accounts import caller
from pevents_tui.sandbox.answers import Reply, ServiceError
from pevents_tui.sandbox.armoury import Armoury, spoil
from pevents_tui.sandbox.constraints import violations
from pevents_tui.sandbox.estate import Resource, estate
from pevents_tui.sandbox.model import Question, plane_questions
from pevents_tui.sandbox.strictjson import NotJSONError, parse
from pevents_tui.sandbox.visits import Visits
from pevents_tui.sandbox.wire import Answer, Request

SERVICE: Final = "personalize"
"""What faults call the control plane."""

TARGET: Final = "AmazonPersonalize"
"""What `X-Amz-Target` begins with."""

MOST_LISTED: Final = 100
"""How many one page lists, and how many where none are asked for. Source: shape MaxResults."""

_MEDIA_TYPE: Final = "application/x-amz-json-1.1"


class PlaneService:
    """Answers questions about the pretend accounts.

    Args:
        armoury: the faults that may hit them.
        visits: where they are noted.
        further: how many more dataset groups the account for trying has.
    """

    def __init__(self, armoury: Armoury, visits: Visits, further: int) -> None:
        self._armoury = armoury
        self._visits = visits
        self._further = further

    def find(self, target: str) -> Callable[[Request], Reply] | None:
        """Give who answers an `X-Amz-Target`; None where it is another service's."""
        service, _, operation = target.partition(".")
        return partial(self._take, operation) if service == TARGET else None

    def _take(self, operation: str, request: Request) -> Reply:
        armed = self._armoury.strike(operation, SERVICE)
        try:
            error = None if armed is None else armed.fault.error
            document = self._answer(operation, request) if error is None else {}
        except RefusalError as refusal:
            error, document = refusal.error, {}
        self._visits.add(SERVICE, operation, caller(request.head.headers), error)
        answer = _answer(error, document)
        return Reply(answer) if armed is None else spoil(answer, armed)

    def _answer(self, operation: str, request: Request) -> dict[str, Any]:
        question = plane_questions().get(operation)
        if question is None:
            raise RefusalError("UnknownOperationException", "The sandbox does not answer this operation")
        asked = _read(question, request.body)
        speaker = caller(request.head.headers)
        held = estate(speaker.account, speaker.region, self._further)
        return _list(question, asked, held) if question.lists else _describe(question, asked, held)


class RefusalError(Exception):
    """A question is refused.

    Attributes:
        error: what is answered.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.error = ServiceError(400, code, message)


def _answer(error: ServiceError | None, document: Mapping[str, Any]) -> Answer:
    named = {"x-amzn-RequestId": str(uuid.uuid4())}
    if error is None:
        return Answer(200, json.dumps(document).encode("ascii"), _MEDIA_TYPE, named)
    told = json.dumps({"__type": error.code, "message": error.message})
    return Answer(error.status, told.encode("ascii"), _MEDIA_TYPE, named)


def _read(question: Question, raw: bytes) -> Mapping[str, Any]:
    try:
        asked = parse(raw)
    except NotJSONError as error:
        raise RefusalError("SerializationException", f"The request body is not JSON: {error}") from None
    if not isinstance(asked, dict):
        raise RefusalError("SerializationException", "The request body is not a JSON object")
    found = list(islice(violations(question.request, asked), 10))
    if any(each.is_type for each in found):
        raise RefusalError("SerializationException", found[0].words)
    if found:
        bad_token = all("'nextToken'" in each.words for each in found)
        code = "InvalidNextTokenException" if bad_token else "InvalidInputException"
        raise RefusalError(code, f"{len(found)} validation errors detected: {'; '.join(each.words for each in found)}")
    return {name: value for name, value in asked.items() if value is not None}


def _describe(question: Question, asked: Mapping[str, Any], held: Mapping[str, Resource]) -> dict[str, Any]:
    (arn,) = asked.values()
    found = held.get(arn)
    if found is None or found.kind != question.name.removeprefix("Describe"):
        raise RefusalError("ResourceNotFoundException", f"Could not find resource {arn} in this account and region")
    return {question.result: _told(question, found)}


def _list(question: Question, asked: Mapping[str, Any], held: Mapping[str, Resource]) -> dict[str, Any]:
    narrowed = {name: value for name, value in asked.items() if name not in {"nextToken", "maxResults"}}
    kind = question.name.removeprefix("List").removesuffix("s")
    found = [
        each
        for each in held.values()
        if each.kind == kind and all(each.document.get(name) == value for name, value in narrowed.items())
    ]
    seal = f"{question.name} {sorted(narrowed.items())}"
    start = _start(asked.get("nextToken"), seal)
    end = start + asked.get("maxResults", MOST_LISTED)
    answer: dict[str, Any] = {question.result: [_told(question, each) for each in found[start:end]]}
    if end < len(found):
        answer["nextToken"] = base64.urlsafe_b64encode(f"{end} {seal}".encode()).decode()
    return answer


def _start(token: str | None, seal: str) -> int:
    """Give where a page begins; a token holds for the list that it came from only."""
    if token is None:
        return 0
    try:
        start, _, sealed = base64.b64decode(token, altchars=b"-_", validate=True).decode().partition(" ")
        if sealed == seal and start.isdecimal():
            return int(start)
    except (binascii.Error, ValueError):
        pass
    raise RefusalError("InvalidNextTokenException", "The nextToken is not one that this list was answered with")


def _told(question: Question, resource: Resource) -> dict[str, Any]:
    return {name: value for name, value in resource.document.items() if name in question.shown}
