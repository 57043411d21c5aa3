"""One call in one line: columns, times, words, hostile texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from call_sources import NOW, Row
from pevents_tui.domain.visible import UNSAFE
from pevents_tui.service.history import Line
from pevents_tui.ui.widgets.call_line import MARKS, Columns, cells, when
from pevents_tui.ui.widgets.call_pages import LineLike


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (NOW, "14:02:31"),
        (NOW - timedelta(days=1), "23 Nov"),
        (NOW - timedelta(days=400), "Oct 2025"),
        (NOW + timedelta(days=1), "25 Nov"),
    ],
)
def test_times_name_the_day_only_when_it_was_another(at: datetime, told: str) -> None:
    assert when(at.timestamp(), NOW, UTC) == told


def test_the_day_is_that_of_the_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert when(NOW.timestamp(), NOW, tokyo) == "23:02:31"
    assert when(NOW.timestamp() - 15 * 3600, NOW, tokyo) == "08:02:31"
    assert when(NOW.timestamp() - 15 * 3600, NOW, UTC) == "23 Nov"


@pytest.mark.parametrize("at_s", [float("nan"), float("inf"), 1e300])
def test_a_time_that_is_none_is_no_crash(at_s: float) -> None:
    assert when(at_s, NOW, UTC) == "?"


def line_text(line: LineLike, width: int) -> str:
    told = cells(line, Columns.within(width), NOW, UTC)
    return told.time + told.mark + told.rest


def test_wide_lines_say_the_word_and_the_user() -> None:
    line = Row(1, word="refused", event_types=("View", "Buy"), items=("B0742", "B0001"), rows=3)
    times = "\N{MULTIPLICATION SIGN}3"
    assert line_text(line, 80).split() == ["14:02:31", "✗", "refused", "View", "+1", times, "B0742", "+1", "qa-ana"]


def test_the_widest_lines_say_operation_and_tracker() -> None:
    assert line_text(Row(1), 130).split()[-2:] == ["events", "5a9db0e5…"]


def test_narrow_lines_keep_time_sign_types_and_item() -> None:
    assert line_text(Row(1), 26).split() == ["14:02:31", "✓", "View", "B0742"]


@pytest.mark.parametrize(("word", "mark"), MARKS.items())
def test_every_word_has_a_sign_of_its_own(word: str, mark: str) -> None:
    assert list(MARKS.values()).count(mark) == 1
    assert f"{mark} {word}" in line_text(Row(1, word=word), 60)
    assert f" {mark} " in line_text(Row(1, word=word), 30)


def test_a_real_tracker_s_policy_stands_in_the_line() -> None:
    assert line_text(Row(1, policy="PRODUCTION"), 29).rstrip().endswith("PROD View B0742")
    assert "PRODUCTION B0742" in line_text(Row(1, policy="PRODUCTION"), 90)
    assert "SAND" not in line_text(Row(1), 100)


texts = st.text(st.characters(exclude_categories=()), max_size=40)


@given(width=st.integers(0, 200), word=texts, types=st.lists(texts), user=st.none() | texts, items=st.lists(texts))
def test_no_text_leaves_its_columns_or_reaches_the_terminal_raw(
    width: int, word: str, types: list[str], user: str | None, items: list[str]
) -> None:
    told = line_text(Row(1, word=word, event_types=types, user=user, items=items), width)
    assert UNSAFE.search(told) is None
    assert width < 20 or cell_len(told) <= width


def test_a_line_of_the_history_is_one() -> None:
    line: LineLike = Line(
        id=1, at_s=NOW.timestamp(), word="not sent", kind="events", event_types=("View",), user=None, session="s",
        items=(), tracking_id="t", target_label="local", policy="SANDBOX", request_id=None, message=None, rows=1,
        latency_s=None, run=None,
    )  # fmt: skip
    assert line_text(line, 80).split() == ["14:02:31", "\N{EN DASH}", "not", "sent", "View"]
