"""A draft's values as text in a field, and back: what was typed is kept, whatever it is."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from pevents_tui.domain.jsontext import JsonFault, compact, parse_json
from pevents_tui.ui.widgets.pictures import pictured, plain

_WHOLE = re.compile(r"-?\d{1,19}")
_REQUEST = re.compile(r"event(?:List|-list)\b|action(?:I|-i)nteractions\b|put_(?:events|action_interactions)\b")
_STRUCTURE = re.compile(r"[{=:]|--")
_MOST_IN_LINE = 500
"""How many characters of a text a line of a list or a title shows."""


def shown(value: Any) -> str:
    """A value as a field shows it: text as it is with control characters as pictures, anything else as JSON."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else _json(value)
    return pictured(text)


def typed(text: str, form: str) -> Any:
    """The value that a typed text stands for.

    Args:
        text: What stands in the field, control characters as pictures.
        form: The FieldSpec's: a number becomes one where it can, a whole number of seconds too; else it stays text.
    """
    text = plain(text)
    if form == "number":
        try:
            value = parse_json(text.strip())
        except JsonFault:
            return text
        number = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
        return value if number and not isinstance(value, bool) else text
    if form == "time" and _WHOLE.fullmatch(text.strip()):
        return int(text.strip())  # what is blank to one of them is not to the other
    return text


def clipped(text: str, most: int = _MOST_IN_LINE) -> str:
    """The text for a line: all of it where it can be read, else its beginning and how much follows.

    Args:
        text: What is shown.
        most: How many characters of it are.
    """
    left = len(text) - most
    return text if left <= 0 else f"{text[:most]}… {left:,} characters more"


def may_be_request(text: str) -> bool:
    """Whether a pasted text names the rows of a request and has more than a word around it; cheap, and often wrong.

    Args:
        text: What was pasted.
    """
    return bool(_REQUEST.search(text) and _STRUCTURE.search(text))


def split_ids(text: str, *, blanks: bool) -> list[str]:
    """The ids of a text: a JSON list, or words parted by commas, bars, semicolons, lines and, if asked, blanks.

    Args:
        text: What was typed or pasted.
        blanks: A blank parts two ids too, as in a paste.
    """
    stripped = text.strip()
    if stripped.startswith("["):
        try:
            values = parse_json(stripped)
            return [value if isinstance(value, str) else _json(value) for value in values]
        except JsonFault:
            pass
    parts = re.split(r"[,|;\s]+" if blanks else r"[,|;\r\n\t]+", stripped)
    return [part for part in (part.strip().strip("\"'") for part in parts) if part]


def read_property(text: str) -> tuple[str, Any] | None:
    """The key and value of `key=value`: numbers, true, false, null, lists and objects as JSON, anything else as text.

    Quotes around the value keep it text. None where there is no key.
    """
    key, separator, raw = text.partition("=")
    if not separator:
        key, separator, raw = text.partition(":")
    key, raw = key.strip().strip('"'), raw.strip()
    if not separator or not key:
        return None
    try:
        return key, parse_json(raw)
    except JsonFault:
        return key, raw


def read_members(value: Any) -> Mapping[str, Any] | None:
    """Properties as an object, None where they are none and no text of one."""
    if isinstance(value, str):
        try:
            value = parse_json(value, unique=False)
        except JsonFault:
            return None
    return value if isinstance(value, Mapping) else {} if value is None else None


def encoded(value: Any) -> str:
    """Properties as the text that goes out: a text as it is, anything else encoded once.

    Raises:
        ValueError: NaN or an infinity, which JSON has no word for.
        TypeError: a value that is not of a JSON type.
        RecursionError: nested too deeply.
    """
    return value if isinstance(value, str) else "" if value is None else compact(value)


def decoded(text: str) -> Any:
    """Properties of the text that goes out: the object where it is encoded as we would, else the text as it is."""
    members = read_members(text) if text else None
    try:
        return members if members is not None and compact(members) == text else text
    except (ValueError, TypeError, RecursionError):
        return text


def readings(value: Any) -> tuple[Any, ...]:
    """What a property's value can be without losing it: a text and what it reads as in JSON; the present one first."""
    if not isinstance(value, str):
        return value, _json(value)
    try:
        other = parse_json(value)
        compact(other)
    except (ValueError, RecursionError):
        return (value,)
    return (value,) if isinstance(other, str) else (value, other)


def read_line(text: str) -> Mapping[str, Any] | None:
    """The properties that a line or a paste adds; None where it is none.

    Args:
        text: A JSON object, encoded once or twice, or one `key=value`.
    """
    try:
        value = parse_json(text)
        value = parse_json(value) if isinstance(value, str) else value
    except JsonFault:
        value = None
    if isinstance(value, Mapping):
        return value
    pair = read_property(text)
    return None if pair is None else {pair[0]: pair[1]}


def with_line(form: str, value: Any, text: str) -> tuple[Any, bool]:
    """A list or properties with what stands in its line added, and whether the line could be read.

    Args:
        form: The FieldSpec's.
        value: What the draft holds.
        text: What stands in the line.
    """
    if form == "list":
        ids = split_ids(text, blanks=False)
        return ([*(value if isinstance(value, list) else []), *ids] if ids else value), True
    added = read_line(text)
    if added is not None and read_members(value) is None:
        return value, False  # a text that is no object is mended first, not thrown away
    return (value, not text.strip()) if added is None else ({**(read_members(value) or {}), **added}, True)


def write_property(key: str, value: Any) -> str:
    """`key=value` as `read_property` reads it back from a field; a JSON object where no such text would do."""
    plain = value if isinstance(value, str) else _json(value)
    for text in (f"{key}={plain}", f"{key}={json.dumps(value, ensure_ascii=False)}"):
        if read_property(typed(shown(text), "properties")) == (key, value):
            return text
    return json.dumps({key: value})


def _json(value: Any) -> str:
    try:
        return compact(value)
    except (ValueError, TypeError, RecursionError):
        return str(value)
