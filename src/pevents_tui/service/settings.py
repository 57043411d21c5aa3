"""The settings a user may edit: `settings.yaml` in the configuration directory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pevents_tui.domain.errors import SettingsError, SourceError, why
from pevents_tui.domain.plan import CONNECT_TIMEOUT_S, READ_TIMEOUT_S
from pevents_tui.service.paths import write_private

_MOST_BYTES = 1_048_576


class Settings(NamedTuple):
    """What a user may set; every key has a default.

    Attributes:
        theme: Name of the terminal UI's theme; None means its own default.
        read_timeout_s: Longest wait for a whole answer; 0 means no limit.
        connect_timeout_s: Longest wait for a connection; 0 means no limit.
        attempts: Attempts of one call made from a shell when `--attempts` is not given.
        keys: Keys of commands of the terminal UI by the commands' names, as written; the UI judges them.
        items: The CSV file of your items; a path that is not absolute begins at the settings' directory.
        target: The saved target to begin with where none is named; None means the sandbox.
        history_days: The history forgets calls older than this; None means that it forgets none for their age.
        history_calls: The history keeps so many of the newest calls; None means all.
    """

    theme: str | None = None
    read_timeout_s: float = READ_TIMEOUT_S
    connect_timeout_s: float = CONNECT_TIMEOUT_S
    attempts: int = 1
    keys: Mapping[Any, Any] = MappingProxyType({})
    items: str | None = None
    target: str | None = None
    history_days: float | None = None
    history_calls: int | None = None


_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "theme": (lambda value: isinstance(value, str), "a theme's name"),
    "read_timeout_s": (lambda value: _number(value) and 0 <= value <= 86_400, "seconds from 0 (no limit) to 86400"),
    "connect_timeout_s": (lambda value: _number(value) and 0 <= value <= 86_400, "seconds from 0 (no limit) to 86400"),
    "items": (lambda value: isinstance(value, str) and bool(value.strip()), "a CSV file's path"),
    "target": (lambda value: isinstance(value, str) and bool(value.strip()), "a saved target's name"),
    "history_days": (lambda value: _number(value) and 0 < value <= 36_500, "days from above 0 to 36500"),
    "history_calls": (lambda value: type(value) is int and value >= 1, "a whole number from 1 on"),
    "attempts": (lambda value: type(value) is int and 1 <= value <= 20, "a whole number from 1 to 20"),
    "keys": (lambda value: value is None or isinstance(value, dict), "commands and keys, such as send: f5"),
}


def read_settings(path: Path) -> Settings:
    """The settings of a file; the defaults where there is none.

    Raises:
        SettingsError: it cannot be read, is not YAML, or holds an unknown key or an unusable value.
    """
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read {path}: {error}") from None
    if not text.strip():
        return Settings()
    if len(text) > _MOST_BYTES:
        raise SettingsError(f"{path}: larger than 1 MiB")
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

    try:
        values = parse_yaml(text)
    except SourceError as error:
        raise SettingsError(f"{path}: {error}") from None
    if values is None:
        return Settings()
    if not isinstance(values, dict):
        raise SettingsError(f"{path}: must be keys and values, such as theme: pevents-dark")
    return Settings(**{name: _checked(path, name, value) for name, value in values.items()})


def write_setting(path: Path, name: str, value: str) -> None:
    """Set one key of the file and leave everything else in it as it is, comments and order included.

    Args:
        path: The file; made where there is none.
        name: The key.
        value: A text.

    Raises:
        SettingsError: the file cannot be read, is not YAML, or cannot be written; it is as it was then.
    """
    try:
        path = path.resolve()  # settings kept elsewhere and linked to stay there
        text = path.read_bytes().decode() if path.exists() else ""
        write_private(path, _with_value(path, text, name, value))
    except (OSError, UnicodeError, RuntimeError) as error:
        raise SettingsError(f"cannot write {path}: {why(error)}") from None


def _with_value(path: Path, text: str, name: str, value: str) -> str:
    """The text with a key set: its line changed, a line added, or, where neither would do, written anew with comments.

    Raises:
        SettingsError: it is not YAML, or not keys and values.
    """
    from pevents_tui.service.yamltext import parse_yaml, set_in_yaml  # noqa: PLC0415 - YAML loads only to be written

    try:
        wanted = {**(parse_yaml(text) or {}), name: value}
        line = f"{name}: {value}" if re.fullmatch(r"[A-Za-z][\w-]*", value) else f"{name}: {json.dumps(value)}"
        held = rf"(?m)^{name}:[ \t]*(?:'[^'\r\n]*'|\"[^\"\r\n]*\"|[^#'\"\r\n]*?)(?=[ \t]*(?: #.*)?\r?$)"
        changed, count = re.subn(held, lambda _: line, text)
        if not count:
            changed = f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{line}\n"
        return changed if _reads_as(changed, wanted) else set_in_yaml(text, name, value)
    except SourceError as error:
        raise SettingsError(f"{path}: {error}") from None
    except (TypeError, ValueError):
        raise SettingsError(f"{path}: must be keys and values, such as theme: pevents-dark") from None


def _reads_as(text: str, wanted: Mapping[Any, Any]) -> bool:
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - as above

    try:
        return bool(parse_yaml(text) == wanted)
    except SourceError:
        return False


def _checked(path: Path, name: Any, value: Any) -> Any:
    if name not in Settings._fields:
        raise SettingsError(f"{path}: {name!r} is not a setting; known: {', '.join(Settings._fields)}")
    passes, what = _CHECKS[name]
    if not passes(value):
        raise SettingsError(f"{path}: {name} must be {what}, not {value!r}")
    return {} if value is None else value


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
