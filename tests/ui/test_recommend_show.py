"""Showing: demos that play by key or by themselves, start over and stop; and presenter mode, which tells on nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.recommendation import Run
from pevents_tui.domain.stillness import FOUND, Reason
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Workbench
from pevents_tui.service.last_questions import LastQuestions
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.consent import ConsentScreen
from pevents_tui.ui.screens.offers import OfferScreen
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.screens.question import QuestionScreen
from pevents_tui.ui.screens.recommend import RecommendScreen
from pevents_tui.ui.screens.recommend_starting import Stage
from pevents_tui.ui.screens.text import TextScreen
from pevents_tui.ui.widgets.call_list import CallList
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.recommend.script import Script
from recommend_hands import after, line, open_recommend, order, rest, verdict
from unharmed import on_screen, stray, words
from watching import Seen, watch

ACCOUNT = "123456789012"
SHORT = """
name: A short one
ask: shop-for-you
user: demo-ana
control: demo-ben
count: 8
wait: 2s
pause: 0
steps:
  - say: She looks at two things.
    act: View
    items: [{rank: 3}, B0117]
  - say: "And that is all.\\e]0;x\\a[b]\\u202e"
"""


@pytest.fixture
def at() -> Iterator[Target]:
    """A sandbox that reacts at once, as a target."""
    with Sandbox(reacts_after_s=0.05) as running:
        yield Target("tests", Policy.SANDBOX, TRACKING_ID, region="us-east-1", endpoint=running.url, read_timeout_s=5.0)


def script(bench: Workbench, text: str, name: str = "own") -> str:
    """A script of the user's own."""
    bench.paths.demos.mkdir(parents=True, exist_ok=True)
    (bench.paths.demos / f"{name}.yaml").write_text(text, encoding="utf-8")
    return name


async def begin(seen: Seen, name: str) -> RecommendScreen:
    """Recommend, with the baseline of a demo."""
    screen = await open_recommend(seen, begun=False)
    screen.read_demo(name)
    await seen.until(lambda: screen.demo is not None and screen.stage is Stage.RESTING, "its baseline")
    return screen


async def play(seen: Seen, screen: RecommendScreen) -> None:
    """All of it by itself, without its pauses."""
    demo = screen.demo
    assert demo is not None
    screen.demo = replace(demo, pause_s=0.0, steps=tuple(replace(step, pause_s=0.0) for step in demo.steps))
    await seen.press("j")
    await seen.until(lambda: not screen.playing and screen.stage is Stage.RESTING, "the end of it")


def told(screen: RecommendScreen) -> str:
    """What the script says."""
    return str(screen.query_one(Script).content)


async def test_a_returning_user_turns_to_another_category(bench: Workbench, at: Target) -> None:
    app = PeventsApp(bench, at, demo="another-category")
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        seen = Seen(app, pilot)
        await seen.until(lambda: isinstance(app.screen, RecommendScreen), "it opens in Recommend")
        screen = app.screen
        assert isinstance(screen, RecommendScreen)
        await seen.until(lambda: screen.begun, "the baseline")
        first = [each.row.id for each in after(screen).lines]
        assert "Ana has bought for her kitchen before" in told(screen)
        await play(seen, screen)
        run = screen.run_shown
        assert run is not None
        done = [[act.event_type for act in column.acts] for column in run.columns]
        assert done == [[], ["View"], ["View"], ["Purchase"]]
        assert all(column.moved for column in run.columns[1:])
        assert run.control_stayed
        assert {each.row.category for each in after(screen).lines} == {"lighting"}
        assert bench.history.count() == 3  # each as any other event
        assert LastQuestions(bench.paths.last_questions).of(at) is None  # a demo's question is nobody's own
        shown = words(seen)
        for part in ("lighting", "kitchen", "50% → 0%", "0% → 100%", "= list unchanged", "all of it", "✕ gone"):
            assert part in shown, part

        await _before_an_audience(seen, screen, run)

        await seen.press("z")
        await seen.until(lambda: screen.demo_at == 0 and screen.stage is Stage.RESTING, "the baseline")
        assert [each.row.id for each in after(screen).lines] == first  # the sandbox forgot her afternoon
        assert {each.word for each in screen.feed} == {"asked", "control"}
        await seen.press("h", "alt+o")
        assert screen.query_one(Notice).has_class("-asking")  # Compose shows users and ids
        await seen.press("n")
        assert not isinstance(app.screen, ComposeScreen)
        screen.ask_to_leave()
        screen.query_one(Notice)._asked_s = 0.0
        await seen.press("y")
        await seen.until(lambda: isinstance(app.screen, ComposeScreen), "Compose")
        await seen.until(lambda: seen.screen.query(CallList) and seen.history.total == 3, "all of it")
        assert app.veil is None


async def _before_an_audience(seen: Seen, screen: RecommendScreen, run: Run) -> None:
    """Presenter mode, and what can be opened from it: nobody is told on."""
    theme = seen.app.theme
    ids = {each for column in run.columns for each in column.listing.ids}
    secrets = {*ids, "demo-ana", "demo-ben", run.session_id, TRACKING_ID, ACCOUNT, "arn:aws", "RID-", "us-east-1"}

    def leaks() -> set[str]:
        shown = words(seen)
        return {each for each in secrets if each in shown}

    assert leaks()
    reason = Reason(FOUND, f"demo-ana met {run.columns[0].listing.ids[0]}", f"Ask {screen.tracker}.", "a source")
    screen.reasons[screen.at] = (reason,)
    await seen.press("h")
    assert seen.app.theme == "pevents-high-contrast"
    assert leaks() == set()
    assert "for this user" in line(screen, "asked")
    assert "Purchase of Table lamp in brass: accepted" in screen.query_one("#feed", LinesView).text
    seen.app.notify(f"{run.session_id} of demo-ana at {screen.offer.arn if screen.offer else ''}")
    await seen.pilot.pause()
    assert "this session of this user at …" in words(seen)
    for key, opened in (("o", OfferScreen), ("e", QuestionScreen), ("y", TextScreen)):
        await seen.press(key)
        await seen.until(lambda: seen.app.screen is not screen, f"what {key} opens")
        assert isinstance(seen.app.screen, opened)
        assert leaks() == set(), key
        if opened is QuestionScreen:
            seen.app.screen.query_one("#part-user", Input).value = "somebody-else"
            await seen.pilot.pause()
            assert "somebody" not in words(seen)
        await seen.press("escape")
        await seen.until(lambda: seen.app.screen is screen, "back")
    await seen.press("f7")
    assert seen.app.screen is screen  # saved runs are named for nobody else
    await seen.press("h")
    assert seen.app.theme == theme
    assert {"demo-ana", "demo-ben"} <= leaks()


async def test_a_stranger_buys_what_a_filter_hides(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), (100, 30)) as seen:
        screen = await begin(seen, "bought-and-hidden")
        assert "a visitor, session" in line(screen, "asked")
        await play(seen, screen)
        run = screen.run_shown
        assert run is not None
        bought = run.columns[3].acts[0].ids[0]
        assert bought in run.columns[3].listing.ids
        assert bought not in run.columns[4].listing.ids
        assert run.control_stayed
        await seen.press("b")  # the last step against the one before it
        assert verdict(screen).startswith("It moved after filter shop-not-purchased")
        assert "Day pack is gone" in verdict(screen)
        assert screen.question.filter == "shop-not-purchased"
        newest = bench.history.get(bench.history.newest_id() or 0)
        assert newest is not None
        assert "userId" not in newest.call.body


async def test_a_demo_goes_on_by_one_key_and_stops_at_once(bench: Workbench, at: Target, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SHORT.replace("{rank: 3}", "{category: lamps}"), encoding="utf-8")
    script(bench, SHORT.replace("shop-for-you", "nobody"), "vain")
    script(bench, SHORT)
    script(bench, SHORT.replace("count: 8", "count: eight"), "wrong")
    async with watch(PeventsApp(bench, at), (100, 30)) as seen:
        screen = await open_recommend(seen)
        await seen.press("g")  # there is none yet: choose one
        await seen.until(lambda: isinstance(seen.app.screen, PickerScreen), "the picker")
        options = [str(each.prompt) for each in seen.app.screen.query_one(OptionList).options]
        assert options[2:] == ["A short one", "A short one", "✗ wrong cannot be played", "A file …"]
        await seen.press("down", "down", "enter")
        await seen.until(lambda: screen.demo is not None and screen.stage is Stage.RESTING, "its baseline")
        await seen.press("g")
        await seen.until(lambda: screen.stage is Stage.RESTING and screen.demo_at == 1, "the first step")
        assert verdict(screen).startswith("It moved")
        await seen.press("g")
        await seen.until(lambda: "And that is all." in told(screen), "words alone")
        assert list(stray(on_screen(seen))) == []
        await seen.press("d")
        await seen.until(lambda: isinstance(seen.app.screen, PickerScreen), "the picker")
        await seen.press("end", "enter")
        assert (screen.demo, screen.last) == (None, 1)  # none any more, and its run stays
        screen.read_demo("own")
        await seen.until(lambda: screen.demo is not None and screen.begun, "its baseline again")

        await seen.press("z")
        await seen.until(lambda: screen.demo_at == 0 and screen.stage is Stage.RESTING, "the baseline")
        order(at, "hang")
        await seen.press("j")
        await seen.until(lambda: screen.phase.value == "watching" and screen.elapsed_s > 0.3, "a look that hangs")
        began_s = time.monotonic()
        await seen.press("escape")
        await seen.until(lambda: not screen.busy and screen.stage is Stage.RESTING, "the stop")
        assert time.monotonic() - began_s < 1
        assert not screen.playing
        assert verdict(screen).startswith("Stopped. What was sent stays sent")
        fed = screen.query_one("#feed", LinesView).text
        assert "accepted" in fed
        order(at, None)
        order(at, "error500")
        await seen.press("z")
        await seen.until(lambda: screen.trouble is not None and screen.stage is Stage.RESTING, "no baseline")
        assert "InternalFailure" in verdict(screen)
        assert not screen.playing
        order(at, None)

        screen.read_demo("own")
        await seen.until(lambda: screen.trouble is None and screen.begun, "its baseline")
        order(at, "error500")
        screen.read_demo("own")
        await seen.until(lambda: screen.trouble is not None, "no baseline")
        order(at, None)
        await seen.press("l", "j")  # while a list is asked for that is no baseline of the demo
        await seen.until(lambda: screen.demo_at == 3 and not screen.playing, "all of it, from its baseline on")

        screen.read_demo("vain")
        await seen.until(lambda: "nobody names 0 campaigns" in verdict(screen), "there is none of that name")
        screen.read_demo(str(file))
        await seen.until(lambda: screen.begun, "its baseline")
        sent = bench.history.count()
        await seen.press("j")
        await seen.until(lambda: screen.trouble is not None, "it cannot go on")
        assert "steps[1].items[1].category: lamps, and 0 of the 1 are known" in verdict(screen)
        assert (screen.playing, screen.demo_at, bench.history.count()) == (False, 0, sent)


async def test_a_guarded_tracker_is_asked_about_in_a_demo_too(bench: Workbench, at: Target) -> None:
    script(bench, SHORT)
    async with watch(PeventsApp(bench, replace(at, policy=Policy.PRODUCTION, label="shop")), (80, 24)) as seen:
        screen = await begin(seen, "own")
        await seen.press("h", "j")
        await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "the guard asks")
        assert not {each for each in ("demo-ana", TRACKING_ID, ACCOUNT) if each in words(seen)}
        await seen.press("escape")
        await seen.until(lambda: screen.stage is Stage.RESTING, "the end of it")
        await rest(seen, screen)
        assert verdict(screen) == "Nothing was sent."
        assert not screen.playing
        assert screen.demo_at == 0  # it is the next one still
        assert bench.history.count() == 0
