"""Exports that come back as they went, and files from elsewhere that get nothing sent unasked."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import builders
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.exchange import Exchange, Timing, Try
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Record, Refused, Unknown
from pevents_tui.domain.plan import Policy
from pevents_tui.service.history import History
from pevents_tui.service.history.carrying import document_of, read_calls, read_file, record_of, write_calls
from service.history.conftest import Keep

OUTCOMES: tuple[Outcome, ...] = (
    Accepted("r-1"),
    Refused("ThrottlingException", "Rate exceeded \x1b[31m", 400, None, retryable=True, retry_after_s=2.5),
    Unknown(Cause.TIMEOUT, "no whole answer", 500),
    NotSent(Cause.CREDENTIALS, "no keys"),
)


def _records(history: History) -> list[Record]:
    found = (history.get(line.id) for line in reversed(history.page()))
    return [record for record in found if record is not None]


def _bare(record: Record) -> Record:
    return replace(record, id=0)


@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_an_export_comes_back_as_it_was(history: History, keep: Keep, tmp_path: Path, form: str) -> None:
    for at, outcome in enumerate(OUTCOMES):
        keep(outcome, run="run-1", itemId=f"\ud800\x00{at}", properties='{"a": 1}')
    begun = history.begin(builders.call(builders.actions_draft()), builders.target())
    answer = Exchange(Timing(0.1, None, 0.2, 0.3, reused=True), (("a", "b"),), (("c", "d"),))
    history.settle(replace(begun, outcome=OUTCOMES[0], latency_s=0.5, exchange=answer, tries=(Try("late", 1.5),)))
    history.begin(builders.call(), builders.target())
    history.tag([1, 2], add=["t-1", "t-2"])
    history.note(2, "seen\nby Bo")
    pieces, left_out = write_calls(_records(history), form)
    file = tmp_path / "calls"
    file.write_text("".join(pieces), encoding="utf-8")
    assert (left_out, "\x1b" in file.read_text(encoding="utf-8")) == (0, False)
    with closing(History(tmp_path / "other.sqlite3")) as other:
        assert other.add(read_file(file)) == 6
        assert other.add(read_file(file)) == 0
        *ended, under_way = _records(other)
        assert [_bare(each) for each in ended] == [_bare(each) for each in _records(history)[:-1]]
        assert isinstance(under_way.outcome, Unknown)
        assert [line.id for line in other.page()] == [6, 5, 4, 3, 2, 1]


def test_nothing_at_all_is_a_list_too() -> None:
    texts = ["".join(write_calls([], form)[0]) for form in ("json", "jsonl")]
    assert [list(read_calls(io.BytesIO(text.encode()), "x")) for text in texts] == [[], []]


@pytest.mark.parametrize(
    ("target", "policy"),
    [
        ({"policy": "DEV", "labelled": True}, Policy.PRODUCTION),
        ({"policy": "SANDBOX", "endpoint": "https://evil.example"}, Policy.PRODUCTION),
        ({"policy": "LOCAL", "endpoint": "http://127.0.0.1.evil.example"}, Policy.PRODUCTION),
        ({"policy": "LOCAL"}, Policy.PRODUCTION),
        ({"policy": "LOCAL", "endpoint": "http://127.0.0.1:8080"}, Policy.LOCAL),
        ({"policy": "SANDBOX"}, Policy.SANDBOX),
    ],
)
def test_a_file_from_elsewhere_lets_nothing_leave_unasked(target: Mapping[str, Any], policy: Policy) -> None:
    document = document_of(Record(1, 1.0, builders.target(), builders.call()))
    document["target"] |= {"ca_bundle": "/tmp/mine.pem", "verify": False, "sign": False, "recorded": False, **target}  # noqa: S108
    plan = record_of(document).again()
    assert (plan.target.policy, plan.target.labelled, plan.target.ca_bundle) == (policy, False, None)
    assert (plan.target.verify, plan.target.sign, plan.target.recorded) == (True, True, True)
    assert plan.agrees(None) == (policy is not Policy.PRODUCTION)


def _document(**members: Any) -> bytes:
    return json.dumps({**document_of(Record(1, 1.0, builders.target(), builders.call())), **members}).encode()


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"[1",
        b"[1]",
        b"[NaN]",
        b"[" * 5_000,
        b"7",
        b'{"a": 1}',
        b"\xff",
        _document(**{"pevents-call": 2}),
        _document(at_s="x"),
        _document(at_s=True),
        _document(kind="delete-everything"),
        _document(body=[]),
        _document(body={"trackingId": "t", "eventList": [3]}),
        _document(body={"trackingId": "t", "eventList": []}),
        _document(target=None),
        _document(target={"label": 3, "policy": "DEV"}),
        _document(target={"label": "x", "policy": "FREE"}),
        _document(target={"label": "x", "policy": "DEV", "endpoint": ["a"]}),
        _document(outcome={"word": "delivered"}),
        _document(outcome={"word": "accepted", "request_id": 3}),
        _document(tags=["two words"]),
        _document(note=3),
        _document(attempts="many"),
        _document(exchange=3),
    ],
)
def test_what_is_no_export_is_told_with_its_place(text: bytes) -> None:
    with pytest.raises(SourceError, match=r"^calls"):
        list(read_calls(io.BytesIO(text), "calls"))
