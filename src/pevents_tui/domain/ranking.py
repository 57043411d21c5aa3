"""Ranking arithmetic: how one recommended list differs from another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pevents_tui.domain.recommendation import Listing

DEPTH = 10
"""How far down overlap is counted unless told otherwise."""
PERSISTENCE = 0.9
"""How likely somebody looks on from one rank to the next, in rank-biased overlap: the first ten ranks weigh 86 %.

Source: W. Webber, A. Moffat, J. Zobel, A similarity measure for indefinite rankings, ACM TOIS 28(4), 2010."""
UNNAMED = "other"
"""The share of rows without a category."""


@dataclass(frozen=True, slots=True)
class Move:
    """What became of one id.

    Attributes:
        id: The item's or action's.
        before: Its rank, from 1; None where it is new.
        after: Its rank; None where it is gone.
        acted: Something was done with it.
        score_change: How much its score rose; None where either list has none.
    """

    id: str
    before: int | None
    after: int | None
    acted: bool = False
    score_change: float | None = None

    @property
    def rise(self) -> int:
        """How many ranks it rose, below 0 where it fell; 0 where it is new or gone."""
        return self.before - self.after if self.before and self.after else 0

    @property
    def word(self) -> str:
        """`▲3`, `▼2`, `● new`, `✕ gone`; empty where it stayed."""
        if self.before is None:
            return "● new"
        if self.after is None:
            return "✕ gone"
        return f"▲{self.rise}" if self.rise > 0 else f"▼{-self.rise}" if self.rise else ""


@dataclass(frozen=True, slots=True)
class Share:
    """A category's part of a list.

    Attributes:
        category: Its name; `UNNAMED` for rows without one.
        rows: How many rows, each row counting one in all: one of two categories is half a row of each.
        part: Of the whole list, from 0 to 1.
    """

    category: str
    rows: float
    part: float


@dataclass(frozen=True, slots=True)
class Change:
    """How a list differs from the one before it.

    Attributes:
        moves: Every id of either list: those of the later one in its order, then those that are gone.
        entered: Ids that are new, in the later list's order.
        left: Ids that are gone, in the earlier list's order.
        overlap: The part of the first `depth` that both lists have, from 0 to 1, whatever the order.
        depth: How far down that was counted.
        rbo: Rank-biased overlap, from 0 to 1: 1 for the same order, and the upper ranks weigh most.
        shares_before: Categories of the earlier list, the largest first.
        shares_after: The same of the later list.
    """

    moves: tuple[Move, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    overlap: float
    depth: int
    rbo: float
    shares_before: tuple[Share, ...]
    shares_after: tuple[Share, ...]

    @property
    def rescored(self) -> bool:
        """Whether any score differs, be the order the same or not."""
        return any(each.score_change for each in self.moves)


def compare(before: Listing, after: Listing, depth: int = DEPTH, acted: Collection[str] = ()) -> Change:
    """How a list differs from an earlier one.

    Args:
        before: The earlier.
        after: The later.
        depth: How far down overlap is counted.
        acted: Ids that something was done with meanwhile.
    """
    old, new = _once(before.ids), _once(after.ids)
    was, now = _ranks(old), _ranks(new)
    left = tuple(each for each in old if each not in now)
    scores = [{row.id: row.score for row in reversed(each.rows)} for each in (before, after)]
    moves = tuple(
        Move(each, was.get(each), now.get(each), each in acted, _rise(scores[0].get(each), scores[1].get(each)))
        for each in (*new, *left)
    )
    return Change(
        moves=moves,
        entered=tuple(each for each in new if each not in was),
        left=left,
        overlap=overlap(old, new, depth),
        depth=depth,
        rbo=rank_biased_overlap(old, new),
        shares_before=shares(before),
        shares_after=shares(after),
    )


def overlap(one: Sequence[str], other: Sequence[str], depth: int = DEPTH) -> float:
    """The part of the first ranks that two lists have in common, from 0 to 1; 1 for two empty ones.

    Args:
        one: Ids, each once.
        other: The same.
        depth: How many ranks; no more than the longer list has.
    """
    first, second = set(one[:depth]), set(other[:depth])
    longer = max(len(first), len(second))
    return len(first & second) / longer if longer else 1.0


def rank_biased_overlap(one: Sequence[str], other: Sequence[str], persistence: float = PERSISTENCE) -> float:
    """Rank-biased overlap of two lists, extrapolated past their ends, from 0 to 1; 1 for two empty ones.

    Source: Webber, Moffat and Zobel 2010, equation 32 (RBO_ext), which holds for lists of two lengths.

    Args:
        one: Ids, each once.
        other: The same.
        persistence: Between 0 and 1; the higher, the more the lower ranks weigh.
    """
    short, long = sorted((one, other), key=len)
    if not short:
        return float(not long)
    seen_short: set[str] = set()
    seen_long: set[str] = set()
    common, common_short, total, weight = 0, 0, 0.0, 1.0
    for depth, item in enumerate(long, 1):
        weight *= persistence
        common += item in seen_short
        seen_long.add(item)
        if depth <= len(short):
            paired = short[depth - 1]
            common += paired in seen_long  # both at one rank meet here, once
            seen_short.add(paired)
            common_short = common
        agreed = common / depth
        if depth > len(short):
            agreed += common_short * (depth - len(short)) / (len(short) * depth)
        total += agreed * weight
    tail = ((common - common_short) / len(long) + common_short / len(short)) * weight
    return min(1.0, max(0.0, (1 - persistence) / persistence * total + tail))


def shares(listing: Listing) -> tuple[Share, ...]:
    """The categories of a list, the largest first, those of one size by name; together they make the whole."""
    counted: dict[str, float] = {}
    for row in listing.rows:
        names = row.categories or (UNNAMED,)
        for name in names:
            counted[name] = counted.get(name, 0.0) + 1 / len(names)
    total = len(listing.rows)
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Share(name, size, size / total) for name, size in ordered)


def _once(ids: Sequence[str]) -> tuple[str, ...]:
    """Ids without those that stood before."""
    return tuple(dict.fromkeys(ids))


def _ranks(ids: Sequence[str]) -> dict[str, int]:
    return {each: rank for rank, each in enumerate(ids, 1)}


def _rise(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before
