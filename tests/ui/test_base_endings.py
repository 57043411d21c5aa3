"""Every way to end: the terminal is given back, the exit code tells which way it was, and nothing secret is told."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from samples import CTRL_C, CTRL_P, CTRL_Q, F2, F3, F5, F6, F7, sample
from terminal import Terminal

ENDINGS = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM]


@pytest.mark.parametrize("number", ENDINGS)
def test_a_signal_ends_it_with_its_code_and_gives_the_terminal_back(tmp_path: Path, number: signal.Signals) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        assert terminal.raw
        terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.restored
        assert terminal.output.rstrip().endswith(b"l")  # the last of the modes, and no word after it


def test_the_probe_catches_a_terminal_left_behind(tmp_path: Path) -> None:
    with sample("plain", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit() == -signal.SIGTERM
        assert not terminal.restored


def test_a_thread_that_hangs_holds_an_asked_for_end_up_for_seconds_only(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.feed(F5)
        terminal.wait_for(b"hanging")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert terminal.restored


def test_a_closed_window_ends_it(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.hang_up()
        assert terminal.wait_exit() == 128 + signal.SIGHUP
        assert list(tmp_path.iterdir()) == []


def test_a_closed_window_ends_it_also_where_no_signal_comes(tmp_path: Path) -> None:
    deaf = "import os, signal, sys; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP]); os.execv(*DO)"
    command = sample("hardened", tmp_path).command
    with Terminal([sys.executable, "-c", deaf.replace("DO", f"({command[0]!r}, {command!r})")]) as terminal:
        terminal.wait_for(b"ready")
        terminal.hang_up()
        assert terminal.wait_exit() == 128 + signal.SIGHUP


def test_a_stop_that_cannot_be_caught_leaves_a_usable_app_and_a_restored_terminal(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.signal(signal.SIGSTOP)
        terminal.restore()
        seen = len(terminal.output)
        terminal.signal(signal.SIGCONT)
        terminal.wait_until(lambda: terminal.raw)
        terminal.wait_for(b"ready", since=seen)
        terminal.feed("abc\r")
        terminal.wait_for(b"got 3")
        terminal.feed(CTRL_Q)
        assert terminal.wait_exit() == 0
        assert terminal.restored


def test_going_on_without_a_stop_changes_nothing(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        for _ in range(5):
            seen = len(terminal.output)
            terminal.signal(signal.SIGCONT)
            terminal.wait_for(b"ready", since=seen)
        terminal.feed("abc\r")
        terminal.wait_for(b"got 3")
        terminal.feed(CTRL_Q)
        assert terminal.wait_exit() == 0
        assert terminal.restored


def test_an_interrupt_meant_for_another_program_does_not_end_this_one(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(F6)
        terminal.wait_for(b"lent")
        assert terminal.restored
        terminal.feed(CTRL_C)
        terminal.wait_for(b"child ended -2")
        terminal.feed(CTRL_Q)
        assert terminal.wait_exit() == 0
        assert terminal.restored


def test_an_error_of_its_own_is_one_line_and_a_private_file(tmp_path: Path) -> None:
    folder = tmp_path / "crashes" / "here"
    with sample("hardened", folder, env={"AWS_SECRET_ACCESS_KEY": str(folder)}) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(F2)
        assert terminal.wait_exit() == 1
        assert terminal.restored
        last = terminal.text.splitlines()[-1].strip()
        (file,) = folder.iterdir()
        assert last == f"pevents-tui ended by an error of its own: ValueError, details in {file}"
        assert b"canary" not in terminal.output
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    told = file.read_text()
    assert "action_break" in told
    assert "ValueError: 17 http://•••@proxy •••" in told
    assert "pa55" not in told
    assert str(folder) not in told


def test_an_error_with_no_place_to_tell_it_is_still_one_line(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    with sample("hardened", occupied) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(F2)
        assert terminal.wait_exit() == 1
        assert terminal.text.splitlines()[-1].endswith("ValueError, no crash file could be written")


def test_the_probe_catches_locals_on_the_screen_and_a_false_exit_code(tmp_path: Path) -> None:
    with sample("plain", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(F2)
        assert terminal.wait_exit() == 0
        assert b"canary" in terminal.output


def test_a_worker_that_breaks_is_told_and_the_app_goes_on(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(F3)
        terminal.wait_for(b"KeyError")
        terminal.feed("abc\r")
        terminal.wait_for(b"got 3")
        terminal.feed(F7)
        assert terminal.wait_exit() == 7
        (file,) = tmp_path.iterdir()
        assert "KeyError: 'worker'" in file.read_text()


def test_enter_in_the_palette_runs_what_was_typed_and_the_second_does_nothing(tmp_path: Path) -> None:
    with sample("hardened", tmp_path) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(CTRL_P)
        terminal.wait_for(b"Quit")
        terminal.feed("quit\r\r\r")
        assert terminal.wait_exit() == 0
        assert terminal.restored
        assert list(tmp_path.iterdir()) == []
