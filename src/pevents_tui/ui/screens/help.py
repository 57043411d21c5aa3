"""HelpScreen: what the field or pane is for, its rule, and where the rule comes from."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pevents_tui.domain.fields import FieldSpec
from pevents_tui.domain.path import format_path
from pevents_tui.domain.report import Problem
from pevents_tui.domain.visible import visible
from pevents_tui.ui.about import About
from pevents_tui.ui.commands.base import GROUPS, Command
from pevents_tui.ui.key_names import label, spelled
from pevents_tui.ui.keys import Keys
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.values import clipped

_MOST_PROBLEMS = 20
"""How many problems of one field are told."""
_FRAME = 8
"""How many cells of a line go to border, padding and scrollbar."""
_KEYS_WIDE = 14
"""How wide the column of keys is."""
_SOURCE = "botocore service model personalize-events 2018-03-22"


class HelpScreen(Dialog[None]):
    """A page of help; any of its keys closes it.

    Args:
        pages: What it says, part by part.
    """

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 84; max-width: 94%; height: auto; max-height: 90%; padding: 1 2;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    HelpScreen Static { height: auto; }
    """
    BINDINGS = [("escape,f1,q,enter,question_mark", "close", "Close")]  # noqa: RUF012 - Textual's form

    def __init__(self, *pages: Content) -> None:
        super().__init__()
        self._page = Content("\n\n").join(page.rstrip("\n") for page in pages)

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll() as frame:
            frame.border_title = "Help, Escape closes"
            yield Static(self._page, markup=False)

    @staticmethod
    def width(screen: int) -> int:
        """How many cells a line of a page has.

        Args:
            screen: How many the screen has.
        """
        return max(min(84, screen * 94 // 100) - _FRAME, 2 * _KEYS_WIDE)

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
        Content.styled("Rule    ", "$foreground-muted") + Content(", ".join(rules) + "\n"),
        Content.styled("Source  ", "$foreground-muted") + Content(_SOURCE + "\n"),
    ]
    for problem in problems[:_MOST_PROBLEMS]:
        parts.append(Content.styled(f"\n{problem.level.value}: ", "$warning") + Content(visible(clipped(problem.text))))
        parts.append(Content.styled(f"\n        {visible(problem.source)}", "$foreground-muted"))
    if (more := len(problems) - _MOST_PROBLEMS) > 0:
        parts.append(Content.styled(f"\n… {more:,} more", "$text-muted"))
    return Content("").join(parts)


def place_page(place: About) -> Content:
    """The help of a list, a pane or a line: what it is for, and its keys."""
    parts = [Content.styled(f"{place.title}\n\n", "bold $primary"), Content(f"{place.what}\n\n")]
    parts += [
        Content.styled(f"{spelled(hint.key):{_KEYS_WIDE}}", "$accent") + Content(f"{hint.does}\n")
        for hint in place.hints
    ]
    return Content("").join(parts)


def keys_page(commands: Sequence[type[Command]], keys: Keys, width: int = 76) -> Content:
    """Every command with its keys, in groups; what the settings want and cannot have stands above them.

    Args:
        commands: All of them.
        keys: The keys in force.
        width: How many cells a line has.
    """
    parts = [Content.styled(f"{visible(fault)}\n", "$warning") for fault in keys.faults]
    for title, grouped in _groups(commands):
        parts.append(Content.styled(f"{title}\n", "bold $primary"))
        for command in grouped:
            name = command.slug()
            bound = ", ".join(dict.fromkeys(map(label, keys.of(name))))
            parts.append(Content.styled(f"{bound:{_KEYS_WIDE}}", "$accent") + Content(f"{command.TITLE}  "))
            parts.append(Content.styled(f"{name if _differs(name, command.TITLE) else ''}\n", "$foreground-muted"))
            indent = " " * _KEYS_WIDE
            told = textwrap.fill(command.summary(), width, initial_indent=indent, subsequent_indent=indent)
            parts.append(Content.styled(told + "\n", "$foreground-muted"))
        parts.append(Content("\n"))
    told = textwrap.fill("settings.yaml gives other keys by these names, as in keys: {send_again: f7}.", width)
    return Content("").join([*parts, Content.styled(told, "$foreground-muted")])


def _differs(name: str, title: str) -> bool:
    return name != title.lower().replace(" ", "_")


def _groups(commands: Sequence[type[Command]]) -> list[tuple[str, list[type[Command]]]]:
    """The commands under their headings, in the order of both."""
    grouped: dict[str, list[type[Command]]] = {title: [] for title in GROUPS}
    for command in commands:
        grouped.setdefault(command.GROUP, []).append(command)
    return [(title, each) for title, each in grouped.items() if each]
