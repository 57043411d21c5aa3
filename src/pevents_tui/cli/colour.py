"""`--color`: how calls ended and what problems weigh, in colour for a person; data for programs is never coloured."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from pevents_tui.cli.environment import Environment

TONES: Mapping[str, str] = MappingProxyType(
    {
        "accepted": "32",
        "refused": "31",
        "unknown": "33",
        "not sent": "33",
        "stop": "31",
        "limit": "33",
        "hint": "36",
    }
)
"""The words that are coloured, with the number of the terminal's own colour: green, red, yellow or cyan."""
COUNTS = "counts"
"""Stands for a word where a line counts calls by how they ended: `3 accepted, 1 refused`."""


def is_coloured(environment: Environment, stream: TextIO) -> bool:
    """Whether a stream gets colours: as the words say, else where it is a terminal that wants any.

    Source: no-color.org: NO_COLOR, where it is set and not empty, prevents colour.
    """
    if environment.colour != "auto":
        return environment.colour == "on"
    environ = environment.environ
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def painter(environment: Environment, member: str, *, only: str = "") -> Callable[[Mapping[str, Any], str], str] | None:
    """What colours a document's line on standard output; None where nothing is coloured.

    Args:
        environment: Whose streams, and what was said.
        member: The one that holds the word: `outcome`, `level`; or `COUNTS`.
        only: Another one without which a document stays as it is; empty for all.
    """
    if not is_coloured(environment, environment.stdout):
        return None

    def paint(document: Mapping[str, Any], line: str) -> str:
        return line if only and not document[only] else toned(line, str(document.get(member, member)))

    return paint


def toned(line: str, word: str) -> str:
    """The line with its word coloured, where it stands as one: in a column, before a colon, or in parentheses.

    Args:
        line: Without anything that a terminal would obey.
        word: One of `TONES`, or `COUNTS`; any other colours nothing.
    """
    if word == COUNTS:
        return _counts().sub(lambda found: _painted(found[0], found[1]), line)
    if word not in TONES:
        return line
    column, bracket = _places(word)
    found = column.search(line) or next(iter(reversed(list(bracket.finditer(line)))), None)
    return line if found is None else line[: found.start()] + _painted(word, word) + line[found.end() :]


def _painted(text: str, word: str) -> str:
    return f"\x1b[{TONES[word]}m{text}\x1b[0m"


@cache
def _counts() -> re.Pattern[str]:
    return re.compile(r"\b[1-9][\d,]* (accepted|refused|unknown|not sent)\b")


@cache
def _places(word: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    column = re.compile(rf"(?:^|(?<=  )|(?<=: )){word}(?=  |: |$)", re.MULTILINE)
    return column, re.compile(rf"(?<=\(){word}(?=[);])")
