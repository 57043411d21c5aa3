"""What happened in a run, as far as its columns tell: the feed of one that was opened again."""

from __future__ import annotations

from collections.abc import Iterator

from pevents_tui.domain.recommendation import Column, Run, Step


def steps_of(run: Run) -> list[Step]:
    """The steps of a run in their order: the baseline, what was done, and what came of it."""
    steps: list[Step] = []
    for at, column in enumerate(run.columns):
        steps += [Step("asked", f"{len(column.listing.rows)} recommended", run.began_s)] if not at else _step(column)
    return steps


def _step(column: Column) -> Iterator[Step]:
    for act in column.acts:
        how = "accepted" if act.accepted else "; ".join(act.ended)
        yield Step("sent" if act.accepted else "failed", f"{act.label}: {how}", act.at_s, act=act)
    at_s = column.listing.received_s
    if column.since_s is not None:
        yield Step("moved", f"the list moved after {column.since_s:.1f} s", at_s, column.waited_s)
    elif not column.seen:
        yield Step("failed", f"no list came within {column.waited_s:.1f} s: {column.trouble}", at_s, column.waited_s)
    else:
        yield Step("still", f"no change within {column.waited_s:.1f} s", at_s, column.waited_s)
