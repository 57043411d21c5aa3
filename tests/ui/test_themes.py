"""Themes: ours are legible by measure, a user's file is read or told of, and the one chosen is remembered."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.color import ColorType
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widgets import OptionList

from pevents_tui.domain.errors import SettingsError
from pevents_tui.service import Workbench
from pevents_tui.service.settings import read_settings
from pevents_tui.service.themes import SHIPPED, read_flat, read_user_theme, shipped_folder
from pevents_tui.service.yamltext import parse_yaml
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.palette import OncePalette
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.screens.themes import ThemeScreen
from pevents_tui.ui.themes import first_theme, own_theme, theme_of, user_themes
from watching import WIDE, watch

AA, AAA = 4.5, 7.0
"""Contrast of text by WCAG 2, of normal size: level AA, and the enhanced level."""
LEAST = {"pevents-dark": AA, "pevents-light": AA, "pevents-high-contrast": AAA}
TEXTS = (
    *("foreground", "foreground-muted", "text-muted", "text-disabled", "primary", "accent", "success", "warning"),
    *("error", "text-primary", "text-accent", "text-success", "text-warning", "text-error"),
)
GROUNDS = ("background", "surface", "panel")
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("foreground", "block-hover-background"),
    ("text-warning", "warning-muted"),
    ("foreground", "warning-muted"),
    ("button-foreground", "surface"),
)
NOT_TEXT = set("│─╭╮╰╯▁▂▃▄▅▆▇█▔▏▕▊▎ ")


@cache
def contrast(text: Color, ground: Color) -> float:
    """Contrast by WCAG 2."""
    lights = sorted((_light(text), _light(ground)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _over(value: str, ground: Color) -> Color:
    """What a variable's value comes to before a ground."""
    name, _, share = value.partition(" ")
    alpha = float(share.rstrip("%")) / 100 if share else 1.0
    colour = ground.get_contrast_text(alpha) if name == "auto" else Color.parse(name).multiply_alpha(alpha)
    return ground + colour


@pytest.mark.parametrize("name", SHIPPED)
def test_every_text_of_ours_is_legible_on_every_ground(name: str) -> None:
    values = own_theme(name).to_color_system().generate()
    pairs = [*((text, ground) for text in TEXTS for ground in GROUNDS), *PAIRS]
    faint = []
    for text, ground in pairs:
        for below in GROUNDS:
            behind = _over(values[ground], Color.parse(values[below]))
            found = contrast(_over(values[text], behind), behind)
            if found < LEAST[name]:
                faint.append(f"{text} on {ground} over {below}: {found:.2f}")
    assert not faint


def _faint(app: PeventsApp, least: float) -> Iterator[str]:
    """Texts in front with less contrast than there should be; what a dialog dims behind it is out of use."""
    front = app.screen
    whole = not isinstance(front, Dialog | OncePalette) or front.styles.background.a == 0
    box = front.region if whole else front.children[0].region
    for strip in front._compositor.render_strips()[box.y : box.bottom]:
        for segment in strip.crop(box.x, box.right):
            style, words = segment.style, segment.text
            if style is None or not set(words) - NOT_TEXT or style.color is None or style.bgcolor is None:
                continue
            assert style.color.type is style.bgcolor.type is ColorType.TRUECOLOR, words
            found = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
            if found < least:
                yield f"{app.theme}, {type(front).__name__}, {words.strip()!r}: {found:.2f}"


async def test_every_text_on_the_screen_is_legible(app: PeventsApp) -> None:
    faint: set[str] = set()

    async def look(*keys: str, themes: tuple[str, ...] = SHIPPED) -> None:
        await seen.press(*keys)
        for name in themes:
            app.theme = name
            await seen.pilot.pause()
            faint.update(_faint(app, LEAST[name]))

    async with watch(app, WIDE) as seen:
        for name in SHIPPED:
            app.register_theme(own_theme(name))
        await seen.send()
        await seen.type_into("itemId", "")
        await look("ctrl+f", "down", "enter")
        seen.screen.show_tab("problems")
        await look("f6", "ctrl+o", themes=SHIPPED[2:])
        await look("escape", "f1", themes=SHIPPED[1:])
        await look("escape", "f12", themes=SHIPPED[2:])
        await seen.press("escape", "ctrl+p")
        await seen.until(lambda: app.screen.query_one(OptionList).option_count, "the commands")
        await look()
    assert not faint


# Files


def test_our_files_are_yaml_and_read_alike_without_its_reader() -> None:
    assert {path.stem for path in shipped_folder().glob("*.yaml")} == set(SHIPPED)
    for name in SHIPPED:
        path = shipped_folder() / f"{name}.yaml"
        assert read_flat(path.read_text()) == parse_yaml(path.read_text())
        assert theme_of(read_user_theme(path)) == own_theme(name)
        assert own_theme(name).name == name


def test_our_themes_are_found_inside_a_package_that_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "pevents_tui"
    (package / "themes").mkdir(parents=True)
    monkeypatch.setattr("pevents_tui.service.themes.__file__", str(package / "service" / "themes.py"))
    assert shipped_folder() == package / "themes"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: [\n", "not YAML"),
        ("\x00", "not YAML"),
        ("- name\n", "must be keys and values"),
        ("primary: red\n", "name is missing"),
        ("name: mine\n", "primary is missing"),
        ("name: mine\nprimary: red\ncolour: red\n", "'colour' is not a key of a theme; known: name, dark, primary"),
        ("name: my own\nprimary: red\n", "name must be letters"),
        ("name: mine\nprimary: bluish\n", "primary must be a colour such as \"#7aa2f7\", not 'bluish'"),
        ("name: mine\nprimary: #123456\n", "primary is empty; a colour that begins with # wants quotes"),
        ("name: mine\nprimary: 123456\n", "primary must be a text in quotes, not 123456"),
        ("name: mine\nprimary: '#11223344'\n", "primary must be a colour"),
        ("name: mine\nprimary: red\ndark: maybe\n", "dark must be true or false, not 'maybe'"),
        ("name: mine\nprimary: red\nvariables: 3\n", "variables must be keys and values, not 3"),
        ("name: mine\nprimary: red\nvariables: {nothing: red}\n", "'nothing' is not a variable of a theme"),
        ("name: mine\nprimary: red\nvariables: {border: red 300%}\n", "border must be a colour"),
        ("name: mine\nprimary: red\nvariables: {border: auto}\n", "border must be a colour"),
        ("name: mine\nprimary: red\nvariables: {border: 'red; x: y'}\n", "border must be a colour"),
        ("name: mine\nprimary: red\nvariables: {link-style: loud}\n", "link-style must be words such as bold"),
        ("name: nord\nprimary: red\n", "name nord is taken by a theme that comes with the program"),
        ("name: first\nprimary: red\n", "name first is taken by another of your themes"),
        ("# " + "x" * 70_000, "larger than 64 KiB"),
    ],
)
def test_a_file_that_makes_no_theme_is_told_with_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.yaml").write_text(
        "name: first\nprimary: '#112233'\nvariables: {border: 'red 30%', text: auto 80%}\n"
    )
    (tmp_path / "b.yml").write_text(text)
    (tmp_path / "c.txt").write_text("not a theme")
    (tmp_path / "d.yaml").mkdir()
    themes, faults = user_themes(tmp_path)
    assert [theme.name for theme in themes] == ["first"]
    assert len(faults) == 1
    assert faults[0].startswith(str(tmp_path / "b.yml"))
    assert words in faults[0]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"cannot read .*a\.yaml"):
        read_user_theme(tmp_path / "a.yaml")
    assert user_themes(tmp_path / "nowhere") == ([], [])


def test_the_first_paint_reads_no_more_than_the_theme_it_needs(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\nprimary: red\n")
    name, themes, told = first_theme(None, tmp_path)
    assert (name, [each.name for each in themes], told) == (SHIPPED[0], [SHIPPED[0]], [])
    assert first_theme("nord", tmp_path) == ("nord", [], [])
    assert [each.name for each in first_theme("mine", tmp_path)[1]] == ["mine"]
    name, _, (told_once,) = first_theme("gone", tmp_path)
    assert name == SHIPPED[0]
    assert "no theme 'gone'" in told_once
    assert "mine" in told_once


# The choice


async def test_a_theme_is_shown_while_moving_and_kept_only_by_enter(bench: Workbench) -> None:
    settings = bench.paths.settings
    settings.write_text("# mine\nattempts: 2 # twice\n")
    bench.paths.themes.mkdir()
    (bench.paths.themes / "mine.yaml").write_text("name: mine\nprimary: '#112233'\n")
    (bench.paths.themes / "bad.yaml").write_text("name: [/x]\nprimary: red\n")
    app = PeventsApp(bench, bench.target())
    async with watch(app) as seen:
        await seen.until(lambda: [each for each in app._notifications if "bad.yaml" in each.message], "what is wrong")
        await seen.press("f12")
        assert isinstance(app.screen, ThemeScreen)
        assert app.theme == SHIPPED[0]
        assert {*SHIPPED, *BUILTIN_THEMES, "mine"} == {name for name, _ in app.screen._names}
        await seen.press("down")
        await seen.until(lambda: app.theme == SHIPPED[1], "the second theme")
        await seen.press("down", "down")
        await seen.until(lambda: app.theme == "mine", "the user's theme")
        await seen.press("escape")
        assert app.theme == SHIPPED[0]
        assert settings.read_text() == "# mine\nattempts: 2 # twice\n"
        await seen.press("f12", "down", "enter")
        await seen.until(lambda: "theme" in settings.read_text(), "the settings")
        assert app.theme == SHIPPED[1]
        assert settings.read_text() == "# mine\nattempts: 2 # twice\ntheme: pevents-light\n"
        assert stat.S_IMODE(settings.stat().st_mode) == 0o600
        settings.unlink()
        settings.mkdir()
        await seen.press("f12", "up", "enter")
        await seen.until(lambda: [each for each in app._notifications if "for now only" in each.message], "a word")
        assert app.theme == SHIPPED[0]


def test_what_is_chosen_is_set_in_the_settings_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    real = tmp_path / "dotfiles.yaml"
    path.symlink_to(real)
    with Workbench(tmp_path / "data", tmp_path) as bench:
        for before, after in (
            ("", "theme: nord\n"),
            (
                "# c\ntheme: 'x # y'   # why\r\n\r\nattempts:   2\r\n",
                "# c\ntheme: nord   # why\r\n\r\nattempts:   2\r\n",
            ),
            ("attempts: 2", "attempts: 2\ntheme: nord\n"),
            ("{theme: x, attempts: 2}", "{theme: nord, attempts: 2}\n"),
            ("---\nattempts: 2 # two\n...\n", "---\nattempts: 2 # two\ntheme: nord\n"),
        ):
            real.write_bytes(before.encode())
            bench.remember_theme("nord")
            if before.startswith("---"):
                assert read_settings(path).theme == "nord"
                assert "# two" in real.read_text()
            else:
                assert real.read_bytes().decode() == after
        for broken in ("a: [", "- a\n"):
            real.write_text(broken)
            with pytest.raises(SettingsError, match=r"dotfiles\.yaml"):
                bench.remember_theme("nord")
            assert real.read_text() == broken
    assert path.is_symlink()
