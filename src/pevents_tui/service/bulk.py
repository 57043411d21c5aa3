"""Drafts from a CSV in the layout of Personalize's bulk import: a row an event, or an item, user or action.

Source: Developer Guide, formatting your input data, and the schema requirements of each dataset.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from pevents_tui.domain.bounds import MOST_ROWS
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.schema import Schema
from pevents_tui.domain.schema_fit import mended
from pevents_tui.service.bulk_layout import LONGEST_LINE_BYTES, MEMBERS, Layout, column_names, read_layout, thing_of
from pevents_tui.service.intake import Source
from pevents_tui.service.table_places import TableRows

MOST_HELD = 1_000
"""Rows that are looked at together to be grouped: what is held of a file, however long it is."""

_UNTYPED = """{name}: no schema of its dataset is known, so its properties go out as text; \
--schema FILE gives them types, or what pevents-tui schema --kind {kind} is told by AWS"""
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,2})?")
_PART = re.compile(r"(?:[^\\|]|\\.|\\\Z)*", re.DOTALL)
_T = TypeVar("_T")
_ESCAPED = re.compile(r"\\([\\|])")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    user: str
    session: str
    event: dict[str, Any]


def read_bulk(stream: IO[bytes], kind: str | None = None, name: str = "stdin", first: bytes = b"") -> Iterator[Source]:
    """The drafts of a table: events of one user and session that stand near each other, ten at most in each.

    Times, values, impressions and the like are read as the schema's names of their columns say; any other column is a
    property, as text. Where there is no SESSION_ID, the events of a user get one session that stays the same. Items,
    users and actions are taken as they stand, ten in each draft.

    Args:
        stream: UTF-8 lines, read as they are asked for: `MOST_HELD` rows are held, however many there are.
        kind: The operation, where somebody said it.
        name: Names the stream in messages.
        first: What was read of the stream already.

    Raises:
        SourceError: a line cannot be read, after the drafts of the lines before it, or there is no row; names the
            place.
    """
    rows = csv.reader(_lines(stream, name, first), strict=True)
    layout = read_layout(name, kind, _heading(rows, name))
    has_sessions = layout.thing or "SESSION_ID" in layout.names
    notices = () if has_sessions else (f"{name} has no SESSION_ID: each user gets one session",)
    found = False
    for held, fault in _chunks(_events(rows, layout, name)):
        found = True
        for group in _groups(held):
            yield _source(group, layout, name, notices)
            notices = ()
        if fault is not None:
            raise fault
    if not found:
        raise SourceError(f"{name}: holds no row below the names of its columns")


def times_told(sources: Iterable[Source], name: str) -> Iterator[Source]:
    """The drafts of a table; with the last one comes how many of its events have no time, once they are counted.

    Args:
        sources: As `read_bulk` gives them.
        name: Names the table.

    Raises:
        SourceError: as those do.
    """
    timeless, last, fault = 0, None, None
    try:
        for source in sources:
            if last is not None:
                yield last
            time, last = source.draft.spec.time, source
            timeless += sum(time not in row for row in source.draft.rows) if time else 0
    except SourceError as error:
        fault = error
    if last is not None and timeless:
        events = (
            "1 event has no TIMESTAMP: it counts"
            if timeless == 1
            else f"{timeless:,} events have no TIMESTAMP: they count"
        )
        last = last._replace(notices=(*last.notices, f"{name}: {events} as of now"))
    if last is not None:
        yield last
    if fault is not None:
        raise fault


def typed(source: Source, schema: Schema) -> Source:
    """The draft of a table, whose cells are all text, with properties of the types that a schema gives their fields."""
    draft = source.draft
    for at, row in enumerate(draft.rows):
        if members := row.get("properties"):
            draft = draft.put((draft.spec.rows, at, "properties"), mended(members, schema))
    return source._replace(draft=draft)


def count_bulk(stream: IO[bytes]) -> Iterator[int]:
    """How many drafts a table holds, made of none of them, part by part; those before a place that cannot be read."""
    rows = csv.reader(_lines(stream, "", b""), strict=True)
    try:
        names = column_names(_heading(rows, ""))
    except SourceError:
        return
    groupers = () if thing_of(names) else ("USER_ID", "SESSION_ID")
    who = [names.index(name) for name in groupers if name in names]
    for held, _ in _chunks(_whole(rows, names, "")):
        groups = Counter(tuple(row[at] for at in who) for row in held)
        yield sum(-(-size // MOST_ROWS) for size in groups.values())


def _lines(stream: IO[bytes], name: str, first: bytes) -> Iterator[str]:
    started = io.BytesIO(first)
    for number in itertools.count(1):
        line = started.readline(LONGEST_LINE_BYTES + 1) or stream.readline(LONGEST_LINE_BYTES + 1)
        if not line:
            return
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


def _heading(rows: Any, name: str) -> list[str]:
    """The cells of the first line that holds something; none where no line does."""
    return next((cells for cells in _told(rows, name) if any(map(str.strip, cells))), [])


def _whole(rows: Any, names: Sequence[str], name: str) -> Iterator[list[str]]:
    """The lines below the heading, each with a cell for every column."""
    for cells in _told(rows, name):
        if len(cells) != len(names):
            told = f"{len(cells)} cells; the first line names {len(names)} columns"
            raise SourceError(f"{name} line {rows.line_num}: {told}")
        yield cells


def _events(rows: Any, layout: Layout, name: str) -> Iterator[_Row]:
    for cells in _whole(rows, layout.names, name):
        yield _row(rows.line_num, dict(zip(layout.names, cells, strict=True)), layout)


def _row(line: int, cells: Mapping[str, str], layout: Layout) -> _Row:
    members = {key: cells[name] for name, key in layout.keys.items() if cells[name]}
    properties = {"properties": members} if members else {}
    if layout.thing:
        named = {KINDS[layout.kind].thing: cells[layout.thing]} if cells[layout.thing] else {}
        return _Row(line, "", "", named | properties)
    event = _event(cells, layout) | properties
    user = cells.get("USER_ID", "")
    session = cells.get("SESSION_ID") or (str(uuid5(NAMESPACE_URL, user)) if user else "")
    return _Row(line, user, session, event)


def _event(cells: Mapping[str, str], layout: Layout) -> dict[str, Any]:
    event: dict[str, Any] = {member: cells[name] for name, member in MEMBERS.items() if cells.get(name)}
    if "impression" in event:
        event["impression"] = split_impression(event["impression"])
    if "eventValue" in event:
        event["eventValue"] = _number(event["eventValue"])
    if at := cells.get("TIMESTAMP"):
        event[KINDS[layout.kind].time] = _number(at)
    if source := cells.get("EVENT_ATTRIBUTION_SOURCE"):
        event["metricAttribution"] = {"eventAttributionSource": source}
    return event


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


def _chunks(rows: Iterator[_T]) -> Iterator[tuple[list[_T], SourceError | None]]:
    """Rows that are grouped together, and with the last of them what ended them before their time."""
    while True:
        held: list[_T] = []
        try:
            held.extend(islice(rows, MOST_HELD))  # what was taken before a fault stays
        except SourceError as fault:
            yield held, fault
            return
        if not held:
            return
        yield held, None


def _groups(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Rows of one user and session, as many as a call takes, in the order in which they begin."""
    groups: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row.user, row.session), []).append(row)
    for group in groups.values():
        yield from (group[start : start + MOST_ROWS] for start in range(0, len(group), MOST_ROWS))


def _source(group: Sequence[_Row], layout: Layout, name: str, notices: tuple[str, ...]) -> Source:
    spec = KINDS[layout.kind]
    who = {"userId": group[0].user, "sessionId": group[0].session}
    given = {member: value for member, value in who.items() if value}
    events = [{**row.event, **given} if spec.by_row else row.event for row in group]
    body = {spec.rows: events} if spec.by_row else {**given, spec.rows: events}
    untyped = _UNTYPED.format(name=name, kind=layout.kind) if layout.keys else ""
    lines = tuple(row.line for row in group)
    table = TableRows(name, lines, layout)
    return Source(table.whole, Draft(spec.name, body), notices, is_table=True, untyped=untyped, table=table)
