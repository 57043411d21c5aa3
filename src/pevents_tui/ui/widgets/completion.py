"""CompletionList: the values that may be meant, beside the line that is typed in; it never takes the focus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

from pevents_tui.domain.path import Path
from pevents_tui.domain.suggestions import COMPLETED, KEYS, MOST_SUGGESTIONS, Suggestion
from pevents_tui.domain.visible import visible
from pevents_tui.ui.messages import SuggestionTaken
from pevents_tui.ui.widgets.entry_list import AddLine
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.impressions import ImpressionEditor
from pevents_tui.ui.widgets.properties import PropertiesEditor
from pevents_tui.ui.widgets.text_line import TextLine
from pevents_tui.ui.widgets.values import clipped, shown, split_ids, typed

_NO_KEY = re.compile(r"[=:{\[]")
"""What stands in a line of properties that is more than a key."""
_NARROWEST = 24
_MOST_VALUE = 24
"""How many cells of a value are shown where a title stands beside it."""
_LABEL = "$foreground-muted"


@dataclass(frozen=True, slots=True)
class Typing:
    """A line that can be completed, as it is now.

    Attributes:
        line: The input.
        name: The member it is for.
        path: Where that stands in the body.
        text: What was typed of the value; control characters as they are, not as symbols.
        before: The ids that stand before it in the line of a list.
    """

    line: TextLine
    name: str
    path: Path
    text: str
    before: tuple[str, ...] = ()


def typing_in(widget: Widget | None) -> Typing | None:
    """What is being typed in a widget, None where nothing is that could be completed."""
    if isinstance(widget, Field):
        if widget.spec.name not in COMPLETED:
            return None
        return Typing(widget, widget.spec.name, widget.path, str(typed(widget.value, "text")))
    if isinstance(widget, AddLine) and isinstance(editor := widget.parent, ImpressionEditor):
        before, _, text = str(typed(widget.value, "text")).rpartition(",")
        return Typing(widget, editor.spec.name, editor.path, text.lstrip(), tuple(split_ids(before, blanks=False)))
    if isinstance(widget, AddLine) and isinstance(editor := widget.parent, PropertiesEditor):
        key = str(typed(widget.value, "text"))
        if editor.schema is not None and editor.edited is None and not _NO_KEY.search(key):
            return Typing(widget, KEYS, editor.path, key)
    return None


def whole(typing: Typing, value: str) -> str:
    """What goes into the line for a value that was chosen: a key goes on with its value."""
    return f"{value}=" if typing.name == KEYS else value


def put_into(line: TextLine, value: str) -> None:
    """A value in place of everything that stands in a line.

    Args:
        line: The input of a field, which shows control characters by itself.
        value: What is wanted there.
    """
    line.replace(value, 0, len(line.value))
    line.cursor_position = len(line.value)


class CompletionList(Widget, can_focus=False):
    """Values with their titles and origins, one a line; hidden while there are none."""

    DEFAULT_CSS = """
    CompletionList {
        position: absolute; overlay: screen; display: none;
        background: $panel; color: $foreground; pointer: pointer; text-wrap: nowrap;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._suggestions: tuple[Suggestion, ...] = ()
        self._highlighted: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return bool(self.display) and bool(self._suggestions)

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What it offers, the likeliest first."""
        return self._suggestions

    @property
    def chosen(self) -> str | None:
        """The highlighted value, None where none is."""
        return None if self._highlighted is None else self._suggestions[self._highlighted].value

    def open(self, suggestions: Sequence[Suggestion], line: Region, room: Size) -> None:
        """Offer values beside a line; a highlighted one stays so where it is offered again.

        Args:
            suggestions: At least one.
            line: Where the line stands on the screen.
            room: The size of the screen.
        """
        held = self.chosen
        self._suggestions = tuple(suggestions[:MOST_SUGGESTIONS])
        values = [each.value for each in self._suggestions]
        self._highlighted = values.index(held) if held in values else None
        width = max(min(line.width, room.width), min(_NARROWEST, room.width))
        height = len(values)
        below = room.height - line.bottom
        y = line.bottom if height <= below or below >= line.y else max(0, line.y - height)
        self.styles.width, self.styles.height = width, height
        self.styles.offset = (max(0, min(line.x, room.width - width)), y)
        self.display = True
        self.refresh()

    def close(self) -> None:
        """Offer nothing any more."""
        self._suggestions, self._highlighted = (), None
        self.display = False

    def move(self, by: int) -> None:
        """Highlight another value; above the first none is.

        Args:
            by: How many lines down; less than 0 moves up.
        """
        at = (-1 if self._highlighted is None else self._highlighted) + by
        self._highlighted = None if at < 0 else min(at, len(self._suggestions) - 1)
        self.refresh()

    def render(self) -> Content:
        """The values that are offered."""
        wide = max((Content(_plain(each.value)).cell_length for each in self._suggestions), default=0)
        lines = [self._line(each, wide, index == self._highlighted) for index, each in enumerate(self._suggestions)]
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """Choose the value under the pointer."""
        event.stop()
        if 0 <= event.y < len(self._suggestions):
            self.post_message(SuggestionTaken(self._suggestions[event.y].value))

    def _line(self, suggestion: Suggestion, wide: int, is_highlighted: bool) -> Content:
        """A line: the value, what it stands for, and where it is from, as far as there is room."""
        width = self.size.width - 2
        origin = Content(suggestion.origin) if width >= 30 else Content("")
        room = width - origin.cell_length - (1 if origin else 0)
        value, title = Content(_plain(suggestion.value)), Content(_plain(suggestion.title))
        if title:
            column = max(4, min(wide, _MOST_VALUE, room // 2))
            value = value.truncate(column, ellipsis=True).pad_right(max(0, column - value.cell_length)) + Content("  ")
        told = (value + title.stylize("" if is_highlighted else _LABEL)).truncate(room, ellipsis=True)
        gap = Content(" " * (width - told.cell_length - origin.cell_length))
        line = Content(" ") + told + gap + origin.stylize("" if is_highlighted else _LABEL) + Content(" ")
        return line.stylize("$block-cursor-foreground on $block-cursor-background") if is_highlighted else line


def _plain(text: str) -> str:
    return visible(clipped(shown(text), 200))
