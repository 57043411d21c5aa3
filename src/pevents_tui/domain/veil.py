"""Veil: what an audience does not see: who it is about, and the ids of things, accounts and requests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

UNTITLED = "an item"
"""Stands for a thing that nobody knows a title of."""
_HIDDEN = "…"
_SHAPES = (
    r"arn:aws[\w-]*:\S+|RID-[\w-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|(?<![\w.])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\w.])"
)
"""ARNs, recommendation ids, request and tracking ids, access key ids, account numbers."""
_UUID = 36
_WORD = re.compile(r"[\w-]+")
_LEAST_WORD, _LEAST_NUMBER = 3, 6
"""How long an id is at least to be looked for in sentences: shorter ones, and short numbers, are words of any text."""


class Veil:
    """Hides ids in texts: by words where there is a sentence, by dots where only the room may stay.

    Args:
        names: What stands for each id in sentences: `this user`, a title.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        telling = [each for each in names if _is_telling(each)]
        self._words = {each.casefold(): names[each] for each in telling}
        # Ids are looked up, however many there are: by what they begin with, and how long those are that do.
        self._lengths: dict[str, list[int]] = {}
        for begins, size in sorted({(_beginning(each), len(each)) for each in telling}, reverse=True):
            self._lengths.setdefault(begins, []).append(size)
        signs = "".join({re.escape(each[0]) for each in telling if not _WORD.match(each)})
        begins = _WORD.pattern + (f"|[{signs}]" if signs else "")
        self._pattern = re.compile(f"{_SHAPES}|(?P<begins>{begins})", re.IGNORECASE)

    def over(self, text: str) -> str:
        """A sentence with words in the place of ids.

        Args:
            text: Any.
        """
        told, end = "", 0
        for start, stop in self.places(text):
            told += text[end:start] + self._words.get(text[start:stop].casefold(), _HIDDEN)
            end = stop
        return told + text[end:]

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where ids stand in a text: from which character, to before which.

        Args:
            text: Any.
        """
        at = 0
        while (found := self._pattern.search(text, at)) is not None:
            start, at = found.span()
            if found["begins"] is None:
                yield start, at
            elif (end := self._end(text, start, found[0])) is not None:
                yield start, end
                at = end
            elif len(found[0]) > _UUID:
                yield from ((start + inner.start(), start + inner.end()) for inner in _inner(found[0]))

    def _end(self, text: str, start: int, begins: str) -> int | None:
        """Where the longest id ends that begins at a place; None where none does."""
        if start and _is_of_words(text[start - 1]):
            return None
        for size in self._lengths.get(begins.casefold(), ()):
            end = start + size
            if not (end < len(text) and _is_of_words(text[end])) and text[start:end].casefold() in self._words:
                return end
        return None


def _inner(word: str) -> Iterator[re.Match[str]]:
    """The ids within a longer word."""
    return re.finditer(_SHAPES, word, re.IGNORECASE)


def _beginning(text: str) -> str:
    """What a text begins with, as it is looked up: its first word, or the sign before it."""
    word = _WORD.match(text)
    return (word[0] if word else text[0]).casefold()


def _is_of_words(char: str) -> bool:
    return _WORD.fullmatch(char) is not None


def _is_telling(text: str) -> bool:
    return len(text) >= (_LEAST_NUMBER if text.isdecimal() else _LEAST_WORD) and text.strip() == text
