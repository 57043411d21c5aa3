"""The two pretend accounts, and who of them speaks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pevents_tui.sandbox.facts import PRODUCTION_KEY, TEST_KEY, TRACKING_ID

REGION: Final = "us-east-1"
"""The region of a caller whose signature names none."""

_SCOPE: Final = re.compile(r"Credential=([^/,\s]{1,128})/\d{8}/([a-z0-9-]{1,32})/")


@dataclass(frozen=True, slots=True)
class Business:
    """What one dataset group is about.

    Attributes:
        name: shop, video or loyalty.
        domain: ECOMMERCE or VIDEO_ON_DEMAND; None for a custom group.
        tracker: its event tracker's name.
        tracking_id: that tracker's tracking ID.
        actions_id: the tracking ID of its action interactions dataset; None where it has no actions.
        retired_id: the tracking ID of an event tracker that is being deleted; None for none.
    """

    name: str
    domain: str | None
    tracker: str
    tracking_id: str
    actions_id: str | None = None
    retired_id: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One pretend account.

    Attributes:
        number: its twelve digits.
        suffix: what the names of its resources end with.
        role: the role its callers are told to have.
        businesses: its dataset groups.
    """

    number: str
    suffix: str
    role: str
    businesses: tuple[Business, ...]

    def caller_arn(self) -> str:
        """Give the ARN of whoever calls with its key."""
        return f"arn:aws:sts::{self.number}:assumed-role/{self.role}/sandbox"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks: an account, in a region."""

    account: Account
    region: str


TEST: Final = Account(
    "123456789012",
    "",
    "PersonalizeTester",
    (
        Business("shop", "ECOMMERCE", "demo-store", TRACKING_ID, retired_id="5a9db0e5-0000-4000-8000-000000007372"),
        Business("video", "VIDEO_ON_DEMAND", "streaming", "5a9db0e5-0000-4000-8000-000000007374"),
        Business(
            "loyalty",
            None,
            "loyalty-web",
            "5a9db0e5-0000-4000-8000-000000007375",
            "5a9db0e5-0000-4000-8000-000000007376",
        ),
    ),
)
"""The account for trying."""

PRODUCTION: Final = Account(
    "210987654321",
    "-production",
    "PersonalizeProduction",
    (
        Business("shop", "ECOMMERCE", "store", "9d0dcafe-0000-4000-8000-000000007373"),
        Business("video", "VIDEO_ON_DEMAND", "streaming", "9d0dcafe-0000-4000-8000-000000007374"),
        Business(
            "loyalty",
            None,
            "loyalty-web",
            "9d0dcafe-0000-4000-8000-000000007375",
            "9d0dcafe-0000-4000-8000-000000007376",
        ),
    ),
)
"""The account that stands for production."""

_BY_KEY: Final = {TEST_KEY: TEST, PRODUCTION_KEY: PRODUCTION}


def caller(headers: Mapping[str, str]) -> Caller:
    """Tell who speaks by the signature's scope, which nobody checks; the account for trying where it names no other."""
    scope = _SCOPE.search(headers.get("authorization", ""))
    if scope is None:
        return Caller(TEST, REGION)
    return Caller(_BY_KEY.get(scope[1], TEST), scope[2])


def takes(operation: str, tracking_id: object) -> bool:
    """Tell whether a tracking ID is one that an operation takes.

    Event trackers take events, action interactions datasets take action interactions; the shop's takes both, so that
    one ID is enough to begin with. A tracker that is being deleted takes nothing.
    """
    actions = operation == "PutActionInteractions"
    if tracking_id == TRACKING_ID:
        return True
    known = (each for account in (TEST, PRODUCTION) for each in account.businesses)
    return isinstance(tracking_id, str) and any(
        tracking_id == (each.actions_id if actions else each.tracking_id) for each in known
    )
