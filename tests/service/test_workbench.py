"""The road through the one door: prepared, guarded, on disk before it leaves, repeated with the same ids and bytes."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import builders
import ledger
import waiting
from pevents_tui.domain.errors import ConsentMissing, HistoryError
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, OutcomeNotKept, Record, Refused, Unknown
from pevents_tui.domain.plan import Plan, Policy, Target
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.repeat import wait_before_repeat

ROOT = Path(__file__).parents[2]


def _plan(bench: Workbench, at: Target, count: int = 1) -> Plan:
    rows = [builders.event(eventId=f"e-{index}", itemId=f"i-{index}") for index in range(count)]
    prepared = bench.prepare(builders.events_draft(*rows, trackingId=None), at)
    assert prepared.plan is not None
    return prepared.plan


def test_ids_and_whole_second_times_are_drawn_before_anything_leaves(bench: Workbench, at: Target) -> None:
    prepared = bench.prepare(bench.samples["batch-of-ten"], at)
    assert prepared.plan is not None
    rows = prepared.plan.calls[0].rows
    assert len({row["eventId"] for row in rows}) == 10
    assert {row["sentAt"] for row in rows} == {builders.NOW_S}
    assert prepared.plan.calls[0].tracking_id == TRACKING_ID


def test_ids_stay_where_a_form_holds_them(bench: Workbench, at: Target) -> None:
    first = bench.prepare(bench.samples["view-item"], at, ids=lambda index: f"held-{index}")
    again = bench.prepare(bench.samples["view-item"], at, ids=lambda index: f"held-{index}")
    assert first.plan == again.plan
    assert first.filled.rows[0]["eventId"] == "held-0"


def test_as_new_draws_fresh_ids_and_leaves_the_time_to_the_send(bench: Workbench) -> None:
    draft = builders.events_draft(builders.event(), builders.event())
    fresh = bench.fresh(draft)
    assert len({row["eventId"] for row in fresh.rows} - {"e-1"}) == 2
    assert all("sentAt" not in row for row in fresh.rows)
    assert fresh.rows[0]["itemId"] == draft.rows[0]["itemId"]


@pytest.mark.parametrize("kind", ["put-events", "put-action-interactions"])
def test_a_new_draft_has_an_id_a_session_and_a_test_user(bench: Workbench, kind: str) -> None:
    draft = bench.new_draft(kind)
    assert draft.get(draft.spec.who(0, "userId")).startswith("qa-")
    assert draft.get(draft.spec.who(0, "sessionId"))
    assert draft.rows[0]["eventId"]


def test_a_call_is_recorded_as_it_went_out_and_how_it_ended(bench: Workbench, at: Target) -> None:
    plan = _plan(bench, at)
    (record,) = bench.send(plan)
    assert isinstance(record.outcome, Accepted)
    assert record.latency_s is not None
    assert (record.attempts, record.retry_in_s) == (1, None)
    kept = bench.history.get(record.id)
    assert kept is not None
    assert kept.call == plan.calls[0]
    assert (kept.outcome, kept.target, kept.at_s) == (record.outcome, at, builders.NOW_S)
    (arrived,) = ledger.calls(at.endpoint or "")
    assert arrived["raw"].encode() == kept.call.wire
    assert arrived["requestId"] == record.outcome.request_id


def test_the_embedded_sandbox_starts_on_demand_and_knows_what_it_took(tmp_path: Path) -> None:
    for _ in range(2):
        with Workbench(tmp_path / "d", tmp_path / "c") as bench:
            plan = bench.prepare(bench.samples["view-item"], bench.target()).plan
            assert plan is not None
            (record,) = bench.send(plan)
            assert isinstance(record.outcome, Accepted)
            assert record.target.endpoint is None
            again = list(bench.send(record.again()))
            assert again[0].call.wire == record.call.wire


def test_many_rows_are_many_calls_in_order(bench: Workbench, at: Target) -> None:
    records = list(bench.send(_plan(bench, at, 25), run="file"))
    assert [len(record.call.rows) for record in records] == [10, 10, 5]
    assert {record.run for record in records} == {"file"}
    assert [record.id for record in records] == sorted(record.id for record in records)


def test_to_stop_iterating_sends_nothing_further(bench: Workbench, at: Target) -> None:
    sending = bench.send(_plan(bench, at, 25))
    next(sending)
    sending.close()  # type: ignore[attr-defined]
    assert len(ledger.calls(at.endpoint or "")) == 1


def test_a_cancel_between_calls_sends_nothing_further(bench: Workbench, at: Target) -> None:
    cancel = Cancel()
    records = []
    for record in bench.send(_plan(bench, at, 25), cancel=cancel):
        records.append(record)
        cancel.set()
    assert len(records) == 1
    assert len(ledger.calls(at.endpoint or "")) == 1


def test_attempts_repeat_the_same_bytes_and_say_how_long_they_wait(bench: Workbench, at: Target) -> None:
    url = at.endpoint or ""
    ledger.arm(url, "reset-after", calls=2)
    records = list(bench.send(_plan(bench, at), attempts=3))
    assert [record.word for record in records] == ["unknown", "unknown", "accepted"]
    assert [record.attempts for record in records] == [1, 2, 3]
    assert [record.retry_in_s is None for record in records] == [False, False, True]
    assert len({record.id for record in records}) == 1
    arrived = ledger.calls(url)
    assert len({each["raw"] for each in arrived}) == 1
    assert {each["attempt"] for each in arrived} == {"attempt=1; max=1"}
    kept = bench.history.get(records[0].id)
    assert kept is not None
    assert (kept.word, kept.attempts) == ("accepted", 3)


def test_without_attempts_there_is_one(bench: Workbench, at: Target) -> None:
    ledger.arm(at.endpoint or "", "throttle", calls=1)
    (record,) = bench.send(_plan(bench, at))
    assert isinstance(record.outcome, Refused)
    assert record.retry_in_s is None


@pytest.mark.parametrize("fault", ["invalid", "access-denied", "expired-token"])
def test_what_a_repeat_cannot_mend_is_not_repeated(bench: Workbench, at: Target, fault: str) -> None:
    ledger.arm(at.endpoint or "", fault, calls=2)
    assert len(list(bench.send(_plan(bench, at), attempts=5))) == 1


@pytest.mark.parametrize(
    ("outcome", "attempt", "bound_s"),
    [
        (Unknown(Cause.TIMEOUT, ""), 1, 0.5),
        (Unknown(Cause.TIMEOUT, ""), 3, 2.0),
        (Unknown(Cause.SERVER, ""), 12, 20.0),
        (NotSent(Cause.CONNECTION, ""), 2, 1.0),
        (Refused("ThrottlingException", "", 400), 1, 1.0),
        (Refused("TooManyRequestsException", "", 429, retry_after_s=120.0), 1, 120.0),
        (Refused("InvalidInputException", "", 400), 1, None),
        (Refused("ExpiredTokenException", "", 403, retryable=True), 1, None),
        (NotSent(Cause.CREDENTIALS, ""), 1, None),
        (Unknown(Cause.CANCELLED, ""), 1, None),
        (Accepted("r"), 1, None),
    ],
)
def test_waits_grow_are_bounded_and_heed_the_service(outcome: Outcome, attempt: int, bound_s: float | None) -> None:
    assert wait_before_repeat(outcome, attempt, lambda: 1.0) == bound_s
    if bound_s is not None and not getattr(outcome, "retry_after_s", None):
        assert wait_before_repeat(outcome, attempt, lambda: 0.0) == 0.0


def test_nothing_reaches_a_guarded_tracker_without_its_word(bench: Workbench, at: Target) -> None:
    plan = _plan(bench, replace(at, policy=Policy.PRODUCTION, label="aws"))
    for consent in (None, "", "yes", "aws"):
        with pytest.raises(ConsentMissing) as caught:
            bench.send(plan, consent=consent)
        assert caught.value.word == TRACKING_ID
    assert ledger.calls(at.endpoint or "") == []
    assert bench.history.newest_id() == 0


def test_its_word_lets_it_pass(bench: Workbench, at: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "canary-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-secret")
    plan = _plan(bench, replace(at, policy=Policy.PRODUCTION, label="aws"))
    (record,) = bench.send(plan, consent=TRACKING_ID)
    assert isinstance(record.outcome, Accepted)
    written = b"".join(path.read_bytes() for path in bench.paths.data.rglob("*") if path.is_file())
    assert b"canary" not in written


def test_nothing_is_sent_when_its_record_cannot_be_kept(bench: Workbench, at: Target) -> None:
    plan = _plan(bench, at)
    bench.paths.history.mkdir()
    with pytest.raises(HistoryError):
        next(bench.send(plan))
    assert ledger.calls(at.endpoint or "") == []


def test_an_outcome_that_cannot_be_kept_is_told_with_the_outcome(bench: Workbench, at: Target) -> None:
    plan = _plan(bench, at)
    assert bench.history.count() == 0
    with closing(sqlite3.connect(bench.paths.history)) as other:
        other.execute("CREATE TRIGGER full BEFORE UPDATE ON send BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        other.commit()
    sending = bench.send(plan)
    assert isinstance(next(sending).outcome, Accepted)
    with pytest.raises(
        OutcomeNotKept, match=r"the call was made \(accepted, request .*could not be kept: .*disk is full"
    ):
        next(sending)
    assert bench.history.page()[0].word == "sending"


def test_everything_written_is_private(bench: Workbench, at: Target) -> None:
    list(bench.send(_plan(bench, at)))
    bench.keep_draft(builders.events_draft())
    modes = {path.name: path.stat().st_mode & 0o077 for path in bench.paths.data.rglob("*")}
    assert modes
    assert set(modes.values()) == {0}


def test_warm_makes_what_the_first_call_needs_and_hides_what_that_call_will_tell(bench: Workbench, at: Target) -> None:
    bench.warm(at)
    bench.warm(replace(at, profile="nope", policy=Policy.LOCAL))
    (record,) = bench.send(_plan(bench, at))
    assert record.word == "accepted"


def test_a_frozen_clock_and_ids_make_a_send_repeatable(tmp_path: Path, at: Target) -> None:
    counter: Callable[[], str] = iter(f"id-{number}" for number in range(100)).__next__
    with Workbench(tmp_path / "d", tmp_path / "c", clock=lambda: 1_714_564_800.9, new_id=counter) as bench:
        prepared = bench.prepare(bench.samples["view-item"], at)
        assert prepared.filled.rows[0]["eventId"] == "id-0"
        assert prepared.filled.rows[0]["sentAt"] == 1_714_564_800


def test_an_interrupt_in_the_middle_of_a_call_leaves_it_unknown(
    bench: Workbench, at: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    sending = bench.send(_plan(bench, at))
    monkeypatch.setattr(bench._transport(), "send", interrupted)
    assert isinstance(next(sending).outcome, Unknown)
    with pytest.raises(KeyboardInterrupt):
        next(sending)
    assert bench.history.page()[0].word == "unknown"


def test_an_interrupt_while_the_sandbox_starts_leaves_the_call_not_sent(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    sending = bench.send(_plan(bench, bench.target()))
    monkeypatch.setattr(bench._sandbox, "url", interrupted)
    outcome = next(sending).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CANCELLED
    with pytest.raises(KeyboardInterrupt):
        next(sending)
    assert bench.history.page()[0].word == "not sent"


def test_an_interrupt_while_the_outcome_is_written_keeps_it_all_the_same(
    bench: Workbench, at: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, times = bench.history.settle, iter(range(3))

    def interrupted(record: Record) -> Record:
        kept = settle(record)
        if next(times) < 2:
            raise KeyboardInterrupt
        return kept

    monkeypatch.setattr(bench.history, "settle", interrupted)
    sending = bench.send(_plan(bench, at))
    assert isinstance(next(sending).outcome, Accepted)
    with pytest.raises(KeyboardInterrupt):
        next(sending)
    assert bench.history.page()[0].word == "accepted"


def test_event_types_seen_before_are_held_against_new_ones(bench: Workbench, at: Target) -> None:
    list(bench.send(_plan(bench, at)))
    draft = builders.events_draft(builders.event(eventType="VIEW"), trackingId=None)
    assert "type-spelling" in {problem.rule for problem in bench.prepare(draft, at).report.hints}


def test_a_client_that_takes_long_to_make_keeps_no_other_target_and_no_close_waiting(
    bench: Workbench, at: Target
) -> None:
    folder = Path.home() / ".aws"
    folder.mkdir(parents=True)
    (folder / "config").write_text("[profile slow]\nregion=us-east-1\ncredential_process=sh -c 'sleep 30; true'\n")
    slow = replace(at, policy=Policy.DEV, profile="slow", endpoint="https://nowhere.invalid")
    cancel = Cancel()
    began_s = time.monotonic()
    thread = threading.Thread(target=lambda: list(bench.send(_plan(bench, slow), cancel=cancel)))
    thread.start()
    waiting.until(lambda: bench.history.count() == 1, "the slow call is kept")
    (record,) = bench.send(_plan(bench, at))
    assert record.word == "accepted"
    cancel.set()
    thread.join(5)
    bench.close()
    assert time.monotonic() - began_s < 8


def test_a_target_that_is_not_recorded_leaves_nothing_in_the_history(
    bench: Workbench, sandbox: Sandbox, at: Target
) -> None:
    silent = replace(at, recorded=False)
    plan = bench.prepare(bench.samples["view-item"], silent).plan
    assert plan is not None
    ledger.arm(sandbox.url, "throttle", calls=1)
    first, second = bench.send(plan, attempts=2)
    assert [(each.id, each.word, each.attempts) for each in (first, second)] == [(0, "refused", 1), (0, "accepted", 2)]
    assert first.call.wire == second.call.wire
    assert not bench.paths.history.exists()
    assert bench.history.count() == 0
