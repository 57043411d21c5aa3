"""Times as they are told and fresh values one key away, by key and by mouse."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

import builders
from pevents_tui.domain.draft import Draft
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.widgets.field import Field
from watching import NARROW, WIDE, Seen, watch

TIME = ("eventList", 0, "sentAt")


@pytest.fixture
def _berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine in Berlin."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        yield
    time.tzset()


def _line(field: Field) -> str:
    """What is drawn in a field's line."""
    return "".join(segment.text for segment in field.render_line(0)).strip()


async def _set(seen: Seen, value: object) -> None:
    seen.screen.change(seen.draft.put(TIME, value))
    await seen.pilot.pause()


@pytest.mark.usefixtures("_berlin")
async def test_a_time_is_told_as_utc_local_and_epoch_while_it_is_relative_too(tmp_path: Path) -> None:
    now = [1_714_564_800]
    with Workbench(tmp_path / "data", tmp_path / "config", clock=lambda: now[0]) as bench:
        await _watch_times(bench, now)


async def _watch_times(bench: Workbench, now: list[int]) -> None:
    async with watch(PeventsApp(bench, bench.target())) as seen:
        field = seen.field("sentAt")
        await _set(seen, 1_714_564_800)
        assert seen.title("sentAt") == "Sent at · sentAt · 2024-05-01 12:00:00Z"
        assert _line(field).split("  ")[-1].strip() == "14:00 CEST · 1714564800"
        await _set(seen, "2024-12-31T23:30:00Z")
        assert _line(field).endswith("01-01 00:30 CET")
        await _set(seen, "2024-05-01T12:00:00.000000+00:00")
        assert seen.title("sentAt") == "2024-05-01 12:00:00Z · 1714564800"  # where the line has no room for it
        for value, utc in ((None, "12:00:00Z"), ("now", "12:00:00Z"), ("-5m", "11:55:00Z"), ("+2h", "14:00:00Z")):
            await _set(seen, value)
            assert seen.title("sentAt").endswith(utc)
        now[0] += 2
        await seen.until(lambda: seen.title("sentAt").endswith("14:00:02Z"), "the clock")
        odd: list[object] = [
            "soon",
            10**40,
            "2024-05-01T12:00:00+23:59",
            -62_135_510_400,
            253_402_214_399,
            {},
            [],
            True,
        ]
        for each in odd:
            await _set(seen, each)
            assert _line(field)
        await seen.pilot.resize_terminal(*NARROW)
        await _set(seen, 1_714_564_800)
        assert _line(field).endswith("14:00 CEST · 1714564800")
        await seen.pilot.resize_terminal(*WIDE)
        seen.screen.load(bench.samples["take-action"])
        await seen.until(lambda: seen.screen.query("#field-timestamp"), "the form in place of the other")
        await seen.until(lambda: seen.title("timestamp").startswith("Timestamp · "), "the name beside the time")


async def test_f3_gives_a_time_now_then_five_minutes_ago_and_the_seconds_of_milliseconds(app: PeventsApp) -> None:
    async with watch(app) as seen:
        field = seen.field("sentAt")
        field.focus()
        await _set(seen, 1_714_564_800_123)
        assert "is in milliseconds" in seen.title("sentAt")
        assert _line(field).endswith("F3 1714564800")
        await seen.press("f3")
        assert seen.draft.get(TIME) == 1_714_564_800
        await seen.press("f3")
        assert seen.draft.get(TIME) == field.value == "now"
        await seen.press("f3")
        assert seen.draft.get(TIME) == field.value == "-5m"
        await seen.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert seen.draft.get(TIME) == 1_714_564_800_123
        at = field.region.width - len("F3 1714564800")
        await seen.pilot.click(field, offset=(at, 1))
        assert seen.draft.get(TIME) == 1_714_564_800
        await seen.press("alt+t")
        assert seen.draft.get(TIME) == "now"
        await seen.press("alt+m")
        assert seen.draft.get(TIME) == "-5m"


async def test_sessions_event_ids_and_test_users_are_fresh_by_key_and_by_mouse(app: PeventsApp) -> None:
    async with watch(app) as seen:
        first = seen.draft
        seen.field("sessionId").focus()
        await seen.press("f3")
        assert seen.draft.body["sessionId"] not in {first.body["sessionId"], ""}
        second = seen.draft.body["sessionId"]
        at = 2 + len("Session ID · sessionId") + 2
        await seen.pilot.click(seen.field("sessionId"), offset=(at, 0))
        await seen.pilot.pause()
        third = seen.draft.body["sessionId"]
        await seen.press("alt+s")
        assert len({second, third, seen.draft.body["sessionId"]}) == 3
        await seen.press("alt+e")
        assert seen.draft.rows[0]["eventId"] != first.rows[0]["eventId"]
        seen.field("userId").focus()
        await seen.press("f3")
        assert seen.draft.body["userId"] == "qa-ana-2"
        seen.field("itemId").focus()
        before = seen.draft
        await seen.press("f3")
        assert seen.draft == before
        for _ in range(5):
            await seen.press("ctrl+z")
        assert seen.draft == first


async def test_alt_and_a_letter_is_a_key_also_where_the_terminal_sends_the_letter_along(app: PeventsApp) -> None:
    async with watch(app) as seen:
        assert seen.app.focused is seen.field("userId")
        seen.app.post_message(events.Key("alt+n", "n"))
        await seen.until(lambda: len(seen.draft.rows) == 2, "another event")
        assert seen.field("userId").value == "qa-ana"


async def test_null_is_told_from_nothing_and_can_be_left_out(bench: Workbench) -> None:
    draft = builders.events_draft()
    draft = Draft(draft.kind, {**draft.body, "userId": None, "eventList": [{**draft.rows[0], "itemId": None}]})
    async with watch(PeventsApp(bench, bench.target(), draft)) as seen:
        for name, above in (("userId", ()), ("itemId", ("eventList", 0))):
            field = seen.field(name)
            assert field.placeholder == "null: Delete leaves it out"
            field.focus()
            await seen.press("delete")
            assert name not in (seen.draft.get(above) if above else seen.draft.body)
            assert "null" not in field.placeholder
        await seen.press("ctrl+z", "ctrl+z")
        assert seen.draft.body["userId"] is None
