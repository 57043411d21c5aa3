"""A call and its outcome as the receipt that `send` prints and `history` shows."""

from __future__ import annotations

from typing import Any

from pevents_tui.cli.narrate import NAME
from pevents_tui.cli.output import Column, Document
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.exchange import Exchange, Timing
from pevents_tui.domain.kinds import KINDS, Kind
from pevents_tui.domain.outcome import Accepted, NotSent, Record, Refused, Unknown
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.domain.remedy import next_step

_EXACTLY = "end it again exactly"


def receipt(record: Record, source: str | None = None) -> dict[str, Any]:
    """A record as a document of JSON's types; every key is always there.

    Args:
        record: A settled call.
        source: Where its draft came from, None where nothing names it.
    """
    outcome = record.outcome
    return {
        "id": record.id or None,
        "source": source,
        "outcome": record.word,
        "operation": record.call.spec.operation,
        "requestId": getattr(outcome, "request_id", None),
        "httpStatus": getattr(outcome, "http_status", None),
        "code": _code(record),
        "message": getattr(outcome, "message", None),
        "nextStep": step_of(record) or None,
        "latencyMs": None if record.latency_s is None else round(record.latency_s * 1000, 1),
        "timing": _timing(record),
        "attempts": record.attempts,
        "rows": len(record.call.rows),
        "eventIds": [row.get("eventId") for row in record.call.rows if record.call.spec.happens],
        **addressed_to(record.call.spec, record.call.tracking_id),
        "target": target_document(record.target),
    }


def step_of(record: Record) -> str:
    """What to do about a call in one sentence, with the words to type; empty where nothing needs doing."""
    step = "" if record.outcome is None else next_step(record.outcome, record.target)
    if _EXACTLY not in step:
        return step
    if record.id:
        return step.replace(_EXACTLY, f"{_EXACTLY} ({NAME} history again {record.id})")
    if isinstance(record.outcome, Refused | NotSent):
        return step.replace(_EXACTLY, "end it again")
    ids = [str(row.get("eventId")) for row in record.call.rows if record.call.spec.happens]
    if not ids:
        return "Nothing is kept of it. Send it again: it writes the same once more."
    return f"Nothing is kept of it: a draft that sends it again needs the same event ids, {', '.join(ids)}."


def receipt_shape(draft: Draft) -> dict[str, Any]:
    """What a receipt of a draft's call would look like, with blanks for what only a call can tell."""
    body = {draft.spec.address: "", **draft.body, draft.spec.rows: draft.rows}
    target = Target(label="", policy=Policy.LOCAL)
    exchange = Exchange(Timing(0.0, 0.0, 0.0, 0.0))
    return receipt(Record(0, 0.0, target, Call(draft.kind, body), Accepted(""), 0.0, 1, exchange=exchange))


def _timing(record: Record) -> dict[str, Any] | None:
    """Where the time of the last attempt went, in milliseconds; null for what it never came to."""
    if record.exchange is None:
        return None
    timing = record.exchange.timing
    parts = (
        ("signMs", timing.sign_s),
        ("connectMs", timing.connect_s),
        ("waitMs", timing.wait_s),
        ("readMs", timing.read_s),
    )
    told = {name: None if part_s is None else round(part_s * 1000, 1) for name, part_s in parts}
    return {**told, "connectionReused": timing.reused}


def receipt_line(document: Document) -> str:
    """A receipt as one line: outcome, source, request id or reason, latency, rows, its number."""
    latency = document["latencyMs"]
    parts = (
        document["outcome"],
        document["source"],
        _reason(document),
        None if latency is None else f"{latency:.0f} ms",
        rows_words(document["rows"], document["operation"]),
        f"call {document['id']}" if document["id"] else None,
    )
    return "  ".join(part for part in parts if part)


def addressed_to(spec: Kind, address: str) -> dict[str, str | None]:
    """What a call went to, under its own name: a tracker's ID, or the ARN of a dataset.

    Args:
        spec: The call's operation.
        address: The one or the other.
    """
    return {name: address if spec.address == name else None for name in ("trackingId", "datasetArn")}


def target_document(target: Target) -> dict[str, Any]:
    """A target as a document of JSON's types."""
    return {
        "name": target.name,
        "label": target.label,
        "policy": str(target.policy),
        "profile": target.profile,
        "region": target.region,
        "endpoint": target.endpoint,
    }


def rows_words(rows: int, operation: str) -> str:
    """`1 item interaction`, `10 action interactions`."""
    noun = next((kind.noun for kind in KINDS.values() if kind.operation == operation), "row")
    return f"{rows} {noun}" + ("" if rows == 1 else "s")


def _code(record: Record) -> str | None:
    if isinstance(record.outcome, Refused):
        return record.outcome.code
    return str(record.outcome.cause) if isinstance(record.outcome, Unknown | NotSent) else None


def _reason(document: Document) -> str:
    if document["outcome"] == Accepted.word:
        return f"request {document['requestId']}"
    parts = (document["code"] if document["outcome"] == Refused.word else None, document["message"])
    return ": ".join(part for part in parts if part)


RECEIPT_COLUMNS = (
    Column("outcome", 8, lambda document: str(document["outcome"])),
    Column("source", 24, lambda document: str(document["source"] or "")),
    Column("rows", 4, lambda document: str(document["rows"])),
    Column("ms", 6, lambda document: "" if document["latencyMs"] is None else f"{document['latencyMs']:.0f}"),
    Column("reason", 0, _reason),
)
"""A receipt as a row of a table."""
