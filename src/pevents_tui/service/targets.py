"""Targets: the saved targets by name, kept up to date with their file, and the one that was used last."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, fields, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from pevents_tui.domain.errors import NoSuchTarget, SettingsError, SourceError, why
from pevents_tui.domain.nearest import nearest
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service.connection import SANDBOX
from pevents_tui.service.paths import write_private

if TYPE_CHECKING:
    from pevents_tui.service.target_file import Book

_MOST_BYTES = 65_536
_Signature = tuple[int, ...]


class Targets:
    """The saved targets; safe to use from several threads.

    Args:
        path: `targets.yaml`; it need not be there.
        last: The file that the one used last is kept in.
    """

    def __init__(self, path: Path, last: Path) -> None:
        self.path = path
        """Where they are kept."""
        self._last = last
        self._reading = Lock()
        self._held: tuple[_Signature, Book] | None = None

    @property
    def book(self) -> Book:
        """What was read last, so that a look-up costs nothing; read now where nothing was."""
        return self._held[1] if self._held is not None else self.read()

    def read(self) -> Book:
        """What the file holds now; read again only where it changed."""
        from pevents_tui.service.target_file import read_book  # noqa: PLC0415 - a start does not wait for it

        with self._reading:
            signature = self._signature()
            if self._held is None or self._held[0] != signature:
                self._held = (signature, read_book(self.path))
            return self._held[1]

    def get(self, name: str) -> Target:
        """A saved target as the file has it now.

        Raises:
            NoSuchTarget: none has the name.
            SettingsError: the file cannot be read.
        """
        book = self.read()
        if name in book.targets:
            return book.targets[name]
        if not book.readable:
            raise SettingsError(str(book.faults[0]))
        raise NoSuchTarget(_unknown(name, [SANDBOX, *book.targets]))

    def save(self, name: str, target: Target, *, over: bool = False) -> Target:
        """Save a target under a name; comments and the other entries stay.

        Args:
            name: Its name.
            target: Its parts.
            over: One of that name may be there, and is changed.

        Raises:
            SettingsError: a value or the name cannot be used, the name is taken, or the file cannot be read or written.
        """
        from pevents_tui.service.target_file import entry_of  # noqa: PLC0415 - as above
        from pevents_tui.service.target_writing import with_entry  # noqa: PLC0415 - YAML loads only to be written

        label = name if target.label == target.name else target.label
        entry = entry_of(replace(target, name=name, label=label))
        _refuse_unusable(name, entry)
        if name in self.read().targets and not over:
            raise SettingsError(f"there is a target {name!r} already")
        self._write(lambda text: with_entry(text, name, entry))
        return self.get(name)

    def lock(self, name: str, locked: bool) -> Target:
        """Lock a target, so that nothing is sent there, or unlock it.

        Raises:
            NoSuchTarget: none has the name.
            SettingsError: the file cannot be read or written, or the entry has something in it that locks it.
        """
        self.get(name)
        from pevents_tui.service.target_writing import with_value  # noqa: PLC0415 - as above

        self._write(lambda text: with_value(text, name, "locked", True if locked else None))
        target = self.get(name)
        if target.locked and not locked:
            fault = next(fault for fault in self.book.faults if fault.name == name)
            raise SettingsError(f"it stays locked until its entry is mended: {fault}")
        return target

    def remove(self, name: str) -> None:
        """Take a target out of the file.

        Raises:
            NoSuchTarget: none has the name.
            SettingsError: the file cannot be read or written.
        """
        self.get(name)
        from pevents_tui.service.target_writing import without_entry  # noqa: PLC0415 - as above

        self._write(lambda text: without_entry(text, name))

    def remember(self, target: Target) -> None:
        """Keep that a target was used last, for the next start; one that is not saved is not kept.

        Raises:
            SettingsError: the file cannot be written.
        """
        saved = self.read().targets.get(target.name) if target.name is not None else None
        if saved is None and target.policy is not Policy.SANDBOX:
            return
        entry = None if saved is None else asdict(saved)
        kept = {"name": saved and saved.name, "signature": self._signature(), "target": entry}
        try:
            write_private(self._last, json.dumps(kept))
        except OSError as error:
            raise SettingsError(f"the target cannot be kept for the next start in {self._last}: {why(error)}") from None

    def last(self) -> tuple[Target | None, str | None]:
        """The saved target that was used last, None for the sandbox; and a sentence where it is not there any more.

        While `targets.yaml` is as it was then, it is not read: a start does not wait for YAML.
        """
        kept: dict[str, Any] = {}
        with suppress(OSError, ValueError, RecursionError), self._last.open(encoding="utf-8") as file:
            kept = json.loads(file.read(_MOST_BYTES))
        name = kept.get("name") if isinstance(kept, dict) else None
        if not isinstance(name, str):
            return None, None
        if kept.get("signature") == list(self._signature()):
            with suppress(TypeError, ValueError, KeyError):
                return _target(kept["target"]), None
        book = self.read()
        if name in book.targets:
            return book.targets[name], None
        reason = str(book.faults[0]) if not book.readable else f"the target {name!r} is saved no more"
        return None, f"{reason}; drafts go to the sandbox."

    def _signature(self) -> _Signature:
        try:
            found = self.path.stat()
        except OSError:
            return ()
        return (found.st_mtime_ns, found.st_size, found.st_ino)

    def _write(self, change: Callable[[str], str]) -> None:
        """Write the file anew, whole or not at all.

        Raises:
            SettingsError: it cannot be read, is not YAML, or cannot be written; it is as it was then.
        """
        if not (book := self.read()).readable:
            raise SettingsError(str(book.faults[0]))
        try:
            path = self.path.resolve()  # a file kept elsewhere and linked to stays there
            text = path.read_bytes().decode() if path.exists() else ""
            write_private(path, change(text))
        except SourceError as error:
            raise SettingsError(f"{self.path}: {error}") from None
        except (OSError, UnicodeError, RuntimeError) as error:
            raise SettingsError(f"cannot write {self.path}: {why(error)}") from None
        with self._reading:
            self._held = None


def _refuse_unusable(name: str, entry: dict[str, Any]) -> None:
    """Let pass what can be read again.

    Raises:
        SettingsError: the name or a value cannot be used; names it.
    """
    from pevents_tui.service.target_file import name_fault, policy_fault  # noqa: PLC0415 - a start does not wait for it
    from pevents_tui.service.target_keys import fault_of  # noqa: PLC0415 - as above

    if (fault := name_fault(name)) is not None:
        raise SettingsError(f"{name!r} is no name for a target: {fault}")
    for key, value in entry.items():
        if (fault := fault_of(key, value)) is not None:
            raise SettingsError(f"{key} {fault}")
    if (fault := policy_fault(entry)) is not None:
        raise SettingsError(fault)


def _unknown(name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    meant = f"did you mean {near!r}?" if near else f"saved: {', '.join(known)}"
    return f"there is no target {name!r}; {meant}"


def _target(values: dict[str, Any]) -> Target:
    names = {each.name for each in fields(Target)}
    given = {name: value for name, value in values.items() if name in names}
    pairs = tuple((str(name), value) for name, value in given.get("variables", ()))
    return Target(**{**given, "policy": Policy(given["policy"]), "variables": pairs})
