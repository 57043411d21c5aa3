"""CompletionScreen: values are offered while one is typed; nothing of it happens at a key."""

from __future__ import annotations

import time
from collections.abc import Hashable
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING
from weakref import WeakSet

from textual import events, on
from textual.timer import Timer
from textual.widget import Widget

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.path import Path
from pevents_tui.ui.arrivals import Suggested
from pevents_tui.ui.commands import completion as commands
from pevents_tui.ui.messages import Edited, Inserted, LineTyped, SuggestionTaken
from pevents_tui.ui.screens.hints import HintsScreen
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.values import read_members

if TYPE_CHECKING:
    from pevents_tui.ui.widgets.completion import CompletionList, Typing

_ASK_AFTER_S = 0.08
"""How long typing rests before values are looked for."""


class CompletionScreen(HintsScreen):
    """Offers what was sent before and what the catalogue has."""

    _completions: CompletionList | None = None
    _asked = 0
    _due_s = 0.0
    _waiting: Timer | None = None
    _typed_at: Path | None = None
    _quiet: tuple[Widget | None, str | None] = (None, None)
    """The line that offers nothing by itself, and at which text: None at any, since Escape closed its list."""

    # While typing

    @on(Edited)
    @on(LineTyped)
    def _typed(self, event: Edited | LineTyped) -> None:
        """Ask soon: a moment after the last key, by a timer that the keys do not restart."""
        self._typed_at = event.path
        self._due_s = time.monotonic() + _ASK_AFTER_S
        if self._waiting is None:
            self._waiting = self.set_timer(_ASK_AFTER_S, self._ask_when_due)

    def _ask_when_due(self) -> None:
        left_s = self._due_s - time.monotonic()
        self._waiting = self.set_timer(left_s, self._ask_when_due) if left_s > 0 else None
        if self._waiting is None and self._typed_at is not None:
            self._look_up(self._typed_at)

    @on(commands.Complete)
    def offer_values(self) -> None:
        """Offer values for the focused field, whatever stands in it."""
        if not self._look_up(wanted=True):
            self.app.notify("There is nothing to offer for this field.")

    def _look_up(self, at: Path | None = None, *, wanted: bool = False, first: bool = False) -> bool:
        """Look for values in a worker; whether the focused line can be completed.

        Args:
            at: Where in the body it must stand, None for anywhere.
            wanted: A person asked, so that what is whole already is no reason not to.
            first: Highlight the first one.
        """
        from pevents_tui.ui.widgets.completion import typing_in  # noqa: PLC0415 - on first use

        typing = typing_in(self.focused)
        if typing is None or at not in {None, typing.path}:
            return False
        if not wanted and (not typing.text or self._quiet in {(typing.line, None), (typing.line, typing.text)}):
            self.close_completions()
            return True
        if wanted:
            self._typed_at = None  # what was typed just before is asked for by this
        self._asked += 1
        look = partial(self._find_values, self._asked, typing, wanted=wanted, first=first)
        self.run_worker(look, thread=True, group="suggest", exit_on_error=False)
        return True

    def _find_values(self, stamp: int, typing: Typing, *, wanted: bool, first: bool) -> None:
        """Find values, in a worker."""
        from pevents_tui.domain.suggestions import KEYS  # noqa: PLC0415 - not before the first paint

        listed = self.draft.get(typing.path)
        there = listed if isinstance(listed, list) else []
        look = partial(self.hints.suggestions, typing.name, draft=self.draft, target=self.aim)
        if typing.name == KEYS:
            look = partial(self.hints.keys, draft=self.draft, target=self.aim, there=read_members(listed) or {})
        with suppress(PeventsError):
            # What was asked for by name is offered though it is listed already: it is told there that it stands twice.
            found = [
                each for each in look(text=typing.text) if each.value not in ([typing.text] if typing.text else there)
            ]
            if wanted and not found and typing.text:  # nothing is like it, so that Enter must not take another
                found = [each for each in look(text="") if each.value not in (typing.text, *there)]
                first = False
            self.post_message(Suggested(stamp, typing.line, typing.text, found, wanted=wanted, first=first))

    @on(Suggested)
    def _offer(self, event: Suggested) -> None:
        """Show what was found, unless something else was typed since."""
        event.stop()
        from pevents_tui.ui.widgets.completion import CompletionList, typing_in  # noqa: PLC0415 - on first use

        typing = typing_in(self.focused) if self.is_current else None
        if event.stamp != self._asked or typing is None or (typing.line, typing.text) != (event.line, event.text):
            return
        if not event.suggestions:
            self.close_completions()
            if event.wanted:
                self.app.notify("Nothing like it was sent before, and no catalogue has it.")
            return
        if self._completions is None:
            self._completions = CompletionList()
            self.mount(self._completions)
        self._follow_scrolling(typing.line)
        self._completions.open(event.suggestions, typing.line.region, self.size)
        if event.first and self._completions.chosen is None:
            self._completions.move(1)

    # With the list

    def on_key(self, event: events.Key) -> None:
        """Keys of the list while it is shown; Down opens it in a line that can be completed."""
        shown = self._completions
        if shown is None or not shown.is_open:
            handled = event.key == "down" and self._look_up(wanted=True, first=True)
        elif event.key in {"down", "up"}:
            shown.move(1 if event.key == "down" else -1)
            handled = True
        elif event.key == "escape":
            self._quiet = (self.focused, None)
            self.close_completions()
            handled = True
        else:
            handled = event.key in {"enter", "tab"} and shown.chosen is not None and self._take(shown.chosen)
            handled = handled and event.key == "enter"  # Tab takes it and goes on
        if handled:
            event.stop()
            event.prevent_default()

    @on(SuggestionTaken)
    def _take_clicked(self, event: SuggestionTaken) -> None:
        event.stop()
        self._take(event.value)

    def _take(self, value: str) -> bool:
        """Put a value where it was asked for; whether there was a line to."""
        from pevents_tui.ui.widgets.completion import put_into, typing_in, whole  # noqa: PLC0415 - on first use

        self.close_completions()
        typing = typing_in(self.focused)
        if typing is None:
            return False
        self._quiet = (typing.line, whole(typing, value))
        if typing.name == "impression":
            there = self.draft.get(typing.path)
            at = len(there) if isinstance(there, list) else 0
            self.post_message(Inserted(typing.path, at, [*typing.before, value]))
            self.post_message(LineTyped(typing.path, ""))
        else:
            put_into(typing.line, whole(typing, value))
        return True

    def change(self, draft: Draft, place: Hashable = None) -> None:
        """Change the draft, undoably; where nobody typed, the line may be elsewhere then.

        Args:
            draft: The new one.
            place: What is edited; None where nobody typed.
        """
        super().change(draft, place)
        if place is None:
            self.close_completions()

    def undo(self) -> bool:
        """Go back to the draft before; what was offered was for another text."""
        self.close_completions()
        return super().undo()

    def close_completions(self) -> None:
        """Offer nothing; an answer that is still to come is dropped."""
        self._asked += 1
        if self._completions is not None and self._completions.is_open:
            self._completions.close()

    def on_descendant_blur(self) -> None:
        """What was offered was for the line that is left."""
        self._quiet, self._typed_at = (None, None), None
        self.close_completions()

    def on_resize(self) -> None:
        """The line is elsewhere now."""
        self.close_completions()

    def on_screen_suspend(self) -> None:
        """Something else is in front."""
        self.close_completions()

    @cached_property
    def _followed(self) -> WeakSet[Widget]:
        return WeakSet()

    def _follow_scrolling(self, line: Widget) -> None:
        for form in line.ancestors:
            if isinstance(form, Form) and form not in self._followed:
                self._followed.add(form)
                self.watch(form, "scroll_y", self.close_completions, init=False)
