"""Times as people give them, and the epoch seconds the service takes.

Source: PutEvents takes `sentAt` as a number of seconds on the wire (botocore's model: timestamp without a
format in a rest-json body); naive times are read as UTC by botocore whatever the machine's time zone is.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

DAY_S = 86_400
FIRST_S = -62_135_596_800 + DAY_S
"""Year 1 and a day: the earliest time botocore can hold in every time zone, in epoch seconds."""
LAST_S = 253_402_300_799 - DAY_S
"""Year 9999 less a day: the latest. Anything later is milliseconds or worse."""
YEAR_2000_S = 946_684_800

_NUMBER = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,3})?")
_RELATIVE = re.compile(r"([+-])\s*(\d{1,9})\s*(s|m|h|d)")
_LONGEST_ZONE = 6
"""Zones have names of up to five letters; Windows spells them out."""
_UNITS_S = {"s": 1, "m": 60, "h": 3_600, "d": DAY_S}


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that was understood.

    Attributes:
        epoch_s: Seconds since 1970 UTC; an int unless a fraction was given (kept to the microsecond).
        naive: The text named no time zone, so it is read as UTC.
    """

    epoch_s: int | float
    naive: bool = False


class TimeFault(ValueError):
    """A value that is no time; the message says why.

    Attributes:
        seconds: The whole seconds of a number that would be a plausible time were it milliseconds; None otherwise.
    """

    def __init__(self, message: str, *, seconds: int | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds

    @property
    def milliseconds(self) -> bool:
        """Whether the number would be a plausible time if it were milliseconds."""
        return self.seconds is not None


@dataclass(frozen=True, slots=True)
class ClockWords:
    """A moment as people read it.

    Attributes:
        utc: `2024-05-01 12:00:00Z`.
        local: `14:00 CEST` in a zone, with the month and day before it where they are not those of UTC.
        epoch: `1714564800`.
    """

    utc: str
    local: str
    epoch: str


def read_time(value: object) -> Moment:
    """The moment that a draft's value means: an int, float, numeric text or ISO 8601 text.

    Raises:
        TimeFault: another type, text of no known form, out of range, or milliseconds.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TimeFault(f"must be a time, not {type_word(value)}")
    if isinstance(value, str):
        text = value.strip()
        if _NUMBER.fullmatch(text):
            return Moment(_in_range(_number(text)))
        return _read_iso(text)
    return Moment(_in_range(value))


def resolve_relative(value: object, now_s: int) -> object:
    """`now`, `-5m`, `+2h` and blank as whole epoch seconds; anything else as it is.

    Args:
        value: What the draft holds; None means absent, which means now.
        now_s: The present in epoch seconds.
    """
    if value is None:
        return now_s
    if not isinstance(value, str):
        return value
    text = value.strip().lower()
    if text in {"", "now"}:
        return now_s
    match = _RELATIVE.fullmatch(text)
    if match is None:
        return value
    step_s = int(match[2]) * _UNITS_S[match[3]]
    return now_s - step_s if match[1] == "-" else now_s + step_s


def as_utc(epoch_s: float) -> str:
    """The moment as `2024-05-01 12:00:00Z`, with its fraction where it has one."""
    return datetime.fromtimestamp(epoch_s, tz=UTC).replace(tzinfo=None).isoformat(" ") + "Z"


def clock_words(epoch_s: float, zone: tzinfo) -> ClockWords:
    """The moment as UTC, in a zone and in epoch seconds.

    Args:
        epoch_s: Within `FIRST_S` and `LAST_S`.
        zone: The zone of whoever reads it; an offset stands for a name that is missing or long.
    """
    utc = datetime.fromtimestamp(epoch_s, tz=UTC)
    local = utc.astimezone(zone)
    day = "" if local.date() == utc.date() else f"{local:%m-%d} "
    name = local.tzname() or ""
    return ClockWords(
        as_utc(epoch_s), f"{day}{local:%H:%M} {name if 0 < len(name) <= _LONGEST_ZONE else f'{local:%z}'}", f"{epoch_s}"
    )


def type_word(value: object) -> str:
    """A value's JSON type as a person names it: text, a number, true/false, nothing (null), a list, an object."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true/false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list | tuple) else "an object"


def _number(text: str) -> int | float:
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)


def _in_range(number: float) -> int | float:
    """The number of seconds, whole where it is whole.

    Raises:
        TimeFault: not finite, or outside the years botocore can hold.
    """
    if isinstance(number, float) and not math.isfinite(number):
        raise TimeFault("must be a finite number of seconds")
    if number > LAST_S:
        seconds = number // 1000 if isinstance(number, int) else number / 1000
        if seconds <= LAST_S:
            raise TimeFault(f"is in milliseconds; the service takes seconds: {int(seconds)}", seconds=int(seconds))
        raise TimeFault("is later than the year 9999")
    if number < FIRST_S:
        raise TimeFault("is earlier than the year 1")
    return int(number) if number == int(number) else round(number, 6)


def _read_iso(text: str) -> Moment:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise TimeFault(
            "is not a time: give now, -5m, 2024-05-01T12:00:00Z or seconds since 1970, such as 1714564800"
        ) from None
    naive = moment.tzinfo is None
    try:
        epoch_s = (moment.replace(tzinfo=UTC) if naive else moment).timestamp()
    except (OverflowError, ValueError):
        raise TimeFault("is outside the years 1 to 9999") from None
    return Moment(_in_range(epoch_s), naive)
