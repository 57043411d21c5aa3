"""TypeAhead: what is typed while the app is busy goes where it would have gone had the app been quick."""

from __future__ import annotations

from collections import deque

from textual.events import Event, Key
from textual.message import Message

LONGEST_WAIT_S = 2.0
"""How long text waits for a key that is not heard to the end, because what it was meant for is gone."""


AFTER_TEXT = 2
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
    """The keys and pastes that wait until the key before them has been heard.

    Textual hands text to the focused widget at once, but gives a Tab or an Enter its meaning only after it went up to
    the app: what is typed right behind it, or comes in one packet with it, would land in the field that is left. And it
    gives a key with priority its meaning at once: an undo or a quit would overtake the text that was typed before it.
    """

    def __init__(self) -> None:
        self.waiting: deque[Event] = deque()
        """What was typed since, oldest first."""
        self.busy = False
        """Whether a key is on its way."""
        self.text = False
        """Whether text may be on its way."""


def moves_on(event: Event) -> bool:
    """Whether a key may do something that decides where the text behind it goes: any key that is not text."""
    return isinstance(event, Key) and not event.is_printable
