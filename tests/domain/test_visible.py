"""visible: nothing a terminal would obey is left, nothing else is touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pevents_tui.domain.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ä 漢 🎬", "plain ä 漢 🎬"),
        ("\x1b[31mred\x1b]52;c;x\x07", "␛[31mred␛]52;c;x␇"),
        ("a\x00b\x7fc\x9bd", "a␀b␡c\\x9bd"),
        ("user\u202etxt", "user\\u202etxt"),
        ("half \ud800", "half \N{REPLACEMENT CHARACTER}"),
        ("two\nlines", "two␊lines"),
    ],
)
def test_controls_become_symbols(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_line_feeds_stay_where_lines_are_shown() -> None:
    assert visible("a\r\nb\x1b\nc", lines=True) == "a\nb␛\nc"


@given(st.text(st.characters()))
def test_no_control_is_left_in_any_text(text: str) -> None:
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in visible(text))
    assert visible(visible(text)) == visible(text)
