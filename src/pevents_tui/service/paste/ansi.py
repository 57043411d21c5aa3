"""The text of bash's `$'…'`: what its escapes stand for."""

from __future__ import annotations

import re

from pevents_tui.service.paste.payload import join_halves

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_CHARS = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def unescaped(text: str) -> str:
    """What bash makes of the text between `$'` and `'`."""
    data = bytearray()
    at = 0
    for escape in _ESCAPE.finditer(text):
        data += text[at : escape.start()].encode("utf-8", "surrogatepass") + _bytes(escape)
        at = escape.end()
    return _joined(data + text[at:].encode("utf-8", "surrogatepass"))


def _bytes(escape: re.Match[str]) -> bytes:
    short, long, hexadecimal, octal, char = escape.groups()
    if short or long:
        code = int(short or long, 16)
        return chr(min(code, 0x10FFFF)).encode("utf-8", "surrogatepass")
    if hexadecimal or octal:
        return bytes([int(hexadecimal, 16) if hexadecimal else int(octal, 8) & 0xFF])
    if char in "\\'\"?":
        return str(char).encode()
    return _CHARS.get(char, "\\" + char).encode("utf-8", "surrogatepass")


def _joined(data: bytearray) -> str:
    """The text of bytes, some of which were given one by one."""
    try:
        return join_halves(data.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")
