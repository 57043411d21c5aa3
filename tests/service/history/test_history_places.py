"""Places that cannot be used and disks that are full: told before anything leaves."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import builders
from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.outcome import Accepted
from pevents_tui.service.history import History

NOBODY = 65_534


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


@contextmanager
def _without_rights() -> Iterator[None]:
    """Files are judged by their modes, for root too."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_directory_in_its_place_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(HistoryError, match=r"cannot open the history .*; name another folder with --data-dir"):
        History(path)


def test_a_folder_that_is_missing_or_a_file_is_told(path: Path) -> None:
    path.touch()
    for below in (path / "history.sqlite3", path.with_name("nowhere") / "history.sqlite3"):
        with pytest.raises(HistoryError, match=r"cannot open the history .*(not a directory|no such file)"):
            History(below)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o755, 0o444), (0o755, 0o000), (0o555, 0o444), (0o555, None)])
def test_a_file_or_folder_without_rights_is_told_at_opening(folder_mode: int, file_mode: int | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "history.sqlite3"
        if file_mode is not None:
            History(path).close()
            path.chmod(file_mode)
        path.parent.chmod(folder_mode)
        with _without_rights(), pytest.raises(HistoryError, match=r"cannot open the history .*history.sqlite3"):
            History(path)
        path.parent.chmod(0o755)


def test_an_owners_folder_that_cannot_be_used_leaves_nothing_open(path: Path) -> None:
    (path.parent / "owners").write_text("in the way")
    with pytest.raises(HistoryError, match="cannot make a lock beside the history"):
        History(path)
    assert not _log(path).exists()


@contextmanager
def _full_disk(path: Path) -> Iterator[None]:
    """No file of this process grows beyond the log's size: what a write meets on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_log(path).stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_stops_before_anything_leaves_and_old_rows_stay_readable(path: Path, history: History) -> None:
    kept = history.begin(builders.call(), builders.target())
    with _full_disk(path):
        with pytest.raises(HistoryError, match=r"the history .*history.sqlite3 cannot be written: "):
            history.begin(builders.call(), builders.target())
        assert history.get(kept.id) == kept
        assert [line.id for line in history.page()] == [kept.id]
    history.begin(builders.call(), builders.target())
    assert history.count() == 2


def test_a_settle_that_cannot_be_kept_is_told_and_becomes_unknown(path: Path) -> None:
    with closing(History(path)) as history:
        record = history.begin(builders.call(), builders.target())
        with _full_disk(path), pytest.raises(HistoryError, match="cannot be written"):
            history.settle(replace(record, outcome=Accepted("r")))
        assert history.page()[0].word == "sending"
    with closing(History(path)) as later:
        assert [line.word for line in later.unknown()] == ["unknown"]
