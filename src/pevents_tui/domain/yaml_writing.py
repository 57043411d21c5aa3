"""YAML that means one thing to every reader: texts are quoted, numbers are JSON's, nothing is left to guess.

It is written here, since a library would have to be kept from making `no` of a text, a time of a date, or lines of a
long text. Version 1.1 and 1.2 of YAML read the same from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_LONGEST_SIMPLE_KEY = 1_000
"""A longer key wants the form with a question mark. Source: YAML 1.2.2, section 7.4.2, which says 1,024."""
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NOT_PLAIN = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan"}
_ESCAPED = re.compile(r"[^\x20-\x7e]")


def write_yaml(value: Any) -> str:
    """A value of JSON's types as a YAML document; `parse_yaml` gives it back, lone surrogates included."""
    return "\n".join(_block(value, "")) + "\n"


def _block(value: Any, indent: str) -> Iterator[str]:
    """The lines of a value, each with its indent."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            key = _key(str(name))
            if len(key) > _LONGEST_SIMPLE_KEY:
                yield f"{indent}? {key}"
                key = ""
            yield from _headed(f"{indent}{key}:", inner, indent)
    elif isinstance(value, list | tuple) and value:
        for inner in value:
            lines = _block(inner, indent + "  ")
            yield f"{indent}- {next(lines).removeprefix(indent + '  ')}"
            yield from lines
    else:
        yield indent + _scalar(value)


def _headed(head: str, value: Any, indent: str) -> Iterator[str]:
    """A key's line with a scalar, or followed by the lines of what is under it."""
    if isinstance(value, Mapping | list | tuple) and value:
        yield head
        yield from _block(value, indent + "  ")
    else:
        yield f"{head} {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping | list | tuple):
        return "{}" if isinstance(value, Mapping) else "[]"
    if isinstance(value, float):
        return _float(value)
    return json.dumps(value)


def _float(value: float) -> str:
    """A float with the point that YAML 1.1 wants before an exponent."""
    text = json.dumps(value)
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) and name.lower() not in _NOT_PLAIN else _text(name)


def _text(text: str) -> str:
    """A quoted text on one line; in single quotes where that spares escapes and nothing in it wants one."""
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if text.isprintable() else _ESCAPED.sub(_escape, quoted)


def _escape(found: re.Match[str]) -> str:
    """What is not plain ASCII in a text with unprintable parts; what is printable stays."""
    char = found[0]
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
