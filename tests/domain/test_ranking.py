"""Ranking arithmetic: moves, overlap, rank-biased overlap and shares against hand-worked cases and properties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pevents_tui.domain.ranking import Change, compare, overlap, rank_biased_overlap, shares
from pevents_tui.domain.recommendation import Ask, Listing, Row

LISTS = st.lists(st.sampled_from("abcdefghijklmnop"), unique=True, max_size=12)


def listing(*ids: str, **scores: float) -> Listing:
    rows = tuple(Row(each, scores.get(each), category={"a": "tea", "b": "tea|cups"}.get(each, "")) for each in ids)
    return Listing(rows, "RID-1", Ask("arn:campaign"))


def moves(change: Change) -> list[tuple[str, str, bool]]:
    return [(each.id, each.word, each.acted) for each in change.moves]


def test_moves_new_gone_and_acted_on() -> None:
    change = compare(listing("a", "b", "c", "d"), listing("c", "a", "e", "b"), acted=["c"])
    expected = [
        ("c", "▲2", True),
        ("a", "▼1", False),
        ("e", "● new", False),
        ("b", "▼2", False),
        ("d", "✕ gone", False),
    ]
    assert moves(change) == expected
    assert (change.entered, change.left, change.overlap) == (("e",), ("d",), 0.75)


def test_scores_alone_are_no_move_but_are_told() -> None:
    change = compare(listing("a", "b", a=0.5, b=0.25), listing("a", "b", a=0.75, b=0.25))
    assert [each.score_change for each in change.moves] == [0.25, 0.0]
    assert ([each.word for each in change.moves if each.word], change.rescored) == ([], True)
    assert compare(listing("a"), listing("a", a=1.0)).moves[0].score_change is None


def test_an_id_that_comes_twice_counts_where_it_stands_first() -> None:
    change = compare(listing("a", "b", "a"), listing("b", "a", "b"))
    assert [(each.id, each.before, each.after) for each in change.moves] == [("b", 2, 1), ("a", 1, 2)]


def test_shares_make_the_whole_and_split_rows_of_two_categories() -> None:
    found = {each.category: each.part for each in shares(listing("a", "b", "x", "y"))}
    assert found == {"other": 0.5, "tea": 0.375, "cups": 0.125}
    assert shares(listing()) == ()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ab", "ab", 1.0),
        ("ab", "cd", 0.0),
        ("", "", 1.0),
        ("a", "", 0.0),
        # Agreements 0 and 1: (1-p)/p * (0*p + 1*p^2) + 1*p^2, with p = 0.5, is 0.25 + 0.25.
        ("ab", "ba", 0.5),
        # Agreements 1 and 1/2: 0.5 + 0.125, and the tail of 1/2 * p^2.
        ("ab", "ac", 0.75),
        # Lengths 1 and 2: a beside ab agrees wherever both are known, so that it is the same as far as can be told.
        ("a", "ab", 1.0),
        # Lengths 1 and 2, b beside ab: X_1 = 0, X_2 = 1: sum 1/2 * p^2 = 0.125; tail ((1-0)/2 + 0) * p^2 = 0.125.
        ("b", "ab", 0.25),
    ],
)
def test_rank_biased_overlap_by_hand(one: str, other: str, expected: float) -> None:
    assert rank_biased_overlap(one, other, persistence=0.5) == pytest.approx(expected)


def test_the_upper_ranks_weigh_most() -> None:
    top, bottom = rank_biased_overlap("abcdef", "bacdef"), rank_biased_overlap("abcdef", "abcdfe")
    assert top < bottom < 1


@given(LISTS, LISTS)
@settings(max_examples=60)
def test_bounds_identity_and_symmetry(one: list[str], other: list[str]) -> None:
    assert rank_biased_overlap(one, one) == pytest.approx(1.0)
    assert overlap(one, one) == 1.0
    assert 0.0 <= rank_biased_overlap(one, other) <= 1.0
    assert rank_biased_overlap(one, other) == pytest.approx(rank_biased_overlap(other, one))
    assert overlap(one, other) == overlap(other, one)
    change = compare(listing(*one), listing(*other))
    assert any(each.word for each in change.moves) == (one != other)
    assert len(change.moves) == len({*one, *other})
    assert sum(each.part for each in change.shares_after) == pytest.approx(1.0 if other else 0.0)
