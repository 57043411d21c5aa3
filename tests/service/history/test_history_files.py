"""The history's file: private, shared by processes, set aside when damaged, honest after a death."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import builders
import waiting
from pevents_tui.domain.errors import HistoryError, HistoryTooNew
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


@pytest.mark.parametrize("content", [b"garbage " * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_history_is_set_aside_and_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with closing(History(path)) as history:
        assert history.count() == 0
        (notice,) = history.notices
    (aside,) = path.parent.glob("history.sqlite3.corrupt-*")
    assert str(aside) in notice
    assert aside.read_bytes() == content


def test_a_torn_file_is_set_aside(path: Path) -> None:
    with closing(History(path)) as history:
        for _ in range(50):
            history.begin(builders.call(), builders.target())
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with closing(History(path)) as history:
        assert history.count() == 0
        assert "set aside" in history.notices[0]


def test_an_empty_file_is_a_new_history(path: Path) -> None:
    path.touch()
    with closing(History(path)) as history:
        assert history.notices == ()


def test_a_newer_file_is_left_as_it_is(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE future (x)")
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(HistoryTooNew, match="is of version 99, this program knows"):
        History(path)
    assert path.read_bytes() == before


def test_a_directory_in_its_place_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(HistoryError, match=r"cannot open the history .*; name another folder with --data-dir"):
        History(path)


def test_a_full_disk_stops_before_anything_leaves_and_old_rows_stay_readable(path: Path, history: History) -> None:
    kept = history.begin(builders.call(), builders.target())
    pages = history._writer.execute("PRAGMA page_count").fetchone()[0]
    history._writer.execute(f"PRAGMA max_page_count = {pages}")
    big = builders.call(builders.events_draft(*[builders.event(eventId=f"{number:0200x}") for number in range(200)]))
    with pytest.raises(HistoryError, match=r"history .*history.sqlite3 cannot be written: database or disk is full"):
        history.begin(big, builders.target())
    assert history.get(kept.id) is not None
    assert history.count() == 1


def test_a_settle_that_cannot_be_kept_is_told_and_becomes_unknown(path: Path) -> None:
    history = History(path)
    record = history.begin(builders.call(), builders.target())
    history._writer.execute("PRAGMA query_only = ON")
    with pytest.raises(HistoryError, match="cannot be written"):
        history.settle(replace(record, outcome=Accepted("r")))
    history.close()
    with closing(History(path)) as later:
        kept = later.get(record.id)
        assert kept is not None
        assert kept.word == "unknown"
