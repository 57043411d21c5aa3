"""Lines by position: what is read, how often, and how much of it is held."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from call_sources import Endless, Jumping, Numbers, Overcounted
from pevents_tui.ui.widgets.call_pages import JumpingSource, Pages


def ids(pages: Pages, rows: Sequence[int]) -> list[int | None]:
    return [line.id if (line := pages.line_at(row)) else None for row in rows]


def test_positions_are_read_in_any_order() -> None:
    pages = Pages(Numbers(1000, lambda number: number % 3 != 0))
    wanted = [number for number in range(1000, 0, -1) if number % 3 != 0]
    for rows in (range(5), range(660, 667), range(200, 210), range(640, 600, -1), range(5)):
        assert ids(pages, rows) == [wanted[row] for row in rows]


def test_few_pages_of_a_million_lines_are_held_and_the_oldest_is_found_at_once() -> None:
    source = Endless(1_000_000)
    pages = Pages(source)
    assert ids(pages, [999_999]) == [1]
    assert len(source.asked) <= 3
    for row in range(0, 1_000_000, 5_000):
        assert ids(pages, [row]) == [1_000_000 - row]
        assert len(pages._pages) <= Pages.KEPT
    assert max(limit for _, limit in source.asked) <= Pages.SIZE


def test_numbers_that_begin_late_are_still_positions() -> None:
    source = Endless(1_000_000, oldest=400_001)
    assert ids(Pages(source), [599_999, 300_000]) == [400_001, 700_000]
    assert len(source.asked) <= 4


def test_a_source_that_jumps_is_asked_for_the_position() -> None:
    source = Jumping(20_000, lambda number: number % 2 == 0)
    assert isinstance(source, JumpingSource)
    assert ids(Pages(source), [9_999]) == [2]
    assert source.jumps == [9_999 // Pages.SIZE * Pages.SIZE]


def test_a_filtered_source_is_walked_once_and_marks_the_way() -> None:
    source = Numbers(40_000, lambda number: number % 2 == 0)
    pages = Pages(source)
    assert ids(pages, [19_999]) == [2]
    assert ids(pages, [10_000]) == [20_000]
    source.asked.clear()
    assert ids(pages, [15_000]) == [10_000]
    assert len(source.asked) <= Pages.STRIDE + 1


def test_scrolling_down_reads_each_page_once() -> None:
    source = Endless(2_000, wanted=lambda number: True)
    pages = Pages(source)
    assert ids(pages, range(2_000)) == list(range(2_000, 0, -1))
    assert len(source.asked) == -(-2_000 // Pages.SIZE)


def test_fewer_lines_than_counted_end_where_they_end() -> None:
    pages = Pages(Overcounted(50))
    assert pages.total == 150
    assert ids(pages, [149, 50]) == [None, None]
    assert ids(pages, [49]) == [1]
    assert pages.total == 50


def test_what_came_in_since_does_not_move_the_lines() -> None:
    source = Endless(3_000)
    pages = Pages(source)
    assert ids(pages, [0, 2_999]) == [3_000, 1]
    source.newest = 3_500
    assert ids(pages, [row * Pages.SIZE for row in range(Pages.KEPT + 10)])[-1] is not None
    assert ids(pages, [0, 100]) == [3_000, 2_900]
    pages.reload()
    assert ids(pages, [0]) == [3_500]


@pytest.mark.parametrize(
    "source", [Endless(5_000), Jumping(10_000, lambda number: number % 2 == 0)], ids=["all", "jump"]
)
def test_a_line_is_found_again_by_its_number(source: Numbers) -> None:
    pages = Pages(source)
    line = pages.line_at(3_333)
    assert line is not None
    for guess in (3_333, 0, 4_999, 10**9, -5):
        assert pages.row_of(line.id, guess) == 3_333
