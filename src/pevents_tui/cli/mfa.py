"""A person in front of a terminal asked for the code of an MFA device; what is typed is not shown."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import ask, tell


def asker(environment: Environment) -> Callable[[str], str] | None:
    """What asks for a code; None where nobody is there."""
    if not environment.can_ask:
        return None

    def ask_quietly(prompt: str) -> str:
        with _unshown(environment.stdin):
            code = ask(environment, prompt.strip()) or ""
        tell(environment, "")
        return code

    return ask_quietly


@contextmanager
def _unshown(stream: IO[bytes] | None) -> Iterator[None]:
    """Keep a terminal from showing what is typed; it does again afterwards, also where the program ends meanwhile."""
    import termios  # noqa: PLC0415 - only where a person is asked

    try:
        handle = stream.fileno() if stream is not None else -1
        before = termios.tcgetattr(handle)
    except (OSError, ValueError, termios.error):  # no terminal of the system's: a test's, or a pipe
        yield
        return

    def restore() -> None:
        with suppress(termios.error, OSError):
            termios.tcsetattr(handle, termios.TCSANOW, before)

    atexit.register(restore)
    quiet = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
    try:
        termios.tcsetattr(handle, termios.TCSANOW, quiet)
        yield
    finally:
        restore()
        atexit.unregister(restore)
