"""Any text as one a line can show: control characters as their pictures, losslessly.

A picture that is in the text itself is marked, so that the text comes out as it went in. Of two texts one after the
other, what is shown is what is shown of each: a text may be inserted anywhere.
"""

from __future__ import annotations

import re
from functools import cache

_CONTROL = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\N{SYMBOL FOR DELETE}"}
_MARK = "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"
"""Stands before a picture that is meant as itself, and before itself."""
_BREAKS = {0x85: "\N{SYMBOL FOR NEWLINE}", 0x2028: "\N{DOWNWARDS ARROW}", 0x2029: "\N{PILCROW SIGN}"}
"""Characters without a picture that part lines: these stand for them, marked."""
_SHOWN = (
    _CONTROL
    | {code: _MARK + symbol for code, symbol in _BREAKS.items()}
    | {ord(symbol): _MARK + symbol for symbol in (*_CONTROL.values(), _MARK)}
)
_PLAIN = {symbol: chr(code) for code, symbol in _CONTROL.items()}
_MARKED = {symbol: symbol for symbol in (*_PLAIN, _MARK)} | {symbol: chr(code) for code, symbol in _BREAKS.items()}


def pictured(text: str) -> str:
    """The text as a line can show it."""
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


def plain(text: str) -> str:
    """The text that is shown so.

    Args:
        text: As `pictured` gives it.
    """
    return text if text.isascii() else _picture().sub(_meant, text)


def cut(text: str, most: int) -> int:
    """Where to cut a pictured text so that no mark is parted from its picture.

    Args:
        text: As `pictured` gives it.
        most: Before which character at the latest.
    """
    head = text[:most]
    return len(head) - (len(head) - len(head.rstrip(_MARK))) % 2


@cache
def _picture() -> re.Pattern[str]:
    """A picture, marked or not; compiled where a text first holds one."""
    return re.compile(f"{_MARK}([{''.join(_MARKED)}])|([{''.join(_PLAIN)}])")


def _meant(found: re.Match[str]) -> str:
    return _MARKED[found[1]] if found[1] else _PLAIN[found[2]]
