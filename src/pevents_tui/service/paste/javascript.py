"""Objects of JavaScript and `fetch(…)` calls, DevTools' "Copy as fetch" included: read as data, never run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn
from urllib.parse import urlsplit

from pevents_tui.domain.jsontext import MOST_DEPTH
from pevents_tui.service.paste.fault import PasteFault
from pevents_tui.service.paste.found import Found, Request
from pevents_tui.service.paste.payload import draft_of_body, draft_of_value, join_halves

_CALL = re.compile(r"(?<![\w.$])fetch\s*\(")
_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w$])")
_TEXT = {quote: re.compile(rf"{quote}((?:\\.|[^\\{quote}])*){quote}", re.DOTALL) for quote in "'\"`"}
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CHARS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0", "\n": ""}
_CONSTANTS: Mapping[str, Any] = {"true": True, "false": False, "null": None}


def read_fetch(text: str) -> Found:
    """The requests of the fetch calls in a text.

    Raises:
        PasteFault: one cannot be read, has no body, or one that is no request.
    """
    found = Found("fetch() call")
    for call in _CALL.finditer(text):
        reader = _Reader(text, call.end())
        url, options = reader.arguments()
        line = reader.line(call.start())
        body = options.get("body") if isinstance(options, dict) else None
        parts = urlsplit(url) if isinstance(url, str) and "[" not in url else None
        path = parts.path if parts else ""
        if isinstance(body, str):
            draft = draft_of_body(body, line, path=path)
        elif body is not None:
            draft = draft_of_value(body, line, path=path)
        else:
            raise PasteFault("the fetch() call has no body", line)
        found.requests.append(Request(draft, line))
        found.not_taken([("endpoint", parts.netloc)] if parts and parts.netloc else [])
    return found


def read_object(text: str) -> Found:
    """The request of an object literal, with names without quotes or texts in single ones.

    Raises:
        PasteFault: it is none, or not a request.
    """
    reader = _Reader(text, 0)
    value = reader.whole()
    return Found("JavaScript object", [Request(draft_of_value(value, 1), 1)])


class _Reader:
    """A text and how far it was read."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self._depth = 0

    def whole(self) -> Any:
        """The one value of the text."""
        value = self._value()
        self._skip()
        if self._text[self._at :].strip("; \t\r\n"):
            self._fail("more follows the object")
        return value

    def arguments(self) -> tuple[Any, Any]:
        """The first two arguments of a call, from behind its bracket; None for one that is absent."""
        values: list[Any] = []
        self._each(")", lambda: values.append(self._value()))
        values += [None, None]
        return values[0], values[1]

    def line(self, at: int) -> int:
        """The 1-based line of a position."""
        return self._text.count("\n", 0, at) + 1

    def _value(self) -> Any:
        self._skip()
        char = self._text[self._at : self._at + 1]
        if char in {"{", "["}:
            self._depth += 1
            if self._depth > MOST_DEPTH:
                self._fail(f"nested deeper than {MOST_DEPTH} levels")
            value = self._object() if char == "{" else self._list()
            self._depth -= 1
            return value
        if char and char in _TEXT:
            return self._quoted(char)
        number = _NUMBER.match(self._text, self._at)
        if number:
            self._at = number.end()
            return _number(number[0])
        return self._word()

    def _word(self) -> Any:
        """A constant, or `JSON.stringify(…)`, which is the value it is given."""
        found = re.compile(r"[\w$.]+").match(self._text, self._at)
        word = found[0] if found else ""
        if word in _CONSTANTS:
            self._at += len(word)
            return _CONSTANTS[word]
        if word == "JSON.stringify":
            self._at += len(word)
            self._take("(")
            values: list[Any] = []
            self._each(")", lambda: values.append(self._value()))
            return json.dumps(values[0] if values else None, separators=(",", ":"), ensure_ascii=False)
        return self._fail(f"the value of {word[:60]} does not stand in the text" if word else "a value is missing")

    def _object(self) -> dict[str, Any]:
        members: dict[str, Any] = {}

        def member() -> None:
            self._skip()
            char = self._text[self._at : self._at + 1]
            if char and char in "'\"":
                name = self._quoted(char)
            else:
                found = _NAME.match(self._text, self._at)
                if found is None:
                    self._fail("a name is missing")
                name = found[0]
                self._at = found.end()
            if name in members:
                self._fail(f"the name {name[:60]!r} stands twice in one object")
            self._take(":")
            members[name] = self._value()

        self._at += 1
        self._each("}", member)
        return members

    def _list(self) -> list[Any]:
        values: list[Any] = []
        self._at += 1
        self._each("]", lambda: values.append(self._value()))
        return values

    def _each(self, closing: str, read_one: Callable[[], None]) -> None:
        """Elements up to the closing bracket; a comma may stand before it."""
        while True:
            self._skip()
            if self._text.startswith(closing, self._at):
                self._at += 1
                return
            read_one()
            self._skip()
            if not self._text.startswith(closing, self._at):
                self._take(",")

    def _quoted(self, quote: str) -> str:
        found = _TEXT[quote].match(self._text, self._at)
        if found is None:
            self._fail(f"the quote {quote} is not closed")
        if quote == "`" and "${" in found[1]:
            self._fail("a text with ${…} does not stand here in full")
        self._at = found.end()
        return join_halves(_ESCAPE.sub(_unescaped, found[1]))

    def _take(self, char: str) -> None:
        self._skip()
        if not self._text.startswith(char, self._at):
            there = self._text[self._at : self._at + 1]
            self._fail(f"expected {char}, found {there!r}" if there else f"expected {char}, found the end")
        self._at += 1

    def _skip(self) -> None:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _fail(self, message: str) -> NoReturn:
        raise PasteFault(message, self.line(self._at))


def _number(text: str) -> int | float:
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        raise PasteFault("a number has too many digits") from None


def _unescaped(found: re.Match[str]) -> str:
    braced, short, byte, char = found.groups()
    if char is not None:
        return _CHARS.get(char, str(char))
    return chr(min(int(braced or short or byte, 16), 0x10FFFF))
