"""The request in another program's hands, and an app that is killed: through a real terminal."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from pevents_tui.service import Kept, Workbench
from samples import F2, F4
from terminal import Terminal, strays

OPEN = """
import sys
from pathlib import Path
from pevents_tui.service import Workbench
from pevents_tui.ui.app import run

with Workbench(Path(sys.argv[1], "data"), Path(sys.argv[1], "config")) as bench:
    sys.exit(run(bench, bench.target()))
"""
EDITOR = """
import sys
from pathlib import Path
path, turn = Path(sys.argv[-1]), Path(sys.argv[1])
turns = turn.read_text() if turn.exists() else ""
turn.write_text(turns + ".")
print(f"editing {path.name} {len(turns)}", flush=True)
answer = sys.stdin.readline()
text = path.read_text()
path.write_text(text.replace("B0742", "B0999") if answer == "mend\\n" else text + answer)
sys.exit(answer == "no\\n")
"""


def test_a_draft_goes_through_the_editor_and_survives_two_kills(tmp_path: Path) -> None:
    (tmp_path / "ed.py").write_text(EDITOR)
    command = f"{sys.executable} {tmp_path / 'ed.py'} {tmp_path / 'turns'}"
    env = {"VISUAL": command, "TMPDIR": str(tmp_path)}
    with Terminal([sys.executable, "-c", OPEN, str(tmp_path)], size=(120, 36), env=env) as terminal:
        terminal.wait_for(b"ready")
        for turn, (answer, told) in enumerate(
            [("mend", b"B0999"), ("no", b"ended with 1"), ("] [/x]", b"unfinished JSON")]
        ):
            seen = len(terminal.output)
            terminal.feed(F4)
            terminal.wait_for(b"editing draft.json %d" % turn, since=seen)
            assert terminal.restored
            terminal.feed(answer + "\n")
            terminal.wait_for(told, since=seen)
            terminal.wait_until(lambda: terminal.raw)
        assert list(tmp_path.glob("pevents-tui-*")) == []
        terminal.wait_until(lambda: _kept(tmp_path).text is not None)
        terminal.signal(signal.SIGKILL)
        terminal.wait_exit()
    kept = _kept(tmp_path)
    assert kept.draft is not None
    assert kept.draft.rows[0]["itemId"] == "B0999"
    assert str(kept.text).endswith("] [/x]\n")
    with Terminal([sys.executable, "-c", OPEN, str(tmp_path)], size=(120, 36), env=env) as terminal:
        terminal.wait_for(b"[/x]")
        terminal.wait_for(b"expected nothing more")
        terminal.feed(F2)
        terminal.wait_for(b"Event type")
        terminal.feed(F4)
        terminal.wait_for(b"editing draft.json 3")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert terminal.restored
        assert strays(terminal.output) == []
    assert list(tmp_path.glob("pevents-tui-*")) == []
    assert _kept(tmp_path).text == kept.text


def _kept(folder: Path) -> Kept:
    with Workbench(folder / "data", folder / "config") as bench:
        return bench.kept()
