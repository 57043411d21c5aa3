"""JSON as a person edits it: nothing is lost on the way there and back, and what is wrong has its place in words."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
import hostile
from pevents_tui.domain.jsonedit import Exact, alike, plain_lines, read_json, shared, write_json
from pevents_tui.domain.jsontext import JsonFault
from pevents_tui.domain.jsonwalk import find_place, first_fault, line_and_column, lines_of, path_at
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.written import Written, read_request

NUMBERS = (
    st.integers() | st.floats(allow_nan=False) | st.sampled_from(["1e3", "1.10", "-0", "0E-0", "1e999"]).map(Exact)
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text() | st.sampled_from(hostile.ALL),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

FAULTS = {
    '{"a": 1 "b": 2}': "line 1, column 9: expected a comma or }",
    '{\n "a": 1\n "b": 2}': "line 2, column 8: expected a comma or }",
    "[1\n2]": "line 1, column 3: expected a comma or ]",
    '{"a": 1,\n}': "line 1, column 8: a comma with nothing behind it before }",
    "[1, ]": "line 1, column 3: a comma with nothing behind it before ]",
    '{"a" 1}': "line 1, column 6: expected a colon",
    "{a: 1}": "line 1, column 2: expected a name in double quotes or }",
    '{"a": 1, , "b": 2}': "line 1, column 10: expected a name in double quotes",
    "{'a': 1}": "line 1, column 2: texts stand in double quotes",
    '{"a": None}': "line 1, column 7: None is no JSON value; write null",
    '{"a": soon}': "line 1, column 7: soon is no JSON value; texts stand in quotes",
    '{"a": NaN}': "line 1, column 7: NaN is no JSON value; texts stand in quotes",
    '{"a": "x}': "line 1, column 7: this text has no closing quote",
    '{"a": "x\ny"}': "line 1, column 7: this text has no closing quote",
    '{"a": "x\ty"}': "line 1, column 9: a tab in a text; write \\t",
    '{"a": "x\x00y"}': "line 1, column 9: control character 0 in a text; write \\u0000",
    '{"a": "\\q"}': "line 1, column 8: \\q is no escape; write \\\\ for a backslash",
    '{"a": {"b": 1,\n "\\u0062": 2}}': "line 2, column 2: the name 'b' stands twice in one object",
    "{}\n}": "line 2, column 1: expected nothing more behind the last bracket",
    '{"a": [1,\n 2': "line 2, column 3: the text ends, and the [ of line 1 is not closed",
    '{"a":': "line 1, column 6: expected a value, and the text ends",
    "": "line 1, column 1: expected a value",
    "[01]": "line 1, column 3: expected a comma or ]",
    "[" * 101: "line 1, column 101: nested deeper than 100 levels",
    "[9" + "9" * 5000 + "]": "line 1, column 2: a number of 5,001 digits; at most 4,300",
    " [1]": "line 1, column 2: a request is an object: { … }",
}


@pytest.mark.parametrize(("text", "told"), FAULTS.items(), ids=range(len(FAULTS)))
def test_what_is_wrong_has_its_line_and_column(text: str, told: str) -> None:
    with pytest.raises(JsonFault) as fault:
        read_request(text, builders.events_draft())
    written = Written(text, fault.value)
    assert written.told == told
    assert written.unread


@pytest.mark.parametrize(
    "text",
    ["1", "1.0", "1e3", "-0", "-0.0", "0.1", "1.10", "9007199254740993", "1e400", "0.1000000000000000055", "1E+2"],
)
def test_a_number_keeps_its_text_and_its_value(text: str) -> None:
    value = read_json(f'{{"n": [{text}]}}')
    assert write_json(value, indent="") == f'{{"n": [{text}]}}'
    assert value["n"][0] == float(text) or isinstance(value["n"][0], int)
    assert type(value["n"][0]) is int or isinstance(value["n"][0], float)
    assert alike(copy.deepcopy(value), value)
    assert json.loads(json.dumps(value)) == value


@settings(max_examples=40)
@given(VALUES)
def test_what_is_written_is_read_as_the_same(value: Any) -> None:
    for indent in ("", "  "):
        text = write_json(value, indent=indent)
        assert alike(read_json(text), value)
        assert first_fault(text) is None
        assert plain_lines(text) == text
        assert not any("\ud800" <= char <= "\udfff" for char in text)


@settings(max_examples=60)
@given(VALUES, st.data())
def test_a_broken_text_is_told_by_both_parsers_or_by_none(value: Any, data: st.DataObject) -> None:
    text = write_json(value)
    at = data.draw(st.integers(0, len(text)))
    broken = (
        text[:at]
        + data.draw(st.sampled_from(["", ",", '"', "}", "]", "x", "1", "\\", "\n", ":", "{"]))
        + text[at + 1 :]
    )
    try:
        json.loads(broken, parse_constant=int, object_pairs_hook=_once)
    except ValueError:
        fault = first_fault(broken)
        assert fault is not None
        assert fault.line is not None
        with pytest.raises(JsonFault):
            read_json(broken)
    else:
        assert first_fault(broken) is None
        read_json(broken)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


@settings(max_examples=40)
@given(VALUES, VALUES)
def test_what_did_not_change_is_shared(old: Any, new: Any) -> None:
    assert alike(shared(old, new), new)
    again = copy.deepcopy(old)
    assert shared(old, again) is old
    pair = {"kept": old, "other": 1}
    assert shared(pair, {"kept": again, "other": 2})["kept"] is old


def test_types_order_and_text_count_as_changes() -> None:
    for one, other in ((1, True), (1, 1.0), (0.0, -0.0), (Exact("1e1"), 10.0), ({"a": 1, "b": 2}, {"b": 2, "a": 1})):
        assert not alike(one, other)
    nothing = float("nan")
    assert alike([nothing, math.inf], [float("nan"), math.inf])


def test_a_value_has_its_place_in_the_text_and_back() -> None:
    text = write_json({"a": {"b": [1, {"c": "x"}]}, "d": []})
    for path, begins in (
        (("a",), '"a"'),
        (("a", "b", 1, "c"), '"c"'),
        (("a", "b", 1, "missing"), "{"),
        (("d",), '"d"'),
        (("missing",), "{"),
    ):
        place = find_place(text, path)
        assert place is not None
        assert text[place:].startswith(begins)
        if "missing" not in path:
            assert path_at(text, place) == path
            assert path_at(text, place + 1) == path
    assert lines_of(text, [("a", "b", 1, "missing"), ("d",), ("missing",)]) == {
        ("a", "b", 1, "missing"): text.splitlines().index("      {") + 1,
        ("d",): text.splitlines().index('  "d": []') + 1,
        ("missing",): 1,
    }
    assert find_place('{"a": [1, 2', ("a", 1)) == 10
    assert find_place("", ("a",)) is None
    assert line_and_column("a\nbc", 3) == (2, 2)


def test_a_text_of_another_program_becomes_lines_without_controls() -> None:
    assert plain_lines("\ufeffa\r\nb\rc\n\td") == "a\nb\nc\n\td"
    assert plain_lines('"\x1b\u2028\x85\x0c"') == '"\\u001b\\u2028\\u0085\\f"'
    assert plain_lines('"é日😀"') == '"é日😀"'


def test_the_rows_tell_of_which_operation_a_request_is() -> None:
    before = builders.events_draft()
    assert read_request('{"actionInteractions": []}', before).kind == "put-action-interactions"
    assert read_request('{"odd": 1}', before).kind == before.kind
    same = read_request(write_json(before.body), before)
    assert same.body is before.body


def test_an_origin_tells_whether_a_draft_is_another_one() -> None:
    draft = builders.events_draft()
    origin = Origin("view-item", draft)
    assert not origin.differs(read_request(write_json(draft.body), builders.actions_draft()))
    assert origin.differs(draft.put(("userId",), "x"))
    assert origin.differs(builders.actions_draft())
