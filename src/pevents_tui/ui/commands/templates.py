"""The commands about templates and scenarios."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class SaveTemplate(Command):
    """Save the draft over the template it is from; a draft from anything else becomes a new template."""

    GROUP = "In and out"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Save as template", "Save", "ctrl+s", "^S"


class SaveTemplateAs(Command):
    """Save the draft as a new template, with a name, a note and tags."""

    GROUP = "In and out"
    TITLE = "Save as a new template"


class FindTemplate(Command):
    """Find a template or scenario by a few letters of its name."""

    GROUP = "Places"
    TITLE, KEYS, SHOWN_KEY = "Find a template", "alt+w", "Alt+W"


class CompareTemplate(Command):
    """Compare the draft with the template's file, line by line, to take the file or to write the draft over it."""

    GROUP = "In and out"
    TITLE = "Compare the draft with its template"


class RenameTemplate(Command):
    """Give the highlighted template another name."""

    GROUP = "In and out"
    TITLE = "Rename the template"


class DuplicateTemplate(Command):
    """Copy the highlighted template; a sample is copied to your own, where it can be changed."""

    GROUP = "In and out"
    TITLE = "Duplicate the template"


class RemoveTemplate(Command):
    """Remove the highlighted template; it can be brought back."""

    GROUP = "In and out"
    TITLE = "Remove the template"


class RestoreTemplate(Command):
    """Bring back the template that was removed last."""

    GROUP = "In and out"
    TITLE = "Bring back the removed template"


class RunThrough(Command):
    """Send this step of the scenario and, as long as each is accepted, all that follow, with their waits."""

    GROUP = "Send"
    TITLE, KEYS, SHOWN_KEY = "Run the scenario through", "alt+g", "Alt+G"


class EndScenario(Command):
    """End the scenario; the step that is shown stays as a draft."""

    GROUP = "Send"
    TITLE = "End the scenario"


TEMPLATE_COMMANDS: tuple[type[Command], ...] = (
    SaveTemplate,
    SaveTemplateAs,
    FindTemplate,
    CompareTemplate,
    RenameTemplate,
    DuplicateTemplate,
    RemoveTemplate,
    RestoreTemplate,
    RunThrough,
    EndScenario,
)
"""Every command of this file."""
