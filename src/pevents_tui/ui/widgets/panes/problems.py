"""ProblemList: what is wrong, heaviest first."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pevents_tui.domain.path import Path
from pevents_tui.domain.report import Level, Problem, Report
from pevents_tui.domain.visible import visible
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.messages import ProblemChosen, Removed
from pevents_tui.ui.widgets.panes.request import LABEL
from pevents_tui.ui.widgets.values import clipped

_MOST_PROBLEMS = 500
"""How many problems are listed."""
_MOST_LINES = 100
"""Of how many problems the lines are told."""
_MOST_SOUGHT = 400_000
"""Up to how many characters a text is in which they are looked for."""
_NO_FIELD = "unknown-field"


class ProblemList(OptionList):
    """What is wrong, heaviest first; Enter goes to the field, Delete takes away a member that no field can hold."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("delete,backspace", "take_away", "Remove", show=False)]

    DEFAULT_CSS = """
    ProblemList { border: none; padding: 0 1; background: $surface; height: 1fr; }
    ProblemList:focus { border: none; background: $panel; background-tint: transparent; }
    """

    _STYLES = {Level.STOP: "$error", Level.LIMIT: "$warning", Level.HINT: "$accent"}  # noqa: RUF012 - never changed

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id, markup=False, compact=True)
        self._problems: tuple[Problem, ...] | None = None
        self._text = ""
        self._line_of: dict[Path, int] = {}

    def show_report(self, report: Report, text: str = "") -> None:
        """Show other problems, where they are others.

        Args:
            report: What is wrong.
            text: The JSON text, to tell the lines they stand in; empty where it is not shown.
        """
        if (report.problems, text) == (self._problems, self._text):
            return
        self._problems, self._text = report.problems, text
        self._line_of = self._places(report, text) if text and len(text) <= _MOST_SOUGHT else {}
        self.clear_options()
        if not report.problems:
            told = f"Nothing is wrong that can be known here; {keys_of(self).spelled('send')} sends it."
            self.add_option(Content.styled(told, LABEL))
            return
        self.add_options([self._line(problem) for problem in report.problems[:_MOST_PROBLEMS]])
        if (more := len(report.problems) - _MOST_PROBLEMS) > 0:
            self.add_option(Option(Content.styled(f"… {more:,} more", LABEL), disabled=True))

    def _places(self, report: Report, text: str) -> dict[Path, int]:
        from pevents_tui.domain.jsonwalk import lines_of  # noqa: PLC0415 - few drafts are written as text

        return lines_of(text, [problem.path for problem in report.problems[:_MOST_LINES]])

    def action_take_away(self) -> None:
        """Remove the member of the highlighted problem, where there is no field to mend it in."""
        at = self.highlighted
        if self._problems and at is not None and self._problems[at].rule == _NO_FIELD:
            self.post_message(Removed(self._problems[at].path))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._problems:
            self.post_message(ProblemChosen(self._problems[event.option_index].path))

    def _line(self, problem: Problem) -> Content:
        level = Content.styled(f"{problem.level.value:5} ", self._STYLES[problem.level])
        line = self._line_of.get(problem.path)
        told = level + Content(visible(clipped(f"line {line}: {problem}" if line else str(problem))))
        return told + Content.styled("; Delete removes it", LABEL) if problem.rule == _NO_FIELD else told
