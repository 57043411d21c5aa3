"""A text edited in the program that VISUAL or EDITOR names, by way of a private file that is removed afterwards."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType

from pevents_tui.domain.errors import EditorError, why
from pevents_tui.service.paths import PRIVATE_FILE

NAMED_BY = ("VISUAL", "EDITOR")
"""The variables that name an editor, the first of them first."""
KNOWN = ("vi", "nano")
"""What is looked for where they name none."""
MOST_BYTES = 8_388_608
"""Largest file that is read back."""
_ENDINGS = (signal.SIGHUP, signal.SIGTERM)


def find_editor(environ: Mapping[str, str]) -> list[str]:
    """The command of the editor, with its arguments.

    Raises:
        EditorError: none is named that can be run, or none is there.
    """
    search = environ.get("PATH")
    for name in NAMED_BY:
        if not (given := environ.get(name, "").strip()):
            continue
        try:
            words = shlex.split(given)
        except ValueError as error:
            raise EditorError(f"{name} is no command: {str(error).lower()}: {given[:80]}") from None
        if shutil.which(words[0], path=search) is None:
            raise EditorError(f"{name} names {words[0][:80]!r}, which is no program here")
        return words
    for name in KNOWN:
        if shutil.which(name, path=search):
            return [name]
    raise EditorError("no editor is known: name one in VISUAL or EDITOR")


def edit_text(
    text: str,
    environ: Mapping[str, str],
    *,
    name: str,
    lend: Callable[[], AbstractContextManager[object]],
) -> str | None:
    """The text as it came back from the editor, None where it was not changed.

    Bytes that are no UTF-8 come back as `\\xff`, so that nothing is lost and the place is seen.

    Called in the main thread, which alone may catch signals.

    Args:
        text: What is edited.
        environ: Names the editor, and is its environment.
        name: What the file is called, whose ending tells an editor how to show it.
        lend: Gives the terminal away for as long as the editor runs.

    Raises:
        EditorError: no editor, or it could not be started, or ended with another code than 0.
    """
    words = find_editor(environ)
    with tempfile.TemporaryDirectory(prefix="pevents-tui-") as folder:  # mkdtemp makes it 0700
        path = Path(folder) / name
        _write(path, text)
        _run([*words, str(path)], environ, lend)
        return _changed(path, text)


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        file.write(text)


def _run(command: list[str], environ: Mapping[str, str], lend: Callable[[], AbstractContextManager[object]]) -> None:
    shown = Path(command[0]).name
    with lend():
        ended = _ended(command, environ)  # an exception here would leave the terminal with nobody
    if isinstance(ended, OSError):
        raise EditorError(f"{shown} cannot be started: {why(ended)}")
    if ended:
        told = f"was ended by signal {-ended}" if ended < 0 else f"ended with {ended}"
        raise EditorError(f"{shown} {told}, so nothing was changed")


def _ended(command: list[str], environ: Mapping[str, str]) -> int | OSError:
    """The exit code, less than 0 for a signal; or why there is none."""
    try:
        with subprocess.Popen(command, env=dict(environ)) as process, _ending_too(process):  # noqa: S603 - the user's
            return process.wait()
    except OSError as error:
        return error


@contextmanager
def _ending_too(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End the editor when this program is asked to end: it would live on, and its file with it."""

    def end(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)
        if callable(handler := before[signal.Signals(number)]):
            handler(number, frame)

    before = {number: signal.signal(number, end) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _changed(path: Path, before: str) -> str | None:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise EditorError(f"the edited file cannot be read: {why(error)}") from None
    if len(data) > MOST_BYTES:
        raise EditorError(f"the edited file is larger than {MOST_BYTES // 1_048_576} MiB, so nothing was changed")
    text = data.decode("utf-8", "backslashreplace")
    return None if text == before else text
