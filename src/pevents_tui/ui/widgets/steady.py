"""SteadyInput: an Input whose text may grow without the whole screen being laid out anew at each key."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class SteadyInput(Input):
    """An Input of a given width; what stands in it changes no other widget's place."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How long the text is; Textual's own lays everything out whenever it changes."""
