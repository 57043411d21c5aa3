"""How long the sandbox takes to recommend, against its answer to the same client that has nothing to recommend.

Run it as `python benchmarks/sandbox_recommends.py [rounds] [calls per round]`. Each round asks every question in turn:
a list of 25 for a stranger, for somebody with a past and twenty new events, one with a filter, a promotion and
metadata, a ranking, actions, and a campaign that does not exist, which costs all but the recommending.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from pevents_tui.sandbox import TRACKING_ID, Sandbox

GOAL_MS = 5.0
"""What an answer may take, the client's own work included."""

HEAD = "arn:aws:personalize:us-east-1:123456789012:"
ASKED = {"campaignArn": f"{HEAD}campaign/shop-personal-campaign", "userId": "demo-ana"}
WITH_ALL = {
    "filterArn": f"{HEAD}filter/shop-not-purchased",
    "context": {"DEVICE": "phone"},
    "metadataColumns": {"ITEMS": ["TITLE", "CATEGORY", "PRICE"]},
    "promotions": [
        {
            "name": "sale",
            "percentPromotedItems": 20,
            "filterArn": f"{HEAD}filter/shop-price-up-to",
            "filterValues": {"PRICE": "10"},
        }
    ],
}


def client_of(service: str, url: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",  # noqa: S106  a dummy: the sandbox takes any signature
        config=Config(retries={"total_max_attempts": 1, "mode": "standard"}, proxies={}),
    )


def refused(runtime: Any) -> None:
    try:
        runtime.get_recommendations(campaignArn=f"{HEAD}campaign/none", userId="demo-ana")
    except ClientError:
        return
    raise AssertionError("there is such a campaign")


def questions(runtime: Any) -> dict[str, Callable[[], Any]]:
    ranking, actions = f"{HEAD}campaign/shop-ranking-campaign", f"{HEAD}campaign/loyalty-next-best-action-campaign"
    ids = [each["itemId"] for each in runtime.get_recommendations(**ASKED, numResults=500)["itemList"]]
    return {
        "refused": lambda: refused(runtime),
        "stranger": lambda: runtime.get_recommendations(**ASKED | {"userId": "qa-1"}),
        "past and events": lambda: runtime.get_recommendations(**ASKED),
        "all parameters": lambda: runtime.get_recommendations(**ASKED, **WITH_ALL),
        "every item": lambda: runtime.get_recommendations(**ASKED, numResults=500),
        "ranking of all": lambda: runtime.get_personalized_ranking(campaignArn=ranking, userId="u", inputList=ids),
        "actions": lambda: runtime.get_action_recommendations(campaignArn=actions, userId="demo-ana"),
    }


def milliseconds(ask: Callable[[], Any], calls: int) -> float:
    begun = time.perf_counter()
    for _ in range(calls):
        ask()
    return (time.perf_counter() - begun) / calls * 1000


def measure(rounds: int, calls: int) -> dict[str, float]:
    with Sandbox(reacts_after_s=0.0) as sandbox:
        runtime, events = client_of("personalize-runtime", sandbox.url), client_of("personalize-events", sandbox.url)
        rows = [{"eventType": "View", "itemId": f"B{1000 + 7 * number}", "sentAt": number + 1} for number in range(20)]
        for start in (0, 10):
            part = rows[start : start + 10]
            events.put_events(trackingId=TRACKING_ID, userId="demo-ana", sessionId="s", eventList=part)
        asked = questions(runtime)
        found: dict[str, list[float]] = {name: [] for name in asked}
        for turn in range(rounds + 1):
            for name, ask in asked.items():
                took_ms = milliseconds(ask, calls)
                if turn:  # the first round warms up
                    found[name].append(took_ms)
        runtime.close()
        events.close()
    return {name: statistics.median(each) for name, each in found.items()}


def main(words: list[str]) -> None:
    rounds, calls = (*map(int, words), *(5, 50)[len(words) :])
    medians = measure(rounds, calls)
    for name, median in medians.items():
        met = "met" if median < GOAL_MS else "missed"
        print(f"{name:<16} {median:6.2f} ms  {median / medians['refused']:5.2f} x refused  (goal {GOAL_MS} ms: {met})")


if __name__ == "__main__":
    main(sys.argv[1:])
