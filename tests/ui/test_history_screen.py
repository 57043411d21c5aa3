"""The history whole: find, mark, tell apart, tag, note, send again, carry, delete; and what it tells at the start."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from textual.widgets import Input, Static

import builders
import ledger
import waiting
from cli.shell import Shell
from hostile import ALL as TEXTS
from pevents_tui.domain.outcome import Accepted, Cause, Record, Refused, Unknown
from pevents_tui.domain.plan import Policy
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Workbench
from pevents_tui.service.history import Filter, History
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.commands.history_calls import HISTORY_COMMANDS
from pevents_tui.ui.key_names import spelled
from pevents_tui.ui.screens.diff import DiffScreen
from pevents_tui.ui.screens.export import ExportScreen
from pevents_tui.ui.screens.help import HelpScreen
from pevents_tui.ui.screens.history import HistoryScreen
from pevents_tui.ui.screens.line_dialog import LineScreen
from pevents_tui.ui.screens.saving import SaveTemplateScreen
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.word_bar import WordBar
from watching import NARROW, Seen, watch

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
REFUSED = Refused("ValidationException", "no such item", 400, "r-no")
UNKNOWN = Unknown(Cause.TIMEOUT, "no whole answer within 15 s")


def _keep(bench: Workbench, outcome: Accepted | Refused | Unknown, **members: object) -> Record:
    """A call in the history as if it had been sent to the sandbox."""
    draft = builders.events_draft(builders.event(**members), trackingId=TRACKING_ID)
    record = bench.history.begin(builders.call(draft), bench.target())
    return bench.history.settle(replace(record, outcome=outcome, latency_s=0.01))


def _screen(seen: Seen) -> HistoryScreen:
    screen = next(each for each in seen.app.screen_stack if isinstance(each, HistoryScreen))
    assert isinstance(screen, HistoryScreen)
    return screen


async def _open(seen: Seen) -> HistoryScreen:
    await seen.press("alt+h")
    await seen.until(lambda: isinstance(seen.app.screen, HistoryScreen), "the history")
    return _screen(seen)


def _tally(screen: HistoryScreen) -> str:
    return str(screen.query_one("#tally", Static).content)


async def _say(seen: Seen, text: str) -> None:
    """Answer a line that is asked for."""
    await seen.until(lambda: isinstance(seen.app.screen, LineScreen), "the line")
    seen.app.screen.query_one(Input).value = text
    await seen.press("enter")


async def test_calls_are_found_counted_and_shown(app: PeventsApp, bench: Workbench) -> None:
    _keep(bench, Accepted("r-1"), eventId="e-1")
    _keep(bench, REFUSED, eventId="e-2", itemId="B-lamp")
    _keep(bench, Accepted("r-3"), eventId="e-3", eventType="Buy")
    async with watch(app) as seen:
        screen = await _open(seen)
        await seen.until(lambda: "✓ 2 accepted · ✗ 1 refused" in _tally(screen), "the counts")
        detail = screen.query_one("#detail", LinesView)
        await seen.until(lambda: "number 3" in detail.text, "the newest in full")
        await seen.press("f")
        assert screen.calls.line is not None
        assert screen.calls.line.id == 2
        await seen.until(lambda: "no such item" in detail.text, "the failure in full")
        await seen.press("slash", "o", "u", "tab", "r", "e", "f", "tab")
        line = screen.query_one("#find", Input)
        assert line.value == "outcome:refused "
        assert screen.calls.total == 1
        await seen.until(lambda: _tally(screen).startswith("History · ✗ 1 refused ·"), "the counts of what is shown")
        line.value = "since:soon"
        await seen.pilot.pause()
        assert "since: a span such as 1h" in screen.query_one("#offered", WordBar).render().plain
        line.value = "user:qa"
        await seen.pilot.pause()
        await seen.press("tab")
        assert line.value == "user:qa-ana "
        await seen.press("down", "f1")
        assert isinstance(seen.app.screen, HelpScreen)
        assert "outcome:failed" in str(seen.app.screen._page)
        await seen.press("escape", "end", "enter")
        await seen.until(lambda: seen.screen.shown is not None and seen.screen.shown.id == 1, "beside the form")
        await _open(seen)
        await seen.press("e")
        await seen.until(lambda: seen.draft.rows[0]["eventType"] == "Buy", "the new draft")
        assert seen.draft.rows[0]["eventId"] != "e-3"


async def test_marked_calls_are_told_apart_tagged_and_sent_again(app: PeventsApp, bench: Workbench) -> None:
    for item in ("B1", "B2"):
        _keep(bench, UNKNOWN, itemId=item, eventId=f"e-{item}")
    async with watch(app) as seen:
        screen = await _open(seen)
        await seen.press("d")
        assert isinstance(seen.app.screen, DiffScreen)
        assert "eventList[0].itemId" in seen.app.screen.query_one(LinesView).text  # from the draft
        screen.edit()  # as a key does that came before the other screen was there
        assert isinstance(seen.app.screen, DiffScreen)
        await seen.press("escape", "space", "space", "d")
        told = seen.app.screen.query_one(LinesView).text
        assert told.splitlines()[3:] == ["eventList[0].itemId", '  - "B1"', '  + "B2"']
        await seen.press("escape", "t")
        await _say(seen, "flaky, shop -old")
        await seen.until(lambda: bench.history.count(Filter(tag="shop")) == 2, "the tags")
        await seen.press("n")
        await _say(seen, "look here")
        await seen.until(lambda: bench.history.count(Filter(text="look here")) == 1, "the note")
        await seen.until(lambda: "look here" in screen.query_one("#detail", LinesView).text, "the note in full")
        await seen.press("r")
        await seen.until(lambda: bench.history.count() == 4 and not seen.screen.sending, "both sent again")
        sent = [call["body"]["eventList"][0]["eventId"] for call in ledger.calls(bench._sandbox.url())]
        assert sent == ["e-B1", "e-B2"]
        assert bench.history.unknown() == []
        await _open(seen)
        await seen.press("a", "a", "w")
        await seen.until(lambda: bench.history.count() == 5 and not seen.screen.sending, "one sent as new")
        assert ledger.calls(bench._sandbox.url())[-1]["body"]["eventList"][0]["eventId"] not in sent
        await _open(seen)
        await seen.press("s")
        await seen.until(lambda: isinstance(seen.app.screen, SaveTemplateScreen), "the call as a template")


async def test_calls_are_carried_out_and_in_and_deleted(app: PeventsApp, bench: Workbench, tmp_path: Path) -> None:
    for number in range(3):
        _keep(bench, REFUSED, itemId=f"B{number}")
    report, export = tmp_path / "report.md", tmp_path / "calls.jsonl"
    export.write_text("there", encoding="utf-8")
    async with watch(app) as seen:
        screen = await _open(seen)
        await seen.press("m")
        await _say(seen, str(report))
        assert report.read_text(encoding="utf-8").startswith("# Amazon Personalize events\n\n1 call: 1 refused.")
        await seen.press("a", "x", "enter")
        await _say(seen, str(export))
        await seen.until(lambda: isinstance(seen.app.screen, LineScreen), "the question")
        assert "is there already" in str(seen.app.screen.query_one("#hint", Static).content)
        await seen.press("enter")
        assert [json.loads(line)["id"] for line in export.read_text(encoding="utf-8").splitlines()] == [1, 2, 3]
        await seen.press("c")
        assert isinstance(seen.app.screen, ExportScreen)
        await seen.press("escape", "delete")
        await seen.press("enter")  # the first answer keeps them
        assert bench.history.count() == 3
        await seen.press("delete", "down", "enter")
        await seen.until(lambda: screen.calls.total == 0, "gone")
        assert bench.history.count() == 0
        await seen.until(lambda: "no call" in _tally(screen), "the counts")
        await seen.press("i")
        await _say(seen, str(export))
        await seen.until(lambda: screen.calls.total == 3, "back again")
        await seen.press("d", "f", "escape")
        await seen.press("escape")
        await seen.until(lambda: seen.history.total == 3, "the sidebar follows")


async def test_calls_that_may_have_arrived_are_told_at_the_start(app: PeventsApp, bench: Workbench) -> None:
    with closing(History(bench.paths.history)) as crashed:
        crashed.begin(builders.call(), bench.target())
    _keep(bench, UNKNOWN, eventId="e-2")
    async with watch(app) as seen:
        await seen.until(lambda: seen.screen.query("#unknown"), "the line that tells it")
        bar = seen.screen.query_one("#unknown", WordBar)
        await seen.until(lambda: "2 may have arrived" in bar.render().plain, "how many")
        assert ledger.calls(bench._sandbox.url()) == []
        await seen.press("alt+u")
        await seen.until(lambda: isinstance(seen.app.screen, HistoryScreen), "the history")
        assert _screen(seen).calls.total == 2
        assert not seen.screen.query("#unknown")


async def test_the_app_forgets_what_the_settings_say(bench: Workbench) -> None:
    bench.paths.settings.write_text("history_calls: 1\n", encoding="utf-8")
    for _ in range(3):
        _keep(bench, REFUSED)
    async with watch(PeventsApp(bench, bench.target())) as seen:
        await seen.until(lambda: seen.history.total == 1, "only the newest is left")
        assert bench.history.count() == 1


async def test_hostile_text_is_shown_and_nothing_more(bench: Workbench) -> None:
    for text in TEXTS[::40]:
        record = _keep(bench, Refused(text, text, 400, text), itemId=text or "x", eventType=text or "x")
        bench.history.note(record.id, text)
    async with watch(PeventsApp(bench, bench.target()), NARROW) as seen:
        screen = await _open(seen)
        for text in TEXTS[::16]:
            screen.query_one("#find", Input).value = text
            await seen.pilot.pause()
        screen.query_one("#find", Input).value = ""
        await seen.pilot.resize_terminal(140, 30)
        screen.calls.focus()
        await seen.press("down", "down", "end", "space", "up", "space", "d", "escape")
        assert seen.app.is_running


async def test_calls_of_several_targets_and_a_guarded_one(app: PeventsApp, bench: Workbench) -> None:
    _keep(bench, REFUSED)
    real = builders.target(policy=Policy.PRODUCTION, label="shop")
    record = bench.history.begin(builders.call(), real)
    bench.history.settle(replace(record, outcome=REFUSED))
    async with watch(app) as seen:
        await _open(seen)
        await seen.press("a", "r", "w", "c")
        assert isinstance(seen.app.screen, HistoryScreen)
        await seen.press("a", "r")
        await seen.until(lambda: type(seen.app.screen).__name__ == "ConsentScreen", "the guard asks")
        await seen.press("escape")
    assert bench.history.count() == 2


def test_every_key_is_in_the_guide() -> None:
    rows = [f"| {', '.join(map(spelled, each.KEYS.split(',')))} | {each.summary()} |" for each in HISTORY_COMMANDS]
    assert "\n".join(["| key | what it does |", "|---|---|", *rows]) in GUIDE.read_text(encoding="utf-8")


async def test_two_apps_and_a_shell_share_a_history(bench: Workbench, tmp_path: Path) -> None:
    with Workbench(tmp_path / "data", tmp_path / "config") as other:
        first, second = (PeventsApp(each, each.target()) for each in (bench, other))
        async with watch(first) as one, watch(second) as two:
            for seen in (one, two, one, two):
                await seen.send()
            shell = Shell(tmp_path)
            assert shell.run("send", "view-item").code == 0
            await waiting.until_async(lambda: bench.history.count() == 5, "all five")
            await one.press("alt+h")
            assert _screen(one).calls.total == 5
            await two.send()
            await one.until(lambda: _screen(one).calls.total == 6, "what the other app sent")
            assert shell.run("history", "tag", "1-5", "--add", "shared").code == 0
            assert other.history.count(Filter(tag="shared")) == 5
            assert other.history.tally() == {"accepted": 6}
