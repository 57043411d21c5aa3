"""What Recommend shows in windows of each size, and what F6 and the mouse do in them."""

from __future__ import annotations

from dataclasses import replace

from textual.pilot import Pilot
from textual.widget import Widget

from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.recommend import RecommendScreen
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.recommend.measures import Measures
from pevents_tui.ui.widgets.recommend.ranked_line import Line
from pevents_tui.ui.widgets.word_bar import WordBar
from recommend_hands import after, heard, line, open_recommend, rest, verdict
from unharmed import words
from watching import Seen, watch


def in_sight(screen: RecommendScreen, *names: str) -> list[str]:
    """Those of the widgets that have room on the screen."""
    found: list[Widget] = [screen.query_one(f"#{name}") for name in names]
    return [each.id or "" for each in found if each.display and each.size.height and each.size.width]


def chosen(screen: RecommendScreen) -> Line:
    """The row under the cursor."""
    found = after(screen).line
    assert found is not None
    return found


async def resize(seen: Seen, width: int, height: int) -> None:
    await seen.pilot.resize_terminal(width, height)
    await seen.pilot.pause()


async def test_each_size_shows_what_it_has_room_for(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), (100, 30)) as seen:
        screen = await open_recommend(seen)
        await seen.press("m", "v")
        await rest(seen, screen)
        parts = ("before", "after", "measures", "feed", "enlarge")
        assert in_sight(screen, *parts) == ["before", "after", "measures", "feed"]
        rows = words(seen).splitlines()
        assert any("kitchen" in each and "█" in each and each.rstrip().endswith("│") for each in rows)  # on one line
        assert len(after(screen).lines) == 10
        assert after(screen).size.height >= 10

        await resize(seen, 60, 18)
        assert in_sight(screen, *parts) == ["after", "measures"]
        assert after(screen).size.height >= 5
        assert "█" in screen.query_one(Measures).render().plain
        assert "F6 Below" in line(screen, "keys")
        await seen.press("f6")
        assert in_sight(screen, *parts) == ["after", "feed"]
        await seen.press("f6")
        assert in_sight(screen, *parts) == ["after"]
        assert after(screen).size.height >= 9
        await seen.press("f6")
        assert in_sight(screen, *parts) == ["after", "measures"]

        await resize(seen, 50, 12)
        assert in_sight(screen, *parts, "keys", "verdict") == ["enlarge"]
        sent = bench.history.count()
        await seen.press("v", "f5")  # no row is seen that this could be about
        assert (screen.busy, screen.pending, bench.history.count()) == (False, (), sent)
        await resize(seen, 120, 36)
        assert in_sight(screen, *parts) == ["before", "after", "measures", "feed"]
        run = screen.run_shown
        assert run is not None
        rows_named = tuple(replace(row, category="家電製品") for row in run.columns[-1].listing.rows)
        column = replace(run.columns[-1], listing=replace(run.columns[-1].listing, rows=rows_named))
        screen.run_shown = replace(run, columns=(*run.columns[:-1], column))  # two cells a letter
        await seen.pilot.pause()
        assert "家電製品" in after(screen).render_line(0).text
        await seen.press("down")
        assert chosen(screen).rank == 2
        await resize(seen, 50, 12)
        await seen.press("alt+o")
        assert isinstance(seen.app.screen, ComposeScreen)


async def click_word(pilot: Pilot[int], bar: WordBar, name: str) -> None:
    """Click a word of a line."""
    at = next(at for word, at in bar.placed() if word.name == name)
    await pilot.click(bar, offset=(at, 0))
    await pilot.pause()


async def test_the_mouse_does_what_keys_do(bench: Workbench, at: Target) -> None:
    async with watch(PeventsApp(bench, at), (120, 36)) as seen:
        screen, pilot = await open_recommend(seen), seen.pilot
        await pilot.click(after(screen), offset=(8, 3))  # the third row
        row = chosen(screen).row
        assert chosen(screen).rank == 3
        await click_word(pilot, screen.query_one("#keys", WordBar), "mark_row")
        assert screen.marked == {row.id}
        await click_word(pilot, screen.query_one("#keys", WordBar), "act_view")
        await rest(seen, screen)
        assert screen.run_shown is not None
        assert [act.ids for act in screen.run_shown.columns[1].acts] == [(row.id,)]
        await click_word(pilot, screen.query_one("#steps", WordBar), "step:0")
        assert verdict(screen).startswith("The baseline")
        await click_word(pilot, screen.query_one("#steps", WordBar), "step:1")
        assert "after View of " in verdict(screen)


async def test_staging_asks_in_a_line(bench: Workbench, at: Target) -> None:
    staging = Target("shop", Policy.STAGING, at.tracking_id, region=at.region, endpoint=at.endpoint, labelled=True)
    async with watch(PeventsApp(bench, staging), (100, 30)) as seen:
        screen = await open_recommend(seen, begun=False)
        await seen.until(lambda: not screen.searching, "what can be asked")
        screen.put_to(next(each for each in screen.offers.values() if each.name == "shop-for-you"))
        await rest(seen, screen)
        notice = screen.query_one(Notice)
        for answer, sent in (("n", 0), ("y", 1)):
            await seen.press("v")
            await seen.until(lambda: notice.has_class("-asking"), "the question")
            assert "to STAGING shop" in str(notice.content)
            await seen.press("y")  # too fast to have been read
            assert notice.has_class("-asking")
            await heard(seen)
            await seen.press(answer)
            await rest(seen, screen)
            assert bench.history.count() == sent
