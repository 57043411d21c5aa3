"""Templates, variables and scenarios in the app: found, loaded, filled, saved, followed on disk, run step by step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.screen import Screen
from textual.widgets import Input, Static

import hostile
from pevents_tui.__main__ import origin_of
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.asking import AskScreen
from pevents_tui.ui.screens.saving import SaveTemplateScreen
from pevents_tui.ui.screens.text import TextScreen
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.template_tree import TemplateTree
from watching import NARROW, Seen, watch

CART = """\
# name: Add to cart
# tags: [shop]
# variables:
#   size: L
userId: "{{ ask User ID }}"
sessionId: "s-{{ uuid }}"   # drawn
eventList:
  - eventType: AddToCart
    itemId: B0742
    eventValue: "{{ int 1 9 }}"
    properties: '{"size":"{{ size }}"}'
"""
VISIT = """\
variables: {session: "s-{{ uuid }}"}
with: {sessionId: "{{ session }}"}
steps:
  - {template: anonymous-view, note: Nobody yet}
  - {template: view-item, wait: 5ms}
  - {template: purchase, wait: 5ms}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shop" / "deep"
    made.mkdir(parents=True)
    (made / "cart.yaml").write_text(CART)
    (made.parent / "visit.scenario.yaml").write_text(VISIT)
    return made.parent


@pytest.fixture
def bench(tmp_path: Path, folder: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "data", tmp_path / "config", environ={"PEVENTS_TEMPLATES": str(folder)}) as opened:
        yield opened


def tree(seen: Seen) -> TemplateTree:
    return seen.screen.query_one(TemplateTree)


def is_on_top(seen: Seen, screen: type[Screen[Any]]) -> bool:
    return isinstance(seen.app.screen, screen)


def differs(seen: Seen) -> bool:
    return seen.screen.differs


async def find(seen: Seen, letters: str) -> None:
    """Filter the tree and go to what is found first."""
    await seen.press("alt+w", "end", "ctrl+u", *letters, "enter")
    await seen.until(lambda: tree(seen).has_focus and tree(seen).leaf, "what was found")


async def test_the_tree_is_walked_filtered_and_looked_at(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.until(lambda: "▾ project" in tree(seen).lines, "the project's templates")
        assert tree(seen).lines[:5] == ["▾ project", "  ▾ deep", "      cart", "  » visit", "▾ samples"]
        assert tree(seen).lines[-1] == "  » first-visit"
        tree(seen).focus()
        tree(seen).highlighted = 2
        note = seen.screen.query_one("#template-note", Static)
        await seen.until(lambda: "Add to cart" in str(note.content), "the note")
        assert "#shop" in str(note.content)
        assert "{{ ask User ID }}" in str(note.content)
        await seen.press("left")
        assert tree(seen).lines[:3] == ["▾ project", "  ▸ deep", "  » visit"]
        await seen.press("right")
        await find(seen, "addto")
        await seen.until(lambda: tree(seen).lines == ["  deep/cart"], "what its title finds")
        await find(seen, "dpct")
        assert tree(seen).lines == ["  deep/cart"]
        await seen.press("space")
        assert is_on_top(seen, TextScreen)
        await seen.press("l")
        await seen.until(lambda: seen.draft.rows[0].get("eventType") == "AddToCart", "the template")
        assert "deep/cart" in str(seen.screen.origin)


async def test_what_a_template_asks_for_is_asked_once_resolved_once_and_kept(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.until(lambda: "▾ project" in tree(seen).lines, "the project's templates")
        await find(seen, "cart")
        await seen.press("enter")
        await seen.until(lambda: seen.state == "asks for 1", "what is missing")
        await seen.until(lambda: '"userId": "{{ ask User ID }}",  ← no value yet' in seen.request, "the preview")
        assert "← {{ int 1 9 }}" in seen.request
        await seen.press("f5")
        assert is_on_top(seen, AskScreen)
        await seen.press("enter", *"qa-zoe".replace("-", ""), "enter")
        await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "the send")
        record = seen.screen.shown
        assert record is not None
        assert record.word == "accepted"
        assert record.call.body["userId"] == "qazoe"
        assert record.made is not None
        assert record.made["template"] == "deep/cart"
        assert {"at": "userId", "is": "{{ ask User ID }}", "value": "qazoe"} in record.made["variables"]
        assert seen.draft.body["userId"] == "{{ ask User ID }}", "the draft stays as it is written"
        session = record.call.body["sessionId"]
        await seen.press("f5")
        assert is_on_top(seen, AskScreen)
        line = seen.app.screen.query_one(Input)
        assert line.value == "qazoe"
        line.select_all()
        line.post_message(events.Paste("two\r\nlines\n"))
        await seen.press("enter")
        await seen.until(lambda: seen.screen.shown is not record and not seen.screen.sending, "another send")
        assert seen.screen.shown is not None
        assert seen.screen.shown.call.body["sessionId"] != session
        assert seen.screen.shown.call.body["userId"] == "two\nlines", "all that was pasted"


async def test_the_preview_holds_what_will_go_out_and_marks_it(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("itemId", "{{ item }}")
        await seen.until(lambda: "← {{ item }}" in seen.request, "the mark")
        before = seen.request
        await seen.type_into("eventType", "Click")
        await seen.until(lambda: '"eventType": "Click"' in seen.request, "the other preview")
        assert _item(seen.request) == _item(before), "what was drawn is held"
        await seen.send()
        assert seen.screen.shown is not None
        assert f'"itemId": "{seen.screen.shown.call.rows[0]["itemId"]}"' == _item(before)
        await seen.type_into("itemId", "{{ itm }}")
        await seen.until(lambda: seen.state == "1 problem", "the problem")
        assert "did you mean item?" in seen.title("itemId") or "no variable known" in seen.title("itemId")


def _item(request: str) -> str:
    line = next(line for line in request.split("\n") if '"itemId"' in line)
    return line.partition("←")[0].strip().rstrip(",")


async def test_a_draft_becomes_a_template_is_saved_over_and_followed_on_disk(app: PeventsApp, folder: Path) -> None:
    async with watch(app) as seen:
        await seen.press("ctrl+s")
        assert is_on_top(seen, SaveTemplateScreen)
        seen.app.screen.query_one("#name", Input).value = "../out"
        await seen.press("ctrl+s")
        assert "cannot be a template's name" in str(seen.app.screen.query_one("#told", Static).content)
        seen.app.screen.query_one("#name", Input).value = "mine/see"
        seen.app.screen.query_one("#note", Input).post_message(events.Paste("[/x] a note\nof two lines"))
        await seen.press("ctrl+s")
        path = app.workbench.paths.templates / "mine" / "see.yaml"
        assert path.read_text().startswith('# note: "[/x] a note\\nof two lines"\n')
        assert "eventId" not in path.read_text()
        assert not differs(seen)
        await seen.type_into("itemId", "B9")
        assert differs(seen)
        await seen.press("ctrl+s")
        assert 'itemId: "B9"' in path.read_text()
        path.write_text(path.read_text().replace('"B9"', "B10 # by hand"))
        await seen.until(lambda: seen.draft.rows[0]["itemId"] == "B10", "the file was loaded again")
        await seen.type_into("itemId", "B11")
        path.write_text(path.read_text().replace("B10", "B12"))
        await seen.press("ctrl+s")
        assert is_on_top(seen, TextScreen)
        await seen.press("w")
        assert 'itemId: "B11" # by hand' in path.read_text()
        await seen.until(lambda: "    see" in "\n".join(tree(seen).lines), "the tree")
        await find(seen, "see")
        await seen.press("d", "delete")
        assert not path.exists() or not path.with_name("see-2.yaml").exists()
        await seen.press("u")
        assert path.exists()


async def test_a_scenario_is_shown_step_by_step_and_runs_through(app: PeventsApp, folder: Path) -> None:
    (folder / "new-item.json").write_text('{"datasetArn": "", "items": [{"itemId": "B1"}]}')
    (folder / "launch.scenario.yaml").write_text("with: {sessionId: s-1}\nsteps: [new-item]\n")
    async with watch(app) as seen:
        await seen.until(lambda: "  » visit" in tree(seen).lines, "the scenario")
        await find(seen, "visit")
        await seen.press("enter")

        def line() -> str:
            return str(seen.screen.query_one("#scenario", Static).content)

        await seen.until(lambda: seen.screen.query("#scenario") and "step 1 of 3" in line(), "the first step")
        assert "Nobody yet" in line()
        await seen.send()
        await seen.until(lambda: "step 2 of 3" in line(), "the second step")
        assert "after a wait of 0.005 s" in line()
        await seen.press("alt+g")
        await seen.until(lambda: app.workbench.history.count() == 3 and not seen.screen.sending, "all steps")
        calls = [app.workbench.history.get(number) for number in (1, 2, 3)]
        assert len({call.call.body["sessionId"] for call in calls if call}) == 1
        assert [call.call.rows[0]["eventType"] for call in calls if call] == ["View", "View", "Purchase"]
        await seen.until(lambda: not seen.screen.query_one("#scenario").display, "the end")
        await find(seen, "launch")
        await seen.press("enter")
        await seen.until(lambda: "sessionId is not handed on: rows of put-items" in line(), "what is not handed on")


async def test_a_scenario_waits_at_a_step_that_is_for_another_target(app: PeventsApp, folder: Path) -> None:
    app.workbench.targets.save("other", app.workbench.target())
    (folder / "own.yaml").write_text("# target: other\nsessionId: s\neventList: [{eventType: View, itemId: B1}]\n")
    (folder / "tour.scenario.yaml").write_text("steps: [view-item, own]\n")
    async with watch(app) as seen:
        await seen.until(lambda: "  » tour" in tree(seen).lines, "the scenario")
        await find(seen, "tour")
        await seen.press("enter")
        await seen.until(lambda: bool(seen.screen.query("#scenario")), "the first step")
        await seen.press("alt+g")
        notice = seen.screen.query_one(Notice)
        await seen.until(lambda: notice.has_class("-asking"), "a question at the second step")
        assert "for SANDBOX other" in str(notice.content)
        assert app.workbench.history.count() == 1
        await seen.until(lambda: time.monotonic() - notice._asked_s > 0.4, "y is heard")
        await seen.press("y")
        await seen.until(lambda: seen.screen.aim.name == "other", "the target of the step")
        await seen.press("alt+g")
        await seen.until(lambda: app.workbench.history.count() == 2 and not seen.screen.sending, "the second step")
        sent = app.workbench.history.get(2)
        assert sent is not None
        assert sent.target.name == "other"


async def test_hostile_names_notes_and_values_are_shown_not_obeyed(bench: Workbench, folder: Path) -> None:
    for at, text in enumerate(hostile.texts(8, "templates")):
        body = text.encode("utf-8", "replace").decode().replace("\r", "").replace("\n", " ")
        (folder / f"bad{at}.yaml").write_text(
            f"# name: {body!a}\n# note: '[/x] [red]'\nuserId: '[/x]'\neventList: [{{}}]\n"
        )
    (folder / "[red]x[y].yaml").write_text("eventList: [{}]\n")
    (folder / "esc\x1b[2J.yaml").write_text("eventList: [{}]\n")
    async with watch(PeventsApp(bench, bench.target()), NARROW) as seen:
        await seen.until(lambda: "    [red]x[y]" in tree(seen).lines, "the tree")
        assert "  ! esc␛[2J" in tree(seen).lines
        await find(seen, "bad")
        for _ in range(10):
            await seen.press("down")
        await seen.press("space")
        await seen.press("escape")
        await find(seen, "esc")
        await seen.press("enter", "r", "delete", "d")


async def test_the_app_begins_with_a_template_and_its_variables(bench: Workbench, folder: Path) -> None:
    (folder / "plain.yaml").write_text(CART.replace("{{ ask User ID }}", "{{ user }}").replace("B0742", '"{{ item }}"'))
    (source,) = bench.read("plain")
    app = PeventsApp(bench, bench.target(), source.draft, origin_of(bench, source))
    async with watch(app) as seen:
        await seen.until(lambda: seen.state == "ready", "the items of the sandbox")
        await seen.until(lambda: '\\"size\\":\\"L\\"' in seen.request, "its own variable")
        await seen.send()
    kept = bench.kept()
    assert kept.origin is not None
    assert (kept.origin.template, kept.origin.variables) == ("project:plain", {"size": "L"})
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await seen.until(lambda: seen.state == "ready", "the variables came back with the draft")


async def test_a_template_asks_to_go_to_the_target_it_is_for(app: PeventsApp, bench: Workbench) -> None:
    bench.targets.save("shop", bench.target())
    async with watch(app) as seen:
        seen.screen.use_target(bench.targets.get("shop"))
        await seen.press("ctrl+s")
        seen.app.screen.query_one("#name", Input).value = "mine"
        await seen.press("ctrl+s")
        assert (bench.paths.templates / "mine.yaml").read_text().startswith("# target: shop\n")
        seen.screen.use_target(bench.target())
        await seen.until(lambda: "mine" in "\n".join(tree(seen).lines), "the tree")
        await find(seen, "mine")
        await seen.press("enter")
        notice = seen.screen.query_one(Notice)
        await seen.until(lambda: "for SANDBOX shop" in str(notice.content), "the question")
        await seen.until(lambda: time.monotonic() - notice._asked_s > 0.4, "the question is old enough")
        await seen.press("y")
        await seen.until(lambda: seen.screen.aim.name == "shop", "the target")
