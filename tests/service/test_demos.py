"""Demo scripts: the ready ones are right, and a wrong one is refused with its file, line, member and rule."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hostile
from pevents_tui.domain.demo import Demo, DemoFault, Pick, act_of
from pevents_tui.domain.demo_reading import demo_of
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.items import Item
from pevents_tui.domain.question_text import pairs
from pevents_tui.domain.recommendation import Ask, Listing, Row
from pevents_tui.service.demos import READY, Demos

WHOLE = """name: All of it
audience: Words
ask: shop-for-you
user: ana
control: ben
count: 5
columns: [TITLE, CATEGORY]
filter: by-category
parameters: {CATEGORY: [kitchen, toys], PRICE: 50}
wait: 2s
pause: 500ms
steps:
  - say: One
    act: View
    items: [B1, {rank: 2}, {category: toys, count: 2}]
    value: 3.5
    wait: 1m
  - say: Two
    filter: null
    pause: 0
  - filter: price
    parameters: {PRICE: 9}
"""


def read(folder: Path, text: str) -> Demo:
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return Demos(folder).read("own")


def test_each_ready_demo_is_right_and_listed(tmp_path: Path) -> None:
    read(tmp_path, WHOLE)
    (tmp_path / "broken.yaml").write_text("ask: [", encoding="utf-8")
    listed = Demos(tmp_path).listed()
    assert [each.name for each in listed if each.usable] == ["another-category", "bought-and-hidden", "own"]
    assert {path.stem for path in READY.glob("*.yaml")} == {"another-category", "bought-and-hidden"}
    (broken,) = (each for each in listed if not each.usable)
    assert "not YAML" in broken.title


def test_every_member_is_read(tmp_path: Path) -> None:
    demo = read(tmp_path, WHOLE)
    question = demo.question
    assert (demo.title, demo.audience, demo.ask, demo.pause_s) == ("All of it", "Words", "shop-for-you", 0.5)
    assert (question.user, question.control, question.results, question.wait) == ("ana", "ben", "5", "60")
    assert (question.filter, question.metadata) == ("by-category", "TITLE, CATEGORY")
    assert dict(pairs(question.values)) == {"CATEGORY": '"kitchen","toys"', "PRICE": '"50"'}
    one, two, three = demo.steps
    assert one.picks == (Pick(item="B1"), Pick(rank=2), Pick(category="toys", count=2))
    assert (one.act, one.value, one.wait_s, one.pause_s, one.turn) == ("View", 3.5, 60.0, 0.5, None)
    assert two.turn is not None
    assert (two.turn.filter, two.pause_s, two.act) == ("", 0.0, "")
    assert three.turn is not None
    assert (three.say, three.turn.filter, dict(pairs(three.turn.values))) == ("", "price", {"PRICE": '"9"'})
    assert demo.filters == ("by-category", "price")


WRONG = [
    ("ask: shop-for-you", "ask: 7", 3, "ask: must be a text"),
    ("ask: shop-for-you", "ask: ''", 3, "ask: must be the ARN"),
    ("control: ben", "control: ana", 5, "control: must be somebody else"),
    ("count: 5", "count: 0", 6, "count: must be a whole number from 1 to 100"),
    ("count: 5", "count: true", 6, "count: must be a whole number"),
    ("[TITLE, CATEGORY]", "['a b']", 7, "columns: must be up to 10 names"),
    ("PRICE: 50", "PRICE: [a;b]", 9, "parameters.PRICE: must be without quotes"),
    ("wait: 2s", "wait: soon", 10, "wait: must be a time up to 600 s"),
    ("wait: 2s", "wait: 11m", 10, "wait: must be a time up to 600 s"),
    ("wait: 2s", "wait: 0", 10, "wait: must be longer than 0 s"),
    ("pause: 500ms", "pauses: 1", 11, "pauses: is none of name, audience"),
    ("act: View", "act: [View]", 14, "steps[1].act: must be a text"),
    ("    act: View\n", "", 14, "steps[1].items: belongs to an act"),
    ("{rank: 2}", "{rank: 0}", 15, "steps[1].items[2].rank: must be a whole number from 1 to 100"),
    ("{rank: 2}", "{rank: 2, count: 3}", 15, "steps[1].items[2].count: belongs to a category"),
    ("{rank: 2}", "{rank: 2, category: toys}", 15, "steps[1].items[2]: must be an id, or have a rank or a category"),
    ("{rank: 2}", "{id: B1}", 15, "steps[1].items[2].id: is none of rank, category, count"),
    ("count: 2}", "count: 50}", 15, "steps[1].items: must be 1 to 50 items"),
    ("[B1, {rank: 2}, {category: toys, count: 2}]", "[]", 15, "steps[1].items: must be 1 to 50 items"),
    ("value: 3.5", "value: .nan", 16, "steps[1].value: must be a number"),
    ("    wait: 1m", "    filter: x", 17, "steps[1].filter: cannot be turned where something is done"),
    ("  - say: Two", "  - pause: 1\n  - say: Two", 18, "steps[2]: must say, act or turn the filter"),
    ("filter: null\n    pause: 0", "parameters: {A: 1}", 19, "steps[2].parameters: belong to a filter"),
    ("say: One", f"say: {'x' * 301}", 13, "steps[1].say: has 301 of 300 characters"),
]


@pytest.mark.parametrize(("old", "new", "line", "told"), WRONG, ids=[told for *_, told in WRONG])
def test_a_wrong_script_is_refused_with_line_and_member(
    tmp_path: Path, old: str, new: str, line: int, told: str
) -> None:
    assert WHOLE.count(old) == 1
    with pytest.raises(SourceError) as caught:
        read(tmp_path, WHOLE.replace(old, new))
    assert str(caught.value).startswith(f"{tmp_path / 'own.yaml'}, line {line}: {told}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the script must be members"),
        ("- a", "the script must be members"),
        ("ask: x\nask: y", "not YAML"),
        ("ask: &a x\nuser: *a", "anchors and aliases are not read"),
        ("ask: !!python/object:os.system x", "are not read"),
        ("ask: x", "steps: must be a list of 1 to 100 steps"),
        ("ask: x\nsteps: [" + "{say: a}," * 101 + "]", "steps: must be a list of 1 to 100 steps"),
        ("steps: " + "[" * 300 + "]" * 300, "nested"),
    ],
)
def test_what_is_no_script_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SourceError, match=r"own\.yaml") as caught:
        read(tmp_path, text)
    assert told in str(caught.value)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="did you mean another-category"):
        Demos(tmp_path).read("another-categories")
    with pytest.raises(SourceError, match="cannot read"):
        Demos(tmp_path).read(str(tmp_path / "none.yaml"))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from([*hostile.ALL, "View", "shop", "2s"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["ask", "steps", "say", "act", "items", "rank", "category", "count", "filter", "wait", "user"]
            )
            | st.integers(),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(_VALUES, _VALUES)
def test_any_value_is_a_script_or_refused_by_a_rule(value: object, steps: object) -> None:
    for each in (value, {"ask": "x", "steps": steps}, {"ask": "x", "steps": [{"act": "View", "items": steps}]}):
        with contextlib.suppress(DemoFault):
            assert 1 <= len(demo_of("any", each).steps) <= 100


def test_items_of_a_category_come_from_the_list_then_the_catalogue() -> None:
    rows = (Row("a", category="toys"), Row("b", category="kitchen|Toys"), Row("c", category="kitchen"))
    listing, known = Listing(rows, None, Ask("arn")), [Item("d", "D", "toys"), Item("a", "A", "toys")]
    text = {"act": "View", "items": [{"rank": 3}, {"category": "toys", "count": 2}]}
    (step,) = demo_of("x", {"ask": "x", "steps": [text]}).steps
    assert act_of(0, step, listing, known, ()).ids == ("c", "a", "b")
    assert act_of(0, step, listing, known, {"a"}).ids == ("c", "b", "d")
    with pytest.raises(DemoFault, match=r"steps\[1\]\.items\[2\]\.category: toys, and 1 of the 2 are known"):
        act_of(0, step, listing, known, {"a", "b"})
    with pytest.raises(DemoFault, match=r"rank: 3, and the list has 2 rows"):
        act_of(0, step, Listing(rows[:2], None, Ask("arn")), known, ())
