"""LooksScreen: themes, help for what is focused, jumping, and the line with the few keys that matter now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from rich.cells import cell_len
from textual import on
from textual.widget import Widget

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.visible import visible
from pevents_tui.ui.about import about
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.commands import looks
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.key_names import label
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.screens.draft import DraftScreen
from pevents_tui.ui.themes import offer_themes, tellable, user_themes
from pevents_tui.ui.widgets.word_bar import Word, WordBar

KEPT = (commands.Help, looks.Palette)
"""The commands that stay in the line of keys however little room there is: the others are found through them."""
_HINT = "key:"
_LEAST_TOLD = 24
"""How many cells a sentence in the line of keys keeps."""
_PANES = ("sidebar", "editor", "output")
_READ_S = 20.0
"""How long a sentence on a file of the user's stays."""


class LooksScreen(DraftScreen):
    """How it looks, and how one finds one's way."""

    _cut_words = ""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._faults_told: set[str] = set()

    # The focus

    def on_resize(self) -> None:
        """Keep what is focused in sight."""
        self.call_after_refresh(self._reveal_focused)
        self.call_after_refresh(self.show_cut_words)

    def focus_next(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Go to the next thing in the same pane, from the last to the first; other panes have keys of their own.

        Args:
            selector: What may be gone to.
        """
        return super().focus_next(self._within_pane(selector))

    def focus_previous(self, selector: str | type[Widget] = "*") -> Widget | None:
        """Go to the thing before in the same pane.

        Args:
            selector: What may be gone to.
        """
        return super().focus_previous(self._within_pane(selector))

    def _reveal_focused(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def _within_pane(self, selector: str | type[Widget]) -> str | type[Widget]:
        names = [each.id for each in self.focused.ancestors if each.id in _PANES] if self.focused else []
        return f"#{names[0]} *" if names and selector == "*" else selector

    # The line of keys

    def on_mount(self) -> None:
        """Follow the focus."""
        self.watch(self, "focused", self.show_keys, init=False)

    def watch_sending(self) -> None:
        """Show how to cancel while there is something to cancel."""
        self.show_keys()

    def show_cut_words(self) -> None:
        """Show whole, in the place of the keys, what has no room where the focus is."""
        if self.words_without_room() != self._cut_words:
            self.show_keys()

    def words_without_room(self) -> str:
        """What is told where the focus is and has no room there; empty where all is seen."""
        if self.has_class("-json"):
            room = self.query_one("#editor").size.width - 2
            return self.json_words if cell_len(visible(self.json_words)) > room else ""
        above = self.focused.ancestors_with_self if self.focused else []
        return next((told for node in above if (told := getattr(node, "cut_words", ""))), "")

    def show_keys(self) -> None:
        """Show the few keys that matter now."""
        self._cut_words = self.words_without_room()
        for bar in self.query("#keys"):
            if isinstance(bar, WordBar):
                bar.show(self.key_words())

    def key_words(self) -> tuple[Word, ...]:
        """The words for the line of keys: what to do first, what is focused, the rest, and where all the others are."""
        first: type[Command] = commands.CancelSend if self.sending else commands.Send
        if told := self._cut_words:
            return (Word("", told, "bold $text-warning", least=_LEAST_TOLD), *map(self._word, KEPT))
        place = about(self.focused)
        hints = [
            Word(f"{_HINT}{hint.key}", hint.short, key=label(hint.key))
            for hint in (place.hints if place else ())
            if hint.short
        ]
        others = [each for each in commands.COMPOSE_COMMANDS if each.SHORT and each not in (first, *KEPT)]
        words = [self._word(first), *hints, *map(self._word, others), *map(self._word, KEPT)]
        return tuple(words)

    def _word(self, command: type[Command]) -> Word:
        return Word(command.slug(), command.SHORT or "Cancel", key=keys_of(self).label(command.slug()))

    @on(WordBar.Picked, "#keys")
    def _pick_key(self, event: WordBar.Picked) -> None:
        event.stop()
        if event.name.startswith(_HINT):
            # by the app: a key that a screen posts is not heard beyond it, where the keys of lists are looked up
            self.app.call_later(self.app.simulate_key, event.name.removeprefix(_HINT))
        else:
            self.action_command(event.name)

    def action_command(self, name: str) -> None:
        """Run a command by its name."""
        raise NotImplementedError

    @on(looks.Palette)
    def open_palette(self) -> None:
        """Open the palette, as its key does."""
        self.app.action_command_palette()

    # Themes

    def judge_themes(self) -> None:
        """Tell of theme files that cannot be used, where the user has any."""
        folder = self.workbench.paths.themes
        if folder.is_dir():
            self.run_worker(
                lambda: self._tell(user_themes(folder)[1]), thread=True, group="themes", exit_on_error=False
            )

    def _tell(self, faults: list[str]) -> None:
        """Tell what was not told yet."""
        news = [fault for fault in faults if fault not in self._faults_told]
        self._faults_told.update(news)
        for told in tellable(news):
            self.app.notify(told, severity="warning", timeout=_READ_S)

    @on(looks.Theme)
    def choose_theme(self) -> None:
        """Choose a theme, and begin with it from now on."""
        from pevents_tui.ui.screens.themes import ThemeScreen  # noqa: PLC0415 - not before the first paint

        names, faults = offer_themes(self.app, self.workbench.paths.themes)
        self._tell(faults)
        self.app.push_screen(ThemeScreen(names), self._remember)

    def _remember(self, name: str | None) -> None:
        if name is None:
            return

        def write() -> None:
            try:
                self.workbench.remember_theme(name)
            except PeventsError as error:
                self.app.notify(f"The theme {name} holds for now only: {error}", severity="warning", timeout=_READ_S)
            else:
                self.app.notify(f"Theme {name}, kept in settings.yaml.")

        self.run_worker(write, thread=True, group="settings", exit_on_error=False)

    # Jumping

    @on(looks.Jump)
    def jump(self) -> None:
        """Put a letter on each thing in sight that can be gone to."""
        from pevents_tui.ui.screens.jump import JumpScreen, lettered  # noqa: PLC0415 - not before the first paint

        targets = lettered(self, list(self._jumps()))

        def go(letter: str | None) -> None:
            if letter is not None:
                targets[letter].go()

        if targets:
            self.app.push_screen(JumpScreen(targets), go)

    def _jumps(self) -> Iterator[tuple[Widget, int, Callable[[], object]]]:
        """What can be jumped to: tabs in their lines, and what can be focused."""
        for bar in self.query(WordBar):
            if bar.id in {"panes", "tabs"} and bar.display:
                for word, at in bar.placed():
                    yield bar, at, partial(bar.post_message, WordBar.Picked(bar, word.name))
        for widget in self.focus_chain:
            yield widget, 0, widget.focus
