"""JSON read strictly: whatever hostile bytes come in, the result is plain values or one `NotJSONError`."""

import json
import math
from collections.abc import Iterable
from typing import Final

MAX_DEPTH: Final = 64
"""How deep objects and lists may be nested; the deepest modelled request has five levels."""


class NotJSONError(ValueError):
    """The bytes are not one JSON text as RFC 8259 has it; the text says why."""


def parse(raw: bytes) -> object:
    """Give the value of a JSON text.

    Args:
        raw: UTF-8 bytes without a byte order mark.

    Raises:
        NotJSONError: invalid UTF-8 or JSON, NaN or Infinity, a number no double can hold, a key given twice, a lone
            surrogate, more than `MAX_DEPTH` levels, or an integer of thousands of digits.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise NotJSONError(f"the body is not valid UTF-8 at byte {error.start}") from None
    value = _decode(text, _STRICT)
    _refuse_depth(raw, value)
    if b"\\ud" in raw or b"\\uD" in raw:
        _refuse_surrogates(value)
    return value


def parse_object(text: str) -> dict[str, object]:
    """Give the JSON object written in `text`, as the service reads a properties string.

    Raises:
        NotJSONError: not JSON, or JSON but not an object.
    """
    value = _decode(text, _LENIENT)
    if not isinstance(value, dict):
        raise NotJSONError("not a JSON object")
    return value


def _decode(text: str, decoder: json.JSONDecoder) -> object:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        raise NotJSONError(f"{error.msg} at character {error.pos}") from None
    except RecursionError:
        raise NotJSONError(f"nested deeper than {MAX_DEPTH} levels") from None
    except NotJSONError:
        raise
    except ValueError:
        # Python refuses to convert integers of more than 4,300 digits.
        raise NotJSONError("an integer has too many digits") from None


def _refuse_constant(name: str) -> object:
    raise NotJSONError(f"{name} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NotJSONError("a number is too large")
    return number


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJSONError("a key occurs twice in one object")
    return found


def _refuse_depth(raw: bytes, value: object) -> None:
    # Brackets are an upper bound of the depth, so ordinary bodies are never walked.
    if raw.count(b"{") + raw.count(b"[") <= MAX_DEPTH:
        return
    level: list[object] = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise NotJSONError(f"nested deeper than {MAX_DEPTH} levels")


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse_surrogates(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotJSONError("a string holds half of a surrogate pair") from None


_STRICT: Final = json.JSONDecoder(object_pairs_hook=_distinct, parse_constant=_refuse_constant, parse_float=_finite)
_LENIENT: Final = json.JSONDecoder(parse_constant=_refuse_constant)
