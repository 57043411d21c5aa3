"""Keys: which keys each command has, by default or as the settings say; what cannot be done is told in words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from textual.dom import DOMNode

from pevents_tui.domain.visible import visible
from pevents_tui.ui.commands.base import Command

NO_KEY = "no_key"
"""What Textual is told is the key of a command that has none: no terminal sends it."""
MOST_FAULTS = 40
"""How many sentences are kept of settings that cannot be used."""

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
_SPACE = ("ctrl+@", "ctrl+space")
"""The names Textual has for one key, by what the terminal sends for it."""
_SHOWN = {"escape": "Esc", "delete": "Del", "pageup": "PgUp", "pagedown": "PgDn", "question_mark": "?", "slash": "/"}
_SPELLED = {"escape": "Escape", "pageup": "Page up", "pagedown": "Page down", "question_mark": "?", "slash": "/"}
_MOST_SHOWN = 40


class Keys:
    """The keys in force.

    Args:
        commands: Every command there is.
        wanted: Keys by the commands' names, as the settings have them: a text, or a list of texts; None for no key.
        elsewhere: Names of commands of other screens.
        fields: The commands' screen has fields, which take what is typed.
        taken: Keys that do something everywhere, each with the command that has it.
    """

    def __init__(
        self,
        commands: Sequence[type[Command]] = (),
        wanted: Mapping[Any, Any] | None = None,
        *,
        elsewhere: Container[Any] = (),
        fields: bool = True,
        taken: Mapping[str, str] | None = None,
    ) -> None:
        self._defaults = {each.slug(): tuple(each.KEYS.split(",")) if each.KEYS else () for each in commands}
        self._bound = dict(self._defaults)
        self._shown = {each.slug(): each.SHOWN_KEY for each in commands}
        self._fields = fields
        self.faults: list[str] = []
        """A sentence on each thing in the settings that was not done, or that took a key from another command."""
        chosen: dict[str, str] = dict(taken or {})
        for name, keys in (wanted or {}).items():
            if name in elsewhere:
                continue
            if name not in self._defaults:
                self._tell(f"{_told(name)} is no command; the help lists their names")
            elif (usable := tuple(self._usable(name, keys, chosen))) or keys is None:
                self._bound[name] = usable
        for name in self._defaults:
            lost = [key for key in self._bound[name] if chosen.get(key, name) != name]
            self._bound[name] = tuple(key for key in self._bound[name] if key not in lost)
            for key in lost:
                left = " or ".join(map(spelled, self._bound[name])) or "no key any more"
                self._tell(f"{spelled(key)} is now {chosen[key]}; {name} has {left}")

    @property
    def keymap(self) -> dict[str, str]:
        """What Textual is to bind otherwise than by default."""
        return {
            name: ",".join(keys) or NO_KEY for name, keys in self._bound.items() if keys != self._defaults.get(name)
        }

    def of(self, name: str) -> tuple[str, ...]:
        """The keys of a command, as Textual names them.

        Args:
            name: The command's slug.
        """
        return self._bound.get(name, ())

    def knows(self, name: str) -> bool:
        """Whether a command is among these.

        Args:
            name: The command's slug.
        """
        return name in self._defaults

    def at(self, key: str) -> str | None:
        """The command that a key is bound to, by its slug; None for none.

        Args:
            key: As Textual names it.
        """
        return next((name for name, keys in self._bound.items() if key in keys), None)

    def label(self, name: str) -> str:
        """The first key of a command as the line of keys has it, `^J`; empty for none.

        Args:
            name: The command's slug.
        """
        return label(self.of(name)[0]) if self.of(name) else ""

    def shown(self, name: str) -> str:
        """The key of a command as a line of words has it: a sign of its own where it has the keys it came with.

        Args:
            name: The command's slug.
        """
        return self._shown.get(name, "") if self.of(name) == self._defaults.get(name) else self.label(name)

    def told(self, sentence: str) -> str:
        """A sentence of ours with the first key of each command that it names in braces: `{look_again} looks again.`

        Args:
            sentence: Nothing from outside is in it.
        """
        return re.sub(r"\{(\w+)\}", lambda found: self.label(found[1]) or self.spelled(found[1]), sentence)

    def spelled(self, name: str) -> str:
        """The keys of a command as a sentence has them, `Ctrl+J or F5`; the way to it without a key where it has none.

        Args:
            name: The command's slug.
        """
        if keys := self.of(name):
            return " or ".join(dict.fromkeys(map(spelled, keys)))
        palette = self.of("palette") or self.of("find_command")
        return spelled(palette[0]) if palette else "The list of commands"

    def _usable(self, name: str, keys: Any, chosen: dict[str, str]) -> Iterator[str]:
        """Those of the wanted keys that can be had; each is noted as chosen."""
        if keys is None:
            return
        for written in keys if isinstance(keys, list) else [keys]:
            several = isinstance(written, str) and len(written) > 1
            for part in map(str.strip, written.split(",")) if several else [written]:
                key = normal(part)
                why = "a key is written f5, ctrl+t, alt+n or shift+f6" if key is None else self._why_not(name, key)
                if why is None and (other := chosen.get(key or "")) is not None:
                    why = "it stands there twice" if other == name else f"it is given to {other} already"
                if why is not None or key is None:
                    self._tell(f"{name}: {_told(part)} is left out: {why}")
                    continue
                for each in _SPACE if key in _SPACE else (key,):
                    chosen[each] = name
                    yield each

    def _why_not(self, name: str, key: str) -> str | None:
        """Why a command cannot have a key; None when it can."""
        *modifiers, base = key.split("+")
        why = None
        if key in self._defaults[name]:
            why = None
        elif key in _SAME:
            why = f"a terminal sends the same for {_SAME[key]}"
        elif base in {"enter", "tab", "space"} and modifiers and key != "ctrl+space":
            why = "terminals keep it for themselves, or send another key for it"
        elif (
            told := _of_fields(key, modifiers, base) if self._fields else _of_lists(key, modifiers, base)
        ) is not None:
            why = told
        elif base not in _NAMED and (modifiers in (["ctrl", "shift"], ["alt", "ctrl"]) or len(modifiers) > 2):
            why = "plain terminals cannot tell it from the key without one of them"
        elif modifiers == ["ctrl"] and not (base in _NAMED | _WITH_CTRL or re.fullmatch("[a-z]", base)):
            why = "terminals have no code for it"
        return why

    def _tell(self, sentence: str) -> None:
        told = f"settings.yaml, keys: {sentence}."
        if len(self.faults) < MOST_FAULTS and told not in self.faults:
            self.faults.append(told)


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
    if not isinstance(written, str) or not (text := written.strip()) or len(text) > _MOST_SHOWN:
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
    if key == _SPACE[0]:
        key = _SPACE[1]
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
    if key == _SPACE[0]:
        key = _SPACE[1]
    if len(key) == 1 and key.isupper():
        return f"Shift+{key}"
    return "+".join(_SPELLED.get(part, part.capitalize()) for part in key.split("+"))


def keys_of(node: DOMNode) -> Keys:
    """The keys in force where a widget or screen is shown: a screen's own, else the app's; none without commands.

    Args:
        node: Anything in the app.
    """
    own, app = getattr(node, "keys", None), getattr(node.app, "keys", None)
    return own if isinstance(own, Keys) else app if isinstance(app, Keys) else Keys()


def _told(value: Any) -> str:
    text = visible(value if isinstance(value, str) else repr(value)[: _MOST_SHOWN + 1])
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
