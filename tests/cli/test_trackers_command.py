"""`trackers`: an account's trackers on standard output, found now or the last time; what goes wrong in a sentence."""

from __future__ import annotations

import json
import signal
import stat
import urllib.request

import pytest

import waiting
from canaries import canaries_in
from cli.shell import Shell
from pevents_tui.domain.age import age_words
from pevents_tui.sandbox import PRODUCTION_KEY, TRACKING_ID

DEMO = "arn:aws:personalize:us-east-1:123456789012:event-tracker/demo-store"


def order(url: str, fault: str, **options: object) -> None:
    body = json.dumps({"fault": fault, "service": "personalize", **options}).encode()
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(f"{url}/_sandbox/faults", body, headers)):  # noqa: S310 - ours
        pass


def test_the_embedded_sandbox_has_trackers_to_look_at(shell: Shell) -> None:
    ended = shell.run("trackers")
    assert ended.code == 0
    assert ended.err == "5 in us-east-1 of local sandbox\n"
    lines = [line.split() for line in ended.out.splitlines()]
    assert [TRACKING_ID, "demo-store", "shop", "ECOMMERCE", "events", "ACTIVE"] in lines
    assert lines[-1][1:] == ["loyalty-action-interactions", "loyalty", "custom", "actions", "ACTIVE"]
    (kept,) = (shell.data / "catalogues").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert canaries_in(kept.read_text()) == []


def test_it_is_printed_as_data_and_remembered(shell: Shell, url: str) -> None:
    at = ("--endpoint-url", url, "--output", "json")
    assert shell.run("trackers", "--cached", *at).code == 252
    found = shell.run("trackers", *at)
    trackers = {each["name"]: each for each in found.json}
    assert trackers["demo-store"] == {
        "name": "demo-store",
        "takes": "events",
        "trackingId": TRACKING_ID,
        "status": "ACTIVE",
        "datasetGroup": "shop",
        "domain": "ECOMMERCE",
        "region": "us-east-1",
        "arn": DEMO,
        "datasetGroupArn": "arn:aws:personalize:us-east-1:123456789012:dataset-group/shop",
        "trouble": None,
    }
    order(url, "reset-before", share=1)
    cached = shell.run("trackers", "--cached", "--takes", "actions", *at)
    assert [each["name"] for each in cached.json] == ["loyalty-action-interactions"]
    assert cached.err == "found just now; nothing was asked now\n"
    assert shell.run("trackers", "--cached", "--region", "eu-west-1", *at).code == 252


def test_the_other_account_is_listed_with_its_key(shell: Shell, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", PRODUCTION_KEY)
    found = shell.run("trackers", "--endpoint-url", url, "--output", "json").json
    assert {each["datasetGroup"] for each in found} == {"shop-production", "video-production", "loyalty-production"}


def test_an_arn_is_resolved(shell: Shell, url: str) -> None:
    ended = shell.run("trackers", DEMO, "--endpoint-url", url, "--output", "json")
    assert (ended.json["trackingId"], ended.err) == (TRACKING_ID, "")
    for arn, code, why in (
        ("demo-store", 252, "no ARN of a Personalize resource"),
        (DEMO.replace("event-tracker", "solution"), 252, "names a solution"),
        (DEMO + "s", 254, "ResourceNotFoundException"),
    ):
        ended = shell.run("trackers", arn, "--endpoint-url", url)
        assert (ended.code, ended.out) == (code, "")
        assert why in ended.sentence
    assert shell.run("trackers", DEMO, "--cached").code == 252


def test_what_keeps_it_from_the_account_is_one_sentence_and_an_exit_code(shell: Shell, url: str) -> None:
    at = ("--endpoint-url", url)
    order(url, "access-denied", operation="ListEventTrackers")
    ended = shell.run("trackers", *at)
    assert (ended.code, ended.out) == (254, "")
    assert "AccessDeniedException" in ended.sentence
    assert "docs/permissions.md" in ended.sentence
    ended = shell.run("trackers", "--endpoint-url", "http://127.0.0.1:1")
    assert ended.code == 255
    assert "ask again" in ended.sentence
    order(url, "access-denied", operation="DescribeEventTracker")
    ended = shell.run("trackers", *at)
    assert ended.code == 254
    assert len(ended.out.splitlines()) == 5
    assert "AccessDeniedException" in ended.err


@pytest.mark.parametrize("arn", [(), (DEMO,)])
def test_an_interrupt_ends_it_at_once(shell: Shell, url: str, arn: tuple[str, ...]) -> None:
    order(url, "hang", share=1)
    running = shell.start("trackers", *arn, "--endpoint-url", url)

    def asked() -> bool:
        with urllib.request.urlopen(f"{url}/_sandbox/visits") as answer:  # noqa: S310 - the sandbox of this test
            return len(json.load(answer)["visits"]) >= 1

    waiting.until(asked, "it asks")
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, "")
    assert arn or err == "pevents-tui: cancelled\n"


def test_ages_are_told_in_few_words() -> None:
    ages = [age_words(seconds) for seconds in (-5, 59, 60, 7199, 7200, 172_799, 172_800, 1e7)]
    assert ages == [
        "just now",
        "just now",
        "1 min ago",
        "119 min ago",
        "2 h ago",
        "47 h ago",
        "2 days ago",
        "115 days ago",
    ]
