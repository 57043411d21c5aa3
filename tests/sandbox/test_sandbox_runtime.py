"""personalize-runtime of the sandbox, asked by boto3 as a user has it, over HTTP."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
    ReadTimeoutError,
)

import hostile
from pevents_tui.sandbox import PRODUCTION_KEY, TRACKING_ID, Sandbox
from sandbox.door import Door
from waiting import until

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


@pytest.fixture
def shop() -> Iterator[Shop]:
    clock = Clock()
    with Sandbox(clock=clock) as sandbox:
        door = Door(sandbox.url)
        yield Shop(door, clock)
        door.close()


def refused(call: Callable[..., Any], **options: Any) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as raised:
        call(**options)
    told = raised.value.response
    assert told["ResponseMetadata"]["RequestId"]
    return told["ResponseMetadata"]["HTTPStatusCode"], told["Error"]["Code"], told["Error"]["Message"]


def share(ids: list[str], wanted: list[str]) -> int:
    return len(set(ids) & set(wanted))


def test_the_list_turns_after_the_delay_and_for_nobody_else(shop: Shop) -> None:
    before, control = shop.ids(), shop.ids(user_id="qa-ben")
    garden = shop.ids(filterArn=BY_CATEGORY, filterValues={"CATEGORY": '"garden"'}, numResults=500)
    assert len(before) == 25
    assert before == control, "two strangers are shown the same"
    shop.act(GARDEN[:1])
    shop.pass_s(1.4)
    assert shop.ids() == before
    shop.pass_s(0.2)
    one = shop.ids()
    assert share(one[:10], garden) > share(before[:10], garden)
    shop.act(GARDEN[1:4])
    shop.pass_s(1.6)
    assert share(shop.ids()[:10], garden) >= 8
    assert shop.ids(user_id="qa-ben") == control
    shop.pass_s(40 * 3600)
    assert shop.ids() == before, "it has faded"


def test_a_known_user_has_a_taste_and_turns_as_well(shop: Shop) -> None:
    kitchen = shop.ids(filterArn=BY_CATEGORY, filterValues={"CATEGORY": '"kitchen"'}, numResults=500)
    before = shop.ids(FOR_YOU, "demo-ana")
    assert share(before[:10], kitchen) >= 5
    shop.act(GARDEN, userId="demo-ana")
    shop.pass_s(2)
    assert share(shop.ids(FOR_YOU, "demo-ana")[:10], kitchen) <= 3


def test_a_session_is_its_own_user_until_it_says_who_it_is(shop: Shop) -> None:
    shop.events.put_events(
        trackingId=TRACKING_ID,
        sessionId="s-9",
        eventList=[{"eventType": "View", "itemId": item, "sentAt": 1} for item in GARDEN],
    )
    shop.pass_s(2)
    assert shop.ids(user_id="s-9") != shop.ids(user_id="qa-ana") == shop.ids(user_id="qa-ben")


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


def test_recipes_that_do_not_react_live_do_not_and_another_tracker_moves_nothing(shop: Shop) -> None:
    def lists() -> dict[str, list[str]]:
        return {arn: shop.ids(arn, itemId="movie-0456" if "video" in arn else "B0742") for arn in LIVE}

    before = lists()
    assert {len(ids) for ids in before.values()} == {25}
    shop.act(GARDEN, tracking_id=LOYALTY_ID)
    shop.act(["no-such-item"])
    shop.act(GARDEN, userId="somebody-else")
    shop.pass_s(2)
    assert lists() == before
    for tracking_id, items, _ in LIVE.values():
        shop.act(items, tracking_id=tracking_id)
    shop.pass_s(2)
    after = lists()
    assert {arn: after[arn] != before[arn] for arn in LIVE} == {arn: live for arn, (_, _, live) in LIVE.items()}


def test_a_solution_hears_the_events_it_was_trained_on_alone(shop: Shop) -> None:
    solution = shop.door.client("personalize").describe_solution(solutionArn=f"{HEAD}solution/loyalty-personal")
    heard = solution["solution"]["solutionConfig"]["eventsConfig"]["eventParametersList"]
    assert {each["eventType"]: each.get("eventValueThreshold") for each in heard} == {"View": None, "Purchase": 10.0}
    before = shop.ids(LOYALTY)
    shop.act(GARDEN, "AddToCart", LOYALTY_ID)
    shop.act(GARDEN, "Purchase", LOYALTY_ID, event={"eventValue": 9.5})
    shop.act(GARDEN, "Purchase", LOYALTY_ID)
    shop.pass_s(2)
    assert shop.ids(LOYALTY) == before
    shop.act(GARDEN, "Purchase", LOYALTY_ID, event={"eventValue": 10.0})
    shop.pass_s(2)
    assert shop.ids(LOYALTY) != before


def test_what_is_bought_or_watched_is_no_longer_recommended_where_the_use_case_says_so(shop: Shop) -> None:
    for arn, tracking_id, event_type in ((FOR_YOU, TRACKING_ID, "Purchase"), (TOP_PICKS, VIDEO_ID, "Watch")):
        first = shop.ids(arn)[0]
        shop.act([first], event_type, tracking_id)
        shop.pass_s(2)
        assert first not in shop.ids(arn, numResults=500)
    first = shop.ids(filterArn=NOT_PURCHASED)[0]
    shop.act([first], "Purchase")
    shop.pass_s(2)
    assert first in shop.ids()
    assert first not in shop.ids(filterArn=NOT_PURCHASED, numResults=500)


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
