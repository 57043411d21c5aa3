"""Dialog: a screen in front of the others that gives one answer, however fast the keys come."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Dialog(ModalScreen[ScreenResultType]):
    """A modal screen that closes itself and nothing else; a second Enter would close the screen behind it too."""

    DEFAULT_CSS = """
    Dialog ToastRack { dock: top; align: right top; }
    """
    """What is told in passing must not lie over the buttons, which stand at the lower end."""

    _answered = False

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Give the answer and close, once, and only in front of all others.

        Args:
            result: The answer; None means none was given.
        """
        if self._answered or not self.is_active:  # behind another dialog it would close that one, and never itself
            return AwaitComplete()
        self._answered = True
        return super().dismiss(result)
