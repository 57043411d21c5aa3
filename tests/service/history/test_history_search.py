"""History: filters one by one and together, and any text at all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import builders
from pevents_tui.domain.outcome import Accepted, Cause, Outcome, Record, Refused, Unknown
from pevents_tui.service.history import Filter, History

Keep = Callable[..., Record]
FILTERS: list[tuple[Filter, list[str]]] = [
    (Filter(outcome="refused"), ["refused"]),
    (Filter(outcome="accepted"), ["other", "plain"]),
    (Filter(item="B-refused"), ["refused"]),
    (Filter(user="qa-ben"), ["other"]),
    (Filter(session="s-9"), ["other"]),
    (Filter(event_type="Purchase"), ["other"]),
    (Filter(event_type="View", item="B-plain", user="qa-ana"), ["plain"]),
    (Filter(tracking_id="elsewhere"), ["other"]),
    (Filter(run="file"), ["plain"]),
    (Filter(kind="put-events"), ["other", "refused", "plain"]),
    (Filter(kind="put-action-interactions"), []),
    (Filter(text="b-ref"), ["refused"]),
    (Filter(text="InvalidInput"), ["refused"]),
    (Filter(text="B-"), ["other", "refused", "plain"]),
    (Filter(text="b-p"), ["plain"]),
    (Filter(text="ana", outcome="refused"), ["refused"]),
    (Filter(since_s=builders.NOW_S), ["other", "refused", "plain"]),
    (Filter(until_s=builders.NOW_S), []),
    (Filter(user="qa"), []),
    (Filter(), ["other", "refused", "plain"]),
]


@pytest.mark.parametrize(("where", "names"), FILTERS)
def test_filters_find_what_they_say(history: History, keep: Keep, where: Filter, names: list[str]) -> None:
    keep(itemId="B-plain", run="file")
    keep(Refused("InvalidInputException", "Error parsing", 400, "r"), itemId="B-refused")
    keep(itemId="B-other", eventType="Purchase", userId="qa-ben", sessionId="s-9", trackingId="elsewhere")
    assert [line.items[0].removeprefix("B-") for line in history.page(where)] == names
    assert history.count(where) == len(names)


def test_a_text_in_call_and_answer_is_one_line(history: History, keep: Keep) -> None:
    keep(Refused("X", "item B-twice is unknown", 400), itemId="B-twice")
    keep(itemId="B-twice")
    assert [line.word for line in history.page(Filter(text="B-twice"), limit=2)] == ["accepted", "refused"]
    assert [line.word for line in history.page(Filter(text="B-twice"), limit=1)] == ["accepted"]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=12) | st.text("\"*()^-+:\\%_' ANDORNEAR", max_size=12))
def test_any_text_finds_or_finds_nothing(history: History, text: str) -> None:
    parts = [Filter(text=text), Filter(user=text), Filter(item=text, text=text), Filter(outcome=text)]
    for where in parts:
        assert history.count(where) == len(history.page(where))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=3, max_size=20))
def test_a_kept_text_is_found_again(history: History, text: str) -> None:
    record = history.begin(builders.call(builders.events_draft(builders.event(itemId=f"«{text}»"))), builders.target())
    assert record.id in [line.id for line in history.page(Filter(text=text), limit=1000)]
    assert record.id in [line.id for line in history.page(Filter(item=f"«{text}»"), limit=1000)]


def test_half_a_pair_and_nul_are_kept_and_found(history: History, keep: Keep) -> None:
    odd = keep(Refused("X", "it says \ud800 here", 400), itemId="a\x00b\udfffc")
    keep(itemId="plain")
    for where in (
        Filter(text="says \ud800"),
        Filter(text="a\x00b"),
        Filter(item="a\x00b\udfffc"),
        Filter(text="\x00b"),
    ):
        assert [line.id for line in history.page(where)] == [odd.id]


@pytest.mark.parametrize("text", ["\u00c9", "\u00e9", "\u00c99", "\u00e99/a"])
def test_short_and_long_texts_fold_alike(history: History, keep: Keep, text: str) -> None:
    kept = keep(itemId="\u00c99/a")
    assert [line.id for line in history.page(Filter(text=text))] == [kept.id]


@pytest.mark.parametrize("text", ['["', '"', "[", ",", "\\u", "\\"])
def test_short_texts_find_no_trace_of_how_lists_are_kept(history: History, keep: Keep, text: str) -> None:
    keep(itemId="\u00c9\x01b")
    assert history.page(Filter(text=text)) == []


def test_a_recommendation_is_found_by_its_id(history: History, keep: Keep) -> None:
    kept = keep(recommendationId="RID-5f-9")
    keep()
    assert [line.id for line in history.page(Filter(text="rid-5f"))] == [kept.id]


def test_pages_of_a_search_meet_without_gap(history: History, keep: Keep) -> None:
    numbers = [keep(Refused("X", "item B-same is unknown", 400), itemId="B-same").id for _ in range(11)]
    seen: list[int] = []
    before: int | None = None
    while page := history.page(Filter(text="B-same"), before=before, limit=3):
        seen += [line.id for line in page]
        before = page[-1].id
    assert seen == numbers[::-1]


CHOICES: dict[str, list[str]] = {
    "text": ["qa-", "B-1", "no such", "a", "-2", "Throttl", "InvalidInput"],
    "outcome": ["accepted", "refused", "unknown", "sending", "not sent"],
    "kind": ["put-events", "put-action-interactions"],
    "user": ["qa-ana", "qa-ben", "qa"],
    "session": ["s-1", "s-2"],
    "item": ["B-1", "B-2", "B-3"],
    "event_type": ["View", "Purchase"],
    "tracking_id": ["t-1", "t-2"],
    "run": ["file", "other"],
}
ENDS: list[Outcome | None] = [
    Accepted("r"),
    Refused("ThrottlingException", "Rate exceeded", 400),
    Refused("InvalidInputException", "item B-1 is unknown", 400),
    Unknown(Cause.TIMEOUT, "no answer"),
    None,
]


def _lets_through(where: Filter, record: Record) -> bool:
    """The same judged without SQL."""
    body, rows, outcome = record.call.body, record.call.rows, record.outcome
    shown = ("itemId", "eventType") if len(where.text or "") < 3 else ("itemId", "eventType", "eventId")
    words = [row[name] for row in rows for name in shown]
    words += [body["trackingId"], body["userId"], body["sessionId"], getattr(outcome, "request_id", None) or ""]
    words.append(f"{getattr(outcome, 'code', '')}: {getattr(outcome, 'message', '')}")
    told = {
        "text": where.text is not None and any(where.text.lower() in word.lower() for word in words),
        "outcome": where.outcome == record.word,
        "kind": where.kind == record.call.kind,
        "user": where.user == body["userId"],
        "session": where.session == body["sessionId"],
        "item": any(where.item == row.get("itemId") for row in rows),
        "event_type": any(where.event_type == row["eventType"] for row in rows),
        "tracking_id": where.tracking_id == body["trackingId"],
        "run": where.run == record.run,
    }
    return all(told[name] for name in CHOICES if getattr(where, name) is not None)


def test_any_filters_together_find_what_a_plain_look_finds(history: History) -> None:
    rng = random.Random(11)
    records = []
    for number in range(120):
        rows = [
            builders.event(
                eventId=f"e-{number}-{index}",
                itemId=rng.choice(CHOICES["item"]),
                eventType=rng.choice(CHOICES["event_type"]),
            )
            for index in range(rng.choice([1, 1, 3]))
        ]
        who = {"userId": rng.choice(CHOICES["user"][:2]), "sessionId": rng.choice(CHOICES["session"])}
        draft = builders.events_draft(*rows, trackingId=rng.choice(CHOICES["tracking_id"]), **who)
        record = history.begin(builders.call(draft), builders.target(), run=rng.choice([None, *CHOICES["run"]]))
        records.append(history.settle(replace(record, outcome=rng.choice(ENDS))))
    for _ in range(600):
        names = rng.sample(list(CHOICES), rng.choice([1, 2, 2, 3]))
        parts: dict[str, Any] = {name: rng.choice(CHOICES[name]) for name in names}
        where = Filter(**parts)
        expected = [record.id for record in reversed(records) if _lets_through(where, record)]
        assert [line.id for line in history.page(where, limit=200)] == expected, where
        assert history.count(where) == len(expected), where
