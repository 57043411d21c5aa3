"""Recommend: whatever is stopped, left behind or broken ends, and what was seen until then stays."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

import pytest

from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import Act
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Workbench
from pevents_tui.service.offers import Offers
from pevents_tui.service.prepare import Prepared
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.recommend_arrivals import Phase
from pevents_tui.ui.widgets.panes.lines import LinesView
from recommend_hands import ask, open_recommend, order, rest, verdict
from watching import watch


async def test_why_a_filtered_list_stays_is_looked_up(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), (100, 30)) as seen:
        screen = await open_recommend(seen)
        await ask(seen, screen, "shop-most-viewed", filter="shop-not-purchased", wait="0.3")
        await seen.press("v")
        await rest(seen, screen)
        assert verdict(screen).startswith("Nothing moved within ")
        assert screen.last == 1
        assert "Most viewed does not react" in screen.query_one("#why", LinesView).text

        order(at, "hang", "personalize")
        await seen.press("l")
        await seen.until(lambda: [step.word for step in screen.feed].count("still") == 2, "the look-up, which hangs")
        await seen.press("escape")
        await seen.until(lambda: not screen.busy, "the stop")
        assert verdict(screen).startswith("Nothing moved within ")  # the list was seen all the same
        assert (screen.last, screen.accepted, screen.reasons[2]) == (2, (), ())
        order(at, None)


async def test_what_is_stopped_stays_stopped(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), (100, 30)) as seen:
        screen = await open_recommend(seen)
        await ask(seen, screen, "shop-most-viewed", wait="9")
        await seen.press("v")
        await seen.until(lambda: screen.phase.value == "watching", "the wait")
        watching, checked = screen.watching, threading.Event()
        assert watching is not None
        prepare = watching.prepare

        def held(*acts: Act) -> Prepared:
            checked.wait(9)
            return prepare(*acts)

        watching.prepare = held  # type: ignore[method-assign]
        await seen.press("c")
        await seen.until(lambda: screen.phase.value == "checking", "the check of the second")
        await seen.press("escape")
        checked.set()
        await seen.until(lambda: screen.phase.value != "checking", "the end of the check")
        assert not screen.busy
        assert verdict(screen).startswith("Stopped. What was sent stays sent")
        assert [act.event_type for act in screen.accepted] == ["View"]  # and counts for the next look

        screen.question = replace(screen.question, wait="9")
        await seen.press("l")
        await seen.until(lambda: screen.phase.value == "watching" and screen.feed[-1].word == "waiting", "a look")
        screen.aim(replace(at, label="another", policy=Policy.LOCAL, tracking_id=TRACKING_ID), Question())
        await seen.until(lambda: all(each.is_finished for each in screen.workers), "whatever was left")
        assert (screen.feed, screen.run_shown, screen.trouble) == ([], None, None)


async def test_starting_over_is_cut_and_errors_of_the_program_end(
    bench: Workbench, at: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("recommender")

    async with watch(PeventsApp(bench, at), (100, 30)) as seen:
        screen = await open_recommend(seen)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            screen.target = replace(at, policy=Policy.LOCAL, endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}")
            await seen.press("z")
            with silent.accept()[0] as asked:
                assert b"POST /_sandbox/forget" in asked.recv(99)
                began_s = time.monotonic()
                await seen.press("escape")
                await seen.until(lambda: not screen.busy, "the stop")
                assert time.monotonic() - began_s < 1
                assert verdict(screen) == "Stopped."
                screen.begin_work(Phase.ASKING, fails)
                await seen.until(lambda: not screen.busy, "an end whatever it raises")
                assert verdict(screen).startswith("The program failed at this (KeyError)")
                monkeypatch.setattr(Offers, "search", fails)
                screen.search()
                await seen.until(lambda: not screen.searching, "the same of a search")
                assert "(KeyError)" in screen.search_failure
