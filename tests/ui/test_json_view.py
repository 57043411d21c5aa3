"""The request as JSON: the same draft as the form's, whatever is typed, and nothing of it is ever lost."""

from __future__ import annotations

from functools import partial

import pytest
from textual import events
from textual.widgets import OptionList, Static

import builders
import hostile
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsonedit import alike, plain_lines, read_json
from pevents_tui.domain.origin import Origin
from pevents_tui.service import Kept, Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.entry_list import AddLine
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.json_editor import JsonEditor
from pevents_tui.ui.widgets.json_pane import JsonPane
from pevents_tui.ui.widgets.panes import ProblemList
from pevents_tui.ui.widgets.word_bar import WordBar
from unharmed import assert_unharmed, note_actions, until, words
from watching import NARROW, Seen, watch, without_ids


def text_of(seen: Seen) -> JsonEditor:
    """The editor of the text."""
    return seen.screen.query_one(JsonEditor)


def told(seen: Seen) -> str:
    """What stands above the text."""
    return str(seen.screen.query_one(JsonPane).query_one(Static).content)


def bar(seen: Seen) -> list[str]:
    """The words above the form that there is room for."""
    return [word.text for word in seen.screen.query_one("#rows", WordBar).shown]


def said(seen: Seen) -> str:
    """All toasts."""
    return " ".join(each.message for each in seen.app._notifications)


def _is_gone(seen: Seen, word: str) -> bool:
    return all(each.text != word for each in seen.screen.query_one("#row-tools", WordBar).shown)


async def _open(seen: Seen) -> JsonEditor:
    await seen.press("f2")
    await seen.until(lambda: seen.screen.query(JsonEditor) and seen.app.focused is text_of(seen), "the text")
    return text_of(seen)


async def _replace(seen: Seen, text: str) -> None:
    """Paste over all of the text."""
    editor = text_of(seen)
    editor.select_all()
    editor.post_message(events.Paste(text))
    await until(seen, lambda: editor.text == text and seen.screen._untaken is None, "the paste")
    await seen.pilot.pause()


async def test_form_and_text_are_one_draft_both_ways(app: PeventsApp) -> None:
    async with watch(app) as seen:
        seen.field("itemId").focus()
        editor = await _open(seen)
        assert alike(read_json(editor.text), seen.draft.body)
        assert not seen.screen.query_one(Form).display
        assert editor.document.get_line(editor.cursor_location[0]).strip() == '"itemId": "B0742",'
        await seen.press("end", *["left"] * 2, "x")
        assert seen.draft.rows[0]["itemId"] == "B0742x"
        place, typed = editor.cursor_location, editor.text
        seen.screen.draw_new_ids([seen.draft.rows[0]["eventId"]])
        seen.screen.change(seen.draft.put(("userId",), "another\nlonger one"))
        await seen.pilot.pause()
        assert '"userId": "another\\nlonger one"' in editor.text
        assert editor.text != typed
        assert editor.cursor_location == place
        await seen.press("ctrl+z", "ctrl+z")
        assert seen.draft.rows[0]["itemId"] == "B0742"
        assert alike(read_json(editor.text), seen.draft.body)
        await seen.press("ctrl+y", "tab")
        assert seen.app.focused is not editor
        editor.focus()
        await seen.press("f2")
        assert seen.app.focused is seen.field("itemId")
        assert seen.field("itemId").value == "B0742x"
        assert seen.field("userId").value == "qa-ana"


async def test_nothing_of_a_text_is_lost_in_the_form(bench: Workbench) -> None:
    text = (
        '{"z": 1e3, "eventList": [{"odd": [1.0, 1, 0.1, -0, 9007199254740993], "eventValue": 4.50, "gone": {},'
        ' "empty": [], "none": null, "control": "\\u001b\\u2028", "eventId": "e", "a": "é"}], "b": 1}'
    )
    async with watch(PeventsApp(bench, bench.target())) as seen:
        editor = await _open(seen)
        await _replace(seen, text)
        assert list(seen.draft.body) == ["z", "eventList", "b"]
        await seen.press("f2")
        await seen.type_into("itemId", "B1")
        await seen.press("f2")
        for each in (
            "1e3",
            "1.0,",
            "9007199254740993",
            "-0",
            "4.50",
            "{}",
            "[]",
            "null",
            '"\\u001b\\u2028"',
            '"é"',
            "B1",
        ):
            assert each in editor.text
        assert list(read_json(editor.text)) == ["z", "eventList", "b"]
        left = seen.draft
    assert alike(bench.kept_draft() and bench.kept_draft().body, left.body)  # type: ignore[union-attr]


async def test_unfinished_text_is_kept_told_and_holds_up_sending(bench: Workbench) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        editor = await _open(seen)
        before = seen.draft
        await seen.press("end", "comma", "quotation_mark", "z")
        assert seen.draft == before
        assert told(seen).startswith("line 2, column 22: expected a name in double quotes")
        assert seen.state == "unfinished JSON"
        unfinished = editor.text
        await seen.press("f2", "f6", "f5")
        await until(seen, lambda: seen.app.focused is editor, "back at the text")
        assert "Not sent" in said(seen)
        assert bench.history.newest_id() == 0
        assert (editor.text, editor.cursor_location) == (unfinished, (1, 21))
        seen.screen.query_one("#templates", OptionList).focus()
        await seen.press("down", "enter")
        assert without_ids(seen.draft) == bench.samples["purchase"]
        assert alike(read_json(editor.text), seen.draft.body)
        await seen.press("ctrl+z")
        assert editor.text == unfinished
    assert bench.kept().text == unfinished
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await until(seen, lambda: seen.screen.query(JsonEditor) and text_of(seen).text == unfinished, "the text")
        seen.screen.action_command("drop_json_text")
        await until(seen, lambda: seen.state == "ready", "ready")
        assert alike(read_json(text_of(seen).text), before.body)
        await seen.press("ctrl+z")
        assert text_of(seen).text == unfinished
        await seen.press("f8")
        await until(seen, lambda: text_of(seen).cursor_location == (1, 21), "the place")
        assert_unharmed(seen, [], "unfinished")


async def test_keys_in_the_text(bench: Workbench) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        editor = await _open(seen)
        editor.clear()
        for key in ("left_curly_bracket", "right_curly_bracket", "left", "enter"):
            await seen.press(key)
        assert editor.text == "{\n  \n}"
        editor.post_message(events.Paste('"a": "\x1b[2J\u2028",\r\n"b": \t1'))
        await until(seen, lambda: seen.draft.body.get("b") == 1, "the paste")
        assert seen.draft.body["a"] == "\x1b[2J\u2028"
        assert editor.text == '{\n  "a": "\\u001b[2J\\u2028",\n"b": \t1\n}'
        await seen.press("ctrl+z")
        assert editor.text == "{\n  \n}"
        for broken, wrong in (("[1]", "a request is an object"), ('{"a": 1, "a": 2}', "'a' stands twice")):
            await _replace(seen, broken)
            assert wrong in told(seen)
        assert_unharmed(seen, [], "keys")


async def test_hostile_texts_are_only_shown(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = note_actions(monkeypatch)
    whole = "".join(hostile.ALL)
    row = builders.event(properties={text: [text] for text in hostile.ALL if len(text) < 2000}, itemId=whole)
    async with watch(PeventsApp(bench, bench.target(), builders.events_draft(row))) as seen:
        editor = await _open(seen)
        for place in range(0, editor.document.line_count, 30):
            editor.go_to(place, 3)
            await seen.pilot.pause()
            assert_unharmed(seen, [name for name in ran if not name.startswith("command('")], place)
        assert alike(read_json(editor.text), seen.draft.body)
        await _replace(seen, plain_lines("{" + "\n".join(text for text in hostile.ALL if hostile.typeable(text))))
        assert seen.screen.unread
        assert_unharmed(seen, [name for name in ran if not name.startswith("command('")], "all")


async def test_a_problem_has_its_line_in_the_text(bench: Workbench) -> None:
    draft = builders.events_draft(builders.event(), builders.event(eventId="e-2", itemId="x" * 300))
    async with watch(PeventsApp(bench, bench.target(), draft), NARROW) as seen:
        editor = await _open(seen)
        assert told(seen).startswith("line 15: eventList[1].itemId: 300 of 256 characters")
        await seen.press("f8")
        assert editor.cursor_location == (14, 6)
        problems = seen.screen.query_one(ProblemList)
        assert "line 15: eventList[1].itemId" in str(problems.get_option_at_index(0).prompt)
        assert seen.screen.row == 1
        await seen.press("f1")
        assert "Item ID" in words(seen)
        await seen.press("escape", "alt+left")
        assert editor.cursor_location == (5, 4)
        for shown in ("Form", "JSON"):
            tools = seen.screen.query_one("#row-tools", WordBar)
            await seen.pilot.click(tools, offset=(next(at for word, at in tools.placed() if word.text == shown), 0))
            await until(seen, partial(_is_gone, seen, shown), "the other view")
        await _replace(seen, '{"actionInteractions": [{}]}')
        assert seen.draft.kind == "put-action-interactions"
        assert seen.app.focused is editor
        await until(seen, lambda: seen.screen.query_one(Form).kind == seen.draft.kind, "the other form")
        await seen.press("f2")
        assert seen.field("userId").has_focus or seen.field("actionId").has_focus


async def test_long_texts_are_taken_when_typing_rests_and_never_later_than_needed(bench: Workbench) -> None:
    long = builders.events_draft(builders.event(itemId="x" * 50_000))
    async with watch(PeventsApp(bench, bench.target(), long)) as seen:
        editor = await _open(seen)
        await seen.press("end", "left", "left", "Z")
        assert seen.draft.body["userId"] == "qa-ana"
        await seen.press("alt+n")
        assert seen.draft.body["userId"] == "qa-anaZ"
        assert alike(read_json(editor.text), seen.draft.body)
        await seen.press("ctrl+z", "ctrl+z")
        assert seen.draft.body["userId"] == "qa-ana"


async def test_a_mark_tells_that_a_draft_differs_and_it_goes_back(bench: Workbench) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        assert "view-item" in bar(seen)
        await seen.type_into("itemId", "B1")
        assert "view-item *" in bar(seen)
        await seen.press("ctrl+z", "ctrl+z")
        assert "view-item" in bar(seen)
        await seen.send()
        assert "view-item" in bar(seen)
        await seen.press("ctrl+z", "ctrl+y")
        assert "JSON" in bar(seen)
        seen.screen.edit_as_new()
        await seen.pilot.pause()
        assert "call 1" in bar(seen)
        await seen.type_into("itemId", "B2")
    async with watch(PeventsApp(bench, bench.target())) as seen:
        assert "call 1 *" in bar(seen)
        seen.screen.action_command("revert")
        await seen.until(lambda: "call 1" in bar(seen), "reverted")
        assert seen.field("itemId").value == "B0742"
        await seen.press("ctrl+z")
        assert seen.field("itemId").value == "B2"
        await seen.press("ctrl+n", "enter")
        seen.screen.action_command("revert")
        await seen.until(lambda: "begun from nothing" in said(seen), "the words")


async def test_lines_and_a_kept_draft_come_back(bench: Workbench) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        line = seen.editor("properties").query_one(AddLine)
        line.focus()
        await seen.press("g", "i", "f", "t")
        seen.screen.query_one("#templates", OptionList).focus()
        await seen.press("down", "enter")
        assert line.value == ""
        await seen.press("ctrl+z")
        assert line.value == "gift"
        await seen.press("ctrl+y")
        assert line.value == ""
        await seen.press("ctrl+z")
    given = builders.actions_draft()
    async with watch(PeventsApp(bench, bench.target(), given, "mine.json")) as seen:
        assert "mine.json" in bar(seen)
        await seen.press("ctrl+z")
        await until(seen, lambda: seen.screen.query("#field-properties"), "the form")
        await until(seen, lambda: seen.editor("properties").query_one(AddLine).value == "gift", "the line")
        assert "view-item" in bar(seen)
    bench.paths.draft.write_text("{ broken")
    async with watch(PeventsApp(bench, bench.target())) as seen:
        assert "set aside as" in said(seen)


async def test_an_editor_that_cannot_be_used_is_told(bench: Workbench) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        before = seen.draft
        for variable, folders, sentence in (
            ("", "", "name one in VISUAL or EDITOR"),
            ("no-such-editor", "/bin", "no program here"),
            ("true", "/usr/bin:/bin", "cannot be lent"),
        ):
            bench.environ = {"EDITOR": variable, "PATH": folders}
            await seen.press("f4")
            assert sentence in said(seen)
        assert seen.draft == before


def test_an_origin_may_be_given_with_what_is_kept(bench: Workbench) -> None:
    kept = Kept(Draft("put-events", {}), origin=Origin("x", builders.events_draft()))
    bench.keep_draft(kept)
    assert bench.kept().origin == kept.origin
