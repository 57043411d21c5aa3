"""JsonPane: the request as JSON text, with what is wrong above it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.json_editor import JsonEditor
from pevents_tui.ui.widgets.values import clipped


class JsonPane(Vertical):
    """The editor, with what is wrong above it."""

    DEFAULT_CSS = """
    JsonPane { height: 1fr; }
    JsonPane > Static { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted; }
    JsonPane > Static.-fault { color: $text-error; background: $error-muted; }
    JsonPane > Static.-problem { color: $warning; }
    """

    def __init__(self) -> None:
        super().__init__(id="json")
        self.editor = JsonEditor()
        """The text."""
        self._line = Static(markup=False)

    def compose(self) -> ComposeResult:
        """The line and the text."""
        yield self._line
        yield self.editor

    def say(self, words: str, level: str = "") -> None:
        """Say above the text what there is to say.

        Args:
            words: In one line.
            level: `fault` where the text cannot be read, `problem` where the request has one, else empty.
        """
        self._line.update(Content(visible(clipped(words))), layout=False)
        for each in ("fault", "problem"):
            self._line.set_class(each == level, f"-{each}")
