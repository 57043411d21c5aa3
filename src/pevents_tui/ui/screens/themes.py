"""ThemeScreen: every theme there is, each shown on the whole app as one moves to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList

from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog

_RESTS_S = 0.06
"""How long a theme is stood on before it is shown: to change all colours takes longer than a held key's next step."""


class ThemeScreen(Dialog[str | None]):
    """Gives the name of the theme that was kept, or None; the theme shown is the kept one, or the one before.

    Args:
        names: Name of each theme, and where it comes from.
    """

    DEFAULT_CSS = """
    ThemeScreen { align: right middle; background: transparent; }
    ThemeScreen OptionList {
        width: 100%; max-width: 40; height: auto; max-height: 90%; padding: 0 1; margin: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary; border-subtitle-color: $text-muted;
        scrollbar-size-vertical: 1;
        &:focus { border: round $primary; background-tint: transparent; }
    }
    """
    BINDINGS = [("escape", "cancel", "Cancel")]  # noqa: RUF012 - Textual's form

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._names = names
        self._rests: Timer | None = None

    def compose(self) -> ComposeResult:
        """The list, on the theme that holds now."""
        width = max(len(name) for name, _ in self._names)
        lines = [Content(visible(f"{name:{width}}  {origin}")) for name, origin in self._names]
        themes = OptionList(*lines, markup=False)
        themes.border_title = "Theme"
        themes.border_subtitle = "Enter keeps, Escape goes back"
        yield themes

    def on_mount(self) -> None:
        """Begin on the theme that holds."""
        self._before = self.app.theme
        names = [name for name, _ in self._names]
        self.query_one(OptionList).highlighted = names.index(self._before) if self._before in names else 0

    def action_cancel(self) -> None:
        """Go back to the theme before."""
        self._show(self._before)
        self.dismiss(None)

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self._rests is not None:
            self._rests.stop()
        self._rests = self.set_timer(_RESTS_S, partial(self._preview_now, self._names[event.option_index][0]))

    def _preview_now(self, name: str) -> None:
        if not self._answered:
            self._show(name)

    @on(OptionList.OptionSelected)
    def _keep(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = self._names[event.option_index][0]
        self._show(name)
        self.dismiss(name)

    def _show(self, name: str) -> None:
        if self.app.theme != name:
            self.app.theme = name
