"""The veil: ids are no longer in a text, and what is no id stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color

from pevents_tui.domain.veil import Veil
from pevents_tui.ui.veil import VeilFilter

NAMES = {
    "demo-ana": "this user",
    "B0742": "Blue kettle",
    "7": "nobody",
    "2024": "a film",
    "o'hara@example.org": "the control user",
    "ана": "somebody",
}
ARN = "arn:aws:personalize:us-east-1:123456789012:recommender/shop-for-you"
UUID = "7c2d9d1e-0000-4000-8000-00000000beef"


def test_words_stand_for_ids() -> None:
    veil = Veil(NAMES)
    assert veil.over("View of B0742 by demo-ana: accepted") == "View of Blue kettle by this user: accepted"
    assert veil.over("DEMO-ANA, o'hara@example.org; ана") == "this user, the control user; somebody"
    assert veil.over(f"at {ARN}, request {UUID} of 1234 5678 9012, RID-9-a") == "at … request … of …, …"
    assert veil.over(f"session-of-{UUID} and demo-anais") == "session-of-… and demo-anais"
    assert veil.over("moved 7 of 2024 rows, 0.123456789012") == "moved 7 of 2024 rows, 0.123456789012"


def test_ids_that_are_no_words_are_known_whole_and_the_longest_first() -> None:
    veil = Veil({"sku:1/x": "a", "sku:1/x y": "b", "SKU:22": "c", "Straße 5": "d", "#77": "e", "[b]": "f", "sku": "g"})
    assert veil.over("sku:1/x, SKU:1/X y. sku:1/xz sku:22 x-sku:22") == "a, b. g:1/xz c x-sku:22"
    assert veil.over("Straße 5 STRAßE 5 Straße 55 (#77) x#77 #778 [B]") == "d d Straße 55 (e) x#77 #778 f"


def test_dots_cover_ids_in_a_line_across_its_parts() -> None:
    line = [Segment("user dem"), Segment("o-ana"), Segment(" met B0742 漢"), Segment("字")]
    drawn = VeilFilter(Veil({**NAMES, "漢字字": "x", "漢字": "y"})).apply(line, Color(0, 0, 0))
    assert "".join(each.text for each in drawn) == "user ········ met ····· 漢字"
    drawn = VeilFilter(Veil({"漢字漢": "x"})).apply([Segment("漢字漢")], Color(0, 0, 0))
    assert drawn[0].text == "·" * 6
    assert drawn[0].cell_length == 6


@given(st.lists(st.text(min_size=3, max_size=12).filter(lambda each: each.strip() == each), max_size=6), st.text())
def test_a_line_stays_as_wide_and_known_ids_leave_it(ids: list[str], text: str) -> None:
    veil = Veil(dict.fromkeys(ids, "x"))
    line = [Segment(" ".join([text, *ids]))]
    drawn = VeilFilter(veil).apply(line, Color(0, 0, 0))
    assert sum(each.cell_length for each in drawn) == sum(each.cell_length for each in line)
    assert list(veil.places("".join(each.text for each in drawn))) == []
