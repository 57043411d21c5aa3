"""Recommend: a key costs the same after ten steps and after two hundred, and a line of a long list what it costs."""

from __future__ import annotations

from collections.abc import Callable
from cProfile import Profile
from dataclasses import replace

from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Act, Column, Run, Step
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.recommend import RecommendScreen
from recommend_hands import after, open_recommend
from watching import Seen, watch

ROWS = 10


def _calls(do: Callable[[], object]) -> int:
    with Profile() as profile:
        do()
    return sum(each.callcount for each in profile.getstats())


def _grown(run: Run, steps: int) -> Run:
    """A run of as many steps, each after something was done with what no list names."""
    base = run.columns[0]
    acts = [
        Act("View", (f"Z{number}",), None, 1.0, ("accepted",), accepted=True, records=(1,)) for number in range(steps)
    ]
    lists = [replace(base.listing, rows=base.listing.rows[at % 2 :]) for at in range(steps)]
    columns = [Column("View", listing, (act,), 0.3) for listing, act in zip(lists, acts, strict=True)]
    return replace(run, columns=(base, *columns), control_columns=())


async def _costs(seen: Seen, screen: RecommendScreen, run: Run, steps: int) -> list[int]:
    """The calls that a step back costs, alone and before an audience, and one line more of the feed."""
    grown = _grown(run, steps)
    fed = [(Step("sent", "x", 1.0, act=column.acts[0]), Step("moved", "m", 1.0)) for column in grown.columns[1:]]
    screen.feed = [step for pair in fed for step in pair]
    screen.run_shown, screen.at = grown, steps
    costs = []
    for presenting in (False, True):
        screen.presenting = presenting
        await seen.pilot.pause()
        screen.at -= 1
        costs.append(_calls(lambda: setattr(screen, "at", screen.at - 1)))
    screen.presenting = False
    screen.feed.append(Step("waiting", "as before", 1.0))
    return [*costs, _calls(screen.show_feed)]


async def test_a_key_costs_the_same_however_long_the_run(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), (100, 30)) as seen:
        screen = await open_recommend(seen)
        run = screen.run_shown
        assert run is not None
        few, many = [await _costs(seen, screen, run, steps) for steps in (10, 200)]
        for short, long in zip(few[:2], many[:2], strict=True):
            assert long < 1.5 * short, (few, many)
        assert many[2] < 10 * 2 * 200  # a look at each line that is there, in no other words
        listing, drawn = run.columns[0].listing, []
        for times in (1, 30):
            rows = tuple(replace(row, id=f"{row.id}-{copy}") for copy in range(times) for row in listing.rows)
            screen.run_shown = replace(run, columns=(Column("baseline", replace(listing, rows=rows)),))
            await seen.pilot.pause()
            assert len(after(screen).lines) == times * ROWS
            drawn.append(_calls(lambda: [after(screen).render_line(y) for y in range(ROWS)]))
        assert drawn[1] < 1.5 * drawn[0], drawn
