"""Text that came from somewhere else, made harmless for a terminal: shown, never obeyed."""

from __future__ import annotations

import re

UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0, DEL and C1; the marks, embeddings, overrides and isolates that turn reading direction; halves of a character."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for half of a surrogate pair."""


def visible(text: str, *, lines: bool = False) -> str:
    r"""The text with every character a terminal would obey turned into one it shows.

    C0 controls and DEL become their pictures (ESC is `␛`), C1 and direction controls an escape (`\x9b`, `\u202e`),
    and half of a surrogate pair the replacement character.

    Args:
        text: Anything, from anywhere.
        lines: Whether line feeds stay, where several lines are shown; a carriage return before one is dropped.
    """
    if text.isprintable():
        return text
    if not lines:
        return UNSAFE.sub(_symbol, text)
    return "\n".join(UNSAFE.sub(_symbol, line) for line in text.replace("\r\n", "\n").split("\n"))


def _symbol(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if code <= 0x9F:
        return f"\\x{code:02x}"
    return REPLACEMENT if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"
