"""Each way the service can fail ends in the right word and exit code, after exactly one attempt on the wire."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import ledger
from cli.shell import Shell
from pevents_tui.sandbox import FAULTS, TRACKING_ID


@dataclass(frozen=True)
class End:
    """How a call under a fault ends."""

    word: str
    code: int
    says: str


REFUSED = {
    "throttle": "ThrottlingException",
    "too-many-requests": "TooManyRequestsException",
    "invalid": "InvalidInputException",
    "not-found": "ResourceNotFoundException",
    "in-use": "ResourceInUseException",
    "access-denied": "AccessDeniedException",
    "expired-token": "ExpiredTokenException",
    "skew": "SignatureDoesNotMatch",
    "redirect": "307",
}
UNKNOWN = {
    "error500": "server-error",
    "error500-after": "server-error",
    "unavailable": "server-error",
    "hang": "timeout",
    "hang-after": "timeout",
    "loris": "timeout",
    "reset-before": "connection",
    "reset-after": "connection",
    "cut-response": "bad-answer",
    "malformed": "bad-answer",
    "no-request-id": "no-request-id",
    "endless": "bad-answer",
}
ENDS = {
    "delay": End("accepted", 0, ""),
    **{fault: End("refused", 254, code) for fault, code in REFUSED.items()},
    **{fault: End("unknown", 3, cause) for fault, cause in UNKNOWN.items()},
}
SHORT = {"hang", "hang-after", "loris"}


def test_every_fault_of_the_sandbox_is_here() -> None:
    assert set(ENDS) == set(FAULTS)


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_ends_in_its_word_and_code_after_one_attempt(shell: Shell, url: str, fault: str) -> None:
    end = ENDS[fault]
    ledger.arm(url, fault, calls=5, **({"delay_s": 0.1} if fault == "delay" else {}))
    bounds = ("--cli-read-timeout", "0.5") if fault in SHORT else ()
    words = ("send", "view-item", "--endpoint-url", url, "--tracking-id", TRACKING_ID, "--output", "json", *bounds)
    ended = shell.run(*words)
    receipt = ended.json
    assert (receipt["outcome"], ended.code) == (end.word, end.code)
    assert receipt["code"] == (end.says or None)
    assert receipt["attempts"] == 1
    (call,) = ledger.calls(url)
    assert call["attempt"] == "attempt=1; max=1"
    assert call["fault"] == fault
    (line,) = shell.run("history", "list", "--output", "json").json
    assert line["outcome"] == end.word
    if end.word != "accepted":
        assert receipt["nextStep"]
        assert receipt["nextStep"] in ended.err


@pytest.mark.parametrize(("fault", "requests"), [("throttle", 3), ("error500-after", 3), ("invalid", 1)])
def test_attempts_are_the_users_and_each_is_one_request(shell: Shell, url: str, fault: str, requests: int) -> None:
    ledger.arm(url, fault, calls=5)
    ended = shell.run("send", "view-item", "--endpoint-url", url, "--tracking-id", TRACKING_ID, "--attempts", "3")
    assert ended.code == ENDS[fault].code
    calls = ledger.calls(url)
    assert len(calls) == requests
    assert {call["attempt"] for call in calls} == {"attempt=1; max=1"}
    assert len({call["raw"] for call in calls}) == 1
