"""Form, JSON text and draft are one: after any sequence of edits, pastes, moves, undo and redo they say the same.

A story is a list of steps, each a kind and two numbers that choose among what is there; so it shrinks to the few
steps that part them. The short share runs by default, the whole with `pytest -m campaign`.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual import events
from textual.css.query import NoMatches

import hostile
import waiting
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsonedit import alike, read_json, write_json
from pevents_tui.domain.jsontext import JsonFault
from pevents_tui.domain.path import ANY
from pevents_tui.domain.written import read_request
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.widgets.entries import AddLine, EntryEditor, EntryList
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.form import Form
from pevents_tui.ui.widgets.json_editor import JsonEditor
from pevents_tui.ui.widgets.values import shown, typed

TEXTS = (
    "",
    "a",
    "B0742",
    "4.5",
    "1e3",
    "-5m",
    "a=1",
    'k={"n": [1, null]}',
    "x y,z|w",
    '{"p": true, "q": {}}',
    "a\nb\tc",
)
"""What is typed and pasted, beside what is hostile."""
PARTS = ("", ",", '"', "1", "null", '"new": 1e3,', "\n", "}", "[]", '{"eventList": [{"odd": -0}]}', '"\u2028"')
"""What comes into the JSON text."""


class Story:
    """A running app and the steps that are taken in it.

    Args:
        app: The app.
        settle: Lets everything that is under way come to rest.
    """

    def __init__(self, app: PeventsApp, settle: Callable[[], Awaitable[None]]) -> None:
        self.app = app
        self.settle = settle
        self.steps: dict[str, Callable[[int, int], None]] = {
            "type": self.type,
            "paste": self.paste,
            "add": self.add,
            "line": self.line,
            "entry": self.entry,
            "text": self.text,
            "key": self.key,
            "sample": self.sample,
            "command": self.command,
            "swap": lambda *_: self.run("edit_json"),
            "undo": lambda *_: self.run("undo"),
            "redo": lambda *_: self.run("redo"),
        }

    @property
    def screen(self) -> ComposeScreen:
        """The Compose screen."""
        assert isinstance(self.app.screen, ComposeScreen)
        return self.app.screen

    def run(self, name: str) -> None:
        """Run a command of the screen."""
        self.screen.action_command(name)

    def fields(self, kind: type[Any]) -> list[Any]:
        """The fields of a kind that the form has."""
        return list(self.screen.query_one(Form).query(kind))

    def editors(self) -> list[JsonEditor]:
        """The JSON text, where it is shown."""
        return list(self.screen.query(JsonEditor)) if self.screen.shows_json else []

    def type(self, which: int, what: int) -> None:
        """Type into a field, at its end."""
        field = _pick(self.fields(Field), which)
        text = shown(_pick(TEXTS, what).replace("\n", " "))
        field.insert(text, len(field.value)) if text else field.clear()

    def paste(self, which: int, what: int) -> None:
        """Paste into a field."""
        _pick(self.fields(Field), which).post_message(events.Paste(_pick((*TEXTS, *hostile.ALL), what)))

    def add(self, which: int, what: int) -> None:
        """Paste into the line of a list."""
        _pick(self.fields(AddLine), which).post_message(events.Paste(_pick((*TEXTS, *hostile.ALL), what)))

    def line(self, which: int, what: int) -> None:
        """Leave a text standing in the line of a list, or add it."""
        line = _pick(self.fields(AddLine), which)
        line.value = shown(_pick(TEXTS, what).replace("\n", " "))
        if what % 2:
            line.post_message(line.Submitted(line, line.value))

    def entry(self, which: int, what: int) -> None:
        """Remove, move or take down an entry of a list."""
        listing: EntryList = _pick(self.fields(EntryList), which)
        listing.highlighted = what % listing.option_count if listing.option_count else None
        does = (
            EntryList.action_take,
            EntryList.action_select,
            EntryList.action_clear,
            lambda each: each.action_shift(1),
            lambda each: each.action_shift(-1),
        )
        _pick(does, what)(listing)

    def text(self, which: int, what: int) -> None:
        """Change the JSON text where it is shown: somewhere, or all of it to what the draft would be without a row."""
        for editor in self.editors():
            at = editor.location_of(which % (len(editor.text) + 1))
            part = _pick(PARTS, what)
            if part:
                editor.insert(part, at)
            else:
                editor.delete(at, editor.location_of(min(which % (len(editor.text) + 1) + 3, len(editor.text))))

    def key(self, which: int, what: int) -> None:
        """Press Enter, or paste a whole request over the JSON text."""
        for editor in self.editors():
            if which % 2:
                editor.post_message(events.Key("enter", "\r"))
            else:
                editor.select_all()
                body = _pick(list(self.app.workbench.samples.values()), what).body
                editor.post_message(events.Paste(write_json(body, indent="")))

    def sample(self, _: int, what: int) -> None:
        """Load a sample."""
        name, sample = _pick(list(self.app.workbench.samples.items()), what)
        self.screen.load(sample, name)

    def command(self, _: int, what: int) -> None:
        """Run one of the commands that change the draft."""
        names = (
            "add_row", "duplicate_row", "remove_row", "next_row", "previous_row", "move_row_later", "move_row_earlier",
            "drop_json_text", "revert",
        )  # fmt: skip
        self.run(_pick(names, what))

    async def take(self, step: tuple[str, int, int]) -> None:
        """Take one step, and look."""
        kind, which, what = step
        in_form = kind in {"type", "paste", "add", "line", "entry"}
        if not (in_form and self.screen.shows_json):
            self.steps[kind](which, what)
        await self.settle()
        self.check()

    def check(self) -> None:
        """Form, JSON text and draft are the same."""
        screen, draft = self.screen, self.screen.draft
        form = screen.query_one(Form)
        assert form.kind == draft.kind
        assert 0 <= screen.row < max(len(draft.rows), 1)
        for each in form.fields():
            path = tuple(screen.row if step == ANY else step for step in each.spec.path)
            held = draft.get(path)
            if isinstance(each, Field):
                value = "" if held is None else held
                assert each.value == shown(value) or typed(each.value, each.spec.form) == value, path
            elif not screen.shows_json:  # entries are laid out for the room there is
                assert _entries(each) == [str(entry) for entry in each.entries()], path
                assert each.value == held
                assert each.query_one(AddLine).value == shown(each.line), path
        self.check_text(draft)

    def check_text(self, draft: Draft) -> None:
        """What stands in the JSON text is the draft, or cannot be read and is told."""
        screen = self.screen
        text = screen.query_one(JsonEditor).text if screen.shows_json else screen.text
        assert text == screen.text
        if screen.unread:
            with pytest.raises(JsonFault):
                read_request(text, draft)
        else:
            assert alike(read_json(text), draft.body)


def _pick(choices: Any, which: int) -> Any:
    return choices[which % len(choices)]


def _entries(editor: EntryEditor) -> list[str]:
    listing = editor.query_one(EntryList)
    return [str(entry) for entry in listing._entries[0]]


KINDS = ("type", "paste", "add", "line", "entry", "text", "text", "key", "sample", "command", "swap", "undo", "redo")
STEP = st.tuples(st.sampled_from(KINDS), st.integers(0, 10_000), st.integers(0, 10_000))


async def _tell(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Workbench(Path(folder, "data"), Path(folder, "config")) as bench:
        app = PeventsApp(bench, bench.target())
        async with app.run_test(size=(120, 36)) as pilot:

            def ready() -> bool:
                try:
                    return app.screen.query_one("#field-trackingId").is_mounted and app.screen.report is not None  # type: ignore[attr-defined]
                except NoMatches:
                    return False

            await waiting.until_async(ready, "the form")
            await waiting.until_async(lambda: app.screen.query("#find"), "the library")

            async def settle() -> None:
                for _ in range(3):
                    await pilot.pause()
                await waiting.until_async(lambda: len(app.screen.query("#field-trackingId")) == 1, "one form")
                await pilot.pause()

            story = Story(app, settle)
            for step in steps:
                await story.take(step)
            left = story.screen.whole
            unfinished = story.screen.json_text.text if story.screen.unread and story.screen.json_text else None
        assert app.crash_file is None
        kept = bench.kept()
        assert kept.draft is not None
        assert alike(kept.draft.body, left.body)
        assert kept.text == unfinished


QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


@settings(max_examples=2, derandomize=True, phases=[Phase.generate], **QUIET)  # type: ignore[arg-type]
@given(st.lists(STEP, min_size=25, max_size=35))
def test_form_text_and_draft_stay_one(steps: list[tuple[str, int, int]]) -> None:
    asyncio.run(_tell(steps))


@pytest.mark.campaign
@settings(max_examples=200, **QUIET)  # type: ignore[arg-type]
@given(st.lists(STEP, min_size=1, max_size=40))
def test_form_text_and_draft_stay_one_in_any_story(steps: list[tuple[str, int, int]]) -> None:
    asyncio.run(_tell(steps))
