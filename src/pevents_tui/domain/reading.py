"""FieldSpecs read from the pydantic models; `python -m pevents_tui.domain.reading` writes out `field_table.py`."""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pevents_tui.domain.events import Expected
from pevents_tui.domain.fields import FieldSpec
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.path import ANY, Path


def read_fields(kind: str) -> tuple[FieldSpec, ...]:
    """Every field of an operation as its models have it.

    Args:
        kind: A name in `KINDS`.
    """
    return tuple(_walk(KINDS[kind].request, ()))


def table_source() -> str:
    """The text of `field_table.py`."""
    lines = ['"""The FieldSpecs of every operation, written out by `reading.py`: edit the models instead."""']
    lines += ["# ruff: noqa: E501 - one field a line, written by a program", "# fmt: off", ""]
    lines += ["from __future__ import annotations", "", "from collections.abc import Mapping", ""]
    lines += ["from pevents_tui.domain.fields import FieldSpec", "", "FIELDS: Mapping[str, tuple[FieldSpec, ...]] = {"]
    for kind in KINDS:
        lines.append(f'    "{kind}": (')
        for spec in read_fields(kind):
            values = ", ".join(f"{name}={value!r}" for name, value in spec._asdict().items())
            lines.append(f"        FieldSpec({values}),")
        lines.append("    ),")
    return "\n".join([*lines, "}", '"""By the operation\'s name in `KINDS`, in the service model\'s order."""', ""])


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


if __name__ == "__main__":
    sys.stdout.write(table_source())
