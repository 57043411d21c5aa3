"""Completion while typing: what was sent before and what the catalogue has, by key and by mouse, never in the way."""

from __future__ import annotations

import json

import pytest
from textual import events

import builders
import hostile
from pevents_tui.domain.recommended import Recommended
from pevents_tui.service import Workbench
from pevents_tui.service.hints import Hints
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.completion import CompletionList
from pevents_tui.ui.widgets.entry_list import AddLine, EntryList
from pevents_tui.ui.widgets.template_tree import TemplateTree
from pevents_tui.ui.widgets.word_bar import WordBar
from unharmed import assert_unharmed, note_actions, on_screen, stray, words
from watching import NARROW, Seen, watch

TRACKER = "5a9db0e5-0000-4000-8000-000000007373"


def _send(bench: Workbench, **members: object) -> None:
    user = members.pop("userId", "qa-ana")
    draft = builders.events_draft(builders.event(**members), trackingId=TRACKER, userId=user)
    bench.history.begin(builders.call(draft), bench.target())


def _offered(seen: Seen) -> list[str]:
    """The values that the list shows, nothing where there is none."""
    return [each.value for shown in seen.screen.query(CompletionList) if shown.is_open for each in shown.suggestions]


def _list(seen: Seen) -> CompletionList:
    return seen.screen.query_one(CompletionList)


async def _titles(seen: Seen) -> None:
    await seen.until(lambda: len(seen.screen.catalogue), "the catalogue")


def _told(seen: Seen) -> str:
    """What the toasts say."""
    return "\n".join(each.message for each in seen.app._notifications)


def _impressions(seen: Seen) -> tuple[list[str], str]:
    """The lines of the list, and its title."""
    listing = seen.editor("impression").query_one(EntryList)
    lines = [str(listing.get_option_at_index(index).prompt) for index in range(listing.option_count)]
    return lines, str(listing.border_title)


async def test_what_was_sent_before_is_offered_and_taken_only_when_chosen(bench: Workbench) -> None:
    for user in ("qa-zoe", "qa-yves", "other"):
        _send(bench, userId=user)
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await seen.type_into("userId", "qa")
        await seen.until(lambda: _offered(seen) == ["qa-yves", "qa-zoe"], "the users")
        assert seen.app.focused is seen.field("userId")
        shown, field = _list(seen).region, seen.field("userId").region
        assert (shown.x, shown.y) == (field.x, field.bottom)
        await seen.press("enter")
        assert (seen.draft.body["userId"], seen.app.focused) == ("qa", seen.field("sessionId"))
        assert _offered(seen) == []
        await seen.type_into("userId", "qa-")
        await seen.until(lambda: _offered(seen), "the users again")
        await seen.press("down", "down", "down", "enter")
        assert (seen.draft.body["userId"], seen.app.focused) == ("qa-zoe", seen.field("userId"))
        await seen.press("ctrl+z")
        assert seen.draft.body["userId"] == "qa-"
        await seen.press("down")
        await seen.until(lambda: _offered(seen), "the list that Down opens")
        await seen.press("tab")
        assert (seen.draft.body["userId"], seen.app.focused) == ("qa-yves", seen.field("sessionId"))
        await seen.press("x", "tab")
        await seen.until(lambda: seen.screen._waiting is None, "the end of the rest")
        assert _offered(seen) == []


async def test_items_are_found_by_their_titles_and_clicked(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await _titles(seen)
        assert seen.title("itemId") == "Item ID · itemId · Blue kettle"
        await seen.type_into("itemId", "lamp")
        await seen.until(lambda: "B0117" in _offered(seen), "the lamps")
        assert "Reading lamp" in words(seen)
        at = _offered(seen).index("B0117")
        await seen.pilot.click(CompletionList, offset=(3, at))
        await seen.pilot.pause()
        assert seen.draft.rows[0]["itemId"] == "B0117"
        assert seen.title("itemId") == "Item ID · itemId · Reading lamp"
        assert seen.app.focused is seen.field("itemId")
        assert _offered(seen) == []


async def test_escape_closes_the_list_and_nothing_else_until_it_is_asked_for(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("eventType", "c")
        await seen.until(lambda: _offered(seen) == ["Click", "Watch", "AddToCart", "Purchase"], "the types")
        await seen.press("escape")
        assert _offered(seen) == []
        await seen.press("l")
        assert seen.draft.rows[0]["eventType"] == "cl"
        await seen.press("ctrl+@")
        await seen.until(lambda: _offered(seen) == ["Click"], "the types again")
        assert _list(seen).chosen is None
        await seen.press("ctrl+u")
        await seen.until(lambda: not _offered(seen), "the end of the list")
        await seen.press("ctrl+@")
        await seen.until(lambda: len(_offered(seen)) == 5, "all types")
        await seen.pilot.resize_terminal(*NARROW)
        await seen.pilot.pause()
        assert _offered(seen) == []
        seen.field("eventValue").focus()
        await seen.press("down", "ctrl+@")
        assert _offered(seen) == []


async def test_impressions_are_added_from_the_list_with_titles_and_told_when_twice(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await _titles(seen)
        seen.editor("impression").focus()
        await seen.press(*"B9,round")
        await seen.until(lambda: _offered(seen) == ["B0372"], "the mirror")
        await seen.press("down", "enter")
        assert seen.draft.rows[0]["impression"][-2:] == ["B9", "B0372"]
        assert seen.editor("impression").query_one(AddLine).value == ""
        assert seen.app.focused is seen.editor("impression").query_one(AddLine)
        await seen.press(*"B0742,B0117", "enter")
        lines, title = _impressions(seen)
        assert lines[0] == " 1  B0742  Blue kettle"
        assert lines[-2:] == [" 7  B0742  Blue kettle  also 1", " 8  B0117  Reading lamp  also 2"]
        assert title == "Impressions · 8 of 25, B0742 twice and 1 more"
        line, listing = (seen.editor("impression").query_one(each) for each in (AddLine, EntryList))
        await seen.until(lambda: listing.scroll_y == listing.max_scroll_y > 0, "the entry that came last")
        await seen.press(*"kett")
        await seen.until(lambda: _offered(seen) == ["B0742"], "what is in the list already")
        await seen.press("ctrl+z")
        assert _offered(seen) == []  # the line has moved
        await seen.press(*"zzz", "down")
        await seen.until(lambda: _offered(seen), "others, where nothing is like it")
        assert _list(seen).chosen is None
        await seen.press("enter")
        assert "zzz" in _impressions(seen)[0][-1]
        assert line.has_focus


async def test_impressions_are_moved_removed_cleared_and_undone_by_mouse(app: PeventsApp) -> None:
    async with watch(app) as seen:
        bar = seen.screen.query_one("#impression-words", WordBar)

        async def click(word: str) -> None:
            bar.scroll_visible(animate=False)
            await seen.pilot.pause()
            assert await seen.pilot.click(bar, offset=(str(bar.render()).index(word) + 1, 0))
            await seen.pilot.pause()

        await click("remove")
        assert "choose one of the list first" in _impressions(seen)[1]
        seen.editor("impression").query_one(EntryList).highlighted = 0
        await click("down")
        assert seen.draft.rows[0]["impression"][:2] == ["B0117", "B0742"]
        await click("up")
        await click("remove")
        assert seen.draft.rows[0]["impression"] == ["B0117", "B0388", "B0901"]
        await click("clear")
        assert "impression" not in seen.draft.rows[0]
        await click("undo")
        assert len(seen.draft.rows[0]["impression"]) == 3
        await click("last list")
        await seen.until(lambda: "There is no list yet" in _told(seen), "that there is none")


async def test_an_answer_that_is_pasted_fills_the_list_and_is_the_last_one_from_then_on(bench: Workbench) -> None:
    answer = {"itemList": [{"itemId": f"B{rank}"} for rank in range(40)], "recommendationId": "RID-[/x]"}
    async with watch(PeventsApp(bench, bench.target())) as seen:
        line = seen.editor("impression").query_one(AddLine)
        line.focus()
        line.post_message(events.Paste(json.dumps(answer, indent=2)))
        await seen.until(lambda: seen.draft.rows[0]["impression"] == [f"B{rank}" for rank in range(25)], "the list")
        assert "the first 25 of 40 IDs" in _told(seen)
        await seen.until(bench.paths.last_list.exists, "the kept list")
        await seen.press("ctrl+z")
        assert len(seen.draft.rows[0]["impression"]) == 4
    async with watch(PeventsApp(bench, bench.target())) as seen:
        seen.app.post_message(events.Key("alt+i", "i"))  # as a terminal gives it
        await seen.until(lambda: len(seen.draft.rows[0]["impression"]) == 25, "the list of before")
        assert seen.draft.body["userId"] == "qa-ana"
        assert "Took the recommendation list of" in _told(seen)


async def test_without_such_a_list_the_impressions_sent_last_are_taken(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.send()
        seen.screen.change(seen.draft.remove(("eventList", 0, "impression")))
        seen.screen.action_command("take_last_list")
        await seen.until(lambda: "impression" in seen.draft.rows[0], "the impressions")
        assert seen.draft.rows[0]["impression"] == ["B0742", "B0117", "B0388", "B0901"]
        assert "impressions of call 1" in _told(seen)


async def test_a_catalogue_that_cannot_be_read_is_told_and_the_other_kind_has_its_own(bench: Workbench) -> None:
    bench.paths.settings.write_text("items: none.csv\n")
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await seen.until(lambda: "there is no such file" in _told(seen), "what is wrong")
        tree = seen.screen.query_one(TemplateTree)
        tree.focus()
        await seen.until(lambda: "  » first-visit" in tree.lines, "the scenario")
        await seen.press("end", "up", "up", "enter")
        await _titles(seen)
        await seen.until(lambda: "loyalty club" in seen.title("actionId"), "the title of the action")


async def test_hostile_values_and_titles_are_shown_and_taken_as_they_are(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [text for text in hostile.ALL if text]
    rows = "".join(f'{json.dumps("x" + text)[1:-1]},"{text.replace(chr(34), chr(34) * 2)}"\n' for text in texts)
    (bench.paths.config / "items.csv").write_bytes(("ITEM_ID,TITLE\n" + rows).encode("utf-8", "replace"))
    bench.paths.settings.write_text("items: items.csv\n")
    Hints(bench).keep_list("put-events", Recommended(tuple(texts), "[/x]\x1b[2J"))
    for text in texts:
        _send(bench, itemId=text)
    kept = bench.history.past_values(TRACKER, "put-events", "itemId", limit=10_000)
    ran = note_actions(monkeypatch)
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await seen.until(lambda: len(seen.screen.catalogue) or "cannot read" in _told(seen), "the catalogue")
        for text in kept[::25]:
            await seen.type_into("itemId", "")
            seen.field("itemId").post_message(events.Paste(text[:3] if len(text) > 3 else text[:1]))
            await seen.pilot.pause()
            await seen.press("ctrl+@")
            await seen.until(lambda: seen.screen._asked and not seen.screen._waiting, "an answer")
            assert list(stray(on_screen(seen))) == []
            if _offered(seen):
                wanted = _offered(seen)[0]
                await seen.press("down", "enter")
                assert seen.draft.rows[0]["itemId"] == wanted
        ran.clear()
        await seen.press("alt+i")
        await seen.until(lambda: len(seen.draft.rows[0]["impression"]) == 25, "the list")
        assert seen.draft.rows[0]["impression"] == texts[:25]
        assert_unharmed(seen, [each for each in ran if "take_last_list" not in each], "the last list")
