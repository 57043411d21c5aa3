"""The list of a million calls beside a DataTable of a thousand: a page down, and a start until the list is there.

Usage: python benchmarks/history_list.py [--rows 1000000] [--rounds 30]

The file is the one that history_million.py builds. Both sides run headless in Textual, in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from history_million import DATA
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static

from pevents_tui.service.history import History
from pevents_tui.ui.widgets.call_list import CallList
from pevents_tui.ui.widgets.call_pages import LineLike

SIZE = (120, 36)
COLUMNS = ("time", "outcome", "type", "item", "user", "target")


class Bare(App[None]):
    """A Textual app with nothing much in it."""

    def compose(self) -> ComposeResult:
        """What it shows."""
        yield Static("bare")


class Calls(App[None]):
    """The list of calls.

    Args:
        history: Where they are.
    """

    def __init__(self, history: History) -> None:
        super().__init__()
        self.history = history

    def compose(self) -> ComposeResult:
        """What it shows."""
        yield CallList(self, empty="none")

    def count(self) -> int:
        """How many calls there are."""
        return self.history.count()

    def page(self, before: int | None, limit: int) -> Sequence[LineLike]:
        """The newest lines below a number."""
        return self.history.page(before=before, limit=limit)


class Table(App[None]):
    """A table of the newest thousand.

    Args:
        history: Where they are.
    """

    def __init__(self, history: History) -> None:
        super().__init__()
        self.history = history

    def compose(self) -> ComposeResult:
        """What it shows."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        for line in self.history.page(limit=1_000):
            cells = (
                f"{line.at_s:.0f}",
                line.word,
                str(line.event_types),
                str(line.items),
                line.user,
                line.target_label,
            )
            table.add_row(*cells)


async def pages_ms(app: App[None], rounds: int) -> list[float]:
    """The processor times of going a page down, each until it is drawn, in milliseconds."""
    times = []
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab")
        for _ in range(rounds):
            began_s = time.process_time()  # the pilot waits beside it
            await pilot.press("pagedown")
            times.append((time.process_time() - began_s) * 1000)
    return times


async def shown(app: App[None]) -> None:
    """Run an app until its first screen is drawn."""
    async with app.run_test(size=SIZE):
        pass


def start_ms(what: str, path: Path) -> float:
    """The time of a fresh process until its first screen is drawn, in milliseconds."""
    began_s = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--start", what, "--file", str(path)], check=True)
    return (time.perf_counter() - began_s) * 1000


def compare(path: Path, rounds: int) -> None:
    """Print the figures of both sides."""
    with closing(History(path)) as history:
        for name, app in (("list of all", Calls(history)), ("DataTable of 1,000", Table(history))):
            times = asyncio.run(pages_ms(app, rounds))
            p99 = statistics.quantiles(times, n=100)[-1]
            print(f"page down, {name:24}p50 {statistics.median(times):7.2f} ms   p99 {p99:7.2f} ms")
    starts = {what: [start_ms(what, path) for _ in range(7)] for what in ("bare", "calls", "table")}
    bare_ms = statistics.median(starts["bare"])
    for what, times in starts.items():
        print(f"start, {what:28}{statistics.median(times):7.0f} ms   {statistics.median(times) / bare_ms:.2f} x bare")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="calls in the history")
    parser.add_argument("--rounds", type=int, default=30, help="pages down")
    parser.add_argument("--start", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.start == "bare":
        asyncio.run(shown(Bare()))
    elif options.start:
        with closing(History(options.file)) as history:
            asyncio.run(shown(Calls(history) if options.start == "calls" else Table(history)))
    else:
        compare(DATA / f"history-{options.rows}.sqlite3", options.rounds)


if __name__ == "__main__":
    main()
