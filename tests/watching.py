"""What a person sees of the running UI, for pilot tests: waits for conditions, reads what is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

import waiting
from pevents_tui.domain.draft import Draft
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.widgets.call_list import CallList
from pevents_tui.ui.widgets.entries import EntryEditor
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.panes import RequestPane, ResultPane
from pevents_tui.ui.widgets.strip import Strip

WIDE, MEDIUM, NARROW, TINY = (120, 36), (80, 24), (60, 18), (50, 10)


def without_ids(draft: Draft) -> Draft:
    """A draft without its event ids, which are drawn when it is loaded."""
    for index in range(len(draft.rows)):
        draft = draft.remove((draft.spec.rows, index, "eventId"))
    return draft


class Seen:
    """The running app as a person has it before them.

    Args:
        app: The app.
        pilot: Presses its keys.
    """

    def __init__(self, app: PeventsApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ComposeScreen:
        """The Compose screen, also behind a dialog."""
        return next(each for each in self.app.screen_stack if isinstance(each, ComposeScreen))

    @property
    def draft(self) -> Draft:
        """What is being written."""
        return self.screen.draft

    @property
    def state(self) -> str:
        """What the strip says: `ready`, `2 problems`, `sending`."""
        return self.screen.query_one(Strip).state

    @property
    def result(self) -> str:
        """The result's text."""
        return self.screen.query_one(ResultPane).text

    @property
    def request(self) -> str:
        """The request's text."""
        return self.screen.query_one(RequestPane).text

    @property
    def history(self) -> CallList:
        """The list of calls."""
        return self.screen.query_one(CallList)

    def field(self, name: str) -> Field:
        """The field of a member."""
        return self.screen.query_one(f"#field-{name}", Field)

    def editor(self, name: str) -> EntryEditor:
        """The editor of a list or of the properties."""
        return self.screen.query_one(f"#field-{name}", EntryEditor)

    def title(self, name: str) -> str:
        """What stands above a field."""
        return self.field(name).told

    async def press(self, *keys: str) -> None:
        """Press keys, and let the app follow."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type_into(self, name: str, text: str) -> None:
        """Replace what stands in a field by typing."""
        self.field(name).focus()
        await self.press("end", "ctrl+u", *[_key(char) for char in text])

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until a condition holds."""
        await waiting.until_async(condition, what)
        await self.pilot.pause()

    async def send(self, key: str = "f5") -> None:
        """Press a send key and wait for the end of the send."""
        await self.press(key)
        await self.until(lambda: self.screen.shown is not None and not self.screen.sending, "the send ended")


def _key(char: str) -> str:
    names = {" ": "space", "-": "minus", ".": "full_stop", "_": "underscore", ":": "colon", "=": "equals_sign"}
    return names.get(char, char)


@asynccontextmanager
async def watch(app: PeventsApp, size: tuple[int, int] = WIDE) -> AsyncIterator[Seen]:
    """Run an app and look at it once its first screen is whole."""
    async with app.run_test(size=size, notifications=True) as pilot:
        seen = Seen(app, pilot)
        await seen.until(lambda: app.screen.query(CallList) or app.screen.query("#history-failure"), "the first screen")
        await seen.until(lambda: seen.screen.report is not None, "the first check")
        yield seen
