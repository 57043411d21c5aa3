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
        self._words = {each.casefold(): words for each, words in names.items() if _is_telling(each)}
        odd = sorted((each for each in self._words if not _WORD.fullmatch(each)), key=lambda each: (-len(each), each))
        known = "".join(f"|(?<![\\w-]){re.escape(each)}(?![\\w-])" for each in odd)
        # Words are looked up, however many ids there are; only what is none is looked for one by one.
        self._pattern = re.compile(f"{_SHAPES}{known}|(?P<word>{_WORD.pattern})", re.IGNORECASE)

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
        for found in self._pattern.finditer(text):
            if found["word"] is None or found[0].casefold() in self._words:
                yield found.span()
            elif len(found[0]) > _UUID:
                yield from ((found.start() + inner.start(), found.start() + inner.end()) for inner in _inner(found[0]))


def _inner(word: str) -> Iterator[re.Match[str]]:
    """The ids within a longer word."""
    return re.finditer(_SHAPES, word, re.IGNORECASE)


def _is_telling(text: str) -> bool:
    return len(text) >= (_LEAST_NUMBER if text.isdecimal() else _LEAST_WORD) and text.strip() == text
