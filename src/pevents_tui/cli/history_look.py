"""`history list`, `show`, `count` and `diff`: what is in the history."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pevents_tui.cli.colour import COUNTS, painter
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.history_chosen import found_filter
from pevents_tui.cli.history_words import FILTERS
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Column, Document, Listing, json_text, table_row
from pevents_tui.cli.receipts import addressed_to, receipt
from pevents_tui.domain.difference import ABSENT, Difference, differences
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.outcome import Accepted, Record
from pevents_tui.domain.times import as_utc
from pevents_tui.service import Workbench

if TYPE_CHECKING:
    from pevents_tui.service.history import Line

_MEBIBYTE = 1_048_576


def list_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """The newest calls, one a line."""
    where = found_filter(" ".join(args.find), workbench)
    given = {name: getattr(args, name) for name in ("outcome", *(name for _, name, _ in FILTERS))}
    where = replace(where, **{name: value for name, value in given.items() if value is not None})
    listing = Listing(
        environment.stdout,
        args.output or "text",
        lambda document: table_row(document, _LINE_COLUMNS),
        _LINE_COLUMNS,
        always_list=True,
        paint=painter(environment, "outcome"),
    )
    found = workbench.history.page(where, before=args.before, limit=args.limit)
    for line in found:
        listing.add(_line_document(line))
    listing.close()
    if not found:
        is_new = workbench.history.newest_id() == 0
        tell(environment, f"{NAME}: {'the history holds no call' if is_new else 'no call in the history fits'}")
    return ExitCode.OK


def show_call(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """One call with its body."""
    document = _record_document(_record(workbench, args.id), workbench.history.sent_again(args.id))
    columns = [
        Column("field", 14, lambda each: str(each["field"])),
        Column("value", 0, lambda each: str(each["value"])),
    ]
    if args.output == "table":
        listing = Listing(environment.stdout, "table", str, columns)
        for field, value in document.items():
            listing.add({"field": field, "value": _short(value)})
    else:
        form, paint = args.output or "text", painter(environment, "outcome")
        listing = Listing(environment.stdout, form, _record_text, columns, paint=paint)
        listing.add(document)
    listing.close()
    return ExitCode.OK


def count_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """How many calls there are, by how they ended."""
    where = found_filter(" ".join(args.find), workbench)
    tally = workbench.history.tally(where, most=2**40)
    counted = {"calls": sum(tally.values()), "outcomes": tally, "sizeBytes": workbench.history.size_bytes}
    columns = (
        Column("calls", 10, lambda document: str(document["calls"])),
        Column("outcomes", 0, lambda document: _tally_text(document["outcomes"])),
    )
    form, paint = args.output or "text", painter(environment, COUNTS)
    listing = Listing(environment.stdout, form, _count_text, columns, paint=paint)
    listing.add(counted)
    listing.close()
    return ExitCode.OK


def diff_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """What differs between two calls."""
    one, other = _record(workbench, args.one), _record(workbench, args.other)
    columns = (
        Column("place", 32, lambda document: str(document["place"])),
        Column("one", 24, lambda document: str(document["told"][0])),
        Column("other", 0, lambda document: str(document["told"][1])),
    )
    listing = Listing(
        environment.stdout,
        args.output or "text",
        lambda document: f"{document['place']}: {' → '.join(document['told'])}",
        columns,
        always_list=True,
    )
    for difference in differences(one.call.body, other.call.body):
        listing.add(_difference_document(difference))
    listing.close()
    return ExitCode.OK


def _record(workbench: Workbench, number: int) -> Record:
    record = workbench.history.get(number)
    if record is None:
        raise UsageFault(f"there is no call {number} in the history", f"{NAME} history list")
    return record


def _difference_document(difference: Difference) -> dict[str, Any]:
    told = dict(zip(("one", "other"), difference.told, strict=True))
    values = {"one": difference.one, "other": difference.other}
    given = {name: value for name, value in values.items() if value is not ABSENT}
    return {"place": difference.place, "told": list(told.values()), **given}


def _line_document(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "at": as_utc(int(line.at_s)),
        "outcome": line.word,
        "kind": line.kind,
        "eventTypes": list(line.event_types),
        "userId": line.user,
        "sessionId": line.session,
        "items": list(line.items),
        "rows": line.rows,
        **addressed_to(KINDS[line.kind], line.tracking_id),
        "target": {"label": line.target_label, "policy": line.policy},
        "requestId": line.request_id,
        "message": line.message,
        "latencyMs": None if line.latency_s is None else round(line.latency_s * 1000, 1),
        "run": line.run,
        "tags": list(line.tags),
        "note": line.note,
    }


_LINE_COLUMNS = (
    Column("id", 5, lambda document: str(document["id"])),
    Column("at", 20, lambda document: str(document["at"])),
    Column("outcome", 8, lambda document: str(document["outcome"])),
    Column("policy", 10, lambda document: str(document["target"]["policy"])),
    Column("target", 13, lambda document: str(document["target"]["label"])),
    Column("user", 10, lambda document: str(document["userId"] or "-")),
    Column("type", 10, lambda document: ",".join(document["eventTypes"])),
    Column("items", 10, lambda document: ",".join(document["items"]) or "-"),
    Column("rows", 4, lambda document: str(document["rows"])),
    Column("tags", 4, lambda document: ",".join(document["tags"]) or "-"),
    Column("answer", 0, lambda document: str(document["message"] or document["requestId"] or "")),
)


def _record_document(record: Record, again: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """Everything kept of a call, as a document of JSON's types.

    Args:
        record: The call.
        again: Calls that sent its events again, and how they ended; once one was accepted, nothing is left to do.
    """
    told = {name: value for name, value in receipt(record).items() if name != "source"}
    if any(word == Accepted.word for _, word in again):
        told["nextStep"] = None
    told["sentAgain"] = [{"id": number, "outcome": word} for number, word in again]
    remarks = {"tags": list(record.tags), "note": record.note}
    began = {"at": as_utc(int(record.at_s)), "run": record.run, "made": record.made}
    return {**told, **began, **remarks, "body": dict(record.call.body)}


def _record_text(document: Document) -> str:
    """A call for reading: a line for each thing known of it, then the body as sent."""
    shown = {**document, "sentAgain": [f"as {each['id']}, {each['outcome']}" for each in document["sentAgain"]]}
    shown["sentAgain"] = "; ".join(shown["sentAgain"]) or None
    lines = [
        f"{name:<12}{_short(value)}" for name, value in shown.items() if name != "body" and value not in (None, [])
    ]
    return "\n".join([*lines, json_text(document["body"])])


def _short(value: object) -> str:
    return value if isinstance(value, str) else json_text(value, indent=None)


def _tally_text(tally: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in tally.items())


def _count_text(document: Document) -> str:
    told = f"{document['calls']} calls: {_tally_text(document['outcomes'])}" if document["calls"] else "no call"
    return f"{told}; the history takes {document['sizeBytes'] / _MEBIBYTE:.1f} MiB"


ACTIONS = {"list": list_calls, "show": show_call, "count": count_calls, "diff": diff_calls}
"""What this module does, by the word that asks for it."""
