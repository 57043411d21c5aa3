"""JsonViewScreen: the request as JSON in the place of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer
from textual.widget import Widget

from pevents_tui.domain.jsonedit import write_json
from pevents_tui.domain.path import Path
from pevents_tui.ui.commands import json_view as commands
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import TextTyped
from pevents_tui.ui.screens.sending import SendingScreen

if TYPE_CHECKING:
    from pevents_tui.domain.draft import Draft
    from pevents_tui.ui.widgets.json_pane import JsonPane

_AT_ONCE = 40_000
"""Up to how many characters a text is read at every key; a longer one when typing rests."""
_REST_S = 0.3
_MOST_SOUGHT = 400_000
"""Up to how many characters the line of a problem is looked for while somebody types."""


class JsonViewScreen(SendingScreen):
    """The same draft as text: what is typed there becomes the draft, what changes elsewhere is shown there."""

    _pane: JsonPane | None = None
    _untaken: TextTyped | None = None
    _take_timer: Timer | None = None
    _laid_out: tuple[Draft, str] | None = None

    @property
    def shows_json(self) -> bool:
        """Whether the text stands in the place of the form."""
        return self.has_class("-json")

    @property
    def text(self) -> str:
        """The request as the JSON view has it: as it was typed, else as it is written."""
        if self.json_text is not None:
            return self.json_text.text
        if self._laid_out is None or self._laid_out[0] is not self.draft:
            self._laid_out = self.draft, write_json(self.draft.body)
        return self._laid_out[1]

    def show_pane(self, name: str, *, focus: bool = False) -> None:
        """Bring a pane to the front."""
        raise NotImplementedError

    def form_path(self) -> Path:
        """Where the focus is in the form, the shown row where it is in none of its fields."""
        raise NotImplementedError

    def show_field(self, path: Path) -> None:
        """Show the row of a path, and focus its field."""
        raise NotImplementedError

    def show_cut_words(self) -> None:
        """Show whole what has no room above the text."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Show what stands above the form."""
        raise NotImplementedError

    @on(commands.EditJson)
    async def swap(self) -> None:
        """Show the text in the place of the form, or the form again, at the same member."""
        if self.shows_json:
            self.take_typed()
            path = self.path_at_cursor()
            self.remove_class("-json")
            self.show_rows()
            self.preview()
            self.show_pane("editor")
            self.show_field(path)
        else:
            path = self.form_path()
            await self.open_json()
            if not self.unread:
                self.go_to_path(path)

    async def open_json(self) -> None:
        """Show the text, and go to what is wrong in it."""
        self.take_lines()
        if self._pane is None:
            from pevents_tui.ui.widgets.json_pane import JsonPane  # noqa: PLC0415 - few drafts are written as text

            self._pane = JsonPane()
            await self.query_one("#editor").mount(self._pane)
        self.add_class("-json")
        self._pane.editor.begin(self.text)
        self.show_rows()
        self.show_text()
        self.preview()
        self.show_pane("editor")
        self._pane.editor.focus()
        self.go_to_fault()

    def focus_next(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Go on; from the text, which is alone in its pane, to the next pane.

        Args:
            selector: What may be gone to.
        """
        return self._leave_text("next_pane") or super().focus_next(selector)

    def focus_previous(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Go back; from the text to the pane before.

        Args:
            selector: What may be gone to.
        """
        return self._leave_text("previous_pane") or super().focus_previous(selector)

    def _leave_text(self, command: str) -> Widget | None:
        if self._pane is None or self.focused is not self._pane.editor:
            return None
        self.action_command(command)
        return self.focused

    def action_command(self, name: str) -> None:
        """Run a command by its name."""
        raise NotImplementedError

    def watch_draft(self) -> None:
        """Show the other draft."""
        super().watch_draft()
        self.show_text()

    def watch_json_text(self) -> None:
        """Show what is typed, or what is wrong with it."""
        super().watch_json_text()
        self.show_text()

    def watch_report(self) -> None:
        """Show what is wrong with the request."""
        self._say()

    def watch_row(self) -> None:
        """Go to the row that was stepped to."""
        if self.shows_json and (rows := self.draft.spec.rows) and self.path_at_cursor()[:2] != (rows, self.row):
            self.go_to_path((rows, self.row))

    def show_text(self) -> None:
        """Show the text where it is another one."""
        if self._pane is not None and self.shows_json and self._untaken is None:
            self._pane.editor.show(self.text)
            self._say()

    @on(TextTyped)
    def _type(self, event: TextTyped) -> None:
        event.stop()
        self._untaken = event
        if self._take_timer is not None:
            self._take_timer.stop()
        if len(event.text) <= _AT_ONCE:
            self.take_typed()
        else:
            self._take_timer = self.set_timer(_REST_S, self.take_typed)

    def take_typed(self) -> None:
        """Take into the draft what was typed and still rests."""
        untaken, self._untaken = self._untaken, None
        if untaken is not None:
            self.take_text(untaken.text, by_key=untaken.by_key)

    def take_lines(self) -> Path | None:
        """Take what stands in lines to add with, and what was typed as text."""
        self.take_typed()
        return super().take_lines()

    def undo(self) -> bool:
        """Go back to the moment before; what still rests is one."""
        self.take_typed()
        return super().undo()

    def redo(self) -> bool:
        """Go forth, where nothing was typed since that still rests."""
        self.take_typed()
        return super().redo()

    def on_unmount(self) -> None:
        """Take what still rests, so that it is kept."""
        self.take_typed()

    def go_to_fault(self) -> None:
        """Go to the place where the text stops being JSON, where it does."""
        if self._pane is not None and self.json_text is not None and (fault := self.json_text.fault) is not None:
            self._pane.editor.go_to(fault.line or 1, fault.column or 1)

    async def refuse_text(self) -> None:
        """Go to text that cannot be read, and say that nothing was sent."""
        await self.open_json()
        self.app.notify("Not sent: the JSON text cannot be read yet. Mend it, undo, or leave it.", severity="warning")

    def go_to_path(self, path: Path) -> None:
        """Put the cursor on the value of a path.

        Args:
            path: Where in the body.
        """
        if self._pane is not None and (place := self._place_of(path)) is not None:
            self._pane.editor.go_to(*place)
            self._pane.editor.focus()

    @on(commands.DropJsonText)
    def leave_text(self) -> None:
        """Leave the text that cannot be read."""
        self.take_typed()
        if not self.unread:
            self.app.notify("There is no unfinished JSON text.")
        self.drop_text()

    @on(commands.Revert)
    def revert_draft(self) -> None:
        """Go back to what the draft was begun from."""
        self.take_typed()
        self.take_lines()
        if self.origin is None:
            self.app.notify("This draft was begun from nothing.")
        elif not self.revert():
            self.app.notify(f"This is {self.origin.name} as it was loaded.")

    def _say(self) -> None:
        """Tell above the text what is wrong first."""
        if self._pane is None or not self.shows_json:
            return
        problem, keys = next(iter(self.report.problems), None) if self.report else None, keys_of(self)
        if self.json_text is not None and self.unread:
            self._say_above(f"{self.json_text.told}   {keys.spelled('first_problem')} goes there", "fault")
        elif problem is not None:
            place = self._place_of(problem.path) if len(self.text) <= _MOST_SOUGHT else None
            self._say_above(f"line {place[0]}: {problem}" if place else str(problem), "problem")
        else:
            self._say_above(f"{keys.spelled('edit_json')} form   {keys.spelled('edit_outside')} your editor")

    def _say_above(self, words: str, level: str = "") -> None:
        """Say something above the text; what has no room there is shown in the place of the keys."""
        if self._pane is not None:
            self.json_words = words if level else ""
            self._pane.say(words, level)
            self.show_cut_words()

    def json_shown(self) -> str:
        """The JSON text, where it is shown and can be read."""
        return self.text if self.shows_json and not self.unread else ""

    def _place_of(self, path: Path) -> tuple[int, int] | None:
        from pevents_tui.domain.jsonwalk import find_place, line_and_column  # noqa: PLC0415 - as the pane

        text = self.text
        begin = find_place(text, path)
        return None if begin is None else line_and_column(text, begin)

    def path_at_cursor(self) -> Path:
        """The path of the value that the cursor is in."""
        from pevents_tui.domain.jsonwalk import path_at  # noqa: PLC0415 - as the pane

        return path_at(self._pane.editor.text, self._pane.editor.offset_of_cursor) if self._pane is not None else ()
