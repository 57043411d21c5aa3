"""Filter expressions, as documented, over a handful of things."""

import pytest

from pevents_tui.sandbox.accounts import PRODUCTION, TEST
from pevents_tui.sandbox.estate import estate
from pevents_tui.sandbox.expression import SieveError
from pevents_tui.sandbox.shelf import Deed, thing
from pevents_tui.sandbox.sieve import MOST_DEEDS, Scene, read_sieve

THINGS = [
    thing("pan", {"CATEGORY": "kitchen|metal", "PRICE": "49.00", "BRAND": "Anvil"}),
    thing("mug", {"CATEGORY": "kitchen", "PRICE": "9", "BRAND": "Clay, Sons"}),
    thing("rug", {"CATEGORY": "living", "PRICE": "88"}),
]
SCENE = Scene(
    deeds=[
        Deed("pan", "Purchase", 100.0, {"EVENT_VALUE": "49", "DEVICE": "phone"}),
        Deed("mug", "View", 200.0, {}),
    ],
    person={"MEMBERSHIP": "gold", "AGE": "40"},
    item={"CATEGORY": "kitchen", "PRICE": "20"},
)


def kept(expression: str, scene: Scene = SCENE, **given: str) -> str:
    keeps = read_sieve(expression).keeper(given, scene)
    return " ".join(each.id for each in THINGS if keeps(each))


@pytest.mark.parametrize(
    ("expression", "left"),
    [
        ('INCLUDE ItemID WHERE Items.CATEGORY IN ("kitchen")', "pan mug"),
        ('include itemid where items.category in ("metal", "living")', "pan rug"),
        ('EXCLUDE ItemID WHERE Items.CATEGORY IN ("kitchen")', "rug"),
        ('INCLUDE ItemID WHERE Items.CATEGORY NOT IN ("kitchen")', "rug"),
        ("INCLUDE ItemID WHERE Items.PRICE < 49", "mug"),
        ("INCLUDE ItemID WHERE Items.PRICE <= 49", "pan mug"),
        ("INCLUDE ItemID WHERE Items.PRICE != 9", "pan rug"),
        ("EXCLUDE ItemID WHERE Items.PRICE > 10.5", "mug"),
        ("INCLUDE ItemID WHERE Items.PRICE >= 49 AND Items.PRICE = 88", "rug"),
        ('INCLUDE ItemID WHERE Items.BRAND = "Anvil"', "pan"),
        ('INCLUDE ItemID WHERE Items.PRICE < 10 OR Items.PRICE > 40 AND Items.CATEGORY IN ("metal")', "pan mug"),
        ('INCLUDE ItemID WHERE Items.BRAND NOT IN ("Anvil")', "mug"),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")', "mug rug"),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")', "rug"),
        ("INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)", "pan mug"),
        ('INCLUDE ItemID WHERE Interactions.EVENT_VALUE > 40 AND Interactions.DEVICE IN ("phone")', "pan"),
        ("INCLUDE ItemID WHERE Interactions.TIMESTAMP >= 150", "mug"),
        ('EXCLUDE ItemID WHERE Items.CATEGORY IN ("metal") IF CurrentUser.MEMBERSHIP IN ("gold")', "mug rug"),
        ('EXCLUDE ItemID WHERE Items.CATEGORY IN ("metal") IF CurrentUser.AGE < 18', "pan mug rug"),
        (
            'EXCLUDE ItemID WHERE Items.CATEGORY IN ("metal") IF CurrentUser.AGE > 18 AND CurrentUser.AREA IN ("N")',
            "pan mug rug",
        ),
        ("INCLUDE ItemID WHERE Items.CATEGORY IN (CurrentItem.CATEGORY)", "pan mug"),
        ("INCLUDE ItemID WHERE Items.PRICE > CurrentItem.PRICE", "pan rug"),
        ('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")|INCLUDE ItemID WHERE Items.PRICE > 3', "rug"),
    ],
)
def test_documented_expressions_keep_what_they_say(expression: str, left: str) -> None:
    assert kept(expression) == left


def test_parameters_are_given_as_the_service_wants_them() -> None:
    by_category = "INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)"
    assert kept(by_category, CATEGORY='"metal"') == "pan"
    assert kept(by_category, CATEGORY='"metal","living"') == "pan rug"
    assert kept(by_category, CATEGORY=' "metal" , living ') == "pan rug"
    assert kept(by_category, CATEGORY="") == ""
    assert kept("INCLUDE ItemID WHERE Items.BRAND IN ($BRAND)", BRAND='"Clay, Sons"') == "mug"
    assert kept("INCLUDE ItemID WHERE Items.PRICE <= $MOST", MOST="49") == "pan mug"
    assert kept("EXCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)") == "pan mug rug", "a part without a value"
    with pytest.raises(SieveError, match=r"wants a value for \$CATEGORY"):
        kept(by_category, category='"metal"')
    for bad in ('"metal', '"a"b', 'a"b'):
        with pytest.raises(SieveError, match="malformed"):
            kept(by_category, CATEGORY=bad)


def test_the_last_hundred_interactions_of_a_type_are_looked_at() -> None:
    deeds = [Deed("pan", "View", 0.0, {}), *(Deed("mug", "View", 1.0, {}) for _ in range(MOST_DEEDS))]
    only_viewed = 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("View")'
    assert kept(only_viewed, Scene(deeds[:-1])) == "pan mug"
    assert kept(only_viewed, Scene(deeds)) == "mug"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("", "INCLUDE or EXCLUDE expected, the end found"),
        ("REMOVE ItemID", "INCLUDE or EXCLUDE expected, 'REMOVE' found"),
        ("INCLUDE UserID WHERE Users.AGE > 3", "ITEMID or ACTIONID expected, 'UserID' found"),
        ('INCLUDE ItemID Items.CATEGORY IN ("x")', "WHERE expected, 'Items.CATEGORY' found"),
        ('INCLUDE ItemID WHERE Users.AGE IN ("x")', "items.FIELD or interactions.FIELD expected, 'Users.AGE' found"),
        ("INCLUDE ItemID WHERE Items.PRICE LIKE 3", "expected, 'LIKE' found"),
        ("INCLUDE ItemID WHERE Items.PRICE > soon", "a quoted text, a number or a $PARAM expected, 'soon' found"),
        ("INCLUDE ItemID WHERE Items.PRICE IN (3", ") expected, the end found"),
        ("INCLUDE ItemID WHERE Items.PRICE > 3 \x1b[31m", r"expected, '\x1b[31m' found"),
        ("INCLUDE ItemID WHERE Items.PRICE > 3 AND Interactions.EVENT_VALUE > 3", "join fields of one dataset"),
        (
            "EXCLUDE ItemID WHERE Items.PRICE > 3 | EXCLUDE ActionID WHERE Actions.VALUE > 3",
            "for items or for actions, not for both",
        ),
        ("INCLUDE ItemID WHERE Items.PRICE > 3 and", "expected, the end found"),
        ("(" * 2000, "expected"),
    ],
)
def test_an_expression_that_cannot_be_read_is_told_in_words(expression: str, words: str) -> None:
    with pytest.raises(SieveError) as raised:
        read_sieve(expression)
    assert words in str(raised.value)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 250


def test_every_expression_of_the_estate_can_be_read() -> None:
    for account in (TEST, PRODUCTION):
        filters = [each for each in estate(account, "us-east-1").values() if each.kind == "Filter"]
        assert len(filters) > 5
        assert {read_sieve(each.document["filterExpression"]).filters_actions for each in filters} == {True, False}
