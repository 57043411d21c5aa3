"""How many drafts there are: looked for where that takes nothing away, holds little, and ends soon."""

from __future__ import annotations

import os
import signal
import subprocess
import tracemalloc
from pathlib import Path

import pytest

import ledger
import waiting
from cli.shell import Shell, Terminal
from pevents_tui.cli.progress import Progress, count_drafts
from pevents_tui.sandbox import TRACKING_ID

LINE = b'{"sessionId": "s", "eventList": [{"eventType": "View"}]}\n'


def _outcomes(shell: Shell) -> list[str]:
    return [line["outcome"] for line in shell.run("history", "list", "--output", "json").json]


def test_the_lines_of_a_pipe_are_left_to_who_reads_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "calls.jsonl")
    pipe = os.open(tmp_path / "calls.jsonl", os.O_RDWR | os.O_NONBLOCK)
    try:
        os.write(pipe, LINE * 3)
        assert count_drafts(["view-item", str(tmp_path / "calls.jsonl")]) is None
        assert os.read(pipe, 1_000) == LINE * 3
    finally:
        os.close(pipe)


def test_an_interrupt_ends_a_run_that_reads_a_pipe(shell: Shell, url: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "calls.jsonl")
    pipe = os.open(tmp_path / "calls.jsonl", os.O_RDWR)
    words = ("send", str(tmp_path / "calls.jsonl"), "--endpoint-url", url, "--tracking-id", TRACKING_ID)
    running = shell.start(*words, "--quiet", stdin=subprocess.DEVNULL)
    try:
        os.write(pipe, LINE * 3)
        waiting.until(lambda: len(ledger.calls(url)) == 3, "three lines to be sent")
        waiting.until(lambda: _outcomes(shell) == ["accepted"] * 3, "their outcomes to be kept")
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=10)
    finally:
        running.kill()
        running.communicate()
        os.close(pipe)
    assert running.returncode == 130
    assert err == "interrupted: 3 accepted, 0 refused, 0 unknown, 0 not sent; nothing further was sent\n"


def test_lines_are_counted_without_holding_one(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    with file.open("wb") as opened:
        opened.truncate(48 << 20)  # of which nothing lies on the disk
        opened.seek(0, os.SEEK_END)
        opened.write(b"\n \t\r\n\n" + b"{}\n" * 500_000 + b"{}")
    tracemalloc.start()
    try:
        assert count_drafts([str(file)]) == 500_002
        assert tracemalloc.get_traced_memory()[1] < 24 << 20
    finally:
        tracemalloc.stop()


def test_a_table_counts_the_drafts_before_a_line_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    good = "USER_ID,ITEM_ID,EVENT_TYPE\n" + "".join(f"qa-{at % 5},B{at},View\n" for at in range(50))
    for bad in (b"qa-1,B1\n", b"\xff,B1,View\n", b'qa-1,"B1"x,View\n'):
        file.write_bytes(good.encode() + bad + b"qa-1,B1,View\n")
        assert count_drafts([str(file)]) == 5


def test_what_is_not_counted_soon_is_not_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    file.write_bytes(LINE)
    assert count_drafts([str(file)], 60.0) == 1
    assert count_drafts([str(file)], 0.0) is None


def test_ctrl_c_while_drafts_are_counted_ends_the_count_for_good() -> None:
    asked: list[float] = []

    def count(longest_s: float) -> int:
        asked.append(longest_s)
        raise KeyboardInterrupt

    progress = Progress(Terminal(), count, shown=True)
    with pytest.raises(KeyboardInterrupt):
        progress.line()
    assert (progress.total, len(asked)) == (None, 1)
    early = Progress(Terminal(), lambda longest_s: int(longest_s < 1.0), shown=True)
    assert early.total == 1  # what is asked at the end may take less than a second
