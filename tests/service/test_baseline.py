"""The baseline: a list that differs by itself is known as one, a busy service is asked again and no other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path

import pytest

from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.recommendation import Act, Ask, Column, Listing, Row, Step, Unasked
from pevents_tui.domain.run_render import as_markdown
from pevents_tui.domain.verdict import sight
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.baseline import MOST_ASKS, patiently, settled
from pevents_tui.service.runs import Runs
from pevents_tui.service.watching import Watch

ASK = Ask("arn:aws:personalize:us-east-1:123456789012:campaign/c", user_id="qa-ana")
BUSY = Unasked("ThrottlingException: slow down", passing=True, busy=True)
BROKEN = Unasked("InternalFailure", passing=True)


def listing(ids: str) -> Listing:
    return Listing(tuple(map(Row, ids)), None, ASK)


def asked(*answers: str | Unasked) -> tuple[object, int]:
    """What the first answer and the further ones come to, and how many were looked at."""
    listed = [each if isinstance(each, Unasked) else listing(each) for each in answers]
    first = listed.pop(0)
    assert isinstance(first, Listing)
    came = settled(first, lambda: listed.pop(0))
    if isinstance(came, Unasked):
        return came, len(answers) - len(listed)
    held = ("".join(came.listing.ids), ["".join(each) for each in came.again], *filter(None, [came.doubt]))
    return held, len(answers) - len(listed)


def test_a_list_is_asked_for_twice_and_more_often_where_it_differs() -> None:
    assert asked("abc", "abc", "x") == (("abc", []), 2)
    assert asked("abc", "abd", "abc", "xyz", "abd", "x") == (("abc", ["abd", "abc", "xyz", "abd"]), MOST_ASKS)
    assert asked("abc", "abd", "abd", "abd", "abd") == (("abd", []), MOST_ASKS)  # it moved once, for something earlier
    assert asked("abc", BROKEN) == (("abc", [], "InternalFailure"), 2)  # nobody knows
    assert asked("abc", "abd", BROKEN) == (("abc", ["abd"]), 3)
    stopped = Unasked("cancelled", cancelled=True)
    assert asked("abc", stopped) == (stopped, 2)


def test_a_busy_service_is_asked_again_within_the_time() -> None:
    told: list[str] = []
    answers: Iterator[Listing | Unasked] = iter([BUSY, listing("abc"), BROKEN])
    assert patiently(lambda: next(answers), told.append, Cancel(), 5.0) == listing("abc")
    assert told == ["the service is busy, asked again in 0.25 s: ThrottlingException: slow down"]
    assert patiently(lambda: next(answers), told.append, Cancel(), 5.0) is BROKEN  # no other failure is
    assert patiently(lambda: BUSY, told.append, Cancel(), 0.3) is BUSY
    assert len(told) == 2
    cancel = Cancel()
    cancel.set()
    ended = patiently(lambda: BUSY, told.append, cancel, 5.0)
    assert isinstance(ended, Unasked)
    assert ended.cancelled


@contextmanager
def recommending(*lists: str) -> Iterator[tuple[str, list[str]]]:
    """An endpoint that gives one list after another, and takes events; lists may be put in its place.

    An empty one stands for a busy service, and `!` for a refusal.
    """
    given = cycle(lists)
    instead: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            ids = "-" if self.path == "/events" else instead[0] if instead else next(given)
            body = json.dumps({"itemList": [{"itemId": each} for each in ids]}).encode()
            if ids in {"", "!"}:
                kind = "ThrottlingException" if not ids else "ValidationException"
                body = json.dumps({"__type": kind, "message": "no"}).encode()
            self.send_response(200 if ids not in {"", "!"} else 400)
            for name, value in (("x-amzn-RequestId", "r-1"), ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class has it so
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", instead
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "data", tmp_path / "config") as opened:
        yield opened


def test_what_a_list_does_by_itself_is_no_reaction(bench: Workbench) -> None:
    steps: list[Step] = []
    with recommending("abcd", "abce", "abcf") as (url, instead):
        at = Target("local", Policy.LOCAL, "t-1", region="us-east-1", endpoint=url)
        watch = Watch(bench, at, ASK, told=steps.append)
        assert isinstance(watch.begin(), Column)
        own = "By itself up to 1 of 4 rows differ from one ask to the next (5 asks)."
        assert [(each.word, each.text) for each in steps] == [("asked", "4 recommended"), ("varies", own)]
        done = watch.act(Act("View", ("a",)))
        column = watch.watch(*done, budget_s=0.7)
        assert isinstance(column, Column)
        assert (column.moved, column.seen) == (False, True)
        instead.append("axyz")
        column = watch.watch(*done, budget_s=5.0)
        assert isinstance(column, Column)
        assert column.moved
    Runs(bench.paths.runs).save(watch.run, "varied")
    assert Runs(bench.paths.runs).open("varied").own_words == own


def test_where_the_second_ask_is_not_answered_nobody_knows_whether_it_varies(bench: Workbench) -> None:
    steps: list[Step] = []
    with recommending("abcd", "", "abcd", "abcd") as (url, _):
        at = Target("local", Policy.LOCAL, "t-1", region="us-east-1", endpoint=url)
        watch = Watch(bench, at, ASK, told=steps.append)
        assert isinstance(watch.begin(), Column)
        assert [each.word for each in steps] == ["asked", "again"]
        assert watch.run.doubt_words == ""  # busy once, then the same: it holds still
    with recommending("abcd", "!") as (url, _):
        steps.clear()
        watch = Watch(bench, replace(at, endpoint=url), ASK, told=steps.append)
        assert isinstance(watch.begin(), Column)
    assert [each.word for each in steps] == ["asked", "varies"]
    assert steps[-1].text.startswith("It is not known whether it varies by itself: asked again, ")
    assert "It is not known whether it varies" in as_markdown(watch.run)
    assert "It is not known whether it varies" in sight(watch.run, 0).sentence
