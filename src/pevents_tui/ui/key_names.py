"""Names of keys: as people write them, as Textual has them, and which of them a terminal can tell apart."""

from __future__ import annotations

import re
from typing import Any

_MODIFIERS = {"ctrl", "alt", "shift"}
_NAMED = {
    "escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
    "up", "down", "left", "right", *(f"f{number}" for number in range(1, 25)),
}  # fmt: skip
_WITH_CTRL = {"at", "backslash", "right_square_bracket", "circumflex_accent", "underscore"}
_SAME = {
    "ctrl+h": "Backspace", "ctrl+m": "Enter", "ctrl+i": "Tab", "ctrl+left_square_bracket": "Escape",
    "ctrl+[": "Escape",
}  # fmt: skip
_IN_FIELDS = {
    "left", "right", "up", "down", "home", "end", "pageup", "pagedown", "backspace", "delete", "enter", "tab", "space",
    "shift+tab", "shift+left", "shift+right", "shift+up", "shift+down", "shift+home", "shift+end", "shift+delete",
    "ctrl+left", "ctrl+right", "ctrl+shift+left", "ctrl+shift+right", "ctrl+a", "ctrl+c", "ctrl+d", "ctrl+e", "ctrl+k",
    "ctrl+u", "ctrl+v", "ctrl+w", "ctrl+x", "ctrl+backspace", "alt+backspace", "alt+delete",
}  # fmt: skip
_IN_LISTS = {"up", "down", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "ctrl+c"}
_NAMES_OF_SIGNS = {"?": "question_mark", "/": "slash", "@": "at", "\\": "backslash", "]": "right_square_bracket",
                   "^": "circumflex_accent", "_": "underscore"}  # fmt: skip
SPACE = ("ctrl+@", "ctrl+space")
"""The names Textual has for one key, by what the terminal sends for it."""
_SHOWN = {"escape": "Esc", "delete": "Del", "pageup": "PgUp", "pagedown": "PgDn", "question_mark": "?", "slash": "/"}
_SPELLED = {"escape": "Escape", "pageup": "Page up", "pagedown": "Page down", "question_mark": "?", "slash": "/"}
MOST_SHOWN = 40
"""How many characters of what is no key are told."""


def why_not(key: str, *, fields: bool) -> str | None:
    """Why no command can have a key; None when one can.

    Args:
        key: As Textual names it.
        fields: The command's screen has fields, which take what is typed.
    """
    *modifiers, base = key.split("+")
    why = None
    if key in _SAME:
        why = f"a terminal sends the same for {_SAME[key]}"
    elif base in {"enter", "tab", "space"} and modifiers and key != "ctrl+space":
        why = "terminals keep it for themselves, or send another key for it"
    elif told := (_of_fields if fields else _of_lists)(key, modifiers, base):
        why = told
    elif base not in _NAMED and (modifiers in (["ctrl", "shift"], ["alt", "ctrl"]) or len(modifiers) > 2):
        why = "plain terminals cannot tell it from the key without one of them"
    elif modifiers == ["ctrl"] and not (base in _NAMED | _WITH_CTRL or re.fullmatch("[a-z]", base)):
        why = "terminals have no code for it"
    return why


def _of_fields(key: str, modifiers: list[str], base: str) -> str | None:
    """Why a key cannot be had where there are fields; None where it can."""
    if key in _IN_FIELDS:
        return "fields need it for typing"
    if not modifiers and base not in _NAMED:
        return "it is text, which a field takes"
    return "it is a capital letter, which a field takes" if modifiers == ["shift"] and base not in _NAMED else None


def _of_lists(key: str, modifiers: list[str], base: str) -> str | None:
    """Why a key cannot be had where there are lists, and letters are free; None where it can."""
    if key in _IN_LISTS:
        return "the program keeps it" if key == "ctrl+c" else "the list needs it"
    return f"write it {base.upper()}" if modifiers == ["shift"] and base not in _NAMED else None


def normal(written: Any) -> str | None:
    """A key as Textual names it; None where nobody could tell which is meant.

    Args:
        written: As a person wrote it: `F5`, `Ctrl+J`, `alt+right`.
    """
    if not isinstance(written, str) or not (text := written.strip()) or len(text) > MOST_SHOWN:
        return None
    if len(text) == 1:
        return _NAMES_OF_SIGNS.get(text, text)
    *modifiers, base = (part.strip().lower() for part in text.split("+"))
    base = _NAMES_OF_SIGNS.get(base, base)
    known = base in _NAMED or base in _NAMES_OF_SIGNS.values() or len(base) == 1 or base == "left_square_bracket"
    if not known or len(set(modifiers)) < len(modifiers) or not set(modifiers) <= _MODIFIERS:
        return None
    key = "+".join([*sorted(modifiers), base])
    return "ctrl+space" if key == "ctrl+at" else key


def label(key: str) -> str:
    """A key as the line of keys has it: `^J`, `F5`, `Alt+N`.

    Args:
        key: As Textual names it.
    """
    if key == SPACE[0]:
        key = SPACE[1]
    if len(key) == 1 and key.isupper():
        return f"Shift+{key}"
    if re.fullmatch(r"ctrl\+[a-z]", key):
        return f"^{key[-1].upper()}"
    return "+".join(_SHOWN.get(part, part.capitalize()) for part in key.split("+"))


def spelled(key: str) -> str:
    """A key as a sentence has it: `Ctrl+J`, `F5`, `Escape`.

    Args:
        key: As Textual names it.
    """
    if key == SPACE[0]:
        key = SPACE[1]
    if len(key) == 1 and key.isupper():
        return f"Shift+{key}"
    return "+".join(_SPELLED.get(part, part.capitalize()) for part in key.split("+"))
