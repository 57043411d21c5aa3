"""A sandbox with clients of all its services and a clock that stands still, and what its recommendations are asked."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
)

from pevents_tui.sandbox import TRACKING_ID
from sandbox.door import Door

HEAD = "arn:aws:personalize:us-east-1:123456789012:"
FOR_YOU, TOP_PICKS = f"{HEAD}recommender/shop-for-you", f"{HEAD}recommender/video-top-picks"
PERSONAL, RANKING = f"{HEAD}campaign/shop-personal-campaign", f"{HEAD}campaign/shop-ranking-campaign"
SIMILAR, ACTIONS = f"{HEAD}campaign/shop-similar-campaign", f"{HEAD}campaign/loyalty-next-best-action-campaign"
LOYALTY = f"{HEAD}campaign/loyalty-personal-campaign"
NOT_PURCHASED, BY_CATEGORY = f"{HEAD}filter/shop-not-purchased", f"{HEAD}filter/shop-by-category"
VIDEO_ID = "5a9db0e5-0000-4000-8000-000000007374"
LOYALTY_ID = "5a9db0e5-0000-4000-8000-000000007375"
ACTIONS_ID = "5a9db0e5-0000-4000-8000-000000007376"
GARDEN = ["B0474", "B0491", "B0508", "B0525", "B0542"]
LIVE = {
    FOR_YOU: (TRACKING_ID, GARDEN, True),
    PERSONAL: (TRACKING_ID, GARDEN, True),
    TOP_PICKS: (VIDEO_ID, ["movie-0500", "movie-0501", "movie-0502"], True),
    SIMILAR: (TRACKING_ID, GARDEN, False),
    f"{HEAD}recommender/shop-also-viewed": (TRACKING_ID, GARDEN, False),
    f"{HEAD}recommender/shop-most-viewed": (TRACKING_ID, GARDEN, False),
    f"{HEAD}recommender/shop-best-sellers": (TRACKING_ID, GARDEN, False),
    f"{HEAD}recommender/video-trending": (VIDEO_ID, ["movie-0501"], False),
    f"{HEAD}recommender/video-most-popular": (VIDEO_ID, ["movie-0501"], False),
    f"{HEAD}recommender/video-more-like-this": (VIDEO_ID, ["movie-0501"], False),
}


class Clock:
    """Epoch seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 1_764_000_000.0

    def __call__(self) -> float:
        return self.now_s


class Shop:
    """A sandbox with clients of all its services and a clock that stands still."""

    def __init__(self, door: Door, clock: Clock) -> None:
        self.door = door
        self.clock = clock
        self.runtime = door.client("personalize-runtime")
        self.events = door.client()

    def ids(self, arn: str = PERSONAL, user_id: str | None = "qa-ana", **asked: Any) -> list[str]:
        named = "campaignArn" if ":campaign/" in arn else "recommenderArn"
        who = {} if user_id is None else {"userId": user_id}
        told = self.runtime.get_recommendations(**{named: arn}, **who, **asked)
        return [each["itemId"] for each in told["itemList"]]

    def act(self, items: list[str], event_type: str = "View", tracking_id: str = TRACKING_ID, **more: Any) -> None:
        event = {"eventType": event_type, **more.pop("event", {})}
        rows = [{**event, "itemId": item, "sentAt": 1_764_000_000 + at} for at, item in enumerate(items)]
        who = {"userId": "qa-ana", "sessionId": "s-1"} | more
        self.events.put_events(trackingId=tracking_id, eventList=rows, **who)

    def pass_s(self, seconds: float) -> None:
        self.clock.now_s += seconds


def refused(call: Callable[..., Any], **options: Any) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as raised:
        call(**options)
    told = raised.value.response
    assert told["ResponseMetadata"]["RequestId"]
    return told["ResponseMetadata"]["HTTPStatusCode"], told["Error"]["Code"], told["Error"]["Message"]


def share(ids: list[str], wanted: list[str]) -> int:
    return len(set(ids) & set(wanted))
