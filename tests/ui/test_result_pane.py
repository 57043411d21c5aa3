"""The result: each call of a send, what is known of it, and that it stays until something takes its place."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.selection import SELECT_ALL
from textual.widgets import OptionList

import builders
import ledger
from pevents_tui.domain.outcome import Accepted, Record, Refused
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.panes import RequestPane, ResultPane
from pevents_tui.ui.widgets.panes.lines import LinesView
from pevents_tui.ui.widgets.panes.wrap import cuts
from pevents_tui.ui.widgets.word_bar import WordBar
from watching import Seen, watch


def _tab(seen: Seen) -> str:
    """What the line of tabs says."""
    return seen.screen.query_one("#tabs", WordBar).render().plain


def _shown(seen: Seen) -> Record:
    """The call that is shown."""
    assert seen.screen.shown is not None
    return seen.screen.shown


async def _refused_among_three(seen: Seen) -> None:
    """Send 21 events in three calls, of which the first is refused."""
    rows = [{"eventType": "View", "itemId": f"B{at}"} for at in range(21)]
    seen.screen.load(seen.draft.put(("eventList",), rows))
    ledger.arm(seen.app.workbench._sandbox.url(), "access-denied", calls=1)
    await seen.send()


async def test_each_call_of_a_send_can_be_stepped_to_by_key_and_by_mouse(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await _refused_among_three(seen)
        calls = seen.screen.query_one("#calls", OptionList)
        assert [str(each.prompt).split()[1] for each in calls.options] == ["refused", "accepted", "accepted"]
        assert isinstance(_shown(seen).outcome, Refused)
        assert "AccessDeniedException" in seen.result
        await seen.press("alt+f")
        record = seen.screen.shown
        assert record is not None
        assert isinstance(record.outcome, Accepted)
        assert record.outcome.request_id in seen.result
        assert "accepted" in _tab(seen)
        await seen.pilot.click("#calls", offset=(8, 2))
        await seen.until(lambda: seen.screen.shown is not record, "the third call")
        assert len(_shown(seen).call.rows) == 1
        await seen.press("alt+b", "alt+b", "alt+b")
        assert "AccessDeniedException" in seen.result
        assert calls.highlighted == 0
        await seen.send("ctrl+r")
        assert not calls.display
        assert len(_shown(seen).call.rows) == 10


async def test_a_failure_stays_until_it_is_dismissed(app: PeventsApp) -> None:
    async with watch(app) as seen:
        ledger.arm(app.workbench._sandbox.url(), "throttle", calls=1)
        await seen.send()
        told = seen.result
        await seen.press("x", "f8", "ctrl+z", "tab", "escape", "alt+n", "alt+left", "alt+f")
        assert seen.result == told
        assert "Result · refused" in _tab(seen)
        await seen.press("alt+c")
        assert "Nothing sent yet" in seen.result
        assert "refused" not in _tab(seen)
        assert seen.screen.shown is None
        await seen.send("ctrl+r")
        assert "accepted" in seen.result
        before = seen.draft
        bar = seen.screen.query_one("#result-words", WordBar)
        app.clear_notifications()  # one of them lies over the words
        await seen.until(lambda: bar.region and not app.screen.query("Toast"), "the words in sight")
        for word in ("As new", "Dismiss"):
            await seen.pilot.click("#result-words", offset=(bar.render().plain.index(word), 0))
            await seen.pilot.pause()
        await seen.until(lambda: "Nothing sent yet" in seen.result, "the dismissal")
        assert not bar.display
        assert seen.draft != before


async def test_time_heads_and_bytes_are_told_and_no_secret(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.send()
        record = seen.screen.shown
        assert record is not None
        assert record.exchange is not None
        for told in (
            record.exchange.timing.sentence,
            f"POST /events  {record.call.size_bytes} bytes",
            record.call.wire.decode(),
            "Credential=•••/",
            "Signature=•••",
            "x-amzn-RequestId",
            "gave a receipt",
        ):
            assert told in seen.result
        assert "delivered" not in seen.result


async def test_a_key_lays_nothing_out_and_its_check_follows(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("a")
        await seen.until(lambda: "qa-anaa" in seen.request, "the preview")
        layouts: list[Any] = []
        seen.screen.screen_layout_refresh_signal.subscribe(seen.app, layouts.append)
        for letter in "bcdef":
            await seen.press(letter)
        await seen.until(lambda: "qa-anaabcdef" in seen.request, "the preview")
        assert seen.screen.filled is not None
        assert seen.screen.filled.body["userId"] == "qa-anaabcdef"
        assert layouts == []


async def test_long_lines_wrap_whole_and_can_be_selected(app: PeventsApp) -> None:
    async with watch(app) as seen:
        text = "".join(chr(0x4E00 + at) for at in range(120))
        seen.screen.change(builders.events_draft(builders.event(itemId=text)))
        pane = seen.screen.query_one(RequestPane)
        await seen.until(lambda: text in pane.text, "the preview")
        await seen.until(lambda: pane.virtual_size.height > pane.text.count("\n") + 1, "the wrapped line")
        pane.scroll_to(y=0, animate=False)
        shown = "".join(pane.render_line(y).text.strip() for y in range(pane.size.height))
        assert text in shown
        selected = pane.get_selection(SELECT_ALL)
        assert selected is not None
        assert selected[0] == pane.text
        assert isinstance(seen.screen.query_one(ResultPane).query_one(LinesView), LinesView)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(2, 40), st.booleans())
def test_a_line_is_parted_into_rows_that_fit_and_lose_nothing(text: str, width: int, words: bool) -> None:
    ends = [0, *cuts(text, width, words=words), len(text)]
    rows = [text[start:end] for start, end in pairwise(ends)]
    assert ends == sorted(ends)
    assert "".join(rows) == text
    assert all(cell_len(row.rstrip(" ") if words else row) <= width for row in rows)
    assert all(rows[1:]) or not text
