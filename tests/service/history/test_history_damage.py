"""Damaged, torn and newer files: nothing is thrown away, and what happened is told."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import builders
from pevents_tui.domain.errors import HistoryError, HistoryTooNew
from pevents_tui.domain.outcome import Refused
from pevents_tui.service.history import Filter, History

BEGIN_AND_DIE = """
import builders, os, sys
from pathlib import Path
from pevents_tui.service.history import History
history = History(Path(sys.argv[1]))
for _ in range(5):
    history.begin(builders.call(), builders.target())
os._exit(0)
"""
GROW_NEWER_AND_DIE = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA user_version = 99")
os._exit(0)
"""
OPEN_AND_CLOSE = """
import sys
from pathlib import Path
from pevents_tui.service.history import History
print("ready", flush=True)
sys.stdin.readline()
history = History(Path(sys.argv[1]))
print(len(history.notices), flush=True)
sys.stdin.read()
history.close()
"""


def _start(code: str, path: Path) -> subprocess.Popen[str]:
    environ = {**os.environ, "PYTHONPATH": str(Path(builders.__file__).parent)}
    words = [sys.executable, "-c", code, str(path)]
    return subprocess.Popen(words, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _set_aside(path: Path) -> list[Path]:
    return sorted(each for each in path.parent.glob("*.corrupt-*") if not each.name.endswith(("-wal", "-shm")))


@pytest.mark.parametrize(
    "content",
    [b"x", b"garbage " * 500, b"SQLite format 3\x00", b"SQLite format 3\x00" + b"\xff" * 5000, bytes(5000)],
)
def test_a_file_that_is_no_history_is_set_aside_and_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with closing(History(path, clock=lambda: float(builders.NOW_S))) as history:
        assert history.count() == 0
        (notice,) = history.notices
    aside = path.with_name("history.sqlite3.corrupt-20251124-160000")
    assert str(aside) in notice
    assert aside.read_bytes() == content


def test_a_second_one_in_the_same_second_overwrites_nothing(path: Path) -> None:
    for content in (b"first " * 500, b"second " * 500):
        path.write_bytes(content)
        History(path, clock=lambda: float(builders.NOW_S)).close()
    assert [each.read_bytes()[:6] for each in _set_aside(path)] == [b"first ", b"second"]


def test_processes_that_meet_one_damaged_file_begin_one_new_one(path: Path) -> None:
    path.write_bytes(b"garbage " * 500)
    children = [_start(OPEN_AND_CLOSE, path) for _ in range(4)]
    told = 0
    for child in children:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        assert child.stdout is not None
        told += int(child.stdout.readline())
    for child in children:
        child.communicate()
        assert child.returncode == 0
    assert told == len(_set_aside(path)) == 1


def test_a_torn_file_is_set_aside(path: Path) -> None:
    with closing(History(path)) as history:
        for _ in range(50):
            history.begin(builders.call(), builders.target())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with closing(History(path)) as history:
        assert history.count() == 0
        assert "set aside" in history.notices[0]


def test_a_file_cut_to_nothing_keeps_its_log(path: Path) -> None:
    _start(BEGIN_AND_DIE, path).communicate()
    kept = _log(path).read_bytes()
    os.truncate(path, 0)
    with closing(History(path)) as history:
        assert "set aside" in history.notices[0]
    (aside,) = _set_aside(path)
    assert _log(aside).read_bytes() == kept


def test_damage_deep_in_a_large_file_is_told_and_mended_at_the_next_start(path: Path) -> None:
    with closing(History(path)) as history:
        for _ in range(3):
            record = history.begin(builders.call(), builders.target())
            history.settle(replace(record, outcome=Refused("X", os.urandom(250_000).hex(), 400)))
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'send_tracker'").fetchone()
        (page_bytes,) = db.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * page_bytes)
        file.write(b"\xff" * page_bytes)
    with closing(History(path)) as history:
        assert history.count() == 3
        with pytest.raises(HistoryError, match=r"history.sqlite3 is damaged: start again"):
            history.page(Filter(tracking_id=builders.TRACKER))
    with closing(History(path)) as history:
        assert "set aside" in history.notices[0]
    assert len(_set_aside(path)) == 1
    with closing(History(path)) as history:
        assert history.notices == ()


def test_one_damaged_call_is_told_and_the_others_are_shown(history: History, path: Path) -> None:
    numbers = [history.begin(builders.call(), builders.target()).id for _ in range(2)]
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE body SET call = x'00ff' WHERE id = ?", (numbers[0],))
    with pytest.raises(HistoryError, match=r"call 1 in the history .* is damaged and cannot be shown"):
        history.get(numbers[0])
    assert history.get(numbers[1]) is not None
    assert len(history.page()) == 2


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
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_newer_file_whose_program_was_killed_keeps_its_log(path: Path) -> None:
    _start(BEGIN_AND_DIE, path).communicate()
    _start(GROW_NEWER_AND_DIE, path).communicate()
    before = (path.read_bytes(), _log(path).read_bytes())
    with pytest.raises(HistoryTooNew):
        History(path)
    assert (path.read_bytes(), _log(path).read_bytes()) == before
