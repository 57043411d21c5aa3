"""The AWS config files, read without botocore: quickly, from a given environment, a broken one told by file and line.

What it gives is held to what botocore makes of the same files by a test.
"""

from __future__ import annotations

import configparser
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pevents_tui.domain.errors import why

MOST_BYTES = 8_388_608
"""Most of a config file that is read."""

Section = Mapping[str, str | Mapping[str, str]]
"""One section: values by name, an indented block as values of its own."""


@dataclass(frozen=True, slots=True)
class AwsFiles:
    """What the AWS config files say.

    Attributes:
        profiles: Their settings by the profile's name; those of the credentials file win.
        sso_sessions: The `[sso-session …]` sections by name.
        services: The `[services …]` sections by name.
        faults: A sentence on each file that cannot be read; names file and line, never what stands there.
        config: The config file's place.
        credentials: The credentials file's place.
    """

    profiles: Mapping[str, Section] = field(default_factory=dict)
    sso_sessions: Mapping[str, Section] = field(default_factory=dict)
    services: Mapping[str, Section] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    config: Path = Path()
    credentials: Path = Path()

    def profile(self, name: str | None) -> Section:
        """A profile's own settings, empty where there is no such profile; None means `default`."""
        return self.profiles.get(name or "default", {})

    def text(self, profile: str | None, name: str) -> str | None:
        """One setting of a profile, None where it is not set or is no plain value."""
        value = self.profile(profile).get(name)
        return value if isinstance(value, str) and value else None


def read_aws_files(environ: Mapping[str, str]) -> AwsFiles:
    """What the AWS config files say; one that is not there says nothing, one that cannot be read is told.

    Args:
        environ: Names them by AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, and the home directory.
    """
    config = _place(environ, "AWS_CONFIG_FILE", "config")
    credentials = _place(environ, "AWS_SHARED_CREDENTIALS_FILE", "credentials")
    faults: list[str] = []
    profiles: dict[str, dict[str, str | Mapping[str, str]]] = {}
    named: dict[str, dict[str, Section]] = {"sso-session": {}, "services": {}}
    for title, section in _sections(config, faults).items():
        kind, name = _kind_and_name(title)
        if kind == "profile":
            profiles[name] = dict(section)
        elif kind in named:
            named[kind][name] = section
    for title, section in _sections(credentials, faults).items():
        profiles.setdefault(title, {}).update(section)
    return AwsFiles(profiles, named["sso-session"], named["services"], tuple(faults), config, credentials)


def _place(environ: Mapping[str, str], variable: str, name: str) -> Path:
    given = environ.get(variable) or f"~/.aws/{name}"
    home = environ.get("HOME")
    if home and given.startswith("~/"):
        return Path(home) / given[2:]
    try:
        return Path(os.path.expandvars(given)).expanduser()
    except RuntimeError:  # no home directory is known
        return Path(given)


def _kind_and_name(title: str) -> tuple[str, str]:
    """What a section of the config file is, and its name; both empty where it is nothing known."""
    if title == "default":
        return "profile", title
    try:
        words = shlex.split(title)
    except ValueError:
        return "", ""
    return (words[0], words[1]) if len(words) == 2 else ("", "")


def _sections(path: Path, faults: list[str]) -> dict[str, Section]:
    """The sections of a file by their titles; what keeps it from being read is added to the faults."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError:
        faults.append(f"{path} is not UTF-8 text")
        return {}
    except (OSError, ValueError) as error:
        faults.append(f"{path} cannot be read: {why(error)}")
        return {}
    if len(text) > MOST_BYTES:
        faults.append(f"{path} is larger than {MOST_BYTES // 1_048_576} MiB")
        return {}
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        unclosed = _unclosed(
            text
        )  # what follows is read as if it stood in the section before, and is told as twice there
        place, reason = (unclosed, "its [section] is not closed") if unclosed else (_line_of(error), _why(error))
        faults.append(f"{path}{place} is not as AWS config files are: {reason}")
        return {}
    return {title: _values(parser, title, path, faults) for title in parser.sections()}


def _values(parser: configparser.RawConfigParser, title: str, path: Path, faults: list[str]) -> Section:
    """The values of a section, an indented block as a mapping."""
    values: dict[str, str | Mapping[str, str]] = {}
    for name, value in parser.items(title):
        if not value.startswith("\n"):
            values[name] = value
            continue
        lines = [line.strip() for line in value.splitlines() if line.strip()]
        if any("=" not in line for line in lines):
            faults.append(f"{path}: the block under {name[:40]} in [{title[:80]}] has a line without =")
            continue
        pairs = [line.split("=", 1) for line in lines]
        values[name] = {key.strip(): inner.strip() for key, inner in pairs}
    return values


def _unclosed(text: str) -> str:
    """The place of the first section without its closing bracket; empty where there is none."""
    lines = enumerate(text.splitlines(), 1)
    return next((f", line {number}," for number, line in lines if line.startswith("[") and "]" not in line), "")


def _line_of(error: configparser.Error) -> str:
    numbers = [number for number, _ in getattr(error, "errors", ())] or [getattr(error, "lineno", None)]
    return f", line {numbers[0]}," if numbers[0] else ""


def _why(error: configparser.Error) -> str:
    """What is wrong, without the line itself, which may hold a secret."""
    if isinstance(error, configparser.DuplicateSectionError):
        return f"[{error.section[:80]}] stands there twice"
    if isinstance(error, configparser.DuplicateOptionError):
        return f"{error.option[:80]} stands twice in [{error.section[:80]}]"
    if isinstance(error, configparser.MissingSectionHeaderError):
        return "a setting stands before the first [section]"
    return "the line is neither a [section] nor name = value"
