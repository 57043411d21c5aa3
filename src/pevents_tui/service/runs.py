"""Saved runs of recommendations: a file each, for its owner only, to open again and to hand on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pevents_tui.domain.errors import FileThere, SaveError, SourceError, why
from pevents_tui.domain.recommendation import Run
from pevents_tui.domain.run_document import run_as_document, run_of_document
from pevents_tui.domain.run_render import as_csv, as_markdown
from pevents_tui.service.paths import PRIVATE_FOLDER, write_private

MOST_BYTES = 67_108_864
"""The largest file that is opened."""
_NAME = re.compile(r"[\w][\w .@+-]{0,99}")


@dataclass(frozen=True, slots=True)
class Saved:
    """A run in the folder.

    Attributes:
        name: What it is saved under.
        path: Its file.
        at_s: When it was saved, in epoch seconds.
    """

    name: str
    path: Path
    at_s: float


class Runs:
    """The saved runs of one installation.

    Args:
        folder: Where they are kept; made at the first save.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self, name: str) -> None:
        """See whether a new run can have a name, before there is a run.

        Args:
            name: See `save`.

        Raises:
            FileThere: a run has it.
            SaveError: it cannot be a file's.
        """
        if self._path(name).exists():
            raise FileThere(f"a run {name!r} is there already")

    def save(self, run: Run, name: str, *, over: bool = False) -> Saved:
        """Keep a run under a name.

        Args:
            run: The run.
            name: Letters, digits, blanks and `.@+-_`, up to 100.
            over: One of that name may be replaced.

        Raises:
            FileThere: there is one, and it may not.
            SaveError: the name cannot be a file's, or the file cannot be written.
        """
        path = self._path(name)
        text = json.dumps(run_as_document(replace(run, name=name)), ensure_ascii=True)
        try:
            self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        except OSError as error:
            raise SaveError(f"the folder {self._folder} cannot be made: {why(error)}") from None
        try:
            write_private(path, text, new=not over)
            return Saved(name, path, path.stat().st_mtime)
        except FileExistsError:
            raise FileThere(f"a run {name!r} is there already") from None
        except OSError as error:
            raise SaveError(f"the run cannot be kept in {path}: {why(error)}") from None

    def open(self, name: str) -> Run:
        """The run of a name.

        Raises:
            SourceError: there is none, or it cannot be read.
        """
        try:
            path = self._path(name)
            with path.open(encoding="utf-8") as file:
                text = file.read(MOST_BYTES + 1)
            if len(text) > MOST_BYTES:
                raise SourceError(f"the run {name!r} is larger than {MOST_BYTES:,} bytes")
            return run_of_document(json.loads(text))
        except FileNotFoundError:
            names = ", ".join(each.name for each in self.list()[:10]) or "none"
            raise SourceError(f"there is no run {name!r}; saved: {names}") from None
        except SaveError as error:
            raise SourceError(str(error)) from None
        except (OSError, ValueError, RecursionError) as error:
            raise SourceError(f"the run {name!r} cannot be read: {why(error)}") from None

    def list(self) -> tuple[Saved, ...]:
        """Every saved run, the newest first."""
        found: list[Saved] = []
        with suppress(OSError):  # the folder cannot be listed
            for path in self._folder.glob("*.json"):
                with suppress(OSError):  # it is gone, or a link to nothing
                    found.append(Saved(path.stem, path, path.stat().st_mtime))
        return tuple(sorted(found, key=lambda each: (-each.at_s, each.name)))

    def remove(self, name: str) -> None:
        """Delete the run of a name; none of that name is no error.

        Raises:
            SaveError: it cannot be deleted.
        """
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            raise SaveError(f"the run {name!r} cannot be deleted: {why(error)}") from None

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or name != name.strip():
            raise SaveError("a run's name is of letters, digits, blanks and . @ + - _, begins with one, and is short")
        return self._folder / f"{name}.json"


def export_run(run: Run, name: str, *, over: bool = False, picture: str | None = None) -> Path:
    """Write a run to a file that a person named: `.md` Markdown, `.csv` a table, `.json` all of it, `.svg` a picture.

    Args:
        run: The run.
        name: The file's.
        over: A file of that name may be replaced.
        picture: The screen it is shown on, as SVG; None where there is no screen.

    Raises:
        FileThere: there is one, and it may not.
        SaveError: its ending says no form, or it cannot be written.
    """
    from pevents_tui.service.export import save_text  # noqa: PLC0415 - few runs are handed on

    forms = _FORMS if picture is None else {**_FORMS, ".svg": lambda _: picture}
    return save_text(name, _form(name, forms)(run), replace=over)


def check_export(name: str) -> None:
    """See whether a run can be written to a new file, before there is a run.

    Args:
        name: The file's.

    Raises:
        FileThere: there is one.
        SaveError: its ending says no form, or no file can be there.
    """
    from pevents_tui.service.export import place_for  # noqa: PLC0415 - few runs are handed on

    _form(name, _FORMS)
    place_for(name)


def _form(name: str, forms: Mapping[str, Callable[[Run], str]]) -> Callable[[Run], str]:
    """What makes the text that a file's ending says."""
    form = forms.get(Path(name.strip()).suffix.lower())
    if form is None:
        endings = ", ".join(list(forms)[:-1]) + f" or {list(forms)[-1]}"
        raise SaveError(f"{name.strip()[:200]} says no form: end it in {endings}")
    return form


def _as_json(run: Run) -> str:
    return json.dumps(run_as_document(run), indent=2) + "\n"


_FORMS: Mapping[str, Callable[[Run], str]] = {".md": as_markdown, ".csv": as_csv, ".json": _as_json}
