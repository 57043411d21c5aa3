"""Command lines nobody wrote by hand: our commands put on the wire what the installed AWS CLI puts there, or refuse.

What we do otherwise on purpose is `WANTED`, which the guide repeats.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aws_cli import AwsCli, Ended
from cli.shell import Shell
from pevents_tui.domain.kinds import KINDS

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
WANTED = {
    "A row without an event id": "gets one, so that a repeat trains nothing twice",
    "A row without a time": "gets the present, frozen before it is sent",
    "A time with a fraction of a second": "keeps it, and is told; botocore's versions differ",
    "Empty texts, lists and objects": "count as not given, as a skeleton leaves them; an empty option is refused",
    "`properties` as an object": "is encoded once",
    "More than ten rows": "are several calls",
    "A limit that is passed": "is refused unless `--send-anyway` is given",
    "NaN, Infinity, a name twice in one object": "are refused: one value would be lost, or none is meant",
    "A time that is neither ISO 8601 nor seconds, or is in milliseconds": "is refused",
    "true or false as a number or a time": "is refused",
    "Shorthand that loses text (`a=b,c\\,d=e`) or names a key twice": "is refused",
    "`http://…` as a value": "is text, as with the AWS CLI v2; v1 fetches it",
}
"""What we do otherwise than the AWS CLI, on purpose."""

WORDS = (
    "View",
    "B0742",
    "a b",
    "é🫖",
    "x,y",
    "it's",
    'q"q',
    "null",
    "1",
    "a=b",
    "[x]",
    "{y}",
    "c\\d",
    " lead ",
    "x" * 257,
)
TEXTS = st.sampled_from([*WORDS, *WORDS, *WORDS, ""])
STAMPS = ("1764000000", "2024-05-01T12:00:00Z", "2024-05-01T12:00:00+02:00", "2024-05-01", 1.5, 0.0)
TIMES = st.one_of(st.integers(0, 2_000_000_000), st.sampled_from([*STAMPS, *STAMPS, *STAMPS, "soon"]))
NUMBERS = st.one_of(st.integers(-9, 9), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["4"]))
WRONG = st.sampled_from([None, True, 3, 1.5, [], {}, ["a"], {"a": "b"}, "text"])


def _value(name: str) -> st.SearchStrategy[Any]:
    known: dict[str, st.SearchStrategy[Any]] = {
        "sentAt": TIMES,
        "timestamp": TIMES,
        "eventValue": NUMBERS,
        "impression": st.lists(TEXTS, max_size=3),
        "properties": st.sampled_from(['{"a":1}', '{"a": "é"}', "text", "", '{"a":{"b":[1,2.50]}}']),
        "metricAttribution": st.fixed_dictionaries({"eventAttributionSource": TEXTS}),
    }
    usual = known.get(name, TEXTS)
    return st.integers(0, 80).flatmap(lambda dice: WRONG if dice == 0 else usual)


def _object(names: list[str], needed: set[str]) -> st.SearchStrategy[dict[str, Any]]:
    """An object of some members: nearly always those that are needed, sometimes one that nobody knows."""
    must = {name: _value(name) for name in names if name in needed}
    may = {name: _value(name) for name in names if name not in needed}
    whole = st.fixed_dictionaries(must, optional=may)
    may = {**may, "what": TEXTS}
    return st.integers(0, 15).flatmap(
        lambda dice: st.fixed_dictionaries({}, optional=must | may) if dice == 0 else whole
    )


EVENT = ["eventId", "eventType", "eventValue", "itemId", "properties", "sentAt", "recommendationId", "impression"]
ACTION = ["actionId", "userId", "sessionId", "timestamp", "eventType", "eventId", "impression", "properties"]
ROWS = {
    "put-events": st.lists(_object([*EVENT, "metricAttribution"], {"eventType", "sentAt"}), min_size=1, max_size=3),
    "put-action-interactions": st.lists(
        _object(ACTION, {"actionId", "sessionId", "timestamp", "eventType"}), min_size=1, max_size=3
    ),
}


def _shorthand(value: Any) -> str:
    """A value as shorthand; what shorthand has no word for comes as its text."""
    if isinstance(value, list):
        return f"[{','.join(map(_shorthand, value))}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}={_shorthand(inner)}" for name, inner in value.items()) + "}"
    quoted = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{quoted}'"


@dataclass(frozen=True)
class Vector:
    """A command line, with `FILE` where its file's place belongs.

    Attributes:
        words: What follows `aws personalize-events`.
        body: The request that they write.
        file: What the file holds.
    """

    words: list[str]
    body: dict[str, Any]
    file: Any = None


@st.composite
def vectors(draw: st.DrawFn) -> Vector:
    """A command line of one of the ways to write a request."""
    verb = draw(st.sampled_from(list(ROWS)))
    flag = "--event-list" if verb == "put-events" else "--action-interactions"
    rows = draw(ROWS[verb])
    head = {"trackingId": draw(TEXTS), "sessionId": draw(TEXTS), "userId": draw(TEXTS)}
    kept = draw(st.sampled_from([{"trackingId", "sessionId"}, {"trackingId", "sessionId", "userId"}, {"trackingId"}]))
    head = {
        name: value for name, value in head.items() if name in kept and (verb == "put-events" or name == "trackingId")
    }
    options = {"trackingId": "--tracking-id", "sessionId": "--session-id", "userId": "--user-id"}
    words = [verb, *(word for name, value in head.items() for word in (options[name], value))]
    form = draw(st.sampled_from(["list", "words", "shorthand", "file", "input", "input-file", "mixed"]))
    body = {**head, KINDS[verb].rows: rows}
    if form == "shorthand":
        texts = [",".join(f"{name}={_shorthand(value)}" for name, value in row.items()) for row in rows]
        return Vector([*words, flag, *texts], body)
    other = {**body, "trackingId": "overridden", KINDS[verb].rows: [{"eventType": "overridden"}]}
    ways = {
        "list": Vector([*words, flag, json.dumps(rows)], body),
        "words": Vector([*words, flag, *map(json.dumps, rows)], body),
        "file": Vector([*words, flag, "file://FILE"], body, rows),
        "input": Vector([verb, "--cli-input-json", json.dumps(body)], body),
        "input-file": Vector([verb, "--cli-input-json", "file://FILE"], body, body),
        "mixed": Vector([*words, flag, json.dumps(rows), "--cli-input-json", json.dumps(other)], body),
    }
    return ways[form]


class Sink(ThreadingHTTPServer):
    """Takes everything, and keeps the bodies."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.bodies: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Taker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Sink

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("x-amzn-RequestId", "r-1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        return


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as made:
        thread = Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


FINDINGS = (
    (re.compile(r'Missing required parameter in (\S+): "(\w+)"'), "missing"),
    (re.compile(r'Unknown parameter in (\S+): "(\w+)"'), "unknown"),
    (re.compile(r"Invalid (?:type|length) for parameter ([^,]+), value: ()"), "invalid"),
)


def _findings(err: str) -> set[tuple[str, str]]:
    """Places that the AWS CLI finds fault with, and what is wrong there."""
    found = set()
    for pattern, what in FINDINGS:
        for place, name in pattern.findall(err):
            top = "" if place == "input" else place
            found.add((".".join(part for part in (top, name) if part), what))
    for flag in re.findall(r"--(tracking-id|session-id)\b", err.partition("are required:")[2]):
        found.add(({"tracking-id": "trackingId", "session-id": "sessionId"}[flag], "missing"))
    return found


def _wanted(place: str, what: str, body: Any) -> bool:
    """Whether a finding of the AWS CLI is one of those that we mend instead."""
    name = re.sub(r"\[\d+\]$", "", place).rsplit(".", 1)[-1]
    if what == "missing":
        return name in {"sentAt", "timestamp"} or _at(body, place.rpartition(".")[0]) == {}
    value = _at(body, place)
    return value in ("", [], {}) or (name == "properties" and isinstance(value, dict))


def _at(body: Any, place: str) -> Any:
    for name, index in re.findall(r"(\w+)|\[(\d+)\]", place):
        try:
            body = body[int(index)] if index else body[name]
        except (KeyError, IndexError, TypeError):
            return None
    return body


def _without_blanks(value: Any) -> Any:
    """A body without what counts as not given."""
    if isinstance(value, dict):
        found = {name: _without_blanks(inner) for name, inner in value.items()}
        return {name: inner for name, inner in found.items() if inner not in ("", [], {})}
    return [_without_blanks(each) for each in value] if isinstance(value, list) else value


def _compare(theirs: Ended, code: int, err: str, ours: list[Any], written: Any, shown: str) -> None:
    rows_name = next(kind.rows for kind in KINDS.values() if kind.rows in written)
    numbers = (KIND_TIMES[rows_name], "eventValue")
    if " is empty: leave it out" in err:
        assert (theirs.code == 0, code, ours) == (False, 252, []), f"{shown}\n{theirs.err}"
        return
    if theirs.code == 0 and any(isinstance(row.get(name), bool) for row in written[rows_name] for name in numbers):
        assert code == 252, shown
        return
    if theirs.code == 0:
        assert code == 0, f"{shown}\n{err}"
        (wanted,) = map(_without_blanks, theirs.bodies)
        (sent,) = ours
        for their_row, our_row in zip(wanted[rows_name], sent[rows_name], strict=True):
            if "eventId" not in their_row:
                assert our_row.pop("eventId")
            for name in {"sentAt", "timestamp"} & our_row.keys():
                if int(our_row[name]) == their_row[name]:
                    our_row[name] = their_row[name]
        assert json.dumps(sent, sort_keys=True) == json.dumps(wanted, sort_keys=True), shown
        return
    found = _findings(theirs.err)
    left = {place for place, what in found if not _wanted(place, what, written)}
    if found and not left:
        return
    assert code == 252, f"{shown}\n{theirs.err}\n{ours}"
    assert not ours, shown
    for place in left:
        assert re.search(rf"^{re.escape(place)}\b", err, re.MULTILINE), f"{shown}\n{theirs.err}\n{err}"


def _try(aws: AwsCli, sink: Sink, shell: Shell, folder: Path, vector: Vector) -> None:
    place = folder / "it.json"
    place.write_text(json.dumps(vector.file), encoding="utf-8")
    words = [word.replace("FILE", str(place)) for word in vector.words]
    sink.bodies.clear()
    ours = shell.run(*words, "--endpoint-url", sink.url, "--send-anyway")
    _compare(aws.run(*words), ours.code, ours.err, list(sink.bodies), vector.body, shlex.join(words))


KIND_TIMES = {kind.rows: kind.time for kind in KINDS.values()}
LOOSE = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(LOOSE, max_examples=40)
@given(vector=vectors())
def test_what_goes_on_the_wire_is_the_aws_clis_or_both_refuse(
    aws: AwsCli, sink: Sink, shell: Shell, tmp_path: Path, vector: Vector
) -> None:
    _try(aws, sink, shell, tmp_path, vector)


@pytest.mark.campaign
@settings(LOOSE, max_examples=3_000)
@given(vector=vectors())
def test_a_campaign_of_command_lines(aws: AwsCli, sink: Sink, shell: Shell, tmp_path: Path, vector: Vector) -> None:
    _try(aws, sink, shell, tmp_path, vector)


@pytest.mark.parametrize(
    ("row", "accepted", "sent"),
    [
        ('{"eventType": "View", "sentAt": 1764000000, "eventValue": NaN}', True, False),
        ('{"eventType": "View", "eventType": "Click", "sentAt": 1764000000}', True, False),
        ('{"eventType": "View", "sentAt": "1 May 2024"}', True, False),
        ('{"eventType": "View", "sentAt": 1764000000, "properties": {"a": 1}}', False, True),
        ('{"eventType": "View"}', False, True),
        ('{"eventType": "View", "sentAt": 1764000000, "itemId": ""}', False, True),
    ],
)
def test_what_is_wanted_otherwise(
    aws: AwsCli, sink: Sink, shell: Shell, row: str, *, accepted: bool, sent: bool
) -> None:
    words = ("put-events", "--tracking-id", "t", "--session-id", "s", "--event-list", row)
    assert (aws.run(*words).code == 0) == accepted
    assert (shell.run(*words, "--endpoint-url", sink.url).code == 0) == sent
    assert len(sink.bodies) == sent


def test_the_guide_tells_what_is_wanted_otherwise() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for what, does in WANTED.items():
        assert f"| {what} | {does} |" in text
