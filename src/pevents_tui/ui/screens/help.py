"""HelpScreen: what the field or pane is for, its rule, and where the rule comes from."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pevents_tui.domain.fields import FieldSpec
from pevents_tui.domain.path import format_path
from pevents_tui.domain.report import Problem
from pevents_tui.domain.visible import visible
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.values import clipped

_MOST_PROBLEMS = 20
"""How many problems of one field are told."""
_SOURCE = "botocore service model personalize-events 2018-03-22"


class HelpScreen(Dialog[None]):
    """A page of help; any of its keys closes it.

    Args:
        page: What it says.
    """

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 84; max-width: 94%; height: auto; max-height: 90%; padding: 1 2;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    HelpScreen Static { height: auto; }
    """
    BINDINGS = [("escape,f1,q,enter", "close", "Close")]  # noqa: RUF012 - Textual's form

    def __init__(self, page: Content) -> None:
        super().__init__()
        self._page = page

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll() as frame:
            frame.border_title = "Help, Escape closes"
            yield Static(self._page, markup=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def field_page(spec: FieldSpec, problems: tuple[Problem, ...]) -> Content:
    """The help of a field: what it is, its rule, what is wrong with it now, and the sources."""
    rules = ["required" if spec.required else "may be left out"]
    what = "elements" if spec.form == "list" else "characters"
    if spec.least is not None or spec.most is not None:
        rules.append(f"{spec.least or 0} to {spec.most:,} {what}" if spec.most else f"at least {spec.least} {what}")
    if spec.pattern:
        rules.append(f"must match {spec.pattern}")
    if spec.sensitive:
        rules.append("personal data by the service model")
    path = format_path(spec.path).replace(".*", "[]")
    parts = [
        Content.styled(f"{spec.label} · {path}\n\n", "bold $primary"),
        Content(f"{spec.help}\n\n"),
        Content.styled("Rule    ", "$foreground 60%") + Content(", ".join(rules) + "\n"),
        Content.styled("Source  ", "$foreground 60%") + Content(_SOURCE + "\n"),
    ]
    for problem in problems[:_MOST_PROBLEMS]:
        parts.append(Content.styled(f"\n{problem.level.value}: ", "$warning") + Content(visible(clipped(problem.text))))
        parts.append(Content.styled(f"\n        {visible(problem.source)}", "$foreground 60%"))
    if (more := len(problems) - _MOST_PROBLEMS) > 0:
        parts.append(Content.styled(f"\n… {more:,} more", "$text-muted"))
    return Content("").join(parts)


def keys_page(commands: tuple[type[Command], ...]) -> Content:
    """Every command with its key."""
    parts = [Content.styled("Keys\n\n", "bold $primary")]
    for command in commands:
        key = command.SHOWN_KEY or "^P"
        parts.append(Content.styled(f"{key:12}", "$accent") + Content(f"{command.TITLE}\n"))
        parts.append(Content.styled(f"{'':12}{command.summary()}\n", "$foreground 60%"))
    return Content("").join(parts)
