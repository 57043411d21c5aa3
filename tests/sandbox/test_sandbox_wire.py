import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.door import Door, body_of

BODY = json.dumps(body_of("PutEvents")).encode()


def request(door: Door, body: bytes = BODY, *lines: str, version: str = "1.1") -> bytes:
    head = [
        f"POST /events HTTP/{version}",
        f"Host: 127.0.0.1:{door.port}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *lines,
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def test_requests_in_one_packet_are_answered_in_order(door: Door) -> None:
    heard = door.raw(request(door) + request(door, b"{") + request(door, BODY, "Connection: close"))
    assert re.findall(rb"HTTP/1.1 (\d+)", heard) == [b"200", b"400", b"200"]


def test_thousands_of_requests_in_one_packet_are_answered(door: Door) -> None:
    heard = door.raw(request(door, b"{") * 3000 + request(door, BODY, "Connection: close"))
    assert heard.count(b"HTTP/1.1 400") == 3000


def test_a_request_may_come_byte_by_byte(door: Door) -> None:
    with door.socket() as connection:
        for byte in request(door):
            connection.sendall(bytes([byte]))
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_a_connection_stays_open_unless_asked_or_old(door: Door) -> None:
    assert door.raw(request(door, BODY, "Connection: close")).startswith(b"HTTP/1.1 200 OK")
    assert door.raw(request(door, version="1.0")).startswith(b"HTTP/1.1 200 OK")
    with door.socket() as connection:
        for _ in range(3):
            connection.sendall(request(door))
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_a_client_that_asks_first_is_told_to_go_on(door: Door) -> None:
    whole = request(door, BODY, "Expect: 100-continue", "Connection: close")
    with door.socket() as connection:
        connection.sendall(whole[: -len(BODY)])
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(BODY)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_a_client_that_asks_first_with_too_long_a_body_is_told_not_to(door: Door) -> None:
    head = request(door, b"", "Expect: 100-continue").replace(b"Content-Length: 0", b"Content-Length: 5000000")
    assert door.raw(head).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET / HTTP/2.0", 400),
        (b"GET /", 400),
        (b"get / HTTP/1.1", 400),
        (b"GET / / HTTP/1.1", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"GET /\x00 HTTP/1.1", 400),
        (b"GET /caf\xe9 HTTP/1.1", 400),
        (b"GET /?" + b"x" * 70_000 + b" HTTP/1.1", 431),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000, 431),
    ],
)
def test_what_is_no_request_is_refused(door: Door, head: bytes, status: int) -> None:
    assert door.raw(head + b"\r\n\r\n").startswith(f"HTTP/1.1 {status} ".encode())
    assert door.ask("health")["status"] == "ok"


def test_a_request_that_is_cut_is_no_call(door: Door) -> None:
    whole = request(door)
    for size_bytes in range(0, len(whole), 7):
        with door.socket() as connection:
            connection.sendall(whole[:size_bytes])
    assert door.call("PutEvents", body_of("PutEvents")).status == 200
    assert len(door.calls()) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=300), cut=st.integers(0, 400))
def test_noise_in_a_request_never_ends_the_sandbox(door: Door, noise: bytes, cut: int) -> None:
    whole = request(door)
    with door.socket() as connection:
        connection.sendall(whole[:cut] + noise + whole[cut:])
    assert door.ask("health")["status"] == "ok"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), lambda inner: (
    st.lists(inner) | st.dictionaries(st.sampled_from(["trackingId", "eventList", "properties", "userId", "x"]), inner)
)))  # fmt: skip
def test_any_json_gets_an_answer_of_the_service(door: Door, body: object) -> None:
    heard = door.post("/events", json.dumps({"eventList": body, "trackingId": body}).encode())
    assert (heard.status, heard.code) in {(400, "SerializationException"), (400, "InvalidInputException")}
