"""The baseline of a run: asked for patiently while the service is busy, and once more, to see whether it differs."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

from pevents_tui.domain.recommendation import Listing, Unasked
from pevents_tui.service.cancel import Cancel

MOST_ASKS = 5
"""How often a list is asked for that is another one at the second ask, to see by how much it differs from itself."""
FIRST_PAUSE_S = 0.25
"""How long the first pause is after the service said that it is busy."""
PAUSE_GROWTH = 2.0
"""How much longer each further pause is."""

T = TypeVar("T")
Look = Callable[[], Listing | Unasked]
"""Asks once."""


class Baseline(NamedTuple):
    """What a run begins with.

    Attributes:
        listing: The list.
        control: The control user's; None where there is none.
        again: The ids of further lists where each ask gives another one; empty where it holds still.
        doubt: Why nobody knows whether it holds still; empty where it is known, or not looked at.
    """

    listing: Listing
    control: Listing | None
    again: tuple[tuple[str, ...], ...]
    doubt: str = ""


def ask_baseline(
    look: Look,
    control: Callable[[], Listing | Unasked | None],
    told: Callable[..., None],
    cancel: Cancel,
    *,
    budget_s: float,
    again: bool,
) -> Baseline | Unasked:
    """Both lists, or why there are none.

    Args:
        look: Asks for the list once.
        control: Asks for the control user's; gives None where there is none.
        told: Is told each step: its word, its sentence, and the list where one came.
        cancel: Ends it within a moment.
        budget_s: How long a busy service is asked again.
        again: Ask once more, to see whether the list differs by itself.
    """
    began_s = time.monotonic()

    def patient(ask: Callable[[], T | Unasked]) -> T | Unasked:
        return patiently(ask, partial(told, "again"), cancel, began_s + budget_s - time.monotonic())

    first = patient(look)
    if isinstance(first, Unasked):
        return first
    told("asked", f"{len(first.rows)} recommended", listing=first)
    held = settled(first, partial(patient, look)) if again else Baseline(first, None, ())
    if isinstance(held, Unasked):
        return held
    beside = patient(control)
    return beside if isinstance(beside, Unasked) else held._replace(control=beside)


def patiently(
    look: Callable[[], T | Unasked], told: Callable[[str], None], cancel: Cancel, budget_s: float
) -> T | Unasked:
    """The list; while the service says that it is busy, asked for again after growing pauses.

    Args:
        look: Asks once.
        told: Is told each pause.
        cancel: Ends a pause.
        budget_s: No pause ends later than this.
    """
    began_s, pause_s = time.monotonic(), FIRST_PAUSE_S
    while True:
        came = look()
        left_s = began_s + budget_s - time.monotonic()
        if not isinstance(came, Unasked) or not came.busy or pause_s > left_s:
            return came
        told(f"the service is busy, asked again in {pause_s:.2g} s: {came.words}")
        if cancel.wait(pause_s):
            return Unasked("cancelled", cancelled=True)
        pause_s *= PAUSE_GROWTH


def settled(first: Listing, look: Look) -> Baseline | Unasked:
    """The baseline, with further lists where each ask gives another one; without the control user's.

    A list that changed once and stayed so reacts to something earlier: the later one is the baseline then. Where the
    second ask is not answered, nobody knows whether it holds still.

    Args:
        first: The list as it came first.
        look: Asks for it again.
    """
    lists, doubt = [first], ""
    while len(lists) < MOST_ASKS:
        came = look()
        if isinstance(came, Unasked):
            if came.cancelled:
                return came
            doubt = came.words if len(lists) == 1 else ""
            break
        lists.append(came)
        if came.ids == first.ids and len(lists) == 2:
            return Baseline(first, None, ())
    later = {each.ids for each in lists[1:]}
    if len(later) == 1 and len(lists) == MOST_ASKS:
        return Baseline(lists[-1], None, ())
    return Baseline(first, None, tuple(each.ids for each in lists[1:]), doubt)
