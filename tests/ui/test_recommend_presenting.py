"""Presenter mode, where a run fails, gives way to another, or was saved under somebody's name: it tells on nobody."""

from __future__ import annotations

from dataclasses import replace

from pevents_tui.domain.plan import Target
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.panes.lines import LinesView
from recommend_hands import line, open_recommend, order, rest, verdict
from unharmed import words
from watching import watch


async def test_no_id_and_no_name_of_a_run_is_left_in_sight(bench: Workbench, at: Target) -> None:
    app = PeventsApp(bench, at)
    async with watch(app, (100, 30)) as seen:
        screen = await open_recommend(seen)
        await seen.press("v")
        await rest(seen, screen)
        run = screen.run_shown
        assert run is not None
        (bought,) = run.columns[-1].acts[0].ids
        screen.saved_runs.save(run, "for Ana Kovacs churn risk")
        await seen.press("h")
        order(at, "error500")
        screen.question = replace(screen.question, results="9", user="somebody-new")
        screen.ask_anew()
        await rest(seen, screen)
        assert screen.run_shown is None
        assert "View of " in screen.query_one("#feed", LinesView).text
        for told in (words(seen), app.export_screenshot(), screen.query_one("#feed", LinesView).text):
            assert bought not in told
        app.notify(f"{bought} of demo-ana in {run.session_id}")  # who it was about is nobody's business either
        await seen.pilot.pause()
        assert not {bought, "demo-ana", run.session_id} & set(words(seen).split())

        await seen.press("h", "f7")
        await seen.until(lambda: app.screen is not screen, "the saved runs")
        await seen.press("down", "enter")
        await seen.until(lambda: screen.opened and app.screen is screen, "the saved run")
        assert verdict(screen).startswith("Saved run for Ana Kovacs churn risk, of ")
        await seen.press("h")
        assert verdict(screen).startswith("A saved run, of ")
        assert "Kovacs" not in words(seen)
        assert "this user" in line(screen, "asked")
        await seen.press("ctrl+s")
        await seen.until(lambda: app.screen is not screen, "a name for it")
        assert "Kovacs" not in words(seen)
