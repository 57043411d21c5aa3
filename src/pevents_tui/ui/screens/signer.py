"""Who signs for a target, looked up behind the screen that asks."""

from __future__ import annotations

from typing import Any

from textual.message import Message
from textual.screen import Screen

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Target
from pevents_tui.service import Cancel
from pevents_tui.service.access import Access
from pevents_tui.service.identity import Looked


class SignerSeen(Message):
    """It is known who signs, or why not.

    Attributes:
        looked: What the look came to.
    """

    def __init__(self, looked: Looked | str) -> None:
        super().__init__()
        self.looked = looked


def ask_signer(screen: Screen[Any], access: Access, target: Target) -> Cancel:
    """Look for credentials in a worker and ask STS who they are; the screen is told by a `SignerSeen`.

    Args:
        screen: That asks.
        access: Looks.
        target: Whose credentials.

    Returns:
        What ends the looking.
    """
    cancel = Cancel()

    def look() -> None:
        try:
            looked: Looked | str = access.identity(target, cancel)
        except PeventsError as error:
            looked = str(error)
        screen.post_message(SignerSeen(looked))

    screen.run_worker(look, thread=True, group="signer", exit_on_error=False)
    return cancel
