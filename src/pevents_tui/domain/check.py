"""check(draft) -> Report: everything that is wrong with a draft, and the request if it can go on the wire.

Pure, and never raises: any value a JSON text can hold is a draft, and what is wrong with it is a finding.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, cast

from pevents_tui.domain.advising import find_advice
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import members_of, spec_at
from pevents_tui.domain.jsontext import MOST_DEPTH, compact
from pevents_tui.domain.kinds import Kind
from pevents_tui.domain.limits import find_limits
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.nearest import nearest
from pevents_tui.domain.path import Path, look_up
from pevents_tui.domain.plain import plain
from pevents_tui.domain.report import Context, Level, Problem, Report
from pevents_tui.domain.times import TimeFault, read_time, type_word
from pevents_tui.domain.user_prefix import find_strangers

_HALF = re.compile("[\ud800-\udfff]")
MODEL = "botocore service model personalize-events 2018-03-22"
"""Source named by the rules of the service model."""


def check(draft: Draft, context: Context | None = None) -> Report:
    """Everything found in a draft; its request where nothing stops it.

    Args:
        draft: Usually filled; an unfilled one is told what it misses.
        context: What is known beyond it; None means nothing.
    """
    context = context or Context()
    found = list(_find_in_body(draft, context.memory))
    body = _wire_body(draft, found, context.memory)
    sent = _build(draft.spec, body, found, context.memory)
    found.extend(find_limits(draft.kind, body, context.memory))
    found.extend(find_strangers(draft, context))
    found.extend(find_advice(draft, context))
    stopped = any(each.level is Level.STOP for each in found)
    return Report(_sorted(found, draft.spec.rows), None if stopped else sent, draft.kind)


def _sorted(found: list[Problem], rows: str) -> tuple[Problem, ...]:
    """Stops, limits, hints, in each what is wrong with the whole and then row by row; one finding a place and rule."""
    unique = {(each.path, each.rule, each.text): each for each in found}
    weight = {Level.STOP: 0, Level.LIMIT: 1, Level.HINT: 2}

    def order(each: Problem) -> tuple[int, int]:
        in_row = len(each.path) > 1 and each.path[0] == rows and isinstance(each.path[1], int)
        return weight[each.level], int(each.path[1]) if in_row else -1

    return tuple(sorted(unique.values(), key=order))


def _find_in_body(draft: Draft, memory: RowMemory) -> Iterator[Problem]:
    """What no request can hold, in each member and each row."""
    for name, value in draft.body.items():
        yield from _find_unwritable(draft.kind, name)
        if name != draft.spec.rows or not isinstance(value, list):
            yield from _find_unwritable(draft.kind, value, (name,))
            continue
        for index, row in enumerate(value):
            find = partial(_find_in_row, draft.kind, row, (name, index))
            yield from memory.recall("unwritable", index, row, draft.kind, find)


def _find_in_row(kind: str, row: Any, path: Path) -> tuple[Problem, ...]:
    return tuple(_find_unwritable(kind, row, path))


def _find_unwritable(kind: str, value: Any, path: Path = ()) -> Iterator[Problem]:
    """What no request can hold: halves of surrogate pairs anywhere, null outside properties."""
    if len(path) > MOST_DEPTH:
        yield Problem(path[:3], Level.STOP, f"nested deeper than {MOST_DEPTH} levels", "too-deep", "this program")
    elif isinstance(value, str):
        if half := _HALF.search(value):
            text = f"character {half.start() + 1} is half of a surrogate pair and stands for nothing"
            yield Problem(path, Level.STOP, text, "surrogate", "Unicode 15, section 3.9 (UTF-8 cannot hold it)")
    elif value is None and (spec := spec_at(kind, path)):
        yield Problem(path, Level.STOP, _wrong_type(spec.form, None), "type", MODEL)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _find_unwritable(kind, name, path)
            yield from _find_unwritable(kind, inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _find_unwritable(kind, inner, (*path, index))


def _wire_body(draft: Draft, found: list[Problem], memory: RowMemory) -> dict[str, Any]:
    """The body with times as epoch seconds and properties as encoded text; what cannot be is reported, and 0."""
    body = dict(draft.body)
    if draft.rows:
        rows = list[Any](draft.rows)
        for index, row in enumerate(rows):
            if isinstance(row, Mapping):
                path = (draft.spec.rows, index)
                lay_out = partial(_wire_row, row, path, draft.spec.time)
                rows[index], problems = memory.recall("wire", index, row, draft.kind, lay_out)
                found.extend(problems)
        body[draft.spec.rows] = rows
    return body


def _wire_row(row: Mapping[str, Any], path: Path, time_name: str) -> tuple[dict[str, Any], list[Problem]]:
    wire, found = dict(row), list[Problem]()
    if row.get(time_name) is not None:
        wire[time_name] = _wire_time(row[time_name], (*path, time_name), found)
    value = row.get("eventValue")
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        text = "is larger than a float can hold; must be a finite number"
        found.append(Problem((*path, "eventValue"), Level.STOP, text, "not-finite", MODEL + ", shape FloatType"))
        wire["eventValue"] = 0
    if isinstance(row.get("properties"), Mapping):
        try:
            wire["properties"] = compact(row["properties"])
        except (ValueError, TypeError, RecursionError) as error:
            text = "is nested too deeply" if isinstance(error, RecursionError) else f"is not JSON: {error}"
            found.append(Problem((*path, "properties"), Level.STOP, text, "properties-json", "RFC 8259"))
    return wire, found


def _wire_time(value: Any, path: Path, found: list[Problem]) -> int | float:
    try:
        return read_time(value).epoch_s
    except TimeFault as fault:
        rule = "milliseconds" if fault.milliseconds else "time"
        found.append(Problem(path, Level.STOP, str(fault), rule, MODEL + ", shape Date"))
        return 0


def _build(kind: Kind, body: dict[str, Any], found: list[Problem], memory: RowMemory) -> dict[str, Any] | None:
    """The body as it goes on the wire, or None with a finding for each thing the model refuses."""
    fitting = plain(kind, body, memory)
    return _by_model(kind, body, found, memory) if fitting is None else fitting


def _by_model(kind: Kind, body: dict[str, Any], found: list[Problem], memory: RowMemory) -> dict[str, Any] | None:
    """As `_build`, by the models."""
    from pydantic import ValidationError  # noqa: PLC0415 - a form is shown before anything is checked

    told = {problem.path for problem in found}
    try:
        request = kind.request.model_validate(_with_built_rows(kind, body, memory))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=True):
            problem = _problem(kind, cast("dict[str, Any]", detail))
            if problem.path not in told and not _counts_valid_only(body, detail["type"], problem.path):
                found.append(problem)
        return None
    dumped = request.model_dump(by_alias=True, exclude_unset=True)
    return {**dumped, kind.rows: [_listed(row) for row in dumped[kind.rows]]}


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    """A dumped row with lists where the frozen model holds tuples."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def _with_built_rows(kind: Kind, body: dict[str, Any], memory: RowMemory) -> dict[str, Any]:
    """The body with each row that the model takes as the model's own, which it does not validate again."""
    rows = body.get(kind.rows)
    if not isinstance(rows, list):
        return body
    built = [
        memory.recall("built", index, row, kind.name, partial(_build_row, kind, row)) for index, row in enumerate(rows)
    ]
    return {**body, kind.rows: built}


def _build_row(kind: Kind, row: Any) -> Any:
    """The model's own row, or the row as it is where the model refuses it."""
    from pydantic import ValidationError  # noqa: PLC0415 - a form is shown before anything is checked

    try:
        return kind.row.model_validate(row)
    except ValidationError:
        return row


def _counts_valid_only(body: dict[str, Any], error: str, path: Path) -> bool:
    """Whether pydantic calls a list too short only because it left out the elements that it told apart."""
    return error == "too_short" and bool(look_up(body, path))


def _problem(kind: Kind, detail: dict[str, Any]) -> Problem:
    """One of pydantic's errors in our words."""
    error, path = detail["type"], detail["loc"]
    if error != "extra_forbidden" and path[-1:] in {("int",), ("float",)}:
        path = path[:-1]  # pydantic names the arm of `int | float` that it tried
    spec = spec_at(kind.name, path)
    if error == "missing":
        return Problem(path, Level.STOP, "required, and missing", "missing", MODEL)
    if error == "extra_forbidden":
        return Problem(path, Level.STOP, _unknown(kind, path), "unknown-field", MODEL)
    if error in {"string_too_short", "too_short"}:
        size = detail["ctx"].get("actual_length", 0)
        what = "rows" if spec and spec.form == "rows" else "elements" if error == "too_short" else "characters"
        return Problem(path, Level.STOP, f"{size} {what}; at least {detail['ctx']['min_length']}", "too-short", MODEL)
    if error == "string_unicode":
        return Problem(path, Level.STOP, "holds half of a surrogate pair", "surrogate", "Unicode 15, section 3.9")
    if error == "finite_number":
        return Problem(path, Level.STOP, "must be a finite number", "not-finite", "RFC 8259, section 6")
    return Problem(path, Level.STOP, _wrong_type(spec.form if spec else "group", detail["input"]), "type", MODEL)


_FORM_WORDS = {
    "text": "text",
    "number": "a number",
    "time": "a time",
    "properties": "an object or its JSON text",
    "list": "a list",
    "rows": "a list of rows",
    "group": "an object",
}


def _wrong_type(form: str, value: Any) -> str:
    """`must be text, not a number`, with the mend where it is known."""
    text = f"must be {_FORM_WORDS[form]}, not {type_word(value)}"
    if value is None:
        return text + "; leave the field out instead"
    if form == "text" and isinstance(value, int | float) and not isinstance(value, bool):
        return text + f'; write "{value}"' if abs(value) < 1e18 else text
    if form == "list" and isinstance(value, str):
        return text + "; give each ID as an element of its own"
    return text


def _unknown(kind: Kind, path: Path) -> str:
    name = str(path[-1])
    known = members_of(kind.name, path[:-1])
    near = next((each for each in known if each.lower() == name.lower()), None) or nearest(name, known)
    shown = name if len(name) <= 40 else name[:40] + "…"
    if near:
        return f"{shown!r} is not a field here; did you mean {near}?"
    return f"{shown!r} is not a field here; known: {', '.join(known)}" if known else f"{shown!r} is not a field here"
