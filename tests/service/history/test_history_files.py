"""The history's file: private, shared by threads and processes, honest after a death."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import builders
import waiting
from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.outcome import Accepted, Cause, Unknown
from pevents_tui.service.history import Filter, History

CHILD = """
import sys
from dataclasses import replace
from pathlib import Path
import builders
from pevents_tui.domain.outcome import Accepted
from pevents_tui.service.history import History
history = History(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    record = history.begin(builders.call(), builders.target(), run=sys.argv[3])
    if sys.argv[3] == "dies":
        print("under way", flush=True)
        sys.stdin.read()
    history.settle(replace(record, outcome=Accepted("r")))
history.close()
"""


def _child(path: Path, count: int, run: str) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "PYTHONPATH": str(Path(builders.__file__).parent)}
    words = [sys.executable, "-c", CHILD, str(path), str(count), run]
    return subprocess.Popen(words, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _end(child: subprocess.Popen[bytes]) -> int:
    child.communicate()
    return child.returncode


def test_files_are_private(history: History, path: Path) -> None:
    history.begin(builders.call(), builders.target())
    found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.rglob("*") if each.is_file()}
    assert {"history.sqlite3", "history.sqlite3-wal", "history.sqlite3-shm"} <= set(found)
    assert set(found.values()) == {0o600}


def test_processes_write_at_once_without_an_error(path: Path, history: History) -> None:
    children = [_child(path, 150, f"run-{number}") for number in range(2)]
    for number in range(150):
        record = history.begin(builders.call(), builders.target(), run="here")
        history.settle(replace(record, outcome=Accepted(f"r-{number}")))
    assert [_end(child) for child in children] == [0, 0]
    assert [history.count(Filter(run=run)) for run in ("here", "run-0", "run-1")] == [150] * 3
    assert history.count(Filter(outcome="accepted")) == 450


def test_a_killed_process_leaves_unknown_and_a_living_one_is_left_alone(path: Path, history: History) -> None:
    mine = history.begin(builders.call(), builders.target())
    child = _child(path, 1, "dies")
    assert child.stdout is not None
    child.stdout.readline()
    with closing(History(path)) as early:
        assert early.notices == ()
        assert early.count(Filter(outcome="sending")) == 2
    child.send_signal(signal.SIGKILL)
    _end(child)
    with closing(History(path)) as later:
        assert "1 call was under way when the program ended" in later.notices[0]
        (lost,) = later.unknown()
        kept = later.get(lost.id)
        assert kept is not None
        assert isinstance(kept.outcome, Unknown)
        assert kept.outcome.cause is Cause.CRASHED
        living = later.get(mine.id)
        assert living is not None
        assert living.word == "sending"
    waiting.until(lambda: len(list((path.parent / "owners").glob("*.lock"))) == 1, "the dead one's lock is swept away")


def test_a_second_history_in_a_process_costs_the_first_nothing(path: Path, history: History) -> None:
    history.begin(builders.call(), builders.target())
    History(path).close()
    child = _child(path, 1, "elsewhere")
    assert _end(child) == 0
    record = history.begin(builders.call(), builders.target())
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*), max(id) FROM send").fetchone() == (3, record.id)


def test_threads_share_one_history(path: Path, history: History) -> None:
    def send(number: int) -> int:
        record = history.begin(builders.call(), builders.target(), run=f"run-{number % 4}")
        history.settle(replace(record, outcome=Accepted(f"request-{record.id}")))
        assert record.id in [line.id for line in history.page(Filter(text=f"request-{record.id}"))]
        return record.id

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(send, range(160)))
    assert sorted(numbers) == list(range(1, 161))
    assert history.count(Filter(outcome="accepted")) == 160


def test_a_clean_end_with_a_call_under_way_is_unknown_too(path: Path) -> None:
    with closing(History(path)) as history:
        record = history.begin(builders.call(), builders.target())
    with closing(History(path)) as later:
        kept = later.get(record.id)
        assert kept is not None
        assert kept.outcome == Unknown(Cause.CRASHED, "the program ended before the answer came")
        assert len(later.notices) == 1
    with closing(History(path)) as last:
        assert last.notices == ()


def test_a_closed_history_says_so(path: Path) -> None:
    history = History(path)
    history.close()
    history.close()
    with pytest.raises(HistoryError, match="cannot be read"):
        history.page()
    assert list((path.parent / "owners").iterdir()) == []
