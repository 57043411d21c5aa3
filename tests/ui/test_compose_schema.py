"""The schema of the dataset: rows show its types, lacks and slips are told and mended, AWS is asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

import builders
from control_plane import answers, control_plane
from pevents_tui.domain.plan import Policy
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.schema_page import SchemaPage
from pevents_tui.ui.widgets.completion import CompletionList
from pevents_tui.ui.widgets.property_list import PropertyList
from schemas import SHOP
from watching import NARROW, Seen, watch

PATH = ("eventList", 0, "properties")


@pytest.fixture
def shop(bench: Workbench, tmp_path: Path) -> PeventsApp:
    """The app on the sandbox with the schema of a shop."""
    file = tmp_path / "shop.avsc"
    file.write_text(SHOP, encoding="utf-8")
    return PeventsApp(bench, replace(bench.target(), schema=str(file)))


@pytest.fixture(scope="module")
def plane() -> Iterator[tuple[str, list[str]]]:
    with control_plane(answers()) as served:
        yield served


def _list(seen: Seen) -> PropertyList:
    return seen.editor("properties").query_one(PropertyList)


def _rows(seen: Seen) -> list[str]:
    return [" ".join(str(option.prompt).split()) for option in _list(seen).options]


def _title(seen: Seen) -> str:
    return str(_list(seen).border_title)


async def test_rows_show_the_schema_and_what_is_missing_is_added_and_mended(shop: PeventsApp) -> None:
    async with watch(shop) as seen:
        assert _rows(seen) == [
            "device mobile text → DEVICE: string, required, categorical",
            "pageDepth 3 number → PAGE_DEPTH: int, required",
        ]
        seen.screen.change(seen.draft.put(PATH, {"pageDept": "3", "gift": "true"}))
        await seen.pilot.pause()
        assert _rows(seen) == [
            "pageDept 3 text is no field of the schema; did you mean pageDepth → PAGE_DEPTH?",
            "gift true text is text, and GIFT is boolean; write true",
            "device missing → DEVICE: string, required, categorical",
        ]
        assert _title(seen) == "Properties · 1 missing: Alt+P · 30 of 1,024 characters"
        _list(seen).focus()
        await seen.press("home", "f", "f", "down", "f")
        assert list(seen.draft.get(PATH).items()) == [("pageDepth", 3), ("gift", True)]
        await seen.press("f")
        assert "gift: the schema alone does not tell what is meant" in _title(seen)
        await seen.press("down", "enter", *"tv", "enter")
        assert seen.draft.get(PATH) == {"pageDepth": 3, "gift": True, "device": "tv"}
        await seen.press("alt+p")
        assert list(seen.draft.get(PATH)) == ["pageDepth", "gift", "device", "price", "searchText"]
        await seen.until(lambda: _list(seen).has_focus and _list(seen).highlighted == 3, "the first added row")
        await seen.press("ctrl+z")
        assert len(seen.draft.get(PATH)) == 3
        seen.screen.change(seen.draft.remove(PATH))
        await seen.press("alt+p", "f8")
        assert seen.draft.get(PATH) == {"device": None, "pageDepth": None}
        assert "has no value yet; DEVICE is string and takes no null" in _rows(seen)[0]
        assert _list(seen).has_focus
        await seen.press("home", "enter", *"tv", "down", "enter")
        assert seen.draft.get(PATH)["device"] == "tv"
        assert seen.state == "ready"


async def test_keys_of_the_schema_are_offered_in_the_line_to_add_with(shop: PeventsApp) -> None:
    async with watch(shop) as seen:
        seen.screen.change(seen.draft.put(PATH, {"device": "tv"}))
        await seen.pilot.pause()
        seen.editor("properties").focus()
        await seen.press("down")
        await seen.until(lambda: seen.app.screen.query(CompletionList), "the keys")
        offered = seen.app.screen.query_one(CompletionList)
        told = [(each.value, each.title, each.origin) for each in offered.suggestions]
        assert told[0] == ("pageDepth", "int, required", "schema")
        assert [value for value, *_ in told[1:]] == ["price", "gift", "searchText"]
        await seen.press("escape", *"gi")
        assert not offered.is_open
        await seen.press("down")
        await seen.until(lambda: offered.is_open, "the key")
        await seen.press("enter", *"true", "enter")
        assert seen.draft.get(PATH) == {"device": "tv", "gift": True}


async def test_the_page_tells_what_is_known_and_runs_what_is_wanted(shop: PeventsApp) -> None:
    async with watch(shop, NARROW) as seen:
        seen.screen.change(seen.draft.put(PATH, {"page_depth": "3", "device": "[/x]\x1b"}))
        await seen.press("alt+v")
        page = str(seen.app.screen.query_one(Static).content)
        for words in (
            "shop.avsc",
            "itemId      ITEM_ID      string, required  B0742",
            "pageDepth   PAGE_DEPTH   int, required\n",
            "[/x]␛",
            "no event type yet",
            "1 event type and 7 columns: 8 of 10, with this draft",
        ):
            assert words in page
        await seen.press("m")
        assert seen.draft.get(PATH)["pageDepth"] == 3
        await seen.press("alt+v", "a")
        assert seen.draft.get(PATH)["price"] is None
        await seen.press("alt+v", "escape")
        assert not isinstance(seen.app.screen, SchemaPage)


async def test_aws_is_asked_for_the_schema_and_the_checks_know_it(
    bench: Workbench, plane: tuple[str, list[str]]
) -> None:
    url, asked = plane
    target = builders.target(policy=Policy.LOCAL, endpoint=url, tracking_id="t-2", label="local")
    draft = builders.events_draft(builders.event(eventType="Viewed", properties={"pageDepth": 3}), trackingId="t-2")
    async with watch(PeventsApp(bench, target, draft)) as seen:
        await seen.press("alt+p")
        assert seen.draft.get(PATH) == {"pageDepth": 3}
        await seen.press("alt+v")
        assert "No schema is known for this tracker" in str(seen.app.screen.query_one(Static).content)
        await seen.press("r")
        await seen.until(lambda: seen.screen.schema is not None, "the schema")
        assert _rows(seen)[1:] == ["device missing → DEVICE: string, required, categorical"]
        assert "did you mean 'View', which ECOMMERCE trains on?" in seen.title("eventType")
        assert len(asked) == 9
        seen.field("eventType").focus()
        await seen.press("ctrl+u", "ctrl+space")
        await seen.until(lambda: seen.screen._completions is not None, "the types of the domain")
        other = seen.draft.put(("trackingId",), "t-9")
        seen.screen.change(other)
        await seen.pilot.pause()
        assert seen.screen.schema is None
        seen.screen.read_schema()
        seen.screen.read_schema()
        await seen.until(lambda: seen.screen._asking is None, "the end of asking")
        assert seen.screen.schema is None


async def test_a_schema_that_cannot_be_read_is_told_once_and_keeps_nothing_back(bench: Workbench) -> None:
    target = replace(bench.target(), schema="gone.avsc")
    async with watch(PeventsApp(bench, target)) as seen:
        await seen.type_into("itemId", "B1")
        told = [each.message for each in seen.app._notifications]
        assert [text for text in told if "gone.avsc: there is no such file" in text] == told
        assert seen.screen.plan is not None
        seen.screen.change(seen.draft.put(PATH, "no object"))
        await seen.press("alt+p")
        assert seen.draft.get(PATH) == "no object"
