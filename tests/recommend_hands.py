"""The Recommend screen in pilot tests: opened, waited for, read, and a sandbox that fails what it recommends."""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import replace

from textual.widgets import Static

from pevents_tui.domain.plan import Target
from pevents_tui.ui.screens.recommend import RecommendScreen
from pevents_tui.ui.widgets.recommend.ranked_list import RankedList
from pevents_tui.ui.widgets.word_bar import WordBar
from watching import Seen


def order(at: Target, fault: str | None, service: str = "personalize-runtime") -> None:
    """Have the sandbox fail what it recommends, or another of its services; None for no longer."""
    body = json.dumps({"fault": fault, "service": service, "share": 1}).encode() if fault else None
    method = "POST" if fault else "DELETE"
    url, headers = f"{at.endpoint}/_sandbox/faults", {"Content-Type": "application/json"}
    asked = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - ours
    with urllib.request.urlopen(asked):  # noqa: S310 - ours
        pass


async def open_recommend(seen: Seen, *, begun: bool = True) -> RecommendScreen:
    await seen.press("alt+o")
    await seen.until(lambda: isinstance(seen.app.screen, RecommendScreen), "the screen")
    screen = seen.app.screen
    assert isinstance(screen, RecommendScreen)
    if begun:
        await seen.until(lambda: screen.run_shown is not None and not screen.busy, "the baseline")
    return screen


async def ask(seen: Seen, screen: RecommendScreen, name: str, **parts: str) -> None:
    """Put another question to what the sandbox calls so, and wait for the baseline."""
    await seen.until(lambda: not screen.searching, "all that can be asked")
    screen.question = replace(screen.question, **parts)
    screen.put_to(next(each for each in screen.offers.values() if each.name == name))
    await seen.until(lambda: not screen.busy, "its baseline")
    assert screen.trouble is None


async def rest(seen: Seen, screen: RecommendScreen) -> None:
    await seen.until(lambda: not screen.busy and not screen.pending, "the end of it")


async def heard(seen: Seen) -> None:
    """Wait until a second key of the same is no longer taken for one held down."""
    began_s = time.monotonic()
    await seen.until(lambda: time.monotonic() - began_s > 0.4, "a second key is heard")


def verdict(screen: RecommendScreen) -> str:
    return str(screen.query_one("#verdict", Static).content)


def after(screen: RecommendScreen) -> RankedList:
    return screen.query_one("#after", RankedList)


def line(screen: RecommendScreen, name: str) -> str:
    return screen.query_one(f"#{name}", WordBar).render().plain
