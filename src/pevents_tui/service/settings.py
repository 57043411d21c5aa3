"""The settings a user may edit: `settings.yaml` in the configuration directory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pevents_tui.domain.errors import SettingsError, SourceError
from pevents_tui.domain.plan import CONNECT_TIMEOUT_S, READ_TIMEOUT_S

_MOST_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set; every key has a default.

    Attributes:
        theme: Name of the terminal UI's theme; None means its own default.
        read_timeout_s: Longest wait for a whole answer; 0 means no limit.
        connect_timeout_s: Longest wait for a connection; 0 means no limit.
        attempts: Attempts of one call made from a shell when `--attempts` is not given.
    """

    theme: str | None = None
    read_timeout_s: float = READ_TIMEOUT_S
    connect_timeout_s: float = CONNECT_TIMEOUT_S
    attempts: int = 1


_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "theme": (lambda value: isinstance(value, str), "a theme's name"),
    "read_timeout_s": (lambda value: _number(value) and 0 <= value <= 86_400, "seconds from 0 (no limit) to 86400"),
    "connect_timeout_s": (lambda value: _number(value) and 0 <= value <= 86_400, "seconds from 0 (no limit) to 86400"),
    "attempts": (lambda value: type(value) is int and 1 <= value <= 20, "a whole number from 1 to 20"),
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


def _checked(path: Path, name: Any, value: Any) -> Any:
    known = [each.name for each in fields(Settings)]
    if name not in known:
        raise SettingsError(f"{path}: {name!r} is not a setting; known: {', '.join(known)}")
    passes, what = _CHECKS[name]
    if not passes(value):
        raise SettingsError(f"{path}: {name} must be {what}, not {value!r}")
    return value


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
