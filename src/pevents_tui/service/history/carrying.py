"""Calls as documents, to carry them to another history and back, exactly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import IO, Any, TypeVar

from pevents_tui.domain.errors import HistoryError, SourceError, why
from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.listing import bulk_table, event_table
from pevents_tui.domain.outcome import Outcome, Record
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.domain.visible import UNSAFE
from pevents_tui.service.connection import is_loopback
from pevents_tui.service.history import rows
from pevents_tui.service.history.upkeep import MOST_NOTE, checked_tag

FORMS: Mapping[str, str] = {
    "jsonl": "a line of JSON a call, as import takes it",
    "json": "a list, as import takes it",
    "csv": "a line an event, for a spreadsheet",
    "bulk-csv": "an import of item interactions",
}
"""What calls can be written as, and what that is."""
MARK = "pevents-call"
"""The member that tells a document of ours, with the version of its form."""
VERSION = 1
MOST_LINE_BYTES = 8_388_608
"""Longest line read: twice the longest body."""
_TYPES: Mapping[str, Any] = {
    "str": str,
    "Policy": str,
    "Cause": str,
    "bool": bool,
    "int": int,
    "float": (int, float),
    "None": type(None),
    "tuple": tuple,
}
_CARRIED = ("tracking_id", "profile", "region", "endpoint", "read_timeout_s", "connect_timeout_s")
"""What is taken over of the target of a call from elsewhere; the rest is as it is by default."""
_Held = TypeVar("_Held", Target, Outcome)


def document_of(record: Record) -> dict[str, Any]:
    """Everything that is kept of a call, as a document of JSON's types."""
    return {
        MARK: VERSION,
        "id": record.id,
        "at_s": record.at_s,
        "kind": record.call.kind,
        "body": dict(record.call.body),
        "target": asdict(record.target),
        "outcome": json.loads(rows.dump_outcome(record.outcome)) if record.outcome else None,
        "latency_s": record.latency_s,
        "attempts": record.attempts,
        "run": record.run,
        "made": None if record.made is None else dict(record.made),
        "exchange": rows.exchange_document(record),
        "tags": list(record.tags),
        "note": record.note,
    }


def record_of(document: Any) -> Record:
    """The call of a document; one to a real tracker counts as production, whatever its file says.

    Raises:
        ValueError: it is no document of ours; says why.
    """
    if not isinstance(document, Mapping) or MARK not in document:
        raise ValueError("no call of an exported history")
    if document[MARK] != VERSION:
        raise ValueError(f"a call as another version writes it ({str(document[MARK])[:20]!a})")
    try:
        exchange, tries = rows.read_exchange(document.get("exchange"))
        target, outcome = rows.target_of(dict(document["target"])), document.get("outcome")
        ended = None if outcome is None else _whole(rows.outcome_of(dict(outcome)))
        return Record(
            id=0,
            at_s=_number(document["at_s"]),
            target=_doubted(_whole(target)),
            call=_call(document["kind"], document["body"]),
            outcome=ended,
            latency_s=None if document.get("latency_s") is None else _number(document["latency_s"]),
            attempts=int(document.get("attempts") or 0),
            run=_text(document.get("run")),
            made=_made(document.get("made")),
            exchange=exchange,
            tries=tries,
            tags=tuple(checked_tag(each) for each in document.get("tags") or ()),
            note=(_text(document.get("note")) or "")[:MOST_NOTE] or None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a call that is not whole: {str(error)[:200]}") from None


def _made(value: Any) -> Mapping[str, Any] | None:
    """What a call was made of, as long as it is what a call can be made of."""
    if value is not None and not isinstance(value, Mapping):
        raise ValueError("made must be an object")
    return value


def write_calls(records: Iterable[Record], form: str) -> tuple[Iterator[str], int]:
    """Calls as pieces of a text, and how many events the form has no room for.

    Args:
        records: The calls.
        form: A name in `FORMS`.
    """
    if form == "csv":
        return event_table(records), 0
    if form == "bulk-csv":
        lines, left_out = bulk_table(records)
        return iter(lines), left_out
    return (_lines(records) if form == "jsonl" else _listed(records)), 0


def read_calls(stream: IO[bytes], name: str) -> Iterator[Record]:
    """The calls of an export, JSON or JSON Lines; lines are read as they are asked for.

    Raises:
        SourceError: one cannot be read; names the place.
    """
    first = stream.readline(MOST_LINE_BYTES + 1)
    if first.lstrip().startswith(b"["):
        try:
            listed = json.loads(first + stream.read(), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{name}: not JSON: {str(error)[:200]}") from None
        for at, document in enumerate(listed, 1):
            yield _read(document, f"{name} call {at}")
        return
    at = 0
    while first:
        at += 1
        if first.strip():
            yield _read(_parsed(first, f"{name} line {at}"), f"{name} line {at}")
        first = stream.readline(MOST_LINE_BYTES + 1)


def read_file(path: Path) -> Iterator[Record]:
    """The calls of an export in a file.

    Raises:
        SourceError: it cannot be read; names the place.
    """
    try:
        with path.open("rb") as file:
            yield from read_calls(file, str(path))
    except OSError as error:
        raise SourceError(f"cannot read {path}: {why(error)}") from None


def _parsed(line: bytes, place: str) -> Any:
    if len(line) > MOST_LINE_BYTES:
        raise SourceError(f"{place}: longer than {MOST_LINE_BYTES:,} bytes")
    try:
        return parse_json(line.decode("utf-8"))
    except (JsonFault, UnicodeDecodeError) as error:
        raise SourceError(f"{place}: not JSON: {str(error)[:200]}") from None


def _read(document: Any, place: str) -> Record:
    try:
        return record_of(document)
    except (ValueError, HistoryError) as error:
        raise SourceError(f"{place}: {error}") from None


def _call(kind: Any, body: Any) -> Call:
    if kind not in KINDS:
        raise ValueError(f"an operation that is not known: {str(kind)[:40]!a}")
    call = Call(kind, body)
    if not call.tracking_id or not call.rows or not all(isinstance(row, Mapping) for row in call.rows):
        raise ValueError("a call without rows")
    rows.words_of(call)
    rows.types_of(call)
    return call


def _doubted(target: Target) -> Target:
    """The target as a file from elsewhere may name it: nothing in it lets a call to a real tracker leave unasked."""
    is_local = target.endpoint is None if target.policy is Policy.SANDBOX else False
    if target.endpoint is not None and target.policy in {Policy.SANDBOX, Policy.LOCAL}:
        is_local = is_loopback(target.endpoint)
    policy = target.policy if is_local else Policy.PRODUCTION
    usual = Target(target.label, policy)
    given = {name: getattr(target, name) for name in _CARRIED}
    return replace(usual, **given)


def _whole(value: _Held) -> _Held:
    """The value, where each of its members is of the type it is declared with.

    Raises:
        TypeError: one is not.
    """
    for each in fields(value):
        held, declared = getattr(value, each.name), str(each.type)
        allowed = tuple(kind for name, kind in _TYPES.items() if name in declared)
        if not isinstance(held, allowed) or (isinstance(held, bool) and "bool" not in declared):
            raise TypeError(f"{each.name} that is none")
    return value


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a JSON number")


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("a time that is no number")
    return float(value)


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError("a text that is none")
    return value


def _lines(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        yield _json(document_of(record)) + "\n"


def _listed(records: Iterable[Record]) -> Iterator[str]:
    before = "["
    for record in records:
        yield f"{before}\n{_json(document_of(record))}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _json(document: Any) -> str:
    text = json.dumps(document, ensure_ascii=False)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
