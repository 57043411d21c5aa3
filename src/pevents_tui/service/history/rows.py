"""Records as columns and back: exactly, types included."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from pevents_tui.domain.exchange import Exchange, Timing, Try
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Record, Refused, Unknown
from pevents_tui.domain.plan import Call, Policy, Target

_SHOWN_ITEMS = 10
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_OUTCOMES: Mapping[str, type[Outcome]] = {each.word: each for each in (Accepted, Refused, Unknown, NotSent)}

USER, ITEM, TYPE, SESSION, EVENT, TAG = "user", "item", "type", "session", "event", "tag"
"""What a fact is about."""
WORDED = 2
"""How `words_of` finds words now; each row says how its own were found, since only the same ones leave the index."""
_MOST_PROPERTIES = 4_096
"""How many characters of a call's properties are indexed: an index of all would be larger than what it indexes."""


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
        tags: What a person marked it with, each once.
        note: What a person wrote about it, None where nothing.
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
    tags: tuple[str, ...] = ()
    note: str | None = None


LINE_COLUMNS = (
    "send.id, send.at_s, send.word, send.kind, send.types, send.user, send.session, send.items, send.tracking_id, "
    "send.label, send.policy, send.request_id, send.message, send.rows, send.latency_s, send.run, "
    "send.tags, send.note"
)
"""The columns that `line_of` reads, in its order."""


def line_of(row: tuple[Any, ...]) -> Line:
    """The line of a row of `LINE_COLUMNS`."""
    values = list(row)
    values[4] = tuple(json.loads(values[4]))
    values[7] = tuple(json.loads(values[7]))
    values[16] = tags_of(values[16])
    return Line(*values)


def storable(text: str) -> str:
    """A text as columns and indexes hold it, where SQLite takes no NUL and no half of a surrogate pair.

    Body, target and outcome are kept as ASCII JSON beside them, so that a record comes back exactly all the same.
    """
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def types_of(call: Call) -> list[str]:
    """The event types of a call, each once, in order."""
    return list(dict.fromkeys(storable(str(row["eventType"])) for row in call.rows if "eventType" in row))


def event_ids_of(call: Call) -> list[str]:
    """The event ids of a call as `fact` holds them."""
    return [value for what, value in facts_of(call) if what == EVENT]


def new_columns(call: Call, target: Target, at_s: float, run: str | None, owner: str) -> dict[str, Any]:
    """The narrow row of a call that is about to leave."""
    things = dict.fromkeys(str(row[call.spec.thing]) for row in call.rows[:_SHOWN_ITEMS] if call.spec.thing in row)
    first = call.body if not call.spec.by_row else call.rows[0]
    columns = {
        "at_s": at_s,
        "word": "sending",
        "kind": call.kind,
        "types": json.dumps(types_of(call), ensure_ascii=False),
        "user": first.get("userId"),
        "session": first.get("sessionId"),
        "items": json.dumps([storable(thing) for thing in things], ensure_ascii=False),
        "tracking_id": call.tracking_id,
        "label": target.label,
        "policy": target.policy.value,
        "rows": len(call.rows),
        "attempts": 1,
        "run": run,
        "owner": owner,
        "worded": WORDED,
    }
    return {name: storable(value) if isinstance(value, str) else value for name, value in columns.items()}


def facts_of(call: Call) -> Iterator[tuple[str, str]]:
    """What a call can be found by, exactly: users, items, event types, sessions, event ids."""
    for holder in (call.body, *call.rows):
        for what, name in ((USER, "userId"), (SESSION, "sessionId"), (TYPE, "eventType"), (EVENT, "eventId")):
            if isinstance(value := holder.get(name), str):
                yield what, storable(value)
        if isinstance(value := holder.get(call.spec.thing), str):
            yield ITEM, storable(value)


def words_of(call: Call, worded: int = WORDED) -> str:
    """What a call can be found by in part: its ids and types, one a line, then its properties.

    Args:
        call: The call.
        worded: As which version found them; the first one left out the properties.
    """
    sources = (storable(value) for row in call.rows if isinstance(value := row.get("recommendationId"), str))
    ids = [storable(call.tracking_id), *(value for _, value in facts_of(call)), *sources]
    written = (storable(value) for row in call.rows if isinstance(value := row.get("properties"), str))
    properties = "\n".join(dict.fromkeys(written))[:_MOST_PROPERTIES] if worded > 1 else ""
    return "\n".join(dict.fromkeys([*ids, properties] if properties else ids))


def answer_words(request_id: str | None, message: str | None, tags: str | None, note: str | None) -> str:
    """What an answer, and what a person said of the call, can be found by in part.

    Args:
        request_id: As the column holds it, like the others.
        message: What the outcome says.
        tags: JSON text.
        note: What a person wrote.
    """
    return "\n".join(part for part in (request_id, message, *tags_of(tags), note) if part)


def tags_of(column: str | None) -> tuple[str, ...]:
    """The tags that a column holds."""
    return tuple(json.loads(column)) if column else ()


def receipt_of(outcome: Outcome) -> tuple[str | None, str | None]:
    """Request id and message of an outcome, for the narrow row."""
    if isinstance(outcome, Accepted):
        return storable(outcome.request_id), None
    if isinstance(outcome, NotSent):
        return None, storable(outcome.message)
    message = f"{outcome.code}: {outcome.message}" if isinstance(outcome, Refused) else outcome.message
    return outcome.request_id and storable(outcome.request_id), storable(message)


def pack(call: Call) -> bytes:
    """A call's body as it is kept."""
    return zlib.compress(json.dumps(call.body, separators=(",", ":")).encode("ascii"), 1)


def pack_exchange(record: Record) -> bytes | None:
    """What went over the wire, and the attempts before, as they are kept; None where nothing is known of them."""
    kept = exchange_document(record)
    return kept and zlib.compress(json.dumps(kept, separators=(",", ":")).encode("ascii"), 1)


def exchange_document(record: Record) -> Any:
    """The same as a document of JSON's types."""
    if record.exchange is None and not record.tries:
        return None
    exchange = record.exchange and asdict(record.exchange)
    return {"exchange": exchange, "tries": [asdict(each) for each in record.tries]}


def read_exchange(kept: Any) -> tuple[Exchange | None, tuple[Try, ...]]:
    """What such a document tells.

    Raises:
        KeyError: it is none; or TypeError, AttributeError, ValueError.
    """
    if kept is None:
        return None, ()
    tries = tuple(Try(**_known_to(Try, each)) for each in kept["tries"])
    if (values := kept["exchange"]) is None:
        return None, tries
    request, answer = (tuple((str(name), str(value)) for name, value in values[of]) for of in ("request", "answer"))
    return Exchange(Timing(**_known_to(Timing, values["timing"])), request, answer), tries


def dump_outcome(outcome: Outcome) -> str:
    """An outcome as JSON text."""
    return json.dumps({"word": outcome.word, **asdict(outcome)})


def dump_target(target: Target) -> str:
    """A target as JSON text; it holds no credential, and no variables, since a call is kept with what they came to."""
    return json.dumps({name: value for name, value in asdict(target).items() if name != "variables"})


def record_of(row: sqlite3.Row) -> Record:
    """The record of a joined row of `send` and `body`.

    Raises:
        ValueError: what is in the row is no record.
    """
    try:
        packed = row["exchange"]
        exchange, tries = read_exchange(packed and json.loads(zlib.decompress(packed)))
        return Record(
            id=row["id"],
            at_s=row["at_s"],
            target=target_of(json.loads(row["target"])),
            call=Call(row["kind"], json.loads(zlib.decompress(row["call"]))),
            outcome=outcome_of(json.loads(row["outcome"])) if row["outcome"] else None,
            latency_s=row["latency_s"],
            attempts=row["attempts"],
            run=row["run"],
            exchange=exchange,
            tries=tries,
            made=json.loads(row["made"]) if row["made"] else None,
            tags=tags_of(row["tags"]),
            note=row["note"],
        )
    except (KeyError, TypeError, zlib.error) as error:
        raise ValueError(str(error)) from None


def target_of(values: dict[str, Any]) -> Target:
    """The target of such a document."""
    return Target(**{**_known_to(Target, values), "policy": Policy(values["policy"]), "variables": ()})


def outcome_of(values: dict[str, Any]) -> Outcome:
    """The outcome of such a document."""
    kind = _OUTCOMES[values["word"]]
    if "cause" in values:
        values["cause"] = Cause(values["cause"])
    return kind(**_known_to(kind, values))


def _known_to(kind: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    """The values this version has a place for; a newer one may have kept more."""
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in values.items() if name in names}
