"""TemplateFilesScreen: drafts saved as templates, and what is done with their files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from pevents_tui.domain.errors import TemplateChanged, TemplateError
from pevents_tui.domain.origin import Origin
from pevents_tui.ui.commands import templates as commands
from pevents_tui.ui.screens.templates import SAMPLES, TemplatesScreen, key_of, origin_of

if TYPE_CHECKING:  # for annotations alone: what is imported here is imported before the first paint
    from pevents_tui.domain.template import Heading
    from pevents_tui.service.templates import Entry, Written
    from pevents_tui.ui.screens.saving import Named


class TemplateFilesScreen(TemplatesScreen):
    """Writes templates; every file that goes can be brought back."""

    @on(commands.SaveTemplate)
    def save_template(self) -> None:
        """Save the draft over the template it is from, or as a new one."""
        origin = self.origin
        if origin is None or origin.template is None or origin.template.startswith(SAMPLES):
            self.save_template_as()
        elif self._may_save():
            self._save_over(origin)

    def _save_over(self, origin: Origin, *, force: bool = False) -> None:
        templates = self.workbench.templates
        try:
            written = templates.read(templates.get(origin.template or ""))
            if force or origin.stamp in {None, written.entry.stamp}:
                self._saved(templates.save(written, self.whole, force=force))
            else:
                self.compare_template()
        except TemplateChanged:
            self.compare_template()
        except TemplateError as error:
            self.app.notify(str(error), severity="error", timeout=10)

    @on(commands.SaveTemplateAs)
    def save_template_as(self) -> None:
        """Ask for a name, and save the draft under it."""
        from pevents_tui.ui.screens.saving import Named, SaveTemplateScreen  # noqa: PLC0415 - on first use

        if not self._may_save():
            return
        places = [str(folder.place) for folder in self.workbench.templates.folders]
        origin = self.origin
        name = origin.template.partition(":")[2] if origin and origin.template else ""
        begun = Named(name, place="project" if origin and str(origin.template).startswith("project:") else "own")
        self.app.push_screen(SaveTemplateScreen(self._save_new, begun, has_project="project" in places))

    def _save_new(self, named: Named) -> str | None:
        from pevents_tui.domain.template import Heading  # noqa: PLC0415 - on first use
        from pevents_tui.service.templates import Place  # noqa: PLC0415 - the same

        variables = self.origin.variables if self.origin else {}
        heading: Heading = Heading(named.title, named.note, named.tags, dict(variables))
        try:
            entry = self.workbench.templates.add(named.name, self.whole, heading, Place(named.place))
            self._saved(self.workbench.templates.read(entry))
        except TemplateError as error:
            return str(error)
        return None

    def _may_save(self) -> bool:
        """Whether the draft is what is seen; what cannot be read is gone to."""
        unread = self.take_lines()
        if self.unread:
            self.call_later(self.refuse_text)
        elif unread is not None:
            self.go_to_line(unread)
        return unread is None and not self.unread

    def _saved(self, written: Written) -> None:
        """The draft is from that file now, and does not differ from it."""
        self.origin = replace(origin_of(written), draft=self.draft)
        self.app.notify(f"Saved in {written.entry.path}.")
        self.show_origin()
        self.look_for_templates()

    def show_origin(self) -> None:
        """Show what the draft is from, and whether it differs."""
        raise NotImplementedError

    @on(commands.CompareTemplate)
    def compare_template(self) -> None:
        """Show how the draft differs from its template's file."""
        from pevents_tui.service.templates.document import as_template, write_template  # noqa: PLC0415 - on first use
        from pevents_tui.ui.screens.text import TextScreen, diff_lines  # noqa: PLC0415 - the same

        origin = self.origin
        if origin is None or origin.template is None or origin.template.startswith(SAMPLES):
            self.app.notify("This draft is from no template file. Revert goes back to what it was begun from.")
            return
        templates = self.workbench.templates
        try:
            written = templates.read(templates.get(origin.template))
        except TemplateError as error:
            self.app.notify(str(error), severity="error", timeout=10)
            return
        is_json = written.entry.path.suffix == ".json"
        mine = write_template(as_template(self.whole), written.template.heading, written.text, is_json=is_json)
        if not (lines := diff_lines(written.text, mine)):
            self.app.notify(f"The draft is what stands in {written.entry.path}.")
            self.origin = replace(origin, stamp=written.entry.stamp)
            return

        def answered(choice: str | None) -> None:
            if choice == "take":
                self.load(written.template.draft, origin_of(written))
            elif choice == "write":
                self._save_over(replace(origin, stamp=None), force=True)

        choices = [("take", "Take the file", "t"), ("write", "Write the draft over it", "w")]
        self.app.push_screen(TextScreen(f"- {origin.name} on disk   + the draft", lines, choices), answered)

    # What is done with files

    @on(commands.RenameTemplate)
    def rename_template(self) -> None:
        """Ask for another name."""
        from pevents_tui.ui.screens.saving import Named, SaveTemplateScreen  # noqa: PLC0415 - on first use

        entry = self._pointed()
        if entry is None:
            return

        def save(named: Named) -> str | None:
            try:
                new = self.workbench.templates.rename(entry, named.name)
            except TemplateError as error:
                return str(error)
            if self.origin and self.origin.template == key_of(entry):
                self.origin = replace(self.origin, name=new.name, template=key_of(new), stamp=new.stamp)
                self.show_origin()
            self.look_for_templates()
            return None

        self.app.push_screen(SaveTemplateScreen(save, Named(entry.name), only_name=True, title="Rename"))

    @on(commands.DuplicateTemplate)
    def duplicate_template(self) -> None:
        """Copy the highlighted template."""
        if (entry := self._pointed()) is not None:
            try:
                copy = self.workbench.templates.duplicate(entry)
                self.app.notify(f"Copied to {copy.path}.")
            except TemplateError as error:
                self.app.notify(str(error), severity="error", timeout=10)
            self.look_for_templates()

    @on(commands.RemoveTemplate)
    def remove_template(self) -> None:
        """Remove the highlighted template."""
        if (entry := self._pointed()) is not None:
            try:
                self.workbench.templates.remove(entry)
                self.app.notify(f"Removed {entry.name}. u in the tree brings it back.", timeout=10)
            except TemplateError as error:
                self.app.notify(str(error), severity="error", timeout=10)
            self.look_for_templates()

    @on(commands.RestoreTemplate)
    def restore_template(self) -> None:
        """Bring back what was removed last."""
        try:
            self.app.notify(f"{self.workbench.templates.restore()} is there again.")
        except TemplateError as error:
            self.app.notify(str(error), severity="error", timeout=10)
        self.look_for_templates()

    def _pointed(self) -> Entry | None:
        """The template that is highlighted in the tree."""
        leaf = self.template_tree.leaf if self.query("#templates") else None
        entry = self.template_entries.get(leaf.key) if leaf else None
        if entry is None:
            self.app.notify("Highlight a template in the tree first.")
        return entry
