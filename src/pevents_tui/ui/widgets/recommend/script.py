"""Script: where a demo stands, and what it says there."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from pevents_tui.domain.demo import Demo
from pevents_tui.domain.visible import visible


class Script(Static):
    """Hidden while there is no demo; else the number of its step, the words for the audience, and the keys."""

    DEFAULT_CSS = """
    Script { display: none; height: auto; max-height: 3; padding: 0 1; background: $surface; color: $foreground; }
    Script.-there { display: block; }
    """

    def show(self, demo: Demo | None, at: int, keys: str) -> None:
        """Show where the demo stands.

        Args:
            demo: All of it; None for none.
            at: Its step, from 1; 0 for the baseline, one more than there are for all of it.
            keys: What goes on, in words.
        """
        self.set_class(demo is not None, "-there")
        if demo is None:
            self.update(Content(""))
            return
        place, said = " Demo ", f"{demo.title}. {demo.audience}".strip()
        if at > len(demo.steps):
            said = f"{demo.title}: all of it, from the baseline to here."
        elif at:
            step = demo.steps[at - 1]
            place, said = f" {at} of {len(demo.steps)} ", step.say or step.act or "another filter"
        told = Content.styled(place, "bold reverse $primary") + Content(" ") + Content.styled(visible(said), "bold")
        self.update(told + Content.styled(f"  {keys}", "$text-muted") if keys else told)
