"""How the app begins: with which draft, with what loaded, and where it cannot run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import builders
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp, run
from pevents_tui.ui.screens.help import HelpScreen
from watching import MEDIUM, NARROW, TINY, WIDE, watch, without_ids

FIRST_PAINT = """
import asyncio, sys
from pathlib import Path
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp

class Probe(PeventsApp):
    def on_mount(self):
        self.call_after_refresh(lambda: print(sorted({"boto3", "botocore"} & set(sys.modules))))

async def main(folder):
    with Workbench(folder / "data", folder / "config") as bench:
        async with Probe(bench, bench.target()).run_test() as pilot:
            await pilot.pause()

asyncio.run(main(Path(sys.argv[1])))
"""


def test_boto3_is_not_loaded_before_the_first_paint(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines() == ["[]"]


def test_without_a_terminal_it_says_so_and_gives_252(bench: Workbench, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bench, bench.target()) == 252
    told = capsys.readouterr()
    assert told.out == ""
    assert "needs a terminal" in told.err


async def test_a_given_draft_comes_before_the_kept_one_and_that_before_the_sample(bench: Workbench) -> None:
    kept, given = builders.events_draft(userId="kept"), builders.actions_draft()
    async with watch(PeventsApp(bench, bench.target())) as seen:
        assert without_ids(seen.draft) == bench.samples["view-item"]
    bench.keep_draft(kept)
    async with watch(PeventsApp(bench, bench.target())) as seen:
        assert seen.draft == kept
        with Workbench(bench.paths.data, bench.paths.config) as beside:
            async with watch(PeventsApp(beside, beside.target())) as other:
                assert without_ids(other.draft) == without_ids(kept)
                assert other.draft.rows[0]["eventId"] != kept.rows[0]["eventId"]
    async with watch(PeventsApp(bench, bench.target(), given)) as seen:
        assert seen.draft == given
        assert seen.screen.query("#field-actionId")


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW, TINY])
async def test_it_begins_in_a_window_of_any_size(app: PeventsApp, size: tuple[int, int]) -> None:
    async with watch(app, size) as seen:
        assert seen.state == "ready"
        await seen.pilot.resize_terminal(*WIDE)
        await seen.type_into("itemId", "B1")
        assert seen.draft.rows[0]["itemId"] == "B1"


async def test_the_send_keys_send_nothing_from_behind_a_dialog(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("f1")
        assert isinstance(seen.app.screen, HelpScreen)
        await seen.press("f5", "ctrl+j")
        await seen.pilot.pause(0.15)
        assert not seen.screen.sending
        await seen.press("escape")
        assert app.workbench.history.newest_id() == 0
        assert without_ids(seen.draft) == app.workbench.samples["view-item"]


async def test_the_palette_holds_our_commands_and_none_of_the_toolkits_own(app: PeventsApp) -> None:
    async with watch(app) as seen:
        assert list(app.get_system_commands(seen.screen)) == []
