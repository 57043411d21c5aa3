"""What plainly fits is what the models take, and comes out the same; every rule that can be broken is explained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pevents_tui import domain
from pevents_tui.domain.explaining import THUMBS
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.plain import plain

TEXT = st.sampled_from(["View", "é🫖", "", "x" * 300, "\ud800"])
ODD = st.sampled_from([None, True, 1, 2**70, 1.5, float("inf"), "a", "", [], ["a"], ["a", 1], [""], (), {}, {"a": "b"}])
USUAL: dict[str, st.SearchStrategy[Any]] = {
    "sentAt": st.sampled_from([0, 1764000000, 1.5]),
    "timestamp": st.sampled_from([0, 1764000000, 1.5]),
    "eventValue": st.sampled_from([4, 2.5, -1]),
    "impression": st.lists(st.sampled_from(["a", "é"]), min_size=1, max_size=2),
    "metricAttribution": st.just({"eventAttributionSource": "mail"}),
}


def _member(name: str) -> st.SearchStrategy[Any]:
    usual = USUAL.get(name, st.sampled_from(["View", "é🫖", "x" * 300]))
    return st.integers(0, 11).flatmap(lambda dice: ODD | TEXT if dice == 0 else usual)


def _bodies(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    spec = KINDS[kind]
    names = {name: [field.alias or name for field in model.model_fields.values()] for name, model in _models(kind)}
    row = st.fixed_dictionaries({}, optional={name: _member(name) for name in [*names["row"], "what"]})
    rows = st.lists(row, max_size=3) | ODD
    head = {name: _member(name) for name in names["request"] if name != spec.rows}
    needed = {name: USUAL.get(name, st.just("a")) for name in names["row"]}
    whole = st.lists(st.fixed_dictionaries(needed), min_size=1, max_size=2)
    return st.fixed_dictionaries({**head, spec.rows: rows | whole}) | st.fixed_dictionaries({}, optional=head)


def _models(kind: str) -> list[tuple[str, Any]]:
    return [("row", KINDS[kind].row), ("request", KINDS[kind].request)]


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_plainly_fits_is_what_the_models_take(kind: str) -> None:
    passed = []

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(body=_bodies(kind))
    def hold(body: dict[str, Any]) -> None:
        found = plain(KINDS[kind], body, RowMemory())
        if found is not None:
            dumped = KINDS[kind].request.model_validate(body).model_dump(by_alias=True, exclude_unset=True)
            as_lists = [
                {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}
                for row in dumped[KINDS[kind].rows]
            ]
            wanted = {**dumped, KINDS[kind].rows: as_lists}
            assert found == wanted
            assert repr(found) == repr(wanted)
            passed.append(body)

    hold()
    assert len(passed) > 15


def _named() -> set[tuple[str, str]]:
    """Rules that the domain's modules name beside their level, as they are written in the code."""
    found = set()
    for file in Path(domain.__path__[0]).glob("*.py"):
        if file.stem not in {"explaining", "check", "fields", "field_table"}:
            text = file.read_text(encoding="utf-8")
            found |= {(name, file.stem) for name in re.findall(r'"((?:[a-z]+-)+[a-z]+)"', text)}
    return found


def test_every_rule_of_thumb_is_explained() -> None:
    names = {thumb.name for thumb in THUMBS}
    sources = {"advice", "property_advice", "event_types", "schema_advice", "user_prefix", "limits"}
    rules = {name for name, stem in _named() if stem in sources} - {"too-long", "put-events", "put-action-interactions"}
    assert rules <= names, rules - names
    text = "".join(file.read_text(encoding="utf-8") for file in Path(domain.__path__[0]).glob("*.py"))
    written = re.sub(r'"\s*\n?\s*"', "", text.replace("THUMBS", "", 1))
    for thumb in THUMBS:
        if thumb.source not in {"this program", "aws/aws-sdk-js#3370", "Unicode 15, section 3.9"}:
            assert written.count(thumb.source.partition(" (")[0]) >= 2, thumb
