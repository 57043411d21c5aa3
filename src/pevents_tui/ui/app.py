"""PeventsApp: the hardened app with the Compose screen, and how it is run."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.plan import Target
from pevents_tui.service import Kept, Workbench
from pevents_tui.ui.base import HardenedApp, run_app, terminal_hint
from pevents_tui.ui.commands import Command
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.mode_keys import compose_keys
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.themes import FEW_COLOURS, first_theme, has_few_colours, tellable

_QUIET_S = 0.05
"""ctrl+j is also a line feed: it counts only with no other input this long before and after it."""
_READ_S = 20.0
"""How long a sentence on a file of the user's stays."""
NO_TERMINAL = 252
"""The exit code where there is no terminal to run on."""


class CommandProvider(Provider):
    """Every command of the screen, for the palette."""

    async def discover(self) -> Hits:
        """All of them."""
        for command in self._commands:
            yield DiscoveryHit(self._title(command), self._runner(command), help=command.summary())

    async def search(self, query: str) -> Hits:
        """Those whose title or help matches."""
        matcher = self.matcher(query)
        for command in self._commands:
            score = max(matcher.match(command.TITLE), matcher.match(command.summary()) * 0.6)
            if score > 0:
                yield Hit(score, self._title(command), self._runner(command), help=command.summary())

    @property
    def _commands(self) -> Iterable[type[Command]]:
        named: dict[str, type[Command]] = getattr(self.screen, "COMMANDS_BY_NAME", {})
        return named.values()

    def _title(self, command: type[Command]) -> str:
        keys = keys_of(self.screen)
        key = keys.label(command.slug()) if keys.knows(command.slug()) else command.SHOWN_KEY
        return f"{command.TITLE}  {key}".rstrip()

    def _runner(self, command: type[Command]) -> Callable[[], object]:
        screen = self.screen
        return lambda: screen.post_message(command())


class PeventsApp(HardenedApp, inherit_bindings=False):
    """The terminal UI.

    Args:
        workbench: The door to everything outside.
        target: Where drafts go.
        draft: What to begin with; None means the kept draft, then the first sample.
        name: What that draft is from.
        notice: A sentence on where drafts go, to be told at the start.
        demo: The name or path of a demo script to begin with; None for none.
    """

    TITLE = "pevents"
    CSS_PATH = Path(__file__).with_name("screens") / "compose.tcss"  # Textual reads none of a default screen's own
    ENABLE_COMMAND_PALETTE = False
    """No key of Textual's own opens it: it is a command like the others."""
    COMMANDS: ClassVar = {*HardenedApp.COMMANDS, CommandProvider}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="quit"),  # from behind a dialog too
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        workbench: Workbench,
        target: Target,
        draft: Draft | None = None,
        name: str | Origin | None = None,
        *,
        notice: str | None = None,
        demo: str | None = None,
    ) -> None:
        super().__init__(crash_dir=workbench.paths.crashes)
        self.use_command_palette = True
        self.animation_level = "none"  # what Tab goes to is in sight at once
        self.workbench = workbench
        self._target = target
        self._draft = draft
        self._begun_from = name
        self._notices = [notice] if notice else []
        self._demo = demo
        self.keys, self._key_faults = compose_keys(workbench.settings.keys)
        """The keys in force."""
        chosen, themes, self._told_at_start = first_theme(workbench.settings.theme, workbench.paths.themes)
        for theme in themes:
            self.register_theme(theme)
        self.theme = chosen
        self.stylesheet.set_variables(self.get_css_variables())  # so that what is read is read once, in its colours
        self.set_keymap(self.keys.keymap)
        self._input_s = float("-inf")
        self._asked_s: float | None = None

    def refresh_css(self, animate: bool = True) -> None:
        """Read and apply the styles again, once there is a screen that has any.

        Args:
            animate: Let what changes move.
        """
        if self.screen_stack:
            super().refresh_css(animate)

    def get_default_screen(self) -> ComposeScreen:
        """The Compose screen, with the draft to begin with."""
        kept = self.workbench.kept()
        self._notices += [kept.notice] if kept.notice else []
        if self._draft is not None:
            begun_from = self._begun_from
            origin = Origin(begun_from, self._draft) if isinstance(begun_from, str) else begun_from
            begun = Kept(self._draft, origin=origin)
        elif kept.draft is not None:
            begun = kept
        else:
            first, sample = next(iter(self.workbench.samples.items()))
            begun = Kept(sample, origin=Origin(first, sample, f"samples:{first}"))
        screen = ComposeScreen(self.workbench, self._target, begun, self.size)
        if begun is not kept and kept.draft is not None:
            screen.put_behind(kept)
        return screen

    def on_load(self) -> None:
        """Know what the terminal can show before anything is drawn."""
        if has_few_colours(self):
            self.stylesheet.read(self.CSS_PATH.with_name("few-colours.tcss"))
            self.add_class(FEW_COLOURS)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own commands: ours stand for them, under their own names.

        Args:
            screen: The one the palette was opened on.
        """
        return ()

    def on_mount(self) -> None:
        """Leave the memory work for after the first paint; tell what is wrong in the settings."""
        self.set_class(has_few_colours(self), FEW_COLOURS)  # without a terminal, all colours can be shown
        self.call_after_refresh(_free_memory_work)
        if self._demo is not None:
            self.call_after_refresh(self._show_demo, self._demo)
        for notice in self._notices:
            self.notify(notice, severity="warning", timeout=_READ_S)
        for told in tellable([*self._told_at_start, *self._key_faults]):
            self.notify(told, severity="warning", timeout=_READ_S)

    def _show_demo(self, name: str) -> None:
        """Begin in Recommend, with a demo."""
        if isinstance(self.screen, ComposeScreen):
            self.screen.open_recommend(name)

    def action_help_quit(self) -> None:
        """Say how to quit, to who presses ctrl+c for it."""
        self.notify(f"{self.keys.spelled('quit')} quits; the draft is kept.")

    async def on_event(self, event: events.Event) -> None:
        """Hold back a ctrl+j that comes in the middle of other input: it is a line feed of a paste."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            came_s = event.time  # when it was read from the terminal, however long other input kept the app busy
            quiet = came_s - self._input_s > _QUIET_S
            self._input_s = came_s
            if not quiet:
                self._asked_s = None
            if isinstance(event, events.Key) and event.key == "ctrl+j" and isinstance(self.screen, ComposeScreen):
                if quiet and (name := self.keys.at("ctrl+j")):
                    self._asked_s = came_s
                    self.set_timer(_QUIET_S, lambda: self._run_if_quiet(name, came_s))
                return
        await super().on_event(event)

    def _run_if_quiet(self, name: str, asked_s: float) -> None:
        if self._asked_s == asked_s and isinstance(self.screen, ComposeScreen):
            self._asked_s = None
            self.screen.action_command(name)


def run(
    workbench: Workbench,
    target: Target,
    draft: Draft | None = None,
    name: str | Origin | None = None,
    *,
    notice: str | None = None,
    demo: str | None = None,
) -> int:
    """Run the terminal UI to its end; its exit code.

    Args:
        workbench: The door to everything outside; stays open.
        target: Where drafts go.
        draft: What to begin with; None means the kept draft, then the first sample.
        name: What that draft is from.
        notice: A sentence on where drafts go, to be told at the start.
        demo: The name or path of a demo script to begin with; None for none.
    """
    hint = terminal_hint()
    if hint is not None:
        sys.stderr.write(hint + "\n")
        return NO_TERMINAL
    gc.disable()
    try:
        return run_app(PeventsApp(workbench, target, draft, name, notice=notice, demo=demo))
    finally:
        gc.enable()


def _free_memory_work() -> None:
    """What was made by now stays; the collector need not look at it again."""
    gc.freeze()
    gc.enable()


__all__ = ["PeventsApp", "run"]
