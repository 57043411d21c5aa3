"""Watching: turns, control users, time, and what was accepted in part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Act, Column, Step
from pevents_tui.domain.run_feed import steps_of
from pevents_tui.domain.run_render import as_markdown
from pevents_tui.domain.verdict import sight
from pevents_tui.sandbox import Sandbox
from pevents_tui.service import Workbench
from pevents_tui.service.watching import Watch
from recommended import ASK, HEAD, ids, order


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "data", tmp_path / "config") as opened:
        yield opened


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(reacts_after_s=0.05) as running:
        yield running


def test_a_turn_is_no_reaction_and_compares_no_control_user(bench: Workbench, at: Target) -> None:
    lighting = replace(ASK, filter_arn=f"{HEAD}:filter/shop-by-category", filter_values=(("CATEGORY", '"lighting"'),))
    alone = Watch(bench, at, ASK)
    alone.begin(again=False)
    turned = alone.turn(lighting)
    assert isinstance(turned, Column)
    assert (ids(turned) != ids(alone.run.columns[0]), turned.since_s, alone.run.control_stayed) == (True, None, None)

    steps: list[Step] = []
    watch = Watch(bench, at, ASK, control_user="qa-bo", told=steps.append)
    before = ids(watch.begin(again=False))
    watch.watch(*watch.act(Act("View", before[4:5])))
    watch.turn(lighting)
    assert [each.listing.asked.filter_arn for each in watch.run.control_columns] == [None, None, lighting.filter_arn]
    assert (watch.run.control_stayed, sight(watch.run, 1).control_stayed) == (True, True)
    assert (sight(watch.run, 2).control_stayed, sight(watch.run, 2, since_baseline=True).control_stayed) == (None, None)
    assert steps_of(watch.run)[-1].text == steps[-1].text == "filter shop-by-category (lighting): 10 recommended"
    assert "Another question" in as_markdown(watch.run)
    unseen = watch.run.with_column(watch.run.columns[2], replace(watch.run.control_columns[2], trouble="no answer"))
    assert sight(unseen, 3).control_stayed is None
    first, second = (replace(each, trouble="no answer") for each in watch.run.control_columns[:2])
    assert replace(watch.run, control_columns=(first, second)).control_stayed is None


def test_a_look_again_has_all_its_time(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, at, replace(ASK, arn=f"{HEAD}:recommender/shop-most-viewed"))
    done = watch.act(Act("View", ids(watch.begin(again=False))[:1]))
    first = watch.watch(*done, budget_s=0.3)
    again = watch.watch(budget_s=0.3)
    assert isinstance(first, Column)
    assert isinstance(again, Column)
    assert (first.polls, again.polls) == (2, 2)
    assert again.waited_s < 0.3 + first.waited_s


def test_of_two_calls_one_is_refused_and_the_other_is_watched(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, at, ASK)
    before = ids(watch.begin(again=False))
    things = (*before, *(f"other-{number}" for number in range(5)))
    order(at, "access-denied", service="personalize-events", share=0.8, seed=0)  # the second call meets it
    done = watch.act(Act("View", things), Act("Click", before[:1]))
    assert [(len(act.ids), act.accepted) for act in done] == [(10, True), (5, False), (1, False)]
    assert done[0].ids == before
    column = watch.watch(*(act for act in done if act.accepted))
    assert isinstance(column, Column)
    assert (column.moved, column.acts) == (True, done[:1])
