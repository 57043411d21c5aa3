"""JSON as the service takes it: strict, bounded, and with the place of what is wrong."""

from __future__ import annotations

import json
from typing import Any, NoReturn

MOST_DEPTH = 100
"""Deepest nesting read; the request shapes need six levels, and the interpreter's own parser gives up near 1,000."""
MOST_INT_BITS = 14_000
"""Largest whole number that other texts than JSON may give: Python reads and writes none of more than 4,300 digits."""


class JsonFault(ValueError):
    """Text that is not JSON as the service takes it.

    Attributes:
        words: What is wrong, without the place.
        line: 1-based line of the fault, None where only the whole text can be named.
        column: 1-based column of the fault, None likewise.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        place = "" if line is None else f" at line {line}, column {column}"
        super().__init__(f"{message}{place}")
        self.words = message
        self.line = line
        self.column = column


def _refuse_constant(word: str) -> NoReturn:
    raise JsonFault(f"{word} is not a JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these members; a name that stands twice would silently lose a value."""
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JsonFault(f"the name {twice[:80]!r} stands twice in one object")
    return value


def _depth(text: str) -> int:
    """How deep brackets nest, strings left out; bounds the parser before it recurses."""
    deepest = depth = 0
    quoted = escaped = False
    for char in text:
        if quoted:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                quoted = False
        elif char == '"':
            quoted = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def nests_too_deeply(text: str) -> bool:
    """Whether brackets nest deeper than `MOST_DEPTH`, where a parser that recurses would give up."""
    return text.count("[") + text.count("{") > MOST_DEPTH and _depth(text) > MOST_DEPTH


def parse_json(text: str, *, unique: bool = True) -> Any:
    """The value of a JSON text.

    Args:
        text: The whole text.
        unique: Refuse a name that stands twice in one object; otherwise the last one wins.

    Raises:
        JsonFault: not JSON, NaN or Infinity, a name twice in one object, deeper than `MOST_DEPTH`,
            or a whole number of thousands of digits.
    """
    if nests_too_deeply(text):
        raise JsonFault(f"nested deeper than {MOST_DEPTH} levels")
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique if unique else None)
    except json.JSONDecodeError as error:
        raise JsonFault(error.msg.removesuffix(" at"), error.lineno, error.colno) from None
    except JsonFault:
        raise
    except ValueError:
        raise JsonFault("a number has too many digits") from None


def compact(value: Any) -> str:
    """The value as JSON without blanks: the form whose characters count against a limit.

    Raises:
        ValueError: NaN or an infinity, which JSON has no word for.
        TypeError: a value that is not of a JSON type.
        RecursionError: nested too deeply.
    """
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def wire_json(value: Any) -> str:
    """The value exactly as botocore's rest-json serializer writes it: `", "`, `": "`, non-ASCII escaped."""
    return json.dumps(value)
