"""The few facts a client has to know about the sandbox."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TRACKING_ID: Final = "5a9db0e5-0000-4000-8000-000000007373"
"""The tracking ID of the sandbox's shop, the same embedded in a process and standing alone; any key may use it."""

DATASETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        rows: f"arn:aws:personalize:us-east-1:123456789012:dataset/{group}/{rows.upper()}"
        for rows, group in (("items", "shop"), ("users", "shop"), ("actions", "loyalty"))
    }
)
"""The ARNs of the datasets that items, users and actions are put into, of the pretend account for trying."""

TEST_KEY: Final = "sandbox"
"""The access key id of the pretend account for trying; every key that is not the other's, and none, is this one."""

PRODUCTION_KEY: Final = "sandbox-production"
"""The access key id of the pretend account that stands for production."""

DEFAULT_PORT: Final = 7373
"""The TCP port of a sandbox that stands alone."""

MAX_BODY_BYTES: Final = 4 * 1024 * 1024
"""The longest request body the sandbox reads."""

REACTS_AFTER_S: Final = 1.5
"""Seconds until recommendations hear of an event. Source: one to two, as practitioners find (AWS re:Post)."""

STAND_IN: Final = (
    "Recommendations are a stand-in's: a small documented sum over invented items that reacts as Amazon Personalize "
    "is seen to, and says nothing about a real model"
)
"""What it is, in a sentence."""

FORGET: Final = "forget"
"""What has recommendations forget a user: the end of its path, and the operation on the ledger."""
