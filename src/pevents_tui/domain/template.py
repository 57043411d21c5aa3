"""Templates: a draft in a text file, with name, note, tags, target and variables in the comments on top of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.visible import UNSAFE

LONGEST_NAME = 200
"""Most characters of a template's whole name, folders included."""
DEEPEST = 8
"""Most folders one inside the other."""
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
"""Scripts with letters that look like those of another."""


class NameFault(ValueError):
    """A name that no template may have; the message says why."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the comments on top of a template tell.

    Attributes:
        title: What it is called for people; empty where only the file has a name.
        note: What it is for; empty for nothing.
        tags: Words to find it by.
        variables: Variables of its own; None without a value is asked for.
        target: The name of the saved target it is for; empty for whichever is chosen.
    """

    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    variables: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    target: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """One template as it was read.

    Attributes:
        name: Its place in its folder without the suffix: `shop/view-item`.
        heading: What its comments tell.
        draft: The request.
        problem: What is wrong with the comments, which count for nothing then; None where all is well.
    """

    name: str
    heading: Heading
    draft: Draft
    problem: str | None = None


def check_name(name: str) -> str:
    """The name, where a template may have it.

    Raises:
        NameFault: it leaves its folder, hides, is too long, or holds what cannot be seen or looks like something else.
    """
    if not name.strip() or len(name) > LONGEST_NAME:
        raise NameFault(f"a name has 1 to {LONGEST_NAME} characters")
    if found := UNSAFE.search(name):
        raise NameFault(f"a name holds no character that cannot be seen: {ord(found[0]):#06x}")
    if not name.isprintable() or unicodedata.normalize("NFC", name) != name:
        raise NameFault("a name holds no character that cannot be seen, or that is written in two parts")
    if any(char in '\\:*?"<>|' for char in name):
        raise NameFault('a name holds none of \\ : * ? " < > |')
    parts = name.split("/")
    if len(parts) > DEEPEST:
        raise NameFault(f"a name has at most {DEEPEST} parts")
    for part in parts:
        _check_part(part)
    return name


def _check_part(part: str) -> None:
    if not part or part != part.strip() or part.startswith((".", "~", "-")) or part.endswith("."):
        raise NameFault("each part of a name begins with a letter or digit, and is not empty, . or ..")
    if len(part.encode()) > 200:
        raise NameFault("each part of a name has at most 200 bytes")
    if len(scripts := scripts_of(part)) > 1:
        raise NameFault(f"it mixes letters that look alike: {' and '.join(scripts).title()}")


def scripts_of(text: str) -> tuple[str, ...]:
    """The scripts of a text's letters, of those that have letters that look like another's."""
    named = (unicodedata.name(char, "").split(" ", 1)[0] for char in text if ord(char) > 127 or char.isalpha())
    return tuple(script for script in dict.fromkeys(named) if script in _SCRIPTS)


def split_block(text: str) -> tuple[str, str]:
    """The leading comment block of a file, and the rest.

    The block is every line from the first on that begins with `#`; a byte order mark before it is dropped.
    """
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    end = 0
    for line in text.splitlines(keepends=True):
        if not line.startswith("#"):
            break
        end += len(line)
    return text[:end], text[end:]


def uncommented(block: str) -> str:
    """The lines of a comment block without their `#` and one blank after it."""
    return "".join(re.sub(r"^# ?", "", line) for line in block.splitlines(keepends=True))


def write_block(heading: Heading) -> str:
    """The comment block that tells a heading; empty where there is nothing to tell."""
    lines: list[str] = []
    if heading.title:
        lines.append(f"name: {_quoted(heading.title)}")
    if heading.note:
        lines.append(f"note: {_quoted(heading.note)}")
    if heading.tags:
        lines.append(f"tags: [{', '.join(_quoted(tag) for tag in heading.tags)}]")
    if heading.target:
        lines.append(f"target: {_quoted(heading.target)}")
    if heading.variables:
        lines.append("variables:")
        lines += [f"  {name}: {_value(value)}".rstrip() for name, value in heading.variables.items()]
    return "".join(f"# {line}\n" for line in lines)


def fuzzy(wanted: str, texts: Iterable[str]) -> int | None:
    """How well a text's letters are found, in order, in the first of several texts that has them; None for not at all.

    Args:
        wanted: A few letters; upper and lower case alike.
        texts: The one that counts most first.
    """
    letters = wanted.casefold().replace(" ", "")
    for place, text in enumerate(texts):
        if (score := _fuzzy(letters, text.casefold())) is not None:
            return score - place * 1_000
    return None


def _fuzzy(letters: str, text: str) -> int | None:
    """A whole part counts most, then letters at the beginnings of words, then letters close together."""
    if (at := text.find(letters)) >= 0:
        return 500 - min(at, 100) + (100 if at == 0 or not text[at - 1].isalnum() else 0)
    at, score = -1, 300
    for letter in letters:
        found = text.find(letter, at + 1)
        if found < 0:
            return None
        if found and text[found - 1].isalnum():
            score -= min(found - at - 1, 20)
        at = found
    return score


def _quoted(text: str) -> str:
    """A text that means the same in YAML as here, on one line."""
    plain = re.fullmatch(r"[A-Za-z][\w ,.()/+-]*[\w.)]|[A-Za-z]", text)
    known = {"true", "false", "null", "yes", "no", "on", "off"}
    return text if plain and "," not in text and text.lower() not in known else json.dumps(text, ensure_ascii=True)


def _value(value: Any) -> str:
    return "" if value is None else _quoted(value) if isinstance(value, str) else json.dumps(value)
