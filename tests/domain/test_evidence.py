"""Reports and tables of calls: whole, and harmless to whatever reads them."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from pevents_tui.domain.cells import csv_line, plain_cell, read_csv, safe_cell
from pevents_tui.domain.evidence import evidence
from pevents_tui.domain.listing import COLUMNS, bulk_table, event_table
from pevents_tui.domain.outcome import Accepted, Outcome, Record, Refused

HOSTILE = "=cmd|'/c calc'!A1`|</td><script>[x](javascript:1)\x1b]0;t\x07\u202e"


def _record(number: int, outcome: Outcome, note: str | None = None, **members: object) -> Record:
    call = builders.call(builders.events_draft(builders.event(**members)))
    return Record(number, float(builders.NOW_S), builders.target(), call, outcome, 0.012, 1, tags=("t1",), note=note)


def test_a_report_tells_what_went_where_how_it_ended_and_what_differs() -> None:
    refused = Refused("ValidationException", "no such item", 400, "r-2")
    text = evidence([_record(2, refused, "Seen twice", itemId="B1"), _record(1, Accepted("r-1"))], builders.NOW_S)
    assert text.index("## Call 1: PutEvents, accepted") < text.index("## Call 2: PutEvents, refused")
    told = ("2 calls: 1 accepted, 1 refused", "| request ID | `r-2` |", "> Seen twice", "took 12 ms", "| tags | `t1` |")
    for each in (*told, "2025-11-24 16:00:00Z", '| `eventList[0].itemId` | `"B0742"` | `"B1"` |', "no such item"):
        assert each in text
    body = text[text.index("```json\n") + 8 :].partition("\n```")[0]
    assert json.loads(body) == builders.call().body


def test_hostile_text_is_inert_in_a_report() -> None:
    outcome = Refused(HOSTILE, HOSTILE, 400, HOSTILE)
    text = evidence([_record(1, outcome, HOSTILE, itemId=HOSTILE + "```\n```")], builders.NOW_S)
    assert all(char == "\n" or char.isprintable() for char in text)
    assert "> =cmd\\|'/c calc'\\!A1\\`\\|\\</td\\>\\<script\\>" in text
    assert "\n````json\n" in text
    assert all(line.count("|") - line.count("\\|") == 3 for line in text.splitlines() if line.startswith("| "))


def test_tables_have_a_line_an_event() -> None:
    ended = [_record(1, Accepted("r-1"), itemId="=1+1", eventValue=-2.5), _record(2, Accepted("r-2"))]
    heading, first, second = csv.reader(io.StringIO("".join(event_table(ended))))
    assert tuple(heading) == COLUMNS
    told = dict(zip(heading, first, strict=True))
    assert (told["itemId"], told["eventValue"], told["userId"], told["call"]) == ("'=1+1", "-2.5", "qa-ana", "1")
    assert dict(zip(heading, second, strict=True))["requestId"] == "r-2"


def test_a_bulk_import_has_the_fields_of_its_schema_and_leaves_out_what_it_cannot_take() -> None:
    full = _record(1, Accepted("r"), impression=["a", "b"], properties='{"numberOfRatings": 3}', eventValue=2.5)
    nobody = builders.call(builders.events_draft(userId=None))
    action = builders.call(builders.actions_draft())
    others = [Record(number, 0.0, builders.target(), call) for number, call in ((2, nobody), (3, action))]
    lines, left_out = bulk_table([full, *others])
    assert lines == [
        "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,IMPRESSION,NUMBER_OF_RATINGS\n",
        f"qa-ana,B0742,{builders.NOW_S},View,2.5,a|b,3\n",
    ]
    assert left_out == 2
    assert bulk_table([]) == (["USER_ID,ITEM_ID,TIMESTAMP\n"], 0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text() | st.from_regex(r"'*[=+\-@\t\r].*"), min_size=1))
def test_any_cells_come_back_as_they_were(cells: list[str]) -> None:
    (line,) = read_csv(csv_line(map(safe_cell, cells)))
    assert [plain_cell(each) for each in line] == cells
    assert not any(each[:1] in "=@\t\r" for each in line if each)
