"""How a run ends when somebody ends it: Ctrl-C, a reader that went away, a closed stream."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

import ledger
import waiting
from cli.shell import PROGRAM, Shell, call_body, write_json, write_lines
from pevents_tui.sandbox import TRACKING_ID


def _at(url: str) -> tuple[str, ...]:
    return ("--endpoint-url", url, "--tracking-id", TRACKING_ID)


def _interrupt_when(process: subprocess.Popen[str], condition: Any, what: str) -> tuple[str, str]:
    waiting.until(condition, what)
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=10)


def _outcomes(shell: Shell) -> list[str]:
    """How the calls in the history ended, newest first."""
    return [line["outcome"] for line in shell.run("history", "list", "--output", "json").json]


def test_an_interrupt_cuts_the_call_under_way_and_counts_in_words(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body(f"e-{at}") for at in range(5)])
    ledger.arm(url, "delay", calls=1, delay_s=0.01)
    ledger.arm(url, "hang-after", calls=1)
    with shell.start("send", file, *_at(url)) as process:
        out, err = _interrupt_when(process, lambda: len(ledger.calls(url)) == 2, "a second call that hangs")
    assert process.returncode == 130
    assert [line.split()[0] for line in out.splitlines()] == ["accepted", "unknown"]
    counts = "1 accepted, 0 refused, 1 unknown, 0 not sent; 3 drafts not begun"
    step, ended = err.splitlines()[-2:]
    assert step.startswith("Send it again exactly (pevents-tui history again 2): the event ids stay the same")
    assert ended == f"interrupted: {counts}; nothing further was sent"
    assert len(ledger.calls(url)) == 2
    lines = shell.run("history", "list", "--output", "json").json
    assert [line["outcome"] for line in lines] == ["unknown", "accepted"]
    assert lines[0]["message"] == "cancelled while the call was under way"


def test_a_sigterm_cuts_and_settles_like_an_interrupt(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body(f"e-{at}") for at in range(3)])
    ledger.arm(url, "hang-after", calls=1)
    with shell.start("send", file, *_at(url)) as process:
        waiting.until(lambda: len(ledger.calls(url)) == 1, "a call that hangs")
        process.terminate()
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out.split()[0]) == (143, "unknown")
    counts = "0 accepted, 0 refused, 1 unknown, 0 not sent; 2 drafts not begun"
    assert err.splitlines()[-1] == f"interrupted: {counts}; nothing further was sent"
    assert _outcomes(shell) == ["unknown"]


def test_a_second_interrupt_right_behind_the_first_loses_nothing(shell: Shell, url: str) -> None:
    ledger.arm(url, "hang-after", calls=1)
    with shell.start("send", "view-item", *_at(url), "--output", "json") as process:
        waiting.until(lambda: len(ledger.calls(url)) == 1, "a call that hangs")
        strikes = []

        def strike() -> bool:
            process.send_signal(signal.SIGINT)
            strikes.append(signal.SIGINT)
            return len(strikes) == 2

        waiting.until(strike, "two interrupts, a moment apart: the system makes one of two at once")
        out, err = process.communicate(timeout=10)
    assert process.returncode in {130, -signal.SIGINT}  # as the second one came in time, or at the very end
    assert json.loads(out)["outcome"] == "unknown"
    assert err.splitlines()[-1] == (
        "interrupted: 0 accepted, 0 refused, 1 unknown, 0 not sent; nothing further was sent"
    )
    assert _outcomes(shell) == ["unknown"]


def test_an_interrupt_that_the_shell_has_ignored_stays_ignored(shell: Shell, url: str) -> None:
    ledger.arm(url, "delay", calls=1, delay_s=0.3)
    ignoring = lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)  # noqa: E731 - as a shell does for what ends in &
    with shell.start("send", "view-item", *_at(url), preexec_fn=ignoring) as process:
        out, err = _interrupt_when(process, lambda: len(ledger.calls(url)) == 1, "a call under way")
    assert (process.returncode, out.split()[0], err) == (0, "accepted", "")


@pytest.mark.parametrize(
    ("words", "heard", "code"),
    [
        (("--list",), signal.SIGTERM, 143),
        (("--list",), signal.SIGINT, 130),
        (("--recommender", "shop-for-you", "--user", "qa-ana"), signal.SIGINT, 130),
    ],
)
def test_an_interrupt_of_a_question_ends_with_its_code(
    shell: Shell, words: tuple[str, ...], heard: signal.Signals, code: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with shell.start("recommend", *words, "--endpoint-url", url, "--output", "json") as process:
            peer, _ = silent.accept()
            with peer:
                assert peer.recv(1)
                process.send_signal(heard)
                out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (code, "[]\n" if words == ("--list",) else "")
    assert len(err.splitlines()) == 1


def test_an_interrupt_counts_what_was_never_begun(shell: Shell, url: str, tmp_path: Path) -> None:
    rows = [{"eventType": "View", "itemId": f"i-{at}"} for at in range(35)]
    file = write_json(tmp_path / "call.json", {"sessionId": "s", "eventList": rows})
    ledger.arm(url, "hang", calls=1)
    with shell.start("send", file, *_at(url)) as process:
        _, err = _interrupt_when(process, lambda: len(ledger.calls(url)) == 1, "a call that hangs")
    assert process.returncode == 130
    assert err.splitlines()[-1] == "interrupted: 0 accepted, 0 refused, 1 unknown, 3 not sent; nothing further was sent"


def test_an_interrupt_ends_the_wait_for_another_attempt(shell: Shell, url: str) -> None:
    ledger.arm(url, "throttle", calls=50)
    words = ("send", "view-item", *_at(url), "--attempts", "20", "--output", "json")

    def waits() -> bool:
        """Whether the third attempt was refused, which is kept before the wait begins."""
        return len(ledger.calls(url)) >= 3 and _outcomes(shell) == ["refused"]

    with shell.start(*words) as process:
        out, err = _interrupt_when(process, waits, "a third attempt")
    assert process.returncode == 130
    in_the_wait = '"outcome": "refused"' in out
    assert in_the_wait or '"outcome": "not sent"' in out  # where the fourth had just begun
    counts = "1 refused, 0 unknown, 0 not sent" if in_the_wait else "0 refused, 0 unknown, 1 not sent"
    assert f"interrupted: 0 accepted, {counts}; nothing further was sent" in err


def test_an_interrupt_ends_the_wait_for_standard_input(shell: Shell, url: str) -> None:
    with shell.start("send", "-", *_at(url), stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for _ in range(2):  # the first is sent once the second is there
            process.stdin.write('{"sessionId": "s", "eventList": [{"eventType": "View"}]}\n')
            process.stdin.flush()
        waiting.until(lambda: len(ledger.calls(url)) == 2, "both lines to be sent")
        waiting.until(lambda: _outcomes(shell) == ["accepted"] * 2, "both outcomes to be kept")
        process.send_signal(signal.SIGINT)
        waiting.until(lambda: process.poll() is not None, "the program to end")
        assert process.stderr is not None
        assert "interrupted: 2 accepted, 0 refused, 0 unknown, 0 not sent" in process.stderr.read()
    assert process.returncode == 130


def test_an_interrupt_that_was_to_be_ignored_is(shell: Shell, url: str) -> None:
    line = '{"sessionId": "s", "eventList": [{"eventType": "View"}]}\n'
    ignoring = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)}  # as nohup and & start a program
    with shell.start("send", "-", *_at(url), stdin=subprocess.PIPE, **ignoring) as process:
        assert process.stdin is not None
        process.stdin.write(line * 2)
        process.stdin.flush()
        waiting.until(lambda: len(ledger.calls(url)) == 2, "both lines to be sent")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(line)
    assert (process.returncode, "3 accepted" in err) == (0, True), err


@pytest.mark.parametrize("words", [("history", "list"), ("history", "list", "--output", "json"), ("--help",)])
def test_a_reader_that_went_away_ends_it_quietly(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.run("send", "view-item").code == 0
    reading, writing = os.pipe()
    os.close(reading)
    places = shell.places if words[0] == "history" else ()
    ended = subprocess.run([*PROGRAM, *words, *places], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_nothing_further_is_sent_when_the_receipts_reader_went_away(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body(f"e-{at}") for at in range(5)])
    reading, writing = os.pipe()
    os.close(reading)
    with shell.start("send", file, *_at(url), stdout=writing) as process:
        _, err = process.communicate(timeout=30)
    os.close(writing)
    first, counts = err.splitlines()
    assert (process.returncode, first.partition(", request ")[0]) == (141, f"{file} line 1: accepted")
    assert first.endswith(", call 1")
    assert counts == (
        "broken off: 1 accepted, 0 refused, 0 unknown, 0 not sent; 4 drafts not begun; nothing further was sent"
    )
    assert len(ledger.calls(url)) == 1
    assert [line["outcome"] for line in shell.run("history", "list", "--output", "json").json] == ["accepted"]


def test_closed_streams_are_no_bug(shell: Shell) -> None:
    words = " ".join([*PROGRAM, "send", "view-item", "-", *shell.places])
    ended = subprocess.run(["sh", "-c", f"exec {words} <&- >&-"], stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 252
    assert "there is no standard input" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert shell.run("history", "list", "--output", "json").json[0]["outcome"] == "accepted"


@pytest.mark.parametrize("words", [("send", "view-item"), ("send", "view-item", "--output", "json"), ("locate",)])
def test_a_full_standard_output_hides_no_outcome(shell: Shell, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full, shell.start(*words, stdout=full) as process:
        _, err = process.communicate(timeout=30)
    *told, fault = err.splitlines()
    assert (process.returncode, fault) == (
        253,
        "pevents-tui: standard output cannot be written: no space left on device",
    )
    outcomes = [line.partition(", request ")[0] for line in told]
    assert outcomes == (["view-item: accepted"] if words[0] == "send" else [])


def test_a_full_standard_error_changes_nothing(shell: Shell) -> None:
    with Path("/dev/full").open("w") as full, shell.start("history", "show", "9", stderr=full) as process:
        process.communicate(timeout=30)
    assert process.returncode == 252


def test_a_terminal_of_another_encoding_loses_nothing(shell: Shell) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    with shell.start("send", "-", env=environ, stdin=subprocess.PIPE) as process:
        out, _ = process.communicate('{"sessionId": "s", "eventList": [{"eventType": "Café"}]}', timeout=30)
    assert process.returncode == 0
    assert out.startswith("accepted")
    with shell.start("history", "list", env=environ) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert "Caf\\xe9" in out
