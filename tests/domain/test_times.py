"""Times as people give them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from pevents_tui.domain.times import FIRST_S, LAST_S, TimeFault, as_utc, clock_words, read_time, resolve_relative


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


@pytest.mark.parametrize(
    ("epoch_s", "zone", "utc", "local"),
    [
        (1_714_564_800, "UTC", "2024-05-01 12:00:00Z", "12:00 UTC"),
        (1_714_564_800, "Europe/Berlin", "2024-05-01 12:00:00Z", "14:00 CEST"),
        (1_795_442_551, "Europe/Berlin", "2026-11-23 14:02:31Z", "15:02 CET"),
        (1_761_438_600, "Europe/Berlin", "2025-10-26 00:30:00Z", "02:30 CEST"),
        (1_761_442_200, "Europe/Berlin", "2025-10-26 01:30:00Z", "02:30 CET"),
        (1_743_296_400, "Europe/Berlin", "2025-03-30 01:00:00Z", "03:00 CEST"),
        (1_714_521_600, "America/New_York", "2024-05-01 00:00:00Z", "04-30 20:00 EDT"),
        (1_714_600_000, "Asia/Tokyo", "2024-05-01 21:46:40Z", "05-02 06:46 JST"),
        (1_714_564_800, "America/Sao_Paulo", "2024-05-01 12:00:00Z", "09:00 -03"),
        (1_714_564_800, "Asia/Kathmandu", "2024-05-01 12:00:00Z", "17:45 +0545"),
        (LAST_S, "Pacific/Kiritimati", "9999-12-30 23:59:59Z", "12-31 13:59 +14"),
        (FIRST_S, "UTC", "0001-01-02 00:00:00Z", "00:00 UTC"),
    ],
)
def test_a_moment_is_told_in_utc_in_a_zone_and_as_epoch(epoch_s: int, zone: str, utc: str, local: str) -> None:
    words = clock_words(epoch_s, ZoneInfo(zone))
    assert (words.utc, words.local, words.epoch) == (utc, local, str(epoch_s))


def test_a_zone_with_a_long_name_or_none_is_told_by_its_offset() -> None:
    long = timezone(timedelta(hours=1), "W. Europe Standard Time")
    assert clock_words(1_714_564_800.5, long).local == "13:00 +0100"
    assert clock_words(1_714_564_800.5, timezone(timedelta(hours=1), "")).local == "13:00 +0100"
    assert clock_words(1_714_564_800.5, long).epoch == "1714564800.5"


@given(st.floats(min_value=FIRST_S, max_value=LAST_S), st.integers(-23, 23))
def test_every_moment_can_be_told_in_every_zone(epoch_s: float, hours: int) -> None:
    assert clock_words(epoch_s, timezone(timedelta(hours=hours))).local


@pytest.mark.parametrize(("value", "seconds"), [(1_714_564_800_123, 1_714_564_800), ("1714564800999", 1_714_564_800)])
def test_milliseconds_are_offered_as_their_seconds(value: object, seconds: int) -> None:
    with pytest.raises(TimeFault) as caught:
        read_time(value)
    assert (caught.value.seconds, caught.value.milliseconds) == (seconds, True)
    with pytest.raises(TimeFault) as caught:
        read_time("soon")
    assert (caught.value.seconds, caught.value.milliseconds) == (None, False)
