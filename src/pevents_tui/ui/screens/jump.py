"""JumpScreen: a letter on each thing in sight; typing it goes there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from pevents_tui.ui.screens.dialog import Dialog

ROWS: Mapping[str, str] = {"": "1234567890", "editor": "qwertyuiopasdfghjkl", "sidebar": "zxcv", "output": "bnm"}
"""The letters of each pane as they lie on the keyboard: tabs above, the form down the two rows, the sides below."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing in sight.

    Attributes:
        at: Where its letter stands on the screen.
        go: Goes there.
    """

    at: Offset
    go: Callable[[], object]


def lettered(screen: Screen[None], things: Sequence[tuple[Widget, int, Callable[[], object]]]) -> dict[str, Target]:
    """A letter for each thing that is in sight, from the rows of its pane, then from what is left over.

    Args:
        screen: The screen they are on.
        things: Widget, how far right in it the letter stands, and how to go there.
    """
    free = dict(ROWS)
    targets: dict[str, Target] = {}
    late: list[Target] = []
    for widget, right, go in things:
        try:
            seen = screen.find_widget(widget).visible_region
        except NoWidget:
            continue
        if seen.area == 0:
            continue
        target = Target(Offset(max(seen.x + right - 1, 0), seen.y), go)
        pane = next((str(node.id) for node in widget.ancestors if node.id in ROWS), "") if not right else ""
        if free[pane]:
            targets[free[pane][0]] = target
            free[pane] = free[pane][1:]
        else:
            late.append(target)
    left = (letter for row in free.values() for letter in row)
    return targets | dict(zip(left, late, strict=False))


class JumpScreen(Dialog[str | None]):
    """Gives the letter that was typed, or None.

    Args:
        targets: The things in sight by their letters.
    """

    DEFAULT_CSS = """
    JumpScreen { background: transparent; layers: letters; }
    JumpScreen Static {
        position: absolute; width: 3; height: 1; background: $accent; color: $background; text-style: bold;
    }
    .-few-colours JumpScreen Static { text-style: bold reverse; background: $background; color: $foreground; }
    JumpScreen #help { dock: bottom; width: 100%; background: $panel; color: $foreground; text-style: none; }
    """
    AUTO_FOCUS = ""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        super().__init__()
        self._targets = targets

    def compose(self) -> ComposeResult:
        """The letters, each on its thing."""
        for letter, target in self._targets.items():
            mark = Static(Content(f" {letter} "), markup=False)
            mark.styles.offset = target.at
            yield mark
        yield Static(Content(" A letter or digit goes there, Escape stays."), markup=False, id="help")

    def on_key(self, event: events.Key) -> None:
        """Go where the letter says; any other key stays."""
        event.stop()
        letter = (event.character or "").lower()
        self.dismiss(letter if letter in self._targets else None)

    def on_click(self, event: events.Click) -> None:
        """Go where the click says."""
        event.stop()
        hit = (
            name
            for name, each in self._targets.items()
            if event.screen_y == each.at.y and 0 <= event.screen_x - each.at.x < 3
        )
        self.dismiss(next(hit, None))

    def on_resize(self, event: events.Resize) -> None:
        """Leave when the things are elsewhere."""
        if self._size_at_first is None:
            self._size_at_first = event.size
        elif event.size != self._size_at_first:
            self.dismiss(None)

    _size_at_first: object = None
