"""What a terminal sends for alt and a letter is that key, however fast the next one comes."""

from __future__ import annotations

import pytest
from textual._xterm_parser import XTermParser

import pevents_tui.ui.driver  # noqa: F401 - it has Textual know these keys


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1bd", ["alt+d"]),
        ("\x1bd\x1bd\x1bx", ["alt+d", "alt+d", "alt+x"]),
        ("\x1b[1;3A\x1bn", ["alt+up", "alt+n"]),
        ("\x1bOPd", ["f1", "d"]),
        ("\x1bb\x1bf", ["ctrl+left", "ctrl+right"]),
    ],
)
def test_alt_and_a_letter(sent: str, keys: list[str]) -> None:
    assert [getattr(event, "key", None) for event in XTermParser().feed(sent)] == keys
