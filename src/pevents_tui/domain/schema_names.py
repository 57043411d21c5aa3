"""Property keys and the schema fields they stand for: `numberOfRatings` is `NUMBER_OF_RATINGS`.

Source: Developer Guide, recording item interactions: keys of properties are given in camelCase, and stand for the
fields of the dataset's schema, which are written in upper snake case.
"""

from __future__ import annotations

import re

_CAMEL = re.compile(r"[a-z][A-Za-z0-9]*")
_SPELLABLE = re.compile(r"[A-Za-z0-9_\-. ]*")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+[0-9]*|[0-9]+")
_LONGEST = 256
"""Longer keys are nobody's names; they are not taken apart."""


def is_camel_case(key: str) -> bool:
    """Whether a key is written as the service wants it: a small letter, then letters and digits."""
    return _CAMEL.fullmatch(key) is not None


def camel_case(key: str) -> str | None:
    """The key as the service wants it, from snake_case, Capitals or words; None where nothing tells how."""
    words = _words(key)
    if not words or not words[0][0].isalpha():
        return None
    first, *rest = (word.lower() for word in words)
    return first + "".join(word.capitalize() for word in rest)


def schema_field(key: str) -> str | None:
    """The field of the schema that a key in camelCase stands for; None where it is not one."""
    return "_".join(_words(key)).upper() or None if is_camel_case(key) else None


def _words(key: str) -> list[str]:
    return _WORD.findall(key) if len(key) <= _LONGEST and _SPELLABLE.fullmatch(key) else []
