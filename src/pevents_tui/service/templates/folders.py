"""Folders of templates: which there are, and what is in them; nothing outside of them is ever looked into."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pevents_tui.domain.errors import TemplateError, why
from pevents_tui.domain.template import DEEPEST, NameFault, check_name

SUFFIXES = (".yaml", ".yml", ".json")
"""What a template's file ends with; of two that differ in this alone the first counts."""
SCENARIO_SUFFIXES = (".scenario.yaml", ".scenario.yml")
"""What a scenario's file ends with."""
MOST_ENTRIES = 2_000
"""Most templates that are listed of one folder."""
MOST_BYTES = 524_288
"""Largest file that is read: what YAML of this size holds is far beyond a call of ten rows."""
_PROJECT = (".pevents", "templates")


class Place(StrEnum):
    """Which folder a template is in; of one name, the first of these counts."""

    PROJECT = "project"
    """The folder that a team shares: `.pevents/templates`, or the one that `--templates` names."""
    OWN = "own"
    """The user's own, beside the settings."""
    SAMPLES = "samples"
    """What is shipped; nothing is written there."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of templates.

    Attributes:
        place: Which one it is.
        path: Where it is.
    """

    place: Place
    path: Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a folder of templates.

    Attributes:
        place: Which folder.
        name: Its place there without the suffix: `shop/view-item`.
        path: The file.
        is_scenario: It lists steps instead of holding a request.
        stamp: Another value whenever the file changed; None where it is shipped, or cannot be read.
        problem: Why it is not read; None where it can be.
    """

    place: Place
    name: str
    path: Path
    is_scenario: bool = False
    stamp: tuple[int, int, int] | None = None
    problem: str | None = None

    @property
    def whole_name(self) -> str:
        """The name that means this one alone: `own:shop/view-item`."""
        return f"{self.place}:{self.name}"


def find_project(start: Path, home: Path | None) -> tuple[Path | None, str | None]:
    """The nearest `.pevents/templates` at or above a directory, and a sentence on one that is not taken.

    Above the home directory nothing is looked for. One that belongs to somebody else is not taken, since whoever made
    it would write what is sent from here.

    Args:
        start: Where to begin.
        home: The home directory; None where it is not known.
    """
    for folder in (start, *start.parents):
        found = folder.joinpath(*_PROJECT)
        try:
            if found.is_dir():
                told = _why_not_taken(folder, found)
                return (None, told) if told else (found, None)
        except (OSError, RuntimeError):  # a link to itself is the latter
            return None, None
        if folder == home:
            break
    return None, None


def _why_not_taken(folder: Path, found: Path) -> str | None:
    if not found.resolve().is_relative_to(folder.resolve()):
        return f"{found} is a link that leaves its project, so its templates are not read"
    if found.stat().st_uid not in {os.getuid(), 0}:
        return f"{found} belongs to somebody else, so its templates are not read; name it with --templates to read them"
    return None


def entries_of(folder: Folder) -> Iterator[Entry]:
    """Every template and scenario in a folder, by name, at most `MOST_ENTRIES`; what cannot be read says why."""
    seen: set[tuple[str, bool]] = set()
    for count, path in enumerate(_files(folder.path, 0)):
        if count >= MOST_ENTRIES:
            told = f"there are more than {MOST_ENTRIES:,} files; the others are not listed"
            yield Entry(folder.place, "…", folder.path, problem=told)
            return
        if (entry := entry_of(folder, path)) and (entry.name, entry.is_scenario) not in seen:
            seen.add((entry.name, entry.is_scenario))
            yield entry


def entry_of(folder: Folder, path: Path) -> Entry | None:
    """The entry of a file; None for one that is no template by its name."""
    relative = path.relative_to(folder.path).as_posix()
    suffix = suffix_of(relative)
    if suffix is None:
        return None
    entry = Entry(folder.place, relative.removesuffix(suffix), path, suffix in SCENARIO_SUFFIXES)
    try:
        check_name(entry.name)
        found = _checked(folder.path, path)
    except (NameFault, TemplateError) as fault:
        return Entry(entry.place, entry.name, path, entry.is_scenario, problem=str(fault))
    except OSError as error:
        return Entry(entry.place, entry.name, path, entry.is_scenario, problem=why(error))
    stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
    return Entry(entry.place, entry.name, path, entry.is_scenario, stamp)


def suffix_of(name: str) -> str | None:
    """What a file's name ends with, of what templates and scenarios do; None for anything else."""
    return next((each for each in (*SCENARIO_SUFFIXES, *SUFFIXES) if name.endswith(each)), None)


def read_text(path: Path) -> str:
    """The text of a regular file of bearable size.

    Raises:
        TemplateError: it is no such file, or no text.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise TemplateError(f"{path} is not a regular file")
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TemplateError(f"{path} is larger than {MOST_BYTES // 1024} KiB")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path} is not UTF-8 text: byte {error.start + 1}") from None
    except OSError as error:
        raise TemplateError(f"cannot read {path}: {why(error)}") from None


def _files(folder: Path, depth: int) -> Iterator[Path]:
    """The files below a folder, by name; folders that are links, or hidden, are left out."""
    try:
        with os.scandir(folder) as found:
            inner = sorted(found, key=lambda each: (each.name.casefold(), each.name))
    except OSError:
        return
    for each in inner:
        if each.name.startswith("."):
            continue
        if each.is_dir(follow_symlinks=False):
            if depth < DEEPEST:
                yield from _files(folder / each.name, depth + 1)
        elif suffix_of(each.name) is not None:
            yield folder / each.name


def _checked(folder: Path, path: Path) -> os.stat_result:
    """What the system tells of a file within its folder.

    Raises:
        TemplateError: it is a link that leaves the folder, or no regular file, or too large.
    """
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:
        raise TemplateError("is a link to itself, so it is not read") from None
    if not inside:
        raise TemplateError("is a link that leaves its folder, so it is not read")
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise TemplateError("is not a regular file, so it is not read")
    if found.st_size > MOST_BYTES:
        raise TemplateError(f"is larger than {MOST_BYTES // 1024} KiB, so it is not read")
    return found
