"""A command line without a verb opens the terminal app, on what the words name."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.shell import PROGRAM, Shell, call_body, write_json
from terminal import Terminal

CTRL_Q = "\x11"


@pytest.mark.parametrize("words", [("purchase",), ("FILE",), ("--tracking-id", "t-opening")])
def test_the_app_opens_what_is_named_and_its_exit_code_is_passed_on(
    shell: Shell, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = write_json(tmp_path / "call.json", call_body(eventType="Opened"))
    shown = {"purchase": b"Purchase", "FILE": b"Opened"}.get(words[0], b"t-opening")
    named = [file if word == "FILE" else word for word in words]
    with Terminal([*PROGRAM, *named, *shell.places], size=(140, 40)) as terminal:
        terminal.wait_for(shown)
        terminal.wait_for(b"ready")
        terminal.feed(CTRL_Q)
        assert terminal.wait_exit() == 0
        assert terminal.restored


@pytest.mark.parametrize(
    ("draft", "says"), [("nowhere.json", b"there is no file 'nowhere.json'"), ("BAD", b"not JSON")]
)
def test_what_cannot_be_opened_is_said_before_the_screen_is_taken(
    shell: Shell, tmp_path: Path, draft: str, says: bytes
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    with Terminal([*PROGRAM, str(bad) if draft == "BAD" else draft, *shell.places]) as terminal:
        assert terminal.wait_exit() == 252
        assert says in terminal.output
        assert b"\x1b[" not in terminal.output
