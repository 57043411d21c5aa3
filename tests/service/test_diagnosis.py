"""What works of a target, step by step, and nothing is sent to find out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canaries import CANARY_ID
from fake_aws import MFA_CONFIG, FakeAws, real_target, write_config
from pevents_tui.domain.plan import Target
from pevents_tui.sandbox import DATASETS
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.diagnosis import STEPS, Verdict


def test_the_diagnosis_says_in_order_what_works_and_what_mends_the_rest(aws: FakeAws, bench: Workbench) -> None:
    write_config(MFA_CONFIG)
    aws.trackers.update(old=("t-0", "ACTIVE"), new=("t-1", "CREATE PENDING"))

    def found(target: Target) -> dict[str, tuple[str, str]]:
        return {
            each.step: (each.verdict.value, f"{each.sentence}; {each.mend}") for each in bench.access.diagnose(target)
        }

    pending = found(real_target("base", tracking_id="t-1"))
    assert pending["tracker"] == ("failed", "tracker new is CREATE PENDING; wait until it is ACTIVE")
    assert pending["identity"] == ("ok", "account 123456789012, role Deployer, session ana; ")
    assert found(real_target("base", tracking_id="t-9"))["tracker"][1].startswith("no tracker here has t-9; check")
    aws.refuse["ListEventTrackers"] = "AccessDeniedException"
    verdict, sentence = found(real_target("base", tracking_id="t-1"))["tracker"]
    assert verdict == "look"
    assert sentence.endswith("ask for the policies of docs/permissions.md")
    gone = found(real_target("gone", region="eu-wset-1", tracking_id="t-1"))
    assert [gone[step][0] for step in STEPS if step in gone] == [
        "failed",
        "failed",
        "skipped",
        "look",
        "ok",
        "skipped",
        "look",
    ]
    assert aws.count("POST /events") == 0
    signed = {what for what, headers in zip(aws.asked, aws.headers, strict=True) if CANARY_ID in str(headers)}
    assert signed == {"sts GetCallerIdentity"}


def test_the_diagnosis_of_the_sandbox_needs_nothing(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", CANARY_ID)
    found = {each.step: each for each in bench.access.diagnose(bench.target())}
    assert not [each for each in found.values() if each.verdict in (Verdict.FAILED, Verdict.LOOK)], found
    assert "dummy keys" in found["credentials"].sentence
    assert found["identity"].sentence.startswith("account 1234")
    assert found["tracker"].sentence.endswith(" is ACTIVE")
    assert found["datasets"].sentence == "shop/ITEMS, shop/USERS, loyalty/ACTIONS are ACTIVE"
    wrong = replace(bench.target(), users_dataset=f"{DATASETS['users']}2")
    told = next(each for each in bench.access.diagnose(wrong) if each.step == "datasets")
    assert (told.verdict, "USERS2 cannot be looked up" in told.sentence) == (Verdict.LOOK, True)
    cancel = Cancel()
    steps = bench.access.diagnose(bench.target(), cancel)
    next(steps)
    cancel.set()
    assert list(steps) == []
