"""What surrounds a send: ids that were used up, a quit in the middle, another call looked at meanwhile, the drawer."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

import ledger
import waiting
from pevents_tui.domain.plan import Policy
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.consent import ConsentScreen
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.panes import ProblemList
from pevents_tui.ui.widgets.word_bar import WordBar
from watching import MEDIUM, NARROW, WIDE, Seen, watch, without_ids


def _url(bench: Workbench) -> str:
    return bench._sandbox.url()


def _ids(bench: Workbench) -> list[str]:
    return [row["eventId"] for call in ledger.calls(_url(bench)) for row in call["body"]["eventList"]]


async def _sent(seen: Seen, count: int) -> None:
    await seen.until(lambda: seen.history.total == count and not seen.screen.sending, f"{count} calls")


async def test_undo_never_brings_back_an_event_id_that_was_accepted(bench: Workbench) -> None:
    draft = bench.new_draft("put-events").put(("eventList", 0, "eventType"), "View")
    async with watch(PeventsApp(bench, bench.target(), draft)) as seen:
        await seen.type_into("itemId", "B1")
        await seen.send()
        await seen.press("ctrl+z", "f5")
        await _sent(seen, 2)
        await seen.press("ctrl+y", "f5")
        await _sent(seen, 3)
        assert len(set(_ids(bench))) == 3


async def test_after_a_refusal_the_event_ids_stay(app: PeventsApp) -> None:
    async with watch(app) as seen:
        ledger.arm(_url(app.workbench), "throttle", calls=1)
        await seen.send()
        await seen.press("f5")
        await _sent(seen, 2)
        assert len(set(_ids(app.workbench))) == 1


async def test_to_quit_during_a_send_cuts_it_and_keeps_its_end(app: PeventsApp) -> None:
    async with watch(app) as seen:
        ledger.arm(_url(app.workbench), "hang", calls=1)
        await seen.press("f5")
        await seen.until(lambda: ledger.calls(_url(app.workbench)), "the call arrived")
        began_s = time.monotonic()
        await seen.press("ctrl+q")
    waiting.until(lambda: [line.word for line in app.workbench.history.page()] == ["unknown"], "the end is kept", 3)
    assert time.monotonic() - began_s < 5


async def test_another_call_can_be_looked_at_during_a_send(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.send()
        ledger.arm(_url(app.workbench), "hang", calls=1)
        await seen.press("f5")
        await seen.until(lambda: len(ledger.calls(_url(app.workbench))) == 2, "the call arrived")
        seen.history.reload()
        seen.history.focus()
        await seen.press("end", "enter")
        await seen.until(lambda: seen.result.startswith("accepted"), "the first call")
        await seen.pilot.pause(0.3)
        assert seen.result.startswith("accepted")
        assert seen.state == "sending"
        await seen.press("escape")
        await seen.until(lambda: not seen.screen.sending, "the send ended")
        assert seen.result.startswith("unknown")


async def test_an_outcome_that_cannot_be_kept_is_shown_with_what_failed(app: PeventsApp) -> None:
    async with watch(app) as seen:
        ledger.arm(_url(app.workbench), "delay", calls=1, delay_s=0.5)
        await seen.press("f5")
        await seen.until(lambda: app.workbench.history.newest_id() == 1, "the record is begun")
        with closing(sqlite3.connect(app.workbench.paths.history)) as db:
            db.execute("CREATE TRIGGER no BEFORE UPDATE ON send BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        await seen.until(lambda: not seen.screen.sending, "the send ended")
        assert seen.result.startswith("accepted")
        assert "disk is full" in seen.result


async def test_the_tabs_tell_the_end_and_how_many_problems(app: PeventsApp) -> None:
    async with watch(app) as seen:
        tabs = seen.screen.query_one("#tabs", WordBar)
        await seen.send()
        assert "Result · accepted" in str(tabs.render())
        await seen.type_into("eventType", "")
        await seen.until(lambda: "Problems 1" in str(tabs.render()), "the count")
        await seen.pilot.resize_terminal(*MEDIUM)
        rows = seen.screen.query_one("#rows", WordBar)
        await seen.until(lambda: str(tabs.render()) == " Request Result · accepted Problems 1", "all tabs in less room")
        assert [word.name for word, _ in rows.placed()][-2:] == ["add_row", "edit_json"]


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
async def test_a_result_is_seen_from_wherever_it_was_asked_for(app: PeventsApp, size: tuple[int, int]) -> None:
    async with watch(app, size) as seen:
        await seen.press("ctrl+l")
        await seen.send()
        assert seen.screen.query_one("#result").region.area > 0
        await seen.press("ctrl+l")
        seen.history.focus()
        await seen.press("enter")
        await seen.until(lambda: seen.screen.query_one("#result").region.area > 0, "the result")


@pytest.mark.parametrize("size", [MEDIUM, NARROW])
@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_the_library_gives_way_to_the_form(app: PeventsApp, size: tuple[int, int], key: str) -> None:
    async with watch(app, size) as seen:
        await seen.press("ctrl+l")
        assert seen.screen.query_one("#sidebar").region.area > 0
        await seen.press(key)
        await seen.until(lambda: seen.screen.query_one("#sidebar").region.area == 0, "the library away")
        assert seen.screen.query_one("#editor").region.area > 0


async def test_staging_asks_in_its_own_words_and_sends_after_y(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "canary")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    target = replace(bench.target(), policy=Policy.STAGING, label="stage", endpoint=_url(bench))
    async with watch(PeventsApp(bench, target)) as seen:
        await seen.press("f5")
        notice = seen.screen.query_one(Notice)
        assert "Send 1 to STAGING stage" in str(notice.content)
        assert "y sends it, n goes back" in str(notice.content)
        await seen.until(_older_than(notice, 0.4), "the question is old enough")
        await seen.press("y")
        await _sent(seen, 1)
        assert seen.result.startswith("accepted")


def _older_than(notice: Notice, age_s: float) -> Callable[[], bool]:
    return lambda: time.monotonic() - notice._asked_s > age_s


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_the_dialog_shows_what_it_asks_for_in_any_window(bench: Workbench, size: tuple[int, int]) -> None:
    target = replace(bench.target(), policy=Policy.PRODUCTION, label="shop", endpoint=_url(bench))
    long = bench.samples["batch-of-ten"].put(("userId",), "u" * 256)
    async with watch(PeventsApp(bench, target, long), size) as seen:
        await seen.press("f5")
        await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "the dialog")
        dialog = seen.app.screen
        for name in ("#asked", "#word", "#cancel", "#send"):
            region = dialog.query_one(name).region
            assert region.area > 0
            assert dialog.region.contains_region(region)
            assert dialog.query_one("#box").region.contains_region(region)


async def test_a_member_that_no_field_can_hold_is_taken_away_from_the_problems(bench: Workbench) -> None:
    draft = bench.samples["view-item"].put(("eventList", 0, "itemID"), "wrong")
    async with watch(PeventsApp(bench, bench.target(), draft)) as seen:
        await seen.until(lambda: seen.state == "1 problem", "the problem")
        await seen.press("f8")
        problems = seen.screen.query_one(ProblemList)
        await seen.until(lambda: "Delete removes it" in str(problems.get_option_at_index(0).prompt), "the way out")
        problems.focus()
        await seen.press("home", "delete")
        assert without_ids(seen.draft) == bench.samples["view-item"]
        assert seen.state == "ready"
        await seen.press("home", "delete", "enter")
        assert without_ids(seen.draft) == bench.samples["view-item"]
