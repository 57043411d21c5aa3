"""The trackers of an account, found by real boto3 in the sandbox: streamed, bounded, patient, cancelled, remembered."""

from __future__ import annotations

import json
import stat
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

import builders
import waiting
from pevents_tui.domain.arn import read_arn
from pevents_tui.domain.errors import AskFailed, SourceError
from pevents_tui.domain.outcome import Cause, NotSent, Refused, Unknown
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.tracker import ACTIONS, EVENTS, Tracker
from pevents_tui.sandbox import PRODUCTION_KEY, TRACKING_ID, Sandbox
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.asking import MOST_TRIES, Asker, Pace, Question, failed
from pevents_tui.service.catalogue import MOST_KEPT, Catalogue, in_order
from pevents_tui.service.connection import connect
from pevents_tui.service.discovery import MOST_AT_ONCE, Discovery, Sighting

DEMO = "arn:aws:personalize:us-east-1:123456789012:event-tracker/demo-store"
ACTIONS_ARN = "arn:aws:personalize:us-east-1:123456789012:dataset/loyalty/ACTION_INTERACTIONS"


def order(url: str, fault: str, **options: object) -> None:
    """Arm a fault of the control plane."""
    given = {name: value for name, value in options.items() if value is not None}
    body = json.dumps({"fault": fault, "service": "personalize", **given}).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{url}/_sandbox/faults", body, headers)):  # noqa: S310 - ours
        pass


def visits(url: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{url}/_sandbox/visits") as answer:  # noqa: S310 - the sandbox of this test
        told: list[dict[str, Any]] = json.load(answer)["visits"]
    return told


def at(url: str) -> Target:
    return Target("tests", Policy.LOCAL, region="us-east-1", endpoint=url, read_timeout_s=5.0, connect_timeout_s=2.0)


@pytest.fixture
def crowd() -> Iterator[Sandbox]:
    """An account with 204 event trackers and one of actions."""
    with Sandbox(further=200) as running:
        yield running


class Meter:
    """Counts the questions that are under way, by botocore's own events."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = self.most = 0

    def connect(self, target: Target, service: str) -> Any:
        client = connect(target, service=service)
        client.meta.events.register("before-call", self._begin)
        client.meta.events.register("after-call", self._end)
        return client

    def _begin(self, **_told: Any) -> None:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)

    def _end(self, **_told: Any) -> None:
        with self._lock:
            self._now -= 1


def all_of(sightings: Iterator[Sighting]) -> dict[str, Tracker]:
    return {each.arn: each for sighting in sightings for each in sighting.trackers}


def test_trackers_are_found_with_their_group_domain_and_id(bench: Workbench, sandbox: Sandbox) -> None:
    found = in_order(all_of(Catalogue(bench).search(at(sandbox.url))).values())
    assert [(each.takes, each.name, each.group, each.domain_word, each.status) for each in found] == [
        ("events", "loyalty-web", "loyalty", "custom", "ACTIVE"),
        ("events", "demo-store", "shop", "ECOMMERCE", "ACTIVE"),
        ("events", "demo-store-old", "shop", "ECOMMERCE", "DELETE PENDING"),
        ("events", "streaming", "video", "VIDEO_ON_DEMAND", "ACTIVE"),
        ("actions", "loyalty-action-interactions", "loyalty", "custom", "ACTIVE"),
    ]
    assert found[1].tracking_id == TRACKING_ID
    assert found[4].tracking_id == "5a9db0e5-0000-4000-8000-000000007376"
    assert all(each.is_whole and each.region == "us-east-1" for each in found)


def test_the_first_page_is_told_before_anything_is_described_and_few_questions_are_open(crowd: Sandbox) -> None:
    meter = Meter()
    asker = Asker(meter.connect)
    # Each description takes a moment, so that as many are under way at once as ever may be.
    order(crowd.url, "delay", delay_s=0.01, calls=1000)
    seen = list(Discovery(asker, at(crowd.url), Cancel(), Pace()))
    asker.close()
    first = next(each for each in seen if each.trackers and each.trackers[0].kind == EVENTS)
    assert len(first.trackers) == 50
    assert not any(each.tracking_id for each in first.trackers)
    found = all_of(iter(seen))
    assert len(found) == 205
    assert all(each.is_whole for each in found.values())
    assert 1 < meter.most <= MOST_AT_ONCE
    told = [each["operation"] for each in visits(crowd.url)]
    assert told.count("ListEventTrackers") == 5
    assert told.count("DescribeEventTracker") == 204


def test_a_busy_account_is_left_alone_for_a_while_by_everybody(bench: Workbench, sandbox: Sandbox) -> None:
    order(sandbox.url, "throttle", calls=3)
    order(sandbox.url, "too-many-requests", calls=5, operation="DescribeEventTracker")
    found = all_of(Catalogue(bench, Pace(0.01)).search(at(sandbox.url)))
    assert all(each.is_whole and not each.trouble for each in found.values())
    assert len(found) == 5
    pace, cancel = Pace(5.0), Cancel()
    pace.was_busy(None)
    pace.was_busy(9.0)
    assert pace.left_s > 8.0, "as long as the service asks for"
    held = threading.Thread(target=lambda: pace.wait(cancel))
    held.start()
    assert held.is_alive()
    cancel.set()
    held.join(1.0)
    assert not held.is_alive()


def test_an_account_that_stays_busy_is_given_up_and_not_remembered(bench: Workbench, sandbox: Sandbox) -> None:
    order(sandbox.url, "too-many-requests", share=1)
    catalogue, target = Catalogue(bench, Pace(0.001)), at(sandbox.url)
    with pytest.raises(AskFailed, match="TooManyRequestsException") as raised:
        all_of(catalogue.search(target))
    assert isinstance(raised.value.outcome, Refused)
    assert sum(each["operation"] == "ListEventTrackers" for each in visits(sandbox.url)) == MOST_TRIES
    assert catalogue.remembered(target) is None


def test_that_a_search_was_cancelled_is_told_before_what_became_of_its_questions() -> None:
    outer, asked = Cancel(), threading.Event()

    class Cut:
        """Asks a question that a cancel cuts, which is known before the cancel is through."""

        def ask(self, _question: Question, target: Target, cancel: Cancel, _pace: Pace) -> Any:
            cancel.listen(lambda: waiting.until(lambda: not _crew(), "the crew is gone"))
            asked.set()
            cancel.wait(20)
            raise failed(Unknown(Cause.CANCELLED, "cut"), target)

    search = Discovery(cast("Asker", Cut()), at("http://127.0.0.1:1"), outer, Pace())

    def cancel_once_asked() -> None:
        asked.wait(20)
        outer.set()

    canceller = threading.Thread(target=cancel_once_asked)
    canceller.start()
    with pytest.raises(AskFailed) as raised:
        list(search)
    canceller.join()
    assert raised.value.outcome == NotSent(Cause.CANCELLED, "cancelled")


def _crew() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "discovery"]


@pytest.mark.parametrize("fault", ["hang", "loris"])
def test_a_search_ends_at_once_when_it_is_cancelled_or_left(bench: Workbench, sandbox: Sandbox, fault: str) -> None:
    order(sandbox.url, fault, share=1)
    catalogue, cancel = Catalogue(bench), Cancel()
    timer = threading.Timer(0.2, cancel.set)
    timer.start()
    with pytest.raises(AskFailed) as raised:
        all_of(catalogue.search(at(sandbox.url), cancel))
    ended_s = time.monotonic()
    assert isinstance(raised.value.outcome, NotSent)
    assert raised.value.outcome.cause is Cause.CANCELLED
    timer.join()
    assert time.monotonic() - ended_s < 1.0
    with pytest.raises(AskFailed):
        next(catalogue.search(at(sandbox.url), cancel))
    with urllib.request.urlopen(urllib.request.Request(f"{sandbox.url}/_sandbox/faults", method="DELETE")):  # noqa: S310
        pass
    left = catalogue.search(at(sandbox.url))
    assert next(left).trackers
    before_s = time.monotonic()
    left.close()  # type: ignore[attr-defined]  # a generator
    assert time.monotonic() - before_s < 1.0
    assert catalogue.remembered(at(sandbox.url)) is None


def test_what_may_not_be_asked_is_told_and_the_rest_is_found(bench: Workbench, sandbox: Sandbox) -> None:
    for operation in ("ListDatasets", "ListDatasetGroups", "DescribeEventTracker"):
        order(sandbox.url, "access-denied", operation=operation, share=1 if operation[0] == "L" else None)
    catalogue = Catalogue(bench)
    seen = list(catalogue.search(at(sandbox.url)))
    notices = "\n".join(each.notice or "" for each in seen)
    assert "domains of the dataset groups are not known: AccessDeniedException" in notices
    assert "action interactions are not known: AccessDeniedException" in notices
    found = all_of(iter(seen)).values()
    assert [each.domain for each in found] == [None] * 4
    assert sorted(each.trouble is None for each in found) == [False, True, True, True]
    kept = catalogue.remembered(at(sandbox.url))
    assert kept is not None
    assert len(kept.trackers) == 4
    order(sandbox.url, "access-denied", operation="ListEventTrackers")
    with pytest.raises(AskFailed, match=r"AccessDeniedException.*docs/permissions\.md.*or type the tracking ID"):
        all_of(catalogue.search(at(sandbox.url)))


def test_what_was_found_is_remembered_by_profile_and_region_readable_by_its_owner(
    bench: Workbench, sandbox: Sandbox
) -> None:
    catalogue, target = Catalogue(bench), at(sandbox.url)
    assert catalogue.remembered(target) is None
    found = all_of(catalogue.search(target))
    kept = catalogue.remembered(target)
    assert kept is not None
    assert (set(kept.trackers), kept.at_s) == (set(found.values()), float(builders.NOW_S))
    assert catalogue.remembered(replace(target, tracking_id="t", label="other")) == kept
    assert catalogue.remembered(replace(target, region="eu-west-1")) is None
    assert catalogue.remembered(replace(target, profile="shop")) is None
    (file,) = bench.paths.catalogues.iterdir()
    for each in range(MOST_KEPT + 5):
        catalogue._remember(replace(target, region=f"r-{each}"), [])
    assert len(list(bench.paths.catalogues.iterdir())) == MOST_KEPT
    catalogue._remember(target, kept.trackers)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    for broken in (
        '{"version": 1',
        "[]",
        '{"version": 9}',
        '{"version": 1, "at_s": 1, "trackers": [{"kind": 1}]}',
        "\udcff",
    ):
        file.write_text(broken, errors="surrogateescape")
        assert catalogue.remembered(target) is None


def test_an_arn_is_resolved_in_its_own_region(bench: Workbench, sandbox: Sandbox) -> None:
    catalogue, target = Catalogue(bench), replace(at(sandbox.url), region="eu-central-1")
    tracker = catalogue.resolve(f" {DEMO}\n", target)
    assert (tracker.kind, tracker.tracking_id, tracker.region) == (EVENTS, TRACKING_ID, "us-east-1")
    actions = catalogue.resolve(ACTIONS_ARN, target)
    assert (actions.kind, actions.name, actions.group) == (ACTIONS, "loyalty-action-interactions", "loyalty")
    assert actions.tracking_id
    assert "no tracking ID" in str(catalogue.resolve(ACTIONS_ARN.replace("ACTION_INTER", "INTER"), target).trouble)
    with pytest.raises(AskFailed, match=r"ResourceNotFoundException.*Check the region and the account"):
        catalogue.resolve(DEMO + "x", target)
    for text, why in (
        (DEMO.replace("event-tracker", "campaign"), "names a campaign"),
        ("arn:aws:s3:::bucket", "no ARN of a Personalize resource"),
        (TRACKING_ID, "give a tracking ID"),
    ):
        with pytest.raises(SourceError, match=why):
            catalogue.resolve(text, target)


def test_only_arns_of_personalize_are_read() -> None:
    arn = read_arn(DEMO)
    assert arn is not None
    assert (arn.region, arn.account, arn.kind, arn.name) == ("us-east-1", "123456789012", "event-tracker", "demo-store")
    for text in ("", "arn:", DEMO + "\x1b", DEMO + " x", DEMO + "x" * 256, DEMO.upper(), "x" + DEMO):
        assert read_arn(text) is None


def test_the_other_account_is_had_by_its_key_and_real_keys_stay_away_from_this_machine(
    bench: Workbench, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", PRODUCTION_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "sandbox")
    found = all_of(Catalogue(bench).search(at(sandbox.url)))
    assert {(read_arn(each) or pytest.fail(each)).account for each in found} == {"210987654321"}
    assert sorted(each.takes for each in found.values()) == ["actions", "events", "events", "events"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIACANARY")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    keys = f"aws_access_key_id = {PRODUCTION_KEY}\naws_secret_access_key = sandbox\n"
    (tmp_path / "credentials").write_text(f"[prod]\n{keys}")
    store = "arn:aws:personalize:us-east-1:210987654321:event-tracker/store"
    tracker = Catalogue(bench).resolve(store, replace(at(sandbox.url), profile="prod"))
    assert tracker.group == "shop-production"
    monkeypatch.setenv("AWS_ENDPOINT_URL_PERSONALIZE", sandbox.url)
    signed: list[str] = []

    def watched(target: Target, service: str) -> Any:
        client = connect(target, service=service)
        client.meta.events.register("before-send", lambda request, **_: signed.append(str(request.headers)))
        return client

    asker = Asker(watched)
    away = Target("shop", Policy.PRODUCTION, region="us-east-1")
    asker.ask(Question("personalize", "list_filters", {}), away)
    asker.close()
    assert "Credential=sandbox/" in signed[0]
    assert "AKIACANARY" not in signed[0]


def test_another_tracker_of_a_labelled_account_is_nobodys_until_it_is_labelled() -> None:
    dev = Target("dev", Policy.DEV, "t-1", profile="shop", region="eu-west-1", labelled=True, schema="x.avsc")
    assert dev.aimed_at("t-1") == dev
    other = dev.aimed_at("t-2")
    assert (other.policy, other.label, other.labelled, other.schema) == (Policy.PRODUCTION, "shop", False, None)
    assert dev.aimed_at("t-1", "us-east-1").policy is Policy.PRODUCTION
    local = replace(dev, policy=Policy.SANDBOX)
    assert local.aimed_at("t-2").policy is Policy.SANDBOX


def test_missing_credentials_and_a_closed_port_are_one_sentence_and_looked_at_anew(
    bench: Workbench, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Target("aws", Policy.PRODUCTION, region="us-east-1", read_timeout_s=1.0)
    with pytest.raises(AskFailed, match=r"Unable to locate credentials|no credentials") as raised:
        all_of(Catalogue(bench).search(nobody))
    assert "ask again" in str(raised.value)
    assert "\n" not in str(raised.value)
    monkeypatch.setenv("AWS_ENDPOINT_URL_PERSONALIZE", sandbox.url)
    assert all_of(Catalogue(bench).search(nobody)), "what was mended counts at once"
    closed = replace(at("http://127.0.0.1:1"), policy=Policy.LOCAL)
    with pytest.raises(AskFailed) as raised:
        all_of(Catalogue(bench).search(closed))
    assert isinstance(raised.value.outcome, NotSent)
    assert raised.value.outcome.cause is Cause.CONNECTION
