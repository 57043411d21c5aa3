"""What a draft leaves to us: event ids, times, where it goes. Each is fixed once, before the first byte leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.times import resolve_relative

_MAY_BE_EMPTY: Mapping[str, Any] = {"impression": [], "properties": {}, "metricAttribution": {}}


def fill(
    draft: Draft,
    *,
    now_s: int,
    new_id: Callable[[int], str],
    address: str | None = None,
    memory: RowMemory | None = None,
) -> Draft:
    """The draft as it would be sent now: blanks are absent, every row has an event id and a time.

    Args:
        draft: What was written; values of the wrong type pass through for `check` to name.
        now_s: The present, in whole epoch seconds.
        new_id: Gives the event id for the row at an index.
        address: The target's tracking ID, or the ARN of its dataset; taken only where the draft names none.
        memory: Gives rows that did not change as the objects they were; None where nothing is remembered.
    """
    memory = memory or RowMemory()
    body: dict[str, Any] = {name: value for name, value in draft.body.items() if not _blank(name, value)}
    if address and draft.spec.address not in body:
        body = {draft.spec.address: address, **body}
    rows = body.get(draft.spec.rows)
    if isinstance(rows, list):
        body[draft.spec.rows] = [
            _fill_row(row, index, draft.spec.time, now_s, new_id, memory) if isinstance(row, Mapping) else row
            for index, row in enumerate(rows)
        ]
    return Draft(draft.kind, body)


def _fill_row(
    row: Mapping[str, Any], index: int, time_name: str, now_s: int, new_id: Callable[[int], str], memory: RowMemory
) -> dict[str, Any]:
    """The filled row, an event with id and time; the same object while neither it nor what is drawn for it changes."""
    drawn = new_id(index) if time_name and row.get("eventId", "") == "" else None
    given = row.get(time_name)
    moves = None if not time_name or resolve_relative(given, now_s) is given else now_s

    def make() -> dict[str, Any]:
        filled = {name: pruned for name, value in row.items() if not _blank(name, pruned := _prune(value))}
        if drawn is not None:
            filled["eventId"] = drawn
        if time_name and filled.get(time_name, "") is not None:  # null is told, not replaced
            filled[time_name] = resolve_relative(filled.get(time_name), now_s)
        return filled

    return memory.recall("filled", index, row, (drawn, moves), make)


def _blank(name: str, value: Any) -> bool:
    """Whether a form or the AWS CLI's skeleton means "not given" by it; an empty value of a wrong type is kept."""
    return value == "" or (name in _MAY_BE_EMPTY and value == _MAY_BE_EMPTY[name])


def _prune(value: Any) -> Any:
    """A row's member without the empty texts a skeleton leaves in its lists and inner objects."""
    if isinstance(value, list):
        return [element for element in value if element != ""]
    if isinstance(value, dict) and set(value) <= {"eventAttributionSource"}:
        return {name: inner for name, inner in value.items() if inner != ""}
    return value
