"""Times as people give them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from pevents_tui.domain.times import FIRST_S, LAST_S, TimeFault, as_utc, read_time, resolve_relative


@pytest.mark.parametrize(
    ("value", "epoch_s", "naive"),
    [
        (1_714_564_800, 1_714_564_800, False),
        (1_714_564_800.0, 1_714_564_800, False),
        (1_714_564_800.25, 1_714_564_800.25, False),
        ("1714564800", 1_714_564_800, False),
        (" 1714564800.5 ", 1_714_564_800.5, False),
        ("1.7145648e9", 1_714_564_800, False),
        ("2024-05-01T12:00:00Z", 1_714_564_800, False),
        ("2024-05-01T14:00:00+02:00", 1_714_564_800, False),
        ("2024-05-01T12:00:00", 1_714_564_800, True),
        ("2024-05-01", 1_714_521_600, True),
        (0, 0, False),
        (-1, -1, False),
    ],
)
def test_forms_that_are_understood(value: object, epoch_s: float, naive: bool) -> None:
    moment = read_time(value)
    assert (moment.epoch_s, moment.naive) == (epoch_s, naive)
    assert type(moment.epoch_s) is type(epoch_s)


@pytest.mark.parametrize(
    "value", [None, True, [], {}, "", "soon", "12:00", "nan", "1e999", LAST_S + 1, FIRST_S - 1, 1e300]
)
def test_forms_that_are_not(value: object) -> None:
    with pytest.raises(TimeFault):
        read_time(value)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_a_fault(text: str) -> None:
    try:
        moment = read_time(text)
    except TimeFault:
        return
    assert FIRST_S <= moment.epoch_s <= LAST_S


@given(st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_iso_text_comes_back_as_its_moment(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC, microsecond=0)
    assert read_time(aware.isoformat()).epoch_s == int(aware.timestamp())


def test_relative_times_are_whole_seconds_from_now() -> None:
    now = builders.NOW_S
    given_to = {None: now, "": now, " NOW ": now, "-5m": now - 300, "+2h": now + 7_200, "- 1 d": now - 86_400}
    assert {value: resolve_relative(value, now) for value in given_to} == given_to
    assert resolve_relative("yesterday", now) == "yesterday"
    assert resolve_relative(7, now) == 7


def test_utc_is_shown_with_its_fraction() -> None:
    assert as_utc(1_714_564_800) == "2024-05-01 12:00:00Z"
    assert as_utc(1_714_564_800.5) == "2024-05-01 12:00:00.500000Z"
