"""The history's schema as a whole, and every road that leads to it."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

import builders
from pevents_tui.domain.outcome import Accepted
from pevents_tui.service.history import Filter, History
from pevents_tui.service.history.migrations import LATEST, MIGRATIONS

COLUMNS = {
    "send": (
        "id INTEGER key, at_s REAL, word TEXT, kind TEXT, types TEXT, user TEXT?, session TEXT?, items TEXT, "
        "tracking_id TEXT, label TEXT, policy TEXT, request_id TEXT?, message TEXT?, rows INTEGER, latency_s REAL?, "
        "attempts INTEGER, run TEXT?, owner TEXT, tags TEXT?, note TEXT?, worded INTEGER, late INTEGER"
    ),
    "body": "id INTEGER key, call BLOB, target TEXT, outcome TEXT?, exchange BLOB?, made TEXT?",
    "fact": "what TEXT key, value TEXT key, id INTEGER key",
    "known": "tracking_id TEXT key, kind TEXT key, type TEXT key",
    "past": "tracking_id TEXT key, kind TEXT key, name TEXT key, value TEXT key, id INTEGER",
    "impression": "tracking_id TEXT key, kind TEXT key, list TEXT, id INTEGER",
    "unread": "before INTEGER, least INTEGER",
}
INDEXES = {
    "send_word": ["word", "id"],
    "send_tracker": ["tracking_id", "id"],
    "send_kind": ["kind", "id"],
    "send_run": ["run", "id"],
    "send_at": ["at_s"],
    "send_label": ["label", "id"],
    "send_late": ["at_s", "id"],
    "past_newest": ["tracking_id", "kind", "name", "id"],
}


def _at_version(path: Path, version: int) -> None:
    """A file as a program of that version left it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for script in MIGRATIONS[:version]:
            db.executescript(script)
        db.execute(f"PRAGMA user_version = {version:d}")


def _described(db: sqlite3.Connection, table: str) -> str:
    told = []
    for _, name, kind, is_needed, _, key in db.execute(f"PRAGMA table_info({table})"):
        told.append(f"{name} {kind}" + (" key" if key else "" if is_needed else "?"))
    return ", ".join(told)


def _schema(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return set(db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def test_the_whole_schema(history: History, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        made = dict(db.execute("SELECT name, type FROM sqlite_master WHERE sql IS NOT NULL"))
        own = {name: kind for name, kind in made.items() if not name.startswith(("sqlite_", "words_"))}
        assert own == {**dict.fromkeys((*COLUMNS, "words"), "table"), **dict.fromkeys(INDEXES, "index")}
        assert {table: _described(db, table) for table in COLUMNS} == COLUMNS
        found = {name: [row[2] for row in db.execute(f"PRAGMA index_info({name})")] for name in INDEXES}
        assert found == INDEXES
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA user_version").fetchone() == (LATEST,)


@pytest.mark.parametrize("version", range(LATEST + 1))
def test_a_file_of_any_version_becomes_the_newest(path: Path, tmp_path: Path, version: int) -> None:
    _at_version(path, version)
    fresh = tmp_path / "fresh.sqlite3"
    for each in (path, fresh):
        with closing(History(each)) as history:
            assert history.notices == ()
            history.settle(history.begin(builders.call(), builders.target()))
            assert history.count() == 1
    assert _schema(path) == _schema(fresh)


def test_what_an_older_version_kept_is_found_after_the_step(path: Path) -> None:
    _at_version(path, 1)
    call = builders.call()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        columns = "(id, at_s, word, kind, types, items, tracking_id, label, policy, rows, attempts, owner)"
        values = (
            1,
            1.5,
            "accepted",
            call.kind,
            '["View"]',
            '["B0742"]',
            builders.TRACKER,
            "tests",
            "SANDBOX",
            1,
            1,
            "x",
        )
        db.execute(f"INSERT INTO send {columns} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
        kept = (
            '{"label": "tests", "policy": "SANDBOX", "of_a_newer_one": 1}',
            '{"word": "accepted", "request_id": "r"}',
        )
        db.execute("INSERT INTO body VALUES (1, ?, ?, ?)", (zlib.compress(call.wire), *kept))
        db.execute("INSERT INTO fact VALUES ('type', 'View', 1)")
    with closing(History(path)) as history:
        assert history.known_types(builders.TRACKER, call.kind) == {"View"}
        assert [line.id for line in history.page(Filter(event_type="View"))] == [1]
        record = history.get(1)
        assert record is not None
        assert (record.call, record.outcome, record.target.label) == (call, Accepted("r"), "tests")
