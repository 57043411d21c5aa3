"""`whoami` and the steps of `targets test`: what is in force, who signs and what works, as text and as data."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import shlex
import sys
from collections.abc import Iterator

import pytest

from canaries import CANARIES
from cli.shell import Shell
from fake_aws import MFA_CONFIG, FakeAws, environment, fake_aws, write_config
from pevents_tui.cli.diagnosis import run_test
from pevents_tui.cli.environment import Environment
from pevents_tui.service import Options, Workbench

ELSEWHERE = "http://events.example"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAws]:
    with fake_aws() as fake:
        for name, value in environment(fake).items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        write_config(MFA_CONFIG)
        yield fake


def test_whoami_says_what_is_in_force_and_who_signs(shell: Shell, aws: FakeAws) -> None:
    ended = shell.run("whoami", "--profile", "base", "--endpoint-url", ELSEWHERE)
    assert (ended.code, ended.err) == (0, "")
    lines = dict(re.split(r" {2,}", line, maxsplit=1) for line in ended.out.splitlines())
    assert lines["profile"] == "base  from --profile"
    assert lines["region"] == "us-east-1  from AWS_DEFAULT_REGION"
    assert lines["endpoint"] == f"! {ELSEWHERE}  from --endpoint-url  (NOT AWS's own)"
    assert (lines["account"], lines["who"]) == ("123456789012", "role Deployer, session ana")
    data = shell.run("whoami", "--profile", "base", "--output", "json").json
    assert data["account"] == "123456789012"
    assert data["credentialsFrom"].startswith("profile base in ")
    assert {each["name"] for each in data["settings"]} >= {"target", "profile", "credentials", "region", "endpoint"}
    assert "123456789012  role Deployer" in shell.run("whoami", "--profile", "base", "--output", "table").out
    asked = list(aws.asked)
    offline = shell.run("whoami", "--offline", "--profile", "mfa")
    assert (offline.code, offline.err) == (0, "")
    assert "role with MFA: arn:aws:iam" in offline.out
    assert aws.asked == asked


def test_whoami_ends_with_what_kept_it_from_knowing(shell: Shell, aws: FakeAws) -> None:
    nobody = shell.run("whoami", "--profile", "mfa")
    assert nobody.code == 253
    assert nobody.sentence.startswith(
        "pevents-tui: the role wants an MFA code, and nobody can be asked for it here; run"
    )
    assert "profile" in nobody.out
    gone = shell.run("whoami", "--profile", "gone\x1b[2J")
    assert gone.code == 253
    assert "\x1b" not in gone.out + gone.err


def test_a_person_is_asked_for_the_mfa_code(shell: Shell, aws: FakeAws) -> None:
    ended = shell.answer("whoami", "--profile", "mfa", keys=b"123456\n")
    assert ended.code == 0
    assert "Enter MFA code for arn:aws:iam::123456789012:mfa/ana:" in ended.err
    assert "role Deployer, session ana" in ended.out
    assert not any(canary in ended.out + ended.err for canary in CANARIES)
    wrong = shell.answer("whoami", "--profile", "mfa", keys=b"000000\n")
    assert wrong.code == 253
    assert "the MFA code was not taken; wait for the next code" in wrong.err
    assert "an MFA code has six digits" in shell.answer("whoami", "--profile", "mfa", keys=b"12 45\n").err


def test_a_typed_code_is_not_shown_on_the_terminal(shell: Shell, aws: FakeAws) -> None:
    mine, its = pty.openpty()
    process = shell.start("whoami", "--profile", "mfa", stdin=its, stderr=its)
    os.close(its)
    seen = b""
    while b"mfa/ana:" not in seen:
        assert select.select([mine], [], [], 20)[0], seen
        seen += os.read(mine, 1024)
    os.write(mine, b"123456\n")
    out, _ = process.communicate(timeout=20)
    while select.select([mine], [], [], 0)[0]:
        try:
            seen += os.read(mine, 1024)
        except OSError:
            break
    os.close(mine)
    assert process.returncode == 0, seen
    assert "role Deployer" in out
    assert b"123456\r" not in seen.replace(b"arn:aws:iam::123456789012", b"")


def test_the_steps_of_a_test_come_in_order_with_what_mends_them(shell: Shell, aws: FakeAws) -> None:
    aws.trackers["shop"] = ("t-1", "ACTIVE")

    def tested(form: str | None, profile: str) -> tuple[int, str]:
        out = io.StringIO()
        with Workbench(shell.data, shell.config) as bench:
            target = bench.aws_target(Options(profile=profile, tracking_id="t-1", endpoint_url=ELSEWHERE))
            code = run_test(bench, target, Environment(None, out, io.StringIO(), os.environ), form)
        return code, out.getvalue()

    code, text = tested(None, "base")
    assert code == 0
    assert [line.split()[:2] for line in text.splitlines()] == [
        ["config", "ok"], ["credentials", "ok"], ["identity", "ok"], ["region", "ok"],
        ["endpoint", "ok"], ["tracker", "ok"], ["permissions", "look"],
    ]  # fmt: skip
    code, text = tested("json", "gone")
    assert code == 253
    found = {each["step"]: each for each in json.loads(text)}
    assert found["credentials"]["mend"] == "give one of aws configure list-profiles"
    assert aws.count("POST /events") == 0


def test_canary_credentials_turn_up_nowhere(shell: Shell, aws: FakeAws) -> None:
    answer = {"Version": 1, "AccessKeyId": CANARIES[0], "SecretAccessKey": CANARIES[1], "SessionToken": CANARIES[2]}
    printed = f"import sys; sys.stderr.write({CANARIES[1]!r}); print({json.dumps(answer)!r})"
    fails = f"import sys; sys.exit({CANARIES[1]!r})"
    config = [("good", printed), ("bad", fails), ("mad", f"print({CANARIES[1]!r})")]
    write_config(
        "".join(
            f"[profile {name}]\nregion=eu-west-1\ncredential_process={shlex.join([sys.executable, '-c', code])}\n"
            for name, code in config
        )
    )
    body = ("--tracking-id", "t-1", "--session-id", "s", "--event-list", "eventType=View,sentAt=1764000000")
    said = ""
    for profile, code in (("good", 0), ("bad", 253), ("mad", 253)):
        way = ("--profile", profile, "--endpoint-url", ELSEWHERE)
        run = shell.process if profile == "bad" else shell.run
        sent = run("put-events", *body, *way, "--yes", "t-1", "--output", "json")
        who = shell.run("whoami", *way)
        assert (sent.code, who.code) == (code, code), sent.err
        said += sent.out + sent.err + who.out + who.err
    aws.refuse["POST /events"] = f"ExpiredToken{CANARIES[2]}"
    said += shell.run("put-events", *body, "--profile", "good", "--endpoint-url", ELSEWHERE, "--yes", "t-1").err
    kept = b"".join(path.read_bytes() for path in shell.data.rglob("*") if path.is_file())
    assert aws.count("POST /events") == 2
    assert not any(canary in said or canary.encode() in kept for canary in CANARIES)
