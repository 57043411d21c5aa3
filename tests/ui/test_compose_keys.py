"""Keys that come faster than the form follows, and a line feed that is one of a paste."""

from __future__ import annotations

import pytest
from textual import events

from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.entry_list import AddLine
from pevents_tui.ui.widgets.strip import Strip
from watching import Seen, watch

TEXT = "thequickbrownfoxjumpsoverthelazydog" * 3


def _burst(seen: Seen, *keys: str, apart_s: float = 0.0, start_s: float = 1000.0) -> None:
    """Hand keys to the app as a terminal that sends them at once: none waits for the one before."""
    for index, key in enumerate(keys):
        event = events.Key(key, key if len(key) == 1 else "\n" if key == "ctrl+j" else None)
        event.time = start_s + index * apart_s
        seen.app.post_message(event)


async def test_no_letter_is_lost_or_moved_however_fast_they_come(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("itemId", "")
        _burst(seen, *TEXT)
        await seen.until(lambda: len(seen.draft.rows[0].get("itemId", "")) == len(TEXT), "all letters")
        assert seen.draft.rows[0]["itemId"] == TEXT
        assert seen.field("itemId").value == TEXT


async def test_letters_typed_while_another_field_changes_the_draft_stay(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("itemId", "")
        for letter in TEXT:
            _burst(seen, letter)
            seen.screen.change(seen.draft.put(("userId",), f"qa-{letter}"))
            await seen.pilot.pause(0)
        await seen.until(lambda: len(seen.draft.rows[0].get("itemId", "")) == len(TEXT), "all letters")
        assert seen.draft.rows[0]["itemId"] == TEXT


async def test_the_line_of_an_editor_keeps_every_letter_too(app: PeventsApp) -> None:
    async with watch(app) as seen:
        seen.editor("impression").focus()
        await seen.press("end")
        _burst(seen, *TEXT, "enter")
        await seen.until(lambda: len(seen.draft.rows[0]["impression"]) == 5, "the new ID")
        assert seen.draft.rows[0]["impression"][-1] == TEXT
        assert seen.editor("impression").query_one(AddLine).value == ""


@pytest.mark.parametrize(
    ("keys", "apart_s", "sends"),
    [
        (("ctrl+j",), 0.0, True),
        (("a", "ctrl+j", "b"), 0.0, False),
        (("a", "ctrl+j"), 0.01, False),
        (("ctrl+j", "b"), 0.01, False),
        (("ctrl+j", "ctrl+j", "ctrl+j"), 0.0, False),
        (("a", "ctrl+j"), 0.2, True),
        (("ctrl+j", "b"), 0.2, True),
    ],
)
async def test_ctrl_j_sends_only_with_no_other_input_around_it(
    app: PeventsApp, keys: tuple[str, ...], apart_s: float, sends: bool
) -> None:
    async with watch(app) as seen:
        _burst(seen, *keys, apart_s=apart_s)
        if sends:
            await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "the send ended")
        else:
            await seen.pilot.pause(0.15)
            assert not seen.screen.sending
        assert (app.workbench.history.newest_id() == 1) is sends


async def test_a_pasted_text_with_line_feeds_sends_nothing(app: PeventsApp) -> None:
    async with watch(app) as seen:
        focused = seen.app.focused
        assert focused is not None
        focused.post_message(events.Paste("one\ntwo\n"))
        await seen.until(lambda: "one" in seen.draft.body["userId"], "the paste")
        assert app.workbench.history.newest_id() == 0
        assert seen.screen.query_one(Strip).state == "ready"


async def test_a_megabyte_is_kept_whole_and_the_form_stays_usable(app: PeventsApp) -> None:
    text = "x[/b]\n" * 170_000
    async with watch(app) as seen:
        await seen.type_into("itemId", "")
        seen.field("itemId").post_message(events.Paste(text))
        await seen.until(lambda: len(seen.draft.rows[0].get("itemId", "")) > 1_000_000, "the paste")
        assert seen.draft.rows[0]["itemId"] == text.rstrip("\n")
        assert "of 256 characters" in seen.title("itemId")
        assert len(seen.field("itemId").value) < 10_000
        await seen.press("home", "y")
        assert seen.draft.rows[0]["itemId"] == "y" + text.rstrip("\n")
        await seen.press("end", "ctrl+u")
        assert "itemId" not in seen.draft.rows[0]
        await seen.press("ctrl+z")
        assert len(seen.draft.rows[0]["itemId"]) > 1_000_000
