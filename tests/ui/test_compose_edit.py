"""Writing a draft in the terminal UI: every field, what is wrong at the field, rows, lists, undo, nothing lost."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import OptionList

import builders
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import fields_of
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.path import ANY
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.entries import AddLine, EntryList
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.strip import Strip
from pevents_tui.ui.widgets.word_bar import WordBar
from watching import MEDIUM, NARROW, TINY, WIDE, Seen, watch, without_ids


def _app(bench: Workbench, draft: Draft) -> PeventsApp:
    return PeventsApp(bench, bench.target(), draft)


@pytest.mark.parametrize("kind", list(KINDS))
async def test_every_member_of_the_operation_has_its_field(bench: Workbench, kind: str) -> None:
    async with watch(_app(bench, Draft.blank(kind))) as seen:
        wanted = {spec.name for spec in fields_of(kind) if spec.form not in {"rows", "group"} and spec.path[-1] != ANY}
        shown = {field.spec.name: field for field in seen.screen.query_one(Form).fields()}
        assert set(shown) == wanted
        for name, field in shown.items():
            if isinstance(field, Field):
                assert name in str(field.border_title) or field.spec.label in str(field.border_title)


@pytest.mark.parametrize("kind", [name for name, spec in KINDS.items() if not spec.happens])
async def test_records_of_a_dataset_get_nothing_that_only_events_have(bench: Workbench, kind: str) -> None:
    spec = KINDS[kind]
    async with watch(_app(bench, bench.new_draft(kind)), WIDE) as seen:
        first = dict(seen.draft.rows[0])
        assert set(first) <= {"userId"}
        for give in (seen.screen.give_session, seen.screen.give_event_id, seen.screen.give_now, seen.screen.add_row):
            give()
        seen.screen.same_as_above()
        assert seen.draft.body == {spec.rows: [first, {}]}
        strip = seen.screen.query_one(Strip)
        await seen.until(lambda: f"/{spec.rows.upper()[:5]}" in str(strip.render()), "where it goes, in the strip")


async def test_what_is_wrong_stands_at_the_field_with_its_number_while_typing(app: PeventsApp) -> None:
    async with watch(app) as seen:
        assert seen.title("userId") == "User ID · userId"
        seen.screen.change(seen.draft.put(("userId",), "x" * 256))
        assert seen.title("userId") == "User ID · userId"
        seen.field("userId").focus()
        await seen.press("end", "y", "y")
        assert seen.title("userId") == "User ID · 258 of 256 characters"
        assert seen.field("userId").has_class("-limit")
        assert seen.state == "1 problem"
        await seen.press("backspace", "backspace")
        assert seen.title("userId") == "User ID · userId"
        assert seen.state == "ready"
        keys = seen.screen.query_one("#keys", WordBar)
        await seen.type_into("sentAt", "1795592309000")
        told = "Sent at · is in milliseconds; the service takes seconds: 1795592309"
        await seen.until(lambda: told in str(keys.render()), "in the last line what has no room at the field")
        await seen.press("f3")
        await seen.until(lambda: "Send" in str(keys.render()), "the keys again")
        await seen.type_into("sentAt", "2026-11-24 10:00")
        strip = seen.screen.query_one(Strip)
        await seen.until(lambda: "ready, 1 hint" in str(strip.render()), "the hint beside the state")
        assert seen.title("eventAttributionSource") == "Attribution · eventAttributionSource"
        seen.field("trackingId").focus()
        form = seen.screen.query_one(Form)
        await seen.until(lambda: form.scroll_y > 0, "the end of the form")
        at = form.scroll_y
        await seen.press("up", "up")
        assert form.scroll_y == at
        await seen.pilot.resize_terminal(*MEDIUM)
        await seen.until(lambda: seen.title("eventAttributionSource") == "eventAttributionSource", "the API's name")


async def test_typing_goes_into_the_draft_and_the_form_shows_the_draft(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("itemId", "B0001")
        assert seen.draft.rows[0]["itemId"] == "B0001"
        await seen.type_into("eventValue", "4.5")
        assert seen.draft.rows[0]["eventValue"] == 4.5
        await seen.type_into("eventValue", "4.x")
        assert seen.draft.rows[0]["eventValue"] == "4.x"
        assert "must be a number" in seen.title("eventValue")
        await seen.type_into("eventAttributionSource", "mail")
        assert seen.draft.rows[0]["metricAttribution"] == {"eventAttributionSource": "mail"}
        await seen.type_into("eventAttributionSource", "")
        assert "metricAttribution" not in seen.draft.rows[0]
        seen.screen.change(seen.draft.put(("eventList", 0, "itemId"), "from elsewhere"))
        await seen.pilot.pause()
        assert seen.field("itemId").value == "from elsewhere"


async def test_a_time_is_shown_as_what_it_comes_to(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("sentAt", "1714564800")
        assert seen.draft.rows[0]["sentAt"] == 1_714_564_800
        assert seen.title("sentAt") == "Sent at · sentAt · 2024-05-01 12:00:00Z"
        await seen.type_into("sentAt", "1714564800123")
        assert "is in milliseconds" in seen.title("sentAt")


async def test_enter_goes_on_and_never_sends(app: PeventsApp) -> None:
    async with watch(app) as seen:
        seen.field("userId").focus()
        await seen.press("enter")
        assert seen.app.focused is seen.field("sessionId")
        assert not seen.screen.sending
        assert app.workbench.history.newest_id() == 0


async def test_a_paste_of_lines_keeps_every_line(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("itemId", "")
        seen.field("itemId").post_message(events.Paste("one\ntwo\tthree\n"))
        await seen.until(lambda: seen.draft.rows[0].get("itemId"), "the paste")
        assert seen.draft.rows[0]["itemId"] == "one\ntwo\tthree"
        assert seen.field("itemId").value == "one␊two␉three"


async def _paste(seen: Seen, editor: str, text: str) -> None:
    line = seen.editor(editor).query_one(AddLine)
    line.focus()
    line.post_message(events.Paste(text))
    await seen.pilot.pause()
    await seen.pilot.pause()


@pytest.mark.parametrize("text", ["B1,B2,B3", "B1 B2\nB3\n", "B1|B2|B3", '["B1", "B2", "B3"]', " B1 ;B2;\tB3 "])
async def test_many_impressions_are_pasted_at_once(app: PeventsApp, text: str) -> None:
    async with watch(app) as seen:
        seen.screen.change(seen.draft.remove(("eventList", 0, "impression")))
        await _paste(seen, "impression", text)
        assert seen.draft.rows[0]["impression"] == ["B1", "B2", "B3"]
        assert "3 of 25" in str(seen.editor("impression").query_one(EntryList).border_title)


async def test_impressions_are_added_moved_and_removed(app: PeventsApp) -> None:
    async with watch(app) as seen:
        editor = seen.editor("impression")
        editor.query_one(AddLine).focus()
        await seen.press("B", "9", "enter")
        assert seen.draft.rows[0]["impression"] == ["B0742", "B0117", "B0388", "B0901", "B9"]
        listing = editor.query_one(EntryList)
        listing.focus()
        await seen.press("end", "shift+up")
        assert seen.draft.rows[0]["impression"][-2:] == ["B9", "B0901"]
        await seen.press("delete")
        assert seen.draft.rows[0]["impression"][-1] == "B0901"
        assert "B9" not in seen.draft.rows[0]["impression"]
        await seen.press("shift+delete")
        assert "impression" not in seen.draft.rows[0]
        await seen.press("ctrl+z")
        assert len(seen.draft.rows[0]["impression"]) == 4
        await _paste(seen, "impression", ",".join(f"x{index}" for index in range(30)))
        assert "34 of 25 elements" in str(listing.border_title)


async def test_properties_are_typed_with_their_types(app: PeventsApp) -> None:
    async with watch(app) as seen:
        editor = seen.editor("properties")
        line = editor.query_one(AddLine)
        for text in ("rating=4.5", "gift=true", 'code="03"', "note=plain words", "tags=[1]", "none=null"):
            line.focus()
            line.value = text
            await seen.press("enter")
        assert seen.draft.rows[0]["properties"] == {
            "device": "mobile", "pageDepth": 3, "rating": 4.5, "gift": True, "code": "03", "note": "plain words",
            "tags": [1], "none": None,
        }  # fmt: skip
        await _paste(seen, "properties", '{"device": "tablet", "userId": "x"}')
        assert seen.draft.rows[0]["properties"]["device"] == "tablet"
        assert "is a reserved key" in str(editor.query_one(EntryList).options[-1].prompt)
        editor.query_one(EntryList).focus()
        await seen.press("end", "delete")
        assert "userId" not in seen.draft.rows[0]["properties"]
        await seen.press("home", "enter")
        assert line.value == "device=tablet"
        line.value = "nonsense"
        await seen.press("enter")
        assert line.value == "nonsense"
        assert "write key=value" in str(editor.query_one(EntryList).border_title)


async def test_properties_given_as_text_stay_as_they_are(bench: Workbench) -> None:
    text = '{ "a" : 1 }'
    async with watch(_app(bench, builders.events_draft(builders.event(properties=text)))) as seen:
        assert seen.draft.rows[0]["properties"] == text
        plan = seen.screen.plan
        assert plan is not None
        assert plan.calls[0].rows[0]["properties"] == text


async def test_rows_are_added_stepped_through_duplicated_moved_and_removed(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("alt+n")
        assert (len(seen.draft.rows), seen.screen.row) == (2, 1)
        assert "required, and missing" in seen.title("eventType")
        await seen.type_into("eventType", "Click")
        await seen.press("alt+left")
        assert seen.field("eventType").value == "View"
        await seen.press("alt+d")
        rows = seen.draft.rows
        assert [row["eventType"] for row in rows] == ["View", "View", "Click"]
        assert len({row["eventId"] for row in rows if "eventId" in row}) == len(
            [row for row in rows if "eventId" in row]
        )
        seen.screen.action_command("move_row_later")
        await seen.pilot.pause()
        assert [row["eventType"] for row in seen.draft.rows] == ["View", "Click", "View"]
        seen.screen.action_command("remove_row")
        await seen.pilot.pause()
        assert [row["eventType"] for row in seen.draft.rows] == ["View", "Click"]
        assert seen.screen.row == 1
        await seen.press("ctrl+z", "ctrl+z", "ctrl+y")
        assert len(seen.draft.rows) == 3


async def test_undo_goes_over_typing_and_loading_and_redo_comes_back(app: PeventsApp) -> None:
    async with watch(app) as seen:
        first = seen.draft
        await seen.type_into("itemId", "B1")
        typed = seen.draft
        seen.screen.query_one("#templates", OptionList).focus()
        await seen.press("down", "enter")
        assert without_ids(seen.draft) == app.workbench.samples["purchase"]
        await seen.press("ctrl+z")
        assert seen.draft == typed
        while seen.draft != first:
            before = seen.draft
            await seen.press("ctrl+z")
            assert seen.draft != before
        await seen.press("ctrl+z")
        assert seen.draft == first
        await seen.press("ctrl+y")
        assert seen.draft != first


async def test_a_new_draft_of_the_other_kind_shows_its_form(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("ctrl+n")
        await seen.press("down", "enter")
        await seen.until(lambda: seen.screen.query("#field-actionId"), "the other form")
        assert seen.draft.kind == "put-action-interactions"
        await seen.type_into("actionId", "join")
        await seen.type_into("eventType", "Taken")
        await seen.send()
        assert seen.screen.shown is not None
        assert seen.screen.shown.word == "accepted"
        assert seen.screen.shown.call.kind == "put-action-interactions"


async def test_the_draft_comes_back_after_a_restart_however_odd_it_is(bench: Workbench) -> None:
    odd = Draft("put-events", {"eventList": [{"itemID": "wrong", "sentAt": "soon"}, "no row"], "odd": {"deep": [None]}})
    async with watch(_app(bench, odd)) as seen:
        await seen.type_into("eventType", "V")
        left = seen.draft
    async with watch(PeventsApp(bench, bench.target())) as seen:
        assert seen.draft == left
        assert seen.draft.get(("eventList", 0, "itemID")) == "wrong"


@pytest.mark.parametrize(
    "body", [{"eventList": "x"}, {"eventList": []}, {"eventList": ["x", 7]}, {"eventList": [{}] * 60}]
)
async def test_any_shape_of_draft_can_be_looked_at_and_edited(bench: Workbench, body: dict[str, object]) -> None:
    async with watch(_app(bench, Draft("put-events", body))) as seen:
        assert seen.state.endswith(("problem", "problems"))
        await seen.type_into("itemId", "B1")
        assert seen.draft.get(("eventList", 0, "itemId")) == "B1"


@pytest.mark.parametrize(("size", "shown"), [(WIDE, 3), (MEDIUM, 2), (NARROW, 1), (TINY, 0)])
async def test_there_are_as_many_panes_as_there_is_room(app: PeventsApp, size: tuple[int, int], shown: int) -> None:
    async with watch(app, size) as seen:
        panes = [seen.screen.query_one(f"#{name}") for name in ("sidebar", "editor", "output")]
        assert sum(pane.region.area > 0 for pane in panes) == shown
        assert (seen.screen.query_one("#enlarge").region.area > 0) is (shown == 0)


async def test_a_smaller_window_keeps_the_draft(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("itemId", "B1")
        for width, height in (NARROW, TINY, MEDIUM, WIDE):
            await seen.pilot.resize_terminal(width, height)
            await seen.pilot.pause()
        assert seen.draft.rows[0]["itemId"] == "B1"
        assert seen.field("itemId").value == "B1"


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_f6_goes_through_the_panes_and_back(app: PeventsApp, size: tuple[int, int]) -> None:
    async with watch(app, size) as seen:
        start = seen.screen._current
        visited = []
        for _ in range(3):
            await seen.press("f6")
            visited.append(seen.screen._current)
            assert seen.app.focused is not None
        assert len(set(visited)) == (3 if size != MEDIUM else 2)
        for _ in range(3):
            await seen.press("shift+f6")
        assert seen.screen._current == start
