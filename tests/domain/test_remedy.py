"""What an outcome means and what to do about it: something of its own for every way a call is known to end."""

from __future__ import annotations

from dataclasses import replace

import pytest

import builders
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Refused, Unknown
from pevents_tui.domain.remedy import next_step, remedy

REFUSALS = {
    "InvalidInputException": "Change what the message names",
    "ResourceNotFoundException": "Check the tracking ID",
    "ResourceInUseException": "ACTIVE",
    "AccessDeniedException": 'Resource "*"',
    "ThrottlingException": "Wait a little",
    "TooManyRequestsException": "Wait a little",
    "LimitExceededException": "quota",
    "ValidationError": "Change what the message names",
    "IncompleteSignature": "clock",
    "SignatureDoesNotMatch": "secret key",
    "InvalidClientTokenId": "Renew the credentials",
    "UnrecognizedClientException": "Renew the credentials",
    "ExpiredTokenException": "aws sso login --profile shop",
    "RequestExpired": "clock",
    "MissingAuthenticationTokenException": "endpoint URL",
    "OptInRequired": "Enable the region",
    "UnknownOperationException": "endpoint of personalize-events",
    "RequestEntityTooLarge": "fewer events",
    "SerializationException": "Change what the message names",
    "TeapotException": "Read the service's message",
}


@pytest.mark.parametrize("code", REFUSALS)
def test_every_code_has_its_meaning_and_step(code: str) -> None:
    found = remedy(Refused(code, "said the service", 400), replace(builders.target(), profile="shop"))
    assert REFUSALS[code] in found.step
    assert found.meaning.endswith(".")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Refused("InvalidInputException", "Error parsing properties json", 400), "no text inside text"),
        (Refused("307", "", 307), "final endpoint URL"),
        (Refused("SlowDown", "", 429, retry_after_s=7), "at least 7 s"),
        (NotSent(Cause.CREDENTIALS, "Error loading SSO Token: Token for my does not exist"), "Run aws sso login, then"),
        (NotSent(Cause.CREDENTIALS, "Unable to locate credentials"), "Give credentials"),
        (Accepted("r-1"), ""),
    ],
)
def test_what_is_said_beside_the_code_counts(outcome: Outcome, words: str) -> None:
    step = next_step(outcome, builders.target())
    assert words in step
    assert bool(step) is not isinstance(outcome, Accepted)


@pytest.mark.parametrize("cause", Cause)
def test_no_cause_promises_what_is_not_known(cause: Cause) -> None:
    for outcome in (Unknown(cause, "broke"), NotSent(cause, "broke")):
        told = remedy(outcome, builders.target())
        assert told.meaning
        assert told.step
        assert "delivered" not in told.meaning + told.step
