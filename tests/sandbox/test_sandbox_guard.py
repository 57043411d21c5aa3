import json
from collections.abc import Mapping

import pytest

from sandbox.door import Door, body_of

JSON = "Content-Type: application/json"
HOST = "Host: 127.0.0.1:PORT"

# method, target, header lines ("PORT" stands for the port), whether a body goes along, the status it must get
HOSTILE: Mapping[str, tuple[str, str, tuple[str, ...], bool, int]] = {
    "rebound name": ("POST", "/events", ("Host: evil.example:PORT", JSON), True, 403),
    "rebound name without a port": ("POST", "/events", ("Host: evil.example", JSON), True, 403),
    "no host": ("POST", "/events", (JSON,), True, 403),
    "loopback without the port": ("POST", "/events", ("Host: 127.0.0.1", JSON), True, 403),
    "loopback on another port": ("POST", "/events", ("Host: 127.0.0.1:1", JSON), True, 403),
    "localhost with a dot": ("POST", "/events", ("Host: localhost.:PORT", JSON), True, 403),
    "a subdomain of localhost": ("POST", "/events", ("Host: evil.localhost:PORT", JSON), True, 403),
    "another loopback address": ("POST", "/events", ("Host: 127.0.0.2:PORT", JSON), True, 403),
    "IPv6 loopback": ("POST", "/events", ("Host: [::1]:PORT", JSON), True, 403),
    "any address": ("POST", "/events", ("Host: 0.0.0.0:PORT", JSON), True, 403),
    "user before the host": ("POST", "/events", ("Host: evil@127.0.0.1:PORT", JSON), True, 403),
    "two hosts": ("POST", "/events", (HOST, "Host: evil.example", JSON), True, 400),
    "a page elsewhere": ("POST", "/events", (HOST, JSON, "Origin: https://evil.example"), True, 403),
    "a page without origin": ("POST", "/events", (HOST, JSON, "Origin: null"), True, 403),
    "an empty origin": ("POST", "/events", (HOST, JSON, "Origin:"), True, 403),
    "a page on this machine": ("POST", "/events", (HOST, JSON, "Origin: http://127.0.0.1:PORT"), True, 403),
    "cross-site": ("POST", "/events", (HOST, JSON, "Sec-Fetch-Site: cross-site"), True, 403),
    "same-site": ("POST", "/events", (HOST, JSON, "Sec-Fetch-Site: same-site"), True, 403),
    "an image of the ledger": ("GET", "/_sandbox/calls", (HOST, "Sec-Fetch-Site: cross-site"), False, 403),
    "the ledger by a rebound name": ("GET", "/_sandbox/calls", ("Host: evil.example:PORT",), False, 403),
    "the ledger by a page": ("GET", "/_sandbox/calls", (HOST, "Origin: https://evil.example"), False, 403),
    "a form": ("POST", "/events", (HOST, "Content-Type: application/x-www-form-urlencoded"), True, 415),
    "a form with a file": ("POST", "/events", (HOST, "Content-Type: multipart/form-data; boundary=x"), True, 415),
    "plain text": ("POST", "/events", (HOST, "Content-Type: text/plain"), True, 415),
    "no content type": ("POST", "/events", (HOST,), True, 415),
    "JSON in another charset": ("POST", "/events", (HOST, JSON + "; charset=utf-16"), True, 415),
    "a form on the faults": ("POST", "/_sandbox/faults", (HOST, "Content-Type: text/plain"), True, 415),
    "a reset by a form": ("POST", "/_sandbox/reset", (HOST, "Content-Type: text/plain"), False, 415),
    "a preflight": ("OPTIONS", "/events", (HOST, "Access-Control-Request-Method: POST"), False, 405),
    "a put": ("PUT", "/events", (HOST, JSON), True, 405),
    "a trace": ("TRACE", "/events", (HOST,), False, 405),
    "a proxy request": ("POST", "http://evil.example/events", (HOST, JSON), True, 400),
    "a tunnel": ("CONNECT", "evil.example:443", (HOST,), False, 400),
    "chunks": ("POST", "/events", (HOST, JSON, "Transfer-Encoding: chunked"), False, 411),
    "chunks of a length": (
        "POST", "/events", (HOST, JSON, "Transfer-Encoding: chunked", "Content-Length: 3"), False, 411,
    ),
    "two lengths": ("POST", "/events", (HOST, JSON, "Content-Length: 3", "Content-Length: 4"), False, 400),
    "a negative length": ("POST", "/events", (HOST, JSON, "Content-Length: -1"), False, 400),
    "a space before the colon": ("POST", "/events", ("Host : 127.0.0.1:PORT", JSON), True, 400),
    "a folded header": ("POST", "/events", (HOST, JSON, " Origin: x"), True, 400),
    "a line feed in a header": ("POST", "/events", (HOST, JSON, "X: a\nOrigin: x"), True, 400),
}  # fmt: skip


@pytest.mark.parametrize(("method", "target", "lines", "has_body", "status"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_request_is_refused_and_leaves_nothing(
    door: Door, method: str, target: str, lines: tuple[str, ...], has_body: bool, status: int
) -> None:
    body = json.dumps(body_of("PutEvents")).encode() if has_body else b""
    head = [f"{method} {target} HTTP/1.1", *lines, *([f"Content-Length: {len(body)}"] if has_body else [])]
    request = "\r\n".join(head).replace("PORT", str(door.port)).encode() + b"\r\n\r\n" + body
    heard = door.raw(request)
    assert heard.startswith(f"HTTP/1.1 {status} ".encode()), heard
    assert b"access-control" not in heard.lower()
    assert b"Connection: close" in heard
    assert door.calls() == []
    assert door.ask("faults")["armed"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "localhost:PORT"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Content-Type": "application/json; charset=utf-8"},
        {"Content-Type": 'Application/JSON; charset="UTF-8"'},
        {"Authorization": "Bearer x", "X-Amz-Security-Token": "y"},
    ],
)
def test_an_honest_request_passes(door: Door, headers: dict[str, str]) -> None:
    told = {"Content-Type": "application/json"} | {k: v.replace("PORT", str(door.port)) for k, v in headers.items()}
    assert door.say("POST", "/events", json.dumps(body_of("PutEvents")).encode(), told).status == 200


def test_a_boto3_client_passes_by_both_names(door: Door) -> None:
    assert door.client().put_events(**body_of("PutEvents"))
    by_name = Door(f"http://localhost:{door.port}")
    assert by_name.client().put_events(**body_of("PutEvents"))
    by_name.close()


def test_four_megabytes_are_read_and_not_a_byte_more(door: Door) -> None:
    most = 4 * 1024 * 1024
    assert door.post("/events", b" " * most).code == "SerializationException"
    above = door.post("/events", b" " * (most + 1))
    assert (above.status, above.code) == (413, "RequestEntityTooLargeException")
    at, refused = door.calls()
    assert (len(at["raw"]), refused["raw"], refused["status"]) == (most, "", 413)
    assert refused["operation"] == "PutEvents"


def test_the_refusal_of_a_long_body_reaches_a_client_that_is_still_sending(door: Door) -> None:
    assert door.post("/events", b"x" * 50_000_000).status == 413


def test_its_own_documents_stay_out_of_caches_and_other_origins(door: Door) -> None:
    headers = door.say("GET", "/_sandbox/calls").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
