"""Recommend under a hasty hand: an Escape too many, a question left open, Caps Lock."""

from __future__ import annotations

from pevents_tui.domain.plan import Target
from pevents_tui.service import Workbench
from pevents_tui.service.runs import Runs
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.recommend_starting import Stage
from pevents_tui.ui.widgets.notice import Notice
from recommend_hands import open_recommend, order, rest, verdict
from unharmed import words
from watching import watch


async def test_a_hasty_hand_leaves_neither_the_screen_nor_presenter_mode(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), (60, 18)) as seen:
        screen = await open_recommend(seen)
        await seen.press("escape", "escape", "f5")  # there F5 sends, and the letters after it are typed into a field
        await rest(seen, screen)
        assert seen.app.screen is screen
        assert bench.history.count() == 0
        assert "Alt+O goes back to" in words(seen)

        notice = screen.query_one(Notice)
        await seen.press("h", "escape")
        assert not notice.has_class("-asking")
        for slip in ("b", "f7", "down"):
            await seen.press("alt+o")
            assert notice.has_class("-asking")
            await seen.press(slip)
            assert not notice.has_class("-asking"), slip
            notice._asked_s = 0.0
            await seen.press("y")  # Why, of nothing
            assert seen.app.screen is screen
            assert screen.presenting
        await seen.press("alt+o")
        screen.action_command("turn_below")  # as a click on its word does
        assert not notice.has_class("-asking")

        await seen.press("H", "V")  # Caps Lock is on
        await rest(seen, screen)
        assert not screen.presenting
        assert "after View of " in verdict(screen)
        await seen.press("H", "alt+o")
        notice._asked_s = 0.0
        await seen.press("Y")
        await seen.until(lambda: isinstance(seen.app.screen, ComposeScreen), "Compose")
    (kept,) = Runs(bench.paths.runs).list()  # nobody saved it, and to quit asks nothing
    assert kept.name == "left at quit"
    assert [act.event_type for column in Runs(bench.paths.runs).open(kept.name).columns for act in column.acts] == [
        "View"
    ]


DEMO = """
name: {name}
ask: shop-for-you
user: demo-ana
count: 5
wait: 2s
pause: 0
steps:
  - {{act: View, items: [{{rank: {rank}}}]}}
"""


async def test_only_a_step_that_cannot_be_done_is_left_out(bench: Workbench, at: Target) -> None:
    bench.paths.demos.mkdir(parents=True)
    for name, rank in (("vain", 99), ("sound", 1)):
        (bench.paths.demos / f"{name}.yaml").write_text(DEMO.format(name=name, rank=rank), encoding="utf-8")
    async with watch(PeventsApp(bench, at), (80, 24)) as seen:
        screen = await open_recommend(seen, begun=False)

        async def go_on(name: str) -> str:
            screen.read_demo(name)
            await seen.until(lambda: screen.demo is not None and screen.demo.title == name and screen.begun, name)
            await seen.press("g")
            await seen.until(lambda: screen.stage is Stage.RESTING and not screen.busy, "the end of its step")
            return verdict(screen)

        assert "G leaves this step out" in await go_on("vain")
        order(at, "throttle", "personalize-events")
        assert "G leaves" not in await go_on("sound")  # another time it may be accepted
        order(at, None)
        await seen.press("g")
        await seen.until(lambda: screen.stage is Stage.RESTING and screen.demo_at == 1 and not screen.busy, "its step")
        assert "after View of " in verdict(screen)
