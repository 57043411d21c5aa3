"""SteadyInput: an Input whose text may grow without a new layout at each key, and which takes all of a paste."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class SteadyInput(Input):
    """An Input of a given width; what stands in it changes no other widget's place. For names, paths and searches."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How long the text is; Textual's own lays everything out whenever it changes."""

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste, blanks between them; Textual's own keeps the first one only."""
        event.stop()
        event.prevent_default()
        self.replace(" ".join(filter(None, event.text.splitlines())), *sorted(self.selection))
