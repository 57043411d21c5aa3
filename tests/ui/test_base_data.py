"""What reaches the terminal when widgets show hostile texts: none of their control characters, none of their acts."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import CTRL_Q, F8, sample
from terminal import HOSTILE, Terminal, strays

UNFILTERED = ("static", "label", "button", "input", "title", "area", "options", "table", "tree", "exit")
"""The views that hand their texts to Textual as they are; the list of calls makes them visible itself."""

SIZE = (120, 70)


def drawn(output: bytes) -> bool:
    return all(f":{n}>".encode() in output for n in range(len(HOSTILE)))


def shown(terminal: Terminal, view: str) -> bytes:
    """The output once every text was drawn."""
    with terminal:
        if view == "exit":
            terminal.wait_exit()
            return terminal.output
        terminal.wait_for(drawn)
        terminal.feed(CTRL_Q)
        terminal.wait_exit()
        return terminal.output


@pytest.mark.parametrize("view", [*UNFILTERED, "calls"])
def test_no_control_character_of_data_reaches_the_terminal(tmp_path: Path, view: str) -> None:
    size = (400, 70) if view == "calls" else SIZE  # each of a call's columns has room for a whole text
    output = shown(sample("hardened", tmp_path, view, size=size), view)
    assert drawn(output)
    assert strays(output) == []


def test_no_control_character_of_a_toast_reaches_the_terminal(tmp_path: Path) -> None:
    with sample("hardened", tmp_path, "notify", size=SIZE) as terminal:
        terminal.wait_for(b"more messages")
        assert strays(terminal.output) == []
        assert "<0:␛]0;owned␇:0>" in terminal.text


@pytest.mark.parametrize("view", UNFILTERED)
def test_the_probe_catches_an_app_of_textual_alone(tmp_path: Path, view: str) -> None:
    with sample("plain", tmp_path, view, size=SIZE) as terminal:
        terminal.wait_for(lambda output: len(strays(output)) > 10)


def test_no_style_of_a_text_runs_an_action(tmp_path: Path) -> None:
    with sample("hardened", tmp_path, "link", size=SIZE) as terminal:
        terminal.wait_for(b"PRESS")
        terminal.feed("\x1b[<0;2;1M\x1b[<0;2;1m" + F8)
        assert terminal.wait_exit() == 3


def test_the_click_would_run_it_in_an_app_of_textual_alone(tmp_path: Path) -> None:
    with sample("plain", tmp_path, "link", size=SIZE) as terminal:
        terminal.wait_for(b"PRESS")
        terminal.feed("\x1b[<0;2;1M\x1b[<0;2;1m")
        terminal.wait_exit()
