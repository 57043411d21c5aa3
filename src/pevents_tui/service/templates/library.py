"""Templates: what can be begun from, in all its folders: found, read, written, renamed, removed and brought back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import TemplateChanged, TemplateError
from pevents_tui.domain.nearest import nearest
from pevents_tui.domain.template import Heading, NameFault, Template, check_name
from pevents_tui.service.templates.bin import Bin, Removed, remove_file, write_file
from pevents_tui.service.templates.folders import (
    SCENARIO_SUFFIXES,
    SUFFIXES,
    Entry,
    Folder,
    Place,
    entries_of,
    entry_of,
    read_text,
    suffix_of,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A template as it stands in its file.

    Attributes:
        entry: The file, as it was when it was read.
        template: What it holds.
        text: The file's text; empty for a shipped one.
    """

    entry: Entry
    template: Template
    text: str


class Templates:
    """Every template and scenario that can be begun from.

    Args:
        own: The user's own folder; made when something is written there.
        removed: Where removed ones are kept.
        samples: The shipped drafts by name.
        scenarios: The folder of shipped scenarios.
        project: The folder of a project; None where there is none.
        notice: A sentence on a project's folder that is not read.
    """

    def __init__(
        self,
        own: Path,
        removed: Path,
        samples: Mapping[str, Draft],
        scenarios: Path,
        project: Path | None = None,
        notice: str | None = None,
    ) -> None:
        self._samples = samples
        self._removed = Bin(removed)
        self._shipped = Folder(Place.SAMPLES, scenarios)
        self.notice = notice
        """A sentence on a project's folder that is not read; None where all is well."""
        self.folders: tuple[Folder, ...] = (
            *([Folder(Place.PROJECT, project)] if project else []),
            Folder(Place.OWN, own),
        )
        """The folders that can be written to, the one that counts first in front."""

    def entries(self) -> list[Entry]:
        """Every template and scenario, folder by folder, the shipped ones last."""
        found = [entry for folder in self.folders for entry in entries_of(folder)]
        return [*found, *self._sample_entries(), *entries_of_shipped(self._shipped)]

    def find(self, name: str, *, scenario: bool = False) -> Entry | None:
        """The template or scenario of a name, None where there is none.

        Args:
            name: `shop/view-item`, or `own:shop/view-item` where another folder has one of that name too.
            scenario: A scenario is looked for.

        Raises:
            TemplateError: it is there and cannot be read.
        """
        head, colon, rest = name.partition(":")
        wanted = rest if colon else name
        try:
            check_name(wanted)
        except NameFault:
            return None
        for folder in self.folders:
            if not colon or head == folder.place:
                for suffix in SCENARIO_SUFFIXES if scenario else SUFFIXES:
                    path = folder.path / f"{wanted}{suffix}"
                    if path.is_symlink() or path.exists():
                        return _readable(entry_of(folder, path))
        if colon and head != Place.SAMPLES:
            return None
        shipped = entries_of_shipped(self._shipped) if scenario else self._sample_entries()
        return next((entry for entry in shipped if entry.name == wanted), None)

    def get(self, name: str, *, scenario: bool = False) -> Entry:
        """The template or scenario of a name.

        Raises:
            TemplateError: there is none, or it cannot be read.
        """
        found = self.find(name, scenario=scenario)
        if found is not None:
            return found
        near = self.near(name, scenario=scenario)
        what = "scenario" if scenario else "template"
        raise TemplateError(f"there is no {what} {name!r}{f'; did you mean {near}?' if near else ''}")

    def near(self, name: str, *, scenario: bool = False) -> str | None:
        """The name that is most like one that is not there, None where none is like it."""
        known = [entry.name for entry in self.entries() if entry.is_scenario == scenario and not entry.problem]
        return nearest(name, known)

    def read(self, entry: Entry) -> Written:
        """A template as it stands in its file.

        Raises:
            TemplateError: it cannot be read, or holds no request.
        """
        if entry.problem:
            raise TemplateError(f"{entry.path}: {entry.problem}")
        if entry.place is Place.SAMPLES and not entry.is_scenario:
            return Written(entry, Template(entry.name, Heading(), self._samples[entry.name]), "")
        from pevents_tui.service.templates import document  # noqa: PLC0415 - a shipped draft needs none

        text = read_text(entry.path)
        return Written(entry, document.read_template(entry.name, text, is_json=entry.path.suffix == ".json"), text)

    def add(self, name: str, draft: Draft, heading: Heading, place: Place = Place.OWN, suffix: str = ".yaml") -> Entry:
        """A new template.

        Args:
            name: `shop/view-item`; its folders are made.
            draft: The request; event ids that were drawn for it are left out.
            heading: What its comments tell.
            place: The folder.
            suffix: One of `SUFFIXES`.

        Raises:
            TemplateError: the name is taken or cannot be one, or the file cannot be written.
        """
        from pevents_tui.service.templates import document  # noqa: PLC0415 - a shipped draft needs none

        folder = self.folder(place)
        text = document.write_template(document.as_template(draft), heading, is_json=suffix == ".json")
        return self._write_new(folder, name, suffix, text)

    def save(self, written: Written, draft: Draft, heading: Heading | None = None, *, force: bool = False) -> Written:
        """The template with another request, in its file: comments, order and forms of what did not change stay.

        Args:
            written: As it was read.
            draft: The request.
            heading: What its comments tell; None leaves them.
            force: Write over what somebody else wrote there since.

        Raises:
            TemplateChanged: the file is another one than was read.
            TemplateError: it is shipped, or the file cannot be written.
        """
        from pevents_tui.service.templates import document  # noqa: PLC0415 - a shipped draft needs none

        entry = written.entry
        self.folder(entry.place)
        if not force and self.has_changed(entry):
            raise TemplateChanged(f"{entry.path} changed since it was read")
        text = read_text(entry.path) if entry.path.exists() else written.text
        wanted = heading or written.template.heading
        new = document.write_template(document.as_template(draft), wanted, text, is_json=entry.path.suffix == ".json")
        if new != text or not entry.path.exists():
            write_file(entry.path.resolve(), new)
        return self.read(self._entry(entry))

    def rename(self, entry: Entry, name: str) -> Entry:
        """The template under another name in the same folder.

        Raises:
            TemplateError: the name is taken or cannot be one, or it is shipped.
        """
        new = self._write_new(self.folder(entry.place), name, _suffix(entry), read_text(entry.path))
        remove_file(entry.path)
        return new

    def duplicate(self, entry: Entry, name: str | None = None, place: Place | None = None) -> Entry:
        """A copy of the template.

        Args:
            entry: The template.
            name: The copy's name; None takes the first free one.
            place: The copy's folder; None means the same, or the user's own for a shipped one.

        Raises:
            TemplateError: the name is taken or cannot be one, or the file cannot be written.
        """
        from pevents_tui.service.templates import document  # noqa: PLC0415 - a shipped draft needs none

        shipped = entry.place is Place.SAMPLES
        folder = self.folder(place or (Place.OWN if shipped else entry.place))
        suffix = ".yaml" if shipped and not entry.is_scenario else _suffix(entry)
        if shipped and not entry.is_scenario:
            text = document.write_template(self._samples[entry.name], Heading())
        else:
            text = read_text(entry.path)
        return self._write_new(folder, name or self._free_name(folder, entry.name, suffix), suffix, text)

    def remove(self, entry: Entry) -> Removed:
        """Remove a template; it is kept elsewhere, to be brought back.

        Raises:
            TemplateError: it is shipped, or cannot be kept or removed.
        """
        self.folder(entry.place)
        return self._removed.take(entry.path.absolute())

    def restore(self, removed: Removed | None = None) -> Path:
        """Where a removed template is again.

        Args:
            removed: Which one; None means the last.

        Raises:
            TemplateError: there is none, or its name was taken since.
        """
        return self._removed.give_back(removed)

    def has_changed(self, entry: Entry) -> bool:
        """Whether the file is another one than when it was looked at; one that is gone counts as changed."""
        return entry.place is not Place.SAMPLES and self._entry(entry).stamp != entry.stamp

    def folder(self, place: Place) -> Folder:
        """The folder of a place, to be written to.

        Raises:
            TemplateError: nothing is written there, or there is none.
        """
        found = next((folder for folder in self.folders if folder.place is place), None)
        if found is not None:
            return found
        if place is Place.SAMPLES:
            raise TemplateError("samples stay as they are; duplicate one to change it")
        raise TemplateError("there is no project here: make a folder .pevents/templates, or name one with --templates")

    def _sample_entries(self) -> Iterator[Entry]:
        return (Entry(Place.SAMPLES, name, self._shipped.path / f"{name}.json") for name in self._samples)

    def _entry(self, entry: Entry) -> Entry:
        found = entry_of(self.folder(entry.place), entry.path)
        return found or entry

    def _write_new(self, folder: Folder, name: str, suffix: str, text: str) -> Entry:
        try:
            check_name(name)
        except NameFault as fault:
            raise TemplateError(f"{name[:80]!r} cannot be a template's name: {fault}") from None
        others = SCENARIO_SUFFIXES if suffix in SCENARIO_SUFFIXES else SUFFIXES
        path = folder.path / f"{name}{suffix}"
        if taken := next((each for each in others if (folder.path / f"{name}{each}").exists()), None):
            raise TemplateError(f"{folder.path / name}{taken} is there already")
        if not (path.parent.resolve()).is_relative_to(folder.path.resolve()):
            raise TemplateError(f"{path.parent} is a link that leaves its folder")
        write_file(path, text, new=True)
        return _readable(entry_of(folder, path))

    def _free_name(self, folder: Folder, name: str, suffix: str) -> str:
        for count in range(1, 1_000):
            free = name if count == 1 else f"{name}-{count}"
            if not any((folder.path / f"{free}{each}").exists() for each in (*SUFFIXES, suffix)):
                return free
        raise TemplateError(f"no free name is left for a copy of {name}")


def entries_of_shipped(folder: Folder) -> Sequence[Entry]:
    """The shipped scenarios."""
    return [entry for entry in entries_of(folder) if entry.is_scenario]


def _readable(entry: Entry | None) -> Entry:
    if entry is None or entry.problem:
        raise TemplateError(f"{entry.path}: {entry.problem}" if entry else "there is no such template")
    return entry


def _suffix(entry: Entry) -> str:
    return suffix_of(entry.path.name) or ".yaml"
