"""Anything a person can do in any order, with crashes: what the sandbox recorded never disagrees with the history."""

from __future__ import annotations

import shutil
import tempfile
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

import builders
import ledger
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Workbench
from pevents_tui.service.history import Filter, History

FAULTS = ("throttle", "access-denied", "error500", "error500-after", "reset-before", "reset-after", "no-request-id")
"""Faults that end at once: the service's own word, and ends that leave it open whether the call arrived."""
MOST = 1_000


class Desk(RuleBasedStateMachine):
    """A sandbox, a workbench on it, a second program at times, and what is known of every call ever begun."""

    faults: tuple[str, ...] = FAULTS

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.sandbox = Sandbox().__enter__()
        self.bench = self._bench()
        self.second: History | None = None
        self.deleted: set[str] = set()
        self.number = 0

    def teardown(self) -> None:
        if self.second is not None:
            self.second.close()
        self.bench.close()
        self.sandbox.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    # What can be done

    @rule(rows=st.integers(1, 12), fault=st.none() | st.sampled_from(FAULTS))
    def send(self, rows: int, fault: str | None) -> None:
        drawn = [builders.event(eventId=self._event_id(), itemId=f"B{at}") for at in range(rows)]
        draft = builders.events_draft(*drawn, trackingId=TRACKING_ID)
        plan = self.bench.prepare(draft, self._target()).plan
        assert plan is not None
        if fault:
            ledger.arm(self.sandbox.url, fault)
        assert [record.outcome is not None for record in self.bench.send(plan)] == [True] * len(plan.calls)
        ledger.disarm(self.sandbox.url)

    @rule(left=st.booleans(), arrived=st.booleans())
    def crash(self, left: bool, arrived: bool) -> None:
        """Another program begins a call and dies; its bytes may have left, and may have arrived."""
        event = builders.event(eventId=self._event_id())
        dying = History(self.bench.paths.history)
        record = dying.begin(builders.call(builders.events_draft(event, trackingId=TRACKING_ID)), self._target())
        if left:
            self._post(record.call, cut=not arrived)
        dying.close()

    @rule()
    def resume(self) -> None:
        """This program ends and starts again: what the dead left under way may have arrived."""
        self.bench.close()
        self.bench = self._bench()
        assert self.bench.history.count(Filter(outcome="sending")) == 0

    @rule(at=st.integers(0, 30))
    def send_again(self, at: int) -> None:
        unknown = self.bench.history.page(Filter(outcome="failed"))
        if unknown:
            record = self._record(unknown[at % len(unknown)].id)
            (again,) = self.bench.send(record.again())
            assert again.call.wire == record.call.wire

    @rule(at=st.integers(0, 30), tag=st.sampled_from("abc"), note=st.text(max_size=20))
    def remark(self, at: int, tag: str, note: str) -> None:
        lines = self._history().page()
        if lines:
            line = lines[at % len(lines)]
            assert self._history().tag([line.id], add=[tag]) == 1
            assert self._history().note(line.id, note)
            assert line.id in [each.id for each in self.bench.history.page(Filter(tag=tag))]

    @rule(at=st.integers(0, 30))
    def delete(self, at: int) -> None:
        lines = [line for line in self.bench.history.page() if line.word != "sending"]
        if lines:
            record = self._record(lines[at % len(lines)].id)
            count = self.bench.history.count()
            assert self._history().delete([record.id]).calls == 1
            assert self.bench.history.count() == count - 1
            self.deleted.update(_ids(record.call.body))
            assert self.bench.history.get(record.id) is None

    @precondition(lambda self: self.second is None)
    @rule()
    def open_second(self) -> None:
        self.second = History(self.bench.paths.history)

    @precondition(lambda self: self.second is not None)
    @rule()
    def close_second(self) -> None:
        assert self.second is not None
        self.second.close()
        self.second = None

    # What must hold

    @invariant()
    def history_and_judge_agree(self) -> None:
        calls = ledger.calls(self.sandbox.url)
        recorded = {name for call in calls if call["outcome"] == "accepted" for name in _ids(call["body"])}
        told = {call["requestId"]: call["outcome"] for call in calls}
        held: dict[str, set[str]] = {}
        lines = self.bench.history.page(limit=MOST)
        for line in lines:
            record = self._record(line.id)
            assert record.word == line.word
            for name in _ids(record.call.body):
                held.setdefault(name, set()).add(line.word)
            if line.word == "accepted":
                assert told[line.request_id] == "accepted"
                assert recorded >= set(_ids(record.call.body))
            elif line.word == "refused":
                assert told.get(line.request_id, "refused") == "refused"
        assert {f"e-{number}" for number in range(1, self.number + 1)} == held.keys() | self.deleted
        for name in recorded - self.deleted:  # what arrived is nowhere told to be refused alone, or not sent
            assert held[name] & {"accepted", "unknown", "sending"}, name
        assert sum(self.bench.history.tally().values()) == len(lines) == self.bench.history.count()
        if self.second is not None:
            assert [line.id for line in self.second.page(limit=MOST)] == [line.id for line in lines]

    # Ways and means

    def _bench(self) -> Workbench:
        return Workbench(self.folder / "data", self.folder / "config", environ={})

    def _target(self) -> Target:
        return Target("tests", Policy.SANDBOX, TRACKING_ID, region="us-east-1", endpoint=self.sandbox.url)

    def _history(self) -> History:
        """The history as either program has it open."""
        return self.second or self.bench.history

    def _record(self, number: int) -> Record:
        record = self.bench.history.get(number)
        assert record is not None
        return record

    def _event_id(self) -> str:
        self.number += 1
        return f"e-{self.number}"

    def _post(self, call: Call, *, cut: bool) -> None:
        """Put a call's bytes on the wire, whole or half of them."""
        body = call.wire[: len(call.wire) // 2] if cut else call.wire
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.sandbox.url}{call.spec.route}", body, headers)  # noqa: S310 - loopback
        with suppress(OSError), urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            answer.read()


def _ids(body: Any) -> list[str]:
    return [row["eventId"] for row in body.get("eventList", ())] if isinstance(body, dict) else []


@pytest.mark.parametrize(
    ("examples", "steps"), [(6, 20), pytest.param(100, 40, marks=pytest.mark.campaign, id="whole")]
)
def test_the_judge_never_disagrees(examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=examples < 10,
        database=None,
        phases=(Phase.generate, Phase.shrink) if examples > 10 else (Phase.generate,),  # to shrink takes minutes
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Desk, settings=chosen)
