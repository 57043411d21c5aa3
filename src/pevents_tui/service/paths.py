"""Where this program keeps things: platformdirs' places, or those the user names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pevents_tui.domain.errors import FolderError, why

APP = "pevents-tui"
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


class Paths(NamedTuple):
    """The files of one installation.

    Attributes:
        data: The data directory: history, sandbox, kept draft, crash reports.
        config: The configuration directory: settings and themes.
    """

    data: Path
    config: Path

    @property
    def history(self) -> Path:
        """Every call ever made, a SQLite file."""
        return self.data / "history.sqlite3"

    @property
    def sandbox(self) -> Path:
        """What the sandbox took, a SQLite file."""
        return self.data / "sandbox.sqlite3"

    @property
    def draft(self) -> Path:
        """The draft being written, kept through a crash."""
        return self.data / "draft.json"

    @property
    def last_list(self) -> Path:
        """The recommendation list that came here last."""
        return self.data / "last-list.json"

    @property
    def catalogues(self) -> Path:
        """The folder of what was found in accounts."""
        return self.data / "catalogues"

    @property
    def schemas(self) -> Path:
        """The folder of schemas that AWS told."""
        return self.data / "schemas"

    @property
    def runs(self) -> Path:
        """The folder of saved runs of recommendations."""
        return self.data / "runs"

    @property
    def last_questions(self) -> Path:
        """What was asked last of each target."""
        return self.data / "last-questions.json"

    @property
    def crashes(self) -> Path:
        """The folder of crash reports."""
        return self.data / "crashes"

    @property
    def settings(self) -> Path:
        """The settings a user may edit."""
        return self.config / "settings.yaml"

    @property
    def targets(self) -> Path:
        """The saved targets, which a user may edit."""
        return self.config / "targets.yaml"

    @property
    def last_target(self) -> Path:
        """Which target was used last."""
        return self.data / "last-target.json"

    @property
    def themes(self) -> Path:
        """The folder of themes that a user wrote."""
        return self.config / "themes"

    @property
    def templates(self) -> Path:
        """The folder of the user's own templates and scenarios."""
        return self.config / "templates"

    @property
    def demos(self) -> Path:
        """The folder of the user's own demo scripts."""
        return self.config / "demos"

    @property
    def removed_templates(self) -> Path:
        """The folder of templates that were removed, to bring them back from."""
        return self.data / "removed-templates"

    def make(self) -> None:
        """Both directories, private to their owner.

        Raises:
            FolderError: one cannot be made or is no directory, or cannot be written to.
        """
        for folder, option in ((self.data, "--data-dir"), (self.config, "--config-dir")):
            try:
                folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            except OSError as error:
                reason = f"cannot make the directory {folder}: {why(error)}"
                raise FolderError(f"{reason}; name another with {option}") from None
        if not os.access(self.data, os.W_OK | os.X_OK):
            raise FolderError(f"cannot write to the directory {self.data}; name another with --data-dir")


def find_paths(data: Path | None, config: Path | None, environ: Mapping[str, str]) -> Paths:
    """The directories in force: the given ones, else the environment's, else the platform's.

    Args:
        data: From `--data-dir`; None means PEVENTS_DATA_DIR, then the platform's place.
        config: From `--config-dir`; None means PEVENTS_CONFIG_DIR, then the platform's place.
        environ: The environment.

    Raises:
        FolderError: this machine tells no home directory and none was named.
    """
    data = data or _named(environ, "PEVENTS_DATA_DIR")
    config = config or _named(environ, "PEVENTS_CONFIG_DIR")
    if data and config:
        return Paths(data, config)
    import platformdirs  # noqa: PLC0415 - not needed where both are named

    try:
        places = platformdirs.PlatformDirs(APP, appauthor=False)
        return Paths(data or Path(places.user_data_dir), config or Path(places.user_config_dir))
    except (RuntimeError, KeyError, OSError):
        raise FolderError("no home directory is known here; name --data-dir and --config-dir") from None


def write_private(path: Path, text: str | Iterable[str], *, new: bool = False) -> None:
    """The file with this text, whole or not at all, readable by its owner only.

    Args:
        path: Its place.
        text: All of it, or its pieces.
        new: It must not be there yet.

    Raises:
        FileExistsError: it is, though it must not be.
        OSError: the directory cannot be written or is full; the old file is still whole then.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)  # of a process that had our number and was killed, or laid there for us to write into
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines([text] if isinstance(text, str) else text)
            file.flush()
            os.fsync(file.fileno())
        if new and _linked(fresh, path):
            return
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _linked(fresh: Path, path: Path) -> bool:
    """Whether the file has its name now; not where the file system has no links, and no such file either.

    Raises:
        FileExistsError: the name is taken.
    """
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(str(path)) from None
        return False
    return True


def _named(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    return Path(value).expanduser() if value else None
