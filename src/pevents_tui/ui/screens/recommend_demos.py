"""RecommendDemos: which demo is played: one of the ready ones, one of the user's own, or a file."""

from __future__ import annotations

from textual import on

from pevents_tui.domain.errors import SourceError
from pevents_tui.ui.commands import show as commands
from pevents_tui.ui.screens.recommend_showing import RecommendShowing
from pevents_tui.ui.show_arrivals import DemoRead, DemosListed

_FILE = "a file"
"""Stands for a path; no script is called so, since its file would have no ending."""
_NONE = "no demo"
"""Stands for none."""
_READ_S = 20.0
"""How long a sentence on a file stays."""


class RecommendDemos(RecommendShowing):
    """Lets a person choose a demo."""

    @on(commands.ChooseDemo)
    def choose_demo(self) -> None:
        """Look for the scripts there are."""
        folder = self.workbench.paths.demos

        def look() -> None:
            from pevents_tui.service.demos import Demos  # noqa: PLC0415 - YAML loads only where there is some

            self.post_message(DemosListed(Demos(folder).listed()))

        self.run_worker(look, thread=True, group="demos", exclusive=True, exit_on_error=False)

    @on(DemosListed)
    def _offer_demos(self, event: DemosListed) -> None:
        """Let a person choose one of them, or name a file."""
        from pevents_tui.ui.screens.picker import PickerScreen  # noqa: PLC0415 - on first use

        event.stop()
        choices = [
            (each.name, each.title if each.usable else f"✗ {each.name} cannot be played") for each in event.listed
        ]
        if self.is_active:
            none = [(_NONE, "No demo")] if self.demo is not None else []
            self.app.push_screen(PickerScreen("Demo", [*choices, (_FILE, "A file …"), *none]), self._picked)

    def _picked(self, name: str | None) -> None:
        from pevents_tui.ui.screens.line_dialog import LineScreen  # noqa: PLC0415 - on first use

        if name == _FILE:
            hint = "The path of a demo script, a .yaml file."
            self.app.push_screen(LineScreen("Demo script", hint=hint), self._picked_path)
        elif name == _NONE:
            self.leave_demo()
        elif name is not None:
            self.read_demo(name)

    def _picked_path(self, path: str | None) -> None:
        if path and path.strip():
            self.read_demo(path.strip())

    def read_demo(self, name: str) -> None:
        """Read a script, and show it.

        Args:
            name: Its name, or its path.
        """
        folder = self.workbench.paths.demos

        def read() -> None:
            from pevents_tui.service.demos import Demos  # noqa: PLC0415 - YAML loads only where there is some

            try:
                self.post_message(DemoRead(Demos(folder).read(name)))
            except SourceError as error:
                self.post_message(DemoRead(None, str(error)))

        self.run_worker(read, thread=True, group="demos", exclusive=True, exit_on_error=False)

    @on(DemoRead)
    def _read(self, event: DemoRead) -> None:
        event.stop()
        if event.demo is not None:
            self.load_demo(event.demo)
        else:
            self.app.notify(event.fault, severity="error", timeout=_READ_S)
