"""OrderedApp: what is typed while the app is busy goes where it would have gone had the app been quick."""

from __future__ import annotations

from collections import deque
from functools import partial

from textual.app import App
from textual.events import Event, Key, Paste
from textual.message import Message

LONGEST_WAIT_S = 2.0
"""How long text waits for a key that is not heard to the end, because what it was meant for is gone."""
_AFTER_TEXT = 2
"""How often what follows text follows it again: the line tells its editor, the editor the screen."""


class Heard(Message):
    """Follows a key up from the widget it was meant for; at the app, everyone has heard the key.

    Attributes:
        again: How often to follow once more, behind what the key had the widget post, and what that had it post.
    """

    def __init__(self, again: int = 1) -> None:
        super().__init__()
        self.again = again


class TypeAhead:
    """What was typed and is not heard yet."""

    def __init__(self) -> None:
        self.waiting: deque[Event] = deque()
        """What was typed since, oldest first."""
        self.busy = False
        """Whether something is on its way that the rest waits for."""
        self.text = False
        """Whether text may be on its way, which only a key that is no text waits for."""


class OrderedApp(App[int]):
    """An app whose keys and pastes wait until what was typed before them has been heard.

    Textual hands text to the focused widget at once, but gives a Tab or an Enter its meaning only after it went up to
    the app: what is typed right behind it, or comes in one packet with it, would land in the field that is left. And it
    gives a key with priority its meaning at once: an undo or a quit would overtake the text that was typed before it.
    """

    def __init__(self) -> None:
        self._typed = TypeAhead()
        super().__init__()

    async def on_event(self, event: Event) -> None:
        """Hand on what is typed, each after what was typed before it; see the class."""
        if isinstance(event, Key) and event.key.startswith("alt+"):
            event.character = None  # a terminal's Alt+N comes with an "n", which a field would write instead of the key
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._typed.busy or (moves_on(event) and self._follow_text()):
            self._typed.waiting.append(event)
            if len(self._typed.waiting) == 1:
                self._wait_no_longer()
        else:
            await self._hand(event)

    async def on_heard(self, event: Heard) -> None:
        """Hand on what waited for a key."""
        if not (event.again and self._follow(Heard(event.again - 1))):
            await self._hand_on()

    async def _hand(self, event: Event) -> None:
        await super().on_event(event)
        self._typed.text = not moves_on(event)
        if not self._typed.text:
            self._typed.busy = self._follow(Heard())

    async def _hand_on(self, first: Event | None = None) -> None:
        waiting = self._typed.waiting
        if first is not None and (not waiting or waiting[0] is not first):
            return
        self._typed.busy = False
        while waiting and not self._typed.busy:
            if not (moves_on(waiting[0]) and self._follow_text()):
                await self._hand(waiting.popleft())
        if waiting:
            self._wait_no_longer()

    def _follow(self, heard: Heard) -> bool:
        """Follow what was handed on; whether there is anything that it was handed to."""
        return (self.focused or self.screen).post_message(heard)

    def _follow_text(self) -> bool:
        """Follow the text that was handed on last; whether there is any."""
        busy = self._typed.busy = self._typed.text and self._follow(Heard(_AFTER_TEXT))
        self._typed.text = False
        return busy

    def _wait_no_longer(self) -> None:
        """Hand on the first that waits in a while, whatever became of what it waits for."""
        self.set_timer(LONGEST_WAIT_S, partial(self._hand_on, self._typed.waiting[0]))


def moves_on(event: Event) -> bool:
    """Whether a key may do something that decides where the text behind it goes: any key that is not text."""
    return isinstance(event, Key) and not event.is_printable
