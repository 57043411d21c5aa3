"""What was found out about rows before changes nothing about what is found now."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.schema_reading import read_schema
from pevents_tui.service.prepare import prepare
from schemas import ACTIONS, SHOP

_TARGET = builders.target()
_NAMES = (
    "itemId",
    "actionId",
    "eventType",
    "eventId",
    "sentAt",
    "timestamp",
    "impression",
    "properties",
    "recommendationId",
    "userId",
    "sessionId",
    "eventValue",
)
_VALUES: tuple[Any, ...] = (
    "",
    "B1",
    "null",
    " x ",
    "y" * 300,
    "\ud800",
    "userId",
    "-5m",
    "now",
    1_790_000_000,
    1_790_000_000_000,
    True,
    1,
    1.5,
    [],
    [""],
    ["B1", "B1"],
    ["B"] * 30,
    {},
    {"a": 1},
    {"userId": "x", "deep": [1]},
    {"a": "z" * 1_100},
    '{"a": 1}',
    {"device": 1, "pageDept": "3"},
)
_EDIT = st.tuples(
    st.sampled_from(["put", "put", "put", "frame", "remove", "move", "double", "spoil"]),
    st.integers(0, 3),
    st.sampled_from(_NAMES),
    st.sampled_from(_VALUES),
)


def _edited(draft: Draft, edit: tuple[str, int, str, Any]) -> Draft:
    what, index, name, value = edit
    rows = draft.spec.rows
    if what == "frame":
        return draft.put(("userId",), value)
    if what == "remove":
        return draft.remove((rows, index))
    if what == "move":
        return draft.move((rows, index), 0)
    if what == "double":
        return draft.put((rows,), [*draft.rows, *draft.rows[index : index + 1]])
    return draft.put((rows, index) if what == "spoil" else (rows, index, name), value)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(edits=st.lists(_EDIT, max_size=12))
def test_a_remembered_check_finds_what_a_fresh_one_finds(kind: str, edits: list[tuple[str, int, str, Any]]) -> None:
    schema = read_schema(SHOP if kind == "put-events" else ACTIONS)
    memory, draft = RowMemory(), Draft(kind, {KINDS[kind].rows: [{"itemId": "B1"}, {"eventType": "View"}]})
    for second, edit in enumerate([("frame", 0, "", "qa"), *edits]):
        draft = _edited(draft, edit)
        now_s = builders.NOW_S + second // 3
        kept, fresh = (
            prepare(draft, _TARGET, new_id=lambda at: f"id-{at}", now_s=now_s, memory=held, schema=schema)
            for held in (memory, RowMemory())
        )
        assert kept == fresh
        assert repr(kept.filled) == repr(fresh.filled)
        wires = [[call.wire for call in each.plan.calls] if each.plan else None for each in (kept, fresh)]
        assert wires[0] == wires[1]


def test_a_key_looks_at_one_row_of_many() -> None:
    draft = Draft("put-events", {"eventList": [{"eventType": "View", "sentAt": 1_790_000_000 + at} for at in range(9)]})
    memory, asked = RowMemory(), list[int]()
    for put in (draft, draft.put(("eventList", 4, "itemId"), "B1"), draft.put(("userId",), "qa")):
        before = prepare(draft, _TARGET, new_id=lambda at: f"id-{at}", now_s=builders.NOW_S, memory=memory)
        after = prepare(put, _TARGET, new_id=lambda at: f"id-{at}", now_s=builders.NOW_S, memory=memory)
        asked.append(sum(one is not other for one, other in zip(before.filled.rows, after.filled.rows, strict=True)))
    assert asked == [0, 1, 0]
