"""What the sandbox's personalize-runtime refuses, how it fails, and what it keeps."""

import json
from typing import Any

import pytest
from botocore.exceptions import (
    ConnectionClosedError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
    ReadTimeoutError,
)

import hostile
from pevents_tui.sandbox import PRODUCTION_KEY, TRACKING_ID, Sandbox
from sandbox.door import Door
from sandbox.shop import (
    ACTIONS,
    BY_CATEGORY,
    FOR_YOU,
    GARDEN,
    HEAD,
    LIVE,
    LOYALTY,
    LOYALTY_ID,
    PERSONAL,
    RANKING,
    SIMILAR,
    Clock,
    Shop,
    refused,
)
from waiting import until

BAD: list[tuple[str, dict[str, Any], tuple[int, str, str]]] = [
    ("get_recommendations", {}, (400, "InvalidInputException", "campaignArn or recommenderArn")),
    (
        "get_recommendations",
        {"campaignArn": PERSONAL, "recommenderArn": FOR_YOU, "userId": "u"},
        (400, "InvalidInputException", "Give one ARN"),
    ),
    ("get_recommendations", {"campaignArn": "shop"}, (400, "InvalidInputException", "regular expression")),
    ("get_recommendations", {"campaignArn": FOR_YOU}, (404, "ResourceNotFoundException", "was not found")),
    (
        "get_recommendations",
        {"recommenderArn": FOR_YOU.replace("123456789012", "210987654321")},
        (404, "ResourceNotFoundException", "was not found"),
    ),
    ("get_recommendations", {"campaignArn": PERSONAL}, (400, "InvalidInputException", "userId is required")),
    ("get_recommendations", {"campaignArn": SIMILAR}, (400, "InvalidInputException", "itemId is required")),
    ("get_recommendations", {"campaignArn": RANKING, "userId": "u"}, (400, "InvalidInputException", "GetPersonalized")),
    ("get_recommendations", {"campaignArn": ACTIONS, "userId": "u"}, (400, "InvalidInputException", "GetActionRecom")),
    (
        "get_action_recommendations",
        {"campaignArn": PERSONAL, "userId": "u"},
        (400, "InvalidInputException", "GetRecom"),
    ),
    ("get_action_recommendations", {"campaignArn": ACTIONS}, (400, "InvalidInputException", "userId")),
    ("get_personalized_ranking", {"campaignArn": RANKING, "userId": "u"}, (400, "InvalidInputException", "inputList")),
    (
        "get_personalized_ranking",
        {"campaignArn": RANKING, "userId": "u", "inputList": []},
        (400, "InvalidInputException", "1 to 500"),
    ),
    (
        "get_personalized_ranking",
        {"campaignArn": RANKING, "userId": "u", "inputList": ["i"] * 50 + [f"i{n}" for n in range(500)]},
        (400, "InvalidInputException", "1 to 500"),
    ),
]
ASKED = {"campaignArn": PERSONAL, "userId": "u"}
BAD_OPTIONS: list[tuple[dict[str, Any], tuple[int, str, str]]] = [
    ({"userId": "u" * 257}, (400, "InvalidInputException", "256")),
    ({"userId": 7}, (400, "SerializationException", "'userId' must be a string")),
    ({"numResults": 501}, (400, "InvalidInputException", "at most 500")),
    ({"numResults": -1}, (400, "InvalidInputException", "greater than or equal to 0")),
    ({"numResults": 51, "metadataColumns": {"ITEMS": ["TITLE"]}}, (400, "InvalidInputException", "at most 50")),
    ({"metadataColumns": {"ITEMS": ["COLOUR"]}}, (400, "InvalidInputException", "no such column; it has CATEGORY")),
    ({"metadataColumns": {"USERS": ["AGE"]}}, (400, "InvalidInputException", "the one key ITEMS")),
    ({"metadataColumns": {"ITEMS": ["TITLE"] * 11}}, (400, "InvalidInputException", "At most 10")),
    ({"campaignArn": LOYALTY, "metadataColumns": {"ITEMS": ["TITLE"]}}, (400, "InvalidInputException", "not enabled")),
    ({"filterArn": BY_CATEGORY}, (400, "InvalidInputException", "a value for $CATEGORY")),
    ({"filterArn": BY_CATEGORY, "filterValues": {"CATEGORY": '"a'}}, (400, "InvalidInputException", "malformed")),
    ({"filterArn": BY_CATEGORY, "filterValues": {"A-B": "x"}}, (400, "InvalidInputException", "regular expression")),
    ({"filterArn": f"{HEAD}filter/none"}, (404, "ResourceNotFoundException", "Filter")),
    ({"filterArn": f"{HEAD}filter/video-by-genre"}, (400, "InvalidInputException", "another dataset group")),
    (
        {"campaignArn": LOYALTY, "filterArn": f"{HEAD}filter/loyalty-not-taken"},
        (400, "InvalidInputException", "is for actions"),
    ),
    ({"context": {"a b": "x"}}, (400, "InvalidInputException", "regular expression")),
    ({"context": {"DEVICE": "x" * 1001}}, (400, "InvalidInputException", "1000")),
    ({"promotions": [{"name": "p"}]}, (400, "InvalidInputException", "percentPromotedItems and filterArn")),
    ({"promotions": [{}, {}]}, (400, "InvalidInputException", "less than or equal to 1")),
    ({"promotions": [{"percentPromotedItems": 101}]}, (400, "InvalidInputException", "100")),
    ({"colour": "red"}, (400, "InvalidInputException", "Unknown member 'colour'")),
]


def test_wrong_requests_are_refused_in_the_services_shape(shop: Shop) -> None:
    loose = shop.door.client("personalize-runtime", parameter_validation=False)
    for method, options, (status, code, words) in BAD:
        told = refused(getattr(loose, method), **options)
        assert told[:2] == (status, code), (options, told)
        assert words in told[2]
    for options, (status, code, words) in BAD_OPTIONS:
        heard = shop.door.post("/recommendations", json.dumps(ASKED | options).encode())
        assert (heard.status, heard.code) == (status, code), (options, heard)
        assert words in heard.message
    for body in (b"", b"[]", b"{", b"\xff"):
        assert shop.door.post("/recommendations", body).code == "SerializationException"
    assert shop.door.say("GET", "/recommendations").status == 404
    with pytest.raises(ParamValidationError):
        shop.runtime.get_personalized_ranking(campaignArn=RANKING)
    assert shop.door.ask("visits")["visits"][-1] | {"at": 0} == {
        "at": 0, "service": "personalize-runtime", "operation": "GetRecommendations", "account": "123456789012",
        "region": "us-east-1", "error": "SerializationException",
    }  # fmt: skip


def test_the_other_account_is_asked_by_its_own_key_and_hears_its_own_trackers(shop: Shop) -> None:
    other = shop.door.client("personalize-runtime", PRODUCTION_KEY)
    arn = "arn:aws:personalize:us-east-1:210987654321:recommender/shop-for-you-production"
    before = other.get_recommendations(recommenderArn=arn, userId="qa-ana")["itemList"]
    shop.act(GARDEN)
    shop.pass_s(2)
    assert other.get_recommendations(recommenderArn=arn, userId="qa-ana")["itemList"] == before
    shop.act(GARDEN, tracking_id="9d0dcafe-0000-4000-8000-000000007373")
    shop.pass_s(2)
    assert other.get_recommendations(recommenderArn=arn, userId="qa-ana")["itemList"] != before
    assert refused(other.get_recommendations, recommenderArn=FOR_YOU)[:2] == (404, "ResourceNotFoundException")


def test_faults_hit_it_as_they_hit_the_others(shop: Shop) -> None:
    hasty = shop.door.client("personalize-runtime", read_timeout=0.2)
    for fault, status, code in (
        ("throttle", 400, "ThrottlingException"),
        ("error500", 500, "InternalFailure"),
        ("access-denied", 403, "AccessDeniedException"),
    ):
        shop.door.order(fault, service="personalize-runtime")
        assert refused(shop.runtime.get_recommendations, **ASKED)[:2] == (status, code)
    for fault, raised in (
        ("hang", ReadTimeoutError),
        ("malformed", (ConnectionClosedError, HTTPClientError, EndpointConnectionError)),
        ("reset-before", ConnectionClosedError),
    ):
        shop.door.order(fault, service="personalize-runtime", operation="GetRecommendations")
        with pytest.raises(raised):
            hasty.get_recommendations(**ASKED)
    for fault in ("cut-response", "no-request-id"):  # botocore takes what is not JSON for an answer without members
        shop.door.order(fault, service="personalize-runtime")
        assert "itemList" not in hasty.get_recommendations(**ASKED)
    shop.door.order("throttle", service="personalize-runtime", operation="GetActionRecommendations")
    assert shop.ids()
    shop.door.order("throttle")
    assert shop.ids(), "a fault of the events service is not its own"
    assert refused(shop.events.put_events, trackingId="t", sessionId="s", eventList=[{"eventType": "x", "sentAt": 1}])


def test_it_forgets_what_a_reset_forgets_and_shares_what_a_store_holds(tmp_path: Any) -> None:
    store = tmp_path / "store.sqlite3"
    with Sandbox(store, reacts_after_s=0.0) as one, Sandbox(store, reacts_after_s=0.05) as two:
        first, second = Shop(Door(one.url), Clock()), Shop(Door(two.url), Clock())
        before = first.ids()
        second.act(GARDEN)
        assert first.ids() != before, "what another process took in"
        until(lambda: second.ids() != before, "what it took in itself, a little later")
        second.door.post("/_sandbox/reset", b"")
        assert first.ids() == before
        assert second.ids() == before
        second.act(GARDEN)
        assert first.ids() != before
        first.door.close()
        second.door.close()
    with Sandbox(store, reacts_after_s=0.0) as later:
        third = Shop(Door(later.url), Clock())
        assert third.ids() != before, "a later start knows it"
        third.door.close()


def test_it_says_that_it_is_a_stand_in_and_whom_to_try_it_with(shop: Shop) -> None:
    assert "stand-in" in shop.door.ask("health")["recommendations"]
    told = shop.door.ask("recommender")
    assert "stand-in" in told["standIn"]
    assert told["reactsAfterSeconds"] == 1.5
    assert told["things"] == {"shop": 322, "video": 306, "actions": 12}
    assert "demo-ana" in told["usersWithAPast"]
    asked = {each["arn"]: each for each in told["asked"]}
    control = shop.door.client("personalize")
    listed = [each["recommenderArn"] for each in control.list_recommenders()["recommenders"]]
    listed += [each["campaignArn"] for each in control.list_campaigns()["campaigns"]]
    assert sorted(asked) == sorted(listed)
    assert {arn: asked[arn]["reactsLive"] for arn in LIVE} == {arn: live for arn, (_, _, live) in LIVE.items()}


def test_whatever_was_taken_in_it_goes_on_answering(shop: Shop) -> None:
    for at, text in enumerate(hostile.texts(120, seed="runtime")):
        properties = json.dumps({"eventValue": text, "category": [text], "deep": {"a": [None]}, text: 1})
        event = {"eventType": text, "itemId": text, "sentAt": at, "properties": properties, "eventValue": -1e300}
        body = {"trackingId": TRACKING_ID, "userId": text, "sessionId": text, "eventList": [event]}
        shop.door.call("PutEvents", body)
        shop.door.call("PutEvents", body | {"trackingId": LOYALTY_ID, "userId": "qa-ana"})
        item = {"itemId": text, "properties": properties}
        shop.door.call("PutItems", {"datasetArn": f"{HEAD}dataset/shop/ITEMS", "items": [item]})
    shop.door.call("PutItems", {"datasetArn": f"{HEAD}dataset/none/ITEMS", "items": [{"itemId": "x"}]})
    assert any(call["recorded"] for call in shop.door.calls())
    shop.pass_s(2)
    for text in hostile.texts(120, seed="asking"):
        asked = {"userId": text, "filterArn": BY_CATEGORY, "filterValues": {"CATEGORY": text}, "context": {"A": text}}
        for arn in (PERSONAL, LOYALTY):
            heard = shop.door.post("/recommendations", json.dumps(asked | {"campaignArn": arn}).encode())
            assert heard.status in {200, 400}, heard
        heard = shop.door.post("/recommendations", json.dumps({"campaignArn": SIMILAR, "itemId": text}).encode())
        assert heard.status in {200, 400}, heard
    assert shop.ids(LOYALTY)
    assert shop.ids()
