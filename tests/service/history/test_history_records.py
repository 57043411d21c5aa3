"""History: what is kept comes back exactly, page by page."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import builders
from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Record, Refused, Unknown
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.service.history import Filter, History

Keep = Callable[..., Record]
OUTCOMES: list[Outcome] = [
    Accepted("r-1", 200),
    Refused("InvalidInputException", "no\nsuch \x1b thing", 400, "r-2", retryable=True, retry_after_s=1.5),
    Unknown(Cause.TIMEOUT, "no answer", None, None),
    Unknown(Cause.SERVER, "", 503, "r-3"),
    NotSent(Cause.CREDENTIALS, "Unable to locate credentials"),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUES = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_comes_back_as_it_was(history: History, outcome: Outcome) -> None:
    record = history.begin(builders.call(), builders.target())
    settled = replace(record, outcome=outcome, latency_s=0.25)
    history.settle(settled)
    assert history.get(record.id) == settled


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.dictionaries(st.sampled_from(["itemId", "eventType", "eventValue", "sentAt", "odd"]), VALUES), user=TEXTS)
def test_any_body_and_target_come_back_with_their_types(history: History, row: dict[str, Any], user: str) -> None:
    body = {"trackingId": "t", "userId": user, "eventList": [{"eventType": "View", **row}]}
    target = Target("a \x1b label", Policy.PRODUCTION, None, "p", "eu-west-1", "http://x", 0, 1.5, labelled=True)
    record = history.begin(Call("put-events", body), target, run="r")
    kept = history.get(record.id)
    assert kept == record
    assert kept is not None
    assert kept.call.wire == record.call.wire


ANY_TEXT = st.text(max_size=20)
REQUESTS = st.none() | ANY_TEXT
ANY_OUTCOMES = (
    st.builds(Accepted, ANY_TEXT, st.integers(200, 299))
    | st.builds(
        Refused, ANY_TEXT, ANY_TEXT, st.integers(300, 499), REQUESTS, st.booleans(), st.none() | st.floats(0, 300)
    )
    | st.builds(Unknown, st.sampled_from(Cause), ANY_TEXT, st.none() | st.integers(200, 599), REQUESTS)
    | st.builds(NotSent, st.sampled_from(Cause), ANY_TEXT)
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outcomes=st.lists(ANY_OUTCOMES, min_size=1, max_size=3), label=ANY_TEXT, latency_s=st.floats(0, 100))
def test_any_words_of_a_service_come_back(
    history: History, outcomes: list[Outcome], label: str, latency_s: float
) -> None:
    record = history.begin(builders.call(), builders.target(label=label, profile=label))
    for attempts, outcome in enumerate(outcomes):
        settled = replace(record, outcome=outcome, latency_s=latency_s, attempts=attempts)
        assert history.settle(settled) == settled
        assert history.get(record.id) == settled


def test_numbers_beyond_any_history_are_just_not_there(history: History, keep: Keep) -> None:
    kept = keep()
    assert history.get(10**30) is history.get(-1) is None
    for where in (Filter(), Filter(text="qa-ana")):
        assert [line.id for line in history.page(where, before=10**30, limit=10**30)] == [kept.id]
        assert history.page(where, before=-1) == history.page(where, limit=-1) == []
    assert history.count(most=10**30) == 1


def test_a_call_that_is_not_in_it_cannot_be_settled(history: History) -> None:
    stranger = Record(77, 0.0, builders.target(), builders.call(), Accepted("r"))
    for change in (history.settle, history.reopen):
        with pytest.raises(HistoryError, match=r"history.sqlite3 has no call 77"):
            change(stranger)
    assert history.page(Filter(text="77")) == []


def test_a_record_is_there_as_sending_before_it_ends(history: History, path: Path) -> None:
    record = history.begin(builders.call(), builders.target())
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT word, attempts FROM send").fetchall() == [("sending", 1)]
    assert history.page()[0].word == "sending"
    assert record.outcome is None


def test_a_repeat_keeps_the_row_and_counts(history: History) -> None:
    record = history.begin(builders.call(), builders.target())
    history.settle(replace(record, outcome=Unknown(Cause.TIMEOUT, "first answer lost"), latency_s=9.5))
    again = history.reopen(record)
    assert (again.id, again.attempts, again.outcome) == (record.id, 2, None)
    assert history.get(record.id) == again
    assert history.page(Filter(text="first answer")) == []
    history.settle(replace(again, outcome=Accepted("second-receipt")))
    assert [line.id for line in history.page(Filter(text="second-receipt"))] == [record.id]
    assert history.count() == 1


def test_a_line_shows_what_a_list_needs(history: History, keep: Keep) -> None:
    keep(eventType="View", itemId="B1", run="file")
    (line,) = history.page()
    assert (line.kind, line.event_types, line.items, line.user, line.session) == (
        "put-events",
        ("View",),
        ("B1",),
        "qa-ana",
        "s-1",
    )
    assert (line.word, line.rows, line.latency_s, line.run) == ("accepted", 1, 0.002, "file")
    assert (line.target_label, line.policy, line.tracking_id) == ("tests", "SANDBOX", builders.TRACKER)


def test_pages_are_newest_first_and_meet_without_gap(history: History, keep: Keep) -> None:
    numbers = [keep(itemId=f"B{index}").id for index in range(23)]
    seen: list[int] = []
    before: int | None = None
    while page := history.page(before=before, limit=5):
        seen += [line.id for line in page]
        before = page[-1].id
    assert seen == numbers[::-1]
    assert history.newest_id() == numbers[-1]


def test_event_types_of_a_tracker_are_those_it_accepted(history: History, keep: Keep) -> None:
    keep(eventType="View")
    keep(Refused("X", "", 400), eventType="Refused")
    keep(eventType="Elsewhere", trackingId="other")
    assert history.known_types(builders.TRACKER, "put-events") == {"View"}
    assert history.known_types(builders.TRACKER, "put-action-interactions") == frozenset()


def test_unknown_calls_are_listed_until_their_ids_were_accepted(history: History, keep: Keep) -> None:
    lost = keep(Unknown(Cause.TIMEOUT, ""), eventId="e-lost")
    keep(eventId="e-other")
    assert [line.id for line in history.unknown()] == [lost.id]
    keep(eventId="e-lost")
    assert history.unknown() == []
