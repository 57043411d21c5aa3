"""ExportScreen: the calls in each of the ways out, in view before they are copied or saved."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from pevents_tui.domain.errors import FileThere, SaveError
from pevents_tui.domain.render import FORMATS, LONGEST_ARGUMENT_BYTES
from pevents_tui.domain.visible import visible
from pevents_tui.service.export import save_text
from pevents_tui.ui.screens.copies import Written, copied_words
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.values import clipped

_MOST_SHOWN = 20_000
_DEAF_S = 0.4
"""How long a second Enter is not heard, so that a key held down replaces no file."""


class ExportScreen(Dialog[str]):
    """Copies or saves; gives the folder that was saved in, or None.

    Args:
        write: Writes the calls in one of `FORMATS`.
        name: What a file is called by itself, without its suffix.
        folder: Where was saved the last time; empty for the working directory.
    """

    DEFAULT_CSS = """
    ExportScreen { align: center middle; }
    ExportScreen #box {
        width: 96; max-width: 100%; height: 28; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    ExportScreen OptionList { height: 5; border: none; padding: 0; background: $panel; }
    ExportScreen OptionList:focus { border: none; background-tint: transparent; }
    ExportScreen #preview { height: 1fr; margin: 1 0; padding: 0 1; background: $surface; }
    ExportScreen #text { width: 1fr; height: auto; }
    ExportScreen #told { height: auto; max-height: 3; }
    ExportScreen #path { width: 1fr; background: $surface; display: none; }
    ExportScreen.-saving #path { display: block; }
    ExportScreen #buttons { height: auto; align-horizontal: right; }
    ExportScreen Button { margin: 0 0 0 2; }
    ExportScreen.-low #preview { margin: 0; }
    """
    BINDINGS = [  # noqa: RUF012 - Textual's form
        ("escape", "cancel", "Cancel"),
        ("c", "copy", "Copy"),
        ("s", "save", "Save"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "OptionList"

    def __init__(self, write: Callable[[str], Written], name: str, folder: str) -> None:
        super().__init__()
        self._written = {each: write(each) for each in FORMATS}
        self._file_name = name
        self._folder = folder
        self._chosen = next(iter(FORMATS))
        self._suggested = ""
        self._asked: tuple[str, float] | None = None

    def compose(self) -> ComposeResult:
        """The ways out, the text of the one that is chosen, a line for a path, and the buttons."""
        with Vertical(id="box") as box:
            box.border_title = Content("Copy or save as")
            yield OptionList(*map(self._option, FORMATS), markup=False, compact=True)
            with VerticalScroll(id="preview", can_focus=False):
                yield Static(id="text")
            yield SteadyInput(placeholder="path of the file", id="path", compact=True, select_on_focus=False)
            yield Static(id="told")
            with Horizontal(id="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Copy (c)", id="copy", compact=True)
                yield Button("Save (s)", id="save", compact=True)

    def on_mount(self) -> None:
        """Begin with the first."""
        self._show()

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        """Hand the text to the terminal's clipboard."""
        written = self._written[self._chosen]
        if not written.failure:
            self.app.copy_to_clipboard(written.text)
            self.app.notify(copied_words(FORMATS[self._chosen].title, written))
            self.dismiss(None)

    @on(Button.Pressed, "#save")
    @on(Input.Submitted)
    def action_save(self) -> None:
        """Ask for a path; with one there, save."""
        line = self.query_one("#path", Input)
        if self._written[self._chosen].failure:
            return
        if self.has_class("-saving"):
            self._save(line.value)
        else:
            self.add_class("-saving")
            self._suggest()
            self._tell("Enter saves it, readable by you only.")
        line.focus()

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_cancel()

    @on(OptionList.OptionHighlighted)
    def _highlight(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_id is not None:
            self._chosen = event.option_id
            self._show()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        """Enter goes on: to the path where there is one, else to the buttons."""
        event.stop()
        self.query_one("#path" if self.has_class("-saving") else "#copy").focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._asked = None

    def _show(self) -> None:
        written = self._written[self._chosen]
        text = clipped(written.text, _MOST_SHOWN) if written.text else written.failure
        self.query_one("#text", Static).update(Content(visible(text, lines=True)))
        self.query_one("#preview").scroll_home(animate=False)
        for name in ("copy", "save"):
            self.query_one(f"#{name}", Button).disabled = bool(written.failure)
        self._tell(written.note or self._warning(written.text))
        self._suggest()

    def _warning(self, text: str) -> str:
        """What is to be known of commands that are too long for a program's argument."""
        longest = max(map(len, text.splitlines()), default=0)
        if FORMATS[self._chosen].suffix != ".sh" or longest <= LONGEST_ARGUMENT_BYTES:
            return ""
        return f"Longer than Linux takes as one argument ({LONGEST_ARGUMENT_BYTES:,} bytes): save JSON."

    def _suggest(self) -> None:
        """Another suffix in the line, where nobody wrote another name."""
        line = self.query_one("#path", Input)
        if line.value == self._suggested:
            name = self._file_name + FORMATS[self._chosen].suffix
            self._suggested = str(Path(self._folder) / name) if self._folder else name
            line.value = self._suggested

    def _save(self, name: str) -> None:
        sure = self._asked is not None and self._asked[0] == name
        if sure and self._asked is not None and time.monotonic() - self._asked[1] < _DEAF_S:
            return
        title, text = FORMATS[self._chosen].title, self._written[self._chosen].text
        try:
            path = save_text(name, text, replace=sure)
        except FileThere as error:
            self._asked = (name, time.monotonic())
            self._tell(f"{error}. Enter again replaces it; another name leaves it.", "$text-warning")
        except SaveError as error:
            self._tell(f"{error}.", "$text-error")
        else:
            self.app.notify(f"Saved as {title}: {path}")
            self.dismiss(str(Path(name.strip()).parent))

    def _tell(self, sentence: str, style: str = "$text-muted") -> None:
        self.query_one("#told", Static).update(Content.styled(visible(clipped(sentence)), style))

    def _option(self, name: str) -> Option:
        written, title = self._written[name], FORMATS[name].title
        size = "not yet" if written.failure else f"{len(written.text):,} characters"
        return Option(Content(f"{title:18}") + Content.styled(size, "$text-muted"), id=name)
