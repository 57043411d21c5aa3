"""Walks a value along a shape of the service model and says what does not fit, in the manner of AWS."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pevents_tui.sandbox.model import Shape

_MEMBER: Final = "failed to satisfy constraint: Member must"


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a value does not fit its shape.

    Attributes:
        words: a sentence that names path, rule and number, but never the value, which may be personal.
        is_type: whether the value has the wrong JSON type altogether.
    """

    words: str
    is_type: bool = False


def violations(shape: Shape, value: object, path: str = "") -> Iterator[Violation]:
    """Give every violation below a path, in the order of the request.

    A member that is null counts as absent, as the service reads it; a null inside a list does not.
    """
    check = _CHECKS.get(shape.kind)
    if check is not None:
        yield from check(shape, value, path)


def _string(shape: Shape, value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield _mistyped(value, path, "a string")
        return
    size = len(value)
    if shape.least is not None and size < shape.least:
        yield _broken(path, f"have length greater than or equal to {shape.least}")
    if shape.most is not None and size > shape.most:
        yield _broken(path, f"have length less than or equal to {shape.most}")
    elif shape.matcher is not None and shape.matcher.fullmatch(value) is None:
        yield _broken(path, f"satisfy regular expression pattern: {shape.pattern}")


def _structure(shape: Shape, value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, dict):
        yield _mistyped(value, path, "an object")
        return
    for name in shape.required:
        if value.get(name) is None:
            yield _broken(_below(path, name), "not be null")
    for name, inner in value.items():
        member = shape.members.get(name)
        if member is None:
            yield _unknown(shape.members, name, path)
        elif inner is not None:
            yield from violations(member, inner, _below(path, name))


def _list(shape: Shape, value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, list):
        yield _mistyped(value, path, "a list")
        return
    yield from _size(shape, len(value), path)
    if shape.member is not None:
        for position, inner in enumerate(value):
            place = f"{path}[{position}]"
            if inner is None:
                yield _broken(place, "not be null")
            else:
                yield from violations(shape.member, inner, place)


def _map(shape: Shape, value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, dict):
        yield _mistyped(value, path, "an object")
        return
    yield from _size(shape, len(value), path)
    for name, inner in value.items():
        place = _below(path, _shown(name))
        if shape.key is not None:
            yield from violations(shape.key, name, place)
        if shape.member is not None:
            yield from violations(shape.member, inner, place)


def _size(shape: Shape, size: int, path: str) -> Iterator[Violation]:
    if shape.least is not None and size < shape.least:
        yield _broken(path, f"have length greater than or equal to {shape.least}")
    if shape.most is not None and size > shape.most:
        yield _broken(path, f"have length less than or equal to {shape.most}")


def _number(shape: Shape, value: object, path: str) -> Iterator[Violation]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield _mistyped(value, path, "a number")
        return
    try:
        float(value)
    except OverflowError:
        yield Violation(f"Value at '{path}' is too large for a number", is_type=True)
        return
    if shape.least is not None and value < shape.least:
        yield _broken(path, f"have value greater than or equal to {shape.least}")
    if shape.most is not None and value > shape.most:
        yield _broken(path, f"have value less than or equal to {shape.most}")


def _integer(shape: Shape, value: object, path: str) -> Iterator[Violation]:
    if isinstance(value, float):
        yield _mistyped(value, path, "a whole number")
    else:
        yield from _number(shape, value, path)


def _timestamp(shape: Shape, value: object, path: str) -> Iterator[Violation]:
    if isinstance(value, str):
        words = "a string can not be converted to milliseconds since epoch; send seconds as a JSON number"
        yield Violation(f"Value at '{path}': {words}", is_type=True)
    else:
        yield from _number(shape, value, path)


def _boolean(_shape: Shape, value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, bool):
        yield _mistyped(value, path, "true or false")


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _broken(path: str, rule: str) -> Violation:
    return Violation(f"Value at '{path}' {_MEMBER} {rule}")


def _unknown(known: Mapping[str, Shape], name: str, path: str) -> Violation:
    place = f" in '{path}'" if path else ""
    return Violation(f"Unknown member '{_shown(name)}'{place}, must be one of: {', '.join(known)}")


def _shown(name: str) -> str:
    # A key is the sender's text: what is not plain is left out of the message.
    return re.sub(r"[^ -&(-~]", "?", name[:64])


def _mistyped(value: object, path: str, wanted: str) -> Violation:
    found = _JSON_TYPES.get(type(value), "null")
    return Violation(f"Value at '{path}' must be {wanted}, not {found}", is_type=True)


_JSON_TYPES: Final[Mapping[type, str]] = {
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}
_CHECKS: Final[Mapping[str, Callable[[Shape, object, str], Iterator[Violation]]]] = {
    "string": _string,
    "structure": _structure,
    "list": _list,
    "map": _map,
    "float": _number,
    "double": _number,
    "timestamp": _timestamp,
    "integer": _integer,
    "long": _integer,
    "boolean": _boolean,
}
