"""What stands in the line of an editor and was not added with Enter: it goes out, and is never lost."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.entry_list import AddLine, EntryList
from pevents_tui.ui.widgets.values import with_line
from watching import Seen, watch, without_ids

KEYS = {"=": "equals_sign", " ": "space", "-": "minus"}


async def _type(seen: Seen, editor: str, text: str) -> None:
    seen.editor(editor).focus()
    await seen.press(*[KEYS.get(char, char) for char in text])


def _line(seen: Seen, editor: str) -> str:
    return seen.editor(editor).query_one(AddLine).value


def _title(seen: Seen, editor: str) -> str:
    return str(seen.editor(editor).query_one(EntryList).border_title)


@pytest.mark.parametrize(
    ("form", "value", "text", "expected"),
    [
        ("list", None, "a", (["a"], True)),
        ("list", ["a"], "b c, d", (["a", "b c", "d"], True)),
        ("list", ["a"], " ", (["a"], True)),
        ("list", "no list", "a", (["a"], True)),
        ("properties", None, "a=1", ({"a": 1}, True)),
        ("properties", {"a": 1}, "a=true", ({"a": True}, True)),
        ("properties", '{"a": 1}', 'b="1"', ({"a": 1, "b": "1"}, True)),
        ("properties", {"a": 1}, '{"b": null}', ({"a": 1, "b": None}, True)),
        ("properties", {"a": 1}, "words", ({"a": 1}, False)),
        ("properties", {"a": 1}, "", ({"a": 1}, True)),
    ],
)
def test_a_line_is_added_where_it_can_be_read(
    form: str, value: object, text: str, expected: tuple[object, bool]
) -> None:
    assert with_line(form, value, text) == expected


async def test_what_stands_in_a_line_is_in_the_request_and_goes_out(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await _type(seen, "properties", "gift=true")
        await _type(seen, "impression", "B9")
        assert "5 of 25" in _title(seen, "impression")
        assert "45 of 1,024" in _title(seen, "properties")
        await seen.until(lambda: "B9" in seen.request and "gift" in seen.request, "the preview")
        await seen.send()
        assert seen.screen.shown is not None
        (row,) = seen.screen.shown.call.rows
        assert row["impression"][-1] == "B9"
        assert row["properties"] == '{"device":"mobile","pageDepth":3,"gift":true}'
        assert seen.draft.rows[0]["properties"]["gift"] is True
        assert _line(seen, "properties") == _line(seen, "impression") == ""


async def test_a_line_that_cannot_be_read_is_not_left_out_in_silence(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await _type(seen, "properties", "gift")
        seen.field("userId").focus()
        await seen.press("f5")
        assert app.workbench.history.newest_id() == 0
        assert seen.app.focused is seen.editor("properties").query_one(AddLine)
        assert _line(seen, "properties") == "gift"
        await _type(seen, "properties", "=1")
        await seen.send()
        assert seen.draft.rows[0]["properties"]["gift"] == 1


async def test_a_line_belongs_to_its_event(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("alt+d")
        await _type(seen, "impression", "B9")
        await seen.press("alt+left")
        assert _line(seen, "impression") == ""
        await _type(seen, "impression", "B8")
        await seen.press("alt+right")
        assert _line(seen, "impression") == "B9"
        await seen.send()
        assert seen.screen.shown is not None
        assert [row["impression"][-1] for row in seen.screen.shown.call.rows] == ["B8", "B9"]


async def test_an_added_event_takes_no_line_along(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await _type(seen, "impression", "B9")
        await seen.press("alt+n")
        assert _line(seen, "impression") == ""
        assert seen.draft.rows[0]["impression"][-1] == "B9"
        assert "impression" not in seen.draft.rows[1]


async def test_loading_a_sample_keeps_a_line_an_undo_away(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await _type(seen, "properties", "gift=1")
        seen.screen.query_one("#templates", OptionList).focus()
        await seen.press("down", "enter")
        assert without_ids(seen.draft) == app.workbench.samples["purchase"]
        assert _line(seen, "properties") == ""
        await seen.press("ctrl+z")
        assert seen.draft.rows[0]["properties"]["gift"] == 1


async def test_a_line_comes_back_after_a_restart(bench: Workbench) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await _type(seen, "impression", "B9")
    async with watch(PeventsApp(bench, bench.target())) as seen:
        assert seen.draft.rows[0]["impression"][-1] == "B9"


async def test_enter_in_an_empty_line_goes_on(app: PeventsApp) -> None:
    async with watch(app) as seen:
        seen.editor("properties").focus()
        before = seen.draft
        await seen.press("enter")
        assert seen.app.focused is seen.field("recommendationId")
        assert seen.draft == before
