"""What tests of recommendations ask the sandbox, and the faults they order there."""

from __future__ import annotations

import json
import urllib.request

from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Ask, Column, Listing, Unasked

HEAD = "arn:aws:personalize:us-east-1:123456789012"
FOR_YOU = f"{HEAD}:recommender/shop-for-you"
ASK = Ask(FOR_YOU, user_id="qa-ana", num_results=10)


def order(at: Target, fault: str, **options: object) -> None:
    body = json.dumps({"service": "personalize-runtime", "fault": fault, **options}).encode()
    asked = urllib.request.Request(f"{at.endpoint}/_sandbox/faults", body, {"Content-Type": "application/json"})  # noqa: S310 - ours
    with urllib.request.urlopen(asked):  # noqa: S310 - ours
        pass


def ids(answer: Column | Listing | Unasked) -> tuple[str, ...]:
    assert isinstance(answer, Column | Listing), answer
    return (answer.listing if isinstance(answer, Column) else answer).ids
