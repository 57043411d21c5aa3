"""What went over the wire: the parts of its time add up, and no secret is kept of it, whatever the endpoint repeats."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import builders
import ledger
from pevents_tui.domain.exchange import Timing
from pevents_tui.domain.outcome import Accepted, NotSent, Refused, Unknown
from pevents_tui.domain.plan import Call, Plan, Policy, Target
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Workbench
from pevents_tui.service.transport import Answer, Transport

CALL = Call("put-events", builders.events_draft(trackingId=TRACKING_ID).body)
KEY_ID, SECRET, TOKEN = (
    "AKIACANARYKEY0001234",
    "CanarySecretKey/0123456789abcdef+xyz",
    "CanaryToken//" + "t0k3n+/=" * 40,
)
PROXY_PASSWORD = "CanaryProxyPassword"
LEAKS = (KEY_ID, SECRET, TOKEN, PROXY_PASSWORD)


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


def _timed(answer: Answer) -> Timing:
    """The timing of an answer; its parts make up its latency."""
    assert answer.exchange is not None
    timing = answer.exchange.timing
    assert all(part_s is not None and part_s >= 0 for _, part_s in timing.parts)
    assert timing.total_s == pytest.approx(sum(part_s or 0 for _, part_s in timing.parts))
    if timing.wait_s is None:
        assert answer.latency_s is None
    else:
        assert answer.latency_s == pytest.approx(timing.wait_s + (timing.read_s or 0))
    return timing


def test_the_parts_add_up_to_the_time_that_passed(at: Target, transport: Transport) -> None:
    began_s = time.monotonic()
    first = _timed(transport.send(CALL, at))
    assert first.total_s <= time.monotonic() - began_s
    assert (first.reused, first.connect_s is None) == (False, False)
    second = _timed(transport.send(CALL, at))
    assert (second.reused, second.connect_s) == (True, None)
    assert "connection reused" in second.sentence
    assert at.endpoint is not None
    ledger.arm(at.endpoint, "delay", calls=1, delay_s=0.2)
    waited = _timed(transport.send(CALL, at))
    assert (waited.wait_s or 0) >= 0.2
    assert (waited.read_s or 0) < 0.2
    ledger.arm(at.endpoint, "hang", calls=1)
    cut = transport.send(CALL, replace(at, read_timeout_s=0.3))
    assert isinstance(cut.outcome, Unknown)
    assert 0.3 <= (_timed(cut).wait_s or 0) < 3
    assert _timed(cut).read_s is None


def test_what_was_never_reached_has_no_part(at: Target, transport: Transport) -> None:
    answer = transport.send(CALL, replace(at, endpoint="http://127.0.0.1:9"))
    assert isinstance(answer.outcome, NotSent)
    assert [name for name, _ in _timed(answer).parts] == ["sign", "connect"]
    assert answer.exchange is not None
    assert (answer.exchange.request, answer.exchange.answer) == ((), ())


@pytest.mark.parametrize(
    ("timing", "sentence"),
    [
        (Timing(0.0021, 0.0109, 0.0342, 0.0008), "48 ms: 2 sign, 11 connect, 34 wait, 1 read"),
        (Timing(0.0014, None, 0.0012, 0.0001, reused=True), "2.7 ms: 1.4 sign, connection reused, 1.2 wait, 0.1 read"),
        (Timing(0.0004, None, None), "0.4 ms: 0.4 sign"),
        (Timing(0.0014, 4.9996), "5,001 ms: 1 sign, 5,000 connect"),
    ],
)
def test_the_sentence_adds_up_as_it_is_read(timing: Timing, sentence: str) -> None:
    assert timing.sentence == sentence


def test_the_headers_are_those_that_went_out_and_came_back(at: Target, bench: Workbench) -> None:
    (record,) = bench.send(Plan(at, (CALL,)))
    assert isinstance(record.outcome, Accepted)
    assert record.exchange is not None
    assert at.endpoint is not None
    went, came = dict(record.exchange.request), dict(record.exchange.answer)
    assert went["Host"] == at.endpoint.removeprefix("http://")
    assert went["Content-Length"] == str(CALL.size_bytes)
    assert went["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=•••/")
    assert "/us-east-1/personalize/aws4_request, SignedHeaders=" in went["Authorization"]
    assert went["Authorization"].endswith("Signature=•••")
    assert came["x-amzn-RequestId"] == record.outcome.request_id
    assert bench.history.get(record.id) == record


def test_attempts_before_the_last_are_kept_with_their_waits(at: Target, bench: Workbench) -> None:
    assert at.endpoint is not None
    ledger.arm(at.endpoint, "reset-after", calls=1)
    first, second = bench.send(Plan(at, (CALL,)), attempts=2)
    assert first.retry_in_s is not None
    (tried,) = second.tries
    assert tried.wait_s == first.retry_in_s
    assert first.outcome is not None
    assert tried.told == first.outcome.sentence
    assert bench.history.get(second.id) == second


class _Parrot(BaseHTTPRequestHandler):
    """A proxy that repeats everything it was told, in its message and in its headers."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        heard = "\n".join(f"{name}:{value}" for name, value in self.headers.items())
        body = json.dumps({"message": f"The Canonical String should have been\n{heard}"}).encode()
        self.send_response(403)
        for name, value in (
            ("x-amzn-ErrorType", "SignatureDoesNotMatch"),
            ("Content-Length", str(len(body))),
            ("X-Heard", self.headers["Authorization"] + self.headers["X-Amz-Security-Token"]),
            ("Set-Cookie", "canary"),
            ("Connection", "close"),
            ("Location", f"http://user:{PROXY_PASSWORD}@elsewhere/"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: Any) -> None:
        """Say nothing."""


@pytest.fixture
def parrot() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Parrot) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        serving.join()


def _kept(path: Path) -> str:
    """Everything that stands in a history, unpacked."""
    told = []
    with closing(sqlite3.connect(path)) as db:
        for everything in ("SELECT * FROM send", "SELECT * FROM body", "SELECT * FROM fact", "SELECT * FROM known"):
            for row in db.execute(everything):
                told += [zlib.decompress(each).decode() if isinstance(each, bytes) else str(each) for each in row]
    return "\n".join(told)


def test_no_secret_is_told_or_kept_however_often_the_endpoint_repeats_it(
    bench: Workbench, parrot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", TOKEN)
    monkeypatch.setenv("HTTP_PROXY", f"http://user:{PROXY_PASSWORD}@{parrot}")
    target = Target("elsewhere", Policy.DEV, TRACKING_ID, region="us-east-1", endpoint="http://personalize.test")
    (record,) = bench.send(Plan(target, (CALL,)))
    assert isinstance(record.outcome, Refused)
    assert record.outcome.message.startswith("The Canonical String should have been\n")
    assert record.exchange is not None
    went, came = dict(record.exchange.request), dict(record.exchange.answer)
    assert (went["X-Amz-Security-Token"], went["Proxy-Authorization"]) == ("•••", "•••")
    assert "Credential=•••1234/" in went["Authorization"]
    assert came["Set-Cookie"] == "•••"
    assert came["Location"] == "http://•••@elsewhere/"
    for place, text in {"record": repr(record), "history": _kept(bench.paths.history)}.items():
        assert "Canonical String" in text, place
        assert [each for each in LEAKS if each in text] == [], place
    raw = b"".join(each.read_bytes() for each in bench.paths.history.parent.glob("history.sqlite3*"))
    assert [each for each in LEAKS if each.encode() in raw] == []


def test_an_older_record_has_no_exchange(at: Target, bench: Workbench) -> None:
    (record,) = bench.send(Plan(at, (CALL,)))
    with closing(sqlite3.connect(bench.paths.history)) as db, db:
        db.execute("UPDATE body SET exchange = NULL")
    assert bench.history.get(record.id) == replace(record, exchange=None)
