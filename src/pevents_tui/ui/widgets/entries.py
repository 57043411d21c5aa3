"""Lists that are edited in place: impressions, and properties as key and value. One list, one line to add with."""

from __future__ import annotations

from pevents_tui.ui.widgets.entry_editor import EntryEditor
from pevents_tui.ui.widgets.entry_list import AddLine, EntryList
from pevents_tui.ui.widgets.impressions import ImpressionEditor
from pevents_tui.ui.widgets.properties import PropertiesEditor

__all__ = ["AddLine", "EntryEditor", "EntryList", "ImpressionEditor", "PropertiesEditor"]
