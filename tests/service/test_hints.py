"""What may be meant by what is typed: items from a file, values from the history, and the list shown last."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

import builders
import hostile
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.items import Catalogue, Item
from pevents_tui.domain.plan import Policy
from pevents_tui.domain.recommended import Recommended, read_recommended
from pevents_tui.domain.suggestions import EVENT_TYPES, Suggestion
from pevents_tui.service import Workbench
from pevents_tui.service.hints import Hints
from pevents_tui.service.items import LONGEST_LINE, read_items, shipped

DRAFT = Draft.blank("put-events")
ANSWER = {"itemList": [{"itemId": "B3", "score": 0.5}, {"itemId": "B1"}], "recommendationId": "RID-1"}


@pytest.fixture
def hints(bench: Workbench) -> Hints:
    return Hints(bench)


def _file(bench: Workbench, text: str | bytes) -> Path:
    path = bench.paths.config / "my items.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    bench.paths.settings.write_text("items: my items.csv\n")
    return path


def test_items_of_the_samples_are_in_the_sandboxs_own_catalogue(bench: Workbench) -> None:
    items, actions = shipped("put-events"), shipped("put-action-interactions")
    assert items.notice is None
    assert len(items) >= 40
    assert len(actions) >= 12
    for draft in bench.samples.values():
        known = items if draft.spec.thing == "itemId" else actions
        for row in draft.rows:
            for each in (row[draft.spec.thing], *row.get("impression", ())):
                assert known.title(each), each


def test_items_are_found_by_id_then_by_the_words_of_a_title_then_by_any_part() -> None:
    items = Catalogue(
        [Item("K2", "Unlamped"), Item("B1", "Reading lamp"), Item("B2", "Lamp"), Item("lamp-9"), Item("B1", "twice")]
    )
    assert [item.id for item in items.find("LAMP")] == ["lamp-9", "B2", "B1", "K2"]
    assert [item.id for item in items.find("lamp", 1)] == ["lamp-9"]
    assert [item.id for item in items.find("")] == ["K2", "B1", "B2", "lamp-9"]
    assert items.find("no such") == items.find("\x00") == []
    assert (items.title("B1"), items.title("B9"), items.title(None)) == ("Reading lamp", "", "")


def test_a_file_in_the_layout_of_the_items_dataset_is_read(bench: Workbench, hints: Hints) -> None:
    _file(bench, '\ufeffPRICE,item_id,GENRES,Name\n9.5,B1,a|b,"A ""lamp"", red"\n,B2\n,,x,no id\n')
    found = hints.catalogue("put-events", builders.target())
    assert found.notice is None
    assert list(found) == [Item("B1", 'A "lamp", red', "a|b", "9.5"), Item("B2")]
    assert hints.catalogue("put-events", bench.target()) is found
    assert hints.catalogue("put-action-interactions", bench.target()).title("join-loyalty")


@pytest.mark.parametrize(
    ("content", "words", "count"),
    [
        ("TITLE,PRICE\nx,1\n", "its first line has no ITEM_ID, only TITLE, PRICE", 0),
        ("", "only nothing", 0),
        (b"ITEM_ID\nB1\n\xff\xfe\n", "it is not UTF-8 text", 0),
        ("ITEM_ID\nB1\n" + "x" * (LONGEST_LINE + 1), "longer than 131,072 characters; the first 1 are known", 1),
        ("ITEM_ID,TITLE\nB1,\x00\n", None, 1),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_known(
    bench: Workbench, hints: Hints, content: str | bytes, words: str | None, count: int
) -> None:
    _file(bench, content)
    found = hints.catalogue("put-events", builders.target())
    assert len(found) == count
    assert words is None or words in str(found.notice)


def test_there_is_a_most_of_items_and_a_missing_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("ITEM_ID\n" + "".join(f"B{number}\n" for number in range(50)))
    assert read_items(path, 50).notice is None
    found = read_items(path, 49)
    assert (len(found), found.notice) == (49, f"{path} has more than 49 items; only the first 49 are known")
    for missing in (tmp_path / "none.csv", tmp_path):
        assert "there is no such file" in str(read_items(missing).notice)


def test_only_the_sandbox_has_items_without_a_file(hints: Hints) -> None:
    assert hints.catalogue("put-events", builders.target()).title("B0742") == "Blue kettle"
    other = builders.target(policy=Policy.LOCAL)
    assert len(hints.catalogue("put-events", other)) == 0


def test_what_was_sent_comes_before_what_is_in_the_catalogue(bench: Workbench, hints: Hints) -> None:
    target = builders.target()
    for item in ("B0117", "B07", "B0742"):
        draft = builders.events_draft(builders.event(itemId=item, eventType="Rate"))
        bench.history.begin(builders.call(draft), target)
    told = hints.suggestions("itemId", "b07", DRAFT, target)
    assert told[:2] == [Suggestion("B0742", "Blue kettle", "history"), Suggestion("B07", "", "history")]
    assert Suggestion("B0372", "Round mirror", "catalogue") not in told
    assert hints.suggestions("impression", "blue", DRAFT, target) == [Suggestion("B0742", "Blue kettle", "catalogue")]
    types = [each.value for each in hints.suggestions("eventType", "", DRAFT, target)]
    assert types == ["Rate", *EVENT_TYPES["put-events"]]
    mixed = hints.suggestions("itemId", "", DRAFT, target)
    assert [each.origin for each in mixed] == ["history"] * 3 + ["catalogue"] * 5
    assert len({each.value for each in mixed}) == 8
    assert hints.suggestions("userId", "qa", DRAFT, target) == [Suggestion("qa-ana", "", "history")]
    assert hints.suggestions("userId", "qa", DRAFT, builders.target(tracking_id="other")) == []


def test_any_text_may_be_looked_for(hints: Hints) -> None:
    for text in hostile.ALL:
        for name in ("itemId", "userId", "eventType", "impression", "no such name"):
            assert isinstance(hints.suggestions(name, text, DRAFT, builders.target()), list)


@pytest.mark.parametrize(
    ("text", "ids", "named"),
    [
        (json.dumps(ANSWER), ("B3", "B1"), "RID-1"),
        (json.dumps({"actionList": [{"actionId": "join"}]}), ("join",), None),
        (json.dumps({"personalizedRanking": [{"itemId": "B1"}], "recommendationId": "R"}), ("B1",), "R"),
        (json.dumps({"input": {"userId": "u"}, "output": {"recommendedItems": ["B1", "B2"]}}), ("B1", "B2"), None),
        (json.dumps([{"itemId": "B1"}, {"other": 1}]), ("B1",), None),
        ("itemList:\n- itemId: B1\n  score: 0.1\n- itemId: 'B 2'\nrecommendationId: RID-2\n", ("B1", "B 2"), "RID-2"),
        ("RID-3\nITEMLIST\tB1\t0.5\nITEMLIST\tB2\t0.4\n", ("B1", "B2"), "RID-3"),
    ],
)
def test_an_answer_is_read_as_the_api_or_the_cli_gives_it(text: str, ids: tuple[str, ...], named: str | None) -> None:
    assert read_recommended(f"\n{text}\n") == Recommended(ids, named)


def test_other_texts_are_no_answer() -> None:
    for text in (*hostile.ALL, '["B1", "B2"]', "B1, B2", '{"itemList": "x"}', '{"itemList": [1, null]}', "\n" * 9_999):
        assert read_recommended(text) is None, text


def test_the_last_list_is_the_kept_one_else_the_impressions_last_sent(bench: Workbench, hints: Hints) -> None:
    target = builders.target()
    assert hints.last_list(DRAFT, target) is None
    sent = builders.events_draft(builders.event(impression=["B7", "B8"]))
    number = bench.history.begin(builders.call(sent), target).id
    found = hints.last_list(DRAFT, target)
    assert found is not None
    assert found.ids == ("B7", "B8")
    assert f"call {number}" in found.told
    hints.keep_list("put-events", Recommended(("B1", "\ud800"), "RID-1", 1_764_000_000.0))
    found = Hints(bench).last_list(DRAFT, target)
    assert found is not None
    assert found.ids == ("B1", "\ud800")
    assert found.told == "the recommendation list of 2025-11-24 16:00:00Z, RID-1"
    assert stat.S_IMODE(bench.paths.last_list.stat().st_mode) == 0o600
    assert hints.kept_list("put-action-interactions") is None
    for text in ("", "{", "[]", '{"kind": "put-events", "ids": 7}', '{"kind": "put-events", "ids": [7]}'):
        bench.paths.last_list.write_text(text)
        assert hints.kept_list("put-events") is None
