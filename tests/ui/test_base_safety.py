"""The fences between data and the terminal, one text at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from pevents_tui.domain.visible import UNSAFE
from pevents_tui.ui.safety import SafeText, plain
from terminal import HOSTILE

BLACK = Color(0, 0, 0)
texts = st.text(st.characters(exclude_categories=()), max_size=60)


def filtered(*segments: Segment) -> list[Segment]:
    return SafeText().apply(list(segments), BLACK)


@given(st.lists(texts))
def test_nothing_unsafe_passes_and_no_line_changes_its_width(line: list[str]) -> None:
    segments = [Segment(text) for text in line]
    after = filtered(*segments)
    assert not any(UNSAFE.search(text) for text, _, _ in after)
    assert sum(cell_len(text) for text, _, _ in after) == sum(cell_len(text) for text in line)


def test_what_is_safe_passes_untouched() -> None:
    segments = [Segment("View  B0742", Style(bold=True)), Segment("名 e\u0301 \U0001f9d1\u200d\U0001f680")]
    assert filtered(*segments) == segments


def test_control_codes_of_the_toolkit_are_no_part_of_a_line() -> None:
    assert filtered(Segment("a"), Control.clear().segment, Segment("b")) == [Segment("a"), Segment("b")]


def test_a_link_that_could_end_its_own_sequence_is_dropped() -> None:
    safe = Segment("docs", Style(link="https://docs.aws.amazon.com/personalize/"))
    (unsafe,) = filtered(Segment("docs", Style(link="https://x\x1b\\\x1b]0;owned\x07", bold=True)))
    assert filtered(safe) == [safe]
    assert unsafe.style is not None
    assert (unsafe.style.link, unsafe.style.bold) == (None, True)


def test_plain_text_holds_no_style_and_no_action() -> None:
    for text in HOSTILE:
        content = plain(text)
        assert content.spans == []
        assert UNSAFE.search(content.plain) is None
    assert plain("[b]a[/b]\nb", lines=True).plain == "[b]a[/b]\nb"
    assert plain("a\nb").plain == "a␊b"
