"""Keys: which keys each command has, by default or as the settings say; what cannot be done is told in words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from textual.dom import DOMNode

from pevents_tui.domain.visible import visible
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.key_names import MOST_SHOWN, SPACE, label, normal, spelled, why_not

NO_KEY = "no_key"
"""What Textual is told is the key of a command that has none: no terminal sends it."""
MOST_FAULTS = 40
"""How many sentences are kept of settings that cannot be used."""


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
                for each in SPACE if key in SPACE else (key,):
                    chosen[each] = name
                    yield each

    def _why_not(self, name: str, key: str) -> str | None:
        """Why a command cannot have a key; None when it can: its own it can have in any case."""
        return None if key in self._defaults[name] else why_not(key, fields=self._fields)

    def _tell(self, sentence: str) -> None:
        told = f"settings.yaml, keys: {sentence}."
        if len(self.faults) < MOST_FAULTS and told not in self.faults:
            self.faults.append(told)


def keys_of(node: DOMNode) -> Keys:
    """The keys in force where a widget or screen is shown: a screen's own, else the app's; none without commands.

    Args:
        node: Anything in the app.
    """
    own, app = getattr(node, "keys", None), getattr(node.app, "keys", None)
    return own if isinstance(own, Keys) else app if isinstance(app, Keys) else Keys()


def _told(value: Any) -> str:
    text = visible(value if isinstance(value, str) else repr(value)[: MOST_SHOWN + 1])
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"
