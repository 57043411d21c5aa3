"""Spread: how much a list differs from itself when it is asked for again, and what goes beyond that.

Recipes that explore show other items at each ask, so that a list differs though nobody did anything. The measure is one
that a person can count: how many rows of the later list the earlier one had not. Order alone is no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations


def new_rows(before: Sequence[str], after: Sequence[str]) -> int:
    """How many ids of the later list the earlier one had not.

    Args:
        before: The earlier list's ids.
        after: The later one's.
    """
    return len(set(after) - set(before))


def own_rows(lists: Sequence[Sequence[str]]) -> int | None:
    """The most rows by which two lists differ that answered one question with nothing done; None where all are alike.

    Args:
        lists: The ids of each.
    """
    if all(tuple(each) == tuple(lists[0]) for each in lists):
        return None
    return max(new_rows(one, other) for one, other in permutations(lists, 2))


def is_beyond(before: Sequence[str], after: Sequence[str], own: int | None) -> bool:
    """Whether a list differs from an earlier one, and by more rows than it does by itself.

    Args:
        before: The earlier list's ids.
        after: The later one's.
        own: What `own_rows` gave: where it is None, any other order is a difference.
    """
    return tuple(before) != tuple(after) if own is None else new_rows(before, after) > own
