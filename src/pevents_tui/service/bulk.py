"""Drafts from a CSV in the layout of Personalize's bulk import: a row an event, grouped by user and session.

Source: Developer Guide, formatting your input data and item interactions dataset schema requirements.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any
from uuid import NAMESPACE_URL, uuid5

from pevents_tui.domain.bounds import MOST_ROWS
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.schema import Schema
from pevents_tui.domain.schema_fit import mended
from pevents_tui.domain.schema_names import camel_case
from pevents_tui.service.intake import Source

MOST_HELD = 1_000
"""Rows that are looked at together to be grouped: what is held of a file, however long it is."""
LONGEST_LINE_BYTES = 131_072
"""Longest line read; also the longest cell that Python's reader takes."""

_HEADING = re.compile(rb"(?:\xef\xbb\xbf)?\"?[A-Z][A-Z0-9_ ]*\"?(?:,\"?[A-Z][A-Z0-9_ ]*\"?)+\s*\Z")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?")
_PART = re.compile(r"(?:[^\\|]|\\.|\\\Z)*", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\|])")
_MEMBERS: Mapping[str, str] = {
    "ITEM_ID": "itemId",
    "ACTION_ID": "actionId",
    "EVENT_TYPE": "eventType",
    "EVENT_VALUE": "eventValue",
    "EVENT_ID": "eventId",
    "IMPRESSION": "impression",
    "RECOMMENDATION_ID": "recommendationId",
}
"""Members of an event by the column that holds them."""
_OWN = {*_MEMBERS, "USER_ID", "SESSION_ID", "TIMESTAMP", "EVENT_ATTRIBUTION_SOURCE"}


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the columns of a file stand for.

    Attributes:
        kind: A name in `KINDS`.
        names: The columns in their order.
        keys: The names in properties of columns that the service gives no meaning.
    """

    kind: str
    names: tuple[str, ...]
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    user: str
    session: str
    event: dict[str, Any]


def is_bulk(line: bytes) -> bool:
    """Whether a first line holds names of columns as a bulk import has them: `USER_ID,ITEM_ID,TIMESTAMP`."""
    return _HEADING.match(line) is not None and b"USER_ID" in line


def read_bulk(stream: IO[bytes], kind: str | None = None, name: str = "stdin", first: bytes = b"") -> Iterator[Source]:
    """The drafts of a table: events of one user and session that stand near each other, ten at most in each.

    Times, values, impressions and the like are read as the schema's names of their columns say; any other column is a
    property, as text. Where there is no SESSION_ID, the events of a user get one session that stays the same.

    Args:
        stream: UTF-8 lines, read as they are asked for: `MOST_HELD` rows are held, however many there are.
        kind: The operation, where somebody said it.
        name: Names the stream in messages.
        first: What was read of the stream already.

    Raises:
        SourceError: a line cannot be read, after the drafts of the lines before it; names the place.
    """
    rows = csv.reader(_lines(stream, name, first), strict=True)
    layout = _layout(name, kind, next(_told(rows, name), []))
    notices = () if "SESSION_ID" in layout.names else (f"{name} has no SESSION_ID: each user gets one session",)
    events = _events(rows, layout, name)
    while True:
        held, fault = _held(events)
        for group in _groups(held):
            yield _source(group, layout, name, notices)
            notices = ()
        if fault is not None:
            raise fault
        if not held:
            return


def typed(source: Source, schema: Schema) -> Source:
    """The draft of a table, whose cells are all text, with properties of the types that a schema gives their fields."""
    draft = source.draft
    for at, row in enumerate(draft.rows):
        if members := row.get("properties"):
            draft = draft.put((draft.spec.rows, at, "properties"), mended(members, schema))
    return source._replace(draft=draft)


def count_bulk(stream: IO[bytes]) -> int:
    """How many drafts a table holds, made of none of them; where it cannot be read on, those before that place."""
    rows = csv.reader(_lines(stream, "", b""), strict=True)
    count = 0
    with suppress(SourceError):
        names = [name.strip().upper() for name in next(_told(rows, ""), [])]
        who = [names.index(name) for name in ("USER_ID", "SESSION_ID") if name in names]
        told = _told(rows, "")
        while held := list(islice(told, MOST_HELD)):
            groups = Counter(tuple(row[at] for at in who if at < len(row)) for row in held)
            count += sum(-(-size // MOST_ROWS) for size in groups.values())
    return count


def _lines(stream: IO[bytes], name: str, first: bytes) -> Iterator[str]:
    number = 0
    while line := first or stream.readline(LONGEST_LINE_BYTES + 1):
        first, number = b"", number + 1
        if len(line) > LONGEST_LINE_BYTES:
            raise SourceError(f"{name} line {number}: longer than {LONGEST_LINE_BYTES // 1024} KiB")
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise SourceError(f"{name} line {number}: not UTF-8 text: byte {error.start + 1}") from None


def _told(rows: Any, name: str) -> Iterator[list[str]]:
    """The lines that hold something, cell by cell; what the reader cannot read is told by its line."""
    try:
        for row in rows:
            if row:
                yield row
    except csv.Error as error:
        raise SourceError(f"{name} line {rows.line_num}: not CSV: {error}") from None


def _layout(name: str, kind: str | None, cells: Sequence[str]) -> _Layout:
    names = tuple(cell.strip().upper() for cell in cells)
    if double := next((each for at, each in enumerate(names) if each in names[:at]), None):
        raise SourceError(f"{name} line 1: the column {double[:80]!r} stands there twice")
    if not {"USER_ID", "SESSION_ID"} & set(names) or "EVENT_TYPE" not in names:
        wants = "USER_ID or SESSION_ID, EVENT_TYPE and what they are about, such as ITEM_ID"
        found = ", ".join(names)[:200] or "nothing"
        raise SourceError(f"{name} line 1: a table of events has columns {wants}; this one has {found}")
    told = "put-action-interactions" if "ACTION_ID" in names and "ITEM_ID" not in names else "put-events"
    if kind not in {None, told}:
        raise SourceError(f"{name} line 1: these are the columns of {told}, not of {kind}")
    keys = {each: camel_case(each) or each for each in names if each not in _OWN}
    if len(set(keys.values())) < len(keys):
        raise SourceError(f"{name} line 1: two columns stand for the same property")
    return _Layout(told, names, keys)


def _events(rows: Any, layout: _Layout, name: str) -> Iterator[_Row]:
    for cells in _told(rows, name):
        if len(cells) != len(layout.names):
            told = f"{len(cells)} cells; the first line names {len(layout.names)} columns"
            raise SourceError(f"{name} line {rows.line_num}: {told}")
        yield _row(rows.line_num, dict(zip(layout.names, cells, strict=True)), layout)


def _row(line: int, cells: Mapping[str, str], layout: _Layout) -> _Row:
    event: dict[str, Any] = {member: cells[name] for name, member in _MEMBERS.items() if cells.get(name)}
    if "impression" in event:
        event["impression"] = split_impression(event["impression"])
    if "eventValue" in event:
        event["eventValue"] = _number(event["eventValue"])
    if at := cells.get("TIMESTAMP"):
        event[KINDS[layout.kind].time] = _number(at)
    if source := cells.get("EVENT_ATTRIBUTION_SOURCE"):
        event["metricAttribution"] = {"eventAttributionSource": source}
    if members := {key: cells[name] for name, key in layout.keys.items() if cells[name]}:
        event["properties"] = members
    user = cells.get("USER_ID", "")
    session = cells.get("SESSION_ID") or (str(uuid5(NAMESPACE_URL, user)) if user else "")
    return _Row(line, user, session, event)


def split_impression(text: str) -> list[str]:
    r"""What was shown, of a cell: a bar between two; `\|` is a bar and `\\` a backslash within one."""
    parts, at = [], 0
    while at <= len(text):
        found = _PART.match(text, at)
        part = found[0] if found else ""
        parts.append(_ESCAPED.sub(r"\1", part))
        at += len(part) + 1
    return parts


def _number(text: str) -> Any:
    """A number as the service wants it; a text that is none stays, to be told by the checks."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    return float(text) if found[1] or found[2] else int(text)


def _held(events: Iterator[_Row]) -> tuple[list[_Row], SourceError | None]:
    """The next rows to be grouped, and what ended them before their time."""
    held: list[_Row] = []
    try:
        held.extend(islice(events, MOST_HELD))  # what was taken before a fault stays
    except SourceError as fault:
        return held, fault
    return held, None


def _groups(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Rows of one user and session, as many as a call takes, in the order in which they begin."""
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row.user, row.session), []).append(row)
    for group in groups.values():
        yield from (group[start : start + MOST_ROWS] for start in range(0, len(group), MOST_ROWS))


def _source(group: Sequence[_Row], layout: _Layout, name: str, notices: tuple[str, ...]) -> Source:
    spec = KINDS[layout.kind]
    who = {"userId": group[0].user, "sessionId": group[0].session}
    given = {member: value for member, value in who.items() if value}
    events = [{**row.event, **given} if spec.by_row else row.event for row in group]
    body = {spec.rows: events} if spec.by_row else {**given, spec.rows: events}
    return Source(f"{name} {_places([row.line for row in group])}", Draft(spec.name, body), notices, is_table=True)


def _places(lines: Sequence[int]) -> str:
    """`line 2`, `lines 2-11`, `lines 2, 5-7`."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    told = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"line{'' if len(lines) == 1 else 's'} {told}"
