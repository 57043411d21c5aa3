"""Attribution: what a list did is told of the event that made it, not of one that came later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import waiting
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Act, Column, Step
from pevents_tui.domain.verdict import sight
from pevents_tui.sandbox import Sandbox
from pevents_tui.service import Workbench
from pevents_tui.service.recommendations import Recommendations
from pevents_tui.service.watching import Watch
from recommended import ASK, ids, order


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "data", tmp_path / "config") as opened:
        yield opened


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(reacts_after_s=0.9) as running:
        yield running


def test_what_changed_before_an_act_is_not_its_doing(bench: Workbench, at: Target) -> None:
    steps: list[Step] = []
    watch = Watch(bench, at, ASK, control_user="qa-bo", told=steps.append)
    before = ids(watch.begin(again=False))
    asking = Recommendations(bench, at)
    Watch(bench, at, ASK).act(Act("Purchase", before[:1]))  # from elsewhere
    waiting.until(lambda: ids(asking.ask(ASK)) != before, "the list moves")
    column = watch.watch(*watch.act(Act("View", before[-1:])))
    run = watch.run
    assert isinstance(column, Column)
    assert [each.label for each in run.columns] == ["baseline", "later", f"View {before[-1]}"]
    assert len(run.control_columns) == 3
    assert (run.columns[1].acts, before[0] in ids(run.columns[1]), before[0] in ids(column)) == ((), False, False)
    assert sight(run, 1).sentence.startswith("It moved since the step before, with nothing more done: ")
    told = [each.text for each in steps if each.word == "moved"]
    assert told[0] == "moved since the step before, with nothing more done"
    assert (column.since_s or 0) > 0.8
    (record,) = watch.sent
    assert tuple(record.call.rows[0]["impression"]) == before  # what was chosen from

    order(at, "throttle")
    watch.act(Act("View", before[-1:]))
    assert any(each.word == "again" and each.text.startswith("not asked right before, ") for each in steps)


def test_a_joined_wait_ends_when_its_last_event_can_have_counted(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, at, ASK)
    before = ids(watch.begin(again=False))
    first = watch.act(Act("View", before[4:5]))
    short = watch.watch(*first, budget_s=0.5)
    assert isinstance(short, Column)
    assert not short.moved
    column = watch.watch(*watch.act(Act("Purchase", before[:1])))
    assert isinstance(column, Column)
    assert before[0] not in ids(column)
    assert ids(column) == ids(Recommendations(bench, at).ask(ASK))
    assert len(watch.run.columns) == 3
    assert (column.since_s or 0) > 0.8  # of the first that may have moved it
