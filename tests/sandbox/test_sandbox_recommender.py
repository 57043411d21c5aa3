"""The little recommender by itself: the same answer each time, and a list that turns as events come."""

import math

import pytest

from pevents_tui.sandbox.recommender import HALF_LIFE_S, Visitor, actions, personal, popular, related
from pevents_tui.sandbox.shelf import FRESH_PULL, Deed, Shelf, action_shelf, item_shelf, thing

KNOWN = ("demo-ana", "demo-ben", "demo-cleo", "demo-dan", "demo-eva")


def deeds(ids: list[str], event_type: str = "View", at_s: float = 0.0) -> list[Deed]:
    return [Deed(each, event_type, at_s, {}) for each in ids]


def top(shelf: Shelf, visitor: Visitor, most: int = 10) -> list[str]:
    return [each.thing.id for each in personal(shelf, visitor)[:most]]


def of(shelf: Shelf, category: str, most: int = 5) -> list[str]:
    """Ids of one category, less popular ones, as somebody finds who looks for them."""
    found = sorted((each for each in shelf.things.values() if each.categories == (category,)), key=lambda each: each.id)
    return [each.id for each in found[:most]]


def held(shelf: Shelf, ids: list[str], category: str) -> int:
    return sum(category in shelf.things[each].categories for each in ids)


@pytest.mark.parametrize("business", ["shop", "video"])
def test_one_event_stirs_a_list_and_three_to_five_turn_it(business: str) -> None:
    shelf = item_shelf(business)
    categories = {name for each in shelf.things.values() for name in each.categories}
    for who in ("", *KNOWN):
        past = shelf.past.get(who, ())
        before = top(shelf, Visitor(past), 25)
        for category in sorted(categories):
            acted = of(shelf, category)
            one, three, five = (top(shelf, Visitor(past, deeds(acted[:count])), 25) for count in (1, 3, 5))
            counts = [held(shelf, ids, category) for ids in (before, one, three, five)]
            assert one != before or counts[0] > 20, (who, category, counts)
            assert counts == sorted(counts), (who, category, counts)
            assert counts[3] >= min(20, counts[0] + 5), (who, category, counts)


def test_scores_are_of_one_whole_and_the_same_question_has_the_same_answer() -> None:
    shelf = item_shelf("shop")
    visitor = Visitor(shelf.past["demo-ana"], deeds(["B0474", "B0491"]), 5.0, {"DEVICE": "phone"})
    found = personal(shelf, visitor)
    assert found == personal(shelf, visitor)
    assert {each.thing.id for each in found} == set(shelf.things)
    assert math.isclose(sum(each.score for each in found), 1.0)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_an_event_fades_by_the_hour_and_does_not_stir_the_list_in_between() -> None:
    shelf = item_shelf("shop")
    acted, past = deeds(of(shelf, "garden")), shelf.past["demo-ana"]
    lists = [personal(shelf, Visitor(past, acted, at_s)) for at_s in (1.0, HALF_LIFE_S - 1.0, HALF_LIFE_S, 1e9)]
    assert lists[0] == lists[1]
    gardens = [sum(each.score for each in found if "garden" in each.thing.categories) for found in lists]
    assert gardens[0] > gardens[2] > gardens[3]
    assert [each.thing for each in lists[3]] == [each.thing for each in personal(shelf, Visitor(past))]


def test_what_a_purchase_says_is_more_than_what_a_look_says() -> None:
    shelf = item_shelf("shop")
    item = of(shelf, "tools", 1)
    looked, bought = (Visitor((), deeds(item, event_type)) for event_type in ("View", "Purchase"))
    assert held(shelf, top(shelf, bought), "tools") > held(shelf, top(shelf, looked), "tools")
    assert personal(shelf, Visitor((), deeds(item)), lambda _deed: 0.0) == personal(shelf, Visitor())
    assert personal(shelf, Visitor((), deeds(["no such thing"] * 3)))[0].thing == personal(shelf, Visitor())[0].thing


def test_a_context_raises_what_is_popular_there() -> None:
    shelf = item_shelf("shop")
    desktop = shelf.contexts["DEVICE", "desktop"]
    before, after = top(shelf, Visitor(), 25), top(shelf, Visitor(context={"DEVICE": "desktop"}), 25)
    assert sum(desktop.get(each, 0.0) for each in after) > sum(desktop.get(each, 0.0) for each in before)
    assert top(shelf, Visitor(context={"DEVICE": "abacus"}), 25) == before


def test_a_new_thing_is_tried_out_and_one_that_is_there_keeps_its_popularity() -> None:
    shelf = item_shelf("shop")
    new = thing("N1", {"ITEM_ID": "N1", "CATEGORY": "kitchen", "PRICE": "5"})
    changed = thing("B0742", {"ITEM_ID": "B0742", "CATEGORY": "antiques"})
    grown = shelf.with_things({"N1": new, "B0742": changed})
    assert "N1" in top(grown, Visitor(), 25)
    assert grown.pull["N1"] == FRESH_PULL
    assert grown.pull["B0742"] == shelf.pull["B0742"]
    assert grown.things["B0742"].categories == ("antiques",)
    assert not grown.is_met("N1")
    assert "N1" not in shelf.things


def test_related_and_popular_lists_are_of_the_past() -> None:
    shelf = item_shelf("video")
    near = related(shelf, shelf.things["movie-0453"])
    assert "movie-0453" not in [each.thing.id for each in near]
    assert held(shelf, [each.thing.id for each in near[:10]], "thriller") >= 5
    counts = [shelf.pull[each.thing.id] for each in popular(shelf)]
    assert counts == sorted(counts, reverse=True)
    assert popular(shelf, "Watch") != popular(shelf, "Click")


@pytest.mark.parametrize("spelt", [("Taken", "Not Taken"), ("TAKEN", "NOT_TAKEN")])
def test_what_is_taken_makes_way_for_its_like_and_what_is_not_takes_them_along(spelt: tuple[str, str]) -> None:
    shelf = action_shelf()

    def places(event_type: str | None) -> dict[str, int]:
        live = [] if event_type is None else deeds(["book-consultation"], event_type)
        found = actions(shelf, Visitor((), live))
        assert all(0 < each.score < 1 for each in found)
        return {each.thing.id: place for place, each in enumerate(found)}

    before, viewed, taken, refused = (places(each) for each in (None, "Viewed", *spelt))
    assert viewed["book-consultation"] < before["book-consultation"] < taken["book-consultation"]
    assert taken["extend-warranty"] < before["extend-warranty"] < refused["extend-warranty"]


def test_the_catalogue_is_large_and_its_ids_and_titles_are_its_own() -> None:
    shop, video = item_shelf("shop"), item_shelf("video")
    assert min(len(shop.things), len(video.things)) > 300
    assert len(action_shelf().things) == 12
    titles = [each.columns["TITLE"] for shelf in (shop, video) for each in shelf.things.values()]
    assert len(set(titles)) == len(titles)
    assert not shop.things.keys() & video.things.keys()
    assert all(float(each.columns["PRICE"]) > 0 and each.categories for each in shop.things.values())
    assert all(1900 < int(each.columns["YEAR"]) < 2100 and each.categories for each in video.things.values())
    for shelf in (shop, video, action_shelf()):
        assert {deed.thing_id for past in shelf.past.values() for deed in past} <= shelf.things.keys()
        assert shelf.past.keys() >= set(KNOWN)
        assert all(sorted(past, key=lambda deed: deed.at_s) == list(past) for past in shelf.past.values())
