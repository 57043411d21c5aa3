"""History: what is kept comes back exactly; pages, filters and any text at all."""

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
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Record, Refused, Unknown
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.service.history import Filter, History
from pevents_tui.service.history.migrations import LATEST, MIGRATIONS

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


def test_a_record_is_there_as_sending_before_it_ends(history: History, path: Path) -> None:
    record = history.begin(builders.call(), builders.target())
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT word, attempts FROM send").fetchall() == [("sending", 1)]
    assert history.page()[0].word == "sending"
    assert record.outcome is None


def test_a_repeat_keeps_the_row_and_counts(history: History) -> None:
    record = history.begin(builders.call(), builders.target())
    history.settle(replace(record, outcome=Unknown(Cause.TIMEOUT, "first answer lost")))
    again = history.reopen(record)
    assert (again.id, again.attempts, again.outcome) == (record.id, 2, None)
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


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_the_whole_schema(history: History, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        found = {
            name
            for (name,) in db.execute("SELECT name FROM sqlite_master")
            if not name.startswith(("sqlite_", "words_"))
        }
        columns = [row[1] for row in db.execute("PRAGMA table_info(send)")]
        modes = (db.execute("PRAGMA journal_mode").fetchone(), db.execute("PRAGMA user_version").fetchone())
    assert found == {"send", "body", "fact", "words", "send_word", "send_tracker", "send_run", "send_at"}
    assert columns == [
        "id", "at_s", "word", "kind", "types", "user", "session", "items", "tracking_id", "label", "policy",
        "request_id", "message", "rows", "latency_s", "attempts", "run", "owner",
    ]  # fmt: skip
    assert modes == (("wal",), (LATEST,))
    assert len(MIGRATIONS) == LATEST
