"""Hostile texts in everything that shows data: history, result, problems, request, dialogs, strip, toasts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Input

import builders
import hostile
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.exchange import Exchange, Timing, Try
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Record, Refused, Unknown
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.consent import ConsentScreen
from pevents_tui.ui.screens.help import HelpScreen
from pevents_tui.ui.screens.picker import PickerScreen
from pevents_tui.ui.widgets.field import Field
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.panes import ProblemList, RequestPane
from unharmed import assert_unharmed, note_actions, until
from watching import Seen, watch

SHARE, WHOLE = 8, 1_500
"""How many texts a view gets at every run, and in the campaign."""
amounts = pytest.mark.parametrize("count", [SHARE, pytest.param(WHOLE, marks=pytest.mark.campaign)])


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The actions that were run."""
    return note_actions(monkeypatch)


@pytest.fixture
def app(bench: Workbench) -> PeventsApp:
    """The app with one plain event."""
    return PeventsApp(bench, bench.target(), builders.events_draft())


def texts(count: int, seed: str) -> Iterator[str]:
    """Hostile texts, the mixtures too at every run."""
    first = list(hostile.texts(count + len(hostile.ALL), seed))
    return iter(first if count > SHARE else [*first[: len(hostile.ALL) : 4], *first[len(hostile.ALL) :]][:count])


def draft_of(text: str) -> Draft:
    """A draft with one text wherever a text may stand."""
    row = builders.event(
        eventType=text,
        itemId=text,
        eventId=text,
        recommendationId=text,
        impression=[text, text],
        properties={text: text},
        metricAttribution={"eventAttributionSource": text},
    )
    return builders.events_draft(row, userId=text, sessionId=text, trackingId=text)


def target_of(text: str, policy: Policy = Policy.PRODUCTION) -> Target:
    """A target described by one text."""
    return Target(text, policy, tracking_id=text, profile=text, region=text, endpoint=f"http://{text}", labelled=True)


def outcomes(text: str) -> tuple[Outcome, ...]:
    """Every kind of end, told in one text."""
    return (
        Accepted(text),
        Refused(text, text, 400, text),
        Unknown(Cause.SERVER, text, 500, text),
        NotSent(Cause.CREDENTIALS, text),
    )


async def settle(seen: Seen) -> None:
    """Let everything posted be handled and drawn."""
    await seen.pilot.pause(0)


def holdable(text: str) -> bool:
    """Whether the history can hold the text, which a check has passed by then."""
    return text != "" and not any("\ud800" <= char <= "\udfff" for char in text)


@amounts
async def test_the_whole_screen_shows_a_hostile_draft(app: PeventsApp, ran: list[str], count: int) -> None:
    async with watch(app) as seen:
        for text in texts(count, "draft"):
            await _show(seen, draft_of(text))
            assert_unharmed(seen, ran, text)
        seen.screen.query_one(ContentSwitcher).current = "problems"
        for text in texts(count, "problems"):
            await _show(seen, Draft("put-events", {text: text, "eventList": [{text: text, "properties": {text: {}}}]}))
            assert_unharmed(seen, ran, text)


async def _show(seen: Seen, draft: Draft) -> None:
    """Show a draft, and at once what is shown of one that rests."""
    seen.screen.change(draft)
    assert seen.screen.report is not None
    assert seen.screen.filled is not None
    seen.screen.query_one(RequestPane).show_plan(seen.screen.plan, seen.screen.filled.body)
    seen.screen.query_one(ProblemList).show_report(seen.screen.report)
    await settle(seen)


@amounts
async def test_the_result_shows_hostile_answers(app: PeventsApp, ran: list[str], count: int) -> None:
    async with watch(app) as seen:
        for number, text in enumerate(texts(count, "answers")):
            outcome = outcomes(text)[number % 4]
            call = Call("put-events", draft_of(text).body)
            exchange = Exchange(Timing(0.1, 0.2, 0.3), ((text, text),), ((text, text),))
            record = Record(number, builders.NOW_S, target_of(text), call, outcome, 0.1, 2, None, None, exchange)
            seen.screen.show_records([replace(record, tries=(Try(text, 1.0),)), record][: 1 + number % 2], 0, text)
            await settle(seen)
            assert_unharmed(seen, ran, text)
            seen.screen.show_failure(text)
            await settle(seen)
            assert_unharmed(seen, ran, text)


def keep_calls(bench: Workbench, count: int) -> list[str]:
    """A history of hostile calls and answers; the texts, oldest first."""
    kept = [text for text in texts(count, "history") if holdable(text)]
    for number, text in enumerate(kept):
        record = bench.history.begin(Call("put-events", draft_of(text).body), target_of(text), run=text)
        bench.history.settle(replace(record, outcome=outcomes(text)[number % 4], latency_s=0.1))
    return kept


def _shows(seen: Seen, text: str) -> bool:
    return seen.screen.shown is not None and seen.screen.shown.call.body["userId"] == text


async def test_a_hostile_history_is_shown_opened_and_found_in(app: PeventsApp, ran: list[str]) -> None:
    kept = keep_calls(app.workbench, SHARE)
    async with watch(app) as seen:
        assert seen.history.total == len(kept)
        find = seen.screen.query_one("#find", Input)
        for text in reversed(kept):
            seen.history.action_choose()
            shown = partial(_shows, seen, text)
            await until(seen, shown, f"{text[:200]!a} in the result")
            assert_unharmed(seen, ran, text)
            seen.history.action_move(1)
        for text in kept:
            find.value = text
            await settle(seen)
            assert seen.history.total > 0, ascii(text)
            assert_unharmed(seen, ran, text)


@amounts
async def test_any_text_may_be_looked_for(app: PeventsApp, ran: list[str], count: int) -> None:
    keep_calls(app.workbench, 20)
    async with watch(app) as seen:
        find = seen.screen.query_one("#find", Input)
        for text in texts(count, "look"):
            find.value = text
            await settle(seen)
            assert_unharmed(seen, ran, text)
        find.value = ""
        await until(seen, lambda: seen.history.total == app.workbench.history.count(), "all of it again")


@amounts
async def test_target_question_and_toast_show_any_text(app: PeventsApp, ran: list[str], count: int) -> None:
    async with watch(app) as seen:
        notice = seen.screen.query_one(Notice)
        for number, text in enumerate(texts(count, "strip")):
            seen.screen.target = target_of(text, list(Policy)[number % 5])
            notice.ask(text, lambda: ran.append("yes"))
            app.notify(text, title=text, severity="error")
            await settle(seen)
            assert_unharmed(seen, ran, text)
            notice.action_answer(False)


def _dialogs(seen: Seen, text: str) -> Iterator[Screen[Any]]:
    target = target_of(text)
    plan = seen.app.workbench.prepare(draft_of(text), target).plan
    if plan is not None:
        access, names = seen.app.workbench.access, dict.fromkeys(plan.tracking_ids, text)
        yield ConsentScreen(plan, access, names)
        yield ConsentScreen(replace(plan, target=replace(target, labelled=False)), access, names)
    yield PickerScreen(text, [(text, text), (text, text)])


@amounts
async def test_dialogs_show_any_text_and_are_left_by_escape(app: PeventsApp, count: int) -> None:
    async with watch(app) as seen:
        for text in texts(count // 4, "dialogs"):
            for dialog in _dialogs(seen, text):
                seen.app.push_screen(dialog)
                await until(seen, lambda dialog=dialog: seen.app.screen is dialog and dialog.is_mounted, "the dialog")  # type: ignore[misc]
                await settle(seen)
                assert_unharmed(seen, [], text, type(dialog))
                await seen.press("escape")
                await until(seen, lambda: seen.app.screen is seen.screen, "the dialog closed")
        assert app.workbench.history.newest_id() == 0


async def test_help_on_a_hostile_field_tells_what_is_wrong(app: PeventsApp) -> None:
    async with watch(app) as seen:
        for text in texts(5, "help"):
            seen.screen.change(draft_of(text))
            seen.screen.query(Field)[2].focus()
            await seen.press("f1")
            assert_unharmed(seen, [], text, HelpScreen)
            await seen.press("escape")
