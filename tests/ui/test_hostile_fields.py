"""Hostile texts put into every field and list, as typing and pasting do: kept as they are, and nothing more."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from textual import events
from textual.widgets.input import Selection

import builders
import hostile
from pevents_tui.domain.fields import fields_of
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.path import ANY
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.safety import SafeText
from pevents_tui.ui.widgets.entries import AddLine, EntryList
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.values import split_ids
from unharmed import assert_unharmed, drawn, note_actions, on_screen, stray, until
from watching import Seen, watch

SHARE, OTHER_SHARE, WHOLE = 20, 6, 10_000
"""How many texts a field gets at every run, spread over `hostile.ALL` so that fields in a row get all of them; how
many a field of the other kind, which is made of the same; and how many in the campaign."""
LIST_SHARE = 10
"""How many a list gets at every run, for each is put in twice."""
EACH_SCREEN = 40
"""After how many texts the whole screen is looked at; the field itself is looked at after each."""

FIELDS = [
    (kind, spec.name)
    for kind in KINDS
    for spec in fields_of(kind)
    if spec.form in {"text", "number", "time"} and spec.path[-1] != ANY
]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The actions that were run."""
    return note_actions(monkeypatch)


def kept(text: str, form: str) -> Any:
    """What a draft holds of a text that was typed or pasted into a field; None for nothing."""
    if form == "time" and text.strip().removeprefix("-").isdecimal() and len(text.strip()) < 20:
        return int(text.strip())
    if form == "number":
        try:
            value = json.loads(text.strip(), parse_constant=str)
        except ValueError:
            return text or None
        if type(value) is int or (type(value) is float and math.isfinite(value)):
            return value
    return text or None


async def give(seen: Seen, field: Field, text: str, *, paste: bool) -> None:
    """Put a text in the place of what stands in a field; the draft has to hold it then."""
    field.value = ""
    await until(seen, lambda: seen.draft.get(field.path) is None, "an empty field")
    if paste:
        field.selection = Selection(0, len(field.value))
        field.post_message(events.Paste(text))
        text = text.rstrip("\r\n").replace("\r\n", "\n")
    else:
        field.insert_text_at_cursor(text)
    expected = kept(text, field.spec.form)
    await until(seen, lambda: seen.draft.get(field.path) == expected, f"{text[:200]!a} in {field.spec.name}")


def _shares() -> Iterator[Any]:
    for kind in KINDS:
        names = [name for each, name in FIELDS if each == kind]
        share = SHARE if kind == "put-events" else OTHER_SHARE
        yield pytest.param(kind, names[::2], share, id=f"{kind}-one-half")
        yield pytest.param(kind, names[1::2], share, id=f"{kind}-other-half")
    for kind, name in FIELDS:
        yield pytest.param(kind, [name], WHOLE, marks=pytest.mark.campaign, id=f"{kind}-{name}")


@pytest.mark.parametrize(("kind", "names", "count"), [*_shares()])
async def test_a_field_takes_any_text_as_it_is(
    bench: Workbench, ran: list[str], kind: str, names: list[str], count: int
) -> None:
    async with watch(PeventsApp(bench, bench.target(), bench.new_draft(kind))) as seen:
        for at, name in enumerate(names):
            field = seen.field(name)
            field.scroll_visible(animate=False)
            every = max(1, len(hostile.ALL) // count)
            texts = hostile.ALL[at % every :: every] if count < WHOLE else hostile.texts(count, f"{kind} {name}")
            numbered = enumerate(texts)
            while some := list(islice(numbered, EACH_SCREEN)):
                with seen.app.batch_update():
                    for number, text in some:
                        await give(seen, field, text, paste=number % 2 == 0)
                        assert list(stray(drawn(field))) == [], ascii(text[:200])
                assert_unharmed(seen, ran, some[-1])
        left = seen.draft
    assert bench.history.newest_id() == 0
    assert bench.kept_draft() == left


async def test_the_probe_catches_a_field_without_its_filter(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SafeText, "apply", lambda _self, segments, _background: segments)
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await give(seen, seen.field("itemId"), "\x9b2J", paste=True)
        assert list(stray(drawn(seen.field("itemId")))) == ["'\\x9b'"]
        assert "'\\x9b'" in list(stray(on_screen(seen)))


async def _held(seen: Seen, name: str, expected: Any, text: str) -> None:
    path = seen.editor(name).path
    await until(seen, lambda: seen.draft.get(path) == expected, f"{text[:200]!a} in {name}")


async def _paste(seen: Seen, name: str, text: str, expected: Any) -> None:
    seen.editor(name).query_one(AddLine).post_message(events.Paste(text))
    await _held(seen, name, expected, text)


@pytest.mark.parametrize("count", [LIST_SHARE, pytest.param(WHOLE, marks=pytest.mark.campaign)])
async def test_properties_take_any_key_and_value(bench: Workbench, ran: list[str], count: int) -> None:
    async with watch(PeventsApp(bench, bench.target(), builders.events_draft())) as seen:
        editor = seen.editor("properties")
        editor.scroll_visible(animate=False)
        for number, text in enumerate(hostile.texts(count, "properties")):
            with seen.app.batch_update():
                for members in ({text: [text]}, {text: text}):
                    pasted = json.dumps(members)
                    await _paste(seen, "properties", pasted, json.loads(pasted))  # two lone surrogates may become one
                assert list(stray(drawn(editor.query_one(EntryList)))) == [], ascii(text[:200])
                seen.screen.change(seen.draft.remove(editor.path))
            if number % EACH_SCREEN == 0:
                assert_unharmed(seen, ran, text)
        assert_unharmed(seen, ran, "properties")


async def test_a_property_that_is_taken_down_and_entered_again_is_the_same(bench: Workbench) -> None:
    async with watch(PeventsApp(bench, bench.target(), builders.events_draft())) as seen:
        editor = seen.editor("properties")
        for text in hostile.texts(LIST_SHARE, "taken down"):
            for members in ({"key": text}, {text: 1.5}) if len(text) < 500 else ():
                seen.screen.change(seen.draft.put(editor.path, members))
                editor.query_one(EntryList).highlighted = 0
                editor.query_one(EntryList).action_select()
                await until(seen, lambda: editor.query_one(AddLine).value, f"{members!a} in the line")
                await editor.query_one(AddLine).action_submit()
                await until(seen, lambda: not editor.query_one(AddLine).value, f"{members!a} out of the line")
                assert seen.draft.get(editor.path) == members, ascii(members)


@pytest.mark.parametrize("count", [LIST_SHARE, pytest.param(WHOLE, marks=pytest.mark.campaign)])
async def test_impressions_and_lines_take_any_text(bench: Workbench, ran: list[str], count: int) -> None:
    async with watch(PeventsApp(bench, bench.target(), builders.events_draft())) as seen:
        editor = seen.editor("impression")
        editor.scroll_visible(animate=False)
        line = editor.query_one(AddLine)
        for number, text in enumerate(hostile.texts(count, "impressions")):
            with seen.app.batch_update():
                seen.screen.change(seen.draft.remove(editor.path))
                pasted = json.dumps([text, text])
                there = json.loads(pasted)
                await _paste(seen, "impression", pasted, there)
                line.insert_text_at_cursor(text)
                await line.action_submit()
                await _held(seen, "impression", [*there, *split_ids(text, blanks=False)], text)
                assert list(stray(drawn(editor))) == [], ascii(text[:200])
                line.clear()
            if number % EACH_SCREEN == 0:
                assert_unharmed(seen, ran, text)
        assert_unharmed(seen, ran, "impressions")


@pytest.mark.parametrize("name", ["impression", "properties"])
async def test_what_is_pasted_or_typed_into_a_list_as_it_is_does_nothing_else(
    bench: Workbench, ran: list[str], name: str
) -> None:
    async with watch(PeventsApp(bench, bench.target(), builders.events_draft())) as seen:
        editor = seen.editor(name)
        editor.scroll_visible(animate=False)
        line = editor.query_one(AddLine)
        for text in hostile.texts(LIST_SHARE, f"pasted {name}"):
            line.post_message(events.Paste(text))
            await seen.pilot._wait_for_screen()
            assert list(stray(drawn(editor))) == [], ascii(text[:200])
            await line.action_submit()
            await seen.pilot._wait_for_screen()
            line.clear()
            seen.screen.change(seen.draft.remove(editor.path))
        assert_unharmed(seen, ran, name)
