"""The first lines of the Recommend screen: where it goes, how things stand, and the tabs of the modes."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from pevents_tui.domain.plan import Target
from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.modes import ModeChosen, mode_at, modes_line
from pevents_tui.ui.widgets.strip import POLICY_STYLES


class Heading(Widget):
    """Policy, target and region, and what is going on; below, where there is room, the tabs."""

    DEFAULT_CSS = """
    Heading { height: 2; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._target: Target | None = None
        self._state = ""
        self._style = ""

    @property
    def state(self) -> str:
        """What is going on, as it is shown."""
        return self._state

    def show(self, target: Target, state: str, style: str) -> None:
        """Show where it goes and what is going on.

        Args:
            target: Whose recommendations are asked.
            state: What is going on, with its sign.
            style: How that is shown.
        """
        if (target, state, style) != (self._target, self._state, self._style):
            self._target, self._state, self._style = target, state, style
            self.refresh()

    def render(self) -> Content:
        """As much as there is room for."""
        if self._target is None:
            return Content("")
        target = self._target
        left = Content.styled(f" {target.policy.value} ", POLICY_STYLES[target.policy])
        facts = (target.label, f"profile {target.profile}" if target.profile else "", target.region or "")
        left += Content("").join([Content(f"  {visible(fact)}") for fact in facts if fact])
        right = Content("  ") + Content.styled(f"{self._state} ", self._style)
        room = max(0, self.size.width - right.cell_length)
        left = left.truncate(room)
        line = left.pad_right(max(0, room - left.cell_length)) + right
        return line if self.size.height < 2 else line + Content("\n") + modes_line("recommend")

    def on_click(self, event: events.Click) -> None:
        """Go to the mode whose tab was clicked."""
        name = mode_at(event.x) if event.y == 1 else None
        if name is not None:
            event.stop()
            self.post_message(ModeChosen(name))
