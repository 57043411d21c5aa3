"""What was done with recommended rows, as the events that tell of it, and how their calls ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.outcome import Accepted, Record
from pevents_tui.domain.recommendation import ACTIONS, Act, Ask, Listing


def draft_of(
    acts: Sequence[Act],
    ask: Ask,
    listing: Listing | None,
    session_id: str,
    *,
    visitor: bool,
    now_s: int,
    new_id: Callable[[], str],
) -> Draft:
    """The events of acts, a second apart, the last of now; each with the list it was chosen from.

    Args:
        acts: In the order they are done.
        ask: The question that the list answers.
        listing: The list; None for none.
        session_id: The session of the events.
        visitor: The user has no ID: the events name the session alone.
        now_s: Epoch seconds.
        new_id: Gives ids of events.
    """
    spec = KINDS["put-action-interactions" if ask.kind == ACTIONS else "put-events"]
    pairs = [(act, each) for act in acts for each in act.ids]
    who: dict[str, Any] = {"sessionId": session_id}
    if not visitor:
        who = {"userId": ask.user_id, **who}
    rows = []
    for ago_s, (act, each) in zip(range(len(pairs) - 1, -1, -1), pairs, strict=True):
        row: dict[str, Any] = {"eventId": new_id(), "eventType": act.event_type, spec.thing: each}
        row |= {spec.time: now_s - ago_s, **(who if spec.by_row else {})}
        if act.value is not None and not spec.by_row:
            row["eventValue"] = act.value
        if listing is not None and each in listing.ids:
            row |= _shown(listing, each)
        rows.append(row)
    return Draft(spec.name, {**({} if spec.by_row else who), spec.rows: rows})


def _shown(listing: Listing, acted: str) -> dict[str, Any]:
    """What an event about a row tells of the list it was in; of the two the impression wins at the service."""
    named = {"recommendationId": listing.recommendation_id} if listing.recommendation_id else {}
    return {**named, "impression": list(listing.impression(acted))}


def settled(acts: Sequence[Act], event_ids: Sequence[str], records: Sequence[Record]) -> tuple[Act, ...]:
    """Acts with how they ended; one whose calls ended differently becomes two: what was accepted, and what was not.

    Args:
        acts: What was done.
        event_ids: Of their events, in the same order.
        records: Of the calls that were made, one each.
    """
    made = {row["eventId"]: record for record in records for row in record.call.rows}
    left = iter(event_ids)
    done: list[Act] = []
    for act in acts:
        told = [(each, made.get(next(left))) for each in act.ids]
        parts = ([pair for pair in told if _accepted(pair[1]) is wanted] for wanted in (True, False))
        done += [_ended(act, part) for part in parts if part]
    return tuple(done)


def _accepted(record: Record | None) -> bool:
    return record is not None and isinstance(record.outcome, Accepted)


def _ended(act: Act, told: Sequence[tuple[str, Record | None]]) -> Act:
    """An act about some of its ids, each with the record of its call; it is of the last call's time."""
    records = [each for _, each in told if each is not None]
    sentences = dict.fromkeys(each.outcome.sentence for each in records if each.outcome is not None)
    return replace(
        act,
        ids=tuple(each for each, _ in told),
        at_s=records[-1].at_s if records else 0.0,
        ended=tuple(sentences) or ("not sent",),
        accepted=all(_accepted(each) for _, each in told),
        records=tuple(dict.fromkeys(each.id for each in records if each.id)),
    )
