"""The tracker picker: trackers as they are found, one to pick, an ID or an ARN to type; AWS holds nothing up."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Input, Static

import builders
import hostile
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.tracker import EVENTS, Tracker
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Workbench
from pevents_tui.service.catalogue import Catalogue
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.screens.trackers import TrackerScreen
from pevents_tui.ui.widgets.strip import Strip
from pevents_tui.ui.widgets.tracker_table import TrackerTable
from unharmed import assert_unharmed, note_actions, words
from watching import MEDIUM, NARROW, Seen, watch

STREAMING = "5a9db0e5-0000-4000-8000-000000007374"
ACTIONS = "5a9db0e5-0000-4000-8000-000000007376"
ARN = "arn:aws:personalize:eu-west-1:123456789012:event-tracker/streaming"


def order(url: str, fault: str, **options: object) -> None:
    body = json.dumps({"fault": fault, "service": "personalize", **options}).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{url}/_sandbox/faults", body, headers)):  # noqa: S310 - ours
        pass


def visits(url: str, operation: str) -> int:
    with urllib.request.urlopen(f"{url}/_sandbox/visits") as answer:  # noqa: S310 - the sandbox of this test
        told: list[dict[str, Any]] = json.load(answer)["visits"]
    return sum(each["operation"] == operation for each in told)


def at(url: str) -> Target:
    return Target("tests", Policy.LOCAL, TRACKING_ID, region="us-east-1", endpoint=url, read_timeout_s=60.0)


def told(seen: Seen) -> str:
    return str(seen.app.screen.query_one("#told", Static).content)


def table(seen: Seen) -> TrackerTable:
    return seen.app.screen.query_one(TrackerTable)


def under_cursor(seen: Seen) -> str:
    row = table(seen).row
    return row.tracker.name if row and row.tracker else row.offer if row else ""


async def opened(seen: Seen) -> TrackerScreen:
    await seen.press("alt+k")
    await seen.until(lambda: isinstance(seen.app.screen, TrackerScreen), "the picker")
    screen = seen.app.screen
    assert isinstance(screen, TrackerScreen)
    return screen


async def closed(seen: Seen) -> None:
    await seen.until(lambda: seen.app.screen is seen.screen, "the picker closed")


async def test_a_tracker_is_picked_sent_to_and_remembered_with_its_age(app: PeventsApp) -> None:
    async with watch(app) as seen:
        await opened(seen)
        await seen.until(lambda: "5 trackers, found just now" in told(seen), "all trackers")
        assert under_cursor(seen) == "demo-store", "it begins on the one that is sent to"
        assert "TRACKING ID" in words(seen)
        assert STREAMING in words(seen)
        assert "Trackers of local sandbox · us-east-1 · account 123456789012" in words(seen)
        await seen.press(*"vid")
        assert (under_cursor(seen), len(table(seen).rows)) == ("streaming", 2)
        assert "1 of 5 trackers" in told(seen)
        await seen.press("enter")
        await closed(seen)
        assert seen.screen.aim.tracking_id == STREAMING
        assert "tracker streaming" in str(seen.screen.query_one(Strip).render())
        await seen.until(lambda: f'"trackingId": "{STREAMING}"' in seen.request, "the request follows")
        await seen.send()
        assert "accepted" in seen.result
        await opened(seen)
        await seen.until(lambda: "5 trackers, found just now" in told(seen), "what was found before")
        assert under_cursor(seen) == "streaming"
        await seen.pilot.click(TrackerTable, offset=(3, 2))
        await closed(seen)
        assert seen.screen.aim.tracking_id == TRACKING_ID


async def test_what_was_found_is_there_at_once_and_asked_for_again_on_a_key(bench: Workbench) -> None:
    with Sandbox() as sandbox:
        target = at(sandbox.url)
        gone = Tracker(EVENTS, "arn:aws:personalize:us-east-1:123456789012:event-tracker/gone", "gone", "ACTIVE", "t-1")
        catalogue = Catalogue(bench)
        catalogue._remember(target, [gone])
        async with watch(PeventsApp(bench, target), NARROW) as seen:
            await opened(seen)
            await seen.until(lambda: "1 tracker, found just now. ^R asks again." in told(seen), "what was found before")
            assert visits(sandbox.url, "ListEventTrackers") == 0
            order(sandbox.url, "access-denied", operation="ListEventTrackers")
            await seen.press("ctrl+r")
            await seen.until(lambda: "AccessDeniedException" in told(seen), "why not")
            assert "or type the tracking ID" in told(seen)
            assert under_cursor(seen) == "gone", "what is known stays"
            await seen.press("ctrl+r")
            await seen.until(lambda: "5 trackers, found just now" in told(seen), "all trackers, and no other")
            order(sandbox.url, "access-denied", operation="ListDatasets")
            await seen.press("ctrl+r")
            await seen.until(lambda: "action interactions are not known: Access" in told(seen), "what is not known")


async def test_the_first_page_is_shown_while_nothing_is_described_and_escape_ends_it_at_once(bench: Workbench) -> None:
    with Sandbox(further=200) as sandbox:
        order(sandbox.url, "hang", operation="DescribeEventTracker", share=1)
        async with watch(PeventsApp(bench, replace(at(sandbox.url), tracking_id=None)), MEDIUM) as seen:
            await opened(seen)
            await seen.until(lambda: len(table(seen).rows) >= 50, "the first page")
            assert table(seen).row == table(seen).rows[0]
            assert "so far" in told(seen)
            await seen.press(*"demo", "enter")
            assert "is being asked for" in told(seen)
            await seen.press("pagedown", "pageup", "up")
            before_s = time.monotonic()
            await seen.press("escape")
            await closed(seen)
            assert time.monotonic() - before_s < 5.0, "the time limit is a minute; the service's tests hold the second"
            crew = [each for each in threading.enumerate() if each.name == "discovery"]
            await seen.until(lambda: not any(each.is_alive() for each in crew), "nobody asks any more")
            assert visits(sandbox.url, "DescribeEventTracker") <= 5, "four of the search, and the one that was wanted"


async def test_one_that_is_wanted_is_picked_as_soon_as_its_id_is_known(bench: Workbench) -> None:
    with Sandbox() as sandbox:
        order(sandbox.url, "delay", operation="DescribeEventTracker", delay_s=0.3, calls=4)
        async with watch(PeventsApp(bench, at(sandbox.url))) as seen:
            await opened(seen)
            await seen.until(lambda: len(table(seen).rows) >= 4, "the list")
            await seen.press(*"stre", "enter")
            await closed(seen)
            assert seen.screen.aim.tracking_id == STREAMING
            await seen.until(lambda: getattr(seen.screen.schema, "domain", "") == "VIDEO_ON_DEMAND", "its schema")


async def test_an_id_is_typed_and_an_arn_resolved_with_its_region(bench: Workbench) -> None:
    with Sandbox() as sandbox:
        async with watch(PeventsApp(bench, at(sandbox.url))) as seen:
            screen = await opened(seen)
            await seen.until(lambda: "5 trackers" in told(seen), "all trackers")
            line = screen.query_one("#filter", Input)
            for text, why in (
                ("two words", "has no blanks"),
                ("x" * 257, "at most 256"),
                (ARN + "x", "ResourceNotFoundException"),
                (ARN.replace("event-tracker", "campaign"), "names a campaign"),
                ("arn:aws:s3:::x", "no ARN of a Personalize resource"),
            ):
                line.value = text
                await seen.pilot.pause()
                assert table(seen).rows[-1].tracker is None
                await seen.press("enter")
                await seen.until(lambda why=why: why in told(seen), why)  # type: ignore[misc]
            line.value = f" {ARN} "
            await seen.pilot.pause()
            await seen.press("enter")
            await closed(seen)
            assert (seen.screen.aim.tracking_id, seen.screen.aim.region) == (STREAMING, "eu-west-1")
            screen = await opened(seen)
            screen.query_one("#filter", Input).value = "my-own-id"
            await seen.pilot.pause()
            assert under_cursor(seen) == "Send to this tracking ID: my-own-id"
            await seen.press("enter")
            await closed(seen)
            assert seen.screen.aim.tracking_id == "my-own-id"


async def test_what_takes_nothing_of_the_draft_wants_a_second_enter(bench: Workbench) -> None:
    with Sandbox() as sandbox:
        draft = builders.events_draft(builders.event(), trackingId=TRACKING_ID)
        async with watch(PeventsApp(bench, at(sandbox.url), draft)) as seen:
            await opened(seen)
            await seen.until(lambda: "5 trackers" in told(seen), "all trackers")
            await seen.press(*"old", "enter")
            assert "DELETE PENDING" in told(seen)
            seen.app.screen.query_one("#filter", Input).value = "actions"
            await seen.press("enter")
            assert "It takes PutActionInteractions, and the draft is PutEvents." in told(seen)
            await seen.press("enter")
            await closed(seen)
            assert seen.screen.aim.tracking_id == ACTIONS
            assert seen.draft.body["trackingId"] == ACTIONS, "the draft's own would have won"
            await seen.press("ctrl+z")
            assert seen.draft.body["trackingId"] == TRACKING_ID


async def test_another_tracker_of_a_labelled_target_counts_as_production(bench: Workbench) -> None:
    dev = Target("dev", Policy.DEV, "t-1", profile="shop", region="us-east-1", labelled=True)
    Catalogue(bench)._remember(dev, [Tracker(EVENTS, "arn:x", "other", "ACTIVE", "t-2"), replace_name("t-1")])
    async with watch(PeventsApp(bench, dev)) as seen:
        await seen.until(lambda: "tracker mine" in str(seen.screen.query_one(Strip).render()), "its name is known")
        await opened(seen)
        await seen.until(lambda: "2 trackers" in told(seen), "what was found before")
        await seen.press(*"other", "enter")
        await closed(seen)
        assert (seen.screen.aim.policy, seen.screen.aim.label) == (Policy.PRODUCTION, "shop")
        assert "PRODUCTION" in str(seen.screen.query_one(Strip).render())


def replace_name(tracking_id: str) -> Tracker:
    return Tracker(EVENTS, f"arn:{tracking_id}", "mine", "ACTIVE", tracking_id)


async def test_hostile_names_are_text(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    target = Target("aws", Policy.PRODUCTION, region="us-east-1")
    trackers = [
        Tracker(EVENTS, f"arn:{at}", text, text, text or "t", f"arn:aws:personalize:r:1:dataset-group/{text}", text)
        for at, text in enumerate(hostile.texts(40, "trackers"))
    ]
    trackers = [replace(each, trouble=each.name) if at % 3 == 0 else each for at, each in enumerate(trackers)]
    Catalogue(bench)._remember(target, trackers)
    async with watch(PeventsApp(bench, target), NARROW) as seen:
        screen = await opened(seen)
        await seen.until(lambda: len(table(seen).rows) == 40, "what was found before")
        ran = note_actions(monkeypatch)
        for each in trackers:
            screen.action_move(1)
            await seen.pilot.pause()
            assert_unharmed(seen, ran, each.name, TrackerScreen)
        for each in trackers[::7]:
            screen.query_one("#filter", Input).value = each.name
            await seen.pilot.pause()
            assert_unharmed(seen, ran, each.name, TrackerScreen)
