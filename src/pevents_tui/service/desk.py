"""Desk: what an installation holds before anything is sent: files, settings, drafts, clock and fresh ids."""

from __future__ import annotations

import itertools
import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError, why
from pevents_tui.domain.fresh import first_user
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.plan import NEW_SESSION, Target
from pevents_tui.service import drafts
from pevents_tui.service.drafts import Kept
from pevents_tui.service.intake import Source, parse_text, read_file, read_stream
from pevents_tui.service.paths import find_paths
from pevents_tui.service.samples import Samples
from pevents_tui.service.settings import Settings, read_settings, write_setting

if TYPE_CHECKING:
    from pevents_tui.domain.template import Template
    from pevents_tui.service.draft_place import DraftPlace
    from pevents_tui.service.templates import Templates

_SECOND = "a second pevents-tui beside this one opens it."
_BESIDE = "Another pevents-tui has this draft too: here it has event ids of its own, and is kept in a file of its own."


def random_id() -> str:
    """A random UUID, as an event or session ID."""
    return str(uuid.uuid4())


class Desk:
    """Drafts in hand: read, begun, renewed and kept. It reaches no network and opens no history.

    Args:
        data_dir: Where history and drafts are kept; None means PEVENTS_DATA_DIR, then the platform's place.
        config_dir: Where settings are kept; None means PEVENTS_CONFIG_DIR, then the platform's place.
        environ: The environment; None means the process's own.
        clock: Epoch seconds.
        new_id: Gives a fresh event or session ID.

    Raises:
        FolderError: a directory cannot be used.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        config_dir: Path | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        self.environ = os.environ if environ is None else environ
        """The environment it was given."""
        self.paths = find_paths(data_dir, config_dir, self.environ)
        """The files of this installation."""
        self.paths.make()
        self._clock = clock
        self._new_id = new_id
        self._numbers = itertools.count(1)
        self.samples: Mapping[str, Draft] = Samples()
        """The shipped drafts by name."""

    @cached_property
    def settings(self) -> Settings:
        """What the user set.

        Raises:
            SettingsError: the file holds something unusable; names file and key.
        """
        return read_settings(self.paths.settings)

    @cached_property
    def templates(self) -> Templates:
        """Every template: a project's (PEVENTS_TEMPLATES names it, else found upward), the user's, the shipped."""
        from pevents_tui.service.samples import FOLDER  # noqa: PLC0415 - the app's first paint needs none
        from pevents_tui.service.templates import Templates  # noqa: PLC0415 - the same
        from pevents_tui.service.templates.folders import find_project  # noqa: PLC0415 - the same

        project, notice = named_folder(self.environ.get("PEVENTS_TEMPLATES")), None
        if project is None:
            with suppress(OSError):  # a working directory that was removed has no project
                home = self.environ.get("HOME")
                project, notice = find_project(Path.cwd(), Path(home) if home else None)
        return Templates(self.paths.templates, self.paths.removed_templates, self.samples, FOLDER, project, notice)

    def remember_theme(self, name: str) -> None:
        """Begin with a theme from now on: it is written to the settings, where all else stays as it is.

        Raises:
            SettingsError: the file cannot be written.
        """
        write_setting(self.paths.settings, "theme", name)

    def read(self, source: str, stdin: IO[bytes] | None = None, kind: str | None = None) -> Iterator[Source]:
        """The drafts of a source, read as they are asked for.

        Args:
            source: A file's path, `-` for the given stream, or a template's name where no such file exists.
            stdin: The stream that `-` means.
            kind: The operation, where the bodies do not tell it.

        Raises:
            SourceError: there is no such source, or a document in it cannot be read; names the place.
        """
        if source == "-":
            if stdin is None:
                raise SourceError("- was given, but there is no standard input")
            return read_stream(stdin, kind)
        path = Path(source)
        try:
            exists = path.exists()
        except OSError as error:
            raise SourceError(f"cannot read {source[:80]!r}: {why(error)}") from None
        if exists:
            return self._read_file(path, kind)
        if source in self.samples and not self._has_templates():
            return iter([Source(source, self.samples[source])])
        if template := self.templates.find(source):
            read = self.templates.read(template).template
            name = template.name if template.stamp else None  # a shipped one is told by what it holds
            heading = read.heading
            return iter([Source(source, read.draft, _told(read), heading.variables, name, target=heading.target)])
        near = self.templates.near(source)
        told = f"; did you mean {near}?" if near else f" (samples: {', '.join(self.samples)})"
        raise SourceError(f"there is no file {source!r}, and no template or sample of that name{told}")

    def _has_templates(self) -> bool:
        """Whether there is a folder that could hold a template; looking there loads what reads one."""
        if self.environ.get("PEVENTS_TEMPLATES") or self.paths.templates.exists():
            return True
        with suppress(OSError):
            here = Path.cwd()
            return any((folder / ".pevents").exists() for folder in (here, *here.parents))
        return False

    def _read_file(self, path: Path, kind: str | None) -> Iterator[Source]:
        """The drafts of a file, with the variables that the comments on top of it define."""
        for source in read_file(path, kind):
            if path.suffix in {".yaml", ".yml"}:
                from pevents_tui.service.templates.document import heading_of  # noqa: PLC0415 - for YAML alone

                heading = heading_of(path)
                source = source._replace(variables=heading.variables, target=heading.target)  # noqa: PLW2901 - the same draft, told more of
            yield source

    def parse(self, text: str, kind: str | None = None, name: str = "text") -> list[Source]:
        """The drafts of a JSON, JSON Lines or YAML text.

        Raises:
            SourceError: it cannot be read; names the place.
        """
        return parse_text(text, kind, name)

    def new_draft(self, kind: str, target: Target | None = None) -> Draft:
        """A draft of one row; of an event with a drawn event id, a recognisable test user, and a session.

        Args:
            kind: A name in `KINDS`.
            target: Where it would go: says how its session comes about and what users begin with; None says nothing.
        """
        spec = KINDS[kind]
        session = target.session if target is not None and target.session not in {None, NEW_SESSION} else None
        user = first_user(target.user_prefix if target is not None else None)
        if not spec.happens:
            return (
                Draft.blank(kind).put((spec.rows, 0, "userId"), user) if spec.thing == "userId" else Draft.blank(kind)
            )
        draft = Draft.blank(kind).put((spec.rows, 0, "eventId"), self._new_id())
        return draft.put(spec.who(0, "userId"), user).put(spec.who(0, "sessionId"), session or self._new_id())

    def now_s(self) -> float:
        """The present in epoch seconds, by this workbench's clock."""
        return self._clock()

    def new_id(self) -> str:
        """A fresh event or session ID."""
        return self._new_id()

    def next_number(self) -> int:
        """The next number of what this program sends in one run, from 1, for `{{ seq }}`."""
        return next(self._numbers)

    def fresh(self, draft: Draft, *, keep_times: bool = False) -> Draft:
        """The same draft as new: a new event id in every row, times blank, which means now.

        Args:
            draft: One that was sent.
            keep_times: Leave the times as they are given.
        """
        for index, row in enumerate(draft.rows):
            if isinstance(row, Mapping) and draft.spec.happens:
                place = (draft.spec.rows, index)
                draft = draft.put((*place, "eventId"), self._new_id())
                draft = draft if keep_times else draft.remove((*place, draft.spec.time))
        return draft

    def keep_draft(self, draft: Draft | Kept) -> None:
        """Keep a draft, or all that a person has before them, through a crash.

        Raises:
            FolderError: the file cannot be written.
        """
        drafts.keep(self._draft_place.path, Kept(draft) if isinstance(draft, Draft) else draft)

    def kept(self) -> Kept:
        """What was kept; a file that cannot be read is set aside, and told.

        While another app runs on the same directory, that is a copy of what is before that one, to be kept in a file of
        its own.
        """
        place = self._draft_place
        found = drafts.kept(place.path)
        if found == Kept() and place.theirs is not None:
            found = drafts.theirs(place.theirs)
            if found.draft is not None:
                return found._replace(notice=_BESIDE)
        left = next(filter(drafts.is_missed, place.left), None)
        if found.notice is None and left is not None:
            return found._replace(notice=f"Another draft is kept in {left}: {_SECOND}")
        return found

    def let_go(self) -> None:
        """Let another app have the file of the draft; what is in it stays."""
        if "_draft_place" in self.__dict__:
            self._draft_place.close()
            del self.__dict__["_draft_place"]

    @cached_property
    def _draft_place(self) -> DraftPlace:
        from pevents_tui.service.draft_place import DraftPlace  # noqa: PLC0415 - one call from a shell keeps no draft

        return DraftPlace(self.paths.draft, self.paths.data / "owners")

    def kept_draft(self) -> Draft | None:
        """The draft that was kept, None where there is none; one that cannot be read is set aside."""
        return self.kept().draft


def named_folder(name: str | None) -> Path | None:
    """The folder that a person named, None where nobody did."""
    return Path(name).expanduser() if name else None


def _told(template: Template) -> tuple[str, ...]:
    return (f"{template.name}: {template.problem}",) if template.problem else ()
