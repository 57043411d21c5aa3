"""A question as it is typed: what it comes to, and what keeps it from being asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pevents_tui.domain.question import FIELDS, Question, fields_of, question_of
from pevents_tui.domain.recommendation import (
    ACTIONS,
    ITEMS,
    RANKING,
    Ask,
    Column,
    Filter,
    Listing,
    Offer,
    Promotion,
    Run,
)

HEAD = "arn:aws:personalize:us-east-1:123456789012"
FOR_YOU = Offer(
    f"{HEAD}:recommender/you", "you", recipe_arn="arn:aws:personalize:::recipe/aws-ecomm-recommended-for-you"
)
RANKED = replace(FOR_YOU, arn=f"{HEAD}:campaign/rank", recipe_arn="x/aws-personalized-ranking-v2")
ACTED = replace(RANKED, recipe_arn="x/aws-next-best-action")
SIMILAR = replace(RANKED, recipe_arn="x/aws-similar-items")
TOYS = Filter(f"{HEAD}:filter/by-category", "by-category", "INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)")


def faults(question: Question, offer: Offer = FOR_YOU, *, shown: tuple[str, ...] = ()) -> list[str]:
    return [name for name, _ in question.faults(offer, (TOYS,), shown)]


def test_what_is_typed_becomes_the_question_of_its_operation() -> None:
    typed = Question(
        user=" ana ",
        filter="by-category",
        values='CATEGORY=toys, pets; $PRICE="50"',
        context="DEVICE=phone; HOUR=evening",
        promote=TOYS.arn,
        metadata="TITLE, PRICE",
        inputs="a|b, a",
        item="B1",
    )
    ask = typed.ask(FOR_YOU, (TOYS,))
    assert (ask.kind, ask.user_id, ask.num_results, ask.item_id) == (ITEMS, "ana", 10, "B1")
    assert ask.filter_arn == TOYS.arn
    assert ask.filter_values == (("CATEGORY", '"toys","pets"'), ("PRICE", '"50"'))
    assert ask.context == (("DEVICE", "phone"), ("HOUR", "evening"))
    assert ask.promotions == (Promotion("promoted", 20, TOYS.arn),)
    assert ask.metadata_columns == ("TITLE", "PRICE")
    ranked = typed.ask(RANKED, (TOYS,))
    assert (ranked.kind, ranked.input_ids, ranked.num_results, ranked.promotions) == (RANKING, ("a", "b"), None, ())
    assert Question(user="ana").ask(RANKED, shown=("x", "y")).input_ids == ("x", "y")
    acted = typed.ask(ACTED, (TOYS,))
    assert (acted.kind, acted.context, acted.metadata_columns, acted.item_id) == (ACTIONS, (), (), None)
    assert Question().ask(FOR_YOU).user_id is None
    assert Question(filter=" ", values="A=b").ask(FOR_YOU).filter_values == ()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (Question(), []),
        (Question(results=""), []),
        (Question(results="0"), ["results"]),
        (Question(results="501"), ["results"]),
        (Question(results="ten"), ["results"]),
        (Question(wait="0"), ["wait"]),
        (Question(wait="nan"), ["wait"]),
        (Question(value="much"), ["value"]),
        (Question(value="1e400"), ["value"]),
        (Question(promote="by-category", percent="101"), ["percent"]),
        (Question(user="ana", control="ana"), ["control"]),
        (Question(filter="none-such"), ["filter"]),
        (Question(filter=f"{HEAD}:filter/elsewhere"), []),
        (Question(filter="by-category"), ["values"]),
        (Question(filter="by-category", values="CATEGORY=toys"), []),
        (Question(context="phone"), ["context"]),
        (Question(results="9" * 5000), ["results"]),
        (Question(promote="by-category", percent="9" * 5000), ["percent"]),
        (Question(results="51", metadata="TITLE"), ["results"]),
        (Question(results="50", metadata="TITLE"), []),
        (Question(metadata=",".join(f"C{number}" for number in range(11))), ["metadata"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed: Question, wrong: list[str]) -> None:
    assert faults(typed) == wrong


def test_recipes_say_what_they_want() -> None:
    assert faults(Question(), SIMILAR) == ["item"]
    assert faults(Question(), RANKED) == ["inputs"]
    assert faults(Question(), RANKED, shown=("a",)) == []
    many = tuple(map(str, range(51)))
    assert faults(Question(), RANKED, shown=many) == []
    assert faults(Question(metadata="TITLE"), RANKED, shown=many) == ["inputs"]


@given(
    ids=st.lists(st.text(alphabet='ab ,|";=\n', max_size=6), unique=True, max_size=3),
    values=st.lists(st.text(alphabet='ab ,|";=\n', max_size=6), max_size=3),
)
@settings(max_examples=50)
@example(ids=["blue kettle", "x,y"], values=["x;B=y"])
def test_the_question_of_a_run_asks_the_same_again(ids: list[str], values: list[str]) -> None:
    context = tuple((f"NAME{at}", value) for at, value in enumerate(values))
    filtered = (TOYS.arn, (("CATEGORY", '"a;b","c d"'),))
    asked = Ask(RANKED.arn, RANKING, "ana", None, tuple(ids) or ("a",), None, *filtered, context, (), ("TITLE",))
    run = Run((Column("baseline", Listing((), None, asked)),))
    typed = question_of(run, Question())
    assert faults(typed, RANKED) == []
    assert typed.ask(RANKED) == asked
    assert faults(Question(results="101"), ACTED) == ["results"]
    assert {each.name for each in FIELDS} == set(Question.__slots__)
    assert "context" not in {each.name for each in fields_of(ACTIONS)}
    assert "inputs" in {each.name for each in fields_of(RANKING)}
