"""What a person does with calls that ended: tags, notes, deleting, forgetting, and what must be gone then."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import builders
from pevents_tui.domain.errors import HistoryError
from pevents_tui.domain.outcome import Accepted, NotSent, Refused, Unknown
from pevents_tui.domain.outcome import Cause as Why
from pevents_tui.service.history import Filter, History
from pevents_tui.service.history.migrations import LATEST, MIGRATIONS
from service.history.conftest import Keep

REFUSED = Refused("ValidationException", "no such item", 400, "r-no")
MARK = "unmistakable-жжж"
TRIGRAM = "жжж".encode()


def _bytes(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


def _ids(history: History, **parts: object) -> list[int]:
    return [line.id for line in history.page(Filter(**parts))]  # type: ignore[arg-type]  # a test's own words


def test_tags_and_notes_are_kept_shown_and_found(history: History, keep: Keep) -> None:
    for number in range(1, 4):
        keep(itemId=f"B{number}", properties=f'{{"colour": "teal-{number}"}}')
    assert history.tag([1, 3, 99], add=["flaky", "shop-17"]) == 2
    assert history.tag([1], add=["flaky"], remove=["shop-17"]) == 1
    assert history.note(1, "  the price was missing\nask Bo  ")
    assert not history.note(99, "nobody")
    record, line = history.get(1), history.page()[-1]
    assert record is not None
    assert (record.tags, record.note) == (("flaky",), "the price was missing\nask Bo")
    assert (line.tags, line.note) == (record.tags, record.note)
    assert (_ids(history, tag="flaky"), _ids(history, tag="shop-17")) == ([3, 1], [3])
    assert (_ids(history, text="price was"), _ids(history, text="shop-17")) == ([1], [3])
    assert (_ids(history, text="teal-2"), _ids(history, text="request-3")) == ([2], [3])
    assert history.note(1, "")
    assert _ids(history, text="price was") == []
    assert history.completions("tag", "") == ["flaky", "shop-17"]
    assert history.completions("item", "B", limit=2) == ["B1", "B2"]
    assert history.completions("target", "te") == ["tests"]
    assert (history.completions("outcome", ""), history.completions("user", "zz")) == ([], [])
    for wrong in ("", "two words", "a,b", "x" * 65, "\x1b", 'a"'):
        with pytest.raises(ValueError, match="is no tag"):
            history.tag([1], add=[wrong])


def test_a_repeat_keeps_tags_and_notes(history: History, keep: Keep) -> None:
    record = keep(REFUSED)
    history.tag([1], add=["flaky"])
    history.note(1, "look here")
    again = history.reopen(record)
    assert _ids(history, text="look here") == [1]
    history.settle(again)
    assert _ids(history, text="flaky") == [1]


def test_counts_and_the_next_failure(history: History, keep: Keep) -> None:
    ends = (Accepted("r"), REFUSED, Unknown(Why.TIMEOUT, "late"), Accepted("r"), NotSent(Why.CONNECTION, "no net"))
    for number, outcome in enumerate(ends):
        keep(outcome, itemId=f"B{number % 2}")
    assert history.tally() == {"accepted": 2, "refused": 1, "unknown": 1, "not sent": 1}
    assert history.tally(Filter(outcome="failed", item="B0")) == {"unknown": 1, "not sent": 1}
    assert history.tally(Filter(outcome="accepted"), most=1) == {"accepted": 1}
    assert _ids(history, outcome="failed") == [5, 3, 2]
    assert history.count(Filter(outcome="failed")) == 3
    assert [line.id for line in history.page(Filter(outcome="failed"), before=5, limit=1)] == [3]
    found = [history.next_failure(), history.next_failure(before=5), history.next_failure(Filter(item="B1"), before=5)]
    assert [line and line.id for line in found] == [5, 3, 2]
    assert history.next_failure(before=2) is None
    assert history.next_failure(Filter(outcome="accepted")) is None


def test_a_deleted_call_is_gone_from_all_there_is(path: Path, keep: Keep, history: History) -> None:
    for number in range(40):
        keep(itemId=f"B{number}")
    gone = keep(
        Refused(MARK, MARK, 400, MARK),
        userId=MARK,
        sessionId=MARK,
        itemId=MARK,
        eventType=MARK,
        recommendationId=MARK,
        eventId=MARK,
        impression=[MARK],
    )
    history.tag([gone.id], add=[MARK])
    history.note(gone.id, MARK)
    with closing(History(path)) as second:  # another program has it open
        assert second.get(gone.id) is not None
        path.with_name(f"{path.name}.before-2").write_bytes(b"a copy with " + MARK.encode())
        assert TRIGRAM in _bytes(path.parent)
        told = history.delete([gone.id, gone.id, 99, -1])
        assert (told.calls, told.backups, told.is_erased) == (1, 1, True)
        assert (second.get(gone.id), second.count()) == (None, 40)
    assert (_ids(history, text=MARK), _ids(history, user=MARK)) == ([], [])
    assert history.past_values(builders.TRACKER, "put-events", "userId", MARK) == []
    assert history.newest_impression(builders.TRACKER, "put-events") is None
    assert TRIGRAM not in _bytes(path.parent)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        assert db.execute("SELECT count(*) FROM fact WHERE id = ?", (gone.id,)).fetchone() == (0,)
    assert _ids(history, text="B39") == [40]
    assert history.begin(builders.call(), builders.target()).id == gone.id + 1  # numbers are used once


def test_what_others_share_with_a_deleted_call_stays(history: History, keep: Keep) -> None:
    keep(userId="qa-bo", itemId="B1", eventType="Rare")
    keep(userId="qa-bo", itemId="B1", eventType="Rare")
    history.delete([2])
    assert history.past_values(builders.TRACKER, "put-events", "userId") == ["qa-bo"]
    assert history.known_types(builders.TRACKER, "put-events") == {"Rare"}
    history.delete([1])
    assert history.past_values(builders.TRACKER, "put-events", "userId") == []
    assert history.known_types(builders.TRACKER, "put-events") == frozenset()


def test_forgetting_by_age_and_number_spares_what_is_under_way(path: Path) -> None:
    now_s = [float(builders.NOW_S)]
    with closing(History(path, clock=lambda: now_s[0])) as history:
        history.begin(builders.call(), builders.target())
        for _ in range(5):
            now_s[0] += 86_400
            record = history.begin(builders.call(), builders.target())
            history.settle(replace(record, outcome=Accepted("r")))
        size = history.size_bytes
        assert history.prune(older_s=3.5 * 86_400).calls == 1
        assert _ids(history) == [6, 5, 4, 3, 1]
        assert history.prune(keep=2).calls == 2
        assert _ids(history) == [6, 5, 1]
        assert (history.prune(keep=9, older_s=10**9).calls, history.prune().calls) == (0, 0)
        assert 0 < history.size_bytes <= size + 65_536
        may_have = history.begin(builders.call(), builders.target())
        history.settle(replace(may_have, outcome=Unknown(Why.TIMEOUT, "no answer")))
        told: list[int] = []
        assert history.prune(keep=0, told=told.append).calls == 2
        assert (_ids(history), set(told)) == ([7, 1], {2})
        sent_again = history.begin(may_have.call, builders.target())
        history.settle(replace(sent_again, outcome=Accepted("r")))
        assert history.prune(keep=1).calls == 1  # it is known by now that it arrived
        assert _ids(history) == [8, 1]


def test_a_copy_is_taken_before_a_file_is_brought_to_a_newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for script in MIGRATIONS[: LATEST - 1]:
            db.executescript(script)
        db.execute(f"PRAGMA user_version = {LATEST - 1:d}")
        names = "(at_s, word, kind, types, items, tracking_id, label, policy, rows, attempts, owner)"
        db.execute(f"INSERT INTO send {names} VALUES (1, 'accepted', 'k', '[]', '[]', 't', 'l', 'DEV', 1, 1, 'o')")  # noqa: S608
    copy = path.with_name(f"{path.name}.before-{LATEST}")
    with closing(History(path)) as history:
        assert history.notices == (f"the history is of version {LATEST} now; how it was before is kept as {copy}",)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (LATEST - 1,)
        assert db.execute("SELECT count(*) FROM send").fetchone() == (1,)
    with closing(History(path)) as history:
        assert history.notices == ()
    assert [each.name for each in path.parent.iterdir() if each.name.endswith(".new")] == []


def test_spans_hold_also_for_calls_that_came_in_late(path: Path, tmp_path: Path) -> None:
    times, now_s = [10.0, 20.0, 5.0, 30.0, 25.0, 40.0, 1.0], [0.0]
    with closing(History(path, clock=lambda: now_s[0])) as history:
        for now_s[0] in times:
            history.settle(replace(history.begin(builders.call(), builders.target()), outcome=Accepted("r")))
        with closing(sqlite3.connect(path)) as db:
            assert [late for (late,) in db.execute("SELECT late FROM send ORDER BY id")] == [0, 0, 1, 0, 1, 0, 1]
        for since_s in (None, 0.0, 5.0, 22.0, 40.0, 41.0):
            for until_s in (None, 1.0, 6.0, 26.0, 99.0):
                fits = [
                    at + 1
                    for at, at_s in enumerate(times)
                    if (since_s is None or at_s >= since_s) and (until_s is None or at_s < until_s)
                ]
                where = Filter(since_s=since_s, until_s=until_s)
                assert [line.id for line in history.page(where)] == fits[::-1]
                assert history.count(where) == len(fits)
        assert not history.is_untidy
        history.delete([4])
        assert not history.is_untidy
        path.with_name(f"{path.name}.untidy").touch()
        history.tidy()
        assert not history.is_untidy


def test_a_file_of_the_version_before_learns_which_calls_came_in_late(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for script in MIGRATIONS[:4]:
            db.executescript(script)
        db.execute("PRAGMA user_version = 4")
        names = "(at_s, word, kind, types, items, tracking_id, label, policy, rows, attempts, owner)"
        for at_s in (1, 3, 2, 3, 4):
            row = f"({at_s}, 'accepted', 'k', '[]', '[]', 't', 'l', 'DEV', 1, 1, 'o')"
            db.execute(f"INSERT INTO send {names} VALUES {row}")  # noqa: S608
    History(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert [late for (late,) in db.execute("SELECT late FROM send ORDER BY id")] == [0, 0, 1, 0, 0]


DELETE_FOR_EVER = """
import sys
from pathlib import Path
from pevents_tui.service.history import History
history = History(Path(sys.argv[1]))
for number in range(1, 301):
    print(number, flush=True)
    history.delete([number])
"""


@pytest.mark.parametrize("kills", [2, pytest.param(50, marks=pytest.mark.campaign, id="whole")])
def test_a_delete_that_is_killed_takes_a_call_out_whole_or_not_at_all(path: Path, kills: int) -> None:
    with closing(History(path)) as history:
        for number in range(300):
            draft = builders.events_draft(builders.event(itemId=f"B{number:04d}"))
            history.settle(replace(history.begin(builders.call(draft), builders.target()), outcome=Accepted("r")))
    for kill in range(kills):
        words = [sys.executable, "-c", DELETE_FOR_EVER, str(path)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as dying:
            assert dying.stdout is not None
            for _ in range(5 * (kill + 1)):
                dying.stdout.readline()
            dying.kill()
    with closing(History(path)) as history:
        left = history.numbers()
        assert left == list(range(300, 300 - len(left), -1))
        assert history.notices == ()
        history.tidy()
        assert not history.is_untidy
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        for table in ("body", "fact"):
            assert db.execute(f"SELECT count(DISTINCT id) FROM {table}").fetchone() == (len(left),)  # noqa: S608
        for item in ("B0000", f"B{300 - len(left):04d}"):
            found = db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (f'"{item}"',)).fetchone()
            assert found == (int(item != "B0000"),)


def test_a_full_disk_keeps_what_is_there_readable(history: History, keep: Keep) -> None:
    for number in range(30):
        keep(itemId=f"B{number}")
    history._writer.execute("PRAGMA max_page_count = 1")  # no page more than there are
    before = history.numbers()
    with pytest.raises(HistoryError, match="full"):
        history.tag(range(1, 31), add=[f"{number:060d}" for number in range(2_000)])
    assert history.numbers() == before
    assert [record is not None for record in map(history.get, before)] == [True] * 30
