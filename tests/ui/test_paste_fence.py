"""The fence around pastes, and the whole app behind it: what is pasted does nothing that a key does."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from pevents_tui.service import Workbench
from pevents_tui.ui.paste_fence import PasteFence
from terminal import Terminal

OPEN = """
import sys
from pathlib import Path
from pevents_tui.service import Workbench
from pevents_tui.ui.app import run

with Workbench(Path(sys.argv[1], "data"), Path(sys.argv[1], "config")) as bench:
    sys.exit(run(bench, bench.target()))
"""
START, END = "\x1b[200~", "\x1b[201~"
TYPED = ("\x1b", "a", "\x1b[A", "\x1b[20", "\x1b[15~", "\x1b[200", "\x1b\x1b", "\x11", "[200~")
PASTED = ("\x1b", "\x1b\x11", "\x1b[15~", "\x1b[20", "\x1b[201", "\x1b[200~", "text", "\x1b\x1b[", "\x11")


def test_escapes_are_pictures_within_a_paste_wherever_the_data_is_parted() -> None:
    dice = random.Random(5)
    for _ in range(300):
        sent, wanted = "", ""
        for _ in range(dice.randint(1, 5)):
            typed, pasted = dice.choice(TYPED) + "x", "".join(dice.choices(PASTED, k=dice.randint(0, 4)))
            sent += typed + START + pasted + END
            wanted += typed + START + pasted.replace("\x1b", "\u241b") + END
        fence, got = PasteFence(), ""
        rest = sent
        while rest:
            size = dice.randint(1, 9)
            got, rest = got + fence.through(rest[:size]), rest[size:]
        assert got == wanted


def test_a_paste_that_says_it_ends_goes_on_where_it_came_in_one_piece() -> None:
    fence, end = PasteFence(), END.replace("\x1b", "\u241b")
    assert fence.through(f"{START}a{END}\x11{END}b{START}c{END}") == f"{START}a{end}\x11{END}b{START}c{END}"
    assert fence.through(f"{START}a{START}b{END}\x11") == f"{START}a\u241b[200~b{END}\x11"


def test_a_key_waits_for_nothing() -> None:
    fence = PasteFence()
    assert [fence.through(char) for char in "\x1b[20"] == [*"\x1b[20"]


def test_what_is_pasted_neither_sends_nor_quits(tmp_path: Path) -> None:
    paste = f"B1\x1b\x11\x1b[15~\x1b{END}\x11{'y' * 40}\x11\x1b"
    with Terminal([sys.executable, "-c", OPEN, str(tmp_path)], size=(120, 36)) as terminal:
        terminal.wait_for(b"ready")
        terminal.feed(START + paste + END + "Z")
        terminal.wait_for(b"yyyy")
        terminal.feed("\x11")
        assert terminal.wait_exit() == 0
    with Workbench(tmp_path / "data", tmp_path / "config") as bench:
        kept = bench.kept_draft()
        assert kept is not None
        assert str(kept.body["userId"]).endswith(paste.replace("\x1b", "\u241b") + "Z")
        assert bench.history.newest_id() == 0
