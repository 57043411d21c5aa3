"""Drafts saved as templates, and what is done with their files: each a function of the screen, loaded on first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pevents_tui.domain.errors import TemplateChanged, TemplateError
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.template import Heading
from pevents_tui.service.templates import Entry, Place, Written
from pevents_tui.service.templates.document import as_template, write_template
from pevents_tui.ui.commands import templates as commands
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.screens.saving import Named, SaveTemplateScreen
from pevents_tui.ui.screens.templates import SAMPLES, TemplatesScreen, key_of, origin_of
from pevents_tui.ui.screens.text import TextScreen, diff_lines


def save_template(screen: TemplatesScreen) -> None:
    """Save the draft over the template it is from, or as a new one."""
    origin = screen.origin
    if origin is None or origin.template is None or origin.template.startswith(SAMPLES):
        save_template_as(screen)
    elif _may_save(screen):
        _save_over(screen, origin)


def _save_over(screen: TemplatesScreen, origin: Origin, *, force: bool = False) -> None:
    templates = screen.workbench.templates
    try:
        written = templates.read(templates.get(origin.template or ""))
        if force or origin.stamp in {None, written.entry.stamp}:
            _saved(screen, templates.save(written, screen.whole, force=force))
        else:
            compare_template(screen)
    except TemplateChanged:
        compare_template(screen)
    except TemplateError as error:
        screen.app.notify(str(error), severity="error", timeout=10)


def save_template_as(screen: TemplatesScreen) -> None:
    """Ask for a name, and save the draft under it."""
    if not _may_save(screen):
        return
    places = [str(folder.place) for folder in screen.workbench.templates.folders]
    origin = screen.origin
    name = origin.template.partition(":")[2] if origin and origin.template else ""
    begun = Named(name, place="project" if origin and str(origin.template).startswith("project:") else "own")
    screen.app.push_screen(
        SaveTemplateScreen(lambda named: _save_new(screen, named), begun, has_project="project" in places)
    )


def _save_new(screen: TemplatesScreen, named: Named) -> str | None:
    variables = screen.origin.variables if screen.origin else {}
    heading = Heading(named.title, named.note, named.tags, dict(variables), screen.aim.name or "")
    try:
        entry = screen.workbench.templates.add(named.name, screen.whole, heading, Place(named.place))
        _saved(screen, screen.workbench.templates.read(entry))
    except TemplateError as error:
        return str(error)
    return None


def _may_save(screen: TemplatesScreen) -> bool:
    """Whether the draft is what is seen; what cannot be read is gone to."""
    unread = screen.take_lines()
    if screen.unread:
        screen.call_later(screen.refuse_text)
    elif unread is not None:
        screen.go_to_line(unread)
    return unread is None and not screen.unread


def _saved(screen: TemplatesScreen, written: Written) -> None:
    """The draft is from that file now, and does not differ from it."""
    screen.origin = origin_of(written)._replace(draft=screen.draft)
    screen.app.notify(f"Saved in {written.entry.path}.")
    screen.show_origin()
    screen.look_for_templates()


def compare_template(screen: TemplatesScreen) -> None:
    """Show how the draft differs from its template's file."""
    origin = screen.origin
    if origin is None or origin.template is None or origin.template.startswith(SAMPLES):
        screen.app.notify("This draft is from no template file. Revert goes back to what it was begun from.")
        return
    templates = screen.workbench.templates
    try:
        written = templates.read(templates.get(origin.template))
    except TemplateError as error:
        screen.app.notify(str(error), severity="error", timeout=10)
        return
    is_json = written.entry.path.suffix == ".json"
    mine = write_template(as_template(screen.whole), written.template.heading, written.text, is_json=is_json)
    if not (lines := diff_lines(written.text, mine)):
        screen.app.notify(f"The draft is what stands in {written.entry.path}.")
        screen.origin = origin._replace(stamp=written.entry.stamp)
        return

    def answered(choice: str | None) -> None:
        if choice == "take":
            screen.load(written.template.draft, origin_of(written))
        elif choice == "write":
            _save_over(screen, origin._replace(stamp=None), force=True)

    choices = [("take", "Take the file", "t"), ("write", "Write the draft over it", "w")]
    screen.app.push_screen(TextScreen(f"- {origin.name} on disk   + the draft", lines, choices), answered)


def rename_template(screen: TemplatesScreen) -> None:
    """Ask for another name."""
    entry = _pointed(screen)
    if entry is None:
        return

    def save(named: Named) -> str | None:
        try:
            new = screen.workbench.templates.rename(entry, named.name)
        except TemplateError as error:
            return str(error)
        if screen.origin and screen.origin.template == key_of(entry):
            screen.origin = screen.origin._replace(name=new.name, template=key_of(new), stamp=new.stamp)
            screen.show_origin()
        screen.look_for_templates()
        return None

    screen.app.push_screen(SaveTemplateScreen(save, Named(entry.name), only_name=True, title="Rename"))


def duplicate_template(screen: TemplatesScreen) -> None:
    """Copy the highlighted template."""
    if (entry := _pointed(screen)) is not None:
        try:
            copy = screen.workbench.templates.duplicate(entry)
            screen.app.notify(f"Copied to {copy.path}.")
        except TemplateError as error:
            screen.app.notify(str(error), severity="error", timeout=10)
        screen.look_for_templates()


def remove_template(screen: TemplatesScreen) -> None:
    """Remove the highlighted template."""
    if (entry := _pointed(screen)) is not None:
        try:
            screen.workbench.templates.remove(entry)
            screen.app.notify(f"Removed {entry.name}. u in the tree brings it back.", timeout=10)
        except TemplateError as error:
            screen.app.notify(str(error), severity="error", timeout=10)
        screen.look_for_templates()


def restore_template(screen: TemplatesScreen) -> None:
    """Bring back what was removed last."""
    try:
        screen.app.notify(f"{screen.workbench.templates.restore()} is there again.")
    except TemplateError as error:
        screen.app.notify(str(error), severity="error", timeout=10)
    screen.look_for_templates()


def _pointed(screen: TemplatesScreen) -> Entry | None:
    """The template that is highlighted in the tree."""
    leaf = screen.template_tree.leaf if screen.query("#templates") else None
    entry = screen.template_entries.get(leaf.key) if leaf else None
    if entry is None:
        screen.app.notify("Highlight a template in the tree first.")
    return entry


DOES: Mapping[type[Command], Callable[[TemplatesScreen], None]] = {
    commands.SaveTemplate: save_template,
    commands.SaveTemplateAs: save_template_as,
    commands.CompareTemplate: compare_template,
    commands.RenameTemplate: rename_template,
    commands.DuplicateTemplate: duplicate_template,
    commands.RemoveTemplate: remove_template,
    commands.RestoreTemplate: restore_template,
}
"""What each command about files does."""
