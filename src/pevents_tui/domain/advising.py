"""find_advice(draft, context): what the rules of thumb find, asked anew only about rows that changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pevents_tui.domain import advice
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.property_advice import PROPERTY_ADVICE
from pevents_tui.domain.report import Context, Problem
from pevents_tui.domain.rules import Rule, rows_of

BY_ROW: frozenset[Rule] = frozenset(
    {
        advice.nothing_as_text,
        advice.blanks_around,
        *PROPERTY_ADVICE,
        advice.list_and_impression,
        advice.list_and_source,
        advice.odd_action_types,
        advice.reserved_type,
        advice.session_is_user,
        advice.unused_impressions,
        advice.shown_twice,
    }
)
"""Those that judge a row by itself, whatever the context: their findings hold while the row stays as it is."""


def find_advice(draft: Draft, context: Context) -> Iterator[Problem]:
    """What every rule finds."""
    frame = Draft(draft.kind, {**draft.body, draft.spec.rows: []})
    for rule in advice.ADVICE:
        yield from rule(frame if rule in BY_ROW else draft, context)
    for path, row in rows_of(draft):
        index = int(path[1])
        yield from context.memory.recall("advice", index, row, draft.kind, partial(_row_advice, draft, index))


def _row_advice(draft: Draft, index: int) -> tuple[Problem, ...]:
    """What the rules that judge rows by themselves find in one row, whatever stands before it."""
    rows = draft.spec.rows
    alone = Draft(draft.kind, {rows: [draft.rows[index]]})
    context = Context()
    found = (problem for rule in advice.ADVICE if rule in BY_ROW for problem in rule(alone, context))
    return tuple(problem._replace(path=(rows, index, *problem.path[2:])) for problem in found)
