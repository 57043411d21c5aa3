"""The AWS CLI's shorthand: `eventType=View,itemId=B0742,impression=B0742,B0001` as the object it stands for.

The grammar, with blanks allowed around every separator::

    object = pair *("," pair)
    pair   = key ("=" | "@=") (list | hash | words)      "@=" reads values that begin with file://
    list   = "[" [value *("," value)] "]"
    hash   = "{" [key ("=" | "@=") value *("," key …)] "}"
    value  = list | hash | word
    words  = word *("," word)                            a word that "=" follows begins the next pair
    word   = 'quoted' | "quoted" | plain                 \\' \\" inside quotes, \\, inside plain words

Source: AWS CLI user guide, "Using shorthand syntax"; a test holds this parser against the installed AWS CLI's own.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from typing import Any, NoReturn

from pevents_tui.domain.fields import FieldSpec, spec_at
from pevents_tui.domain.jsontext import MOST_DEPTH
from pevents_tui.domain.path import Path

_KEY = re.compile(r"[A-Za-z0-9\-_.#/:]*")
_QUOTED = {"'": re.compile(r"'((?:\\'|[^'])*)'"), '"': re.compile(r'"((?:\\"|[^"])*)"')}
# A plain word begins with nothing that opens something else. What may follow depends on where it stands: the first
# word after "=" may hold "=" and ends at a closing bracket; the further ones the other way round.
_BEGIN = r"(?:\\,|[^\x00-\x20\"',=\[{])"
_FIRST = re.compile(_BEGIN + r"(?:\\,|[^\x00-\x08\x0e-\x1b\"',\]}])*")
_FURTHER = re.compile(_BEGIN + r"(?:\\,|[^\x00-\x08\x0e-\x1b\"',=])*")


class ShorthandFault(ValueError):
    """Text that is not shorthand.

    Attributes:
        column: 1-based place of the fault in the text.
    """

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} at character {column}")
        self.column = column


def parse_shorthand(text: str, read_file: Callable[[str], str | None] = lambda _: None) -> dict[str, Any]:
    """The object that a shorthand text stands for; every value is text, a list or an object.

    Args:
        text: One object.
        read_file: Gives the content of a value such as `file://note.txt` after `@=`, None for any other value.

    Raises:
        ShorthandFault: it is not shorthand, or names a key twice.
    """
    return _Reader(text, read_file).read()


def fitted(value: Any, kind: str, place: Path) -> Any:
    """Shorthand's texts in the type their field has; what does not fit is left for the check to name.

    Args:
        value: What `parse_shorthand` gave, or a part of it.
        kind: A name in `KINDS`.
        place: Where it stands in the body.
    """
    spec = spec_at(kind, place)
    if isinstance(value, dict):
        return {name: fitted(inner, kind, (*place, name)) for name, inner in value.items()}
    if spec is not None and _wants_list(spec, place):
        return value if isinstance(value, list) else [value]
    if spec is not None and spec.form == "number" and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _wants_list(spec: FieldSpec, place: Path) -> bool:
    return spec.form == "list" and spec.path[-1] == place[-1]


class _Reader:
    """A text and how far it was read."""

    def __init__(self, text: str, read_file: Callable[[str], str | None]) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._read_file = read_file
        self._from_file = False

    def read(self) -> dict[str, Any]:
        """The whole text as one object."""
        pairs: dict[str, Any] = {}
        while True:
            self._pair(pairs, self._words_or_value)
            if self._at == len(self._text):
                return pairs
            self._expect(",")

    @property
    def _next(self) -> str:
        """The character that comes next, empty at the end."""
        return self._text[self._at : self._at + 1]

    def _pair(self, pairs: dict[str, Any], value: Callable[[], Any]) -> None:
        began = self._at
        key = self._match(_KEY)
        self._skip_blanks()
        self._from_file = self._next == "@"
        if self._from_file:
            self._expect("@")
        self._expect("=")
        if key in pairs:
            self._fail(f"the key {key!r} stands twice (a comma where a space was meant?)", began)
        pairs[key] = value()

    def _words_or_value(self) -> Any:
        return self._value() if self._next in {"[", "{"} else self._words()

    def _value(self) -> Any:
        if self._next == "[":
            return self._list()
        return self._hash() if self._next == "{" else self._first_word()

    def _words(self) -> str | list[str]:
        """One word, or a list where commas follow that begin no new pair."""
        first = self._first_word()
        self._skip_blanks()
        words = [first]
        while self._next == ",":
            comma = self._at
            self._expect(",")
            word = self._further_word()
            if word is None:
                break
            self._skip_blanks()
            if self._next not in {"", ","}:
                self._at = comma
                break
            words.append(word)
        return first if len(words) == 1 else words

    def _list(self) -> list[Any]:
        values: list[Any] = []
        self._enclosed("[", "]", lambda: values.append(self._value()))
        return values

    def _hash(self) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        self._enclosed("{", "}", lambda: self._pair(pairs, self._value))
        return pairs

    def _enclosed(self, opening: str, closing: str, read_one: Callable[[], None]) -> None:
        """Elements up to the closing bracket; blanks after it are left, as they end the value."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            self._fail(f"nested deeper than {MOST_DEPTH} levels")
        self._expect(opening)
        while self._next != closing:
            read_one()
            self._skip_blanks()
            if self._next != closing:
                self._expect(",")
        self._at += 1
        self._depth -= 1

    def _first_word(self) -> str:
        if self._next in _QUOTED:
            return self._quoted()
        return self._plain(_FIRST) if _FIRST.match(self._text, self._at) else ""

    def _further_word(self) -> str | None:
        """A word after a comma; None where another comma stands in its place."""
        if self._next in _QUOTED:
            return self._quoted()
        if not _FURTHER.match(self._text, self._at):
            if self._next == "":
                self._fail("a value is missing after the comma")
            # The comma before it is given back, so that what follows is read as the next pair.
            self._at = self._text.rindex(",", 0, self._at + 1)
            return None
        return self._plain(_FURTHER)

    def _plain(self, pattern: re.Pattern[str]) -> str:
        return self._resolved(self._match(pattern).replace("\\,", ",").rstrip())

    def _quoted(self) -> str:
        quote = self._next
        found = _QUOTED[quote].match(self._text, self._at)
        if found is None:
            self._fail(f"the quote {quote} is not closed")
        self._at = found.end()
        return self._resolved(found[1].replace("\\" + quote, quote).replace("\\\\", "\\"))

    def _resolved(self, word: str) -> str:
        content = self._read_file(word) if self._from_file else None
        return word if content is None else content

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        word = found[0] if found else ""
        self._at += len(word)
        return word

    def _expect(self, char: str) -> None:
        """The character, with blanks around it."""
        self._skip_blanks()
        if self._next != char:
            found = repr(self._next) if self._next else "the end"
            self._fail(f"expected {char!r}, found {found}")
        self._at += 1
        self._skip_blanks()

    def _skip_blanks(self) -> None:
        while self._next and self._next in string.whitespace:
            self._at += 1

    def _fail(self, message: str, at: int | None = None) -> NoReturn:
        raise ShorthandFault(message, (self._at if at is None else at) + 1)
