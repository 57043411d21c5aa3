"""What the sandbox tells of itself, as JSON under `/_sandbox/`: health, calls, events, visits, recommender, faults."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl

from pevents_tui import __version__
from pevents_tui.sandbox.answers import Reply, document
from pevents_tui.sandbox.armoury import Armoury, BadOrderError
from pevents_tui.sandbox.facts import FORGET, STAND_IN, TRACKING_ID
from pevents_tui.sandbox.faults import FAULTS
from pevents_tui.sandbox.ledger import ROW_FILTERS, Call, Ledger
from pevents_tui.sandbox.strictjson import NotJSONError, parse, parse_object
from pevents_tui.sandbox.visits import Visits
from pevents_tui.sandbox.wire import Request

PREFIX: Final = "/_sandbox/"
"""Where these paths begin; no service of AWS has one there."""

MOST_CALLS: Final = 1000
"""How many calls one answer lists at most."""

MOST_EVENTS: Final = 10_000
"""How many event ids one answer lists at most."""

_OUTCOMES: Final = {"accepted": 1, "refused": 0}


class BadQueryError(ValueError):
    """A query asks for something that is not there; the text says what."""


class Inspection:
    """Answers questions about the sandbox.

    Args:
        ledger: the calls it tells about.
        armoury: the faults it arms and disarms.
        visits: the calls to other services than the events one.
        clock: gives epoch seconds.
        reacts_after_s: seconds until recommendations hear of what came in.
    """

    def __init__(
        self, ledger: Ledger, armoury: Armoury, visits: Visits, clock: Callable[[], float], reacts_after_s: float
    ) -> None:
        self._ledger = ledger
        self._armoury = armoury
        self._visits = visits
        self._clock = clock
        self._reacts_after_s = reacts_after_s
        self.routes: Final[Mapping[tuple[str, str], Callable[[Request], Reply]]] = {
            ("GET", PREFIX + "health"): self._health,
            ("GET", PREFIX + "calls"): self._calls,
            ("GET", PREFIX + "events"): self._events,
            ("GET", PREFIX + "visits"): self._visited,
            ("GET", PREFIX + "recommender"): self._recommender,
            ("POST", PREFIX + "reset"): self._reset,
            ("POST", PREFIX + FORGET): self._forget,
            ("GET", PREFIX + "faults"): self._faults,
            ("POST", PREFIX + "faults"): self._arm,
            ("DELETE", PREFIX + "faults"): self._disarm,
        }
        """What answers each method and path."""

    def refuse_unknown(self, _request: Request) -> Reply:
        """Refuse a path of the sandbox's own that is not there."""
        paths = ", ".join(f"{method} {path}" for method, path in self.routes)
        return Reply(document({"message": f"There is no such path; there are: {paths}"}, 404))

    def _health(self, _request: Request) -> Reply:
        told = {"status": "ok", "trackingId": TRACKING_ID, "calls": self._ledger.count(), "version": __version__}
        return Reply(document(told | {"recommendations": STAND_IN}))

    def _calls(self, request: Request) -> Reply:
        try:
            filters = _filters(request.head.query, after=0, limit=100, most=MOST_CALLS)
        except BadQueryError as error:
            return Reply(document({"message": str(error)}, 400))
        found = [_call_document(row) for row in self._ledger.calls(filters)]
        more = len(found) == filters["limit"]
        return Reply(document({"calls": found, "next": found[-1]["id"] if more else None}))

    def _events(self, request: Request) -> Reply:
        try:
            filters = _filters(request.head.query, after="", limit=1000, most=MOST_EVENTS)
        except BadQueryError as error:
            return Reply(document({"message": str(error)}, 400))
        found = [dict(row) for row in self._ledger.events(filters)]
        more = len(found) == filters["limit"]
        return Reply(document({"events": found, "next": found[-1]["eventId"] if more else None}))

    def _recommender(self, _request: Request) -> Reply:
        from pevents_tui.sandbox.standin import describe  # noqa: PLC0415  most never ask for recommendations

        return Reply(document(describe(self._reacts_after_s)))

    def _reset(self, _request: Request) -> Reply:
        self._ledger.clear()
        self._armoury.disarm()
        self._visits.clear()
        return Reply(document({"status": "ok"}))

    def _forget(self, request: Request) -> Reply:
        """Have recommendations forget what a user did. It is a call on the ledger, so that the calls before it stay."""
        try:
            user_id = parse_object(request.body.decode())["userId"]
        except (UnicodeDecodeError, NotJSONError, KeyError):
            user_id = None
        if not isinstance(user_id, str) or not user_id:
            return Reply(document({"message": "The body is a JSON object with a userId"}, 400))
        path = PREFIX + FORGET
        call = Call(self._clock(), FORGET, path, 200, None, None, None, True, None, None, None, None, request.body)
        self._ledger.add(call, ())
        return Reply(document({"status": "ok"}))

    def _visited(self, _request: Request) -> Reply:
        return Reply(document({"visits": self._visits.as_document()}))

    def _faults(self, _request: Request) -> Reply:
        return Reply(document({"armed": self._armoury.as_document(), "faults": dict(FAULTS)}))

    def _arm(self, request: Request) -> Reply:
        try:
            self._armoury.arm(parse(request.body))
        except (NotJSONError, BadOrderError) as error:
            return Reply(document({"message": str(error), "faults": list(FAULTS)}, 400))
        return self._faults(request)

    def _disarm(self, request: Request) -> Reply:
        self._armoury.disarm()
        return self._faults(request)


def _call_document(row: sqlite3.Row) -> dict[str, object]:
    raw: bytes = row["raw"]
    try:
        body = parse(raw)
    except NotJSONError:
        body = None
    return {
        "id": row["id"],
        "at": row["at"],
        "operation": row["operation"],
        "path": row["path"],
        "status": row["status"],
        "requestId": row["request_id"],
        "error": None if row["code"] is None else {"code": row["code"], "message": row["message"]},
        "outcome": "accepted" if row["recorded"] else "refused",
        "recorded": bool(row["recorded"]),
        "fault": row["fault"],
        "body": body,
        "raw": raw.decode(errors="backslashreplace"),
        "invocation": row["invocation"],
        "attempt": row["attempt"],
        "userAgent": row["user_agent"],
    }


def _filters(query: str, *, after: int | str, limit: int, most: int) -> dict[str, object]:
    known: dict[str, object] = dict.fromkeys(("operation", "recorded", *ROW_FILTERS))
    known |= {"after": after, "limit": limit}
    try:
        asked = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), errors="strict"))
    except ValueError:
        raise BadQueryError("The query is malformed") from None
    for name, text in asked.items():
        if name == "outcome":
            known["recorded"] = _outcome(text)
        elif name not in known or name == "recorded":
            filters = sorted((known.keys() | {"outcome"}) - {"recorded"})
            raise BadQueryError(f"There is no such filter; there are: {', '.join(filters)}")
        elif name == "limit" or (name == "after" and isinstance(after, int)):
            known[name] = _whole(name, text, most=most if name == "limit" else 2**62)
        else:
            known[name] = text
    return known


def _outcome(text: str) -> int:
    if text not in _OUTCOMES:
        raise BadQueryError("outcome is accepted or refused")
    return _OUTCOMES[text]


def _whole(name: str, text: str, *, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= most):
        raise BadQueryError(f"{name} is a whole number, at most {most}")
    return int(text)
