"""PasteArea: a text of many lines to paste into; Enter takes what was pasted, and begins a line in what is typed."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import TextArea

_QUIET_S = 0.05
"""A line feed this near to other input belongs to a paste of a terminal that does not mark pastes."""


class PasteArea(TextArea):
    """A TextArea without colours, line numbers and tabs of its own."""

    class Entered(Message):
        """What stands there was meant to be taken."""

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(text, id=id, soft_wrap=False, compact=True, highlight_cursor_line=False)
        self._pasted = bool(text)
        self._heard_s = float("-inf")
        self._asked_s: float | None = None

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._pasted = True
        self.insert(event.text.replace("\r\n", "\n").replace("\r", "\n"))

    async def _on_key(self, event: events.Key) -> None:
        came_s = event.time
        quiet, self._heard_s = came_s - self._heard_s > _QUIET_S, came_s
        if self._asked_s is not None:  # it was a line feed after all
            self._asked_s = None
            self.insert("\n")
        if event.key == "ctrl+j" or (event.key == "enter" and self._pasted):
            event.stop()
            event.prevent_default()
            if quiet:
                self._asked_s = came_s
                self.set_timer(_QUIET_S, lambda: self._take(came_s))
            else:
                self.insert("\n")
        elif event.is_printable or event.key in {"enter", "backspace", "delete"}:
            self._pasted = False

    def _take(self, asked_s: float) -> None:
        if self._asked_s == asked_s:
            self._asked_s = None
            self.post_message(self.Entered())
