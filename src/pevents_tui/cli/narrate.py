"""Everything on standard error: what happens, what went wrong and what to do; and the exit code it ends with."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import TypeVar

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import Terminated, UsageFault
from pevents_tui.domain.errors import (
    ConsentMissing,
    NoSuchTarget,
    NotSendable,
    PeventsError,
    SendForbidden,
    SourceError,
    why,
)
from pevents_tui.domain.visible import visible

NAME = "pevents-tui"
"""What the program calls itself."""

T = TypeVar("T")


class ExitCode(IntEnum):
    """How a run ended. Where several calls ended differently: the first of 143, 130, 3, 254, 253, 255, 252."""

    OK = 0
    """Every call was accepted, or there was none to make and all is well."""
    BUG = 1
    """This program failed; standard error names the crash report."""
    UNKNOWN = 3
    """A call may have arrived: no whole answer came. Sending it again with the same event ids is safe."""
    NOT_MOVED = 4
    """Everything was accepted, and the recommended list did not change within the time."""
    INTERRUPTED = 130
    """The user interrupted."""
    BROKEN_PIPE = 141
    """Whoever read standard output went away; nothing further was sent."""
    TERMINATED = 143
    """It was told to end by SIGTERM; the call under way was cancelled and settled."""
    USAGE = 252
    """The words on the command line or a draft cannot be used, a confirmation is missing, or there is no terminal."""
    CONFIGURATION = 253
    """Settings, credentials, the history, a directory or a port cannot be used."""
    REFUSED = 254
    """The service refused a call, or accepted one with `--expect refused`."""
    NOT_REACHED = 255
    """No connection to the service could be made."""


WORST_FIRST = (
    ExitCode.TERMINATED,
    ExitCode.INTERRUPTED,
    ExitCode.UNKNOWN,
    ExitCode.REFUSED,
    ExitCode.CONFIGURATION,
    ExitCode.NOT_REACHED,
    ExitCode.USAGE,
)
"""Which code a run of several calls ends with: the first of these that occurred."""


def tell(environment: Environment, text: str, word: str = "") -> None:
    """A line on standard error; control characters in it are shown, not obeyed.

    A standard error that takes nothing more, full or gone, changes nothing about what is done.

    Args:
        environment: Whose standard error.
        text: The line.
        word: What of it may be coloured, as `colour.toned` takes it.
    """
    line = visible(text)
    if word:
        from pevents_tui.cli.colour import is_coloured, toned  # noqa: PLC0415 - a start has nothing to tell

        line = toned(line, word) if is_coloured(environment, environment.stderr) else line
    with suppress(OSError):
        environment.stderr.write(line + "\n")
        environment.stderr.flush()


def ask(environment: Environment, question: str) -> str | None:
    """A person's answer to a question, without blanks around it; None where the input ended, as by Ctrl-D."""
    with suppress(OSError):
        environment.stderr.write(visible(question) + " ")
        environment.stderr.flush()
    line = environment.stdin.readline() if environment.stdin else b""
    if not line.endswith(b"\n"):
        tell(environment, "")  # nobody typed the end of the question's line
    return line.decode("utf-8", "replace").strip() if line else None


def agreed(environment: Environment, question: str) -> bool:
    """Whether a person answers a question with Enter or yes; the end of the input is no answer."""
    answer = ask(environment, question)
    return answer is not None and answer.lower() in {"", "y", "yes"}


def guarded(environment: Environment, words: Sequence[str], work: Callable[[], T]) -> T | ExitCode:
    """What the work gives, or the exit code of what it raised, told in one line.

    Args:
        environment: Whose standard error is written to.
        words: The command line, for the place of a crash report.
        work: Everything this run does.
    """
    try:
        result = work()
        environment.stdout.flush()
    except BrokenPipeError:
        _let_go(environment)
        return ExitCode.BROKEN_PIPE
    except KeyboardInterrupt as interrupt:
        tell(environment, f"{NAME}: interrupted")
        return code_for(interrupt)
    except Exception as error:
        return _tell_error(environment, words, error)
    return result


def code_for(error: BaseException) -> ExitCode:
    """The exit code that an error of ours ends a run with."""
    if isinstance(error, KeyboardInterrupt):
        return ExitCode.TERMINATED if isinstance(error, Terminated) else ExitCode.INTERRUPTED
    if isinstance(error, UsageFault | SourceError | NoSuchTarget | ConsentMissing | SendForbidden | NotSendable):
        return ExitCode.USAGE
    if isinstance(error, PeventsError) or _is_full(error):
        return ExitCode.CONFIGURATION
    return ExitCode.BUG


def sentence_of(error: Exception) -> str:
    """An error of ours as one line: what is wrong, where, and what to do."""
    if isinstance(error, OSError):
        return f"{NAME}: standard output cannot be written: {why(error)}"
    hint = f"; try: {error.hint}" if isinstance(error, UsageFault) and error.hint else ""
    return f"{NAME}: {error}{hint}"


def _tell_error(environment: Environment, words: Sequence[str], error: Exception) -> ExitCode:
    code = code_for(error)
    if code is not ExitCode.BUG:
        tell(environment, sentence_of(error))
        return code
    report = _keep_report(environment, words, error)
    where = f"the report is in {report}" if report else "no report could be kept"
    tell(environment, f"{NAME}: this is a bug of this program ({type(error).__name__}): {where}")
    return code


def _is_full(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def _keep_report(environment: Environment, words: Sequence[str], error: Exception) -> Path | None:
    """A crash report that only its owner can read, without the values of variables; None where it cannot be kept."""
    try:
        from pevents_tui.service.crash import write_crash_file  # noqa: PLC0415 - only here
        from pevents_tui.service.paths import find_paths  # noqa: PLC0415 - only here

        folder = find_paths(_named_folder(words), None, environment.environ).crashes
        return write_crash_file(folder, error, environ=environment.environ)
    except Exception:  # a report that cannot be kept must not hide the error it was about
        return None


def _named_folder(words: Sequence[str]) -> Path | None:
    """The directory after the last `--data-dir`, found without the parser: that may be what failed."""
    from pevents_tui.cli.parser import folder  # noqa: PLC0415 - only here

    named = None
    for word, following in zip(words, [*words[1:], None], strict=True):
        if word.startswith("--data-dir="):
            named = word.partition("=")[2]
        elif word == "--data-dir" and following is not None:
            named = following
    return folder(named) if named else None


def _let_go(environment: Environment) -> None:
    """Have what is left in standard output's buffer go nowhere, or the interpreter would tell of it at its end."""
    try:
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, environment.stdout.fileno())
        os.close(handle)
    except (OSError, ValueError):
        return
