"""Records as columns and back: exactly, types included."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Record, Refused, Unknown
from pevents_tui.domain.plan import Call, Policy, Target

_SHOWN_ITEMS = 10
_OUTCOMES: Mapping[str, type[Outcome]] = {each.word: each for each in (Accepted, Refused, Unknown, NotSent)}

USER, ITEM, TYPE, SESSION, EVENT = "user", "item", "type", "session", "event"
"""What a fact is about."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of a list shows of a call.

    Attributes:
        id: The record's number.
        at_s: When it was first sent, in epoch seconds.
        word: How it ended: accepted, refused, unknown, not sent; or sending.
        kind: A name in `KINDS`.
        event_types: Each once, in order.
        user: The first row's user, None before login.
        session: The first row's session.
        items: What the first ten rows are about, each once.
        tracking_id: The tracker it went to.
        target_label: The target's label then.
        policy: The target's policy then.
        request_id: The service's receipt, None where there is none.
        message: What the outcome says, None where it says nothing.
        rows: How many events or action interactions.
        latency_s: From the first byte to the end of the answer.
        run: The send it belongs to, None for a single call.
    """

    id: int
    at_s: float
    word: str
    kind: str
    event_types: tuple[str, ...]
    user: str | None
    session: str | None
    items: tuple[str, ...]
    tracking_id: str
    target_label: str
    policy: str
    request_id: str | None
    message: str | None
    rows: int
    latency_s: float | None
    run: str | None


LINE_COLUMNS = (
    "send.id, send.at_s, send.word, send.kind, send.types, send.user, send.session, send.items, send.tracking_id, "
    "send.label, send.policy, send.request_id, send.message, send.rows, send.latency_s, send.run"
)
"""The columns that `line_of` reads, in its order."""


def line_of(row: tuple[Any, ...]) -> Line:
    """The line of a row of `LINE_COLUMNS`."""
    values = list(row)
    values[4] = tuple(json.loads(values[4]))
    values[7] = tuple(json.loads(values[7]))
    return Line(*values)


def new_columns(call: Call, target: Target, at_s: float, run: str | None, owner: str) -> dict[str, Any]:
    """The narrow row of a call that is about to leave."""
    types = dict.fromkeys(str(row["eventType"]) for row in call.rows)
    things = dict.fromkeys(str(row[call.spec.thing]) for row in call.rows[:_SHOWN_ITEMS] if call.spec.thing in row)
    first = call.body if not call.spec.by_row else call.rows[0]
    return {
        "at_s": at_s,
        "word": "sending",
        "kind": call.kind,
        "types": json.dumps(list(types)),
        "user": first.get("userId"),
        "session": first.get("sessionId"),
        "items": json.dumps(list(things)),
        "tracking_id": call.tracking_id,
        "label": target.label,
        "policy": target.policy.value,
        "rows": len(call.rows),
        "attempts": 1,
        "run": run,
        "owner": owner,
    }


def facts_of(call: Call) -> Iterator[tuple[str, str]]:
    """What a call can be found by, exactly: users, items, event types, sessions, event ids."""
    for holder in (call.body, *call.rows):
        for what, name in ((USER, "userId"), (SESSION, "sessionId"), (TYPE, "eventType"), (EVENT, "eventId")):
            if isinstance(value := holder.get(name), str):
                yield what, value
        if isinstance(value := holder.get(call.spec.thing), str):
            yield ITEM, value


def words_of(call: Call) -> str:
    """What a call can be found by in part: its ids and types, one a line."""
    return "\n".join(dict.fromkeys([call.tracking_id, *(value for _, value in facts_of(call))]))


def answer_words(request_id: str | None, message: str | None) -> str:
    """What an answer can be found by in part."""
    return "\n".join(part for part in (request_id, message) if part)


def receipt_of(outcome: Outcome) -> tuple[str | None, str | None]:
    """Request id and message of an outcome, for the narrow row."""
    if isinstance(outcome, Accepted):
        return outcome.request_id, None
    if isinstance(outcome, NotSent):
        return None, outcome.message
    message = f"{outcome.code}: {outcome.message}" if isinstance(outcome, Refused) else outcome.message
    return outcome.request_id, message


def pack(call: Call) -> bytes:
    """A call's body as it is kept."""
    return zlib.compress(json.dumps(call.body, separators=(",", ":")).encode("ascii"), 1)


def dump_outcome(outcome: Outcome) -> str:
    """An outcome as JSON text."""
    return json.dumps({"word": outcome.word, **asdict(outcome)})


def dump_target(target: Target) -> str:
    """A target as JSON text; it holds no credential."""
    return json.dumps(asdict(target))


def record_of(row: sqlite3.Row) -> Record:
    """The record of a joined row of `send` and `body`."""
    target = json.loads(row["target"])
    outcome = json.loads(row["outcome"]) if row["outcome"] else None
    return Record(
        id=row["id"],
        at_s=row["at_s"],
        target=Target(**{**target, "policy": Policy(target["policy"])}),
        call=Call(row["kind"], json.loads(zlib.decompress(row["call"]))),
        outcome=_outcome(outcome) if outcome else None,
        latency_s=row["latency_s"],
        attempts=row["attempts"],
        run=row["run"],
    )


def _outcome(values: dict[str, Any]) -> Outcome:
    kind = _OUTCOMES[values.pop("word")]
    if "cause" in values:
        values["cause"] = Cause(values["cause"])
    return kind(**values)
