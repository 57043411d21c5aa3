"""Theme files: ours, shipped beside the program, and the user's in the configuration directory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pevents_tui.domain.errors import SettingsError, SourceError, why

COLOURS = (
    "primary", "secondary", "accent", "foreground", "background", "surface", "panel", "boost",
    "success", "warning", "error",
)  # fmt: skip
"""The keys that hold a colour each; `primary` alone is required."""
SHIPPED = ("pevents-dark", "pevents-light", "pevents-high-contrast")
"""The names of our own themes, each a file of its name in the folder of themes; the first is the default."""

_KEYS = ("name", "dark", *COLOURS, "variables")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_LINE = re.compile(r'(?P<deep>  )?(?P<key>[\w-]+):(?: +(?:"(?P<quoted>[^"]*)"|(?P<plain>[^#\s]+)))?')
_MOST_BYTES = 65_536
_MOST_FILES = 200


class ThemeFile(NamedTuple):
    """What a theme file says; whether its colours are any is for the toolkit to tell.

    Attributes:
        source: Names the file in messages.
        name: What it is called.
        dark: Whether it is light on dark.
        colours: Colours by their keys.
        variables: Further values by the toolkit's names for them.
    """

    source: str
    name: str
    dark: bool
    colours: Mapping[str, str]
    variables: Mapping[str, str] = MappingProxyType({})


def shipped_folder() -> Path:
    """Where our own themes are: inside the package when it was built, beside `src` in a checkout."""
    package = Path(__file__).parents[1]
    built = package / "themes"
    return built if built.is_dir() else package.parents[1] / "themes"


def read_shipped(name: str) -> ThemeFile:
    """One of our own themes, without the time that a reader of any YAML takes before the first paint.

    Args:
        name: One of `SHIPPED`.

    Raises:
        SettingsError: it is missing, or cannot be read.
    """
    path = shipped_folder() / f"{name}.yaml"
    return _theme(path, read_flat(_text(path)))


def read_user_theme(path: Path) -> ThemeFile:
    """A theme that a user wrote.

    Raises:
        SettingsError: it cannot be read, is not YAML, or holds something that no theme has; names file and key.
    """
    text = _text(path)
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

    try:
        return _theme(path, parse_yaml(text))
    except SourceError as error:
        raise SettingsError(f"{path}: {error}") from None


def user_theme_paths(folder: Path) -> list[Path]:
    """The theme files of a folder by name; none where there is no such folder."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"} and path.is_file())
    except OSError:
        return []
    return found[:_MOST_FILES]


def read_flat(text: str) -> dict[str, Any]:
    """The values of our own files: a key and a value a line, two blanks before those of `variables`."""
    values: dict[str, Any] = {}
    within = values
    for line in text.splitlines():
        if (match := _LINE.match(line)) is None:
            continue
        key, quoted, plain = match["key"], match["quoted"], match["plain"]
        if quoted is None and plain is None:
            within = values.setdefault(key, {})
        else:
            held = within if match["deep"] else values
            held[key] = quoted if quoted is not None else {"true": True, "false": False}.get(plain, plain)
    return values


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MOST_BYTES + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read {path}: {why(error)}") from None
    if len(text) > _MOST_BYTES:
        raise SettingsError(f"{path}: larger than {_MOST_BYTES // 1024} KiB")
    return text


def _theme(path: Path, values: Any) -> ThemeFile:
    if not isinstance(values, dict):
        raise SettingsError(f"{path}: must be keys and values, such as name: mine")
    if unknown := next((key for key in values if key not in _KEYS), None):
        raise SettingsError(f"{path}: {unknown!r} is not a key of a theme; known: {', '.join(_KEYS)}")
    if missing := next((key for key in ("name", "primary") if key not in values), None):
        raise SettingsError(f"{path}: {missing} is missing")
    name, dark, variables = values["name"], values.get("dark", True), values.get("variables", {})
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SettingsError(f"{path}: name must be letters, digits, - and _, 40 at most, not {name!r}")
    if not isinstance(dark, bool):
        raise SettingsError(f"{path}: dark must be true or false, not {dark!r}")
    if not isinstance(variables, dict):
        raise SettingsError(f"{path}: variables must be keys and values, not {variables!r}")
    colours = {key: values[key] for key in COLOURS if key in values}
    _refuse_others_than_texts(path, {**colours, **variables})
    return ThemeFile(str(path), name, dark, colours, variables)


def _refuse_others_than_texts(path: Path, values: dict[Any, Any]) -> None:
    for key, value in values.items():
        if value is None:
            raise SettingsError(f'{path}: {key} is empty; a colour that begins with # wants quotes: "#7aa2f7"')
        if not isinstance(key, str) or not isinstance(value, str):
            raise SettingsError(f"{path}: {key} must be a text in quotes, not {value!r}")


__all__ = [
    "COLOURS", "SHIPPED", "ThemeFile", "read_flat", "read_shipped", "read_user_theme", "shipped_folder",
    "user_theme_paths",
]  # fmt: skip
