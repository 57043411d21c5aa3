"""Reading a demo script: from what stood in its file to a `Demo`, or the member that is wrong and its rule."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pevents_tui.domain.demo import Demo, DemoFault, DemoStep, Pick, Turn
from pevents_tui.domain.scenario import seconds_of

MOST_STEPS = 100
"""Most steps of one script."""
MOST_ITEMS = 50
"""Most items of one step."""
MOST_ROWS = 100
"""Most rows of a list that an audience is shown."""
MOST_COLUMNS = 10
"""Most columns that an answer gives along. Source: API reference, GetRecommendations, metadataColumns."""
LONGEST_S = 600.0
"""Longest wait or pause."""
MOST_WORDS = 300
"""Most characters of words for the audience."""
_MOST_TEXT = 2_048
_COLUMN = re.compile(r"\w{1,150}")
_KEYS = (
    "name", "audience", "ask", "user", "control", "count", "columns", "filter", "parameters", "wait", "pause", "steps",
)  # fmt: skip
_STEP_KEYS = ("say", "act", "items", "value", "filter", "parameters", "wait", "pause")
_ITEM_KEYS = ("rank", "category", "count")
_WAIT_S, _PAUSE_S, _COUNT = 10.0, 4.0, 10

Place = tuple[str | int, ...]


def demo_of(name: str, value: Any) -> Demo:
    """The demo that a value of JSON's types describes.

    Args:
        name: What it is called in its folder, or its file.
        value: What stood in the file.

    Raises:
        DemoFault: it describes none; tells the member and the rule.
    """
    known = _members((), value, _KEYS)
    ask, user, control = _text((), known, "ask"), _text((), known, "user"), _text((), known, "control")
    if not ask:
        raise DemoFault(("ask",), "must be the ARN of a campaign or recommender, or its name")
    if control and control == user:
        raise DemoFault(("control",), "must be somebody else than the user")
    wait_s, pause_s = _seconds((), known, "wait", _WAIT_S), _seconds((), known, "pause", _PAUSE_S)
    if wait_s <= 0:
        raise DemoFault(("wait",), "must be longer than 0 s")
    steps = known.get("steps")
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        raise DemoFault(("steps",), f"must be a list of 1 to {MOST_STEPS} steps, such as - say: Ana looks at lamps")
    turn = _turn((), known)
    return Demo(
        name,
        _text((), known, "name", MOST_WORDS) or name,
        _text((), known, "audience", MOST_WORDS),
        ask,
        user,
        control,
        _whole((), known, "count", _COUNT, MOST_ROWS),
        turn.filter if turn else "",
        turn.values if turn else "",
        _columns(known),
        pause_s,
        tuple(_step(("steps", at), each, wait_s, pause_s) for at, each in enumerate(steps)),
    )


def _step(place: Place, value: Any, wait_s: float, pause_s: float) -> DemoStep:
    known = _members(place, value, _STEP_KEYS)
    say, act, turn = _text(place, known, "say", MOST_WORDS), _text(place, known, "act"), _turn(place, known)
    if act and turn is not None:
        raise DemoFault((*place, "filter"), "cannot be turned where something is done: make it a step of its own")
    if not (say or act or turn is not None):
        raise DemoFault(place, "must say, act or turn the filter")
    if act and known.get("items") is None:
        raise DemoFault((*place, "items"), "must say what is acted on: an id, a rank, or a category")
    for name in ("items", "value", "wait"):
        if not act and known.get(name) is not None:
            raise DemoFault((*place, name), "belongs to an act, and there is none")
    own_wait_s = _seconds(place, known, "wait", wait_s)
    if own_wait_s <= 0:
        raise DemoFault((*place, "wait"), "must be longer than 0 s")
    picks = tuple(_picks((*place, "items"), known["items"])) if act else ()
    pause_s = _seconds(place, known, "pause", pause_s)
    return DemoStep(say, act, picks, _number(place, known, "value"), turn, own_wait_s, pause_s)


def _picks(place: Place, value: Any) -> Iterator[Pick]:
    values = value if isinstance(value, list) else [value]
    picks = [_pick((*place, at) if isinstance(value, list) else place, each) for at, each in enumerate(values)]
    if not 1 <= sum(pick.count for pick in picks) <= MOST_ITEMS:
        raise DemoFault(place, f"must be 1 to {MOST_ITEMS} items")
    yield from picks


def _pick(place: Place, value: Any) -> Pick:
    if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
        return Pick(item=_short(place, str(value)))
    known = _members(place, value, _ITEM_KEYS)
    category = _text(place, known, "category")
    if bool(category) == ("rank" in known):
        raise DemoFault(place, "must be an id, or have a rank or a category")
    if category:
        return Pick(category=category, count=_whole(place, known, "count", 1, MOST_ITEMS))
    if "count" in known:
        raise DemoFault((*place, "count"), "belongs to a category")
    return Pick(rank=_whole(place, known, "rank", 0, MOST_ROWS))


def _turn(place: Place, known: Mapping[str, Any]) -> Turn | None:
    """The filter with its parameters; None where none is named."""
    values = known.get("parameters")
    if "filter" not in known:
        if values is not None:
            raise DemoFault((*place, "parameters"), "belong to a filter, and none is named")
        return None
    name = _text(place, known, "filter")
    if values is None:
        return Turn(name)
    if not isinstance(values, Mapping) or not values:
        raise DemoFault((*place, "parameters"), "must be names with values, such as CATEGORY: kitchen")
    return Turn(name, "; ".join(f"{key}={_values((*place, 'parameters', key), each)}" for key, each in values.items()))


def _values(place: Place, value: Any) -> str:
    """One parameter's values, each in quotes."""
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(each, str | int | float) and not isinstance(each, bool) for each in values):
        raise DemoFault(place, "must be a text or a number, or a list of them")
    if any(sign in f"{place[-1]}{each}" for each in values for sign in '";=\n'):
        raise DemoFault(place, 'must be without quotes, semicolons and "="')
    return ",".join(f'"{_short(place, str(each))}"' for each in values)


def _columns(known: Mapping[str, Any]) -> str:
    value = known.get("columns") or []
    values = value if isinstance(value, list) else [value]
    if len(values) > MOST_COLUMNS or not all(isinstance(each, str) and _COLUMN.fullmatch(each) for each in values):
        raise DemoFault(("columns",), f"must be up to {MOST_COLUMNS} names of columns, such as TITLE")
    return ", ".join(values)


def _members(place: Place, value: Any, keys: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DemoFault(place, f"must be members and values, of {', '.join(keys)}")
    for key in value:
        if key not in keys:
            raise DemoFault((*place, str(key)[:40]), f"is none of {', '.join(keys)}")
    return value


def _text(place: Place, known: Mapping[str, Any], key: str, most: int = 256) -> str:
    value = known.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise DemoFault((*place, key), "must be a text")
    if len(value) > (most if key != "ask" else _MOST_TEXT):
        raise DemoFault((*place, key), f"has {len(value)} of {most} characters")
    return " ".join(value.split())


def _short(place: Place, value: str) -> str:
    if len(value) > 256:
        raise DemoFault(place, f"has {len(value)} of 256 characters")
    return value.strip()


def _whole(place: Place, known: Mapping[str, Any], key: str, usual: int, most: int) -> int:
    value = known.get(key, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise DemoFault((*place, key), f"must be a whole number from 1 to {most}")
    return value


def _number(place: Place, known: Mapping[str, Any], key: str) -> float | None:
    value = known.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise DemoFault((*place, key), "must be a number")
    return float(value)


def _seconds(place: Place, known: Mapping[str, Any], key: str, usual: float) -> float:
    value = known.get(key)
    seconds = usual if value is None else seconds_of(value)
    if seconds is None or seconds > LONGEST_S:
        raise DemoFault((*place, key), f"must be a time up to {LONGEST_S:g} s, such as 4, 2.5s or 1m")
    return seconds
