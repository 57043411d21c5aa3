"""Programs run in a pseudo-terminal: typed at from outside, judged by every byte they wrote and how they left it.

    with Terminal([sys.executable, "-c", "input('name? ')"]) as terminal:
        terminal.wait_for(b"name?")
        terminal.feed("Ana\\r")
        assert terminal.wait_exit() == 0
        assert terminal.restored

Every wait is for a condition and ends with an AssertionError that shows the last output once its time is over.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from canaries import canaries_in

Condition = bytes | Callable[[bytes], bool]
"""Bytes that have to occur in the output, or a judge of the output."""

_SEQUENCE = re.compile(rb"\x1b\[[<=>?]?[0-9;:]*\$?[a-zA-Z]|\x1b\](?:52;c;[A-Za-z0-9+/=]*|22;[a-z-]+)\x07")
"""The sequences an app of ours has reason to write: CSI with numbers only, the clipboard and the pointer's shape."""

_FINALS = b"mHhlup"
"""Of CSI: colours, cursor position, modes, keyboard protocol and the two mode queries. Nothing clears or reports."""

_FORBIDDEN = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

HOSTILE = (
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b]8;;http://owned\x1b\\",
    "\x1b[2J",
    "\x1b[31;8m",
    "\x1b[6n",
    "\x1bPq\x1b\\",
    "\x1b_Gowned\x1b\\",
    "\x9b31;8m",
    "\x85",
    "\x07\x08\x0e",
    "\x00\x7f",
    "back\rover",
    "\u202eowned\u202c",
    "\u2066owned\u2069",
    "\u061c\u200e\u2028",
    "\ud800",
    "[/x]",
    "[@click=app.press]owned[/]",
)
"""Texts that make a terminal, or a toolkit that reads markup, do something."""


class Terminal:
    """A command in a pseudo-terminal of its own, killed at the end of the `with` block if it still runs.

    Args:
        command: The program and its arguments.
        size: Columns and rows.
        env: Variables beside those of this process; None takes one away.
        stdin: A file descriptor in the place of the terminal, likewise `stdout` and `stderr`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
    ) -> None:
        self.command = list(command)
        """The program and its arguments."""
        self._env = _environment(env or {})
        self._cwd = cwd
        self._master, self._slave = pty.openpty()
        os.set_blocking(self._master, False)
        self._streams = [self._slave if other is None else other for other in (stdin, stdout, stderr)]
        self.output = b""
        """Everything the program wrote so far."""
        self.resize(*size)
        self._before = self._settings()

    def __enter__(self) -> Self:
        stdin, stdout, stderr = self._streams
        self.process = subprocess.Popen(
            self.command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=self._env,
            cwd=self._cwd,
            start_new_session=True,
            preexec_fn=self._own_terminal,  # noqa: PLW1509  # one ioctl, and no thread of ours holds a lock over it
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()
        os.close(self._slave)
        assert canaries_in(self.output) == []

    @property
    def restored(self) -> bool:
        """Whether the terminal's settings are those from before the program started."""
        return self._settings() == self._before

    @property
    def raw(self) -> bool:
        """Whether keys reach the program one by one, without an echo."""
        return not termios.tcgetattr(self._slave)[3] & (termios.ICANON | termios.ECHO)

    @property
    def text(self) -> str:
        """The output without escape sequences, in the order it was written."""
        return _SEQUENCE.sub(b"", self.output).decode("utf-8", "replace")

    def feed(self, keys: str | bytes) -> None:
        """Type; what the program writes meanwhile is read, so neither waits for the other.

        Args:
            keys: What a keyboard sends for the keys: "\\r" for Enter, "\\x11" for ctrl+q.
        """
        rest = keys.encode() if isinstance(keys, str) else keys
        deadline = monotonic() + 60
        while rest:
            assert monotonic() < deadline, f"the program does not read what is typed; it ended: {self.process.poll()}"
            with suppress(BlockingIOError):
                rest = rest[os.write(self._master, rest[:1024]) :]
            self._read(0.02 if rest else 0)

    def wait_for(self, condition: Condition, timeout_s: float = 20.0, *, since: int = 0) -> bytes:
        """Read until the condition holds, and give the output it was found in.

        Args:
            condition: What is waited for.
            timeout_s: For how long, in seconds.
            since: The length of the output before which nothing counts; a former `len(terminal.output)`.
        """

        def holds() -> bool:
            seen = self.output[since:]
            return condition in seen if isinstance(condition, bytes) else condition(seen)

        deadline = monotonic() + timeout_s
        while not holds():
            alive = self._read(0.05)
            assert alive or holds(), f"ended before {condition!r}: {self.output[-2000:]!r}"
            assert monotonic() < deadline, f"no {condition!r} within {timeout_s} s: {self.output[-2000:]!r}"
        return self.output[since:]

    def wait_until(self, holds: Callable[[], bool], timeout_s: float = 20.0) -> None:
        """Read until something that is not in the output holds, such as `lambda: terminal.raw`."""
        self.wait_for(lambda _: holds(), timeout_s)

    def wait_exit(self, timeout_s: float = 20.0) -> int:
        """Read until the program ended, and give its exit code; minus the signal's number when one killed it."""
        deadline = monotonic() + timeout_s
        while self.process.poll() is None:
            assert monotonic() < deadline, f"still runs after {timeout_s} s: {self.output[-2000:]!r}"
            self._read(0.02)
        while self._read(0):
            pass
        return self.process.returncode

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the system tells the program."""
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def restore(self) -> None:
        """Put the settings from before the program back, as a shell does when the program is stopped."""
        termios.tcsetattr(self._slave, termios.TCSANOW, self._before)

    def hang_up(self) -> None:
        """Close the window: the system sends SIGHUP, and the terminal gives no more than errors."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def _settings(self) -> list[Any]:
        settings = termios.tcgetattr(self._slave)
        settings[3] &= ~termios.PENDIN  # the kernel's own note about keys typed ahead
        return settings

    def _own_terminal(self) -> None:
        fcntl.ioctl(self._slave, termios.TIOCSCTTY, 0)

    def _read(self, wait_s: float) -> bool:
        """Read what is there; False when nothing is and nothing will be."""
        if self._master < 0:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(wait_s)
            return False
        readable, _, _ = select.select([self._master], [], [], wait_s)
        if readable:
            self.output += os.read(self._master, 65536)
            return True
        return self.process.poll() is None


def strays(output: bytes) -> list[str]:
    """Give what no app of ours has reason to write to a terminal.

    That is every control or direction character, every sequence that is not one of `_SEQUENCE`, and, since some of
    `HOSTILE` are, whichever of `HOSTILE` stands there byte for byte.

    Args:
        output: All that was written, as `Terminal.output`.
    """
    rest = b""
    end = 0
    raw = (text.encode("utf-8", "surrogatepass") for text in HOSTILE if not text.isprintable())
    found = [repr(each) for each in raw if each in output]
    for match in _SEQUENCE.finditer(output):
        rest += output[end : match.start()]
        end = match.end()
        if match[0].startswith(b"\x1b[") and match[0][-1] not in _FINALS:
            found.append(repr(match[0]))
    rest += output[end:]
    return found + [repr(stray) for stray in _FORBIDDEN.findall(rest.decode("utf-8", "replace"))]


def _environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    merged: dict[str, str | None] = {**os.environ, "TERM": "xterm-256color", "COLUMNS": None, "LINES": None, **changes}
    return {name: value for name, value in merged.items() if value is not None}
