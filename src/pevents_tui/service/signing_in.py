"""A sign-in command of the AWS CLI, run in the terminal that is lent to it."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from pevents_tui.domain.errors import SignInError, why


def sign_in(
    command: Sequence[str], environ: Mapping[str, str], lend: Callable[[], AbstractContextManager[object]]
) -> None:
    """Run a command that signs a person in, to its end.

    Args:
        command: From `Access.login_command`.
        environ: Its environment.
        lend: Gives the terminal away for as long as it runs.

    Raises:
        SignInError: it could not be started, or ended with another code than 0.
    """
    shown = " ".join(command)
    try:
        with lend(), _left_to_the_command():
            print(f"\nRunning {shown}. Ctrl+C ends it.", flush=True)  # noqa: T201 - the terminal is lent for this
            code = subprocess.run(list(command), env=dict(environ), check=False).returncode  # noqa: S603 - see Args
    except OSError as error:
        raise SignInError(f"{command[0]} cannot be started: {why(error)}; run {shown} where it is installed") from None
    if code:
        ended = f"was ended by signal {-code}" if code < 0 else f"ended with {code}"
        raise SignInError(f"{shown} {ended}")


@contextmanager
def _left_to_the_command() -> Iterator[None]:
    """Leave Ctrl+C to the command: the terminal sends it to this program too, which must not end by it."""
    try:
        before = signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which the command would inherit
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
