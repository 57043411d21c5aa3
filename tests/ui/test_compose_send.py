"""Sending from the terminal UI: ready at the first start, every outcome told, cancelled at once, guarded."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from textual import events
from textual.widgets import Button, Input, OptionList

import ledger
from pevents_tui.domain.outcome import Accepted, Refused, Unknown
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Workbench
from pevents_tui.service.history import Filter
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.consent import ConsentScreen
from pevents_tui.ui.widgets.notice import Notice
from watching import NARROW, WIDE, Seen, watch, without_ids


def _url(bench: Workbench) -> str:
    """The embedded sandbox's."""
    return bench._sandbox.url()


@pytest.mark.parametrize("key", ["f5", "ctrl+j"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_first_start_is_ready_and_one_key_sends(app: PeventsApp, key: str, size: tuple[int, int]) -> None:
    async with watch(app, size) as seen:
        assert seen.state == "ready"
        assert without_ids(seen.draft) == app.workbench.samples["view-item"]
        await seen.send(key)
        record = seen.screen.shown
        assert record is not None
        assert isinstance(record.outcome, Accepted)
        assert "accepted" in seen.result
        assert record.outcome.request_id in seen.result
        (arrived,) = ledger.calls(_url(app.workbench))
        assert arrived["requestId"] == record.outcome.request_id
        assert [line.id for line in app.workbench.history.page()] == [record.id]


async def test_what_is_shown_as_the_request_is_what_goes_out(app: PeventsApp) -> None:
    async with watch(app) as seen:
        plan = seen.screen.plan
        assert plan is not None
        await seen.until(lambda: f"{plan.size_bytes} bytes" in seen.request, "the preview")
        await seen.send()
        record = seen.screen.shown
        assert record is not None
        sent, planned = dict(record.call.rows[0]), dict(plan.calls[0].rows[0])
        assert abs(sent.pop("sentAt") - planned.pop("sentAt")) < 20
        assert sent == planned


async def test_after_accepted_the_same_draft_is_another_event(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.send()
        first = seen.screen.shown
        await seen.press("f5")
        await seen.until(lambda: seen.screen.shown is not first and not seen.screen.sending, "the second send")
        bodies = [each["body"]["eventList"][0]["eventId"] for each in ledger.calls(_url(app.workbench))]
        assert len(set(bodies)) == 2


async def test_again_exactly_sends_the_same_bytes(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.send()
        first = seen.screen.shown
        await seen.press("ctrl+r")
        await seen.until(lambda: seen.screen.shown is not first and not seen.screen.sending, "the second send")
        raws = [each["raw"] for each in ledger.calls(_url(app.workbench))]
        assert len(raws) == 2
        assert len(set(raws)) == 1


async def test_a_second_send_key_during_a_send_does_nothing(app: PeventsApp) -> None:
    async with watch(app) as seen:
        ledger.arm(_url(app.workbench), "delay", calls=1, delay_s=2)
        await seen.press("f5")
        await seen.press("f5", "ctrl+r")
        await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "the send ended")
        assert len(ledger.calls(_url(app.workbench))) == 1


OUTCOMES = {
    "throttle": (Refused, "ThrottlingException", "Wait a little"),
    "access-denied": (Refused, "AccessDeniedException", "Allow the action"),
    "reset-after": (Unknown, "it may have arrived", "Send it again exactly"),
    "no-request-id": (Unknown, "without a request id", "does not look like Personalize"),
}


@pytest.mark.parametrize("fault", OUTCOMES)
async def test_a_failure_is_told_with_what_to_do_and_stays(app: PeventsApp, fault: str) -> None:
    kind, words, step = OUTCOMES[fault]
    async with watch(app) as seen:
        before = seen.draft
        ledger.arm(_url(app.workbench), fault, calls=1)
        await seen.send()
        record = seen.screen.shown
        assert record is not None
        assert record.outcome is not None
        assert isinstance(record.outcome, kind)
        assert words in f"{seen.result} {record.outcome.sentence}"
        assert step in seen.result
        assert seen.draft == before
        await seen.type_into("itemId", "B9")
        assert step in seen.result


@pytest.mark.parametrize("fault", ["hang", "loris"])
async def test_a_send_is_cancelled_at_once_and_the_app_lives_all_the_while(app: PeventsApp, fault: str) -> None:
    async with watch(app) as seen:
        ledger.arm(_url(app.workbench), fault, calls=1)
        await seen.press("f5")
        await seen.until(lambda: ledger.calls(_url(app.workbench)), "the call arrived")
        assert seen.state == "sending"
        assert "Escape cancels" in seen.result
        await seen.type_into("itemId", "typed meanwhile")
        assert seen.draft.rows[0]["itemId"] == "typed meanwhile"
        began_s = time.monotonic()
        await seen.press("escape")
        await seen.until(lambda: not seen.screen.sending, "the send ended")
        assert time.monotonic() - began_s < 1
        record = seen.screen.shown
        assert record is not None
        assert isinstance(record.outcome, Unknown)
        assert "cancelled" in seen.result


async def test_stops_are_shown_instead_of_sent(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.type_into("eventType", "")
        assert seen.state == "1 problem"
        await seen.press("f5")
        assert seen.app.focused is seen.field("eventType")
        assert ledger.calls(_url(app.workbench)) == []


async def test_limits_are_asked_about_and_sent_anyway_on_purpose(app: PeventsApp) -> None:
    async with watch(app) as seen:
        seen.screen.change(seen.draft.put(("userId",), "x" * 300))
        await seen.press("f5")
        notice = seen.screen.query_one(Notice)
        assert notice.has_class("-asking")
        assert "300 of 256 characters" in str(notice.content)
        await seen.press("n")
        assert not notice.has_class("-asking")
        assert ledger.calls(_url(app.workbench)) == []
        await seen.press("f5")
        await seen.until(lambda: time.monotonic() - notice._asked_s > 0.4, "the question is old enough")
        await seen.press("y")
        await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "the send ended")
        record = seen.screen.shown
        assert record is not None
        assert isinstance(record.outcome, Refused)
        assert record.outcome.code == "InvalidInputException"


async def test_a_line_feed_within_a_paste_never_sends(app: PeventsApp) -> None:
    async with watch(app) as seen:
        for key in ("a", "ctrl+j", "b", "ctrl+j", "c"):  # as a terminal without bracketed paste sends them: at once
            seen.app.post_message(events.Key(key, key if len(key) == 1 else "\n"))
        await seen.pilot.pause(0.2)
        assert ledger.calls(_url(app.workbench)) == []
        seen.app.focused.post_message(events.Paste("one\ntwo\n"))  # type: ignore[union-attr]
        await seen.pilot.pause(0.2)
        assert not seen.screen.sending
        assert ledger.calls(_url(app.workbench)) == []


@pytest.fixture
def guarded(bench: Workbench) -> Target:
    """The sandbox in the guise of a real tracker nobody labelled."""
    return replace(bench.target(), policy=Policy.PRODUCTION, label="aws", endpoint=_url(bench))


@pytest.fixture
def production(bench: Workbench, guarded: Target, monkeypatch: pytest.MonkeyPatch) -> PeventsApp:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "canary")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    return PeventsApp(bench, guarded)


async def _ask(seen: Seen, key: str = "f5") -> ConsentScreen:
    await seen.press(key)
    await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "the dialog")
    screen = seen.app.screen
    assert isinstance(screen, ConsentScreen)
    return screen


async def test_a_guarded_tracker_wants_its_word_typed(production: PeventsApp) -> None:
    async with watch(production) as seen:
        dialog = await _ask(seen)
        facts = str(dialog.query_one("#facts").content)  # type: ignore[attr-defined]
        assert "qa-ana" in facts
        assert TRACKING_ID in facts
        assert seen.app.focused is dialog.query_one("#cancel")
        assert dialog.query_one("#send", Button).disabled
        await seen.press("x")
        assert dialog.query_one("#word", Input).value == "x"
        await seen.press("enter")
        assert isinstance(seen.app.screen, ConsentScreen)
        dialog.query_one("#word", Input).value = TRACKING_ID
        await seen.until(lambda: time.monotonic() - dialog._opened_s > 0.4, "Enter is heard")
        await seen.press("enter")
        await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "the send ended")
        assert seen.screen.shown is not None
        assert seen.screen.shown.word == "accepted"
        assert production.workbench.history.count(Filter(outcome="accepted")) == 1


@pytest.mark.parametrize("way_out", [("escape",), ("enter", "enter")])
async def test_the_dialog_is_left_without_sending(production: PeventsApp, way_out: tuple[str, ...]) -> None:
    async with watch(production) as seen:
        dialog = await _ask(seen)
        await seen.until(lambda: time.monotonic() - dialog._opened_s > 0.4, "Enter is heard")
        for key in way_out:
            await seen.press(key)
        await seen.until(lambda: not isinstance(seen.app.screen, ConsentScreen), "the dialog closed")
        assert ledger.calls(production._target.endpoint or "") == []
        assert production.workbench.history.newest_id() == 0


async def test_again_exactly_is_guarded_too(production: PeventsApp, bench: Workbench, guarded: Target) -> None:
    plan = bench.prepare(bench.samples["view-item"], guarded).plan
    assert plan is not None
    (record,) = bench.send(plan, consent=TRACKING_ID)
    async with watch(production) as seen:
        seen.history.focus()
        await seen.press("enter")
        await seen.until(lambda: seen.screen.shown is not None, "the call is shown")
        await _ask(seen, "ctrl+r")
        assert len(ledger.calls(guarded.endpoint or "")) == 1
        assert record.word == "accepted"


async def test_an_unreachable_endpoint_is_not_sent_and_says_so(bench: Workbench) -> None:
    with Sandbox() as gone:
        url = gone.url
    target = replace(bench.target(), policy=Policy.SANDBOX, endpoint=url)
    async with watch(PeventsApp(bench, target)) as seen:
        await seen.send()
        assert seen.screen.shown is not None
        assert seen.screen.shown.word == "not sent"
        assert "Check the region, the endpoint and your network" in seen.result


async def _again(seen: Seen, key: str) -> None:
    shown = seen.screen.shown
    await seen.press(key)
    await seen.until(lambda: seen.screen.shown not in (None, shown) and not seen.screen.sending, "the send ended")


def _ids(app: PeventsApp) -> list[tuple[str, str]]:
    """Item and event id of every call that arrived."""
    rows = [each["body"]["eventList"][0] for each in ledger.calls(_url(app.workbench))]
    return [(row["itemId"], row["eventId"]) for row in rows]


async def test_an_id_that_may_have_arrived_never_passes_to_another_draft(app: PeventsApp) -> None:
    async with watch(app) as seen:
        ledger.arm(_url(app.workbench), "reset-after", calls=1)
        await seen.send()
        samples = seen.screen.query_one("#templates", OptionList)
        samples.focus()
        samples.highlighted = 3
        await seen.press("enter")
        await _again(seen, "f5")
        (first, second) = _ids(app)
        assert first[0] != second[0]
        assert first[1] != second[1]


async def test_an_id_accepted_by_sending_again_is_not_used_for_what_is_edited_then(app: PeventsApp) -> None:
    async with watch(app) as seen:
        ledger.arm(_url(app.workbench), "reset-before", calls=1)
        await seen.send()
        await _again(seen, "ctrl+r")
        await seen.type_into("itemId", "OTHER")
        await _again(seen, "f5")
        ids = _ids(app)
        assert ids[0] == ids[1]
        assert ids[2][0] == "OTHER"
        assert ids[2][1] != ids[0][1]


async def test_an_accepted_send_leaves_the_ids_of_a_draft_loaded_meanwhile(app: PeventsApp) -> None:
    async with watch(app) as seen:
        ledger.arm(_url(app.workbench), "delay", calls=1, delay_s=0.4)
        await seen.press("f5")
        seen.screen.load(seen.draft.put(("eventList", 0, "eventId"), "MY-OWN-ID"))
        await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "the send ended")
        assert seen.draft.rows[0]["eventId"] == "MY-OWN-ID"


async def test_an_unfinished_line_of_a_row_that_was_undone_is_no_row(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await seen.press("alt+n")
        seen.editor("properties").focus()
        await seen.press("a", "equals_sign", "1", "ctrl+z")
        assert len(seen.draft.rows) == 1
        assert seen.screen.filled is not None
        assert len(seen.screen.filled.rows) == 1


async def test_a_copy_of_a_sandbox_draft_goes_to_the_sandbox(app: PeventsApp) -> None:
    async with watch(app) as seen:
        for name in ("copy_aws_cli", "copy_boto3", "copy_curl"):
            seen.screen.action_command(name)
            await seen.until(lambda: _url(app.workbench) in app.clipboard, "the copy")
            assert "amazonaws.com" not in app.clipboard
            app.copy_to_clipboard("")
