"""A walk through a JSON text, value by value: where each stands, and where and how the text stops being JSON.

The interpreter's own parser is far quicker and says less; this is for texts with something wrong, and for places.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

from pevents_tui.domain.jsontext import MOST_DEPTH, JsonFault
from pevents_tui.domain.path import Path

_BLANK = re.compile(r"[ \t\n\r]*")
_INSIDE = r'[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*'
_TOKEN = re.compile(
    rf'(?P<text>"{_INSIDE}")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>true|false|null)(?![A-Za-z0-9_])|(?P<mark>[{}\[\],:])"
)
_FINE = re.compile(_INSIDE)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_MEANT = {"None": "null", "nil": "null", "undefined": "null", "True": "true", "False": "false"}
_CLOSE = {"{": "}", "[": "]"}


def first_fault(text: str) -> JsonFault | None:
    """What is wrong first with a text, None where nothing is."""
    try:
        for _ in places(text):
            pass
    except JsonFault as fault:
        return fault
    return None


def find_place(text: str, path: Path) -> int | None:
    """Where the value at a path begins, or the innermost one around it that is there; None in a text of nothing.

    Args:
        text: A JSON text; what follows a fault in it is not looked at.
        path: Where in the value.
    """
    best: tuple[int, int | None] = (-1, None)
    try:
        for at, begin in places(text):
            if len(at) > best[0] and path[: len(at)] == at:
                best = len(at), begin
                if len(at) == len(path):
                    break
    except JsonFault:
        pass
    return best[1]


def lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """The line, from 1, in which the value at each path begins, or the innermost one around it that is there.

    Args:
        text: A JSON text; what follows a fault in it is not looked at.
        paths: Where in the value.
    """
    sought = [[path[:length] for length in range(len(path), -1, -1)] for path in paths]
    wanted, begins = {each for around in sought for each in around}, dict[Path, int]()
    with suppress(JsonFault):
        begins.update((at, begin) for at, begin in places(text) if at in wanted)
    found = {around[0]: next((begins[each] for each in around if each in begins), None) for around in sought}
    return {path: text.count("\n", 0, begin) + 1 for path, begin in found.items() if begin is not None}


def path_at(text: str, offset: int) -> Path:
    """The path of the value that begins last before a place in the text.

    Args:
        text: A JSON text; what follows a fault in it is not looked at.
        offset: Of characters from its start.
    """
    found: Path = ()
    try:
        for at, begin in places(text):
            if begin > offset:
                break
            found = at
    except JsonFault:
        pass
    return found


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def places(text: str) -> Iterator[tuple[Path, int]]:
    """The path of each value and the offset of its first character, in the order of the text; members at their name.

    Raises:
        JsonFault: the text stops being JSON, with the place.
    """
    return _Walk(text).run()


class _Walk:
    """One walk; `wanted` says what may come next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.before = 0
        self.comma = 0
        self.wanted = "value"
        self.open: list[tuple[str, int]] = []
        self.names: list[set[str]] = []
        self.path: list[str | int] = []
        self.name_at: int | None = None

    def run(self) -> Iterator[tuple[Path, int]]:
        text = self.text
        while True:
            blank = _BLANK.match(text, self.at)
            self.at = blank.end() if blank else self.at
            found = _TOKEN.match(text, self.at)
            if found is None:
                if self.at >= len(text) and self.wanted == "end":
                    return
                raise self._fault_here()
            kind, piece = found.lastgroup, found[0]
            if self.wanted in {"value", "value or end"} and (kind != "mark" or piece in "{["):
                yield tuple(self.path), self.at if self.name_at is None else self.name_at
                self._begin(kind, piece)
            else:
                self._mark(kind, piece)
            self.at = self.before = found.end()

    def _begin(self, kind: str | None, piece: str) -> None:
        self.name_at = None
        if kind == "mark":
            if len(self.open) >= MOST_DEPTH:
                raise self._fault(f"nested deeper than {MOST_DEPTH} levels")
            self.open.append((piece, self.at))
            self.names.append(set())
            self.path.append(0)
            self.wanted = "name or end" if piece == "{" else "value or end"
            return
        most = sys.get_int_max_str_digits()
        if kind == "number" and most and piece.lstrip("-").isdigit() and len(piece.lstrip("-")) > most:
            raise self._fault(f"a number of {len(piece):,} digits; at most {most:,}")
        self.wanted = "more" if self.open else "end"

    def _mark(self, kind: str | None, piece: str) -> None:
        wanted, inside = self.wanted, self.open[-1][0] if self.open else ""
        if kind == "text" and wanted in {"name", "name or end"}:
            self._name(piece)
        elif piece == ":" and wanted == "colon":
            self.wanted = "value"
        elif piece == "," and wanted == "more":
            self.comma, self.wanted = self.at, "name" if inside == "{" else "value"
            if inside == "[":
                self.path[-1] = int(self.path[-1]) + 1
        elif kind == "mark" and piece == _CLOSE.get(inside) and (wanted == "more" or wanted.endswith("or end")):
            self.open.pop()
            self.names.pop()
            self.path.pop()
            self.wanted = "more" if self.open else "end"
        else:
            raise self._fault_here(piece)

    def _name(self, piece: str) -> None:
        name = _unquoted(piece)
        if name in self.names[-1]:
            raise self._fault(f"the name {name[:80]!r} stands twice in one object")
        self.names[-1].add(name)
        self.path[-1], self.name_at, self.wanted = name, self.at, "colon"

    def _fault_here(self, piece: str = "") -> JsonFault:
        """What is wrong with what stands here, or with nothing more standing here."""
        rest = self.text[self.at : self.at + 1]
        if rest == '"' and not piece:
            return self._fault_in_text()
        if self.comma and piece in {"}", "]"} and self.text[self.comma + 1 : self.at].strip() == "" and self.open:
            self.at = self.comma
            return self._fault(f"a comma with nothing behind it before {piece}")
        if not rest:
            return self._fault_at_end()
        word = _WORD.match(self.text, self.at)
        if word and not piece and self.wanted.startswith("value"):
            meant = f"; write {_MEANT[word[0]]}" if word[0] in _MEANT else ""
            return self._fault(f"{word[0][:40]} is no JSON value{meant}" + ("" if meant else "; texts stand in quotes"))
        expected = self._expected(rest)
        if self.wanted in {"more", "colon"} and "\n" in self.text[self.before : self.at]:
            self.at = self.before  # it is missing where the line ended
        return self._fault(expected)

    def _expected(self, rest: str) -> str:
        inside = self.open[-1][0] if self.open else ""
        if rest == "'" and (self.wanted.startswith(("value", "name"))):
            return "texts stand in double quotes"
        words = {
            "name": "a name in double quotes",
            "name or end": "a name in double quotes or }",
            "colon": "a colon",
            "value": "a value",
            "value or end": "a value or ]",
            "more": f"a comma or {_CLOSE.get(inside, '')}",
            "end": "nothing more behind the last bracket" if self.text[self.at - 1 : self.at] else "a value",
        }
        return f"expected {words[self.wanted]}"

    def _fault_at_end(self) -> JsonFault:
        if not self.open:
            return self._fault("expected a value")
        bracket, begun = self.open[-1]
        line, _ = line_and_column(self.text, begun)
        if self.wanted in {"value", "colon"}:
            return self._fault(self._expected("") + ", and the text ends")
        return self._fault(f"the text ends, and the {bracket} of line {line} is not closed")

    def _fault_in_text(self) -> JsonFault:
        """What is wrong in the text that begins here."""
        fine = _FINE.match(self.text, self.at + 1)
        end = fine.end() if fine else self.at + 1
        bad = self.text[end : end + 1]
        if not bad or bad == "\n":
            return self._fault("this text has no closing quote")
        begun, self.at = self.at, end
        if bad == "\\":
            return self._fault(f"\\{self.text[end + 1 : end + 2]} is no escape; write \\\\ for a backslash")
        if bad == '"':  # never, for a text that ends is a piece
            self.at = begun
            return self._fault("this text cannot be read")
        what = "a tab" if bad == "\t" else f"control character {ord(bad)}"
        escape = "\\t" if bad == "\t" else f"\\u{ord(bad):04x}"
        return self._fault(f"{what} in a text; write {escape}")

    def _fault(self, words: str) -> JsonFault:
        return JsonFault(words, *line_and_column(self.text, self.at))


def _unquoted(piece: str) -> str:
    if "\\" not in piece:
        return piece[1:-1]
    return _ESCAPES.sub(_char, piece[1:-1])


def _char(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _PLAIN.get(found[2], found[2])
