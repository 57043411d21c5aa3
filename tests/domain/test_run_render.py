"""A run handed on: what a server called an item is text there, whatever opens it."""

from __future__ import annotations

import csv
import io

import pytest

import hostile
from pevents_tui.domain.recommendation import Ask, Column, Listing, Row, Run
from pevents_tui.domain.run_render import FORMULA_SIGNS, as_csv
from pevents_tui.domain.visible import visible

ASK = Ask("arn:aws:personalize:us-east-1:123456789012:campaign/c", user_id="=1+1")


def cells(text: str) -> dict[str, str]:
    """The one line of a run whose only row has a text everywhere."""
    row = Row(text, -0.5, title=text, category=text, price=text)
    run = Run((Column("baseline", Listing((row,), text, ASK)),))
    (line,) = csv.DictReader(io.StringIO(as_csv(run)))
    return line


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1", "\uff0b1", "\uff20x"]
)
def test_what_a_spreadsheet_would_run_is_text_in_the_table(text: str) -> None:
    line = cells(text)
    for name in ("id", "title", "category", "price", "recommendation_id"):
        assert line[name] == f"'{visible(text)}", name
    assert line["user_id"] == "'=1+1"
    assert line["score"] == "-0.5"  # a number of ours stays one


def test_every_other_text_stays_as_it_is() -> None:
    for text in ("Blue kettle", "a=b", "1-2", "", "'=1", *hostile.ALL):
        if not text.lstrip(" ").startswith(FORMULA_SIGNS):
            assert cells(text)["title"] == visible(text)


def test_what_is_gone_has_a_line_and_a_list_that_never_came_has_none() -> None:
    def column(ids: str, *, seen: bool = True) -> Column:
        return Column(ids, Listing(tuple(map(Row, ids)), None, ASK), seen=seen)

    run = Run((column("ab"), column("bc"), column("bc", seen=False)))
    lines = [*csv.DictReader(io.StringIO(as_csv(run)))]
    assert [(line["step"], line["rank"], line["id"], line["change"]) for line in lines[2:]] == [
        ("1", "1", "b", "▲1"),
        ("1", "2", "c", "● new"),
        ("1", "", "a", "✕ gone"),
    ]
