"""Requests that come in by F7 or by a paste into a field, and calls that go out by F9, by key and by mouse."""

from __future__ import annotations

import json
import stat
import time
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets._toast import Toast

import builders
import hostile
from pevents_tui.domain.render import FORMATS
from pevents_tui.service import Workbench
from pevents_tui.service.paste import recognise
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.export import ExportScreen
from pevents_tui.ui.screens.opening import OpenScreen
from pevents_tui.ui.widgets.entry_list import AddLine
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.paste_area import PasteArea
from pevents_tui.ui.widgets.property_frame import PropertyFrame
from pevents_tui.ui.widgets.raw_text import RawText
from unharmed import assert_unharmed, note_actions, words
from watching import NARROW, Seen, watch, without_ids

COMMAND = "aws personalize-events put-events --tracking-id t --session-id s --region eu-west-1 --event-list {}"
TWO = COMMAND.format("itemId=B1,eventType=View itemId=B2,eventType=View")


def told(seen: Seen) -> str:
    """What a dialog says below."""
    return str(seen.app.screen.query_one("#told", Static).content)


async def opened(seen: Seen) -> PasteArea:
    """The text area of the dialog that F7 opens."""
    await seen.press("f7")
    await seen.until(lambda: isinstance(seen.app.screen, OpenScreen), "the dialog")
    return seen.app.screen.query_one(PasteArea)


async def exporting(seen: Seen, name: str) -> ExportScreen:
    """The dialog that F9 opens, with a way out chosen."""
    await seen.press("f9")
    await seen.until(lambda: isinstance(seen.app.screen, ExportScreen), "the dialog")
    screen = seen.app.screen
    assert isinstance(screen, ExportScreen)
    await seen.press(*["down"] * list(FORMATS).index(name))
    assert screen._chosen == name
    return screen


async def test_a_pasted_command_is_told_at_once_and_loaded_by_enter(app: PeventsApp) -> None:
    async with watch(app) as seen:
        before = seen.draft
        area = await opened(seen)
        area.post_message(events.Paste(TWO.replace(" --", " \\\r\n --")))
        await seen.until(lambda: "AWS CLI command: PutEvents, 2 events" in told(seen), "what it is")
        assert "Not taken over: region eu-west-1" in told(seen)
        await seen.press("enter")
        await seen.until(lambda: seen.app.screen is seen.screen, "the dialog closed")
        assert [row["itemId"] for row in seen.draft.rows] == ["B1", "B2"]
        assert all(row["eventId"] for row in seen.draft.rows)
        await seen.press("ctrl+z")
        assert seen.draft == before
        area = await opened(seen)
        for at, char in enumerate('{"eventList":\n[{}]}\n\n'):  # a terminal that does not mark pastes
            event = events.Key("ctrl+j" if char == "\n" else char, char)
            event.time = 1000 + at * 0.001
            seen.app.post_message(event)
        await seen.until(lambda: "JSON: PutEvents" in told(seen), "what it is")
        assert area.text.rstrip() == '{"eventList":\n[{}]}'
        assert isinstance(seen.app.screen, OpenScreen)


async def test_what_is_not_recognised_is_told_and_what_is_left_comes_back(app: PeventsApp) -> None:
    async with watch(app, NARROW) as seen:
        before = seen.draft
        area = await opened(seen)
        assert "AWS CLI command" in told(seen)
        area.post_message(events.Paste('{"eventList": [}'))
        await seen.until(lambda: "not JSON: Expecting value at line 1, column 16" in told(seen), "the fault")
        assert seen.app.screen.query_one("#load", Button).disabled
        await seen.press("x", "enter", "y")
        assert area.text == '{"eventList": [}x\ny', "typed lines are begun by Enter"
        await seen.press("escape")
        assert seen.draft == before
        area = await opened(seen)
        assert area.text == '{"eventList": [}x\ny'
        area.load_text("")
        area.post_message(events.Paste('{"eventList": [{}]}'))
        area.post_message(events.Key("ctrl+j", "\n"))  # before it was looked at
        await seen.until(lambda: seen.app.screen is seen.screen, "the dialog closed")
        assert without_ids(seen.draft).body == {"eventList": [{}]}


async def test_a_file_is_opened_by_its_name_and_the_mouse(app: PeventsApp, tmp_path: Path) -> None:
    path = tmp_path / "two.sh"
    path.write_text(COMMAND.format("itemId=B1") + "\n" + COMMAND.format("itemId=B2").replace("-id s", "-id other"))
    async with watch(app) as seen:
        await opened(seen)
        line = seen.app.screen.query_one("#path", Input)
        line.value = str(tmp_path / "nowhere")
        await seen.until(lambda: "nowhere is not there" in told(seen), "the fault")
        line.value = str(path)
        await seen.until(lambda: "2 requests with 2 events" in told(seen), "what it is")
        assert "Only the first request is loaded" in told(seen)
        await seen.pilot.click("#load")
        await seen.until(lambda: seen.app.screen is seen.screen, "the dialog closed")
        assert seen.draft.body["sessionId"] == "s"
        assert len(seen.draft.rows) == 1


async def test_a_whole_request_pasted_into_a_field_asks_first(app: PeventsApp) -> None:
    text = json.dumps(builders.actions_draft().body)
    async with watch(app) as seen:
        notice, before = seen.screen.query_one(Notice), seen.draft
        properties = seen.editor("properties")
        assert isinstance(properties, PropertyFrame)
        properties.toggle_raw()
        await seen.until(lambda: isinstance(seen.app.focused, RawText), "the raw text")
        for field in (
            seen.field("itemId"),
            seen.editor("impression").query_one(AddLine),
            properties.query_one(RawText),
        ):
            field.focus()
            await seen.pilot.pause()
            field.post_message(events.Paste(text))
            await seen.until(lambda: seen.app.focused is notice, "the question")
            assert seen.draft == before
            assert "PutActionInteractions, 1 interaction" in words(seen)
            await seen.press("n")
            await seen.until(lambda: seen.app.focused is field, "the field again")  # noqa: B023 - at once
            await seen.until(lambda: seen.draft != before, "the text in it")
            await seen.press("ctrl+z")
            assert seen.draft == before
        seen.field("itemId").focus()
        seen.field("itemId").post_message(events.Paste(text))
        await seen.until(lambda: seen.app.focused is notice, "the question")
        await seen.until(lambda: time.monotonic() - notice._asked_s > 0.4, "the question is old enough")
        await seen.press("y")
        assert seen.draft.kind == "put-action-interactions"
        await seen.press("ctrl+z")
        await seen.type_into("itemId", "")
        for looks in ('{"eventList": [', "my eventList"):
            seen.field("itemId").post_message(events.Paste(looks))
            await seen.until(lambda: seen.draft.rows[0].get("itemId") == looks, "the text")  # noqa: B023 - at once
            await seen.press("end", "ctrl+u")


async def test_each_way_out_is_copied_and_comes_back_and_is_saved_by_mouse(
    app: PeventsApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with watch(app) as seen:
        plan = seen.screen.plan
        assert plan is not None
        await exporting(seen, "yaml")
        assert all(way.title in words(seen) for way in FORMATS.values())
        await seen.press("enter", "enter")
        assert seen.app.screen is seen.screen
        assert recognise(app.clipboard).form == "YAML"
        for name in FORMATS:
            seen.screen.action_command({"json": "copy_request"}.get(name, "copy_" + name.replace("-", "_")))
            await seen.pilot.pause()
            found = recognise(app.clipboard)
            assert found.form == FORMATS[name].title
            row = {**found.draft.rows[0], "sentAt": 0}
            assert {**found.draft.body, "eventList": [row]} == {
                **plan.calls[0].body,
                "eventList": [{**plan.calls[0].rows[0], "sentAt": 0}],
            }
        app.clear_notifications()
        app.notify("Copied as curl command.")
        screen = await exporting(seen, "json")
        await seen.until(lambda: screen.query(Toast), "what was said of the last copy")
        assert all(toast.region.bottom <= screen.query_one("#buttons").region.y for toast in screen.query(Toast))
        await seen.pilot.click(OptionList, offset=(2, 4))
        assert screen._chosen == "curl"
        await seen.pilot.click("#save")
        await seen.until(lambda: screen.query_one("#path").has_focus, "the line for a path")
        await seen.press("enter")
        await seen.until(lambda: seen.app.screen is seen.screen, "the dialog closed")
        assert (tmp_path / "put-events.sh").read_text().startswith("curl ")


async def test_it_is_saved_for_its_owner_and_over_nothing_without_a_second_enter(
    app: PeventsApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / "out.yaml"
    async with watch(app, NARROW) as seen:
        screen = await exporting(seen, "yaml")
        await seen.press("s")
        line = screen.query_one("#path", Input)
        assert (line.value, line.has_focus) == ("put-events.yaml", True)
        for name, fault in [
            ("", "name a file"),
            ("~/", "is a directory: name a file in it"),
            ("~/no/where", "there is no directory"),
            ("/dev/null", "not a regular file"),
            ("x" * 300, "name too long"),
            ("a\0b", "is no file name"),
        ]:
            line.value = name
            await seen.press("enter")
            assert fault in told(seen), name
        line.value = "~/out.yaml"
        await seen.press("enter")
        assert seen.app.screen is seen.screen
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert recognise(path.read_text()).draft.rows[0]["itemId"] == seen.draft.rows[0]["itemId"]
        path.write_text("mine")
        screen = await exporting(seen, "boto3")
        await seen.press("s")
        line = screen.query_one("#path", Input)
        assert line.value == "~/put-events.py", "the folder of the last time"
        line.value = "~/out.yaml"
        await seen.press("enter", "enter")
        assert "is there already. Enter again replaces it" in told(seen)
        assert path.read_text() == "mine"
        await seen.until(lambda: screen._asked and time.monotonic() - screen._asked[1] > 0.4, "old enough")
        await seen.press("enter")
        assert path.read_text().startswith("import boto3")
        assert [each.name for each in tmp_path.iterdir() if each.suffix == ".new"] == []


async def test_a_draft_that_cannot_be_sent_goes_out_as_data_only(bench: Workbench) -> None:
    draft = builders.events_draft(builders.event(eventType=None), note="\ud800[/x]")
    async with watch(PeventsApp(bench, bench.target(), draft)) as seen:
        screen = await exporting(seen, "aws-cli")
        assert "there is none yet: " in words(seen)
        assert screen.query_one("#copy", Button).disabled
        await seen.press("c", "s")
        assert seen.app.screen is screen
        assert not screen.has_class("-saving")
        await seen.press("up")
        assert "it cannot be sent yet" in told(seen)
        await seen.pilot.click("#copy")
        await seen.until(lambda: seen.app.screen is seen.screen, "the dialog closed")
        assert recognise(seen.app.clipboard).draft == draft
        seen.screen.action_command("copy_boto3")
        await seen.pilot.pause()
        assert recognise(seen.app.clipboard).draft == draft, "nothing else was copied"


async def test_hostile_texts_do_nothing_in_the_dialogs(app: PeventsApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watch(app) as seen:
        area = await opened(seen)
        ran = note_actions(monkeypatch)
        line = seen.app.screen.query_one("#path", Input)
        for text in [*list(hostile.texts(200, "opening"))[::20], json.dumps({"eventList": [{}], "[/x]\x1b[2J": 1})]:
            area.load_text("")
            area.post_message(events.Paste(f"eventList: {text}"))
            line.value = text.replace("\n", " ")
            await seen.until(lambda: not seen.app.screen._pending, "what it is")  # type: ignore[attr-defined]
            assert_unharmed(seen, ran, text, OpenScreen)
