"""Hands that are faster, rougher and more generous than anyone should be: keys in one packet, windows, megabytes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.widgets import OptionList

import builders
import waiting
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.plan import Policy
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.widgets.entries import AddLine, EntryList
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.panes import ProblemList
from unharmed import assert_unharmed, until, words
from watching import MEDIUM, NARROW, WIDE, Seen, watch

NAMES = {"\t": "tab", "\r": "enter", "<": "ctrl+e", "^": "ctrl+u", "#": "backspace", "~": "ctrl+z", "!": "ctrl+q"}
"""Keys that stand for others below."""


def at_once(seen: Seen, keys: str) -> None:
    """Send keys as a slow line does: all in one packet."""
    for key in keys:
        seen.app.post_message(events.Key(NAMES.get(key, key), None if key in NAMES else key))


@pytest.mark.parametrize(
    "keys",
    [
        "<^ab\t<^cx#d\ref",
        "xy<^ab\tcd\r<ef",
        *(pytest.param(each, marks=pytest.mark.campaign) for each in ("ab\tcd\tef", "ab\rcd\ref")),
    ],
)
async def test_what_is_typed_ahead_lands_where_it_was_meant_to(bench: Workbench, keys: str) -> None:
    draft = Draft("put-events", {"eventList": [{}]})
    async with watch(PeventsApp(bench, bench.target(), draft)) as seen:
        seen.field("userId").focus()
        await seen.pilot.pause()
        at_once(seen, keys)
        await until(seen, lambda: seen.draft.get(("eventList", 0, "eventType")) == "ef", "the last of it")
        assert (seen.draft.body["userId"], seen.draft.body["sessionId"]) == ("ab", "cd")


async def test_a_key_with_priority_is_heard_behind_the_text_before_it(bench: Workbench) -> None:
    draft = Draft("put-events", {"userId": "u", "eventList": [{"properties": {}}]})
    async with watch(PeventsApp(bench, bench.target(), draft)) as seen:
        await seen.type_into("userId", "a")
        seen.screen.change(seen.draft.put(("sessionId",), "s"))
        at_once(seen, "bc~")
        await until(seen, lambda: not seen.app._typed.busy, "all keys heard")
        assert (seen.draft.body["userId"], seen.field("userId").value, seen.draft.body["sessionId"]) == ("a", "a", "s")
        await until(seen, lambda: seen.screen.query(AddLine), "the editors of lists")
        at_once(seen, "cd!")
        await waiting.until_async(lambda: seen.app._exit, "the end")
    kept = bench.kept_draft()
    assert kept is not None
    assert kept.body["userId"] == "acd"


async def test_keys_are_heard_again_when_what_they_were_meant_for_is_gone(app: PeventsApp) -> None:
    async with watch(app) as seen:
        for _ in range(3):
            await seen.press("ctrl+n")
            at_once(seen, "\r\r\rz\t")
            await until(seen, lambda: seen.app.screen is seen.screen, "the picker closed")
            await until(seen, lambda: not app._typed.busy and not app._typed.waiting, "all keys heard")
        seen.field("itemId").focus()
        await seen.press("end", "Z")
        assert str(seen.draft.get(seen.field("itemId").path)).endswith("Z")


async def test_a_paste_right_behind_a_key_is_kept(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("itemId", "")
        at_once(seen, "ab")
        app.post_message(events.Paste("[/x]"))
        await until(seen, lambda: seen.field("itemId").value == "ab[/x]", "the line")
        await seen.pilot.pause()
        assert seen.draft.rows[0]["itemId"] == "ab[/x]"
        app.post_message(events.Paste("\n\n1"))
        at_once(seen, "c#d")
        await until(seen, lambda: seen.draft.rows[0]["itemId"] == "ab[/x]\n\n1d", "both")


@pytest.mark.parametrize("paste", [True, False])
async def test_what_replaces_a_long_text_replaces_all_of_it(app: PeventsApp, paste: bool) -> None:
    async with watch(app) as seen:
        field = seen.field("itemId")
        field.post_message(events.Paste("x" * 6000))
        await until(seen, lambda: len(seen.draft.get(field.path)) > 6000, "the long text")
        field.focus()
        field.action_select_all()
        if paste:
            field.post_message(events.Paste("new"))
        else:
            await seen.press("n", "e", "w")
        await until(seen, lambda: seen.draft.get(field.path) == "new", "the new text")


@pytest.mark.parametrize("key", ["ctrl+n", "ctrl+g"])
async def test_a_second_enter_in_a_picker_does_nothing(app: PeventsApp, key: str) -> None:
    async with watch(app) as seen:
        await seen.press(key)
        picker = seen.app.screen
        assert isinstance(picker, PickerScreen)
        for _ in range(3):
            picker.query_one(OptionList).action_select()
        await until(seen, lambda: seen.app.screen is not picker, "the picker closed")
        assert isinstance(seen.app.screen, ComposeScreen)


OPENINGS = ("ctrl+n", "f1", "ctrl+p", "f5", "f12")
"""Keys that put something in front of the form."""


@pytest.mark.parametrize(
    ("size", "opening"),
    [
        (NARROW, ()),
        *((WIDE, (key,)) for key in OPENINGS[:2]),
        *(pytest.param(size, (), marks=pytest.mark.campaign) for size in (WIDE, MEDIUM)),
        *(pytest.param(WIDE, (key,), marks=pytest.mark.campaign) for key in OPENINGS[2:]),
    ],
)
async def test_the_window_may_be_made_any_size(
    bench: Workbench, opening: tuple[str, ...], size: tuple[int, int]
) -> None:
    target = builders.target(policy=Policy.PRODUCTION)
    dice = random.Random(f"{opening} {size}")
    sizes = [(width, dice.randint(1, 20)) for width in (42, 41, 5, 2, 1)]
    async with watch(PeventsApp(bench, target, builders.events_draft()), size) as seen:
        await seen.press(*opening)
        screen = type(seen.app.screen)
        for each in [*sizes, *((dice.randint(1, 160), dice.randint(1, 50)) for _ in range(3)), size]:
            await seen.pilot.resize_terminal(*each)
            await seen.pilot.pause()
        assert_unharmed(seen, [], size, screen)


@pytest.mark.parametrize("seed", [1, pytest.param(range(2, 100), marks=pytest.mark.campaign)])
async def test_undo_between_the_kinds_shows_the_form_of_the_draft(bench: Workbench, seed: int | range) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        for each in (seed,) if isinstance(seed, int) else seed:
            dice = random.Random(each)
            for _ in range(25):
                step: Callable[[], object] = dice.choice((seen.screen.undo, seen.screen.redo, _swap(seen)))
                step()
                for _ in range(dice.randint(0, 3)):
                    await seen.pilot._wait_for_screen()
            await until(seen, lambda: [form.kind for form in seen.screen.query(Form)] == [seen.draft.kind], "one form")
            assert_unharmed(seen, [], each)
            seen.screen.change(seen.draft.put((seen.draft.spec.rows, 0, "eventType"), "shown"))
            await until(seen, lambda: seen.screen.query("#field-eventType"), "the whole form")
            await until(seen, lambda: seen.field("eventType").value == "shown", "the value in the form")


def _swap(seen: Seen) -> Callable[[], None]:
    other = "take-action" if seen.draft.kind == "put-events" else "view-item"
    return lambda: seen.screen.change(seen.screen.workbench.samples[other])


SHAPES: tuple[dict[str, Any], ...] = (
    {"eventList": "rows"},
    {"eventList": 5},
    {"eventList": {"0": {}}},
    {"eventList": [1, None, "row", [], {}]},
    {"eventList": [{"impression": 5, "properties": 7, "sentAt": {}, "eventValue": [1], "itemId": {"a": 1}}]},
    {"eventList": [{"impression": "B1,B2", "properties": "no object", "metricAttribution": "mail"}]},
    {"userId": {"a": [1]}, "trackingId": [1], "sessionId": True, "eventList": [{"eventType": False}]},
)


@pytest.mark.parametrize(
    "body",
    [*SHAPES[3::3], *(pytest.param(body, marks=pytest.mark.campaign) for body in SHAPES if body not in SHAPES[3::3])],
)
async def test_every_key_and_editor_works_on_any_shape_of_draft(bench: Workbench, body: dict[str, Any]) -> None:
    async with watch(PeventsApp(bench, bench.target(), Draft("put-events", body))) as seen:
        for key in ("alt+d", "alt+right", "alt+left", "f8", "f5", "f1", "escape", "ctrl+z", "ctrl+y", "ctrl+r"):
            await seen.press(key)
        for name, text in (("impression", "a b"), ("properties", '{"k": 1}')):
            listing = seen.editor(name).query_one(EntryList)
            listing.highlighted = 0 if listing.option_count else None
            for act in (lambda e: e.action_shift(-1), lambda e: e.action_shift(1), EntryList.action_take):
                act(listing)
                act(listing)
            seen.editor(name).query_one(AddLine).post_message(events.Paste(text))
            await seen.pilot.pause()
        await seen.press("alt+n")
        assert_unharmed(seen, [], body)
        assert isinstance(seen.draft.rows[-1], dict)


async def test_the_last_entry_is_taken_many_times_at_once(bench: Workbench) -> None:
    draft = builders.events_draft(builders.event(properties={"a": 1, "b": 2, "c": 3}))
    async with watch(PeventsApp(bench, bench.target(), draft)) as seen:
        listing = seen.editor("properties").query_one(EntryList)
        listing.highlighted = 2
        for turns in range(12):
            listing.action_take()
            for _ in range(turns):
                await seen.pilot._wait_for_screen()
            listing.action_select()
        await until(seen, lambda: "properties" not in seen.draft.rows[0], "nothing left")
        assert_unharmed(seen, [], "take and edit")


async def test_a_megabyte_is_pasted_anywhere(app: PeventsApp) -> None:
    async with watch(app) as seen:
        megabyte = "abc " * 250_000
        field = seen.field("itemId")
        field.post_message(events.Paste(megabyte))
        await until(seen, lambda: len(str(seen.draft.get(field.path))) > 1_000_000, "the field")
        seen.editor("properties").query_one(AddLine).post_message(events.Paste('{"k[/x]' * 100_000 + '": [1]}'))
        seen.editor("impression").query_one(AddLine).post_message(events.Paste(megabyte[:200_000]))
        await until(seen, lambda: len(seen.draft.rows[0]["impression"]) > 50_000, "the list")
        began_s = time.monotonic()
        await seen.press("f8", "f1", "escape")
        assert time.monotonic() - began_s < 10
        assert seen.screen.query_one(ProblemList).option_count < 1000
        assert seen.editor("impression").query_one(EntryList).option_count < 1000
        assert_unharmed(seen, [], "a megabyte")


async def test_five_hundred_rows_are_stepped_through_and_edited(bench: Workbench) -> None:
    rows = [builders.event(eventId=f"e{number}", sentAt=builders.NOW_S + number) for number in range(500)]
    async with watch(PeventsApp(bench, bench.target(), builders.events_draft(*rows))) as seen:
        assert seen.screen.plan is not None
        assert len(seen.screen.plan.calls) == 50
        await until(seen, lambda: "calls more, all of which go out" in seen.request, "the request")
        seen.screen.row = 499
        await seen.press("alt+n", "alt+left")
        await seen.type_into("itemId", "B5")
        assert seen.draft.rows[499]["itemId"] == "B5"
        assert len(seen.draft.rows) == 501
        assert_unharmed(seen, [], "500 rows")


async def test_a_history_that_breaks_meanwhile_is_told(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.send()
        await until(seen, lambda: seen.history.total == 1, "the line")
        app.workbench.history._reader.close()
        seen.history.action_choose()
        await until(seen, lambda: any("cannot be read" in each.message for each in app._notifications), "the words")
        assert_unharmed(seen, [], "a broken history")


@pytest.mark.parametrize(
    "text",
    ["1e999", "1" * 5000, *(pytest.param(each, marks=pytest.mark.campaign) for each in ("-1e999", "9" * 400, "NaN"))],
)
async def test_a_number_without_end_comes_back_with_the_draft(bench: Workbench, text: str) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await seen.type_into("eventValue", "")
        seen.field("eventValue").post_message(events.Paste(text))
        await until(seen, lambda: seen.draft.rows[0].get("eventValue"), "the value")
        assert_unharmed(seen, [], text)
        left = seen.draft
    assert bench.kept_draft() == left


@pytest.mark.parametrize("policy", [Policy.PRODUCTION, Policy.STAGING])
async def test_long_ids_leave_in_view_what_answers_a_question(bench: Workbench, policy: Policy) -> None:
    draft = builders.events_draft(userId="u" * 250, trackingId="t" * 250)
    size = MEDIUM if policy is Policy.PRODUCTION else NARROW
    target = builders.target(policy=policy, tracking_id="t" * 250)
    async with watch(PeventsApp(bench, target, draft), size) as seen:
        await seen.press("f5")
        answer = "type it here" if policy is Policy.PRODUCTION else "y sends it"
        await until(seen, lambda: answer in words(seen), "what answers")
