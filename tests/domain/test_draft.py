"""Draft: every change gives a new draft; blank means absent; nothing unknown is lost."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fill import fill
from pevents_tui.domain.path import format_path


def test_put_makes_what_is_missing_on_the_way() -> None:
    draft = Draft.blank("put-events").put(("eventList", 0, "metricAttribution", "eventAttributionSource"), "mail")
    assert draft.body == {"eventList": [{"metricAttribution": {"eventAttributionSource": "mail"}}]}


def test_blank_means_absent_and_an_emptied_object_goes_too() -> None:
    draft = builders.events_draft(builders.event(metricAttribution={"eventAttributionSource": "x"}))
    emptied = draft.put(("eventList", 0, "metricAttribution", "eventAttributionSource"), "")
    assert "metricAttribution" not in emptied.rows[0]


def test_an_emptied_list_goes_but_the_last_row_stays() -> None:
    draft = builders.events_draft({"impression": ["a"]})
    assert draft.remove(("eventList", 0, "impression", 0)).rows == [{}]
    assert draft.remove(("eventList", 0)).body["eventList"] == []


def test_insert_and_move() -> None:
    draft = builders.events_draft({"impression": ["a", "b", "c"]})
    place = ("eventList", 0, "impression")
    assert draft.insert((*place, 1), "x").get(place) == ["a", "x", "b", "c"]
    assert draft.move((*place, 0), 2).get(place) == ["b", "c", "a"]
    assert draft.move((*place, 0), 99).get(place) == ["b", "c", "a"]
    assert draft.move((*place, 9), 0) == draft


def test_a_kind_is_told_by_its_rows() -> None:
    assert Draft.of({"eventList": []}).kind == "put-events"
    assert Draft.of({"actionInteractions": []}).kind == "put-action-interactions"
    with pytest.raises(ValueError, match="exactly one of eventList, actionInteractions, items, users or actions"):
        Draft.of({"eventList": [], "actionInteractions": []})


STEPS = st.sampled_from(["userId", "eventList", "itemId", "impression", "odd"]) | st.integers(0, 3)
EDITS = st.lists(st.tuples(st.lists(STEPS, min_size=1, max_size=4), st.text(max_size=3) | st.integers()), max_size=8)


@given(EDITS)
def test_no_edit_changes_the_draft_it_was_made_from(edits: list[tuple[list[str | int], Any]]) -> None:
    draft = builders.events_draft(builders.event(impression=["a", "b"]))
    for steps, value in edits:
        path = ("odd", *steps) if isinstance(steps[0], int) else tuple(steps)
        before = copy.deepcopy(draft.body)
        after = draft.put(path, value)
        assert draft.body == before
        if value != "":
            assert after.get(path) == value or any(isinstance(step, int) for step in path)
        draft = after


def test_fill_gives_ids_and_times_once_and_takes_blanks_for_absent() -> None:
    skeleton = Draft(
        "put-events",
        {
            "trackingId": "",
            "userId": "",
            "sessionId": "s",
            "eventList": [
                {
                    "eventId": "",
                    "eventType": "View",
                    "itemId": "",
                    "properties": "",
                    "recommendationId": "",
                    "impression": [""],
                    "metricAttribution": {"eventAttributionSource": ""},
                },
                {"eventType": "View", "eventId": "mine", "sentAt": "-5m", "odd": 1},
            ],
        },
    )
    filled = fill(skeleton, now_s=builders.NOW_S, new_id=lambda index: f"drawn-{index}", address="t")
    assert filled.body == {
        "trackingId": "t",
        "sessionId": "s",
        "eventList": [
            {"eventType": "View", "eventId": "drawn-0", "sentAt": builders.NOW_S},
            {"eventType": "View", "eventId": "mine", "sentAt": builders.NOW_S - 300, "odd": 1},
        ],
    }


def test_fill_leaves_what_is_given_and_what_is_wrong() -> None:
    draft = builders.events_draft("no row", builders.event(sentAt="2024-05-01T00:00:00Z"))  # type: ignore[arg-type]
    filled = fill(draft, now_s=builders.NOW_S, new_id=lambda _: "drawn", address="other")
    assert filled == draft


def test_paths_are_written_as_aws_writes_them() -> None:
    assert format_path(("eventList", 0, "impression", 3)) == "eventList[0].impression[3]"
    assert format_path(()) == "request"


def test_null_is_cleared_like_any_value() -> None:
    draft = Draft("put-events", {"userId": None, "eventList": [{"itemId": None}]})
    assert draft.put(("userId",), "").put(("eventList", 0, "itemId"), "").body == {"eventList": [{}]}
