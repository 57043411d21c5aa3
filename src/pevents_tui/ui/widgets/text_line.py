"""TextLine: an input for any text; what a line cannot show stands in it as pictures, and comes out as it was."""

from __future__ import annotations

from textual.widgets import Input

from pevents_tui.ui.widgets.values import plain, shown


class TextLine(Input):
    """An input for any text. Its `value` is what is shown; what goes in and comes out by hand is the text itself."""

    @property
    def selected_text(self) -> str:
        """The selected part as the text it stands for, as it goes to the clipboard."""
        return plain(super().selected_text)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the line.

        Args:
            text: What comes in its place, as it is.
            start: Where the part begins, or ends.
            end: The other end of it.
        """
        super().replace(shown(text), start, end)
