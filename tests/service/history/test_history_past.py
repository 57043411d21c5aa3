"""Values sent before: told newest first, found by any part, few enough, and read out of what older versions kept."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

import builders
import hostile
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.suggestions import COMPLETED
from pevents_tui.service.history import History, past
from pevents_tui.service.history.migrations import MIGRATIONS

WHO = (builders.TRACKER, "put-events")


def _send(history: History, *rows: dict[str, object], **head: object) -> Record:
    return history.begin(builders.call(builders.events_draft(*rows, **head)), builders.target())


def _older(path: Path, count: int) -> None:
    """A file of the version before, with so many calls."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for script in MIGRATIONS[:2]:
            db.executescript(script)
        db.execute("PRAGMA user_version = 2")
        db.execute("BEGIN")
        for number in range(1, count + 1):
            body = builders.events_draft(builders.event(itemId=f"B{number}", impression=[f"B{number}"])).body
            _write(db, number, zlib.compress(json.dumps(body).encode()) if number != 3 else b"damaged")
        db.execute("COMMIT")


def _write(db: sqlite3.Connection, number: int, packed: bytes) -> None:
    names = "id, at_s, word, kind, types, items, tracking_id, label, policy, rows, attempts, owner"
    values = (number, 1.0, "accepted", "put-events", "[]", "[]", builders.TRACKER, "tests", "SANDBOX", 1, 1, "x")
    db.execute(f"INSERT INTO send ({names}) VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
    db.execute("INSERT INTO body VALUES (?, ?, '{}', NULL)", (number, packed))


def test_values_come_newest_first_each_once_and_by_any_part(history: History) -> None:
    for item in ("kettle-1", "lamp_1", "KETTLE-2", "kettle-1", "red-kettle"):
        _send(history, builders.event(itemId=item))
    assert history.past_values(*WHO, "itemId") == ["red-kettle", "kettle-1", "KETTLE-2", "lamp_1"]
    assert history.past_values(*WHO, "itemId", "kett") == ["kettle-1", "KETTLE-2", "red-kettle"]
    assert history.past_values(*WHO, "itemId", "p_") == ["lamp_1"]
    assert history.past_values(*WHO, "itemId", "%") == history.past_values(*WHO, "itemId", "'; DROP TABLE past") == []
    assert history.past_values(*WHO, "itemId", limit=2) == ["red-kettle", "kettle-1"]


def test_each_member_tracker_and_operation_has_its_own(history: History) -> None:
    row = builders.event(recommendationId="RID-1", metricAttribution={"eventAttributionSource": "mail"})
    _send(history, row, {**row, "eventType": "Click", "impression": ["B1", "B2"]})
    _send(history, userId="qa-ben", trackingId="other")
    action = builders.action(userId="qa-cleo")
    history.begin(builders.call(builders.actions_draft(action)), builders.target())
    found = {name: history.past_values(*WHO, name) for name in COMPLETED}
    assert found == {
        "userId": ["qa-ana"], "sessionId": ["s-1"], "eventType": ["View", "Click"], "itemId": ["B0742"], "actionId": [],
        "recommendationId": ["RID-1"], "eventAttributionSource": ["mail"],
    }  # fmt: skip
    assert history.past_values("other", "put-events", "userId") == ["qa-ben"]
    assert history.past_values(builders.TRACKER, "put-action-interactions", "userId") == ["qa-cleo"]
    assert history.past_values(builders.TRACKER, "put-action-interactions", "actionId") == ["join"]
    assert history.newest_impression(*WHO) == (1, ("B1", "B2"))
    assert history.newest_impression("other", "put-events") is None


def test_what_cannot_be_kept_as_it_is_is_never_offered(history: History) -> None:
    texts = [text for text in hostile.ALL if text]
    for text in texts:
        _send(history, builders.event(itemId=text, impression=[text]))
    _send(history, builders.event(itemId=7, impression="no list"))
    found = history.past_values(*WHO, "itemId", limit=10_000)
    assert set(found) <= set(texts)
    assert len(found) > len(texts) * 0.8
    assert "\ud800" not in found
    assert history.newest_impression(*WHO) == (len(texts), (texts[-1],))
    for text in texts:
        assert isinstance(history.past_values(*WHO, "itemId", text), list)


def test_there_are_never_many_more_than_the_most(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "MOST_VALUES", 20)
    for number in range(200):
        _send(history, builders.event(itemId=f"B{number}"))
    found = history.past_values(*WHO, "itemId", limit=1_000)
    assert found[:20] == [f"B{number}" for number in range(199, 179, -1)]
    assert len(found) <= 20 + 1 + 2 * 64
    assert history.past_values(*WHO, "eventType") == ["View"]


def test_calls_of_an_older_version_are_read_in_steps_newest_first(path: Path) -> None:
    _older(path, 7)
    with closing(History(path)) as history:
        assert history.past_values(*WHO, "itemId") == []
        _send(history, builders.event(itemId="B2"))
        assert history.read_past(3)
        assert history.past_values(*WHO, "itemId") == ["B2", "B7", "B6", "B5"]
        assert history.newest_impression(*WHO) == (7, ("B7",))
    with closing(History(path)) as history:
        while history.read_past(3):
            pass
        assert history.past_values(*WHO, "itemId") == ["B2", "B7", "B6", "B5", "B4", "B1"]
        assert not history.read_past()


def test_a_new_file_has_nothing_to_read(history: History) -> None:
    _send(history)
    assert not history.read_past()
