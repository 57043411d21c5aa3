import json
import socket
import time
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from pevents_tui.sandbox import FAULTS
from sandbox.door import Door, body_of


@dataclass(frozen=True)
class Expected:
    """What a boto3 client meets and what the ledger then says."""

    recorded: bool
    status: int | None
    code: str | None = None
    raised: type[BotoCoreError] | None = None


EXPECTED = {
    "throttle": Expected(False, 400, "ThrottlingException"),
    "too-many-requests": Expected(False, 429, "TooManyRequestsException"),
    "invalid": Expected(False, 400, "InvalidInputException"),
    "not-found": Expected(False, 404, "ResourceNotFoundException"),
    "in-use": Expected(False, 409, "ResourceInUseException"),
    "access-denied": Expected(False, 403, "AccessDeniedException"),
    "expired-token": Expected(False, 403, "ExpiredTokenException"),
    "skew": Expected(False, 403, "SignatureDoesNotMatch"),
    "error500": Expected(False, 500, "InternalFailure"),
    "error500-after": Expected(True, 500, "InternalFailure"),
    "unavailable": Expected(False, 503, "ServiceUnavailable"),
    "delay": Expected(True, 200),
    "hang": Expected(False, None, raised=ReadTimeoutError),
    "hang-after": Expected(True, None, raised=ReadTimeoutError),
    "reset-before": Expected(False, None, raised=ConnectionClosedError),
    "reset-after": Expected(True, None, raised=ConnectionClosedError),
    "cut-response": Expected(True, 200),
    "malformed": Expected(False, None, raised=ConnectionClosedError),
    "no-request-id": Expected(False, 200),
    "redirect": Expected(False, 307),
    "loris": Expected(True, 200),
    "endless": Expected(True, 200, raised=ResponseStreamingError),
}
# These two go on for as long as the client listens; they have tests of their own.
SLOW = {"loris", "endless"}


def test_every_fault_is_expected_here_and_described() -> None:
    assert set(FAULTS) == set(EXPECTED)
    assert all(words and "\n" not in words for words in FAULTS.values())


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - SLOW))
def test_a_fault_hits_one_call_and_is_marked_on_the_ledger(door: Door, name: str) -> None:
    expected = EXPECTED[name]
    client = door.client(read_timeout=1)
    assert door.order(name, calls=1, **({"delay_s": 0.2} if name == "delay" else {})).status == 200
    if expected.raised is not None:
        with pytest.raises(expected.raised):
            client.put_events(**body_of("PutEvents"))
    elif expected.code is not None:
        with pytest.raises(ClientError) as caught:
            client.put_events(**body_of("PutEvents"))
        assert caught.value.response["Error"]["Code"] == expected.code
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == expected.status
        assert caught.value.response["ResponseMetadata"]["RequestId"]
    elif name == "redirect":
        with pytest.raises(ClientError):
            client.put_events(**body_of("PutEvents"))
    else:
        answer = client.put_events(**body_of("PutEvents"))["ResponseMetadata"]
        assert answer["HTTPStatusCode"] == 200
        assert ("RequestId" in answer) == (name == "delay")
    client.put_events(**body_of("PutEvents"))
    hit, spared = door.calls()
    assert (hit["fault"], hit["recorded"], hit["status"]) == (name, expected.recorded, expected.status)
    assert hit["outcome"] == ("accepted" if expected.recorded else "refused")
    assert (hit["error"] or {}).get("code") == expected.code
    assert (spared["fault"], spared["outcome"]) == (None, "accepted")
    (event,) = door.ask("events")["events"]
    assert event["accepted"] == 1 + expected.recorded


def test_a_delayed_answer_comes_late_and_blocks_nobody(door: Door) -> None:
    door.order("delay", delay_s=0.5)
    with door.socket() as slow:
        slow.sendall(request(door, json.dumps(body_of("PutEvents")).encode()))
        begun = time.monotonic()
        assert door.call("PutEvents", body_of("PutEvents")).status == 200
        assert time.monotonic() - begun < 0.4
        assert slow.recv(65536).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - begun > 0.3


def request(door: Door, body: bytes = b"{}") -> bytes:
    return (
        f"POST /events HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def test_a_delay_can_come_with_any_fault(door: Door) -> None:
    door.order("throttle", delay_s=0.3)
    begun = time.monotonic()
    assert door.call("PutEvents", body_of("PutEvents")).code == "ThrottlingException"
    assert time.monotonic() - begun > 0.25


def test_skew_runs_half_an_hour_ahead(door: Door) -> None:
    door.order("skew")
    ahead, straight = (door.call("PutEvents", body_of("PutEvents")).headers["date"] for _ in range(2))
    moments = [time.mktime(time.strptime(date, "%a, %d %b %Y %H:%M:%S GMT")) for date in (ahead, straight)]
    assert 1790 < moments[0] - moments[1] < 1810


def test_a_redirect_names_a_host_that_is_not_there(door: Door) -> None:
    door.order("redirect")
    heard = door.call("PutEvents", body_of("PutEvents"))
    assert heard.headers["location"].startswith("http://elsewhere.invalid/")


def test_an_answer_is_cut_where_it_was_asked_to_be(door: Door) -> None:
    whole = door.raw(request(door).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    for at_byte in (0, 1, 16, 17, 100, len(whole) - 1, len(whole), 10_000):
        door.order("cut-response", at_byte=at_byte)
        heard = door.raw(request(door))
        assert len(heard) == min(at_byte, len(whole))
        assert heard[:17] == b"HTTP/1.1 400 Bad Request"[: min(at_byte, 17)]


def test_a_cut_before_the_status_is_no_answer_to_boto3(door: Door) -> None:
    door.order("cut-response", at_byte=5)
    with pytest.raises(ConnectionClosedError):
        door.client().put_events(**body_of("PutEvents"))
    assert door.calls()[0]["recorded"]


def test_a_reset_is_a_reset(door: Door) -> None:
    door.order("reset-after")
    with pytest.raises(ConnectionResetError):
        door.raw(request(door))


def test_a_dripping_answer_is_whole_in_the_end(door: Door) -> None:
    door.order("loris", calls=1)
    with door.socket() as connection:
        connection.sendall(request(door))
        begun = time.monotonic()
        assert [connection.recv(65536) for _ in range(5)] == [b"H", b"T", b"T", b"P", b"/"]
        assert time.monotonic() - begun > 0.3
        assert door.call("PutEvents", body_of("PutEvents")).status == 200


def test_an_endless_answer_does_not_end(door: Door) -> None:
    door.order("endless", calls=1)
    with door.socket() as connection:
        connection.sendall(request(door, b'{"trackingId": 1}'))
        assert connection.recv(12) == b"HTTP/1.1 400"
        size_bytes = 0
        while size_bytes < 3_000_000:
            size_bytes += len(connection.recv(65536))
        assert door.call("PutEvents", body_of("PutEvents")).status == 200
    (call, _) = door.calls()
    assert (call["fault"], call["recorded"]) == ("endless", False)


def test_a_call_that_would_be_refused_is_not_recorded_by_a_fault_that_records(door: Door) -> None:
    door.order("reset-after")
    with pytest.raises(ConnectionResetError):
        door.raw(request(door))
    (call,) = door.calls()
    assert (call["fault"], call["recorded"], call["error"]["code"]) == ("reset-after", False, "InvalidInputException")


def hits(door: Door, calls: int) -> list[bool]:
    return [door.call("PutEvents", body_of("PutEvents")).status != 200 for _ in range(calls)]


def test_calls_counts_down(door: Door) -> None:
    door.order("throttle", calls=3)
    assert hits(door, 5) == [True, True, True, False, False]
    assert door.ask("faults")["armed"] == []


def test_a_share_hits_by_seeded_dice_until_it_is_taken_away(door: Door) -> None:
    runs = []
    for seed in (7, 7, 8):
        door.order("error500", share=0.3, seed=seed)
        runs.append(hits(door, 60))
        assert door.ask("faults")["armed"][0]["hits"] == sum(runs[-1])
        door.say("DELETE", "/_sandbox/faults")
    assert runs[0] == runs[1] != runs[2]
    assert 6 <= sum(runs[0]) <= 30
    assert not any(hits(door, 20))


def test_a_share_of_so_many_calls_ends(door: Door) -> None:
    door.order("throttle", share=0.5, calls=2, seed=1)
    assert sum(hits(door, 30)) == 2


def test_faults_hit_in_the_order_they_were_asked_for(door: Door) -> None:
    door.order("throttle")
    door.order("in-use")
    codes = [door.call("PutEvents", body_of("PutEvents")).status for _ in range(3)]
    assert codes == [400, 409, 200]


def test_faults_spare_the_sandboxs_own_paths_and_unknown_ones(door: Door) -> None:
    door.order("reset-before")
    assert door.ask("health")["status"] == "ok"
    assert door.post("/nowhere", b"{}").status == 404
    assert len(door.ask("faults")["armed"]) == 1


@pytest.mark.parametrize(
    "order",
    [
        [], None, {}, {"fault": "explode"}, {"fault": 1}, {"fault": "hang", "cals": 1}, {"fault": "hang", "calls": 0},
        {"fault": "hang", "calls": 1.5}, {"fault": "hang", "calls": True}, {"fault": "hang", "calls": "1"},
        {"fault": "hang", "share": 0}, {"fault": "hang", "share": 1.1}, {"fault": "hang", "share": "x"},
        {"fault": "delay", "delay_s": -1}, {"fault": "delay", "delay_s": 1e9}, {"fault": "hang", "seed": 10**30},
        {"fault": "cut-response", "at_byte": -1}, {"fault": ["hang"]},
    ],
)  # fmt: skip
def test_an_order_that_cannot_be_followed_is_refused_with_the_names(door: Door, order: Any) -> None:
    heard = door.post("/_sandbox/faults", json.dumps(order).encode())
    assert heard.status == 400
    assert json.loads(heard.body)["faults"] == list(FAULTS)
    assert heard.message
    assert door.ask("faults")["armed"] == []


def test_an_order_that_is_no_json_is_refused(door: Door) -> None:
    assert door.post("/_sandbox/faults", b"{").status == 400


def test_a_hanging_call_ends_when_its_client_leaves(door: Door) -> None:
    door.order("hang", calls=300)
    for _ in range(300):
        # More than are held at once: were the left ones kept, the later ones would be turned away.
        with door.socket() as connection:
            connection.sendall(request(door))
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(1) == b""
    assert len(door.calls(limit=1000)) == 300
