"""The themes there are beside Textual's own: three of ours, and the user's; a file that cannot be used is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from textual.app import App
from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from pevents_tui.domain.errors import SettingsError
from pevents_tui.service.themes import SHIPPED, ThemeFile, read_shipped, read_user_theme, user_theme_paths

DEFAULT = SHIPPED[0]
"""The name of the theme that nobody has to choose."""
FEW_COLOURS = "-few-colours"
"""The class of an app on a terminal with sixteen colours or none: shades are not told apart there."""
_MOST_TOLD = 4
_LAST_RESORT = "textual-dark"
_STYLES = {"bold", "b", "italic", "i", "underline", "u", "underline2", "uu", "reverse", "r", "strike", "s",
           "dim", "d", "overline", "o", "none", "not", "blink"}  # fmt: skip


def own_theme(name: str) -> Theme:
    """One of our own themes.

    Args:
        name: One of `SHIPPED`.

    Raises:
        SettingsError: the installation lacks it.
    """
    return _made(read_shipped(name))  # a test has judged it, so that the first paint need not wait for that


def own_themes() -> list[Theme]:
    """All of our own, without those that the installation lacks."""
    found = []
    for name in SHIPPED:
        try:
            found.append(own_theme(name))
        except SettingsError:
            continue
    return found


def user_themes(folder: Path) -> tuple[list[Theme], list[str]]:
    """The themes of a user's folder, and a sentence on each file that none could be made of.

    Args:
        folder: Where the files are; there may be none.
    """
    themes: dict[str, Theme] = {}
    faults = []
    for path in user_theme_paths(folder):
        try:
            theme = theme_of(read_user_theme(path))
        except SettingsError as error:
            faults.append(str(error))
            continue
        if theme.name in BUILTIN_THEMES or theme.name in SHIPPED:
            faults.append(f"{path}: name {theme.name} is taken by a theme that comes with the program")
        elif theme.name in themes:
            faults.append(f"{path}: name {theme.name} is taken by another of your themes")
        else:
            themes[theme.name] = theme
    return list(themes.values()), faults


def first_theme(chosen: str | None, folder: Path) -> tuple[str, list[Theme], list[str]]:
    """What the first paint needs: the name of its theme, the themes to know for it, and what is to be told.

    Args:
        chosen: The name in the settings; None means ours.
        folder: The user's folder of themes; read only where the name is neither ours nor Textual's.
    """
    name = chosen or DEFAULT
    if name in BUILTIN_THEMES:
        return name, [], []
    if name in SHIPPED:
        try:
            return name, [own_theme(name)], []
        except SettingsError as error:
            return _LAST_RESORT, [], [str(error)]
    themes, _ = user_themes(folder)
    if name in {theme.name for theme in themes}:
        return name, themes, []  # the other files are told of with all the others, after the first paint
    _, ours, missing = first_theme(None, folder)
    known = ", ".join(_sorted([*SHIPPED, *BUILTIN_THEMES, *(theme.name for theme in themes)]))
    told = f"settings.yaml: there is no theme {name!r} that can be used; known: {known}"
    return DEFAULT if ours else _LAST_RESORT, [*ours, *themes], [told, *missing]


def offer_themes(app: App[Any], folder: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """Make every theme known to an app; their names with where each comes from, and what is wrong with files.

    Args:
        app: The app.
        folder: The user's folder of themes.
    """
    users, faults = user_themes(folder)
    for theme in (*own_themes(), *users):
        app.register_theme(theme)
    names = [(name, "pevents") for name in SHIPPED if name in app.available_themes]
    names += [(name, "yours") for name in _sorted(theme.name for theme in users)]
    names += [(name, "Textual") for name in _sorted(BUILTIN_THEMES)]
    return names, faults


def has_few_colours(app: App[Any]) -> bool:
    """Whether shades cannot be told apart: NO_COLOR is set, or the terminal knows sixteen colours or none."""
    few = app.console.color_system in {None, "standard", "windows"} and not app.is_headless
    return app.no_color or few


def tellable(sentences: Sequence[str]) -> list[str]:
    """As many sentences as a person reads at the start of an app, and how many there are beyond them."""
    more = len(sentences) - _MOST_TOLD
    return list(sentences) if more <= 0 else [*sentences[:_MOST_TOLD], f"{more} more like these."]


def theme_of(file: ThemeFile) -> Theme:
    """The theme of a file.

    Raises:
        SettingsError: a colour is none, or a variable is not one; names file and key.
    """
    for key, value in file.colours.items():
        if not _is_colour(value):
            raise SettingsError(f'{file.source}: {key} must be a colour such as "#7aa2f7", not {value!r}')
    for key, value in file.variables.items():
        if key not in _known_variables():
            raise SettingsError(f"{file.source}: {key!r} is not a variable of a theme")
        if "-style" in key:
            if not value or not set(value.split()) <= _STYLES:
                raise SettingsError(f"{file.source}: {key} must be words such as bold underline, not {value!r}")
        elif not _is_shade(value, auto=_known_variables()[key].startswith("auto")):
            raise SettingsError(f'{file.source}: {key} must be a colour such as "#7aa2f7 35%", not {value!r}')
    try:
        theme = _made(file)
        theme.to_color_system().generate()
    except (ValueError, ColorParseError, ArithmeticError) as error:
        raise SettingsError(f"{file.source}: these colours make no theme: {error}") from None
    return theme


def _made(file: ThemeFile) -> Theme:
    return Theme(name=file.name, dark=file.dark, variables=dict(file.variables), **file.colours)  # type: ignore[arg-type]


@cache
def _known_variables() -> dict[str, str]:
    return Theme(name="any", primary="#000000").to_color_system().generate()


def _is_colour(text: str) -> bool:
    try:
        colour = Color.parse(text)
    except ColorParseError:
        return False
    return colour.ansi is None and colour.a == 1


def _is_shade(text: str, *, auto: bool) -> bool:
    """Whether a text is a colour, or `auto` where that may be, with or without a percentage behind it."""
    colour, _, share = text.partition(" ")
    if share and not (share.endswith("%") and share[:-1].isdigit() and int(share[:-1]) <= 100):
        return False
    return (auto and colour == "auto") or colour == "transparent" or _is_colour(colour)


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=str.lower)
