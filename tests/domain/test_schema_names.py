"""Property keys and the schema fields they stand for; and what is said of keys that stand for none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from pevents_tui.domain.check import check
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fresh import next_time, next_user
from pevents_tui.domain.row_words import call_words, split_words
from pevents_tui.domain.schema_names import camel_case, is_camel_case, schema_field


@pytest.mark.parametrize(
    ("key", "wanted", "field"),
    [
        ("numberOfRatings", "numberOfRatings", "NUMBER_OF_RATINGS"),
        ("genreL2", "genreL2", "GENRE_L2"),
        ("itemURLName", "itemUrlName", "ITEM_URL_NAME"),
        ("NUMBER_OF_RATINGS", "numberOfRatings", None),
        ("number_of_ratings", "numberOfRatings", None),
        ("NumberOfRatings", "numberOfRatings", None),
        ("Number-of ratings", "numberOfRatings", None),
        ("größe", None, None),
        ("2fast", None, None),
        ("", None, None),
        ("_", None, None),
        ("x" * 300, None, None),
    ],
)
def test_a_key_its_camel_case_and_its_field(key: str, wanted: str | None, field: str | None) -> None:
    assert (camel_case(key), schema_field(key)) == (wanted, field)


@given(st.text(max_size=40))
def test_what_is_proposed_is_camel_case_and_stands_for_a_field(key: str) -> None:
    wanted = camel_case(key)
    if wanted is not None:
        assert is_camel_case(wanted)
        assert camel_case(wanted.lower()) is not None
        assert schema_field(wanted)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("user_age", "'user_age' is not camelCase: userAge → USER_AGE"),
        ("Größe", "'Größe' is not camelCase; keys are written like numberOfRatings"),
        ("event_type", "'event_type' is not camelCase; eventType is a field of the event"),
    ],
)
def test_an_odd_key_is_a_hint_at_the_key(key: str, text: str) -> None:
    found = check(builders.events_draft(builders.event(properties={key: 1}))).problems
    assert [(each.path[-1], each.text, each.rule) for each in found] == [(key, text, "property-case")]


def test_of_many_odd_keys_some_are_told() -> None:
    keys = {f"odd_{number}": 1 for number in range(100)}
    found = check(builders.events_draft(builders.event(properties=keys))).hints
    assert len([each for each in found if each.rule == "property-case"]) == 25


def test_fresh_values_go_on_from_what_is_there() -> None:
    users = {None: "qa-user", "": "qa-user", "ana": "qa-user", "u-7": "qa-user", 7: "qa-user", "qa-ana": "qa-ana-2"}
    assert {user: next_user(user) for user in users} == users
    assert next_user(next_user("qa-ana")) == "qa-ana-3"
    assert next_user("qa-" + "9" * 5000) == "qa-user"
    assert [next_time(value) for value in (None, "now", "-5m", 7)] == ["now", "-5m", "now", "now"]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 call: 1"),
        (10, "1 call: 10"),
        (25, "3 calls: 10 + 10 + 5"),
        (30, "3 calls: 10 + 10 + 10"),
        (503, "51 calls: 50 of 10 + 3"),
    ],
)
def test_rows_are_told_by_their_calls(count: int, words: str) -> None:
    assert split_words(count) == words


def test_which_call_carries_a_row_and_for_whom() -> None:
    events = Draft("put-events", {"eventList": [{}] * 25})
    assert call_words(Draft("put-events", {"eventList": [{}] * 10}), 3) == ()
    assert call_words(events, 11) == ("3 calls: 10 + 10 + 5", "2 of 10 in call 2")
    assert call_words(events, 24)[1] == "5 of 5 in call 3"
    rows = [{"userId": "a", "sessionId": "1"}, {"userId": "b", "sessionId": "1"}, "no row", {"userId": None}]
    actions = Draft("put-action-interactions", {"actionInteractions": rows})
    assert call_words(actions, 0) == ("2 users, 1 session in this call",)
    assert call_words(actions.put(("actionInteractions", 1, "userId"), "a"), 0) == ()
