"""Runs of Recommend: saved, opened again, handed on; what fails is told at its place and loses nothing."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path

from textual.widgets import Input, OptionList, Static

from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import Ask
from pevents_tui.service import Workbench
from pevents_tui.service.last_questions import LastQuestions
from pevents_tui.service.runs import Runs
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.recommend.heading import Heading
from recommend_hands import after, heard, line, open_recommend, rest, verdict
from watching import WIDE, Seen, watch


def told(seen: Seen) -> str:
    return str(seen.app.screen.query_one("#told", Static).content)


async def enter(seen: Seen, text: str) -> None:
    """Type another text into the dialog's line, and press Enter."""
    seen.app.screen.query_one(Input).value = text
    await seen.press("enter")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_a_run_is_saved_opened_and_exported(bench: Workbench, at: Target, tmp_path: Path) -> None:
    async with watch(PeventsApp(bench, at), WIDE) as seen:
        screen = await open_recommend(seen)
        await seen.press("m", "v")
        await rest(seen, screen)
        moved = verdict(screen)

        await seen.press("ctrl+s")
        assert seen.app.screen.query_one(Input).value.startswith("shop-for-you-")
        await enter(seen, "../away")
        assert told(seen).startswith("A run's name is of letters")
        await enter(seen, "kitchen demo")
        assert seen.app.screen is screen
        (kept,) = Runs(bench.paths.runs).list()
        assert (kept.name, mode(kept.path)) == ("kitchen demo", 0o600)
        assert screen.query_one(Heading).state == "● saved"

        await seen.press("ctrl+s", "enter")  # it is asked before it is written over
        assert "is there already. Enter again replaces it" in told(seen)
        await heard(seen)
        await seen.press("enter")
        assert seen.app.screen is screen

        await seen.press("f9")
        await enter(seen, str(tmp_path / "run.txt"))
        assert "end it in .md, .csv, .json or .svg" in told(seen)
        await enter(seen, str(tmp_path / "run.svg"))
        picture = (tmp_path / "run.svg").read_text()
        assert mode(tmp_path / "run.svg") == 0o600
        assert picture.startswith("<svg")
        assert "Recommended" in picture
        assert "It&#160;moved" in picture
        assert not re.search(r"url\(.?https?:", picture)  # whoever opens it asks nobody for letters
        await seen.press("f9")
        assert seen.app.screen.query_one(Input).value == str(tmp_path / "kitchen demo.md")
        await seen.press("enter")
        assert (tmp_path / "kitchen demo.md").read_text().startswith("# shop-for-you")

        await seen.press("f5")
        await rest(seen, screen)
        await seen.press("end", "v")
        await rest(seen, screen)
        await seen.press("f5")  # this one was not saved, and stays within reach
        await rest(seen, screen)
        sent = bench.history.count()
        await seen.press("f7")
        rows = [str(each.prompt) for each in seen.app.screen.query_one(OptionList).options]
        assert "not saved  shop-for-you · demo-ana · 2 steps" in rows[0]
        assert rows[1].endswith("kitchen demo")
        await seen.press("down", "enter")
        await seen.until(lambda: seen.app.screen is screen and screen.opened, "the saved run")
        assert verdict(screen).startswith("Saved run kitchen demo, of ")
        assert verdict(screen).endswith(moved)
        assert screen.query_one(Heading).state == "■ saved run"
        assert "View of " in screen.query_one("#feed", LinesView).text
        assert "V View" not in line(screen, "keys")
        await seen.press("v", "left")
        assert "The baseline: 10 recommended." in verdict(screen)
        assert "Choose a row" not in verdict(screen)
        assert bench.history.count() == sent
        await seen.press("f5")
        await rest(seen, screen)
        assert verdict(screen).startswith("The baseline: 10 recommended. Choose")
        assert screen.question.user == "demo-ana"
        assert screen.question.control == "demo-ben"
        assert after(screen).lines


async def test_runs_are_deleted_and_what_cannot_be_read_is_told(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at)) as seen:
        screen = await open_recommend(seen)
        await seen.press("f7")
        assert "No run was saved yet" in told(seen)
        await seen.press("escape", "ctrl+s")
        await enter(seen, "first")
        await seen.press("ctrl+s")
        await enter(seen, "broken")
        (bench.paths.runs / "broken.json").write_text('{"version": 1, "columns": [')
        await seen.press("f7", "home", "enter")
        await seen.until(lambda: "the run 'broken' cannot be read" in told(seen), "why it cannot be opened")
        assert seen.app.screen is not screen
        await seen.press("home", "delete")
        assert "Delete again deletes broken for good." in told(seen)
        await seen.press("down", "up", "delete")
        await heard(seen)
        await seen.press("delete")
        assert [each.name for each in Runs(bench.paths.runs).list()] == ["first"]
        await seen.press("escape")
        assert after(screen).lines
        bench.paths.runs.rename(bench.paths.runs.with_name("elsewhere"))
        bench.paths.runs.write_text("")
        await seen.press("ctrl+s")
        await enter(seen, "second")
        assert "cannot be made" in told(seen)
        await seen.press("escape")
        assert screen.query_one(Heading).state == "● ready"  # what it was saved as was deleted


async def test_the_question_is_there_again_at_the_next_start(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at)) as seen:
        screen = await open_recommend(seen)
        await seen.until(lambda: not screen.searching, "all that can be asked")
        chosen = next(each for each in screen.offers.values() if each.name == "shop-personal-campaign")
        screen.question = replace(
            screen.question, user="qa-ana", control="", results="7", session="s-1", filter="shop-not-purchased"
        )
        screen.put_to(chosen)
        await seen.until(lambda: screen.answered is not None and screen.answered[0] == chosen.arn, "the list")
    assert mode(bench.paths.last_questions) == 0o600

    async with watch(PeventsApp(bench, at)) as seen:
        screen = await open_recommend(seen)
        asked = screen.question
        assert screen.offer is not None
        assert (screen.offer.name, asked.user, asked.results) == ("shop-personal-campaign", "qa-ana", "7")
        assert (asked.control, asked.session) == ("", "")
        assert "filter shop-not-purchased" in line(screen, "asked")
        assert len(after(screen).lines) == 7
        real = replace(at, policy=Policy.PRODUCTION, label="shop")
        screen.aim(real, Question(user="u"))  # nothing was asked there
        assert (screen.question.user, "choose whom to ask" in line(screen, "asked")) == ("u", True)
        LastQuestions(bench.paths.last_questions).keep(real, chosen, asked, Ask(chosen.arn))
        screen.aim(at, Question())
        screen.aim(real, Question(user="u"))
        await seen.until(lambda: not screen.searching, "all that can be asked there")
        assert (screen.question.user, screen.busy, screen.run_shown) == ("qa-ana", False, None)
        assert verdict(screen).startswith("F5 asks what was asked here last")

    last = LastQuestions(bench.paths.last_questions)
    assert last.of(replace(at, label="other")) is None
    last.keep(replace(at, label="other", recorded=False), chosen, asked, Ask(chosen.arn))
    assert last.of(replace(at, label="other")) is None  # what is kept nowhere is not kept here either
    for text in ("", "[]", "{", '{"x": 1}', bench.paths.last_questions.read_text().replace('"7"', "7")):
        bench.paths.last_questions.write_text(text)
        assert last.of(at) is None
