"""Profiles, regions and what is in force: read as botocore reads them, in the CLI's order, and told."""

from __future__ import annotations

import os
import random
from pathlib import Path

import botocore.session
import pytest

from canaries import CANARIES, CANARY_SECRET
from fake_aws import KEYS, MFA_CONFIG, write_config
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service import Options, Workbench
from pevents_tui.service.aws_files import read_aws_files
from pevents_tui.service.in_force import Fact
from pevents_tui.service.profiles import ProfileKind, read_profiles, regions

CONFIG = f"""
# a comment
[default]
region = us-west-2
[profile shop]
region=eu-west-1
services = local
[profile "with blanks"]
output = json
[profile sso]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Dev
[sso-session corp]
sso_start_url = https://x.example
[profile proc]
credential_process = /bin/creds --for "a b"
[profile web]
role_arn = arn:aws:iam::1:role/web
web_identity_token_file = /t
[profile login]
login_session = arn:aws:iam::1:user/ana
[services local]
personalize_events =
  endpoint_url = http://127.0.0.1:7373
sts =
  endpoint_url = http://127.0.0.1:1
[preview]
x = 1
{MFA_CONFIG}
"""
CREDENTIALS = f"[keys]\n{KEYS}[shop]\n{KEYS}"


def test_profiles_and_their_kinds_are_what_botocore_makes_of_the_files() -> None:
    write_config(CONFIG, CREDENTIALS)
    files, full = read_aws_files(os.environ), botocore.session.Session().full_config
    assert files.profiles == full["profiles"]
    assert (files.sso_sessions, files.services) == (full["sso_sessions"], full["services"])
    found = {each.name: each for each in read_profiles(os.environ).profiles}
    assert {name: each.kind for name, each in found.items()} == {
        "default": ProfileKind.NONE,
        "shop": ProfileKind.KEYS,
        "with blanks": ProfileKind.NONE,
        "sso": ProfileKind.SSO,
        "proc": ProfileKind.PROCESS,
        "web": ProfileKind.WEB_IDENTITY,
        "login": ProfileKind.LOGIN,
        "mfa": ProfileKind.MFA,
        "role": ProfileKind.ROLE,
        "base": ProfileKind.KEYS,
        "keys": ProfileKind.KEYS,
    }
    assert next(iter(found)) == "default"
    assert (found["shop"].region, found["sso"].detail) == ("eu-west-1", "123456789012 Dev")
    assert (found["mfa"].via, found["mfa"].detail) == ("base", "arn:aws:iam::123456789012:role/Deployer")
    assert not any(canary in repr(found) for canary in CANARIES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"[a]\nx=1\n{CANARY_SECRET}\n", "line 3, is not as AWS config files are: the line is neither"),
        (f"x={CANARY_SECRET}\n", "line 1, is not as AWS config files are: a setting stands before"),
        ("[a]\n[a]\n", "line 2, is not as AWS config files are: [a] stands there twice"),
        ("[a]\nx=1\n[b\nx=2\n", "line 3, is not as AWS config files are: its [section] is not closed"),
        ("[a]\nx=1\nx=2\n", "line 3, is not as AWS config files are: x stands twice in [a]"),
        (f"[a]\nx =\n  {CANARY_SECRET}\n", "the block under x in [a] has a line without ="),
    ],
)
def test_a_broken_file_is_told_by_file_and_line_and_what_stands_there_is_not_repeated(text: str, words: str) -> None:
    write_config(text)
    (fault,) = read_profiles(os.environ).faults
    assert words in fault
    assert str(Path.home() / ".aws" / "config") in fault
    assert CANARY_SECRET not in fault


def test_files_that_cannot_be_read_are_told_and_absent_ones_are_not(tmp_path: Path) -> None:
    assert read_profiles(os.environ).faults == ()
    write_config("")
    (Path.home() / ".aws" / "config").write_bytes(b"[a]\nx=\xff\n")
    folder = {"HOME": os.environ["HOME"], "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path)}
    text, directory = read_profiles(folder).faults
    assert text.endswith("config is not UTF-8 text")
    assert directory.startswith(f"{tmp_path} cannot be read: ")
    random.seed(7)
    for _ in range(60):
        pieces = ["[", "]", "\n", "=", " ", "x", "profile ", '"', "[a]\n", "#", "\t", "\x00", "é"]
        (Path.home() / ".aws" / "config").write_text("".join(random.choices(pieces, k=40)))
        read_profiles(os.environ)


def test_regions_are_those_of_personalize_with_their_titles() -> None:
    found = {each.name: each.title for each in regions()}
    assert found["eu-west-1"] == "Europe (Ireland)"
    assert {"us-east-1", "cn-north-1"} <= set(found)


def _facts(bench: Workbench, target: Target, given: Options | None = None) -> dict[str, Fact]:
    return {fact.name: fact for fact in bench.access.in_force(target, given)}


def test_each_setting_says_where_it_is_from_and_what_it_passed_over(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_config(CONFIG, CREDENTIALS)
    monkeypatch.setenv("AWS_DEFAULT_PROFILE", "base")
    monkeypatch.setenv("AWS_PROFILE", "mfa")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-2")
    monkeypatch.setenv("AWS_REGION", "ap-south-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://user:canary@proxy.example/x")
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    monkeypatch.setenv("HTTPS_PROXY", "http://ana:canary@proxy.example:3128")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/corp.pem")
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    facts = _facts(bench, bench.aws_target(), Options())
    assert facts["endpoint"].note.endswith("AWS's own; its FIPS host, by another name")
    assert (facts["profile"].value, facts["profile"].source) == ("mfa", "AWS_PROFILE")
    assert facts["profile"].note == "passed over: AWS_DEFAULT_PROFILE says base"
    assert facts["credentials"].value.startswith("role with MFA: arn:aws:iam")
    assert facts["credentials"].note == "taken through profile base"
    assert (facts["region"].value, facts["region"].source) == ("ap-south-1", "AWS_REGION")
    assert facts["region"].note == "passed over: AWS_DEFAULT_REGION says us-east-2, profile mfa says eu-west-1"
    assert facts["endpoint"].value == "https://personalize-events.ap-south-1.amazonaws.com"
    assert "told to be ignored" in facts[""].value
    assert facts["certificate"].value == "checked against /corp.pem"
    assert (facts["proxy"].value, facts["proxy"].source) == ("http://•••@proxy.example:3128", "HTTPS_PROXY")
    assert "canary" not in repr(facts)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    keys = _facts(bench, bench.aws_target(), Options())
    assert keys["profile"].note == "AWS_PROFILE names mfa, but keys of the environment win"
    assert (keys["credentials"].note, keys["credentials"].marked) == ("AWS_SECRET_ACCESS_KEY is missing", True)
    given = _facts(bench, bench.aws_target(Options(profile="sso")))
    assert given["profile"].source == "the target itself"
    saved = _facts(bench, bench.aws_target(Options(profile="sso")), Options())
    assert (saved["profile"].value, saved["profile"].source) == ("sso", "the target itself")
    assert "keys of the environment are passed over" in given["profile"].note


def test_what_whoever_sends_ought_to_look_at_is_marked(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    write_config("[profile shop]\nregion=eu-west-1\n[shop\n")
    target = Target("x", Policy.PRODUCTION, profile="gone", endpoint="https://events.example", verify=False, sign=False)
    facts = _facts(bench, target)
    marked = {name for name, fact in facts.items() if fact.marked}
    assert marked == {"profile", "region", "endpoint", "certificate", "signature", "config"}
    assert facts["endpoint"].note.startswith("NOT AWS's own")
    assert facts["certificate"].value == "NOT CHECKED"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:7373")
    local = _facts(bench, bench.aws_target(), Options())
    assert "dummy keys" in local["credentials"].value
    assert (local["endpoint"].source, local["endpoint"].note) == ("AWS_ENDPOINT_URL", "on this machine")
    sandbox = _facts(bench, bench.target())
    assert (sandbox["endpoint"].value, sandbox["region"].source) == ("not started yet", "the sandbox")
