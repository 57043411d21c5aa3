"""What happened in a run, in lines of its feed: as it happens, and of a run that was opened again."""

from __future__ import annotations

from collections.abc import Iterator

from pevents_tui.domain.recommendation import Act, Column, Run, Step


def steps_of(run: Run) -> list[Step]:
    """The steps of a run in their order: the baseline, what was done, and what came of it."""
    steps: list[Step] = []
    for at, column in enumerate(run.columns):
        if at == 0:
            steps.append(Step("asked", f"{len(column.listing.rows)} recommended", run.began_s))
        elif run.is_turn(at):
            steps.append(turn_step(column, column.listing.received_s))
        else:
            steps += _step(column)
    return steps


def act_step(act: Act, at_s: float) -> Step:
    """How something that was done ended.

    Args:
        act: With how its calls ended.
        at_s: When, in epoch seconds.
    """
    how = "accepted" if act.accepted else "; ".join(act.ended)
    return Step("sent" if act.accepted else "failed", f"{act.label}: {how}", at_s, act=act)


def end_step(column: Column, at_s: float) -> Step:
    """What came of a wait.

    Args:
        column: The step of the run that came of it.
        at_s: When, in epoch seconds.
    """
    waited_s = column.waited_s
    if column.since_s is not None:
        told = (
            f"moved after {column.since_s:.1f} s"
            if column.acts
            else "moved since the step before, with nothing more done"
        )
        return Step("moved", told, at_s, waited_s, listing=column.listing)
    if not column.seen:
        return Step("failed", f"no list came within {waited_s:.1f} s: {column.trouble}", at_s, waited_s)
    return Step("still", f"no change within {waited_s:.1f} s", at_s, waited_s, listing=column.listing)


def turn_step(column: Column, at_s: float) -> Step:
    """What came of asking otherwise.

    Args:
        column: The step of the run that came of it.
        at_s: When, in epoch seconds.
    """
    return Step("asked", f"{column.label}: {len(column.listing.rows)} recommended", at_s, listing=column.listing)


def _step(column: Column) -> Iterator[Step]:
    yield from (act_step(act, act.at_s) for act in column.acts)
    yield end_step(column, column.listing.received_s)
