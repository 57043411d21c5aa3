"""A draft with its variables resolved: what each came to, and what is missing, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import is_not
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import spec_at
from pevents_tui.domain.jsontext import MOST_DEPTH
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.path import Path, format_path
from pevents_tui.domain.report import Level, Problem, Report
from pevents_tui.domain.variables import (
    MARK,
    Draws,
    Scalar,
    Sources,
    VariableFault,
    as_text,
    escaped,
    has_variables,
    text_value,
    value_of,
)

SOURCE = "this program's variables; see Templates in the guide"
"""Source named by what is wrong with a variable."""
_NUMBER = re.compile(r"-?\d{1,40}(\.\d{1,40})?([eE][+-]?\d{1,3})?")
_MOST_KEPT = 200
"""Most variables that are recorded of one send; all of them stand in its body."""


@dataclass(frozen=True, slots=True)
class Came:
    """What one variable came to.

    Attributes:
        path: Where it stands in the body.
        text: As it is written: `{{ user }}`.
        value: What it stands for.
    """

    path: Path
    text: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Resolved:
    """A draft without its variables.

    Attributes:
        draft: What stands for nothing stays as it is written.
        came: What each variable came to.
        problems: A stop for each that stands for nothing.
        missing: What a person has to be asked for, each once.
    """

    draft: Draft
    came: tuple[Came, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """The variables that stand for nothing, as they are written, each once."""
        return tuple(dict.fromkeys(problem.text.partition("}}")[0] + "}}" for problem in self.problems))

    def told_in(self, report: Report) -> Report:
        """The report with what is wrong with variables first; what else is said of their places would follow from it.

        Args:
            report: Of the draft without its variables.
        """
        places = {problem.path for problem in self.problems}
        rest = tuple(problem for problem in report.problems if problem.path not in places)
        return Report(self.problems + rest, None if self.problems else report.body, report.kind)


def resolve(
    draft: Draft, sources: Sources, draws: Draws, memory: RowMemory | None = None, serial: object = 0
) -> Resolved:
    """The draft with every variable in its texts as the value it stands for.

    Args:
        draft: What was written.
        sources: Where values come from.
        draws: Holds what is drawn for it.
        memory: Gives rows that did not change as the objects they were.
        serial: Another value whenever `sources` gives others.
    """
    memory = memory or RowMemory()
    head = {name: value for name, value in draft.body.items() if name != draft.spec.rows or not draft.rows}
    parts = [_resolve(draft.kind, (name,), value, sources, draws) for name, value in head.items()]
    body = dict(draft.body)
    body.update({name: part.value for name, part in zip(head, parts, strict=True)})
    if draft.rows:
        rows = [_row(draft, index, row, sources, draws, memory, serial) for index, row in enumerate(draft.rows)]
        values = [part.value for part in rows]
        if any(map(is_not, values, draft.rows)):
            body[draft.spec.rows] = values
        parts += rows
    found = [part for part in parts if part.came or part.problems]
    problems = tuple(problem for part in found for problem, _ in part.problems)
    missing = dict.fromkeys(asks for part in found for _, asks in part.problems if asks is not None)
    came = tuple(each for part in found for each in part.came)
    changed = any(body[name] is not value for name, value in draft.body.items())
    return Resolved(Draft(draft.kind, body) if changed else draft, came, problems, tuple(missing))


def made_of(template: str | None, came: tuple[Came, ...]) -> dict[str, Any] | None:
    """What a plan was made of, in JSON's types, to be kept with its calls; None where there is nothing to tell.

    Args:
        template: The template's name; None where there was none.
        came: What its variables came to.
    """
    if template is None and not came:
        return None
    values = [{"at": format_path(each.path), "is": each.text, "value": each.value} for each in came[:_MOST_KEPT]]
    return {"template": template, "variables": values}


def without_variables(draft: Draft) -> Draft:
    """The draft with every text written so that it stands for itself."""
    return draft._replace(body=_escaped(draft.body)) if _marks(draft.body) else draft


def names_of(draft: Draft) -> tuple[str, ...]:
    """Every variable of a draft as it is written, each once, in order."""
    return tuple(dict.fromkeys(found for text in _texts(draft.body, 0) for found in _found(text)))


@dataclass(frozen=True, slots=True)
class _Part:
    """One value resolved."""

    value: Any
    came: tuple[Came, ...] = ()
    problems: tuple[tuple[Problem, str | None], ...] = ()


def _row(
    draft: Draft, index: int, row: Any, sources: Sources, draws: Draws, memory: RowMemory, serial: object
) -> _Part:
    plain, moves = memory.recall("variables", index, row, None, lambda: _looked_at(row))
    if plain is not None:
        return plain
    moves = moves or any(isinstance(value, str) and "now" in value for value in sources.named.values())
    rest = (draws.serial, serial, sources.now_s if moves else None)
    path: Path = (draft.spec.rows, index)
    return memory.recall("resolved", index, row, rest, lambda: _resolve(draft.kind, path, row, sources, draws))


def _looked_at(row: Any) -> tuple[_Part | None, bool]:
    """The row itself where no variable stands in it, and whether one in it may change with the clock."""
    return (None, _moves(row)) if _marks(row) else (_Part(row), False)


def _resolve(kind: str, path: Path, value: Any, sources: Sources, draws: Draws) -> _Part:
    if isinstance(value, str):
        return _text(kind, path, value, sources, draws) if has_variables(value) else _Part(value)
    if not isinstance(value, Mapping | list) or len(path) > MOST_DEPTH:
        return _Part(value)
    steps = list(value.items()) if isinstance(value, Mapping) else list(enumerate(value))
    parts = {step: _resolve(kind, (*path, step), inner, sources, draws) for step, inner in steps}
    came = tuple(each for part in parts.values() for each in part.came)
    problems = tuple(each for part in parts.values() for each in part.problems)
    if all(parts[step].value is inner for step, inner in steps):
        return _Part(value, came, problems)
    values = {step: part.value for step, part in parts.items()}
    return _Part(values if isinstance(value, Mapping) else list(values.values()), came, problems)


def _text(kind: str, path: Path, text: str, sources: Sources, draws: Draws) -> _Part:
    came: list[Came] = []
    problems: list[tuple[Problem, str | None]] = []

    def look_up(at: int, inner: str) -> Scalar:
        written = f"{{{{{inner}}}}}"
        try:
            value = value_of(inner, sources, draws, (path, at))
        except VariableFault as fault:
            problem = Problem(path, Level.STOP, f"{written} {fault}", "asked" if fault.asks else "variable", SOURCE)
            problems.append((problem, fault.asks))
            return written
        if not inner.lstrip().startswith("raw"):
            came.append(Came(path, written, value))
        return value

    value = text_value(text, look_up)
    return _Part(value if problems else _fitted(kind, path, value), tuple(came), tuple(problems))


def _fitted(kind: str, path: Path, value: Scalar) -> Scalar:
    """The value in the type that its field wants, where it can be read so."""
    spec = spec_at(kind, path) or spec_at(kind, path[:-1])
    if spec is None or spec.form == "properties":
        return value
    if spec.form == "number" and isinstance(value, str):
        return _number(value)
    return as_text(value) if spec.form in {"text", "list"} else value


def _number(text: str) -> Scalar:
    """The number that a text spells as JSON does, or the text."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return text
    return float(found[0]) if found[1] or found[2] else int(found[0])


def _marks(value: Any, depth: int = 0) -> bool:
    return any(has_variables(text) for text in _texts(value, depth))


def _moves(value: Any) -> bool:
    """Whether a variable in it may change with the clock."""
    return any("now" in text for text in _texts(value, 0) if has_variables(text))


def _texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list) and depth <= MOST_DEPTH:
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(inner, depth + 1)


def _found(text: str) -> list[str]:
    return [found[0] for found in MARK.finditer(text)] if "{{" in text else []


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, Mapping):
        return {name: _escaped(inner) for name, inner in value.items()}
    return [_escaped(inner) for inner in value] if isinstance(value, list) else value
