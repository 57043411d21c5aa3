"""What a step of a run says to somebody who sees nothing else."""

from __future__ import annotations

from dataclasses import replace

from pevents_tui.domain.recommendation import Act, Ask, Column, Listing, Row, Run
from pevents_tui.domain.verdict import BASELINE, MOVED, STILL, UNSEEN, acts_words, categories, sight

ASK = Ask("arn:aws:personalize:us-east-1:123456789012:recommender/x", user_id="ana")
KINDS = {"a": "kitchen", "b": "toys", "c": "toys", "d": "garden"}


def column(ids: str, *acts: Act, since_s: float | None = None, trouble: str = "") -> Column:
    rows = tuple(Row(each, title=f"Title {each}", category=KINDS[each]) for each in ids)
    return Column("x", Listing(rows, "RID", ASK), acts, since_s, 3, 4.0, trouble)


VIEW = Act("View", ("b",), accepted=True)
RUN = Run(
    columns=(column("abd"), column("bca", VIEW, since_s=1.25), column("bca", Act("Click", ("c", "b")))),
    control_columns=(column("abd"), column("abd"), column("adb")),
    control_user="bo",
)


def test_each_step_is_held_against_the_one_before() -> None:
    first, second, third = (sight(RUN, at) for at in range(3))
    assert [each.word for each in (first, second, third)] == [BASELINE, MOVED, STILL]
    assert "The baseline: 3 recommended" in first.sentence
    assert second.sentence == (
        "It moved 1.2 s after View of Title b: 1 new, 1 gone, 1 up, 1 down; garden 33% to 0%; toys 33% to 67%."
    )
    assert third.sentence == "Nothing moved within 4.0 s after Click of 2 items. The control user's list moved."
    assert [each.control_stayed for each in (first, second, third)] == [None, True, False]
    assert second.acted_ids == {"b"}


def test_a_list_that_differs_by_itself_has_to_move_by_more() -> None:
    run = replace(RUN, columns=(column("abd"), column("bca"), column("acd")), again=(("a", "b", "c"),))
    assert run.own_rows == 1
    first, second, third = (sight(run, at) for at in range(3))
    own = "By itself up to 1 of 3 rows differ from one ask to the next (2 asks)."
    assert own in first.sentence
    assert (second.word, third.word) == (STILL, STILL)  # one row is new, which it is by itself too
    assert second.sentence == (
        f"Nothing moved beyond what it does by itself within 4.0 s after a second look. "
        f"The control user's list stayed too. {own}"
    )
    assert third.control_stayed is True  # it may differ by as much
    order = replace(run, again=(("b", "a", "d"),))
    assert order.own_words == "By itself its order differs from one ask to the next (2 asks)."
    assert [sight(order, at).word for at in (1, 2)] == [MOVED, MOVED]
    assert sight(order, 1).sentence.endswith(order.own_words)


def test_a_step_is_held_against_the_baseline_too() -> None:
    seen = sight(RUN, 2, since_baseline=True)
    assert seen.word == MOVED
    assert seen.before is RUN.columns[0]
    assert acts_words(seen.acted, seen.title) == "View of Title b, Click of 2 items"
    assert seen.title("z") == "z"
    timed = replace(RUN, columns=(*RUN.columns[:2], column("abd", Act("Click", ("c",)), since_s=0.2)))
    assert "It moved 0.2 s after Click of" in sight(timed, 2).sentence
    turned = sight(replace(timed, columns=(column("dab"), *timed.columns[1:])), 2, since_baseline=True)
    assert turned.sentence.startswith("It moved after View of Title b, Click of Title c:")  # after which, nobody knows
    assert sight(timed, 2, since_baseline=True).sentence == (
        "Nothing moved after View of Title b, Click of Title c. The control user's list moved."
    )


def test_what_could_not_be_looked_at_is_not_told_as_unmoved() -> None:
    run = Run((column("ab"), column("ba")), (column("ab"), column("ab", trouble="busy")), "bo")
    assert sight(run, 1).control_stayed is None
    assert sight(run, 1).sentence == "It moved since the step before, with nothing more done: 1 up, 1 down."
    unseen = replace(column("ab", VIEW, trouble="Throttled."), seen=False)
    lost = sight(Run((column("ab"), unseen), (), None), 1)
    assert lost.word == UNSEEN
    assert lost.sentence == "No list came after View of Title b, so nobody knows whether it moved: Throttled."
    assert categories(RUN) == ("kitchen", "toys", "garden")
