"""personalize-runtime of the sandbox, asked by boto3 as a user has it, over HTTP."""

import json
import re
from typing import Any

from pevents_tui.sandbox import TRACKING_ID
from sandbox.shop import (
    ACTIONS,
    ACTIONS_ID,
    BY_CATEGORY,
    HEAD,
    LOYALTY,
    NOT_PURCHASED,
    PERSONAL,
    RANKING,
    SIMILAR,
    Shop,
)


def test_every_parameter_of_get_recommendations_is_honoured(shop: Shop) -> None:
    asked = {
        "campaignArn": PERSONAL,
        "userId": "demo-ben",
        "itemId": "B0742",
        "numResults": 20,
        "context": {"DEVICE": "tablet"},
        "filterArn": BY_CATEGORY,
        "filterValues": {"CATEGORY": '"tools","garden"'},
        "promotions": [
            {
                "name": "spring-sale",
                "percentPromotedItems": 30,
                "filterArn": f"{HEAD}filter/shop-price-up-to",
                "filterValues": {"PRICE": "12"},
            }
        ],
        "metadataColumns": {"ITEMS": ["TITLE", "CATEGORY", "PRICE"]},
    }
    told = shop.runtime.get_recommendations(**asked)
    rows = told["itemList"]
    assert re.fullmatch(r"RID-[0-9a-f-]{36}", told["recommendationId"])
    assert told["recommendationId"] != shop.runtime.get_recommendations(**asked)["recommendationId"]
    assert len(rows) == len({each["itemId"] for each in rows}) == 20
    promoted = [place for place, each in enumerate(rows) if "promotionName" in each]
    assert promoted == [3, 6, 9, 13, 16, 19]
    for place, each in enumerate(rows):
        assert set(each["metadata"]) == {"TITLE", "CATEGORY", "PRICE"}
        if place in promoted:
            assert (each["promotionName"], each["reason"]) == ("spring-sale", ["Promoted item"])
            assert float(each["metadata"]["PRICE"]) <= 12
        else:
            assert each["metadata"]["CATEGORY"] in {"tools", "garden"}
            assert "reason" not in each
    scores = [each["score"] for place, each in enumerate(rows) if place not in promoted]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    everything = {**asked, "filterArn": NOT_PURCHASED, "filterValues": {}, "promotions": [], "metadataColumns": {}}
    assert len(shop.runtime.get_recommendations(**everything | {"numResults": 500})["itemList"]) > 300
    assert shop.runtime.get_recommendations(**everything | {"numResults": 0})["itemList"] == []
    assert "score" not in shop.runtime.get_recommendations(campaignArn=SIMILAR, itemId="B0742")["itemList"][0]
    assert shop.ids(SIMILAR, None, itemId="B0742") != shop.ids(SIMILAR, None, itemId="B0508")
    assert len(shop.ids(SIMILAR, None, itemId="unheard-of")) == 25


def test_get_personalized_ranking_puts_what_it_is_given_in_the_users_order(shop: Shop) -> None:
    given = ["B0117", "strange", "B0742", "B0901", "B0508", "B0491", "B0117"]
    asked = {
        "campaignArn": RANKING,
        "inputList": given,
        "userId": "qa-ana",
        "context": {"DEVICE": "phone"},
        "metadataColumns": {"ITEMS": ["TITLE"]},
    }
    before = shop.runtime.get_personalized_ranking(**asked)
    assert re.fullmatch(r"RID-[0-9a-f-]{36}", before["recommendationId"])
    ranked = before["personalizedRanking"]
    assert sorted(each["itemId"] for each in ranked) == sorted(set(given))
    assert ranked[-1] == {"itemId": "strange"}, "what is unknown comes last"
    assert abs(sum(each["score"] for each in ranked[:-1]) - 1) < 1e-5
    assert {each["metadata"]["TITLE"] for each in ranked[:-1]} >= {"Blue kettle", "Reading lamp"}
    shop.act(["B0508", "B0491"])
    shop.pass_s(2)
    after = [each["itemId"] for each in shop.runtime.get_personalized_ranking(**asked)["personalizedRanking"]]
    assert set(after[:2]) == {"B0508", "B0491"}
    only = {"filterArn": BY_CATEGORY, "filterValues": {"CATEGORY": "garden"}}
    assert [
        each["itemId"] for each in shop.runtime.get_personalized_ranking(**asked, **only)["personalizedRanking"]
    ] == (after[:2])


def test_get_action_recommendations_hears_of_actions(shop: Shop) -> None:
    def actions(**more: Any) -> list[str]:
        told = shop.runtime.get_action_recommendations(campaignArn=ACTIONS, userId="qa-ana", **more)
        assert len(told["recommendationId"]) == 40
        assert all(0 < each["score"] < 1 for each in told["actionList"])
        return [each["actionId"] for each in told["actionList"]]

    before = actions()
    assert len(before) == 5
    assert len(actions(numResults=100)) == 12
    row = {"actionId": "book-consultation", "userId": "qa-ana", "sessionId": "s-1", "timestamp": 1_764_000_000}
    for tracking_id, event_type in ((ACTIONS_ID, "Viewed"), (TRACKING_ID, "Taken")):
        shop.events.put_action_interactions(
            trackingId=tracking_id, actionInteractions=[{**row, "eventType": event_type}]
        )
        shop.pass_s(2)
        assert actions() != before
    assert actions()[0] == "extend-warranty", "its like, now that it is taken"
    not_taken, of = f"{HEAD}filter/loyalty-not-taken", f"{HEAD}filter/loyalty-actions-of"
    assert "book-consultation" not in actions(filterArn=not_taken, numResults=100)
    assert actions(filterArn=of, filterValues={"CATEGORY": '"service"'}) == ["extend-warranty", "book-consultation"]


def test_what_is_put_is_recommended_and_filtered_by(shop: Shop) -> None:
    def put(**properties: object) -> None:
        row = {"itemId": "N1", "properties": json.dumps(properties)}
        shop.events.put_items(datasetArn=f"{HEAD}dataset/shop/ITEMS", items=[row])

    put(title="Copper lantern", category=["garden", "lighting"], price=19.5, creationTimestamp=1)
    assert "N1" not in shop.ids(numResults=500)
    shop.pass_s(2)
    assert "N1" in shop.ids()
    told = shop.runtime.get_recommendations(
        campaignArn=PERSONAL, userId="qa-ana", metadataColumns={"ITEMS": ["TITLE", "CATEGORY", "CREATION_TIMESTAMP"]}
    )
    (row,) = [each for each in told["itemList"] if each["itemId"] == "N1"]
    assert row["metadata"] == {"TITLE": "Copper lantern", "CATEGORY": "garden|lighting", "CREATION_TIMESTAMP": "1"}
    assert row["reason"] == ["Exploration"]
    assert "N1" not in shop.ids(LOYALTY, numResults=500), "another group's"
    put(title="Copper lantern", category="antiques")
    assert "N1" in shop.ids(filterArn=BY_CATEGORY, filterValues={"CATEGORY": "garden"}, numResults=500)
    shop.pass_s(2)
    assert shop.ids(filterArn=BY_CATEGORY, filterValues={"CATEGORY": "antiques"}) == ["N1"]
    no_toys = f"{HEAD}filter/shop-no-toys-for-members"
    toys = shop.ids(filterArn=no_toys, numResults=500)
    users = [{"userId": "qa-ana", "properties": '{"membership": "gold"}'}]
    shop.events.put_users(datasetArn=f"{HEAD}dataset/shop/USERS", users=users)
    action = {"actionId": "bake", "properties": '{"category": "service"}'}
    shop.events.put_actions(datasetArn=f"{HEAD}dataset/loyalty/ACTIONS", actions=[action])
    shop.pass_s(2)
    assert len(shop.ids(filterArn=no_toys, numResults=500)) < len(toys)
    told = shop.runtime.get_action_recommendations(campaignArn=ACTIONS, userId="qa-ana", numResults=100)
    assert "bake" in [each["actionId"] for each in told["actionList"]]
