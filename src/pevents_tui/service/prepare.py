"""From a draft to what would be sent: fill, check, plan, in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.plan import Plan, Target, plan
from pevents_tui.domain.report import Context, Report

if TYPE_CHECKING:
    from pevents_tui.domain.resolve import Resolved
    from pevents_tui.domain.schema import Schema
    from pevents_tui.service.variables import Variables


class Prepared(NamedTuple):
    """A draft made ready: what will be sent, what is wrong with it, and the calls.

    Attributes:
        draft: As it was written.
        filled: With its blanks filled: event ids, times, tracking ID.
        report: What was found in the filled draft.
        plan: The exact calls; None exactly where a stop stands.
        target: Where they go, with the guards that hold for the draft's tracker.
        resolved: The draft without its variables; None where they were not looked at.
    """

    draft: Draft
    filled: Draft
    report: Report
    plan: Plan | None
    target: Target
    resolved: Resolved | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What a person has to be asked for before this can be sent."""
        return self.resolved.missing if self.resolved else ()

    def may_send(self, *, anyway: bool = False) -> bool:
        """Whether the plan may go out; `anyway` lifts the limits, never the stops."""
        return self.report.may_send(anyway=anyway)


def prepare(
    draft: Draft,
    target: Target,
    *,
    new_id: Callable[[int], str],
    now_s: int,
    known_types: frozenset[str] = frozenset(),
    memory: RowMemory | None = None,
    schema: Schema | None = None,
    variables: Variables | None = None,
) -> Prepared:
    """A draft filled, checked and laid out as calls.

    Args:
        draft: What was written.
        target: Where it would go.
        new_id: Gives the event id for the row at an index.
        now_s: The present in epoch seconds.
        known_types: Event types seen before on the target.
        memory: What was found out about rows the last time; None for nothing.
        schema: Of the dataset that the rows go to; None where it is not known.
        variables: What the draft's variables stand for; None where `{{ … }}` is text like any other.
    """
    from pevents_tui.domain.check import check  # noqa: PLC0415 - a form is shown before anything is checked
    from pevents_tui.domain.fill import fill  # noqa: PLC0415 - the same

    memory = memory or RowMemory()
    resolved = variables.resolve(draft, now_s, memory) if variables is not None else None
    plain = resolved.draft if resolved is not None else draft
    filled = fill(plain, now_s=now_s, new_id=new_id, address=target.address(draft.spec), memory=memory)
    known = Context(now_s, target.tracking_id, known_types, memory, schema=schema, user_prefix=target.user_prefix)
    report = check(filled, known)
    if resolved is not None and resolved.problems:
        report = resolved.told_in(report)
    calls = plan(report, target) if report.body is not None else None
    if calls is not None and resolved is not None and variables is not None:
        calls = replace(calls, made=variables.made(resolved))
    return Prepared(draft, filled, report, calls, target, resolved)
