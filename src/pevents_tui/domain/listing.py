"""Calls that ended as tables: one line an event, for a spreadsheet or for Personalize's bulk import."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pevents_tui.domain.cells import csv_line, safe_cell
from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.schema_names import schema_field
from pevents_tui.domain.times import TimeFault, as_utc, read_time

COLUMNS = (
    "call", "at", "outcome", "operation", "eventType", "userId", "sessionId", "itemId", "actionId", "eventId",
    "eventValue", "sentAt", "impression", "recommendationId", "properties", "trackingId", "datasetArn", "target",
    "policy", "requestId", "message", "latencyMs", "attempts", "run", "tags", "note",
)  # fmt: skip
"""The columns of a table of events."""
BULK_COLUMNS = (
    "USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "EVENT_VALUE", "IMPRESSION", "RECOMMENDATION_ID",
    "EVENT_ATTRIBUTION_SOURCE",
)  # fmt: skip
"""The fields that Personalize knows of an interaction, the required ones first.
Source: Developer Guide, item interactions dataset schema requirements."""
_NEEDED = 3
_BAR = re.compile(r"[|\\]")
"""What a backslash stands before within an impression."""
_LONGEST_IMPRESSION = 1_000
"""Characters of a bulk import's impression. Source: Developer Guide, the same."""


def event_table(records: Iterable[Record]) -> Iterator[str]:
    """Lines of CSV: the headings, then each event of each call; no cell is a formula to a spreadsheet."""
    yield csv_line(COLUMNS)
    for record in records:
        about = _about(record)
        for row in record.call.rows:
            cells = {**about, **_row_cells(record, row)}
            yield csv_line(safe_cell(_text(cells.get(name))) for name in COLUMNS)


def bulk_table(records: Iterable[Record]) -> tuple[list[str], int]:
    """Lines of CSV that an import of item interactions takes, and how many events it cannot take.

    It takes item interactions with a user and an item. Columns are those that any of the events fills: the schema that
    they are imported under has to have them. Properties are columns under the names that a schema has for them. Cells
    are as they were sent: this is no table for a spreadsheet.
    """
    rows, left_out = [], 0
    for record in records:
        for row in record.call.rows:
            if (cells := _bulk_cells(record, row)) is None:
                left_out += 1
            else:
                rows.append(cells)
    filled = {name for cells in rows for name, text in cells.items() if text}
    known = [name for at, name in enumerate(BULK_COLUMNS) if at < _NEEDED or name in filled]
    names = [*known, *sorted(filled - set(BULK_COLUMNS))]
    return [csv_line(names), *(csv_line(cells.get(name, "") for name in names) for cells in rows)], left_out


def _about(record: Record) -> dict[str, Any]:
    outcome = record.outcome
    return {
        "call": record.id,
        "at": as_utc(int(record.at_s)),
        "outcome": record.word,
        "operation": record.call.spec.operation,
        record.call.spec.address: record.call.tracking_id,
        "target": record.target.label,
        "policy": str(record.target.policy),
        "requestId": getattr(outcome, "request_id", None),
        "message": getattr(outcome, "message", None),
        "latencyMs": None if record.latency_s is None else round(record.latency_s * 1000, 1),
        "attempts": record.attempts,
        "run": record.run,
        "tags": " ".join(record.tags),
        "note": record.note,
    }


def _row_cells(record: Record, row: Mapping[str, Any]) -> dict[str, Any]:
    shared = {name: record.call.body.get(name) for name in ("userId", "sessionId")}
    return {**shared, **row, "sentAt": row.get(record.call.spec.time)}


def _bulk_cells(record: Record, row: Mapping[str, Any]) -> dict[str, str] | None:
    user, item = record.call.body.get("userId"), row.get("itemId")
    if record.call.kind != "put-events" or not isinstance(user, str) or not isinstance(item, str):
        return None
    try:
        at_s = int(read_time(row.get("sentAt")).epoch_s)
    except TimeFault:
        return None
    shown, source = row.get("impression"), row.get("metricAttribution")
    source = source.get("eventAttributionSource") if isinstance(source, Mapping) else None
    known = (user, item, at_s, row.get("eventType"), row.get("eventValue"), None, row.get("recommendationId"), source)
    cells = {name: _text(value) for name, value in zip(BULK_COLUMNS, known, strict=True)}
    if isinstance(shown, list):
        cells["IMPRESSION"] = _joined([_BAR.sub(r"\\\g<0>", str(each)) for each in shown])
    fields = ((schema_field(str(name)), value) for name, value in _properties(row).items())
    return {**{name: _text(value) for name, value in fields if name}, **cells}


def _joined(shown: list[str]) -> str:
    """Impressions as a bulk import has them, as many as it takes."""
    while shown and len(text := "|".join(shown)) > _LONGEST_IMPRESSION:
        shown = shown[:-1]
    return text if shown else ""


def _properties(row: Mapping[str, Any]) -> Mapping[str, Any]:
    text = row.get("properties")
    if isinstance(text, str):
        try:
            found = parse_json(text)
        except JsonFault:
            return {}
        return found if isinstance(found, Mapping) else {}
    return {}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
