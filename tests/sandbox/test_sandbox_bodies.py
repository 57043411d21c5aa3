import json

import pytest

from sandbox.door import Door, body_of

HOSTILE = {
    "invalid UTF-8": b'{"trackingId": "\xff"}',
    "UTF-16": '{"trackingId": "x"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "NaN": b'{"eventList": [{"eventValue": NaN}]}',
    "Infinity": b'{"a": -Infinity}',
    "huge float": b'{"a": 1e999}',
    "huge integer": b'{"a": ' + b"9" * 100_000 + b"}",
    "deep lists": b"[" * 100_000,
    "deep closed lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "65 levels": b"[" * 65 + b"]" * 65,
    "a key twice": b'{"trackingId": "a", "trackingId": "b"}',
    "half a surrogate pair": b'{"trackingId": "\\ud800"}',
    "half a surrogate pair in a key": b'{"\\uDfff": 1}',
    "empty": b"",
    "space": b"  ",
    "a list": b"[]",
    "a string": b'"x"',
    "a number": b"1",
    "null": b"null",
    "two texts": b"{} {}",
    "control character": b'{"a": "\x00"}',
    "cut": b'{"trackingId": "a"',
    "megabytes of brackets": b"{[" * 2_000_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_json_object_is_refused_and_the_sandbox_lives_on(door: Door, body: bytes) -> None:
    heard = door.post("/events", body)
    assert (heard.status, heard.code) == (400, "SerializationException")
    assert heard.message
    assert door.call("PutEvents", body_of("PutEvents")).status == 200
    assert [call["outcome"] for call in door.calls()] == ["refused", "accepted"]


def test_an_emoji_written_as_a_surrogate_pair_is_fine(door: Door) -> None:
    body = json.dumps(body_of("PutEvents") | {"userId": "\N{WINKING FACE}" * 256}).encode()
    assert b"\\ud83d" in body
    assert door.post("/events", body).status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("POST", "/event"),
        ("POST", "/events/"),
        ("POST", "/EVENTS"),
        ("GET", "/events"),
        ("DELETE", "/x"),
    ],
)
def test_what_is_no_operation_is_unknown(door: Door, method: str, path: str) -> None:
    headers = {"Content-Type": "application/json"} if method == "POST" else {}
    heard = door.say(method, path, b"{}" if method == "POST" else None, headers)
    assert (heard.status, heard.code) == (404, "UnknownOperationException")
    (call,) = door.calls()
    assert (call["operation"], call["path"], call["outcome"]) == (None, path, "refused")
