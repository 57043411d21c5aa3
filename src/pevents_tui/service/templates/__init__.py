"""Templates on disk: found in the user's folder and a project's, read as data, written so that comments stay."""

from __future__ import annotations

from pevents_tui.service.templates.bin import Removed
from pevents_tui.service.templates.folders import Entry, Place
from pevents_tui.service.templates.library import Templates, Written

__all__ = ["Entry", "Place", "Removed", "Templates", "Written"]
