"""Takes the pictures of the README and the guide from the running app on the sandbox, with fixed clock, ids and size.

Usage: python screenshots/take.py [FOLDER]
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.exchange import Timing
from pevents_tui.domain.outcome import Accepted, Refused
from pevents_tui.sandbox import Sandbox
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.recommend import RecommendScreen
from pevents_tui.ui.widgets.call_list import CallList
from pevents_tui.ui.widgets.time_field import TimeField

CLOCK_S = 1_764_000_000.0
"""2025-11-24 16:00:00Z."""
WIDE, MEDIUM, SHOWN = (120, 36), (80, 24), (100, 30)
MADE_WITH = "made-with.txt"
"""The file that says which versions drew the pictures beside it."""
_REST_S, _LONGEST_S = 0.15, 20.0
_TIME_TOLD = "Timestamp · 2025-11-24 16:00:00Z"
"""What stands above the time of an interaction once its field was drawn at its own width."""
_TIMING = Timing(sign_s=0.0012, connect_s=0.0004, wait_s=0.0067, read_s=0.0004)
_REQUEST_ID = "7c2d9d1e-0000-4000-8000-00000000beef"
_EFFECT_S = 1.6
_SECONDS = re.compile(r"\d+\.\d s")
_KEPT = 6
"""How many samples there are."""
_IDS = re.compile(r"terminal-\d+-")
Act = Callable[["Stage"], Awaitable[None]]


class Stage:
    """The running app before the camera.

    Args:
        app: The app.
        pilot: Presses its keys.
    """

    def __init__(self, app: PeventsApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ComposeScreen:
        """The Compose screen, also behind a dialog."""
        return next(each for each in self.app.screen_stack if isinstance(each, ComposeScreen))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds."""
        end_s = time.monotonic() + _LONGEST_S
        while not condition():
            if time.monotonic() > end_s:
                raise TimeoutError("the scene did not come about")
            await self.pilot.pause(0.02)

    async def press(self, *keys: str) -> None:
        """Press keys, and let the app follow."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def send(self) -> None:
        """Send the draft, and wait for the outcome."""
        await self.press("f5")
        await self.until(lambda: self.screen.shown is not None and not self.screen.sending)
        self.steady()

    def steady(self) -> None:
        """Show the call that is shown with a request id and times that are the same at every run."""
        record = self.screen.shown
        assert record is not None
        assert record.exchange is not None
        assert isinstance(record.outcome, Accepted | Refused)
        exchange = replace(record.exchange, timing=_TIMING)
        outcome = replace(record.outcome, request_id=_REQUEST_ID)
        self.screen.show_records([replace(record, outcome=outcome, latency_s=0.0071, exchange=exchange)])

    async def keep(self, *names: str) -> None:
        """Send samples, so that the history holds them, and wait until it shows them."""
        for name in names:
            plan = self.app.workbench.prepare(self.app.workbench.samples[name], self.screen.aim).plan
            assert plan is not None
            list(self.app.workbench.send(plan))
        self.screen.history_changed()
        await self.listed(len(names))

    async def listed(self, calls: int) -> None:
        """Wait until the history shows so many calls, and go to the newest of them."""
        shown = self.screen.query_one(CallList)
        await self.until(lambda: shown.total == calls)
        shown.action_go_to("newest")


async def compose(stage: Stage) -> None:
    """The first screen, with a few calls in the history."""
    await stage.keep("purchase", "batch-of-ten")


async def actions(stage: Stage) -> None:
    """An action interaction."""
    await stage.keep("take-action")
    stage.screen.load(stage.app.workbench.samples["take-action"])
    await stage.until(lambda: any(each.told == _TIME_TOLD for each in stage.screen.query(TimeField)))


async def problems(stage: Stage) -> None:
    """A draft with something wrong of each kind."""
    row = ("eventList", 0)
    draft = stage.screen.draft.put(("userId",), "null").put((*row, "eventValue"), "4,5")
    draft = draft.put((*row, "itemId"), "B" * 258)
    stage.screen.change(draft.put((*row, "properties"), {"device": "mobile", "timestamp": 1_714_564_800}))
    await stage.press("f8")


async def result(stage: Stage) -> None:
    """A call that the service refused, and what to do about it."""
    await stage.keep("purchase")
    stage.screen.change(stage.screen.draft.put(("trackingId",), "9b1c3f4e-0000-4000-8000-00000000beef"))
    await stage.send()
    await stage.listed(2)


async def history(stage: Stage) -> None:
    """The history, looked through for one word."""
    await stage.keep(*stage.app.workbench.samples)
    await stage.press("ctrl+f", *"view")
    await stage.until(lambda: 0 < stage.screen.query_one(CallList).total < _KEPT)
    stage.screen.query_one(CallList).focus()
    await stage.press("home", "enter")
    await stage.until(lambda: stage.screen.shown)
    stage.steady()


async def completion(stage: Stage) -> None:
    """Values that are offered while an item is typed."""
    await stage.keep("view-item", "purchase")
    await stage.until(lambda: len(stage.screen.catalogue))
    stage.screen.query_one("#field-itemId", Input).focus()
    await stage.press("end", "ctrl+u", *"B0", "ctrl+@", "down")


async def json(stage: Stage) -> None:
    """The whole request as text."""
    await stage.press("f2")


async def recommend(stage: Stage) -> None:
    """A demo after its last step: the list before and after, and a control user whose list stayed."""
    screen = stage.screen
    screen.open_recommend("another-category")
    shown = screen.app.screen
    assert isinstance(shown, RecommendScreen)
    await stage.until(lambda: shown.begun)
    assert shown.demo is not None
    shown.demo = replace(shown.demo, steps=tuple(replace(step, pause_s=0.0) for step in shown.demo.steps))
    await stage.press("j")
    await stage.until(lambda: shown.since_baseline and not shown.busy)
    assert shown.run_shown is not None
    columns = [replace(each, since_s=each.since_s and _EFFECT_S, polls=3) for each in shown.run_shown.columns]
    shown.run_shown = replace(shown.run_shown, columns=tuple(columns))
    fed = [each for each in shown.feed if each.word != "waiting"]
    shown.feed = [replace(each, text=_SECONDS.sub(f"{_EFFECT_S} s", each.text)) for each in fed]
    shown.show_feed()


async def presenting(stage: Stage) -> None:
    """The same before an audience."""
    await recommend(stage)
    await stage.press("h")


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture.

    Attributes:
        act: What happens before it is taken.
        theme: The theme it is taken in.
        size: Columns and rows.
        reacts_at_once: The sandbox hears of events without the time it takes by itself.
    """

    act: Act
    theme: str = "pevents-dark"
    size: tuple[int, int] = WIDE
    reacts_at_once: bool = False


SCENES: dict[str, Scene] = {
    "compose": Scene(compose),
    "actions": Scene(actions),
    "problems": Scene(problems),
    "result": Scene(result),
    "history": Scene(history),
    "completion": Scene(completion),
    "json": Scene(json),
    "recommend": Scene(recommend, size=SHOWN, reacts_at_once=True),
    "presenting": Scene(presenting, size=SHOWN, reacts_at_once=True),
    "light": Scene(compose, "pevents-light"),
    "high-contrast": Scene(problems, "pevents-high-contrast"),
    "small": Scene(compose, size=MEDIUM),
}
"""Every picture by its name."""


async def take(name: str, wanted: str = "", rest_s: float = _REST_S) -> str:
    """One picture as SVG, the same at every run.

    Args:
        name: A name in `SCENES`.
        wanted: The picture that is looked for: it is taken at once when it is there.
        rest_s: How long nothing has moved when another is taken.
    """
    scene = SCENES[name]
    async with _stage(scene) as stage:
        await stage.until(lambda: stage.screen.report and stage.screen.query(CallList))
        await stage.until(lambda: len(stage.screen.catalogue))
        await scene.act(stage)
        return await _rested(stage, wanted, rest_s)


def made_with() -> str:
    """The versions that draw: pictures of other ones may differ in each byte."""
    return "".join(f"{name} {version(name)}\n" for name in ("textual", "rich"))


@asynccontextmanager
async def _stage(scene: Scene) -> AsyncIterator[Stage]:
    os.environ["TZ"] = "UTC"
    time.tzset()
    ids = (f"{number:08d}-0000-4000-8000-000000000000" for number in itertools.count(1))
    with tempfile.TemporaryDirectory() as folder:
        places = Path(folder)
        (places / "config").mkdir()
        (places / "config" / "settings.yaml").write_text(f"theme: {scene.theme}\n", encoding="utf-8")
        environ = {**os.environ, "PEVENTS_TEMPLATES": str(places / "none")}  # whatever lies above where this runs
        bench = Workbench(
            places / "data", places / "config", environ=environ, clock=lambda: CLOCK_S, new_id=ids.__next__
        )
        with bench, Sandbox(reacts_after_s=0.0) as quick:
            target = replace(bench.target(), endpoint=quick.url) if scene.reacts_at_once else bench.target()
            app = PeventsApp(bench, target, Draft("put-events", bench.samples["view-item"].body))
            app.animation_level = "none"
            async with app.run_test(size=scene.size) as pilot:
                yield Stage(app, pilot)


async def _rested(stage: Stage, wanted: str, rest_s: float) -> str:
    """The picture once it is the wanted one, or nothing moves any more."""
    before, since_s = "", time.monotonic()
    while (not wanted or before != wanted) and time.monotonic() - since_s < rest_s:
        for line in stage.app.screen.query(Input):
            line.cursor_blink = False
        await stage.pilot.pause(0.05)
        picture = _IDS.sub("terminal-", stage.app.export_screenshot())
        if picture != before:
            before, since_s = picture, time.monotonic()
    return before


def main(folder: Path) -> None:
    """Take every picture.

    Args:
        folder: Where they go.
    """
    (folder / MADE_WITH).write_text(made_with(), encoding="utf-8")
    for name in SCENES:
        (folder / f"{name}.svg").write_text(asyncio.run(take(name)), encoding="utf-8")
        sys.stdout.write(f"{folder / name}.svg\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
