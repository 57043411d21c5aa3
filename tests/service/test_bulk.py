"""Tables in the layout of Personalize's bulk import become drafts, however long they are."""

from __future__ import annotations

import io
import json
import re
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from pevents_tui.domain.cells import csv_line
from pevents_tui.domain.check import check
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import Call
from pevents_tui.domain.schema_reading import read_schema
from pevents_tui.service.bulk import MOST_HELD, count_bulk, read_bulk, split_impression, typed
from pevents_tui.service.bulk_layout import LONGEST_LINE_BYTES
from pevents_tui.service.history.carrying import write_calls
from pevents_tui.service.intake import Source, read_file, read_stream

HEAD = "USER_ID,SESSION_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP"


def _read(text: str, kind: str | None = None) -> list[Source]:
    return list(read_stream(io.BytesIO(text.encode()), kind, "t.csv", table=True))


def test_rows_of_one_user_and_session_are_one_draft_of_ten_at_most() -> None:
    rows = [f"qa-{'ana' if at % 2 else 'ben'},s{at % 2},B{at},View,{1_764_000_000 + at}" for at in range(24)]
    found = _read("\n".join([HEAD, *rows, "qa-ana,s9,B9,View,1764000099", ""]))
    told = [(each.draft.body["userId"], each.draft.body["sessionId"], len(each.draft.rows)) for each in found]
    assert told == [
        ("qa-ben", "s0", 10), ("qa-ben", "s0", 2), ("qa-ana", "s1", 10), ("qa-ana", "s1", 2), ("qa-ana", "s9", 1),
    ]  # fmt: skip
    assert [row["itemId"] for row in found[0].draft.rows] == [f"B{at}" for at in range(0, 20, 2)]
    assert (found[-1].name, found[1].name) == ("t.csv line 26", "t.csv lines 22, 24")
    assert found[0].notices == ()


def test_every_column_of_the_schema_has_its_member_and_others_are_properties() -> None:
    head = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,IMPRESSION,RECOMMENDATION_ID,EVENT_ATTRIBUTION_SOURCE"
    row = r'u1,i1,1764000000,Watch,4.5,i1|a\|b|c\\,RID-1,mobile,12,"say ""hi"", then go",'
    (source,) = _read(f"\ufeff{head},NUMBER_OF_RATINGS,LAST_WORDS,EMPTY\r\n{row}\r\n\r\n")
    assert source.draft.kind == "put-events"
    assert source.draft.rows == [
        {
            "itemId": "i1",
            "eventType": "Watch",
            "eventValue": 4.5,
            "impression": ["i1", "a|b", "c\\"],
            "recommendationId": "RID-1",
            "sentAt": 1_764_000_000,
            "metricAttribution": {"eventAttributionSource": "mobile"},
            "properties": {"numberOfRatings": "12", "lastWords": 'say "hi", then go'},
        }
    ]
    assert source.notices == ("t.csv has no SESSION_ID: each user gets one session",)
    (again,) = _read("USER_ID,EVENT_TYPE\nu1,View\n")
    assert source.draft.body["sessionId"] == again.draft.body["sessionId"]


def test_what_a_cell_holds_is_judged_by_the_checks_not_by_the_reader() -> None:
    (source,) = _read(f"{HEAD},EVENT_VALUE\nu,s,{'x' * 300},View,yesterday,lots")
    draft = source.draft.put(("trackingId",), builders.TRACKER)
    assert {problem.place for problem in check(draft).problems} >= {
        "eventList[0].itemId", "eventList[0].sentAt", "eventList[0].eventValue",
    }  # fmt: skip
    (anonymous,) = _read("USER_ID,ITEM_ID,EVENT_TYPE\n,B1,View")
    assert "sessionId" in {problem.place for problem in check(anonymous.draft).problems}


def test_actions_are_told_by_their_column_and_carry_user_and_session_in_each_row() -> None:
    text = "USER_ID,SESSION_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP\nu,s,a1,Viewed,1764000000\nu,s,a2,Taken,1764000001"
    (source,) = _read(text)
    assert source.draft.kind == "put-action-interactions"
    assert source.draft.rows[1] == {
        "actionId": "a2", "eventType": "Taken", "timestamp": 1_764_000_001, "userId": "u", "sessionId": "s",
    }  # fmt: skip
    with pytest.raises(SourceError, match="these are the columns of put-action-interactions, not of put-events"):
        _read(text, "put-events")


@pytest.mark.parametrize(
    ("text", "kind", "rows"),
    [
        (
            "ITEM_ID,GENRES,PRICE,CREATION_TIMESTAMP\nB1,a|b,9.50,1764000000\nB2,,,\n",
            "put-items",
            [
                {"itemId": "B1", "properties": {"genres": "a|b", "price": "9.50", "creationTimestamp": "1764000000"}},
                {"itemId": "B2"},
            ],
        ),
        ("AGE,USER_ID\n45,u1\n,\n", "put-users", [{"userId": "u1", "properties": {"age": "45"}}, {}]),
        ("ACTION_ID\na1\n", "put-actions", [{"actionId": "a1"}]),
    ],
)
def test_items_users_and_actions_are_told_by_the_one_column_that_names_them(
    text: str, kind: str, rows: list[Any]
) -> None:
    (source,) = _read(text)
    assert (source.draft.kind, source.draft.rows, source.notices) == (kind, rows, ())
    assert [each.draft for each in _read(text, kind)] == [source.draft]
    assert (f"schema --kind {kind}" in source.untyped) == ("properties" in rows[0])
    with pytest.raises(SourceError, match=f"these are the columns of {kind}, not of put-events"):
        _read(text, "put-events")


def test_things_are_taken_in_tens_as_they_stand_and_typed_by_their_schema() -> None:
    lines = "".join(f"B{at % 3},{at}.50,0{at}\n" for at in range(25))
    found = _read(f"ITEM_ID,PRICE,CODE\n{lines}")
    assert [(each.name, len(each.draft.rows)) for each in found] == [
        ("t.csv lines 2-11", 10), ("t.csv lines 12-21", 10), ("t.csv lines 22-26", 5),
    ]  # fmt: skip
    assert sum(count_bulk(io.BytesIO(f"ITEM_ID,PRICE,CODE\n{lines}".encode()))) == 3
    fields = [{"name": name, "type": kind} for name, kind in (("ITEM_ID", "string"), ("PRICE", "float"))]
    schema = read_schema(
        json.dumps({"type": "record", "name": "Items", "fields": [*fields, {"name": "CODE", "type": "string"}]})
    )
    assert typed(found[2], schema).draft.rows[0] == {"itemId": "B2", "properties": {"price": 20.5, "code": "020"}}
    piped = list(read_stream(io.BytesIO(b"ITEM_ID,PRICE\nB1,1\n")))
    assert [each.is_table for each in piped] == [True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a table of events has columns"),
        ("PRICE,TITLE\n2,x", "one of items, users or actions has ITEM_ID, USER_ID or ACTION_ID"),
        ("USER_ID,ITEM_ID,PRICE\nu,B1,2", "a table of events has columns"),
        (f"{HEAD}\n\n", "t.csv: holds no row below the names of its columns"),
        ("USER_ID,TIMESTAMP,QUERY\nu,1764000000,lamp", "a table of events has columns"),
        (f"{HEAD},ITEM_ID\n", "the column 'ITEM_ID' stands there twice"),
        (f"{HEAD},A_B,A B\n", "two columns stand for the same property"),
        (f"{HEAD}\nu,s,i,View,1\nu,s\n", "line 3: 2 cells; the first line names 5 columns"),
        (f'{HEAD}\nu,s,"i"x,View,1', "line 2: not CSV"),
        (f'{HEAD}\nu,s,"i,View,1', "not CSV"),
        (f"{HEAD}\n{'x' * (LONGEST_LINE_BYTES + 1)}", "line 2: longer than 128 KiB"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(SourceError) as caught:
        _read(text)
    assert told in str(caught.value)


def test_rows_before_a_broken_line_are_drafts_all_the_same() -> None:
    found = read_stream(io.BytesIO(f"{HEAD}\nu,s,i,View,1\n".encode() + b"\xff\n"), None, "t.csv", table=True)
    assert next(found).name == "t.csv line 2"
    with pytest.raises(SourceError, match="line 3: not UTF-8 text: byte 1"):
        next(found)


def test_a_stream_is_told_by_its_first_line_and_a_file_by_its_name(tmp_path: Path) -> None:
    text = f"{HEAD}\nu,s,i,View,1764000000\n"
    assert [each.is_table for each in read_stream(io.BytesIO(text.encode()))] == [True]
    (tmp_path / "t.CSV").write_text(text.lower().replace("view", "View"), encoding="utf-8")
    (source,) = read_file(tmp_path / "t.CSV")
    assert source.draft.rows[0]["eventType"] == "View"
    body = b'{"sessionId": "USER_ID,", "eventList": [{"eventType": "View"}]}'
    assert [each.is_table for each in read_stream(io.BytesIO(body))] == [False]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("a", ["a"]),
        ("a|b", ["a", "b"]),
        (r"a\|b", ["a|b"]),
        (r"a\\|b", ["a\\", "b"]),
        ("a|", ["a", ""]),
        ("\\", ["\\"]),
    ],
)
def test_impressions_are_split_at_bars(cell: str, shown: list[str]) -> None:
    assert split_impression(cell) == shown


def test_a_schema_gives_the_cells_their_types() -> None:
    fields = [
        {"name": "USER_ID", "type": "string"},
        {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
        {"name": "RATINGS", "type": "int"},
        {"name": "ZIP", "type": "string"},
    ]
    schema = read_schema(json.dumps({"type": "record", "name": "Interactions", "fields": fields}))
    (source,) = _read(f"{HEAD},RATINGS,ZIP\nu,s,i,View,1,12,01234\n")
    assert typed(source, schema).draft.rows[0]["properties"] == {"ratings": 12, "zip": "01234"}


def test_what_the_history_writes_for_an_import_comes_back_as_it_was_sent() -> None:
    row = builders.event(
        eventValue=2.5, impression=["B0742", "a|b", "c\\"], recommendationId="RID-1", properties='{"size":"XL"}'
    )
    sent = builders.call(builders.events_draft(row))
    lines, left_out = write_calls([Record(1, 0.0, builders.target(), Call(sent.kind, sent.body))], "bulk-csv")
    (source,) = _read("".join(lines))
    wanted: dict[str, Any] = {name: value for name, value in row.items() if name != "eventId"}
    assert left_out == 0
    assert source.draft.rows == [{**wanted, "properties": {"size": "XL"}}]
    assert source.draft.body["userId"] == "qa-ana"


_IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_IDS, _IDS, st.lists(_IDS, min_size=1, max_size=3)), min_size=1, max_size=12))
def test_whatever_stands_in_a_table_comes_out_of_it(rows: list[tuple[str, str, list[str]]]) -> None:
    shown = ["|".join(re.sub(r"[|\\]", r"\\\g<0>", each) for each in impression) for _, _, impression in rows]
    cells = [(user, "s", item, "View", "", cell) for (user, item, _), cell in zip(rows, shown, strict=True)]
    text = "".join(map(csv_line, [(*HEAD.split(","), "IMPRESSION"), *cells]))
    found = [(each.draft.body["userId"], row) for each in _read(text) for row in each.draft.rows]
    wanted = [(user, {"itemId": item, "eventType": "View", "impression": seen}) for user, item, seen in rows]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)


class _Endless(io.RawIOBase):
    """A table of so many rows, made as it is read."""

    def __init__(self, rows: int) -> None:
        self._lines = self._made(rows)

    def readline(self, _size: int | None = -1, /) -> bytes:
        return next(self._lines, b"")

    @staticmethod
    def _made(rows: int) -> Iterator[bytes]:
        yield f"{HEAD}\n".encode()
        for at in range(rows):
            yield f"qa-{at % 7},s,B{at},View,{1_764_000_000 + at}\n".encode()


def _endless(rows: int) -> IO[bytes]:
    return cast("IO[bytes]", _Endless(rows))  # it is read by lines alone


def _peak_bytes(rows: int) -> int:
    tracemalloc.start()
    try:
        found = sum(len(each.draft.rows) > 0 for each in read_bulk(_endless(rows)))
        assert found == sum(count_bulk(_endless(rows))) > rows // 11
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_table_ten_times_as_long_takes_no_more_memory() -> None:
    _peak_bytes(10)
    assert _peak_bytes(MOST_HELD * 20) < 1.1 * _peak_bytes(MOST_HELD * 2)


@pytest.mark.campaign
def test_a_million_rows_take_no_more_memory_than_some_thousand() -> None:
    _peak_bytes(10)
    assert _peak_bytes(1_000_000) < 1.1 * _peak_bytes(MOST_HELD * 2)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"USER_ID,A" + b" " * 1_000_000 + b"x", "more than 512 KiB of YAML"),
        (b"USER_ID,A" + b" " * 120_000 + b"x", "looked for JSON"),
        (b"USER_ID," + b"A," * 50_000 + b"EVENT_TYPE", "the column 'A' stands there twice"),
        (b"USER_ID,EVENT_TYPE," + b",".join(b"C%X" % at for at in range(0x4000)), "holds no row"),
    ],
)
def test_a_hostile_first_line_is_told_at_once(line: bytes, told: str) -> None:
    began_s = time.process_time()
    with pytest.raises(SourceError, match=told):
        list(read_stream(io.BytesIO(line)))
    assert time.process_time() - began_s < 2.0  # it was minutes
