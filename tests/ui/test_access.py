"""The way to AWS in the app: profile, region, what is in force, who signs, MFA codes, signing in."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, Static

import builders
from canaries import CANARIES
from fake_aws import DEVICE, KEYS, MFA_CONFIG, FakeAws, environment, fake_aws, write_config
from pevents_tui.domain.plan import Policy
from pevents_tui.service import Options, Workbench
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.commands import access as commands
from pevents_tui.ui.screens.compose import ComposeScreen
from pevents_tui.ui.screens.consent import ConsentScreen
from pevents_tui.ui.screens.finder import FinderScreen
from pevents_tui.ui.screens.in_force import InForceScreen
from pevents_tui.ui.screens.mfa import MfaScreen
from pevents_tui.ui.widgets.notice import Notice
from watching import NARROW, WIDE, Seen, watch

ELSEWHERE = "http://events.example"
SSO = "region=eu-west-1\nsso_account_id=1\nsso_role_name=Dev\nsso_region=eu-west-1\nsso_start_url=https://x.example\n"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAws]:
    with fake_aws() as fake:
        for name, value in environment(fake).items():
            monkeypatch.setenv(name, value)
        write_config(MFA_CONFIG)
        yield fake


def _app(bench: Workbench, profile: str) -> PeventsApp:
    options = Options(profile=profile, endpoint_url=ELSEWHERE, tracking_id=builders.TRACKER)
    return PeventsApp(bench, bench.target(options), builders.events_draft(trackingId=None))


def _shown(seen: Seen) -> str:
    return "\n".join(str(each.content) for each in seen.app.screen.query(Static))


def _toasts(seen: Seen) -> str:
    return "\n".join(str(each.message) for each in seen.app._notifications)


async def _open(seen: Seen, command: type, screen: type) -> None:
    seen.screen.post_message(command())
    await seen.until(lambda: isinstance(seen.app.screen, screen), f"{screen.__name__} is there")


async def test_a_profile_and_a_region_are_found_by_typing_and_taken(bench: Workbench) -> None:
    many = "".join(f"[profile team-{at}]\nregion=us-east-2\n" for at in range(300))
    write_config(f"[default]\n[profile shop[/x]]\n{KEYS}{many}[broken\n")
    app = PeventsApp(bench, bench.target())
    async with watch(app) as seen:
        await _open(seen, commands.ChooseProfile, FinderScreen)
        assert "is not as AWS config files are" in _shown(seen)
        await seen.press("escape")
        write_config(f"[default]\n[profile shop[/x]]\n{KEYS}{many}")
        await _open(seen, commands.ChooseProfile, FinderScreen)
        listed = seen.app.screen.query_one(OptionList)
        assert listed.option_count == 302
        assert "shop[/x]" in str(listed.get_option_at_index(1).prompt)
        seen.app.screen.query_one(Input).value = "team-29"
        await seen.until(lambda: listed.option_count < 300, "what was typed counts")
        assert listed.option_count == 11
        await seen.press("down", "up", "down", "enter")
        await seen.until(lambda: isinstance(seen.app.screen, ComposeScreen), "the choice was taken")
        target = seen.screen.aim
        assert (target.profile, target.region) == ("team-290", "us-east-2")
        assert (target.policy, target.labelled, target.tracking_id) == (Policy.PRODUCTION, False, None)
        assert "Sends to PRODUCTION team-290 from now on" in _toasts(seen)
        await _open(seen, commands.ChooseRegion, FinderScreen)
        highlighted = seen.app.screen.query_one(OptionList).highlighted
        assert highlighted is not None
        assert "us-east-2" in str(seen.app.screen.query_one(OptionList).get_option_at_index(highlighted).prompt)
        seen.app.screen.query_one(Input).value = "ireland"
        await seen.pilot.pause()
        assert "eu-west-1" in str(seen.app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        seen.app.screen.query_one(Input).value = "mars-north-1"
        await seen.press("enter")
        await seen.until(lambda: isinstance(seen.app.screen, ComposeScreen), "the choice was taken")
        assert (seen.screen.aim.profile, seen.screen.aim.region) == ("team-290", "mars-north-1")


async def test_what_is_in_force_tells_who_signs_only_when_asked_and_asks_for_the_code(
    bench: Workbench, aws: FakeAws
) -> None:
    async with watch(_app(bench, "mfa")) as seen:
        await _open(seen, commands.InForce, InForceScreen)
        shown = _shown(seen)
        assert "role with MFA: arn:aws:iam::123456789012:role/Deployer" in shown
        assert "NOT AWS's own" in shown
        assert aws.asked == []
        await seen.press("i")
        await seen.until(lambda: isinstance(seen.app.screen, MfaScreen), "the code is asked for")
        assert DEVICE in _shown(seen)
        await seen.press(*"12", "enter")
        assert "six digits" in _shown(seen)
        await seen.press("escape")
        await seen.until(lambda: "No MFA code was given" in _shown(seen), "it is told")
        await seen.press("i")
        await seen.until(lambda: isinstance(seen.app.screen, MfaScreen), "the code is asked for again")
        await seen.press(*"123456")
        picture = seen.app.export_screenshot()
        assert "123456<" not in picture.replace("123456789012", "")
        await seen.press("enter")
        await seen.until(lambda: "role Deployer, session ana" in _shown(seen), "who signs")
        assert not any(canary in seen.app.export_screenshot() for canary in CANARIES)
        for size in (NARROW, WIDE):
            await seen.pilot.resize_terminal(*size)
            buttons = seen.app.screen.query("Button")
            assert all(seen.app.screen.region.contains_region(each.region) for each in buttons)
        await seen.press("escape")
        await _open(seen, commands.InForce, InForceScreen)
        assert "role Deployer, session ana" in _shown(seen)
        await seen.press("escape")
        assert isinstance(seen.app.screen, ComposeScreen)
        await _send(seen)  # with the same code
        assert "accepted" in seen.result
        assert aws.count("sts AssumeRole") == 1
        await seen.press("ctrl+r")
        await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "the word is asked for again")
        assert "123456789012, role Deployer" in str(seen.app.screen.query_one("#facts").content)  # type: ignore[attr-defined]


async def _send(seen: Seen) -> None:
    await seen.press("f5")
    await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "the word is asked for")
    seen.app.screen.query_one("#word", Input).value = builders.TRACKER
    await seen.until(lambda: time.monotonic() - seen.app.screen._opened_s > 0.4, "Enter is heard")  # type: ignore[attr-defined]
    seen.app.screen.query_one("#word", Input).focus()
    await seen.press("enter")
    await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "the send ended")


async def test_a_code_that_nobody_waits_for_any_more_is_not_asked_for(bench: Workbench, aws: FakeAws) -> None:
    async with watch(_app(bench, "mfa")) as seen:
        await seen.press("f5")
        await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "the word is asked for")
        seen.app.screen.dismiss(builders.TRACKER)
        await seen.until(lambda: isinstance(seen.app.screen, MfaScreen), "the code is asked for")
        seen.screen.cancel_send()
        await seen.until(lambda: isinstance(seen.app.screen, ComposeScreen), "the question is gone")
        await seen.until(lambda: not seen.screen.sending, "the send ended")
        assert "cancelled before anything left" in seen.result
        assert aws.asked == []


async def test_a_look_that_hangs_is_left_at_once_and_the_app_ends_in_the_middle_of_one(
    bench: Workbench, aws: FakeAws
) -> None:
    aws.gate = threading.Event()
    async with watch(_app(bench, "base")) as seen:
        await _open(seen, commands.InForce, InForceScreen)
        await seen.press("i")
        await seen.until(lambda: aws.asked, "it is under way")
        began_s = time.monotonic()
        await seen.press("escape")
        await seen.until(lambda: "Cancelled." in _shown(seen), "it was left")
        assert time.monotonic() - began_s < 1
        await seen.press("i")
        await seen.until(lambda: len(aws.asked) == 2, "it is under way again")
        seen.app.exit(0)
        await asyncio.sleep(0)
    assert time.monotonic() - began_s < 5


async def test_signing_in_runs_the_command_in_the_lent_terminal(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_config(f"[profile sso]\n{SSO}[profile keys]\nregion=eu-west-1\n{KEYS}")
    said = tmp_path / "said"
    tool = tmp_path / "bin" / "aws"
    tool.parent.mkdir()
    tool.write_text(f"#!{sys.executable}\nimport sys; open({str(said)!r}, 'a').write(repr(sys.argv[1:]))\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
    app = PeventsApp(bench, bench.target(Options(profile="sso")))
    monkeypatch.setattr(app, "suspend", contextlib.nullcontext)
    async with watch(app) as seen:
        await _open(seen, commands.InForce, InForceScreen)
        await seen.press("i")
        await seen.until(lambda: "run aws sso login --profile sso. l runs it here" in _shown(seen), "the command")
        await seen.press("l")
        await seen.until(lambda: "Signed in. Ctrl+R sends the last call again." in _toasts(seen), "it was run")
        assert said.read_text() == "['sso', 'login', '--profile', 'sso']"
        await seen.until(lambda: isinstance(seen.app.screen, InForceScreen), "what is in force is shown again")
        await seen.press("escape")
        said.unlink()
        plan = bench.prepare(seen.draft, replace(seen.screen.aim, tracking_id="t-1")).plan
        assert plan is not None
        seen.screen._start(plan, consent="t-1")
        await seen.until(lambda: seen.app.focused is seen.screen.query_one(Notice), "the sign-in is offered")
        assert "Run aws sso login --profile sso, then send it again exactly." in seen.result
        await seen.until(lambda: time.monotonic() - seen.screen.query_one(Notice)._asked_s > 0.4, "y is heard")
        await seen.press("y")
        await seen.until(said.exists, "the command was run again")
        tool.write_text(f"#!{sys.executable}\nimport sys; sys.exit(7)\n")
        seen.screen.post_message(commands.SignIn())
        await seen.until(lambda: "aws sso login --profile sso ended with 7" in _toasts(seen), "how it ended")
        seen.screen.take_target(bench.target(Options(profile="keys")))
        seen.screen.post_message(commands.SignIn())
        await seen.until(lambda: "there is nothing to sign in to" in _toasts(seen), "why not")


HOMES = {
    "no files, and a hanging metadata service": "",
    "a broken file": "[profile x]\nnonsense\n",
    "300 profiles, and a hanging process": "".join(f"[profile p{at}]\nregion=eu-west-1\n{KEYS}" for at in range(300))
    + "[profile x]\nregion=eu-west-1\ncredential_process=sleep 60\n",
}


@pytest.mark.parametrize("home", HOMES)
async def test_no_aws_home_keeps_anyone_from_the_first_screen(
    home: str, bench: Workbench, aws: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_config(HOMES[home])
    aws.gate = threading.Event()
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.url)
    began_s = time.monotonic()
    app = PeventsApp(bench, bench.target(Options(profile="x", endpoint_url=ELSEWHERE, tracking_id="t")))
    async with watch(app) as seen:
        assert time.monotonic() - began_s < 10
        await seen.type_into("userId", "qa-x")
        assert seen.draft.body["userId"] == "qa-x"
        assert aws.asked == []
