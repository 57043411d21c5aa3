"""Judges a request body: first by the service model, then by what the real service is known to refuse beyond it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pevents_tui.sandbox.accounts import takes
from pevents_tui.sandbox.answers import ServiceError
from pevents_tui.sandbox.constraints import Violation, violations
from pevents_tui.sandbox.facts import TRACKING_ID
from pevents_tui.sandbox.model import Operation
from pevents_tui.sandbox.strictjson import NotJSONError, parse, parse_object

MAX_EVENT_BYTES: Final = 10 * 1024
"""The largest event or action interaction as JSON. Source: Amazon Personalize endpoints and quotas, 10 KB."""

RESERVED_KEYS: Final = frozenset({"userid", "sessionid", "eventtype", "timestamp", "recommendationid", "impression"})
"""Keys the properties of an event must not have, in lower case. Source: API reference of Event, properties."""

MOST_TOLD: Final = 10
"""How many violations one message names."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of one body.

    Attributes:
        body: the parsed body; None when it is not JSON.
        error: why it is refused; None when it is accepted.
    """

    body: object
    error: ServiceError | None

    @property
    def members(self) -> Mapping[str, Any]:
        """What the body holds; nothing where it is not an object."""
        return self.body if isinstance(self.body, dict) else {}


def judge(operation: Operation, raw: bytes) -> Verdict:
    """Judge the exact bytes of a body as a request to an operation that takes rows."""
    read = judge_form(operation, raw)
    if read.error is not None:
        return read
    return Verdict(read.body, _by_service(operation, read.members, len(raw)))


def judge_form(operation: Operation, raw: bytes) -> Verdict:
    """Judge the exact bytes of a body by the service model alone."""
    try:
        body = parse(raw)
    except NotJSONError as error:
        return Verdict(None, ServiceError(400, "SerializationException", f"The request body is not JSON: {error}"))
    if not isinstance(body, dict):
        return Verdict(body, ServiceError(400, "SerializationException", "The request body is not a JSON object"))
    return Verdict(body, _by_model(operation, body))


def _by_model(operation: Operation, body: Mapping[str, object]) -> ServiceError | None:
    # One more than is told, so that a hostile body with a million faults costs no more than one with eleven.
    found = list(islice(violations(operation.request, body), MOST_TOLD + 1))
    if not found:
        return None
    mistyped = next((violation for violation in found if violation.is_type), None)
    if mistyped is not None:
        return ServiceError(400, "SerializationException", mistyped.words)
    return ServiceError(400, "InvalidInputException", _summary(found))


def _summary(found: list[Violation]) -> str:
    told = "; ".join(violation.words for violation in found[:MOST_TOLD])
    if len(found) > MOST_TOLD:
        return f"More than {MOST_TOLD} validation errors detected: {told}"
    return f"{len(found)} validation error{'s'[: len(found) > 1]} detected: {told}"


def _by_service(operation: Operation, body: Mapping[str, object], size_bytes: int) -> ServiceError | None:
    refused = next(_objections(operation, body, size_bytes), None)
    return None if refused is None else ServiceError(400, "InvalidInputException", refused)


def _objections(operation: Operation, body: Mapping[str, object], size_bytes: int) -> Iterator[str]:
    is_tracked = "trackingId" in operation.request.members
    json_members = [name for name, member in operation.row.members.items() if member.is_json]
    for path, row in rows_of(operation, body):
        for name in json_members:
            yield from _properties(f"{path}.{name}", row.get(name), is_tracked=is_tracked)
        if is_tracked:
            yield from _row_size(path, row, size_bytes)
    if is_tracked and not takes(operation.name, body["trackingId"]):
        yield f"The tracking ID is unknown to this operation; {TRACKING_ID} is always known"


def rows_of(operation: Operation, body: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Give path and value of each row of a body, leniently: what is no row is passed over."""
    found = body.get(operation.rows) if isinstance(body, dict) else None
    for position, row in enumerate(found if isinstance(found, list) else ()):
        if isinstance(row, dict):
            yield f"{operation.rows}[{position}]", row


def _properties(path: str, text: object, *, is_tracked: bool) -> Iterator[str]:
    if not isinstance(text, str):
        return
    try:
        found = parse_object(text)
    except NotJSONError:
        yield "Error parsing properties json"
        return
    if is_tracked:
        for key in found:
            if key.lower() in RESERVED_KEYS:
                yield f"Value at '{path}' holds the reserved key {json.dumps(key)}"


def _row_size(path: str, row: Mapping[str, object], body_bytes: int) -> Iterator[str]:
    # Spaces and escapes make the default JSON form longer than what was sent, at most sixfold; most bodies are
    # so small that none of their rows needs to be written out again.
    if body_bytes * 6 <= MAX_EVENT_BYTES:
        return
    size_bytes = len(json.dumps(row))
    if size_bytes > MAX_EVENT_BYTES:
        yield f"Value at '{path}' is {size_bytes} bytes of JSON; an event must be at most {MAX_EVENT_BYTES} bytes"
