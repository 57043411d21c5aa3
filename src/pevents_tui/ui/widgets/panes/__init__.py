"""What stands right of the form: the request as it will go out, what came back, and what is wrong."""

from __future__ import annotations

from pevents_tui.ui.widgets.panes.problems import ProblemList
from pevents_tui.ui.widgets.panes.request import RequestPane
from pevents_tui.ui.widgets.panes.result import ResultPane
from pevents_tui.ui.widgets.panes.told import WORD_STYLES

__all__ = ["WORD_STYLES", "ProblemList", "RequestPane", "ResultPane"]
