"""How much a list differs from itself, and what goes beyond that."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pevents_tui.domain.spread import is_beyond, new_rows, own_rows

IDS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)


def test_rows_are_counted_by_hand() -> None:
    assert new_rows("abc", "abd") == 1
    assert new_rows("abc", "cba") == 0
    assert own_rows(["abc", "abc"]) is None
    assert own_rows(["abc", "acb"]) == 0
    assert own_rows(["abcd", "abcx", "abyz"]) == 2
    assert is_beyond("abc", "acb", None)
    assert not is_beyond("abc", "acb", 0)
    assert not is_beyond("abcd", "abcx", 1)
    assert is_beyond("abcd", "abxy", 1)


@given(st.lists(IDS, min_size=1, max_size=4))
def test_no_list_of_the_asks_goes_beyond_them(lists: list[list[str]]) -> None:
    own = own_rows(lists)
    assert not any(is_beyond(one, other, own) for one in lists for other in lists)
    assert not is_beyond(lists[0], lists[0], own)
