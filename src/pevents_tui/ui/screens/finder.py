"""FinderScreen: a list that may be long, found in by typing, and where it makes sense taken as typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.values import clipped

_MOST_NAME = 28
_MOST_TOLD = 120
_MOVES = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    Attributes:
        name: What is given.
        told: What is known about it, column by column.
    """

    name: str
    told: tuple[str, ...] = ()


class FinderScreen(Dialog[str | None]):
    """Gives the name of what was chosen, or None.

    Args:
        title: What is chosen.
        choices: All there are.
        begin: The name to begin on; None for the first.
        free: What is typed may be taken as it is.
        told: A sentence under the list; empty for none.
    """

    DEFAULT_CSS = """
    FinderScreen { align: center middle; }
    FinderScreen #box {
        width: 84; max-width: 100%; height: auto; max-height: 90%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary; border-subtitle-color: $text-muted;
    }
    FinderScreen Input { width: 1fr; background: $surface; }
    FinderScreen OptionList {
        height: auto; max-height: 20; border: none; padding: 0; margin: 1 0 0 0; background: $panel;
        scrollbar-size-vertical: 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    FinderScreen #told { height: auto; max-height: 4; margin: 1 0 0 0; color: $text-warning; }
    FinderScreen.-low OptionList { max-height: 8; margin: 0; }
    FinderScreen.-low #told { margin: 0; max-height: 2; }
    """
    BINDINGS = [("escape", "cancel", "Cancel")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "Input"

    def __init__(
        self, title: str, choices: Sequence[Choice], *, begin: str | None = None, free: bool = False, told: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._begin = begin
        self._free = free
        self._told = told
        self._shown: list[Choice] = []
        self._widths = [
            min(max((len(row[column]) for row in self._rows() if len(row) > column), default=0), _MOST_NAME)
            for column in range(max((len(row) for row in self._rows()), default=0))
        ]

    def compose(self) -> ComposeResult:
        """The line to type into, the list, what is to be known."""
        with Vertical(id="box") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = "Enter takes it, Escape goes back"
            placeholder = "find, or type one that is not listed" if self._free else "find"
            yield SteadyInput(placeholder=placeholder, compact=True, select_on_focus=False)
            choices = OptionList(markup=False, compact=True)
            choices.can_focus = False
            yield choices
            if self._told:
                yield Static(Content(visible(clipped(self._told, 400))), id="told")

    def on_mount(self) -> None:
        """Begin on what holds now."""
        self._show("")
        at = next((at for at, each in enumerate(self._shown) if each.name == self._begin), 0)
        self.query_one(OptionList).highlighted = at if self._shown else None

    def on_key(self, event: events.Key) -> None:
        """Move in the list from the line."""
        if event.key in _MOVES:
            event.stop()
            event.prevent_default()
            getattr(self.query_one(OptionList), f"action_{_MOVES[event.key]}")()

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at].name)

    @on(OptionList.OptionSelected)
    def _pick(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._shown[event.option_index].name)

    def _show(self, wanted: str) -> None:
        """Those that have what was typed; those that begin with it first."""
        wanted = wanted.strip()
        words = wanted.casefold().split()
        found = [each for each in self._choices if all(word in _text(each) for word in words)]
        self._shown = sorted(found, key=lambda each: not each.name.casefold().startswith(wanted.casefold()))
        lines = [self._line(each) for each in self._shown]
        if self._free and wanted and wanted not in {each.name for each in self._choices}:
            self._shown.append(Choice(wanted))
            lines.append(Content(f"Take {visible(_cut(wanted, _MOST_NAME))} as it is typed"))
        choices = self.query_one(OptionList)
        choices.set_options(lines)
        choices.highlighted = 0 if lines else None

    def _line(self, choice: Choice) -> Content:
        name, *told = [
            f"{visible(_cut(text, _MOST_NAME)):{width}}"
            for text, width in zip((choice.name, *choice.told[:-1]), self._widths, strict=False)
        ]
        told.append(visible(_cut(choice.told[-1], _MOST_TOLD)) if choice.told else "")
        return Content(name) + Content.styled("  " + "  ".join(told).rstrip(), "$text-muted")

    def _rows(self) -> list[tuple[str, ...]]:
        return [(each.name, *each.told) for each in self._choices]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _text(choice: Choice) -> str:
    return " ".join((choice.name, *choice.told)).casefold()
