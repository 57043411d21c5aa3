"""Lean calls: the bytes, the signature and the outcomes of boto3, without it; whatever is not plain is left to it."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from calendar import timegm
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import strptime

import botocore.session
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given, settings
from hypothesis import strategies as st

import builders
import ledger
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Refused
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.sandbox import FAULTS, PRODUCTION_KEY, TRACKING_ID, Sandbox
from pevents_tui.service.connection import connect
from pevents_tui.service.lean_road import Road, lean_road
from pevents_tui.service.sigv4 import Keys, signed_headers
from pevents_tui.service.transport import Transport

CALL = Call("put-events", builders.events_draft(trackingId=TRACKING_ID).body)
SLOW = {"hang", "hang-after", "loris", "delay", "endless"}
REAL = Target("real", Policy.PRODUCTION, region="eu-west-1")
ENVIRON = {"HOME": "/nonexistent", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "canary"}


@pytest.fixture
def lean() -> Iterator[Transport]:
    made = Transport(lean=True)
    yield made
    made.close()


@pytest.fixture
def plain() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


def _at(sandbox: Sandbox) -> Target:
    return builders.target(endpoint=sandbox.url, region="us-east-1")


@settings(max_examples=60, deadline=None)
@given(
    secret=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40),
    token=st.none() | st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
    region=st.sampled_from(["us-east-1", "eu-central-1"]),
    port=st.none() | st.integers(1, 65_535),
    body=st.binary(max_size=200),
)
def test_a_signature_is_botocores(secret: str, token: str | None, region: str, port: int | None, body: bytes) -> None:
    host = "example.com" if port is None else f"example.com:{port}"
    given_headers = {"Content-Type": "application/json"}
    request = AWSRequest("POST", f"http://{host}/events", given_headers, body)
    SigV4Auth(Credentials("AKIDEXAMPLE", secret, token), "personalize", region).add_auth(request)
    at_s = timegm(strptime(request.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ"))
    road = Road("http", "example.com", port, region, Keys("AKIDEXAMPLE", secret, token))
    ours = dict(signed_headers(road.keys, region, road.authority, "/events", body, at_s))
    theirs = {name: request.headers[name] for name in ours}
    assert ours == (theirs if port != 80 else {**theirs, "Authorization": ours["Authorization"]})


def test_the_bytes_on_the_wire_are_boto3s(lean: Transport, plain: Transport) -> None:
    row = {"eventId": "é", "eventType": "View", "sentAt": 1764000000, "eventValue": 2.50, "properties": '{"a":"🫖"}'}
    call = Call("put-events", {"trackingId": TRACKING_ID, "sessionId": "s", "eventList": [row]})
    with Sandbox() as sandbox:
        for transport in (lean, plain):
            answer = transport.send(call, _at(sandbox))
            assert isinstance(answer.outcome, Accepted)
            assert answer.exchange is not None
            names = [name for name, _ in answer.exchange.request]
            assert {"Host", "Content-Type", "X-Amz-Date", "Authorization", "Content-Length"} <= set(names)
        first, second = ledger.calls(sandbox.url)
        assert type(lean._client(_at(sandbox))).__name__ == "Lean"
    assert first["raw"] == second["raw"]


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in SLOW])
def test_every_fault_ends_as_it_does_with_boto3(lean: Transport, plain: Transport, fault: str) -> None:
    with Sandbox() as sandbox:
        ledger.arm(sandbox.url, fault, calls=2)
        ours, theirs = (transport.send(CALL, _at(sandbox)).outcome for transport in (lean, plain))
    assert type(ours) is type(theirs)
    assert getattr(ours, "cause", None) == getattr(theirs, "cause", None)
    if isinstance(ours, Refused) and isinstance(theirs, Refused):
        assert replace(ours, request_id=None) == replace(theirs, request_id=None)


def test_a_connection_is_kept_for_the_next_call_and_made_anew_once_it_is_gone(lean: Transport) -> None:
    with Sandbox() as sandbox:
        reused = []
        for fault in (None, None, "reset-after", None):
            if fault:
                ledger.arm(sandbox.url, fault)
            exchange = lean.send(CALL, _at(sandbox)).exchange
            assert exchange is not None
            reused.append(exchange.timing.reused)
    assert reused == [False, True, True, False]


def test_what_cannot_be_reached_is_not_sent(lean: Transport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    answer = lean.send(CALL, builders.target(endpoint=f"http://127.0.0.1:{port}", region="us-east-1"))
    assert isinstance(answer.outcome, NotSent)
    assert answer.outcome.cause is Cause.CONNECTION
    assert f'"http://127.0.0.1:{port}" (connection refused)' in answer.outcome.message
    missing = builders.target(endpoint=f"https://127.0.0.1:{port}", region="us-east-1", ca_bundle="/no.pem")
    outcome = lean.send(CALL, missing).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CONFIGURATION


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")
def test_a_certificate_must_be_trusted(lean: Transport, tmp_path: Path) -> None:
    key, own = tmp_path / "key.pem", tmp_path / "own.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(own)]
    subprocess.run([*make, *named], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"https://localhost:{door.getsockname()[1]}"
        server = threading.Thread(target=_answer_twice, args=(door, context))
        server.start()
        trusted = lean.send(CALL, builders.target(endpoint=url, region="us-east-1", ca_bundle=str(own))).outcome
        refused = lean.send(CALL, builders.target(endpoint=url, region="us-east-1")).outcome
        server.join()
    assert trusted == Accepted("r-1", 200)
    assert isinstance(refused, NotSent)
    assert refused.cause is Cause.CONNECTION


def _answer_twice(door: socket.socket, context: ssl.SSLContext) -> None:
    for _ in range(2):
        connection, _ = door.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as secure:
                got = b""
                while not got.endswith(CALL.wire):
                    got += secure.recv(65_536)
                secure.sendall(
                    b"HTTP/1.1 200 OK\r\nx-amzn-RequestId: r-1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )
        except (ssl.SSLError, ConnectionError):
            connection.close()


def test_a_plain_road_is_known_with_its_keys(tmp_path: Path) -> None:
    road = lean_road(REAL, ENVIRON)
    assert road == Road("https", "personalize-events.eu-west-1.amazonaws.com", None, "eu-west-1", _keys())
    assert "canary" not in repr(road)
    place = tmp_path / "credentials"
    place.write_text("[shop]\naws_access_key_id = KEY\naws_secret_access_key = s\naws_session_token = t\n")
    files = {"HOME": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": str(place)}
    shop = lean_road(replace(REAL, profile="shop"), {**ENVIRON, **files})
    assert shop is not None
    assert shop.keys == Keys("KEY", "s", "t")
    local = builders.target(endpoint="http://127.0.0.1:7373", region="us-east-1")
    for key, wanted in (("AKIDREAL", "sandbox"), (PRODUCTION_KEY, PRODUCTION_KEY)):
        near = lean_road(local, {**ENVIRON, "AWS_ACCESS_KEY_ID": key, "HTTPS_PROXY": "http://p:1"})
        assert near is not None
        assert near.keys == Keys(wanted, "sandbox")


def _keys() -> Keys:
    return Keys("AKIDEXAMPLE", "canary")


@pytest.mark.parametrize(
    ("change", "environ"),
    [
        ({"region": "us-gov-west-1"}, {}),
        ({"region": "cn-north-1"}, {}),
        ({"region": "eu-isoe-west-1"}, {}),
        ({"region": None}, {}),
        ({"sign": False}, {}),
        ({"verify": False}, {}),
        ({"profile": "nobody"}, {}),
        ({"profile": "role"}, {}),
        ({"profile": "sso"}, {}),
        ({"profile": "process"}, {}),
        ({"profile": "fips"}, {}),
        ({"profile": "half"}, {}),
        ({"endpoint": "https://proxy.example/base"}, {}),
        ({"endpoint": "https://[::1]:7"}, {}),
        ({}, {"HTTPS_PROXY": "http://p:1"}),
        ({}, {"AWS_PROFILE": "nobody"}),
        ({}, {"AWS_USE_FIPS_ENDPOINT": "true"}),
        ({}, {"AWS_SECRET_ACCESS_KEY": ""}),
        ({}, {"AWS_ACCESS_KEY_ID": ""}),
        ({}, {"AWS_SOMETHING_NEW": "1"}),
        ({}, {"AWS_CREDENTIAL_EXPIRATION": "2030-01-01T00:00:00Z"}),
        ({}, {"AWS_CONFIG_FILE": "BROKEN"}),
    ],
)
def test_whatever_is_not_plain_is_left_to_boto3(
    tmp_path: Path, change: dict[str, object], environ: dict[str, str]
) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = default\n"
        "[profile sso]\nsso_session = s\n[profile process]\ncredential_process = /bin/false\n"
        "[profile fips]\nuse_fips_endpoint = true\naws_access_key_id = a\naws_secret_access_key = b\n"
        "[profile half]\naws_access_key_id = a\n"
    )
    broken = tmp_path / "broken"
    broken.write_text("nothing\n")
    given = {name: str(broken) if value == "BROKEN" else value for name, value in environ.items()}
    assert lean_road(replace(REAL, **change), {**ENVIRON, "AWS_CONFIG_FILE": str(config), **given}) is None  # type: ignore[arg-type]


def test_a_plain_road_is_the_one_that_boto3_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    regions = botocore.session.Session().get_available_regions("personalize")
    known = [region for region in regions if lean_road(replace(REAL, region=region), ENVIRON)]
    assert "us-east-1" in known
    for region in known:
        road = lean_road(replace(REAL, region=region), ENVIRON)
        assert road is not None
        assert road.host.endswith(f".{region}.amazonaws.com")
    client = connect(replace(REAL, region="eu-west-1"))
    road = lean_road(REAL, ENVIRON)
    assert road is not None
    assert client.meta.endpoint_url == f"{road.scheme}://{road.authority}"
    client.close()
