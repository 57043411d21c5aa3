"""SaveTemplateScreen: name, title, note, tags and folder of a new template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.pictures import pictured, plain
from pevents_tui.ui.widgets.text_line import TextLine

_LINES = (
    ("name", "Name", "shop/view-item"),
    ("title", "Title", "what it is called for people; may stay empty"),
    ("note", "Note", "what it is for; may stay empty"),
    ("tags", "Tags", "words to find it by, parted by commas; may stay empty"),
)
_PLACES = {"own": "yours", "project": "the project's"}


@dataclass(frozen=True, slots=True)
class Named:
    """What was typed.

    Attributes:
        name: The template's name.
        title: For people.
        note: What it is for.
        tags: Each once.
        place: The folder: own or project.
    """

    name: str
    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    place: str = "own"


class SaveTemplateScreen(Dialog[bool]):
    """Asks for what a new template is called, and saves it; gives whether it was saved.

    Args:
        save: Saves it; gives a sentence where it cannot.
        begun: What stands there first.
        only_name: Ask for the name alone.
        has_project: There is a project's folder to choose.
        title: What is done.
    """

    DEFAULT_CSS = """
    SaveTemplateScreen { align: center middle; }
    SaveTemplateScreen #box {
        width: 72; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    SaveTemplateScreen #scroll { height: auto; max-height: 16; }
    SaveTemplateScreen Input { width: 1fr; background: $surface; margin: 0 0 1 0; }
    SaveTemplateScreen #told { color: $text-error; height: auto; }
    SaveTemplateScreen #buttons { height: auto; align-horizontal: right; }
    SaveTemplateScreen Button { margin: 0 0 0 2; }
    SaveTemplateScreen.-low Input { margin: 0; }
    """
    BINDINGS = [("escape", "cancel", "Cancel"), ("ctrl+s,ctrl+j", "save", "Save")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "Input"

    def __init__(
        self,
        save: Callable[[Named], str | None],
        begun: Named,
        *,
        only_name: bool = False,
        has_project: bool = False,
        title: str = "Save as template",
    ) -> None:
        super().__init__()
        self._save = save
        self._begun = begun
        self._lines = _LINES[:1] if only_name else _LINES
        self._place = begun.place
        self._has_project = has_project and not only_name
        self._title = title

    def compose(self) -> ComposeResult:
        """A line for each, the folder, Cancel and Save."""
        values = {"tags": ", ".join(self._begun.tags)}
        with Vertical(id="box") as box:
            box.border_title = Content(visible(self._title))
            with VerticalScroll(id="scroll", can_focus=False):
                for name, label, placeholder in self._lines:
                    yield Static(Content.styled(label, "bold"))
                    value = values.get(name, getattr(self._begun, name))
                    yield TextLine(
                        pictured(value), placeholder=placeholder, id=name, compact=True, select_on_focus=False
                    )
            yield Static("", id="told")
            with Horizontal(id="buttons"):
                if self._has_project:
                    yield Button(self._folder_words(), id="folder", compact=True)
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Save (^S)", id="save", compact=True, variant="primary")

    def action_cancel(self) -> None:
        """Save nothing."""
        self.dismiss(False)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Go to the next line, and save from the last one."""
        event.stop()
        lines = list(self.query(Input))
        at = lines.index(event.input)
        if at + 1 < len(lines):
            lines[at + 1].focus()
        else:
            self.action_save()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "save":
            self.action_save()
        elif event.button.id == "folder":
            self._place = "own" if self._place == "project" else "project"
            event.button.label = self._folder_words()
        else:
            self.action_cancel()

    def action_save(self) -> None:
        """Save it, or say why not."""
        typed = {name: plain(self.query_one(f"#{name}", Input).value).strip() for name, *_ in self._lines}
        tags = tuple(dict.fromkeys(tag.strip() for tag in typed.get("tags", "").split(",") if tag.strip()))
        named = Named(typed["name"], typed.get("title", ""), typed.get("note", ""), tags, self._place)
        failure = self._save(named)
        if failure is None:
            self.dismiss(True)
        else:
            self.query_one("#told", Static).update(Content(visible(failure)))

    def _folder_words(self) -> Content:
        return Content(f"Folder: {_PLACES[self._place]}")
