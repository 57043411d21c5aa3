"""The whole app in a terminal, full of hostile data: no byte of it is obeyed, whatever is shown, typed or pasted."""

from __future__ import annotations

import random
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

import builders
import hostile
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.outcome import Cause, Refused, Unknown
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.service import Workbench
from samples import CTRL_Q, F6
from terminal import HOSTILE, Terminal, strays

OPEN = """
import sys
from pathlib import Path
from pevents_tui.service import Workbench
from pevents_tui.ui.app import run

with Workbench(Path(sys.argv[1], "data"), Path(sys.argv[1], "config")) as bench:
    sys.exit(run(bench, bench.target()))
"""
UNFENCED = """
from pevents_tui.ui.safety import SafeText
SafeText.apply = lambda self, segments, background: segments
"""
"""What takes the last fence away, for the probe to catch."""

F5, CTRL_R, CTRL_F, ESCAPE = "\x1b[15~", "\x12", "\x06", "\x1b"
SENDABLE = tuple(text for text in HOSTILE if hostile.typeable(text))
"""Those that can leave the machine, and come back from the history."""


def ui(folder: Path, before: str = "", size: tuple[int, int] = (120, 36)) -> Terminal:
    """Give the terminal the app runs in once it is entered."""
    return Terminal([sys.executable, "-c", before + OPEN, str(folder)], size=size)


def fill(folder: Path, texts: Sequence[str]) -> None:
    """Keep a draft and a history that are full of texts."""
    with Workbench(folder / "data", folder / "config") as bench:
        for number, text in enumerate(texts):
            call = Call("put-events", draft_of(text).body)
            target = Target(text, Policy.PRODUCTION, tracking_id=text, profile=text, region=text, endpoint=text)
            record = bench.history.begin(call, target, run=text)
            outcome = Refused(text, text, 400, text) if number % 2 else Unknown(Cause.SERVER, text, 500, text)
            bench.history.settle(replace(record, outcome=outcome))
        bench.keep_draft(draft_of("".join(texts)))


def draft_of(text: str) -> Draft:
    """A draft with one text wherever a text may stand."""
    row = builders.event(eventType=text, itemId=text, eventId=text, impression=[text] * 3, properties={text: text})
    return builders.events_draft(row, userId=text, sessionId=text, trackingId=text)


def pasted(text: str) -> bytes:
    """What a terminal sends when a text is pasted."""
    return b"\x1b[200~" + text.encode("utf-8", "replace") + b"\x1b[201~"


def rest(terminal: Terminal, longest_s: float = 20.0, quiet_s: float = 0.2) -> None:
    """Read until the app has nothing more to draw for a while."""
    end_s, seen, since_s = monotonic() + longest_s, -1, monotonic()
    while monotonic() < end_s and monotonic() - since_s < quiet_s:
        if len(terminal.output) != seen:
            seen, since_s = len(terminal.output), monotonic()
        terminal._read(0.02)


def start(terminal: Terminal) -> None:
    """Wait for the first screen, with its history."""
    terminal.wait_for(b"find in the history")
    rest(terminal)


def end(terminal: Terminal, folder: Path) -> None:
    """Quit, and hold everything against what was promised."""
    terminal.feed(CTRL_Q)
    assert terminal.wait_exit() == 0
    assert terminal.restored
    assert strays(terminal.output) == []
    assert not (folder / "data" / "crashes").exists() or list((folder / "data" / "crashes").iterdir()) == []


OTHER_SIZES = [pytest.param(size, marks=pytest.mark.campaign) for size in ((80, 24), (60, 18))]


@pytest.mark.parametrize("size", [(120, 36), *OTHER_SIZES])
def test_a_kept_draft_and_a_history_of_hostile_texts_are_only_shown(tmp_path: Path, size: tuple[int, int]) -> None:
    fill(tmp_path, SENDABLE)
    with ui(tmp_path, size=size) as terminal:
        terminal.wait_for(b"ready")  # told once all panes are there
        rest(terminal)
        terminal.feed(CTRL_F)
        terminal.wait_for(b"find in the history")
        rest(terminal)
        terminal.feed("\r")
        for _ in SENDABLE:
            terminal.feed("\r")
            rest(terminal)
            terminal.feed("\x1b[B")
        for _ in range(3):
            terminal.feed(F6)
            rest(terminal)
        assert b"refused" in terminal.output or b"unknown" in terminal.output
        end(terminal, tmp_path)


def test_the_probe_catches_the_app_without_its_last_fence(tmp_path: Path) -> None:
    fill(tmp_path, ("\x9b2J", "\u202eowned"))
    with ui(tmp_path, UNFENCED) as terminal:
        terminal.wait_for(lambda output: len(strays(output)) > 1)


@pytest.mark.parametrize("rounds", [1, pytest.param(60, marks=pytest.mark.campaign)])
def test_hostile_texts_are_pasted_and_typed_all_over_the_form(tmp_path: Path, rounds: int) -> None:
    texts = [text for text in hostile.texts(len(hostile.ALL) * rounds, "terminal") if hostile.typeable(text)]
    texts = texts if rounds > 1 else texts[::4]
    with ui(tmp_path) as terminal:
        start(terminal)
        for number, text in enumerate(texts):
            terminal.feed(text[:200] if text.isprintable() and number % 2 else pasted(text))
            terminal.feed(f"<{number}>\t")
            rest(terminal, quiet_s=0.04)
        end(terminal, tmp_path)
    with Workbench(tmp_path / "data", tmp_path / "config") as bench:
        body = str(bench.kept_draft())
    assert sum(f"<{number}>" in body for number in range(len(texts))) > len(texts) / 3


def test_what_was_sent_and_came_back_is_only_shown(tmp_path: Path) -> None:
    text = "".join(SENDABLE)
    with Workbench(tmp_path / "data", tmp_path / "config") as bench:
        bench.keep_draft(draft_of(text).remove(("eventList", 0, "properties")).remove(("trackingId",)))
    with ui(tmp_path) as terminal:
        start(terminal)
        terminal.feed(F5)
        terminal.wait_for(b"accepted")
        seen = len(terminal.output)
        terminal.feed(CTRL_R)
        terminal.wait_for(b"accepted", since=seen)
        rest(terminal)
        end(terminal, tmp_path)
    with Workbench(tmp_path / "data", tmp_path / "config") as bench:
        records = [bench.history.get(line.id) for line in bench.history.page()]
    assert [record.call.body["userId"] for record in records if record is not None] == [text, text]


@pytest.mark.parametrize("seed", [7, pytest.param(range(8, 60), marks=pytest.mark.campaign)])
def test_random_keys_neither_break_it_nor_come_back(tmp_path: Path, seed: int | range) -> None:
    fill(tmp_path, SENDABLE)
    for each in (seed,) if isinstance(seed, int) else seed:
        keys = bytes(byte for byte in random.Random(each).randbytes(1500) if byte not in CTRL_Q.encode())
        with ui(tmp_path) as terminal:
            start(terminal)
            terminal.feed(keys)
            rest(terminal)
            assert terminal.process.poll() is None
            terminal.signal(signal.SIGTERM)
            assert terminal.wait_exit(60) == 128 + signal.SIGTERM
            assert terminal.restored
            assert strays(terminal.output) == []
