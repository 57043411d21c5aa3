"""A local endpoint that speaks the Amazon Personalize protocols, for trying, teaching and testing without AWS.

To everyone but its starter it is a URL: it takes events, recommends (as a stand-in, see `recommender`), shows two
pretend accounts with their trackers (the control plane) and tells who calls (STS). It judges what arrives by
botocore's own service models, keeps what it takes on a ledger that can be asked over HTTP under `/_sandbox/`, and
fails on request. It answers on 127.0.0.1 only.

    with Sandbox() as sandbox:
        client = boto3.client("personalize-events", endpoint_url=sandbox.url, ...)
"""

from typing import TYPE_CHECKING, Final

from pevents_tui.sandbox.facts import DATASETS, DEFAULT_PORT, PRODUCTION_KEY, REACTS_AFTER_S, TEST_KEY, TRACKING_ID

if TYPE_CHECKING:
    from pevents_tui.sandbox.faults import FAULTS
    from pevents_tui.sandbox.ledger import StoreError
    from pevents_tui.sandbox.server import Sandbox

__all__ = [
    "DATASETS",
    "DEFAULT_PORT",
    "FAULTS",
    "PRODUCTION_KEY",
    "REACTS_AFTER_S",
    "TEST_KEY",
    "TRACKING_ID",
    "Sandbox",
    "StoreError",
]

_HOMES: Final = {"Sandbox": "server", "FAULTS": "faults", "StoreError": "ledger"}


def __getattr__(name: str) -> object:
    """Give a public name of a heavier module, loaded at first use: the constants alone cost nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  loaded only when a heavier name is asked for

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
