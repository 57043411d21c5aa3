"""Recommend: a list is asked for, acted on and seen to react; what does not react, or fails, is told."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from textual import events
from textual.widgets import Input, OptionList, Static

import hostile
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.recommendation import Ask, Column, Listing, Row, Run
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Workbench
from pevents_tui.service.hints import Hints
from pevents_tui.service.in_flight import COUNTS_S
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.commands.recommend import RECOMMEND_COMMANDS
from pevents_tui.ui.key_names import spelled
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.consent import ConsentScreen
from pevents_tui.ui.screens.help import HelpScreen
from pevents_tui.ui.screens.line_dialog import LineScreen
from pevents_tui.ui.screens.offers import OfferScreen
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.screens.question import QuestionScreen
from pevents_tui.ui.screens.text import TextScreen
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.pictures import plain
from pevents_tui.ui.widgets.recommend.measures import Measures
from pevents_tui.ui.widgets.recommend.ranked_list import RankedList
from recommend_hands import after, heard, hold_checks, line, open_recommend, order, rest, verdict
from unharmed import on_screen, stray, words
from watching import NARROW, WIDE, watch

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
HEAD = "arn:aws:personalize:us-east-1:123456789012"


async def test_a_list_is_acted_on_and_reacts(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), WIDE) as seen:
        screen = await open_recommend(seen)
        assert "shop-for-you · Recommended for you · reacts live" in line(screen, "asked")
        assert verdict(screen).startswith("The baseline: 10 recommended.")
        first = after(screen).lines
        assert all(each.row.title and each.row.category and each.row.price for each in first)
        kitchen = [each.row.id for each in first if each.row.category == "kitchen"]
        assert "does nothing" in screen.query_one(Measures).render().plain

        await seen.press("m", "v")
        await rest(seen, screen)
        assert "It moved" in verdict(screen)
        assert f"after View of {len(kitchen)} items" in verdict(screen)
        before = screen.query_one("#before", RankedList)
        assert [each.row for each in before.lines] == [each.row for each in first]
        assert all(each.acted for each in after(screen).lines if each.row.id in kitchen)
        assert any(each.style in {"new", "up"} for each in after(screen).lines)
        measured = screen.query_one(Measures).render().plain
        assert "overlap@10" in measured
        assert "rank-biased overlap" in measured
        assert "effect after" in measured
        assert "= list unchanged" in measured
        assert "▓" in measured

        await seen.press("down", "p")
        await rest(seen, screen)
        assert "after Purchase of " in verdict(screen)
        assert any(each.style == "gone" for each in before.lines)
        assert "Purchase of " in screen.query_one("#feed", LinesView).text
        await seen.press("b")
        assert before.border_title == "Before · baseline"
        await seen.press("left", "left", "left")
        assert verdict(screen).startswith("The baseline")
        await seen.press("v")  # acts on the newest list alone
        assert (screen.at, screen.busy) == (2, False)
        assert "1 baseline" in line(screen, "steps")

        newest = bench.history.get(bench.history.newest_id() or 0)
        assert newest is not None
        (row,) = newest.call.body["eventList"]
        assert row["eventType"] == "Purchase"
        assert row["recommendationId"].startswith("RID-")
        assert screen.run_shown is not None
        assert row["impression"] == list(screen.run_shown.columns[1].listing.ids)
        assert Hints(bench).kept_list("put-events") is not None  # what the forms take as impressions

        await seen.press("alt+o")
        assert isinstance(seen.app.screen, ComposeScreen)
        assert seen.history.total == 2
        await seen.press("ctrl+g", "end", "enter")  # the last place to go to is the other mode
        await seen.until(lambda: seen.app.screen is screen, "the same screen")
        assert screen.at == 2


async def test_acts_during_the_wait_join_it(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at)) as seen:
        screen = await open_recommend(seen)
        held = hold_checks(screen)
        await seen.press("end", "v")
        await seen.until(lambda: screen.phase.value == "checking", "the check")
        await seen.press("p")
        held.set()
        await seen.until(lambda: screen.phase.value == "watching", "the wait")
        await seen.press("c")
        await rest(seen, screen)
        run = screen.run_shown
        assert run is not None
        assert [act.event_type for act in run.columns[-1].acts] == ["View", "Purchase", "Click"]
        assert len(run.columns) == 2
        assert "failed" not in {step.word for step in screen.feed}
        await seen.press("home", "p")
        await seen.until(lambda: screen.phase.value == "watching", "the wait")
        await seen.press("escape")
        stopped_s = time.monotonic()
        await seen.until(lambda: not screen.busy and time.monotonic() > stopped_s + COUNTS_S, "all that it does")
        await seen.press("end", "v")
        await rest(seen, screen)
        run = screen.run_shown
        assert run is not None
        assert [[act.event_type for act in each.acts] for each in run.columns[2:]] == [["Purchase"], ["View"]]
        assert run.columns[1].listing.ids[0] not in run.columns[2].listing.ids  # the purchase did that


async def test_what_does_not_react_says_why(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), (100, 30)) as seen:
        screen = await open_recommend(seen)
        screen.question = replace(screen.question, wait="0.4")
        await seen.press("o")
        await seen.until(lambda: isinstance(seen.app.screen, OfferScreen), "the picker")
        await seen.until(lambda: not screen.searching, "all that can be asked")
        seen.app.screen.query_one(Input).value = "most-viewed"
        await seen.pilot.pause()
        assert "recommender/shop-most-viewed" in str(seen.app.screen.query_one("#told", Static).content)
        await seen.press("enter")
        await seen.until(lambda: not screen.busy and "shop-most-viewed" in line(screen, "asked"), "its list")
        await seen.press("v")
        await rest(seen, screen)
        assert verdict(screen).startswith("Nothing moved within ")
        assert "The control user's list stayed too." in verdict(screen)
        assert "Most viewed does not react to events at once" in screen.query_one("#why", LinesView).text
        await seen.press("y")
        assert isinstance(seen.app.screen, TextScreen)
        await seen.press("escape", "question_mark")
        assert isinstance(seen.app.screen, HelpScreen)
        await seen.press("escape", "ctrl+s", "enter", "f7", "enter")
        await seen.until(lambda: screen.opened, "the saved run")
        assert "Most viewed does not react to events at once" in screen.query_one("#why", LinesView).text


async def test_what_fails_is_told_and_can_be_stopped(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at)) as seen:
        screen = await open_recommend(seen)
        fed = len(screen.feed)
        order(at, "hang")
        await seen.press("v")
        await seen.until(lambda: screen.phase.value == "watching" and screen.elapsed_s > 0.3, "a look that hangs")
        began_s = time.monotonic()
        await seen.press("escape")
        await seen.until(lambda: not screen.busy, "the stop")
        assert time.monotonic() - began_s < 1
        assert verdict(screen).startswith("Stopped. What was sent stays sent")
        assert len(screen.feed) > fed
        order(at, None)
        await seen.press("l")  # what was done counts for this look
        await rest(seen, screen)
        assert screen.run_shown is not None
        assert [act.event_type for act in screen.run_shown.columns[-1].acts] == ["View"]
        order(at, "throttle")
        await seen.press("f5")
        await seen.until(lambda: screen.feed[-1].word == "again", "a busy service is asked again, and it is told")
        assert "Throttl" in screen.feed[-1].text
        order(at, None)
        await rest(seen, screen)
        assert screen.trouble is None
        order(at, "hang")
        await seen.press("f5")
        await seen.until(lambda: screen.busy and screen.elapsed_s > 0.2, "a baseline that hangs")
        began_s, steps = time.monotonic(), list(screen.feed)
        await seen.press("escape")
        await seen.until(lambda: not screen.busy, "the stop")
        assert time.monotonic() - began_s < 1
        assert screen.feed[: len(steps)] == steps
        order(at, None)
        for fault, told in (("error500", "InternalFailure"), ("malformed", "")):
            order(at, fault)
            await seen.press("f5")
            await seen.until(lambda: screen.trouble is not None, f"{fault} is told")
            assert told in verdict(screen)
            assert after(screen).lines  # the list that answers the same question stays
            order(at, None)
        await seen.press("f5")
        await rest(seen, screen)
        assert screen.trouble is None
        screen.question = replace(screen.question, wait="0.3")
        order(at, "malformed")
        await seen.press("v")
        await rest(seen, screen)
        assert verdict(screen).startswith("No list came after View of ")
        assert "nothing to compare" in screen.query_one(Measures).render().plain
        assert "✗" in screen.query_one("#feed", LinesView).text
        order(at, None)
        screen.resolve(f"{HEAD}:campaign/none-such")
        await seen.until(lambda: "not found" in verdict(screen), "there is none")
        assert not after(screen).lines  # an answer to another question does not


async def test_the_question_is_edited_and_the_filter_chosen(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at)) as seen:
        screen = await open_recommend(seen)
        await seen.until(lambda: not screen.searching, "all that can be asked")
        await seen.press("f")
        assert isinstance(seen.app.screen, PickerScreen)
        assert not any("GENRE" in str(each.prompt) for each in seen.app.screen.query_one(OptionList).options)
        await seen.press("down", "down", "enter")
        await seen.until(lambda: isinstance(seen.app.screen, QuestionScreen), "its parameters are asked for")
        form = seen.app.screen
        assert "asks for CATEGORY" in str(form.query_one("#told", Static).content)
        await seen.press("enter")
        assert seen.app.screen is form
        control = form.query_one("#part-control", Input)
        control.value = ""
        control.post_message(events.Paste("bo\r\nb\x07<b>[/]\r\n"))
        await seen.until(lambda: plain(control.value) == "bo\nb\x07<b>[/]", "all that was pasted")
        form.query_one("#part-values", Input).value = "CATEGORY=toys"
        form.query_one("#part-control", Input).value = ""
        form.query_one("#part-user", Input).value = ""
        await seen.press("enter")
        await seen.until(lambda: seen.app.screen is screen and not screen.busy, "the filtered list")
        assert {each.row.category for each in after(screen).lines} == {"toys"}
        assert "a visitor, session" in line(screen, "asked")
        assert "No control user" in screen.query_one(Measures).render().plain
        await seen.press("t")
        assert not screen.busy  # nothing is taken of items
        await seen.press("x")
        assert isinstance(seen.app.screen, LineScreen)
        seen.app.screen.query_one(Input).value = "Share"
        await seen.press("enter")
        await rest(seen, screen)
        newest = bench.history.get(bench.history.newest_id() or 0)
        assert newest is not None
        assert newest.call.body["eventList"][0]["eventType"] == "Share"
        assert "userId" not in newest.call.body

        screen.put_to(next(each for each in screen.offers.values() if each.recipe == "aws-next-best-action"))
        await seen.until(lambda: not screen.busy and screen.run_shown is not None, "the actions")
        assert "T Taken  N Not taken" in line(screen, "keys")
        await seen.press("n")
        await rest(seen, screen)
        newest = bench.history.get(bench.history.newest_id() or 0)
        assert newest is not None
        assert newest.call.body["actionInteractions"][0]["eventType"] == "Not Taken"


async def test_a_guarded_tracker_is_asked_about(bench: Workbench, at: Target) -> None:
    guarded = replace(at, policy=Policy.PRODUCTION, label="shop", tracking_id=TRACKING_ID)
    async with watch(PeventsApp(bench, guarded), (80, 24)) as seen:
        screen = await open_recommend(seen, begun=False)
        await seen.until(lambda: not screen.searching, "what can be asked")
        assert verdict(screen).startswith("Nobody was asked yet")  # nothing is asked of a real account by itself
        await seen.press("v")
        assert not screen.busy
        await seen.press("o", "f", "o", "r", "enter")
        await seen.until(lambda: screen.run_shown is not None and not screen.busy, "the baseline")
        await seen.press("v")
        await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "the guard asks")
        await seen.press("escape")
        await rest(seen, screen)
        assert verdict(screen) == "Nothing was sent."
        assert bench.history.count() == 0
        await seen.press("v")
        await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "the guard asks again")
        await seen.press("x")
        seen.app.screen.query_one("#word", Input).value = TRACKING_ID
        await heard(seen)
        await seen.press("enter")
        await seen.until(lambda: screen.last == 1, "it was sent, and moved the list")
        assert bench.history.count() == 1


async def test_hostile_rows_are_text(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), NARROW) as seen:
        screen = await open_recommend(seen)
        rows = tuple(Row(text, 0.5, text, ((text, text),), text, text, text) for text in hostile.ALL)
        ask = Ask(f"{HEAD}:recommender/x", user_id=hostile.ALL[0])
        columns = tuple(Column(rows[0].id, Listing(each, "RID", ask)) for each in (rows, rows[::-1][3:]))
        screen.run_shown = Run(columns, columns, control_user=hostile.ALL[1])
        for keys in ("right", "down", "end", "space", "left"):
            await seen.press(keys)
            assert list(stray(on_screen(seen))) == []
        assert "Control user" in words(seen)
        assert seen.app.last_words is None


def test_every_key_is_in_the_guide() -> None:
    rows = ["| key | what it does | in settings.yaml |", "|---|---|---|"]
    for each in RECOMMEND_COMMANDS:
        bound = ", ".join(map(spelled, filter(None, each.KEYS.split(","))))
        rows.append(f"| {bound} | {each.summary()} | {each.slug()} |")
    guide = GUIDE.read_text(encoding="utf-8")
    assert "\n".join(rows) in guide, "docs/guide.md wants this table of keys:\n" + "\n".join(rows)
