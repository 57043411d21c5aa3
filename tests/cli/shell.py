"""The real program, run as a shell would: in this process with streams of its own, or as a process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canaries import canaries_in
from pevents_tui.__main__ import main

PROGRAM = (sys.executable, "-m", "pevents_tui")


@dataclass(frozen=True)
class Ended:
    """How a run ended and what it wrote."""

    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        assert canaries_in(self.out + self.err) == []

    @property
    def json(self) -> Any:
        """What it wrote on standard output, as JSON."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line it wrote on standard error."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Keyboard(io.BytesIO):
    """A byte stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Shell:
    """Runs the program with places of its own."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.config = folder / "config"

    @property
    def places(self) -> tuple[str, ...]:
        return ("--data-dir", str(self.data), "--config-dir", str(self.config))

    def run(self, *words: str, stdin: bytes = b"") -> Ended:
        """Run a command line in this process; its places come after the words."""
        out, err = io.StringIO(), io.StringIO()
        code = main([*words, *self.places], stdin=io.BytesIO(stdin), stdout=out, stderr=err)
        return Ended(code, out.getvalue(), err.getvalue())

    def answer(self, *words: str, keys: bytes) -> Ended:
        """Run a command line in front of a person who types these keys."""
        out, err = Terminal(), Terminal()
        code = main([*words, *self.places], stdin=Keyboard(keys), stdout=out, stderr=err)
        return Ended(code, out.getvalue(), err.getvalue())

    def start(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Start a command line as a process of its own."""
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([*PROGRAM, *words, *self.places], text=True, **{**pipes, **options})

    def process(
        self,
        *words: str,
        stdin: bytes = b"",
        without: tuple[str, ...] = (),
        preexec_fn: Callable[[], object] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run a command line as a process of its own, without some environment variables and with others."""
        environ = {name: value for name, value in os.environ.items() if name not in without} | dict(environ or {})
        ended = subprocess.run(
            [*PROGRAM, *words, *self.places],
            input=stdin,
            capture_output=True,
            env=environ,
            timeout=60,
            check=False,
            preexec_fn=preexec_fn,
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def call_body(event_id: str = "e-1", **members: Any) -> dict[str, Any]:
    """A PutEvents body of one event, all given."""
    event = {"eventId": event_id, "eventType": "View", "itemId": "B0742", "sentAt": 1_764_000_000, **members}
    return {"userId": "qa-ana", "sessionId": "s-1", "eventList": [event]}


def write_json(path: Path, body: Any) -> str:
    path.write_text(json.dumps(body), encoding="utf-8")
    return str(path)


def write_lines(path: Path, bodies: list[Any]) -> str:
    path.write_text("".join(json.dumps(body) + "\n" for body in bodies), encoding="utf-8")
    return str(path)
