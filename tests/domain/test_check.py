"""check: stops, limits and hints, each at its place, in words and numbers."""

from __future__ import annotations

from cProfile import Profile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
from pevents_tui.domain.check import check
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fill import fill
from pevents_tui.domain.report import Context, Level, Report

NOW = Context(now_s=builders.NOW_S)


def _found(draft: Draft, context: Context = NOW) -> list[tuple[str, str, str]]:
    return [(problem.level.value, problem.place, problem.rule) for problem in check(draft, context).problems]


def test_a_plain_draft_has_nothing_wrong_and_a_request() -> None:
    for draft in (builders.events_draft(), builders.actions_draft()):
        report = check(draft, NOW)
        assert report.problems == ()
        assert report.request is not None
        assert report.may_send()


BIG = 10**400

STOPS: list[tuple[dict[str, Any], dict[str, Any], str, str, str]] = [
    ({"eventType": None}, {}, "eventList[0].eventType", "missing", "required, and missing"),
    ({}, {"sessionId": None}, "sessionId", "missing", "required, and missing"),
    ({}, {"trackingId": None}, "trackingId", "missing", "required, and missing"),
    ({"itemId": ""}, {}, "eventList[0].itemId", "too-short", "0 characters; at least 1"),
    ({"itemId": 7}, {}, "eventList[0].itemId", "type", 'must be text, not a number; write "7"'),
    ({"itemID": "x"}, {}, "eventList[0].itemID", "unknown-field", "did you mean itemId?"),
    ({}, {"colour": "x"}, "colour", "unknown-field", "known: trackingId, userId, sessionId, eventList"),
    ({"eventValue": True}, {}, "eventList[0].eventValue", "type", "must be a number, not true/false"),
    ({"eventValue": "4.5"}, {}, "eventList[0].eventValue", "type", "must be a number, not text"),
    ({"eventValue": float("nan")}, {}, "eventList[0].eventValue", "not-finite", "finite"),
    ({"eventValue": float("inf")}, {}, "eventList[0].eventValue", "not-finite", "finite"),
    ({"eventValue": BIG}, {}, "eventList[0].eventValue", "not-finite", "finite"),
    ({"impression": []}, {}, "eventList[0].impression", "too-short", "0 elements; at least 1"),
    ({"impression": "a|b"}, {}, "eventList[0].impression", "type", "give each ID as an element of its own"),
    ({"impression": ["a", 1]}, {}, "eventList[0].impression[1]", "type", "must be text, not a number"),
    ({"metricAttribution": {}}, {}, "eventList[0].metricAttribution.eventAttributionSource", "missing", "required"),
    ({"metricAttribution": "x"}, {}, "eventList[0].metricAttribution", "type", "must be an object, not text"),
    ({"sentAt": 1_714_564_800_123}, {}, "eventList[0].sentAt", "milliseconds", "seconds: 1714564800"),
    ({"sentAt": "1714564800123"}, {}, "eventList[0].sentAt", "milliseconds", "seconds: 1714564800"),
    ({"sentAt": "May 1"}, {}, "eventList[0].sentAt", "time", "is not a time"),
    ({"sentAt": True}, {}, "eventList[0].sentAt", "time", "must be a time, not true/false"),
    ({"sentAt": BIG}, {}, "eventList[0].sentAt", "time", "later than the year 9999"),
    ({"sentAt": float("nan")}, {}, "eventList[0].sentAt", "time", "finite"),
    ({"properties": 7}, {}, "eventList[0].properties", "type", "must be an object or its JSON text, not a number"),
    ({"properties": {"a": float("nan")}}, {}, "eventList[0].properties", "properties-json", "is not JSON"),
    ({"itemId": "a\ud800b"}, {}, "eventList[0].itemId", "surrogate", "character 2 is half of a surrogate pair"),
    ({}, {"userId": None, "eventList": []}, "eventList", "too-short", "0 rows; at least 1"),
    ({}, {"eventList": "x"}, "eventList", "type", "must be a list of rows, not text"),
    ({}, {"eventList": ["x"]}, "eventList[0]", "type", "must be an object, not text"),
    ({}, {"userId": None, "sessionId": ["s"]}, "sessionId", "type", "must be text, not a list"),
]


@pytest.mark.parametrize(("members", "head", "place", "rule", "words"), STOPS)
def test_what_cannot_go_on_the_wire_is_a_stop(
    members: dict[str, Any], head: dict[str, Any], place: str, rule: str, words: str
) -> None:
    report = check(builders.events_draft(builders.event(**members), **head), NOW)
    assert report.request is None
    assert not report.may_send(anyway=True)
    found = {(problem.place, problem.rule): problem.text for problem in report.stops}
    assert words in found[place, rule]


def test_null_is_told_to_be_left_out() -> None:
    draft = builders.events_draft().put(("eventList", 0, "itemId"), "x")
    body = {**draft.body, "userId": None}
    report = check(Draft("put-events", body), NOW)
    assert "leave the field out" in report.at(("userId",))[0].text


LIMITS: list[tuple[dict[str, Any], dict[str, Any], str, str, str]] = [
    ({"itemId": "x" * 257}, {}, "eventList[0].itemId", "too-long", "257 of 256 characters"),
    ({}, {"trackingId": "x" * 258}, "trackingId", "too-long", "258 of 256 characters"),
    ({"recommendationId": "x" * 41}, {}, "eventList[0].recommendationId", "too-long", "41 of 40 characters"),
    ({"impression": ["i"] * 26}, {}, "eventList[0].impression", "too-long", "26 of 25 elements"),
    ({"impression": ["i" * 257]}, {}, "eventList[0].impression[0]", "too-long", "257 of 256 characters"),
    ({"properties": {"k": "v" * 1020}}, {}, "eventList[0].properties", "too-long", "1,028 of 1,024 characters"),
    ({"properties": "not json"}, {}, "eventList[0].properties", "properties-json", "line 1, column 1"),
    ({"properties": "[1]"}, {}, "eventList[0].properties", "properties-json", "must be an object, not a list"),
    ({"properties": '"{}"'}, {}, "eventList[0].properties", "double-encoded", "encoded twice"),
    ({"properties": {"USERID": 1}}, {}, "eventList[0].properties.USERID", "reserved-key", "reserved key"),
    ({"properties": '{"Impression": 1}'}, {}, "eventList[0].properties.Impression", "reserved-key", "reserved key"),
    (
        {"metricAttribution": {"eventAttributionSource": "   "}},
        {},
        "eventList[0].metricAttribution.eventAttributionSource",
        "pattern",
        "printable ASCII",
    ),
    (
        {"metricAttribution": {"eventAttributionSource": "é"}},
        {},
        "eventList[0].metricAttribution.eventAttributionSource",
        "pattern",
        "printable ASCII",
    ),
    ({"impression": ["ü" * 250] * 10}, {}, "eventList[0]", "row-size", "of 10,240 bytes"),
]


@pytest.mark.parametrize(("members", "head", "place", "rule", "words"), LIMITS)
def test_what_the_service_refuses_is_a_limit_that_can_be_sent_anyway(
    members: dict[str, Any], head: dict[str, Any], place: str, rule: str, words: str
) -> None:
    report = check(builders.events_draft(builders.event(**members), **head), NOW)
    found = {(problem.place, problem.rule): problem.text for problem in report.limits}
    assert words in found[place, rule]
    assert not report.may_send()
    assert report.may_send(anyway=True)


def test_a_pattern_is_judged_in_time_that_grows_with_the_text_only() -> None:
    hostile = "x" * 200_000 + "é"
    row = builders.event(metricAttribution={"eventAttributionSource": hostile})
    rules = {problem.rule for problem in check(builders.events_draft(row), NOW).limits}
    assert {"pattern", "too-long"} <= rules


def test_many_rows_are_judged_in_work_that_grows_with_their_number_only() -> None:
    assert _calls_for(800) < 5 * _calls_for(200)


def _calls_for(count: int) -> int:
    """How many functions a check of so many rows calls."""
    rows = [builders.event(itemId=f"i{at}", eventId=f"e{at}") for at in range(count)]
    draft = builders.events_draft(*rows)
    with Profile() as profile:
        check(draft, NOW)
    return sum(each.callcount for each in profile.getstats())


def _hints(draft: Draft, context: Context = NOW) -> set[tuple[str, str]]:
    report = check(draft, context)
    assert report.may_send(), report.blocking
    return {(problem.place, problem.rule) for problem in report.hints}


ROW = "eventList[0]"
HINTS: list[tuple[Draft, str, str]] = [
    (builders.events_draft(userId="null"), "userId", "nothing-as-text"),
    (builders.events_draft(sessionId="Undefined"), "sessionId", "nothing-as-text"),
    (builders.events_draft(builders.event(itemId="None")), f"{ROW}.itemId", "nothing-as-text"),
    (builders.events_draft(builders.event(impression=["nan"])), f"{ROW}.impression[0]", "nothing-as-text"),
    (builders.events_draft(builders.event(itemId=" B1")), f"{ROW}.itemId", "blanks"),
    (builders.events_draft(userId="   "), "userId", "blanks"),
    (builders.events_draft(userId="a\x07b"), "userId", "control-characters"),
    (builders.events_draft(builders.event(sentAt="2025-11-24T12:00:00")), f"{ROW}.sentAt", "naive-time"),
    (builders.events_draft(builders.event(sentAt=1_764_000_000.5)), f"{ROW}.sentAt", "fraction"),
    (builders.events_draft(builders.event(sentAt=0)), f"{ROW}.sentAt", "old"),
    (builders.events_draft(builders.event(sentAt=builders.NOW_S + 100_000)), f"{ROW}.sentAt", "future"),
    (
        builders.events_draft(builders.event(properties={"itemId": "x"})),
        f"{ROW}.properties.itemId",
        "field-in-properties",
    ),
    (
        builders.events_draft(builders.event(properties='{"eventValue": 1}')),
        f"{ROW}.properties.eventValue",
        "field-in-properties",
    ),
    (builders.events_draft(builders.event(properties={"a": [1]})), f"{ROW}.properties.a", "nested-property"),
    (builders.events_draft(trackingId="arn:aws:personalize:us-east-1:1:event-tracker/x"), "trackingId", "arn-as-id"),
    (
        builders.events_draft(builders.event(recommendationId="r", impression=["a"])),
        f"{ROW}.recommendationId",
        "implicit-and-explicit",
    ),
    (
        builders.events_draft(builders.event(recommendationId="r", metricAttribution={"eventAttributionSource": "s"})),
        f"{ROW}.recommendationId",
        "list-and-source",
    ),
    (
        builders.events_draft(builders.event(properties={"a": 1}), builders.event(properties={"a": 1}, eventId="e-2")),
        "eventList[1].sentAt",
        "same-second",
    ),
    (builders.events_draft(builders.event(), builders.event(itemId="other")), "eventList[1].eventId", "same-event-id"),
    (builders.events_draft(builders.event(eventType="event_type")), f"{ROW}.eventType", "reserved-type"),
    (builders.events_draft(userId="s-1"), "userId", "session-is-user"),
    (builders.events_draft(builders.event(impression=["a", "a"])), f"{ROW}.impression[1]", "shown-twice"),
    (builders.actions_draft(builders.action(eventType="TAKEN")), "actionInteractions[0].eventType", "action-type"),
    (builders.actions_draft(builders.action(userId="s-1")), "actionInteractions[0].userId", "session-is-user"),
    (
        builders.actions_draft(builders.action(impression=["a"])),
        "actionInteractions[0].impression",
        "unused-impression",
    ),
]


@pytest.mark.parametrize(("draft", "place", "rule"), HINTS)
def test_what_is_accepted_but_not_meant_is_a_hint(draft: Draft, place: str, rule: str) -> None:
    assert (place, rule) in _hints(draft)


def test_hints_that_need_a_context() -> None:
    known = Context(known_types=frozenset({"View"}), tracking_id="other")
    found = _hints(builders.events_draft(builders.event(eventType="view")), known)
    assert {("eventList[0].eventType", "type-spelling"), ("trackingId", "other-tracker")} <= found


def test_every_finding_names_its_source() -> None:
    drafts = [each[0] for each in HINTS]
    drafts += [builders.events_draft(builders.event(**members), **head) for members, head, *_ in STOPS + LIMITS]
    for draft in drafts:
        for problem in check(draft, NOW).problems:
            assert problem.source, problem


def test_stops_come_before_limits_before_hints() -> None:
    report = check(builders.events_draft(builders.event(itemId="x" * 257, eventType=None), userId="null"), NOW)
    weights = [list(Level).index(problem.level) for problem in report.problems]
    assert weights == sorted(weights)
    assert len(set(weights)) == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
HEAD_NAMES = ["trackingId", "userId", "sessionId", "eventList", "actionInteractions"]
ROW_NAMES = ["eventType", "itemId", "sentAt", "timestamp", "properties", "impression", "eventValue", "recommendationId"]
NAMES = st.sampled_from([*HEAD_NAMES, *ROW_NAMES, "metricAttribution", "eventAttributionSource", "int"])
ROWS = st.lists(st.dictionaries(NAMES, JSON, max_size=8) | JSON, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, JSON, max_size=6), ROWS, st.sampled_from(["put-events", "put-action-interactions"]))
def test_check_never_raises_and_has_a_request_exactly_where_nothing_stops(
    body: dict[str, Any], rows: list[Any], kind: str
) -> None:
    draft = Draft(kind, {**body, "eventList" if kind == "put-events" else "actionInteractions": rows})
    report: Report = check(draft, NOW)
    assert (report.request is None) == bool(report.stops)


def test_a_wrong_row_is_told_at_its_member_only() -> None:
    report = check(builders.events_draft(builders.event(eventValue="4.x")), NOW)
    assert [problem.place for problem in report.problems] == ["eventList[0].eventValue"]
    report = check(builders.events_draft(builders.event(impression=[7])), NOW)
    assert [problem.place for problem in report.problems] == ["eventList[0].impression[0]"]


def test_an_empty_value_of_a_wrong_type_is_told_not_dropped() -> None:
    draft = Draft(
        "put-events", {"trackingId": "t", "userId": [], "sessionId": "s", "eventList": [builders.event(itemId={})]}
    )
    filled = fill(draft, now_s=builders.NOW_S, new_id=lambda _: "id")
    assert {problem.place for problem in check(filled, NOW).stops} == {"userId", "eventList[0].itemId"}


def test_what_is_nested_beyond_reason_is_a_stop() -> None:
    deep: dict[str, Any] = {}
    for _ in range(3_000):
        deep = {"a": deep}
    assert "too-deep" in {
        problem.rule for problem in check(builders.events_draft(builders.event(properties=deep))).stops
    }
