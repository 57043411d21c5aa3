"""FieldSpec: one field of a request as inert data, read from the pydantic models; forms, help and checks render it."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pevents_tui.domain.events import Expected
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.path import ANY, Path, pattern_of


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a request.

    Attributes:
        path: Where it stands, list positions as `ANY`: `("eventList", "*", "itemId")`.
        label: Its name in words: `Item ID`.
        form: How it is edited: text, number, time, properties, list, rows or group.
        required: The service refuses a request without it.
        least: Fewest characters or elements, None where there is no minimum.
        most: Most characters or elements, None where no limit is known.
        pattern: Regular expression the whole text must match, None for free text.
        sensitive: Personal data by the service model.
        help: One or two sentences for a person.
    """

    path: Path
    label: str
    form: str
    required: bool
    least: int | None
    most: int | None
    pattern: str | None
    sensitive: bool
    help: str

    @property
    def name(self) -> str:
        """The API's own name, which is what people search AWS's pages for: `itemId`."""
        return str(self.path[-1] if self.path[-1] != ANY else self.path[-2])


@cache
def fields_of(kind: str) -> tuple[FieldSpec, ...]:
    """Every field of an operation, a list's elements after the list, in the service model's order.

    Args:
        kind: A name in `KINDS`.
    """
    return tuple(_walk(KINDS[kind].request, ()))


@cache
def specs_by_path(kind: str) -> dict[Path, FieldSpec]:
    """The fields of an operation by their path."""
    return {spec.path: spec for spec in fields_of(kind)}


def spec_at(kind: str, path: Path) -> FieldSpec | None:
    """The field at a path of a body, list positions as numbers, or None where no field stands there."""
    return specs_by_path(kind).get(pattern_of(path))


def members_of(kind: str, path: Path) -> tuple[str, ...]:
    """The names the service knows directly under a path of a body; empty where it knows none."""
    under = pattern_of(path)
    size = len(under) + 1
    return tuple(str(spec.path[-1]) for spec in fields_of(kind) if len(spec.path) == size and spec.path[:-1] == under)


def _walk(model: type[BaseModel], above: Path) -> Iterator[FieldSpec]:
    for info in model.model_fields.values():
        path = (*above, str(info.alias))
        inner, marks = _unwrap(info.annotation, tuple(info.metadata))
        yield _spec(path, info, marks, group=_is_model(inner))
        if _is_model(inner):
            yield from _walk(inner, path)
        elif typing.get_origin(inner) is tuple:
            element, element_marks = _unwrap(typing.get_args(inner)[0], ())
            if _is_model(element):
                yield from _walk(element, (*path, ANY))
            else:
                yield _spec((*path, ANY), info, element_marks, group=False)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _unwrap(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The plain type inside `Annotated[...] | None`, with every mark met on the way."""
    while True:
        origin = typing.get_origin(annotation)
        if origin is Annotated:
            annotation, *found = typing.get_args(annotation)
            marks = (*marks, *found)
        elif origin in {typing.Union, types.UnionType} and type(None) in typing.get_args(annotation):
            annotation = next(part for part in typing.get_args(annotation) if part is not type(None))
        else:
            return annotation, marks


def _spec(path: Path, info: FieldInfo, marks: tuple[Any, ...], *, group: bool) -> FieldSpec:
    expected = next((mark for mark in marks if isinstance(mark, Expected)), Expected())
    least = next((length for mark in marks if (length := _min_length(mark)) is not None), None)
    return FieldSpec(
        path=path,
        label=info.title or str(info.alias),
        form="group" if group else expected.form or "text",
        required=info.is_required(),
        least=least,
        most=expected.most,
        pattern=expected.pattern,
        sensitive=expected.sensitive,
        help=info.description or "",
    )


def _min_length(mark: Any) -> int | None:
    """The minimum a mark stands for: pydantic's own `Field(min_length=…)` or the `MinLen` it is turned into."""
    if isinstance(mark, MinLen):
        return mark.min_length
    if isinstance(mark, FieldInfo):
        return next((length for inner in mark.metadata if (length := _min_length(inner)) is not None), None)
    return None
