"""Whether hostile texts did anything: to the app, to the screen, or by way of an action."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

import hostile
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.compose import ComposeScreen
from watching import Seen

_SCROLLBAR = {"@mouse.down", "@mouse.up"}
"""What Textual writes into the style of its own scroll bars."""


def note_actions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The actions that are run from now on, whoever asks for them."""
    actions: list[str] = []
    run_action = PeventsApp.run_action

    async def note(app: PeventsApp, action: Any, *args: Any, **named: Any) -> bool:
        actions.append(str(action))
        return await run_action(app, action, *args, **named)

    monkeypatch.setattr(PeventsApp, "run_action", note)
    return actions


def stray(strips: Iterable[Strip]) -> Iterator[str]:
    """What is more than text in lines as they go to the terminal: control characters, links, actions of a click."""
    for text, style, control in (segment for strip in strips for segment in strip):
        if control:
            yield repr(control)
        if not text.isprintable() and (found := hostile.CONTROL.search(text)):
            yield ascii(found[0])
        if style is not None and (style.link or any(name[0] == "@" and name not in _SCROLLBAR for name in style.meta)):
            yield f"{text!a} does {style.link or style.meta}"


def drawn(widget: Widget) -> list[Strip]:
    """A widget's lines, seen or not."""
    return widget.render_lines(Region(0, 0, *widget.outer_size))


def on_screen(seen: Seen) -> list[Strip]:
    """The lines of the whole screen."""
    return seen.app.screen._compositor.render_strips()


def words(seen: Seen) -> str:
    """The text of the whole screen."""
    return "\n".join(strip.text for strip in on_screen(seen))


def assert_unharmed(seen: Seen, ran: list[str], after: object, screen: type = ComposeScreen) -> None:
    """No error, no other screen, no action, no call, and only text on the screen."""
    told = f"after {after!a}"[:500]
    assert seen.app.last_words is None, told
    assert seen.app.crash_file is None, told
    assert type(seen.app.screen) is screen, told
    assert not seen.screen.sending, told
    assert ran == [], told
    assert list(stray(on_screen(seen))) == [], told


async def until(seen: Seen, holds: Callable[[], object], what: str) -> None:
    """Wait, at first without giving time away: a message needs a few turns of the loop."""
    for _ in range(200):
        if holds():
            return
        await asyncio.sleep(0)
    await seen.until(holds, what)
