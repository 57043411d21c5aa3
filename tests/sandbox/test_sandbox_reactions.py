"""When lists of the sandbox turn, and whose; asked by boto3 as a user has it, over HTTP."""

from pevents_tui.sandbox import TRACKING_ID
from sandbox.shop import (
    BY_CATEGORY,
    FOR_YOU,
    GARDEN,
    HEAD,
    LIVE,
    LOYALTY,
    LOYALTY_ID,
    NOT_PURCHASED,
    TOP_PICKS,
    VIDEO_ID,
    Shop,
    share,
)


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


def test_what_a_user_did_is_forgotten_and_the_calls_stay(shop: Shop) -> None:
    before, others = shop.ids(FOR_YOU), shop.ids(FOR_YOU, "qa-bo")
    for who in ("qa-ana", "qa-bo"):
        shop.act(GARDEN, userId=who)
    shop.pass_s(2)
    assert shop.ids(FOR_YOU) != before
    calls = len(shop.door.calls())
    assert shop.door.post("/_sandbox/forget", b'{"userId": "qa-ana"}').status == 200
    assert shop.ids(FOR_YOU) == before
    assert shop.ids(FOR_YOU, "qa-bo") != others
    assert len(shop.door.calls()) == calls + 1
    for body in (b"", b"[]", b"{}", b'{"userId": ""}', b'{"userId": 7}', b"\xff"):
        assert shop.door.post("/_sandbox/forget", body).status == 400
