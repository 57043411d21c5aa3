"""StateScreen: the state of composing, which everything shown follows, and what is known from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.reactive import reactive
from textual.screen import Screen

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.path import Path
from pevents_tui.domain.plan import Target
from pevents_tui.domain.report import Report
from pevents_tui.domain.written import Written
from pevents_tui.ui.undo import Moment
from pevents_tui.ui.widgets.lines import with_lines


class StateScreen(Screen[None]):
    """The draft, what stands beside it and is not yet part of it, and what follows from them."""

    draft: reactive[Draft] = reactive(Draft.blank("put-events"), init=False, always_update=True, repaint=False)
    """What is being written: the state of everything shown."""
    filled: reactive[Draft | None] = reactive(None, repaint=False)
    """The same with ids and times as they would be sent now."""
    report: reactive[Report | None] = reactive(None, repaint=False)
    """What is wrong with it."""
    target: reactive[Target | None] = reactive(None, repaint=False)
    """Where it goes."""
    in_force: reactive[Target | None] = reactive(None, repaint=False)
    """The same with the guards that hold for the draft's tracker."""
    tracker_names: reactive[Mapping[str, str]] = reactive(dict, repaint=False)
    """Names of trackers, as far as they are known, by their tracking IDs."""
    lines: reactive[Mapping[Path, str]] = reactive(dict, init=False, repaint=False)
    """What stands in lines to add with, by the path of their list; it counts as added wherever it can be read."""
    json_text: reactive[Written | None] = reactive(None, init=False, repaint=False)
    """The request as it was typed in JSON; None where the draft was not typed so, or has changed since."""
    row: reactive[int] = reactive(0, repaint=False)
    """Which row of the call is shown."""
    sending: reactive[bool] = reactive(False, repaint=False)
    """Whether a send is under way."""

    def __init_subclass__(cls, *, whole: bool = False, **how: Any) -> None:
        """Make ready to be shown only what is: for each of the parts it would cost a start 0.25 ms for nothing.

        Args:
            whole: It is shown itself, rather than being a part of the screen that is.
            how: As Textual has it.
        """
        if whole:
            super().__init_subclass__(**how)

    json_words: str = ""
    """What is told above the JSON text."""
    origin: Origin | None = None
    """What the draft was begun from, None where it was from nothing."""
    loaded: int = 0
    """How many drafts were begun before this one."""

    @property
    def aim(self) -> Target:
        """Where the draft goes."""
        assert self.target is not None  # noqa: S101 - set before anything runs
        return self.target

    @property
    def whole(self) -> Draft:
        """The draft with what stands in lines to add with."""
        return with_lines(self.draft, self.lines)[0]

    @property
    def unread_lines(self) -> dict[Path, str]:
        """What stands in lines to add with and cannot be read."""
        return with_lines(self.draft, self.lines)[1]

    @property
    def moment(self) -> Moment:
        """What a step back brings again."""
        return Moment(self.draft, self.json_text, self.origin, self.lines, self.loaded)

    @property
    def differs(self) -> bool:
        """Whether the draft is another one than it was begun from."""
        return self.origin is not None and (self.unread or self.origin.differs(self.draft))

    @property
    def unread(self) -> bool:
        """Whether there is JSON text that cannot be read, so that the draft is not what stands there."""
        return self.json_text is not None and self.json_text.unread
