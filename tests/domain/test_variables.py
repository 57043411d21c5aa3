"""What variables stand for, how they fit their fields, and what nobody can make them do."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.resolve import Resolved, resolve, without_variables
from pevents_tui.domain.variables import Draws, Sources

NAMED = {"session": "s-{{ uuid }}", "size": 3, "empty": None, "deep": "{{ session }}", "user": "qa-{{ choice zoe }}"}


def sources(named: Mapping[str, Any] | None = None, given: Mapping[str, Any] | None = None, **other: Any) -> Sources:
    ids, numbers = itertools.count(1), itertools.count(1)
    parts: dict[str, Any] = {
        "now_s": builders.NOW_S,
        "new_id": lambda: f"id-{next(ids)}",
        "share": lambda: 0.5,
        "number": lambda: next(numbers),
        "environ": {"TEAM": "blue", "AWS_SECRET_ACCESS_KEY": "canary", "AWS_REGION": "eu-west-1"},
        "items": lambda: ["B1", "B2", "B3"],
        "users": lambda: ["qa-ana"],
        "named": NAMED if named is None else named,
        "given": given or {},
        **other,
    }
    return Sources(**parts)


def resolved(text: Any, name: str = "itemId", **parts: Any) -> Resolved:
    return resolve(builders.events_draft(builders.event(**{name: text})), sources(**parts), Draws())


def value(text: Any, name: str = "itemId", **parts: Any) -> Any:
    found = resolved(text, name, **parts)
    assert not found.problems
    return found.draft.rows[0][name]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ uuid }}", "id-1"),
        ("a-{{uuid}}-{{ uuid }}", "a-id-1-id-2"),
        ("{{ now }}", str(builders.NOW_S)),
        ("{{ now -5m }}", str(builders.NOW_S - 300)),
        ("{{ choice a|b c|d }}", "b c"),
        ("{{ int 1 5 }}", "3"),
        ("n{{ seq }}{{ seq }}", "n12"),
        ("{{ env TEAM }}/{{ env AWS_REGION }}", "blue/eu-west-1"),
        ("{{ item }}", "B2"),
        ("{{ user }}", "qa-zoe"),
        ("{{ session }}", "s-id-1"),
        ("{{ size }}", "3"),
        ("{{ raw {{ }} size }}", "{{ size }}"),
        ("{{ open", "{{ open"),
        ("}} {{", "}} {{"),
    ],
)
def test_each_variable_gives_its_value(text: str, wanted: str) -> None:
    assert value(text) == wanted


def test_a_value_fits_its_field_and_keeps_its_type_in_properties() -> None:
    assert value("{{ int 1 5 }}", "eventValue") == 3
    assert value("{{ price }}", "eventValue", given={"price": "12.5"}) == 12.5
    assert value("{{ now -1h }}", "sentAt") == builders.NOW_S - 3600
    assert value(["{{ item }}", "x"], "impression") == ["B2", "x"]
    assert value({"n": "{{ size }}", "t": "{{ size }} kg"}, "properties") == {"n": 3, "t": "3 kg"}


@pytest.mark.parametrize(
    ("text", "words", "asks"),
    [
        ("{{ sesion }}", "did you mean session?", ()),
        ("{{ ask User ID }}", "asked for", ("User ID",)),
        ("{{ empty }}", "no value yet", ("empty",)),
        ("{{ deep }}", "no variable known here", ()),
        ("{{ env AWS_SECRET_ACCESS_KEY }}", "may hold a credential", ()),
        ("{{ env GITHUB_TOKEN }}", "may hold a credential", ()),
        ("{{ env NOWHERE }}", "not set", ()),
        ("{{ int 5 1 }}", "the least and the most", ()),
        ("{{ int 1 99999999999999999999 }}", "the least and the most", ()),
        ("{{ choice }}", "what to choose from", ()),
        ("{{ now tomorrow }}", "a time before or after", ()),
        ("{{ uuid 4 }}", "takes nothing behind its name", ()),
        ("{{ __import__('os') }}", "no variable known here", ()),
        ("{{ 1 + 1 }}", "no variable known here", ()),
    ],
)
def test_what_stands_for_nothing_is_a_stop_at_its_place(text: str, words: str, asks: tuple[str, ...]) -> None:
    found = resolved(text)
    (problem,) = found.problems
    assert (problem.place, str(problem.level)) == ("eventList[0].itemId", "stop")
    assert words in problem.text
    assert found.missing == asks
    assert found.draft.rows[0]["itemId"] == text
    assert "canary" not in problem.text


def test_answers_and_given_values_stand_before_what_is_defined_and_are_never_looked_at_again() -> None:
    assert value("{{ ask User ID }}", given={"User ID": "{{ uuid }}"}) == "{{ uuid }}"
    assert value("{{ session }}", given={"session": "{{ env TEAM }}"}) == "{{ env TEAM }}"
    assert value("{{ user }}", named={}) == "qa-ana"


def test_a_name_means_one_value_in_the_whole_draft_and_what_is_drawn_is_held_until_it_went_out() -> None:
    draft = builders.events_draft(
        builders.event(eventId="{{ uuid }}", itemId="{{ choice a|b }}"),
        sessionId="{{ session }}",
        userId="{{ session }}",
    )
    where, draws, memory = sources(), Draws(), RowMemory()
    first = resolve(draft, where, draws, memory)
    again = resolve(draft.put(("userId",), "{{ uuid }}"), where, draws, memory)
    assert first.draft.body["sessionId"] == first.draft.body["userId"] == again.draft.body["sessionId"]
    assert again.draft.rows[0] is first.draft.rows[0], "a row that stays costs nothing"
    draws.forget()
    later = resolve(draft, where, draws, memory)
    assert later.draft.rows[0]["eventId"] != first.draft.rows[0]["eventId"]
    assert later.draft.body["sessionId"] != first.draft.body["sessionId"]
    assert [(each.text, each.value) for each in first.came[:2]] == [("{{ session }}", "s-id-1")] * 2


def test_the_clock_moves_only_rows_that_name_it() -> None:
    rows = [builders.event(sentAt="{{ now }}"), builders.event(itemId="{{ uuid }}")]
    draft, draws, memory = builders.events_draft(*rows), Draws(), RowMemory()
    before = resolve(draft, sources(), draws, memory)
    after = resolve(draft, sources(now_s=builders.NOW_S + 9), draws, memory)
    assert after.draft.rows[0]["sentAt"] == builders.NOW_S + 9
    assert after.draft.rows[1] is before.draft.rows[1]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from("{} rawuidnow|a\n\x1b")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(_json, st.text(st.sampled_from("{ }raw"), max_size=20))
def test_a_draft_written_so_that_it_stands_for_itself_does(inner: Any, text: str) -> None:
    draft = Draft("put-events", {"userId": text, "eventList": [{"itemId": inner}, inner]})
    found = resolve(without_variables(draft), sources(), Draws())
    assert found.draft.body == draft.body
    assert not found.problems


@given(_json)
def test_no_draft_makes_it_fail_or_changes_what_holds_no_variable(inner: Any) -> None:
    draft = Draft("put-action-interactions", {"actionInteractions": [inner, {"properties": inner}]})
    found = resolve(draft, sources(), Draws())
    assert found.draft is draft or found.draft.body != draft.body
