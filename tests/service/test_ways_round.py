"""Out and in again: a plan in each of the five ways comes back as the same draft, whatever its texts hold."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import builders
import hostile
from pevents_tui.domain.check import check
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.plan import Plan, Policy, plan
from pevents_tui.domain.render import FORMATS, draft_text
from pevents_tui.service.paste import MOST_CODE_CHARACTERS, merged, recognise

NASTY = [
    "'", '"', "\\", "`id`", "$HOME", "$(id)", "!x", "%PATH%", "^", "&|;<>", "#", "~", "*", "{a,b}", "file://x", "@x",
    "--x", "-", "yes", "no", "null", "~", "1", "1e3", "0x1f", "1_000", "12:30:45", "2024-05-01", ".inf", "=", ": ",
    " lead", "trail ", "a\nb", "\n", "a\\\nb", "\t", "\r\n", "\x00", "\x1b[2J", "\x7f", "\x85", "\u2028", "\ufeff",
    "\ufffe", "\U0001f600", "EOF", "$'x'", "\\'", "'\"'\"'", "\\u0041", "{{x}}", "%s", "[/x]", "- a", "? b", "&a", "*a",
    "!!str x", "|", ">", "%YAML 1.1", "---", "...", "put_events(", "fetch(",
]  # fmt: skip
SOLID = st.characters(exclude_categories=["Cs"])
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=4).map("".join),
    st.text(SOLID, min_size=1, max_size=60),
)
LOOSE = st.one_of(TEXT, st.text(max_size=20))
"""A text with halves of characters too, which a draft may hold and a request not."""
TIME = st.one_of(st.integers(0, 4_000_000_000), st.floats(0, 4e9).map(lambda at: round(at, 3)))
VALUE = st.one_of(st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False))
JSON = st.recursive(
    st.none() | st.booleans() | VALUE | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
PROPERTIES = st.one_of(TEXT, st.dictionaries(TEXT, JSON, min_size=1, max_size=4))


def _rows(**required: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    optional = {
        "eventValue": VALUE,
        "itemId": TEXT,
        "properties": PROPERTIES,
        "recommendationId": TEXT,
        "impression": st.lists(TEXT, min_size=1, max_size=3),
        "metricAttribution": st.fixed_dictionaries({"eventAttributionSource": TEXT}),
    }
    if "actionId" in required:
        optional = {name: optional[name] for name in ("properties", "recommendationId", "impression")}
    row = st.fixed_dictionaries({"eventType": TEXT, "eventId": TEXT, **required}, optional=optional)
    few = st.lists(row, min_size=1, max_size=3)
    return st.one_of(few, row.map(lambda one: [one] * 11))


EVENTS = st.fixed_dictionaries(
    {"trackingId": TEXT, "sessionId": TEXT, "eventList": _rows(sentAt=TIME)}, optional={"userId": TEXT}
).map(lambda body: Draft("put-events", body))
ACTIONS = st.fixed_dictionaries(
    {"trackingId": TEXT, "actionInteractions": _rows(timestamp=TIME, actionId=TEXT, sessionId=TEXT)}
).map(lambda body: Draft("put-action-interactions", body))
TARGETS = st.builds(
    builders.target,
    policy=st.sampled_from(Policy),
    profile=st.none() | st.sampled_from(["shop", 'it\'s "$x"', "a b"]),
    endpoint=st.none() | st.sampled_from(["http://127.0.0.1:7373", "http://[::1]:80/x y"]),
    ca_bundle=st.none() | st.just("/etc/it's a.pem"),
    verify=st.booleans(),
    sign=st.booleans(),
)


def _whole(calls: Plan) -> Draft:
    """What a plan sends, as one draft."""
    whole = merged([call.as_draft() for call in calls.calls])
    assert whole is not None
    return whole


def _same(one: Any, other: Any) -> bool:
    """Equal in type too: 1 is not true, and 1 is not 1.0."""
    return json.dumps(one) == json.dumps(other)


def _goes_round(draft: Draft, target: Any) -> None:
    calls = plan(check(draft), target)
    for way in FORMATS.values():
        text = way.of_plan(calls)
        back = recognise(text)
        assert [_same(source.draft.body, call.body) for source, call in zip(back.sources, calls.calls, strict=True)]
        assert back.form == way.title or (way.title, back.form) == ("boto3 code", "boto3 code")
        assert back.draft.kind == draft.kind
        assert _same(back.draft.body, _whole(calls).body), way.title
        again = plan(check(back.draft), target)
        assert [call.wire for call in again.calls] == [call.wire for call in calls.calls], way.title
        assert text.encode("utf-8"), "no half of a character is left in it"
        assert not hostile.CONTROL.search(text.replace("\n", "")), way.title


HOSTILE_HEADS = [
    {"trackingId": "=", "sessionId": "^"},
    {"trackingId": "fetch(", "sessionId": "\n.put_events("},
    {"trackingId": "a\n$ aws personalize-events put-events --user-id x", "sessionId": '^"', "userId": "```"},
]
"""What looks like another way in, in values."""


@settings(max_examples=25, deadline=None)
@example(Draft("put-events", {**HOSTILE_HEADS[0], "eventList": [builders.event(itemId="'")]}), builders.target())
@example(Draft("put-events", {**HOSTILE_HEADS[1], "eventList": [builders.event(itemId="'")]}), builders.target())
@example(Draft("put-events", {**HOSTILE_HEADS[2], "eventList": [builders.event(itemId="'")]}), builders.target())
@given(EVENTS | ACTIONS, TARGETS)
def test_a_plan_comes_back_from_each_way_out(draft: Draft, target: Any) -> None:
    _goes_round(draft, target)


@pytest.mark.campaign
@settings(max_examples=3_000, deadline=None)
@given(EVENTS | ACTIONS, TARGETS)
def test_many_plans_come_back_from_each_way_out(draft: Draft, target: Any) -> None:
    _goes_round(draft, target)


NOT_SENDABLE = st.builds(
    Draft,
    st.sampled_from(["put-events", "put-action-interactions"]),
    st.dictionaries(
        st.sampled_from(["trackingId", "userId", "eventList", "actionInteractions", "more"]) | LOOSE,
        st.recursive(
            st.none() | st.booleans() | VALUE | LOOSE,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LOOSE, inner, max_size=3),
            max_leaves=8,
        ),
    ),
)


def _kept(draft: Draft) -> None:
    for name in ("json", "yaml"):
        text = draft_text(draft, name)
        assert text is not None
        assert text.encode("utf-8")
        (back,) = recognise(text).sources
        assert back.draft.kind == draft.kind
        assert _same(back.draft.body, draft.body), name


@settings(max_examples=40, deadline=None)
@example(Draft("put-events", {"k" * 2_000: {"": [[], {}, [[1]], [{"a": []}]]}, "eventList": [[], {}, "", 1e-7, 1e300]}))
@example(Draft("put-events", {"'": None, "eventList": None, "fetch(": None}))
@example(Draft("put-events", {"yes": "\ud800", "\ud83d": "\U0001f600", "eventList": "x\x85y"}))
@given(NOT_SENDABLE)
def test_a_draft_that_cannot_be_sent_comes_back_from_json_and_yaml(draft: Draft) -> None:
    _kept(draft)


@pytest.mark.campaign
@settings(max_examples=10_000, deadline=None)
@given(NOT_SENDABLE)
def test_many_drafts_come_back_from_json_and_yaml(draft: Draft) -> None:
    _kept(draft)


def test_code_is_written_of_calls_only() -> None:
    draft = Draft.blank("put-events")
    written: Mapping[str, bool] = {name: draft_text(draft, name) is not None for name in FORMATS}
    assert written == {"json": True, "yaml": True, "aws-cli": False, "boto3": False, "curl": False}


FRAGMENTS = st.sampled_from([
    *NASTY, "aws personalize-events put-events ", "--event-list ", "curl -d ", "client.put_events(", "eventList", "${",
    "trackingId=", "'", '"', "`", "$(", "(", ")", "{", "}", "[", "]", ",", ":", "\\", "\\\n", "^\n", "\n", " ", "$'",
    "$ ", "json.dumps(", "datetime(", "x = ", "import boto3\n", "```", "lambda: ", "-", "f'{", "fetch('', {body:",
])  # fmt: skip
ENDLESS = ["-", "not ", "(", "[", "{1:", "a.", "1+", "x[", "lambda:", "f(", "'a' ", "x = ", "${", "$(", "'\\'' ", "# "]


@settings(max_examples=120, deadline=None)
@given(st.lists(FRAGMENTS, max_size=14).map("".join))
def test_any_text_is_recognised_or_a_source_error(text: str) -> None:
    _is_told(text)


@pytest.mark.campaign
@settings(max_examples=10_000, deadline=None)
@given(st.lists(FRAGMENTS, max_size=30).map("".join) | LOOSE)
def test_any_of_many_texts_is_recognised_or_a_source_error(text: str) -> None:
    _is_told(text)


@pytest.mark.parametrize("piece", ENDLESS)
def test_a_text_that_goes_on_and_on_is_told_too(piece: str) -> None:
    for head in ("client.put_events(trackingId=", "fetch('x', ", "aws personalize-events put-events --user-id "):
        _is_told(head + piece * 5_000)
    _is_told("aws personalize-events put-events " + "x" * MOST_CODE_CHARACTERS)


def _is_told(text: str) -> None:
    with contextlib.suppress(SourceError):
        assert recognise(text).sources
