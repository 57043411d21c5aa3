"""Scenarios: templates one after another, with waits between them and what is handed on from one to the next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.variables import is_named

MOST_STEPS = 200
"""Most steps of one scenario."""
LONGEST_WAIT_S = 3_600.0
"""Longest wait before a step."""
_WAIT = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(ms|s|m)?")
_UNITS_S = {"ms": 0.001, "s": 1.0, None: 1.0, "m": 60.0}
_KEYS = ("name", "note", "variables", "with", "steps")
_STEP_KEYS = ("template", "wait", "variables", "with", "note")


class ScenarioFault(ValueError):
    """What is no scenario; the message names the place."""


@dataclass(frozen=True, slots=True)
class Step:
    """One send of a scenario.

    Attributes:
        template: The name of what is sent, looked for beside the scenario first.
        wait_s: How long to wait before it, in seconds.
        variables: Values for its template's variables, before those of the scenario.
        put: Members put into its request: `sessionId`, `userId`; None leaves one out.
        note: What a person shall look at; empty for nothing.
    """

    template: str
    wait_s: float = 0.0
    variables: Mapping[str, Any] = field(default_factory=dict)
    put: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A file that lists steps.

    Attributes:
        name: Its place in its folder: `shop/checkout`.
        title: What it is called for people; empty where only the file has a name.
        note: What it is for.
        variables: Variables of all steps, each resolved once for the whole run.
        put: Members put into the request of every step that does not put its own.
        steps: In order, at least one.
    """

    name: str
    title: str
    note: str
    variables: Mapping[str, Any]
    put: Mapping[str, Any]
    steps: tuple[Step, ...]


def scenario_of(name: str, value: Any) -> Scenario:
    """The scenario that a value of JSON's types describes.

    Args:
        name: What it is called, in messages too.
        value: What stood in the file.

    Raises:
        ScenarioFault: it describes none; the message names the place.
    """
    known = _members(name, value, _KEYS)
    steps = known.get("steps")
    if not isinstance(steps, list) or not steps:
        raise ScenarioFault(f"{name}: steps must be a list of templates, such as - template: view-item")
    if len(steps) > MOST_STEPS:
        raise ScenarioFault(f"{name}: {len(steps)} steps; at most {MOST_STEPS}")
    return Scenario(
        name,
        _text(name, known, "name"),
        _text(name, known, "note"),
        _variables(name, known),
        _put(name, known),
        tuple(_steps(name, steps)),
    )


def not_put(draft: Draft, put: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of user and session a scenario hands on to a step that has neither, since its rows are no events."""
    who = ("userId", "sessionId")
    return () if draft.spec.happens else tuple(name for name in who if put.get(name) not in (None, ""))


def put_members(draft: Draft, put: Mapping[str, Any]) -> Draft:
    """The draft with members put in: user and session where its operation names them, if it does; others on top.

    Args:
        draft: A step's.
        put: Values by member; None makes one absent.
    """
    for name, value in put.items():
        if name in {"userId", "sessionId"} and not draft.spec.happens:
            continue
        if draft.spec.by_row and name in {"userId", "sessionId"}:
            for index in range(len(draft.rows)):
                draft = draft.put(draft.spec.who(index, name), value)
        else:
            draft = draft.put((name,), value)
    return draft


def _steps(name: str, steps: Sequence[Any]) -> list[Step]:
    """The steps; a wait alone belongs to the step after it."""
    found: list[Step] = []
    waited_s = 0.0
    for number, value in enumerate(steps, 1):
        place = f"{name} step {number}"
        known = {"template": value} if isinstance(value, str) else _members(place, value, _STEP_KEYS)
        wait_s = _wait_s(place, known.get("wait"))
        if set(known) == {"wait"}:
            waited_s += wait_s
            continue
        if not (template := _text(place, known, "template")):
            raise ScenarioFault(f"{place}: template must name what is sent")
        note = _text(place, known, "note")
        total_s = waited_s + wait_s
        if total_s > LONGEST_WAIT_S:
            raise ScenarioFault(f"{place}: waits {total_s:g} s; at most {LONGEST_WAIT_S:g} s")
        found.append(Step(template, total_s, _variables(place, known), _put(place, known), note))
        waited_s = 0.0
    if not found:
        raise ScenarioFault(f"{name}: no step sends anything")
    return found


def _members(place: str, value: Any, keys: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ScenarioFault(f"{place}: must be keys and values, of {', '.join(keys)}")
    for key in value:
        if key not in keys:
            raise ScenarioFault(f"{place}: {str(key)[:40]!r} is none of {', '.join(keys)}")
    return value


def _text(place: str, known: Mapping[str, Any], key: str) -> str:
    value = known.get(key)
    if value is not None and not isinstance(value, str):
        raise ScenarioFault(f"{place}: {key} must be a text")
    return value or ""


def _variables(place: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    value = known.get("variables") or {}
    if not isinstance(value, Mapping):
        raise ScenarioFault(f"{place}: variables must be names and values")
    for name, inner in value.items():
        if not isinstance(name, str) or not is_named(name) or not isinstance(inner, str | int | float | None):
            raise ScenarioFault(f"{place}: the variable {str(name)[:40]!r} must be a name with a text or a number")
    return value


def _put(place: str, known: Mapping[str, Any]) -> Mapping[str, Any]:
    value = known.get("with") or {}
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise ScenarioFault(f"{place}: with must be members of the request, such as sessionId")
    return value


def seconds_of(value: Any) -> float | None:
    """Seconds of `2`, `1.5`, `2s`, `500ms`, `1m`; None for what is no time."""
    found = _WAIT.fullmatch(str(value).strip()) if isinstance(value, str | int | float) else None
    return float(found[1]) * _UNITS_S[found[2]] if found and not isinstance(value, bool) else None


def _wait_s(place: str, value: Any) -> float:
    """The seconds of a wait."""
    seconds = 0.0 if value is None else seconds_of(value)
    if seconds is None:
        raise ScenarioFault(f"{place}: wait must be a time such as 2s, 500ms or 1m")
    return seconds
