"""What describes a scenario, and what is put into its steps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from pevents_tui.domain.scenario import ScenarioFault, Step, put_members, scenario_of

STEP: dict[str, Any] = {"template": "view"}


def test_steps_have_waits_values_and_notes() -> None:
    found = scenario_of(
        "visit",
        {
            "name": "A visit",
            "variables": {"session": "{{ uuid }}"},
            "with": {"sessionId": "{{ session }}"},
            "steps": ["view", {"wait": "500ms"}, {**STEP, "wait": "1m", "with": {"userId": None}, "note": "look"}],
        },
    )
    assert found.title == "A visit"
    assert found.steps == (Step("view"), Step("view", 60.5, {}, {"userId": None}, "look"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "must be keys and values"),
        ({}, "steps must be a list"),
        ({"steps": []}, "steps must be a list"),
        ({"steps": [{"wait": "1s"}]}, "no step sends anything"),
        ({"steps": [{"template": 1}]}, "x step 1: template must be a text"),
        ({"steps": ["a", {"note": "b"}]}, "x step 2: template must name"),
        ({"steps": [{**STEP, "wiat": 1}]}, "'wiat' is none of"),
        ({"steps": [{**STEP, "wait": "soon"}]}, "wait must be a time"),
        ({"steps": [{**STEP, "wait": True}]}, "wait must be a time"),
        ({"steps": [{"wait": "50m"}, {**STEP, "wait": "50m"}]}, "at most 3600 s"),
        ({"steps": ["a"] * 201}, "at most 200"),
        ({"steps": ["a"], "variables": {"now": 1}}, "'now' must be a name"),
        ({"steps": ["a"], "variables": {"x": [1]}}, "'x' must be a name"),
        ({"steps": ["a"], "with": [1]}, "with must be members"),
    ],
)
def test_what_is_no_scenario_is_told_with_its_place(value: Any, words: str) -> None:
    with pytest.raises(ScenarioFault) as caught:
        scenario_of("x", value)
    assert words in str(caught.value)


def test_user_and_session_are_put_where_the_operation_names_them() -> None:
    put = {"userId": "qa-ana", "trackingId": None, "sessionId": "s-9"}
    events = put_members(builders.events_draft(), put)
    assert (events.body["userId"], events.body["sessionId"]) == ("qa-ana", "s-9")
    assert "trackingId" not in events.body
    actions = put_members(builders.actions_draft(builders.action(), builders.action(eventId="e-2")), put)
    assert [(row["userId"], row["sessionId"]) for row in actions.rows] == [("qa-ana", "s-9")] * 2


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["steps", "template", "wait", "with", "variables", "name"]), inner, max_size=4
        )
    ),
    max_leaves=10,
)


@given(_json)
def test_anything_else_is_a_fault_and_nothing_worse(value: Any) -> None:
    try:
        found = scenario_of("x", value)
    except ScenarioFault:
        return
    assert found.steps
