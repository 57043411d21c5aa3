"""SchemaScreen: the schema of the dataset that the draft goes to, and what it is good for."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Thread
from typing import TYPE_CHECKING, Any

from textual import on
from textual.message import Message
from textual.reactive import reactive

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.path import Path
from pevents_tui.service import Cancel
from pevents_tui.ui.arrivals import SchemaRead
from pevents_tui.ui.commands import schema as commands
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.screens.draft import DraftScreen, row_path
from pevents_tui.ui.widgets.values import read_members, shown

if TYPE_CHECKING:
    from pevents_tui.domain.schema import Schema

_READ_S = 20
_NONE_KNOWN = "No schema is known for this tracker"


class SchemaWanted(Message):
    """The tracker is another one, and was found by asking AWS: its schema may be asked for too."""


class SchemaScreen(DraftScreen):
    """Knows the schema, adds and mends properties by it, and asks AWS for it."""

    schema: reactive[Schema | None] = reactive(None, repaint=False)
    """Of the dataset that the draft goes to; None where it is not known."""

    _asking: Cancel | None = None
    _schema_told: frozenset[str] = frozenset()

    def prepare(self) -> None:
        """Prepare the draft, and know the schema that it was held against."""
        super().prepare()
        known = self.workbench.schemas.of(self.aim, self.draft)
        self.schema = known.schema
        if not self._schema_told.issuperset(known.notices):
            for notice in known.notices:
                self.app.notify(notice, severity="warning", timeout=_READ_S)
            self._schema_told = self._schema_told.union(known.notices)

    @on(commands.AddFromSchema)
    def add_from_schema(self) -> None:
        """Add the properties that the shown row lacks."""
        from pevents_tui.domain.schema_fit import completed  # noqa: PLC0415 - not before the first paint

        path, members = self._shown_properties()
        if self.schema is None or members is None:
            return
        whole = completed(members, self.schema)
        if len(whole) == len(members):
            self.app.notify("Each property of the schema is there.")
            return
        added = list(whole)[len(members) :]
        self.change(self.draft.put(path, whole))
        self.call_after_refresh(self.go_to_property, (*path, added[0]))
        told = f"Added {', '.join(added)}. {keys_of(self).spelled('undo')} takes them away."
        self.app.notify(told)

    @on(commands.MendBySchema)
    def mend_by_schema(self) -> None:
        """Mend names and types of the shown row's properties."""
        from pevents_tui.domain.schema_fit import mended  # noqa: PLC0415 - not before the first paint

        path, members = self._shown_properties()
        if self.schema is None or members is None:
            return
        whole = mended(members, self.schema)
        if shown(whole) == shown(members):
            self.app.notify("There is nothing to mend by the schema alone.")
        else:
            self.change(self.draft.put(path, whole))
            self.app.notify(f"Mended by the schema. {keys_of(self).spelled('undo')} brings back what was there.")

    @on(commands.ShowSchema)
    def show_schema(self) -> None:
        """Show what is known."""
        from pevents_tui.ui.screens.schema_page import SchemaPage  # noqa: PLC0415 - not before the first paint

        self.take_lines()
        self.settle()
        known = self.workbench.schemas.of(self.aim, self.draft)
        sent = self.workbench.known_types(self.draft, self.aim)

        def follow(wanted: str | None) -> None:
            if wanted is not None:
                self.action_command(wanted)

        self.app.push_screen(SchemaPage(known, self.filled or self.draft, self.row, sent), follow)

    @on(commands.ReadSchema)
    def read_schema(self) -> None:
        """Ask AWS in a thread that holds up nothing; asked for again meanwhile, stop."""
        if self._asking is not None:
            self._asking.set()
            self._asking = None
            self.app.notify("The schema is not asked for any more.")
            return
        self.app.notify("Asking AWS for the schema of the tracker's dataset.")
        self._ask_for_schema()

    @on(SchemaWanted)
    def learn_schema(self) -> None:
        """Ask for the schema of a tracker that was picked, where it is not known; that it is not told is not told."""
        if self.schema is None and self.report is not None:
            if self._asking is not None:
                self._asking.set()
            self._ask_for_schema(unasked=True)

    def _ask_for_schema(self, *, unasked: bool = False) -> None:
        cancel = self._asking = Cancel()
        target, draft = self.aim, self.draft

        def ask() -> None:
            try:
                known = self.workbench.read_schema(target, draft, cancel)
            except PeventsError as error:
                self.post_message(SchemaRead(cancel, "" if unasked else str(error), failed=True))
            else:
                self.post_message(SchemaRead(cancel, f"The schema {known.origin} is known now.", failed=False))

        Thread(target=ask, name="schema", daemon=True).start()

    @on(SchemaRead)
    def _take_schema(self, event: SchemaRead) -> None:
        event.stop()
        if event.cancel is not self._asking:  # its end was told when it was cancelled
            return
        self._asking = None
        self.prepare()
        if event.told:
            self.app.notify(event.told, severity="warning" if event.failed else "information", timeout=_READ_S)

    def on_unmount(self) -> None:
        """Ask nothing further when the screen goes."""
        if self._asking is not None:
            self._asking.set()

    def action_command(self, name: str) -> None:
        """Run a command by its name."""
        raise NotImplementedError

    def _shown_properties(self) -> tuple[Path, Mapping[str, Any] | None]:
        """Where the shown row's properties stand, and they; None, and said why, where nothing can be done with them."""
        self.take_lines()
        self.settle()
        path = (*row_path(self.draft, self.row), "properties")
        members = read_members(self.draft.get(path))
        if self.schema is None:
            way = keys_of(self).spelled("show_schema")
            self.app.notify(f"{_NONE_KNOWN}: {way} tells how to have one.")
        elif members is None:
            self.app.notify("The properties are a text that is no object: mend it first.", severity="warning")
        return path, members

    def go_to_property(self, path: Path) -> None:
        """Go to the row of a property, where a path is one's and it has a row."""
        from pevents_tui.ui.widgets.properties import PropertiesEditor  # noqa: PLC0415 - loads behind the first paint

        for editor in self.query(PropertiesEditor):
            if path[:-1] == editor.path:
                editor.go_to_key(str(path[-1]))
