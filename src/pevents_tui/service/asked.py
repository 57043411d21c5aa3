"""A question for an MFA code, from the thread that needs it to the one a person is looked after in."""

from __future__ import annotations

import threading
from collections.abc import Callable

from pevents_tui.service.attempt import Attempt


class CodeQuestion:
    """One question; it is over when it was answered, or when nobody needs the answer any more.

    Args:
        prompt: botocore's words, which name the device.
    """

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self._code = ""
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    @property
    def device(self) -> str:
        """The device's ARN or serial number."""
        return self._prompt.strip().rstrip(":").rpartition(" ")[2]

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._over.is_set()

    def answer(self, code: str | None) -> None:
        """Give the code, None for none; what comes after the first answer is not heard."""
        with self._lock:
            if self._over.is_set():
                return
            self._code = code or ""
            self._over.set()
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    def when_over(self, listener: Callable[[], None]) -> None:
        """Have a function called when it is over, at once if it is; in whatever thread ended it."""
        with self._lock:
            if not self._over.is_set():
                self._listeners.append(listener)
                return
        listener()

    def wait(self) -> str:
        """The code, empty for none; waits until it is over."""
        self._over.wait()
        return self._code


def asking_through(show: Callable[[CodeQuestion], bool]) -> Callable[[str], str]:
    """What asks for codes by showing questions to a person; each ends with the attempt that it was asked for.

    Args:
        show: Shows one, from any thread; whether there is a person to show it to.
    """

    def ask(prompt: str) -> str:
        question = CodeQuestion(prompt)
        attempt = Attempt.current()
        if attempt is not None:
            attempt.when_cut(lambda: question.answer(None))
        return question.wait() if show(question) else ""

    return ask
