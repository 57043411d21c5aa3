"""Terminal programs timed from outside: typed at through a pseudo-terminal, and judged by what they write to it."""

import fcntl
import itertools
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pevents_tui.domain.draft import Draft
from pevents_tui.service import Workbench

SIZE = (120, 40)
"""Columns and rows of every terminal."""

LONGEST_S = 30.0
"""How long a program may take for anything it is asked."""

TAKING_BYTES = 1000
"""More than any program writes to take the terminal, and less than any first screen."""

KEYS = [chr(code) for code in (*range(0x430, 0x450), *range(0x3B1, 0x3CA), *range(0x100, 0x130))]
"""Letters one cell wide that stand nowhere in a user interface, so that each is seen when it is echoed."""

KNOCKS = [chr(code) for code in range(0x450, 0x482)]
"""More of them, for the time before a field has the focus."""

MINIMAL = """
from textual.app import App
from textual.widgets import Input

class Minimal(App):
    def compose(self):
        yield Input()

Minimal().run()
"""
"""The least a Textual app with a field can be."""


@dataclass
class Program:
    """A command to compare, with the folders it may write to."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)


class Silent(Exception):
    """The program ended, or wrote nothing of what was waited for in time."""


class Probe:
    """One run of a program, in a terminal of its own."""

    def __init__(self, program: Program) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        self.slave = slave
        self.output = b""
        self.started_s = time.perf_counter()
        self.process = subprocess.Popen(
            program.command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "TERM": "xterm-256color", **program.env},
            start_new_session=True,
        )

    def read(self, wait_s: float) -> bool:
        """Read what is there within a time; whether anything was."""
        if not select.select([self.master], [], [], wait_s)[0]:
            return False
        with suppress(OSError):
            self.output += os.read(self.master, 65536)
        return True

    def type(self, text: str) -> None:
        """Type without waiting for anything."""
        os.write(self.master, text.encode())

    def wait_for(self, wanted: bytes, since: int = 0) -> None:
        """Read until bytes occur in the output after a place in it."""
        self._wait(lambda: wanted in self.output[since:], 0.05)

    def wait_for_paint(self) -> None:
        """Read until a first screen was drawn: more than the sequences that take the terminal."""
        self._wait(lambda: len(self.output) > TAKING_BYTES, 0.05)

    def wait_for_raw(self) -> None:
        """Read until the program takes keys itself; before, the terminal would echo them for it."""
        self._wait(lambda: not termios.tcgetattr(self.slave)[3] & termios.ECHO, 0.001)

    def wait_for_quiet(self, quiet_s: float) -> None:
        """Read until nothing was written for a while; a cursor that blinks may keep it from ever being quiet."""
        end_s = time.perf_counter() + 10 * quiet_s
        while self.read(quiet_s) and time.perf_counter() < end_s:
            pass

    def _wait(self, holds: Callable[[], bool], step_s: float) -> None:
        end_s = time.perf_counter() + LONGEST_S
        while not holds():
            if self.process.poll() is not None or time.perf_counter() > end_s:
                raise Silent(f"{self.process.args!r}: {self.output[-500:]!r}")
            self.read(step_s)

    def resident_mib(self) -> float:
        """The memory the program holds now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def end(self) -> None:
        """End the program and whatever it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@contextmanager
def probing(program: Program) -> Iterator[Probe]:
    """A run that is ended with the block."""
    probe = Probe(program)
    try:
        yield probe
    finally:
        probe.end()


def first_echo(probe: Probe) -> None:
    """Type other letters until one is echoed: those before the field had the focus were lost."""
    end_s = time.perf_counter() + LONGEST_S
    for letter in itertools.cycle(KNOCKS):
        probe.type(letter)
        next_s = time.perf_counter() + 0.02
        while (left_s := next_s - time.perf_counter()) > 0:
            probe.read(left_s)
            if any(each.encode() in probe.output for each in KNOCKS):
                return
        if time.perf_counter() > end_s:
            raise Silent(f"{probe.process.args!r} echoes nothing: {probe.output[-500:]!r}")


def full_draft() -> Draft:
    """Ten events of 25 impressions each, with properties as long as may be: about the most one call holds."""
    rows = [
        {
            "eventId": f"event-{at}",
            "eventType": "View",
            "itemId": f"item-{at}",
            "eventValue": 1.5,
            "sentAt": 1_764_000_000 + at,
            "recommendationId": f"recommendation-{at}",
            "metricAttribution": {"eventAttributionSource": "home"},
            "impression": [f"item-{at}-{place}" for place in range(25)],
            "properties": {f"property{place}": "x" * 20 for place in range(27)},
        }
        for at in range(10)
    ]
    return Draft("put-events", {"userId": "qa-user", "sessionId": "qa-session", "eventList": rows})


@contextmanager
def programs(posting: str, *, full: bool = False) -> Iterator[list[Program]]:
    """Ours, Posting where it is installed, and the minimal app, each with a home of its own; ours once more if asked.

    Args:
        posting: How Posting is started.
        full: Add ours with a draft as large as a call may be.
    """
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "pevents_tui"]
        home = _home(folder, "ours")
        found = [Program("ours", ours, home)]
        if full:
            home_of_full = _home(folder, "full")
            with Workbench(environ=home_of_full) as bench:
                bench.keep_draft(full_draft())
            found.append(Program("full draft", ours, home_of_full))
        if shutil.which(posting):
            found.append(Program("Posting", [posting], home))
        else:
            print(f"Posting: skipped, no command {posting!r}; name it with --posting")
        found.append(Program("minimal", [sys.executable, "-c", MINIMAL], home))
        yield found


def _home(folder: str, name: str) -> dict[str, str]:
    """Variables that have a program keep its files apart from everybody's."""
    return {"HOME": folder, "XDG_DATA_HOME": f"{folder}/{name}/data", "XDG_CONFIG_HOME": f"{folder}/{name}/config"}


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def judge(name: str, ratio: float, goal: float) -> bool:
    """Print a ratio beside its goal; whether it holds."""
    holds = ratio <= goal
    print(f"{name}: {ratio:.2f} of {goal:.2f} allowed, {'holds' if holds else 'MISSED'}")
    return holds
