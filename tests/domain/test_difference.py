"""Bodies beside each other: what differs, with its place, its types and what is absent."""

from __future__ import annotations

from typing import Any

import pytest

import builders
from pevents_tui.domain.difference import ABSENT, MOST_DIFFERENCES, differences


def _told(one: Any, other: Any) -> list[str]:
    return [each.sentence for each in differences(one, other)]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, ["a: 1 → 2"]),
        ({"a": 1}, {}, ["a: 1 → absent"]),
        ({}, {"a": None}, ["a: absent → null"]),
        ({"a": "1"}, {"a": 1}, ['a: "1" (text) → 1 (number)']),
        ({"a": True}, {"a": 1}, ["a: true (true or false) → 1 (number)"]),
        ({"a": None}, {"a": ""}, ['a: null (null) → "" (text)']),
        ({"a": [1, 2]}, {"a": [1]}, ["a[1]: 2 → absent"]),
        ({"a": 1, "b": 2}, {"b": 3, "c": 4}, ["a: 1 → absent", "b: 2 → 3", "c: absent → 4"]),
        ({"properties": '{"x": 1}'}, {"properties": {"x": 2}}, ["properties.x: 1 → 2"]),
        ({"properties": '{"x":1}'}, {"properties": '{ "x" : 1 }'}, []),
        ({"properties": "{"}, {"properties": "{}"}, ['properties: "{" → "{}"']),
        ([], {}, ["request: [] (list) → {} (object)"]),
    ],
)
def test_each_difference_has_its_place_and_types(one: Any, other: Any, told: list[str]) -> None:
    assert _told(one, other) == told


def test_a_whole_call_and_many_differences() -> None:
    one, other = builders.call().body, builders.call(builders.events_draft(builders.event(itemId="B1"))).body
    (found,) = differences(one, other)
    assert (found.path, found.one, found.other) == (("eventList", 0, "itemId"), "B0742", "B1")
    assert len(differences([*range(2_000)], [])) == MOST_DIFFERENCES
    assert differences([1], [])[0].other is ABSENT
