"""Why a list may stay: each reason where it applies, none where it does not, and each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pevents_tui.domain.items import Catalogue, Item
from pevents_tui.domain.recommendation import ACTIONS, Act, Ask, Filter, Listing, Offer, Row
from pevents_tui.domain.stillness import FOUND, POSSIBLE, Reason, Still, why_still

LIVE = Offer("arn:c", "c", recipe_arn="arn:aws:personalize:::recipe/aws-user-personalization-v2", group_arn="x/shop")
ACT = Act("View", tuple("abcde"), accepted=True)
ROWS = tuple(Row(each) for each in "abcdefghijkl")
CALM = Still(
    Ask("arn:c", user_id="ana"),
    Listing(ROWS, "RID-1", Ask("arn:c")),
    (ACT,),
    session_id="s-1",
    waited_s=10.0,
    offer=LIVE,
    items=Catalogue([Item(each) for each in "abcde"]),
    tracking_id="t-1",
    group_trackers=("t-1",),
    earlier=1,
)


def reasons(**parts: object) -> tuple[Reason, ...]:
    found = why_still(replace(CALM, **parts))  # type: ignore[arg-type]
    assert all(each.source and each.words.endswith(".") for each in found)
    return found


def test_nothing_is_made_up_where_all_is_well() -> None:
    assert reasons() == ()


@pytest.mark.parametrize(
    ("parts", "verdict", "words"),
    [
        ({"offer": replace(LIVE, recipe_arn="recipe/aws-similar-items")}, FOUND, "Similar-Items does not react"),
        ({"offer": replace(LIVE, recipe_arn="recipe/own")}, POSSIBLE, "not known here whether"),
        ({"group_trackers": ("t-2",)}, FOUND, "t-1 does not feed the dataset group shop; its tracking IDs: t-2"),
        ({"group_trackers": None}, POSSIBLE, "may feed another dataset group"),
        ({"acts": (replace(ACT, ids=("new", *"abcd")),)}, FOUND, "new is not in the catalogue"),
        ({"acts": (replace(ACT, ids=("new", *"abcd")),), "items": Catalogue()}, POSSIBLE, "new may not be in"),
        ({"acts": (replace(ACT, accepted=False, ended=("refused: X",)),)}, FOUND, "not accepted: refused: X"),
        ({"offer": replace(LIVE, event_types=(("Purchase", None),))}, FOUND, "on Purchase alone, not on View"),
        ({"offer": replace(LIVE, event_types=(("view", 4.0),))}, FOUND, "from the value 4 on; this had no value"),
        ({"ask": replace(CALM.ask, user_id="s-1")}, POSSIBLE, "stands for the user"),
        ({"own_words": "By itself 2 rows differ."}, FOUND, "cannot be told from that"),
        ({"earlier": 0}, FOUND, "session is new: nothing was accepted in it"),
        ({"earlier": None}, POSSIBLE, "session may be new"),
        (
            {"ask": replace(CALM.ask, filter_arn="f"), "filter": Filter("f", "f", "EXCLUDE ItemID …")},
            POSSIBLE,
            "may hide what would have come: EXCLUDE ItemID",
        ),
        ({"acts": (replace(ACT, ids=("a",)),)}, POSSIBLE, "1 event may be too few"),
        ({"waited_s": 1.0}, POSSIBLE, "1.0 s may be too short"),
        ({"rescored": True}, FOUND, "it reacted, too little"),
        ({"listing": Listing(ROWS[:5], None, CALM.ask)}, POSSIBLE, "only 5 rows"),
    ],
)
def test_each_reason_alone(parts: dict[str, object], verdict: str, words: str) -> None:
    (reason,) = reasons(**parts)
    assert (reason.verdict, words in reason.words) == (verdict, True), reason


def test_what_was_found_stands_first_and_a_value_at_the_threshold_counts() -> None:
    found = reasons(waited_s=1.0, group_trackers=("t-2",))
    assert [each.verdict for each in found] == [FOUND, POSSIBLE]
    offer = replace(LIVE, event_types=(("View", 4.0),))
    assert reasons(offer=offer, acts=(replace(ACT, value=4.0),)) == ()
    assert reasons(offer=offer, ask=replace(CALM.ask, kind=ACTIONS)) == ()


def test_a_filter_names_its_parameters_and_an_impression_holds_what_was_acted_on() -> None:
    told = Filter("f", "f", 'INCLUDE ItemID WHERE Items.A IN ($A,$B) | EXCLUDE ItemID WHERE Items.B IN ("$C", $A)')
    assert told.parameters == ("A", "B")
    long = Listing(tuple(Row(f"i{at}") for at in range(40)), None, CALM.ask)
    assert long.impression() == tuple(f"i{at}" for at in range(25))
    assert long.impression("i30") == (*(f"i{at}" for at in range(24)), "i30")
