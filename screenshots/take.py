"""Takes the pictures of the README from the running app on the sandbox, with fixed clock, ids and size.

Usage: python screenshots/take.py [FOLDER]
"""

from __future__ import annotations

import asyncio
import itertools
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from pevents_tui.domain.draft import Draft
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen

CLOCK_S = 1_764_000_000.0
"""2025-11-24 16:00:00Z."""
Scene = Callable[[PeventsApp, Pilot[int]], Awaitable[None]]


async def compose(app: PeventsApp, pilot: Pilot[int]) -> None:
    """The first screen, with a few calls in the history."""
    screen = app.screen
    assert isinstance(screen, ComposeScreen)
    for name in ("purchase", "batch-of-ten"):
        plan = app.workbench.prepare(app.workbench.samples[name], screen.aim).plan
        assert plan is not None
        list(app.workbench.send(plan))
    screen.history_changed()


async def problems(app: PeventsApp, pilot: Pilot[int]) -> None:
    """A draft with something wrong of each kind."""
    screen = app.screen
    assert isinstance(screen, ComposeScreen)
    row = ("eventList", 0)
    draft = screen.draft.put(("userId",), "null").put((*row, "eventValue"), "4,5").put((*row, "itemId"), "B" * 258)
    screen.change(draft.put((*row, "properties"), {"device": "mobile", "timestamp": 1_714_564_800}))
    await pilot.press("f8")


SCENES: dict[str, Scene] = {"compose": compose, "problems": problems}
"""Every picture by its name."""


async def take(name: str, size: tuple[int, int] = (120, 36)) -> str:
    """One picture as SVG, the same at every run."""
    with tempfile.TemporaryDirectory() as folder:
        ids = (f"{number:08d}-0000-4000-8000-000000000000" for number in itertools.count(1))
        places = Path(folder)
        with Workbench(places / "data", places / "config", clock=lambda: CLOCK_S, new_id=ids.__next__) as bench:
            app = PeventsApp(bench, bench.target(), Draft("put-events", bench.samples["view-item"].body))
            async with app.run_test(size=size) as pilot:
                await pilot.pause(0.5)
                await SCENES[name](app, pilot)
                await pilot.pause(0.5)
                return re.sub(r"terminal-\d+-", "terminal-", app.export_screenshot())


def main(folder: Path) -> None:
    for name in SCENES:
        (folder / f"{name}.svg").write_text(asyncio.run(take(name)), encoding="utf-8")
        sys.stdout.write(f"{folder / name}.svg\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
