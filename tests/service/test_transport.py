"""Transport: each fault of a real endpoint ends in the right outcome, after one attempt, within its time."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import builders
import ledger
import waiting
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Refused, Unknown
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.sandbox import FAULTS, TRACKING_ID, Sandbox
from pevents_tui.service import Cancel
from pevents_tui.service.connection import connect
from pevents_tui.service.transport import Transport

CALL = Call("put-events", builders.events_draft(trackingId=TRACKING_ID).body)


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


REFUSED = {
    "throttle": ("ThrottlingException", 400, True),
    "too-many-requests": ("TooManyRequestsException", 429, True),
    "invalid": ("InvalidInputException", 400, False),
    "not-found": ("ResourceNotFoundException", 404, False),
    "in-use": ("ResourceInUseException", 409, False),
    "access-denied": ("AccessDeniedException", 403, False),
    "expired-token": ("ExpiredTokenException", 403, True),
    "skew": ("SignatureDoesNotMatch", 403, True),
    "redirect": ("307", 307, False),
}
UNKNOWN = {
    "error500": Cause.SERVER,
    "error500-after": Cause.SERVER,
    "unavailable": Cause.SERVER,
    "hang": Cause.TIMEOUT,
    "hang-after": Cause.TIMEOUT,
    "loris": Cause.TIMEOUT,
    "reset-before": Cause.CONNECTION,
    "reset-after": Cause.CONNECTION,
    "cut-response": Cause.BAD_ANSWER,
    "malformed": Cause.BAD_ANSWER,
    "endless": Cause.BAD_ANSWER,
    "no-request-id": Cause.NO_REQUEST_ID,
}


def test_every_fault_of_the_sandbox_is_in_these_tables() -> None:
    assert set(FAULTS) == {*REFUSED, *UNKNOWN, "delay"}


def _one_attempt(at: Target, transport: Transport, fault: str) -> Outcome:
    """The outcome of a call that meets a fault; the ledger must have seen it once."""
    assert at.endpoint is not None
    ledger.arm(at.endpoint, fault, calls=1)
    outcome = transport.send(CALL, replace(at, read_timeout_s=1.0)).outcome
    arrived = ledger.calls(at.endpoint)
    assert [each["attempt"] for each in arrived] == ["attempt=1; max=1"]
    return outcome


@pytest.mark.parametrize("fault", REFUSED)
def test_an_answer_of_4xx_or_a_redirect_is_a_refusal(at: Target, transport: Transport, fault: str) -> None:
    outcome = _one_attempt(at, transport, fault)
    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.http_status, outcome.retryable) == REFUSED[fault]


@pytest.mark.parametrize("fault", UNKNOWN)
def test_what_may_have_arrived_is_unknown_within_its_time(at: Target, transport: Transport, fault: str) -> None:
    began_s = time.monotonic()
    outcome = _one_attempt(at, transport, fault)
    assert isinstance(outcome, Unknown), outcome
    assert outcome.cause is UNKNOWN[fault], outcome
    assert "Error(" not in outcome.message
    assert time.monotonic() - began_s < 4


def test_a_slow_answer_within_the_time_is_accepted(at: Target, transport: Transport) -> None:
    assert at.endpoint is not None
    ledger.arm(at.endpoint, "delay", calls=1, delay_s=0.2)
    answer = transport.send(CALL, at)
    assert isinstance(answer.outcome, Accepted)
    assert answer.latency_s is not None
    assert answer.latency_s >= 0.2


@pytest.mark.parametrize("at_byte", range(0, 260, 5))
def test_an_answer_cut_anywhere_is_never_accepted(at: Target, transport: Transport, at_byte: int) -> None:
    assert at.endpoint is not None
    whole = transport.send(CALL, at).outcome
    assert isinstance(whole, Accepted)
    ledger.arm(at.endpoint, "cut-response", calls=1, at_byte=at_byte)
    outcome = transport.send(CALL, at).outcome
    assert isinstance(outcome, Unknown) or (at_byte > 140 and isinstance(outcome, Accepted))
    if isinstance(outcome, Accepted):
        assert outcome.request_id == ledger.calls(at.endpoint)[-1]["requestId"]


@pytest.mark.parametrize("fault", ["hang", "hang-after", "loris", "delay"])
def test_cancel_ends_a_call_under_way_at_once(at: Target, transport: Transport, fault: str) -> None:
    assert at.endpoint is not None
    ledger.arm(at.endpoint, fault, calls=1, delay_s=30)
    cancel = Cancel()
    outcomes: list[Outcome] = []
    sender = threading.Thread(target=lambda: outcomes.append(transport.send(CALL, at, cancel).outcome))
    sender.start()
    waiting.until(lambda: ledger.calls(at.endpoint or ""), "the call arrived")
    began_s = time.monotonic()
    cancel.set()
    sender.join(5)
    assert time.monotonic() - began_s < 1
    assert outcomes == [Unknown(Cause.CANCELLED, "cancelled while the call was under way")]


def test_a_cancel_before_the_call_sends_nothing(at: Target, transport: Transport) -> None:
    cancel = Cancel()
    cancel.set()
    outcome = transport.send(CALL, at, cancel).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CANCELLED
    assert ledger.calls(at.endpoint or "") == []


def test_a_port_nobody_listens_on_is_not_sent(at: Target, transport: Transport) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://someone:secret@127.0.0.1:{free.getsockname()[1]}"
        outcome = transport.send(CALL, replace(at, endpoint=url)).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CONNECTION
    assert "secret" not in outcome.message


def test_a_host_that_never_answers_the_connection_is_not_sent_within_the_time(at: Target, transport: Transport) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        crowd = [socket.socket() for _ in range(4)]
        for each in crowd:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        began_s = time.monotonic()
        outcome = transport.send(CALL, replace(at, endpoint=url, connect_timeout_s=0.5)).outcome
        for each in crowd:
            each.close()
    assert isinstance(outcome, NotSent), outcome
    assert time.monotonic() - began_s < 3


def test_a_proxy_is_never_used_on_loopback(at: Target, transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert isinstance(transport.send(CALL, at).outcome, Accepted)


def test_real_credentials_never_go_to_this_machine(
    at: Target, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIACANARY")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    for policy in (Policy.SANDBOX, Policy.LOCAL):
        client = connect(replace(at, policy=policy))
        assert client._request_signer._credentials.access_key == "sandbox"
        client.close()
    assert isinstance(transport.send(CALL, replace(at, policy=Policy.LOCAL)).outcome, Accepted)


def test_no_limit_means_no_limit(at: Target, transport: Transport) -> None:
    assert at.endpoint is not None
    ledger.arm(at.endpoint, "delay", calls=1, delay_s=0.3)
    unlimited = replace(at, read_timeout_s=0, connect_timeout_s=0)
    assert isinstance(transport.send(CALL, unlimited).outcome, Accepted)


def _aws(**parts: object) -> Target:
    given = {
        "label": "aws",
        "policy": Policy.PRODUCTION,
        "region": "us-east-1",
        "endpoint": "https://nowhere.invalid",
        **parts,
    }
    return Target(**given)  # type: ignore[arg-type]


def test_no_credentials_is_not_sent_and_says_so(transport: Transport) -> None:
    outcome = transport.send(CALL, _aws()).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CREDENTIALS
    assert outcome.message.startswith("no credentials in the environment, in profile default")


def test_a_profile_that_is_not_there_is_configuration(transport: Transport) -> None:
    outcome = transport.send(CALL, _aws(profile="nope")).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CONFIGURATION
    assert outcome.message.startswith("there is no profile nope in ")


def test_no_region_is_configuration(transport: Transport) -> None:
    outcome = transport.send(CALL, _aws(region=None, endpoint=None)).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CONFIGURATION
    assert outcome.message.startswith("no region is set; give --region")


def _config(text: str) -> None:
    folder = Path.home() / ".aws"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(text)


def test_a_role_that_wants_mfa_never_asks_on_the_terminal(transport: Transport) -> None:
    role = "arn:aws:iam::123456789012:role/x"
    _config(
        f"[profile mfa]\nrole_arn={role}\nsource_profile=base\nmfa_serial=arn:aws:iam::1:mfa/x\nregion=us-east-1\n"
        "[profile base]\naws_access_key_id=x\naws_secret_access_key=y\n",
    )
    outcome = transport.send(CALL, _aws(profile="mfa")).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CREDENTIALS
    assert "MFA" in outcome.message


def test_a_credential_process_gets_no_keys_typed_and_its_failure_is_told_without_its_words(
    transport: Transport, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    script = f"import sys; open('{seen}', 'w').write(repr(sys.stdin.read())); sys.stderr.write('canary'); sys.exit(3)"
    _config(f'[profile proc]\nregion=us-east-1\ncredential_process={sys.executable} -c "{script}"\n')
    outcome = transport.send(CALL, _aws(profile="proc")).outcome
    assert isinstance(outcome, NotSent)
    assert outcome.cause is Cause.CREDENTIALS
    assert outcome.message.startswith("the credential_process of profile proc gave no credentials: it failed")
    assert "canary" not in outcome.message
    assert seen.read_text() == "''"


def test_the_private_names_of_botocore_that_are_used_are_there(at: Target) -> None:
    client = connect(at)
    session = client._endpoint.http_session
    assert set(session._pool_classes_by_scheme) == {"http", "https"}
    assert session._manager.pool_classes_by_scheme is session._pool_classes_by_scheme
    client.close()


def test_a_busy_endpoint_serves_many_calls_on_few_connections(
    sandbox: Sandbox, at: Target, transport: Transport
) -> None:
    answers = [transport.send(CALL, at).outcome for _ in range(50)]
    assert all(isinstance(outcome, Accepted) for outcome in answers)
    assert len({outcome.request_id for outcome in answers if isinstance(outcome, Accepted)}) == 50
