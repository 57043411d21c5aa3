"""OutsideScreen: the request as JSON in the user's own editor."""

from __future__ import annotations

from textual import on
from textual.app import SuspendNotSupported

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.jsonedit import plain_lines
from pevents_tui.ui.commands import json_view as commands
from pevents_tui.ui.screens.json_view import JsonViewScreen


class OutsideScreen(JsonViewScreen):
    """Lends the terminal to an editor, and takes what was written there."""

    @on(commands.EditOutside)
    async def edit_outside(self) -> None:
        """Have the request edited in the user's own editor."""
        from pevents_tui.service.editor import edit_text  # noqa: PLC0415 - few drafts are edited elsewhere

        if self.sending:
            self.app.notify("A send is under way; edit when it has ended.", severity="warning")
            return
        self.take_typed()
        self.take_lines()
        self._keep()  # nothing is kept later: the loop waits for the editor
        try:
            text = edit_text(self.text, self.workbench.environ, name="draft.json", lend=self.app.suspend)
        except SuspendNotSupported:
            self.app.notify("This terminal cannot be lent to another program.", severity="error")
        except PeventsError as error:
            self.app.notify(f"Not edited: {error}.", severity="error")
        else:
            await self._take_edited(text)

    async def _take_edited(self, text: str | None) -> None:
        if text is None:
            self.app.notify("Nothing was changed.")
            return
        self.take_text(plain_lines(text))
        if self.unread:
            await self.open_json()
