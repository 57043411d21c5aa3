"""JSON as a person edits it: numbers keep their exact text, and what is wrong has its line and column in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Self

from pevents_tui.domain.jsontext import MOST_DEPTH, JsonFault, nests_too_deeply
from pevents_tui.domain.visible import UNSAFE

_HUGE = "1e999"
"""What JSON can say of an infinity: a number that every reader takes for one."""
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_BLANKS = frozenset("\n\t")


class Exact(float):
    """A number that remembers how it was written, where Python would write it otherwise: `1e3`, `1.10`, `-0`.

    Attributes:
        text: As it was written.
    """

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """The number of a text."""
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]  # a copy is made from the text too
        return (self.text,)


def exact_float(text: str) -> float:
    """The number of a JSON text with a fraction or an exponent."""
    number = float(text)
    return number if repr(number) == text else Exact(text)


def exact_int(text: str) -> int | float:
    """The number of a JSON text of digits, of any size."""
    return Exact(text) if text == "-0" else int(text)


def read_json(text: str) -> Any:
    """The value of a JSON text, losing nothing.

    Raises:
        JsonFault: not JSON, a name twice in one object, or nested deeper than `MOST_DEPTH`; with line and column.
    """
    if nests_too_deeply(text):
        raise _first_fault(text, f"nested deeper than {MOST_DEPTH} levels")
    try:
        return json.loads(
            text,
            parse_float=exact_float,
            parse_int=exact_int,
            parse_constant=_refuse,
            object_pairs_hook=_unique,
        )
    except ValueError as error:
        raise _first_fault(text, str(error)) from None


def write_json(value: Any, *, indent: str = "  ") -> str:
    """The value as JSON that `read_json` reads back to the same: numbers as they were written, order as it is.

    Control and direction characters and halves of characters are escaped, everything else stands as it is.

    Args:
        value: What a JSON text can hold; anything else is written as its text.
        indent: How each level is set in; empty for one line.
    """
    parts: list[str] = []
    _write(value, parts.append, "\n" if indent else "", indent)
    return "".join(parts)


def plain_lines(text: str) -> str:
    r"""A text for an editor of lines: line ends as `\n`, and what a terminal would obey as JSON's escape of it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    return UNSAFE.sub(lambda found: found[0] if found[0] in _BLANKS else _escape(found[0]), text)


def shared(old: Any, new: Any) -> Any:
    """The new value, made of the old one wherever nothing changed; the old one itself where nothing did at all.

    Order of members and the text of numbers count, and true is not 1.
    """
    if new is old:
        return old
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        members = {name: shared(old[name], inner) if name in old else inner for name, inner in new.items()}
        unchanged = list(members) == list(old) and all(inner is old[name] for name, inner in members.items())
        return old if unchanged else members
    if isinstance(new, list) and isinstance(old, list):
        values = [shared(old[at], inner) if at < len(old) else inner for at, inner in enumerate(new)]
        return old if len(values) == len(old) and all(map(_is, values, old)) else values
    return old if _scalar(old) == _scalar(new) else new


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same to the letter: order, types and the text of numbers included."""
    return one is other or shared(one, other) is one


def _first_fault(text: str, words: str) -> JsonFault:
    from pevents_tui.domain.jsonwalk import first_fault  # noqa: PLC0415 - a draft is shown before one is written

    return first_fault(text) or JsonFault(words)


def _is(one: object, other: object) -> bool:
    return one is other


def _scalar(value: Any) -> tuple[type, Any]:
    return (float, _number(value)) if isinstance(value, float) else (type(value), value)


def _number(value: float) -> str:
    if isinstance(value, Exact):
        return value.text
    text = repr(value)
    return text.replace("inf", _HUGE) if text.endswith("inf") else text.replace("nan", "NaN")


def _write(value: Any, add: Callable[[str], None], line: str, indent: str) -> None:
    if isinstance(value, str):
        add(_quoted(value))
    elif isinstance(value, float):
        add(_number(value))
    elif isinstance(value, Mapping):
        _write_all(((f"{_quoted(str(name))}: ", inner) for name, inner in value.items()), "{}", add, line, indent)
    elif isinstance(value, list | tuple):
        _write_all((("", inner) for inner in value), "[]", add, line, indent)
    elif value is None or isinstance(value, int):
        add(json.dumps(value))
    else:
        add(_quoted(str(value)))


def _write_all(pairs: Any, brackets: str, add: Callable[[str], None], line: str, indent: str) -> None:
    inside = line + indent
    before = brackets[0] + inside
    for name, inner in pairs:
        add(before + name)
        _write(inner, add, inside, indent)
        before = "," + (inside or " ")
    add(brackets if before[0] == brackets[0] else line + brackets[1])


def _quoted(text: str) -> str:
    return '"' + (text if text.isalnum() else _odd().sub(lambda found: _escape(found[0]), text)) + '"'


@cache
def _odd() -> re.Pattern[str]:
    """What text in quotes cannot hold as it is; compiled when text is first written, behind the first paint."""
    return re.compile(f'["\\\\]|{UNSAFE.pattern}')


def _escape(char: str) -> str:
    return _SHORT.get(char) or f"\\u{ord(char):04x}"


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not a JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return value
