"""What is printed: data only on standard output, narration on standard error, and nothing a terminal would obey."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

import ledger
from cli.shell import Shell, call_body
from pevents_tui.cli.output import FORMS, Column, Listing, json_text, yaml_text
from pevents_tui.domain.visible import UNSAFE
from pevents_tui.sandbox import TRACKING_ID

HOSTILE = "\x1b]52;c;cm0=\x07\x1b[2J\x9b31m\x7f\u202etxt\u2066"
SHOWN = "␛]52;c;cm0=␇␛[2J\\x9b31m␡\\u202etxt\\u2066"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_json_says_what_it_was_given_and_holds_nothing_a_terminal_obeys(value: Any) -> None:
    text = json_text(value)
    assert json.loads(text) == value
    assert not UNSAFE.search(text.replace("\n", ""))


@given(st.dictionaries(st.text(min_size=1), VALUES, max_size=4) | st.lists(VALUES, max_size=4))
def test_yaml_says_what_it_was_given_and_holds_nothing_a_terminal_obeys(value: Any) -> None:
    text = yaml_text(value)
    assert YAML(typ="safe", pure=True).load(text) == value
    assert not UNSAFE.search(text.replace("\n", ""))


@pytest.mark.parametrize(
    "word", ["yes", "No", "on", "null", "True", "y", "1e3", "0x1", "1_000", "~", "-", "a: b", "#a", " a", ""]
)
def test_words_that_yaml_takes_for_something_else_are_quoted(word: str) -> None:
    for version in ("1.1", "1.2"):
        yaml = YAML(typ="safe", pure=True)
        yaml.version = version
        assert yaml.load(yaml_text({"word": word}))["word"] == word


@pytest.mark.parametrize("count", [0, 1, 3])
@pytest.mark.parametrize("always_list", [False, True])
@pytest.mark.parametrize("form", ["json", "yaml"])
def test_a_listing_is_one_document_whatever_it_holds(form: str, count: int, always_list: bool) -> None:
    stream = io.StringIO()
    documents = [{"id": at, "text": f"{HOSTILE} {at}"} for at in range(count)]
    listing = Listing(stream, form, str, [], always_list=always_list)
    for document in documents:
        listing.add(document)
    listing.close()
    text = stream.getvalue()
    read = json.loads(text) if form == "json" else YAML(typ="safe", pure=True).load(text)
    assert read == (documents[0] if count == 1 and not always_list else documents)


def test_a_listing_shows_each_line_as_it_comes() -> None:
    stream = io.StringIO()
    listing = Listing(stream, "text", lambda document: str(document["text"]), [])
    listing.add({"text": f"first\n{HOSTILE}"})
    assert stream.getvalue() == f"first\n{SHOWN}\n"


def test_a_table_keeps_its_rows_on_one_line_each() -> None:
    stream = io.StringIO()
    listing = Listing(
        stream, "table", str, [Column("a", 3, lambda each: str(each["a"])), Column("b", 0, lambda _: "x")]
    )
    listing.add({"a": "1\n2"})
    listing.add({"a": "longer"})
    assert stream.getvalue() == "A    B\n1␊2  x\nlonger  x\n"


class _Hostile(BaseHTTPRequestHandler):
    """Refuses everything with a message that would take over a terminal."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"message": HOSTILE}).encode()
        self.send_response(400)
        self.send_header("x-amzn-errortype", "InvalidInputException")
        self.send_header("x-amzn-requestid", "r-1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        return


@pytest.fixture
def hostile_url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Hostile) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _obeyed(text: str) -> bool:
    return UNSAFE.search(text.replace("\n", "")) is not None


@pytest.mark.parametrize("form", [None, *FORMS])
def test_a_hostile_answer_is_shown_and_not_obeyed(shell: Shell, hostile_url: str, form: str | None) -> None:
    output = ("--output", form) if form else ()
    body = call_body(f"e{HOSTILE}", itemId=f"i{HOSTILE}", eventType=HOSTILE)
    where = ("--endpoint-url", hostile_url, "--tracking-id", "t")
    ended = shell.run("send", "-", *where, *output, stdin=json.dumps(body).encode())
    assert ended.code == 254
    assert not _obeyed(ended.out)
    assert not _obeyed(ended.err)
    if form == "json":
        assert ended.json["message"] == HOSTILE
        assert ended.json["eventIds"] == [f"e{HOSTILE}"]
    else:
        assert SHOWN in ended.out or form in {"jsonl", "yaml", "yaml-stream"}
    for words in (("list",), ("show", "1"), ("list", "--text", "nothing\x1b")):
        assert not _obeyed(shell.run("history", *words, *output).out)


@pytest.mark.parametrize(
    "words",
    [
        ("send", f"no{HOSTILE}.json"),
        ("send", f"--{HOSTILE}"),
        ("check", "-", "--kind", HOSTILE),
        ("put-events", "--session-id", "s", "--event-list", HOSTILE),
        ("put-events", "--session-id", "s", "--event-list", f"{HOSTILE}=x"),
        ("put-events", "--session-id", HOSTILE, "--event-list", f'{{"{"x"}": 1}}'),
        ("send", "view-item", "--profile", HOSTILE, "--dry-run"),
        ("send", "view-item", "--region", "r", "--tracking-id", HOSTILE),
        ("history", "list", "--outcome", HOSTILE),
    ],
)
def test_hostile_words_are_shown_and_not_obeyed(shell: Shell, words: tuple[str, ...]) -> None:
    ended = shell.run(*words)
    assert not _obeyed(ended.out)
    assert not _obeyed(ended.err)
    assert "Traceback" not in ended.err
    assert ended.code in {0, 252}


def test_a_hostile_draft_is_shown_and_not_obeyed(shell: Shell) -> None:
    body = {**call_body(eventType=HOSTILE, itemId=HOSTILE), "userId": HOSTILE}
    body["eventList"][0][HOSTILE] = 1
    for verb in ("check", "send"):
        ended = shell.run(verb, "-", stdin=json.dumps(body).encode())
        assert ended.code == 252
        assert not _obeyed(ended.out + ended.err)
    del body["eventList"][0][HOSTILE]
    ended = shell.run("send", "-", "--dry-run", stdin=json.dumps(body).encode())
    assert not _obeyed(ended.out + ended.err)
    assert "\\u001b]52;c;cm0=\\u0007" in ended.out
    assert "\\u202etxt" in ended.out


def test_data_and_narration_do_not_mix(shell: Shell, url: str) -> None:
    ledger.arm(url, "throttle")
    words = ("send", "view-item", "purchase", "--endpoint-url", url, "--tracking-id", TRACKING_ID, "--output", "json")
    ended = shell.run(*words)
    assert [receipt["outcome"] for receipt in ended.json] == ["refused", "accepted"]
    assert "Wait a little, then send it again exactly (pevents-tui history again 1)." in ended.err
