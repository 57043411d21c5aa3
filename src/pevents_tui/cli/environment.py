"""What one run of the command line works with: its streams, whether a person is there, the environment variables."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple, Self, TextIO


class Environment(NamedTuple):
    """Streams and variables; tests give their own and run the real program in their process.

    Attributes:
        stdin: Bytes that come in; None where standard input is closed.
        stdout: Data only; `output` alone writes to it.
        stderr: Narration only; `narrate` alone writes to it.
        environ: The environment variables.
        colour: `on`, `off`, or `auto`: where a stream is a terminal that wants any.
    """

    stdin: IO[bytes] | None
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str]
    colour: str = "auto"

    @classmethod
    def of(
        cls,
        stdin: TextIO | IO[bytes] | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Self:
        """The environment of these streams and variables; None means the process's own."""
        return cls(
            _bytes_of(sys.stdin if stdin is None else stdin),
            stdout or _own(sys.stdout),
            stderr or _own(sys.stderr),
            os.environ if environ is None else environ,
        )

    @property
    def can_show_screen(self) -> bool:
        """Whether a person is there for the terminal app."""
        return _is_terminal(self.stdin) and _is_terminal(self.stdout)

    @property
    def can_ask(self) -> bool:
        """Whether a person is there to answer a question."""
        return _is_terminal(self.stdin) and _is_terminal(self.stderr)


def _bytes_of(stream: TextIO | IO[bytes] | None) -> IO[bytes] | None:
    if stream is None:
        return None
    if isinstance(stream, io.StringIO):
        return io.BytesIO(stream.getvalue().encode("utf-8", "surrogatepass"))
    inner: Any = stream
    return getattr(inner, "buffer", inner)  # type: ignore[no-any-return]  # a text stream has its bytes there


def _own(stream: TextIO | None) -> TextIO:
    """The process's own stream, unable to fail on a character that its encoding lacks; the void where it is closed."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def _is_terminal(stream: IO[bytes] | TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False
