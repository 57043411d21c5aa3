"""What a terminal may be and may send: any bytes, any size, no colour, or none at all."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from samples import CTRL_Q, F2, F4, sample
from terminal import Terminal, strays


def test_broken_utf_8_becomes_replacement_characters(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(b"\xffa\xc3(\x80\r")
        terminal.wait_for(b"got 5")
        terminal.feed(CTRL_Q)
        assert terminal.wait_exit() == 0
        assert terminal.text.count("\N{REPLACEMENT CHARACTER}") >= 3


def test_the_probe_catches_an_app_that_dies_of_broken_utf_8(tmp_path: Path) -> None:
    with sample("plain", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(b"\xffa\r")
        terminal.wait_exit()
        assert b"UnicodeDecodeError" in terminal.output


@pytest.mark.parametrize("seed", [1, pytest.param(range(2, 60), marks=pytest.mark.campaign)])
def test_random_bytes_neither_break_it_nor_come_back(tmp_path: Path, seed: int | range) -> None:
    for each in (seed,) if isinstance(seed, int) else seed:
        keys = bytes(byte for byte in random.Random(each).randbytes(4000) if byte not in CTRL_Q.encode())
        with sample("hardened", tmp_path) as terminal:
            terminal.wait_for(b"ready")
            terminal.feed(keys)
            terminal.signal(signal.SIGTERM)
            assert terminal.wait_exit(60) == 128 + signal.SIGTERM
            assert terminal.restored
            assert strays(terminal.output) == []
            assert list(tmp_path.iterdir()) == []


def test_a_thousand_toasts_are_a_few_and_a_summary(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(F4)
        terminal.wait_for(b"995 more messages")
        assert set(re.findall(r"toast (\d+) \[/x\]", terminal.text)) == set("01234")
        terminal.feed(CTRL_Q)
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"LC_ALL": "C"}, {"TERM": "vt100"}, {"TERM": None}])
def test_it_runs_without_colour_and_without_a_locale(tmp_path: Path, env: dict[str, str | None]) -> None:
    with sample("hardened", tmp_path, env=env) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed("é\r")
        terminal.wait_for(b"got 1")
        terminal.feed(CTRL_Q)
        assert terminal.wait_exit() == 0


def test_it_draws_on_standard_output_when_errors_go_elsewhere(tmp_path: Path) -> None:
    with (tmp_path / "errors").open("w") as errors, sample("hardened", tmp_path, stderr=errors.fileno()) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(F2)
        assert terminal.wait_exit() == 1
        assert terminal.restored
    assert (tmp_path / "errors").read_text().startswith("pevents-tui ended by an error of its own: ValueError")


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (1000, 300)])
def test_any_size_is_survived(tmp_path: Path, size: tuple[int, int]) -> None:
    with sample("hardened", tmp_path, size=size) as terminal:
        terminal.wait_until(lambda: terminal.raw)
        for columns in (1, 300, 2, 80):
            terminal.resize(columns, max(1, columns // 3))
        terminal.wait_for(b"ready")
        terminal.feed(CTRL_Q)
        assert terminal.wait_exit() == 0


HINT = "from pevents_tui.ui.base import terminal_hint; print(terminal_hint())"


def test_a_hint_tells_that_there_is_no_terminal(tmp_path: Path) -> None:
    told = subprocess.run([sys.executable, "-c", HINT], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert b"needs a terminal" in told.stdout
    with (tmp_path / "out").open("w") as out, Terminal([sys.executable, "-c", HINT], stdout=out.fileno()) as terminal:
        assert terminal.wait_exit() == 0
    assert "needs a terminal" in (tmp_path / "out").read_text()


@pytest.mark.parametrize(("term", "told"), [("dumb", b"dumb"), ("xterm", b"None")])
def test_a_hint_tells_that_a_terminal_is_dumb(term: str, told: bytes) -> None:
    with Terminal([sys.executable, "-c", HINT], env={"TERM": term}) as terminal:
        terminal.wait_for(told)
        assert terminal.wait_exit() == 0
