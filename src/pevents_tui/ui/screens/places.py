"""PlacesScreen: the panes as places to go to, arranged by the room there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from textual import on
from textual.widget import Widget

from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.commands.modes import OpenRecommend
from pevents_tui.ui.screens.output import OutputScreen
from pevents_tui.ui.widgets.modes import MODES
from pevents_tui.ui.widgets.word_bar import Word, WordBar

PANES = (("sidebar", "Library"), ("editor", "Form"), ("output", "Request and result"))
"""The panes by their ids, with their names."""


class PlacesScreen(OutputScreen):
    """Knows in which pane a person is, and brings others to the front."""

    _current = "editor"

    def show_result(self) -> None:
        """Bring the result to the front."""
        self.show_tab("result")
        self.remove_class("-drawer")
        if self.has_class("-narrow"):
            self.show_pane("output", focus=True)

    def leave_library(self) -> None:
        """Go back to the form where the library stands in its way."""
        if self.has_class("-drawer") or self.has_class("-narrow"):
            self.remove_class("-drawer")
            self.show_pane("editor", focus=True)

    @on(commands.CancelSend)
    def close_drawer(self) -> None:
        """Put the drawer away where there is no send to cancel."""
        if not self.sending:
            self.leave_library()

    @on(commands.NextPane)
    def next_pane(self) -> None:
        """Go to the next pane."""
        self._turn(1)

    @on(commands.PreviousPane)
    def previous_pane(self) -> None:
        """Go to the previous pane."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        names = [name for name, _ in PANES if self.has_class("-narrow") or self.query_one(f"#{name}").display]
        at = names.index(self._current) if self._current in names else 0
        self.show_pane(names[(at + by) % len(names)], focus=True)

    def show_pane(self, name: str, *, focus: bool = False) -> None:
        """Bring a pane to the front.

        Args:
            name: One of `PANES`.
            focus: Whether the focus goes there too.
        """
        self._current = name
        self.show_current()
        if focus:
            pane = self.query_one(f"#{name}")
            there = [each for each in pane.query("*") if each.focusable and all(_up_to(pane, each))]
            wanted = iter(sorted(there, key=lambda each: each.id == "filter"))  # what is filtered, rather
            self.set_focus(next(wanted, None))

    def show_current(self) -> None:
        """Show which pane it is, where only one is shown."""
        for name, _ in PANES:
            self.query_one(f"#{name}").set_class(name == self._current, "-current")
        words = [Word(name, text, "bold $primary underline" if name == self._current else "") for name, text in PANES]
        self.query_one("#panes", WordBar).show(tuple(words))

    def on_descendant_focus(self, event: object) -> None:
        """Know in which pane the focus is."""
        widget: Widget | None = self.focused
        inside = next((node.id for node in (widget.ancestors if widget else []) if node.id in dict(PANES)), None)
        if inside is not None and inside != self._current:
            self._current = str(inside)
            self.show_current()

    @on(WordBar.Picked, "#panes")
    def _pick_pane(self, event: WordBar.Picked) -> None:
        event.stop()
        self.show_pane(event.name, focus=True)

    @on(commands.ToggleSidebar)
    def toggle_sidebar(self) -> None:
        """Show or hide the templates and the history."""
        if self.has_class("-narrow"):
            self.show_pane("editor" if self._current == "sidebar" else "sidebar", focus=True)
            return
        self.toggle_class("-drawer" if self.has_class("-medium") else "-no-sidebar")
        if self.query_one("#sidebar").display:
            self.show_pane("sidebar", focus=True)
        elif self._current == "sidebar":
            self.show_pane("editor", focus=True)

    @on(commands.GoTo)
    def go_to(self) -> None:
        """Pick a pane or a tab."""
        from pevents_tui.ui.screens.picker import PickerScreen  # noqa: PLC0415 - on first use

        choices = [*PANES, ("result", "Result"), ("problems", "Problems"), ("find", "Find in the history"), *MODES[1:]]

        def picked(name: str | None) -> None:
            if name == "recommend":
                self.post_message(OpenRecommend())
            elif name == "find":
                self.post_message(commands.FindInHistory())
            elif name in {"result", "problems"}:
                self.show_tab(name)
                self.show_pane("output", focus=True)
            elif name is not None:
                self.show_pane(name, focus=True)

        self.app.push_screen(PickerScreen("Go to", choices), picked)


def _up_to(pane: Widget, widget: Widget) -> Iterator[bool]:
    """Whether the widget, and each it stands in within a pane, is shown."""
    for node in takewhile(lambda node: node is not pane, widget.ancestors_with_self):
        yield node.display
