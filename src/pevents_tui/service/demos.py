"""Demo scripts: the ready ones and the user's own, found by name or path and read; a wrong one says where."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pevents_tui.domain.demo import Demo, DemoFault, member_name
from pevents_tui.domain.demo_reading import demo_of
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.nearest import nearest
from pevents_tui.service.templates.folders import read_text
from pevents_tui.service.yamltext import lines_of, parse_yaml

READY = Path(__file__).parents[1] / "samples" / "demos"
"""Where the ready ones are."""
_SUFFIXES = (".yaml", ".yml", ".json")
_MOST_FILES = 200


class Listed(NamedTuple):
    """A script that was found.

    Attributes:
        name: What it is called in its folder.
        title: What it is called for people; why it cannot be played, where it cannot.
        usable: Whether it can.
    """

    name: str
    title: str
    usable: bool


class Demos:
    """The demo scripts of one installation.

    Args:
        folder: The user's own; there may be none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def listed(self) -> list[Listed]:
        """Every script by its name, the ready ones first; one of the user's stands for a ready one of its name."""
        found = []
        for name in self._paths():
            try:
                found.append(Listed(name, self.read(name).title, usable=True))
            except SourceError as error:
                found.append(Listed(name, str(error), usable=False))
        return found

    def read(self, name: str) -> Demo:
        """The script of a name, or of a file.

        Args:
            name: A script's name, or a path.

        Raises:
            SourceError: there is none, or it cannot be read; names file, line, member and rule.
        """
        paths = self._paths()
        path = paths.get(name)
        if path is None:
            path = Path(name).expanduser()
            if path.suffix not in _SUFFIXES:
                near = nearest(name, paths)
                hint = f"did you mean {near}?" if near else f"there are {', '.join(paths)}, and any .yaml file"
                raise SourceError(f"there is no demo {name!r}; {hint}")
        return read_demo(name if name in paths else str(path), path)

    def _paths(self) -> dict[str, Path]:
        paths: dict[str, Path] = {}
        for folder in (READY, self._folder):
            try:
                files = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
            except OSError:
                continue
            paths |= {path.stem: path for path in files[:_MOST_FILES]}
        return paths


def read_demo(name: str, path: Path) -> Demo:
    """The demo that a file describes.

    Args:
        name: What it is called.
        path: The file.

    Raises:
        SourceError: it describes none; names file, line, member and rule.
    """
    text = read_text(path)
    try:
        value = parse_yaml(text)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from None
    try:
        return demo_of(name, value)
    except DemoFault as fault:
        (line,) = lines_of(text, [fault.place])
        told = f"{path}, line {line}" if line else f"{path}"
        raise SourceError(f"{told}: {fault}" if member_name(fault.place) else f"{told}: the script {fault}") from None
