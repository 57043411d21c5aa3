"""RawText: properties as the JSON text that goes out, character by character, to be edited."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Location

from pevents_tui.ui.messages import RequestPasted
from pevents_tui.ui.widgets.pictures import pictured, plain
from pevents_tui.ui.widgets.values import may_be_request


class RawText(TextArea):
    """An area for any text: lines are lines, other characters that cannot be shown are pictures."""

    DEFAULT_CSS = """
    RawText {
        height: auto; min-height: 3; max-height: 9; padding: 0 1;
        border: none; border-top: blank $background; background: $surface;
        border-title-color: $text-muted; border-title-style: none;
        scrollbar-size-vertical: 1;
        &:focus {
            border: none; border-top: blank $background; background: $panel;
            border-title-color: $primary; border-title-style: bold; background-tint: transparent;
        }
    }
    """

    class Typed(Message):
        """The text changed by hand."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class RowsWanted(Message):
        """The properties are to be shown as rows again."""

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)

    @property
    def given(self) -> str:
        """The text as it goes out."""
        return "\n".join(map(plain, self.text.split("\n")))

    def show_text(self, text: str) -> None:
        """Show another text, without telling.

        Args:
            text: As it goes out.
        """
        if text != self.given:
            with self.prevent(TextArea.Changed):
                self.load_text(_lines(text))
            self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell what stands there."""
        event.stop()
        self.post_message(self.Typed(self.given))

    def on_click(self, event: events.Click) -> None:
        """A click on the title leads back to the rows."""
        if event.y == 0:
            event.stop()
            self.post_message(self.RowsWanted())

    async def _on_paste(self, event: events.Paste) -> None:
        """Take a paste, once, unless it is a whole request."""
        event.stop()
        event.prevent_default()  # Textual would call its own as well
        if may_be_request(event.text):
            self.post_message(RequestPasted(event.text, partial(self._put_in, event.text)))
        else:
            self._put_in(event.text)

    def _put_in(self, text: str) -> None:
        replaced = self._replace_via_keyboard(text, *self.selection)
        if replaced is not None:
            self.move_cursor(replaced.end_location)

    def _replace_via_keyboard(self, insert: str, start: Location, end: Location) -> Any:
        """What keys and pastes put in; Textual's own, with pictures for what cannot be shown."""
        return super()._replace_via_keyboard(_lines(insert.replace("\r\n", "\n")), start, end)


def _lines(text: str) -> str:
    return "\n".join(map(pictured, text.split("\n")))
