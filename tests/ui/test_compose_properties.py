"""Properties: rows with types, edited in their place; the same as the JSON text that goes out."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from textual import events
from textual.widgets import TextArea

import builders
import hostile
from pevents_tui.domain.draft import Draft
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.entries import AddLine
from pevents_tui.ui.widgets.lines import in_rows, with_entry, with_lines
from pevents_tui.ui.widgets.pictures import pictured, plain
from pevents_tui.ui.widgets.property_list import PropertyList
from pevents_tui.ui.widgets.values import readings
from unharmed import assert_unharmed, drawn, note_actions, stray, until
from watching import MEDIUM, Seen, watch

PATH = ("eventList", 0, "properties")


def _held(seen: Seen) -> Any:
    return seen.draft.get(PATH)


def _list(seen: Seen) -> PropertyList:
    return seen.editor("properties").query_one(PropertyList)


def _line(seen: Seen) -> AddLine:
    return seen.editor("properties").query_one(AddLine)


def _rows(seen: Seen) -> list[str]:
    return [str(option.prompt) for option in _list(seen).options]


def _title(seen: Seen) -> str:
    return str(_list(seen).border_title)


async def _paste(seen: Seen, text: str) -> None:
    _line(seen).post_message(events.Paste(text))
    await seen.pilot.pause()
    await seen.pilot.pause()


@pytest.mark.parametrize(
    ("value", "key", "text", "expected"),
    [
        ({"a": 1, "b": 2}, "a", "c=3", ({"c": 3, "b": 2}, True)),
        ({"a": 1, "b": 2}, "a", "a=true", ({"a": True, "b": 2}, True)),
        ({"a": 1, "b": 2}, "a", "b=3", ({"a": 1, "b": 2}, False)),
        ({"a": 1, "b": 2}, "a", "words", ({"a": 1, "b": 2}, False)),
        ({"a": 1, "b": 2}, "a", " ", ({"b": 2}, True)),
        ({"a": 1}, "a", "", (None, True)),
        ({"b": 2}, "a", "a=1", ({"b": 2, "a": 1}, True)),
        ('{ "a": 1}', "a", "a=1", ('{ "a": 1}', True)),
        ("words", "a", "a=1", ("words", False)),
    ],
)
def test_a_row_that_is_edited_keeps_its_place(value: Any, key: str, text: str, expected: tuple[Any, bool]) -> None:
    changed = with_entry(value, key, text)
    assert changed == expected
    assert list(changed[0] or ()) == list(expected[0] or ())


def test_lines_go_with_their_rows_and_what_cannot_be_read_is_left() -> None:
    draft = Draft("put-events", {"eventList": [{"properties": {"a": 1}}, {}]})
    lines = {(*PATH, "a"): "b=2", ("eventList", 1, "impression"): "x", ("eventList", 1, "properties"): "words"}
    whole, left = with_lines(draft, lines)
    assert whole.rows == [{"properties": {"b": 2}}, {"impression": ["x"]}]
    assert left == {("eventList", 1, "properties"): "words"}
    assert in_rows(left, "eventList", lambda row: row + 1) == {("eventList", 2, "properties"): "words"}
    assert in_rows(left, "eventList", lambda row: None) == {}


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("4.5", 4.5),
        ("true", True),
        ("null", None),
        ("[1]", [1]),
        ("words", ...),
        ("", ...),
        ("03", ...),
        ("1e999", ...),
        ('"x"', ...),
        (False, "false"),
        (None, "null"),
        (3, "3"),
        ({"a": [1]}, '{"a":[1]}'),
    ],
)
def test_what_else_a_value_can_be(value: Any, other: Any) -> None:
    assert readings(value)[1:] == (() if other is ... else (other,))


def test_any_text_stands_in_a_line_and_comes_out_as_it_was() -> None:
    for text in hostile.texts(2_000, "pictures"):
        assert plain(pictured(text)) == text, ascii(text)
        assert len(pictured(text).splitlines()) <= 1
        assert plain(pictured(text) + pictured("\n\u240a\u2426") + "x") == text + "\n\u240a\u2426x"


async def test_rows_show_types_fields_and_what_is_wrong_and_are_edited_in_their_place(app: PeventsApp) -> None:
    async with watch(app) as seen:
        assert [row.split() for row in _rows(seen)] == [
            ["device", "mobile", "text", "→", "DEVICE"],
            ["pageDepth", "3", "number", "→", "PAGE_DEPTH"],
        ]
        assert _title(seen) == "Properties · 33 of 1,024 characters"
        await _paste(seen, '"{\\"user_age\\": 4, \\"userId\\": \\"x\\"}"')
        assert list(_held(seen)) == ["device", "pageDepth", "user_age", "userId"]
        assert "is not camelCase: userAge → USER_AGE" in " ".join(_rows(seen)[2].split())
        assert "is a reserved key: give it as a field of the event" in " ".join(_rows(seen)[3].split())
        _list(seen).focus()
        await seen.press("home", "down", "down", "enter")
        assert _line(seen).value == "user_age=4"
        assert _line(seen).region.y == _list(seen).region.y + 1 + 2
        await seen.press("home", *["delete"] * 8, *"userAge", "end", "2")
        assert _title(seen) == "Properties · 59 of 1,024 characters"
        assert _held(seen)["user_age"] == 4
        await seen.press("enter")
        assert list(_held(seen).items())[2] == ("userAge", 42)
        assert _line(seen).region.y == _list(seen).region.bottom
        await seen.press("up", "up", "enter", "home", *["delete"] * 6, *"userAge", "escape")
        assert "userAge is there already" in _title(seen)
        assert _held(seen)["device"] == "mobile"
        await seen.press("f5")
        assert app.workbench.history.newest_id() == 0
        assert _line(seen).has_focus
        await seen.press("end", "ctrl+u", "escape")
        assert "device" not in _held(seen)
        assert _list(seen).has_focus


async def test_a_key_or_a_click_changes_the_type_and_never_the_value(app: PeventsApp) -> None:
    async with watch(app) as seen:
        seen.screen.change(seen.draft.put(PATH, {"price": "4.50", "gift": "true", "note": "words", "tags": [1]}))
        await seen.pilot.pause()
        _list(seen).focus()
        await seen.press("home", "t")
        assert _held(seen)["price"] == 4.5
        await seen.press("space")
        assert _held(seen)["price"] == "4.50"
        await seen.pilot.click(_list(seen), offset=(_list(seen).region.width - 5, 2))
        await seen.pilot.pause()
        assert _held(seen)["gift"] is True
        await seen.press("down", "t")
        assert "note can only be text" in _title(seen)
        await seen.press("down", "t")
        assert _held(seen) == {"price": "4.50", "gift": True, "note": "words", "tags": "[1]"}
        await seen.pilot.click(_list(seen), offset=(4, 1))
        await seen.pilot.pause()
        assert _line(seen).value == 'price="4.50"'
        await seen.press("9", "enter")
        assert _held(seen)["price"] == "4.509"


async def test_a_list_is_refused_in_words_and_kept_in_the_line(app: PeventsApp) -> None:
    async with watch(app, MEDIUM) as seen:
        before = _held(seen)
        await _paste(seen, '["a", 1]')
        assert "a list is no object" in _title(seen)
        assert _line(seen).value == '["a", 1]'
        assert _held(seen) == before


async def test_the_json_text_is_what_goes_out_and_can_be_edited(app: PeventsApp) -> None:
    async with watch(app) as seen:
        _list(seen).focus()
        await seen.press("r")
        area = seen.editor("properties").query_one(TextArea)
        await seen.until(lambda: seen.app.focused is area, "the text")
        assert area.text == '{"device":"mobile","pageDepth":3}'
        await seen.press("left", "0")
        assert _held(seen) == {"device": "mobile", "pageDepth": 30}
        await seen.press("backspace", "backspace")
        assert _held(seen) == '{"device":"mobile","pageDepth":}'
        assert "not JSON" in str(area.border_title)
        await seen.press("ctrl+z", "ctrl+z")
        assert _held(seen) == {"device": "mobile", "pageDepth": 3}
        assert area.text == '{"device":"mobile","pageDepth":3}'
        area.select_all()
        area.post_message(events.Paste('{ "a" : true }\n'))
        await seen.until(lambda: _held(seen) == '{ "a" : true }\n', "the paste")
        assert seen.screen.plan is not None
        assert seen.screen.plan.calls[0].rows[0]["properties"] == '{ "a" : true }\n'
        await seen.press("alt+j")
        assert _rows(seen)[0].split()[:3] == ["a", "true", "true/false"]
        seen.screen.change(seen.draft.put(PATH, "no object"))
        await seen.pilot.pause()
        await seen.press("home", "enter")
        await seen.until(lambda: seen.app.focused is area, "the text")
        assert area.text == "no object"
        await seen.pilot.click(area, offset=(5, 0))
        await seen.pilot.pause()
        assert not area.display
        await seen.pilot.click(_line(seen), offset=(_line(seen).region.width - 4, 0))
        await seen.pilot.pause()
        assert area.display


@pytest.mark.parametrize("count", [20, pytest.param(5_000, marks=pytest.mark.campaign)])
async def test_the_json_text_takes_any_text(bench: Workbench, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    ran = note_actions(monkeypatch)
    async with watch(PeventsApp(bench, bench.target(), builders.events_draft())) as seen:
        await seen.press("alt+j")
        ran.clear()
        await seen.until(lambda: seen.editor("properties").query(TextArea), "the text")
        area = seen.editor("properties").query_one(TextArea)
        seen.editor("properties").scroll_visible(animate=False)
        texts = [*hostile.FAMILIES["lines"], *hostile.FAMILIES["pictures"], *hostile.texts(count, "raw")]
        for text in texts:
            seen.screen.change(seen.draft.remove(PATH))
            await until(seen, lambda: not area.text, "an empty text")
            area.post_message(events.Paste(text))
            wanted = text.replace("\r\n", "\n")
            await until(seen, partial(_holds, seen, wanted), ascii(text[:200]))
            assert list(stray(drawn(area))) == [], ascii(text[:200])
            seen.screen.change(seen.draft.put(("userId",), "x"))
        assert_unharmed(seen, ran, "raw")


def _holds(seen: Seen, text: str) -> bool:
    return _text(_held(seen)) == text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, separators=(",", ":"))
