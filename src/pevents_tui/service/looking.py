"""Looking at the lists of one run, and telling each step of it at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pevents_tui.domain.recommendation import Ask, Listing, Step, Unasked
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.recommendations import Recommendations


class Looker:
    """Asks for the user's list and the control user's, and tells what comes.

    Args:
        asking: Puts the questions.
        control_user: Somebody who does nothing; None for nobody.
        told: Is told each step, in the thread that makes it.
        now: Gives the present, in epoch seconds.
    """

    def __init__(
        self,
        asking: Recommendations,
        control_user: str | None,
        told: Callable[[Step], None],
        now: Callable[[], float],
    ) -> None:
        self._asking = asking
        self._control_user = control_user
        self._told = told
        self._now = now

    def look(self, ask: Ask, cancel: Cancel | None, longest_s: float | None = None) -> Listing | Unasked:
        """The list, asked for once.

        Args:
            ask: The question.
            cancel: Cuts it.
            longest_s: Longest wait; None for the target's own.
        """
        return self._asking.ask(ask, cancel, longest_s)

    def control(self, ask: Ask, cancel: Cancel | None, longest_s: float | None = None) -> Listing | Unasked | None:
        """The control user's list, told; None where there is no such user.

        Args:
            ask: The user's question.
            cancel: Cuts it.
            longest_s: Longest wait; None for the target's own.
        """
        if self._control_user is None:
            return None
        listing = self.look(ask.of_user(self._control_user), cancel, longest_s)
        if isinstance(listing, Listing):
            self.tell("control", f"control user: {len(listing.rows)} recommended", listing=listing)
        return listing

    def failed(self, unasked: Unasked) -> Unasked:
        """Tell why no list came; gives it back.

        Args:
            unasked: Why.
        """
        self.tell("failed", unasked.sentence)
        return unasked

    def tell(self, word: str, text: str, waited_s: float = 0.0, **parts: Any) -> None:
        """Tell a step, of now.

        Args:
            word: See `Step`.
            text: A sentence on it.
            waited_s: How long was waited since the act, in seconds.
            **parts: What else a `Step` holds.
        """
        self.pass_on(Step(word, text, self._now(), waited_s, **parts))

    def pass_on(self, step: Step) -> None:
        """Tell a step that is made already.

        Args:
            step: The step.
        """
        self._told(step)
