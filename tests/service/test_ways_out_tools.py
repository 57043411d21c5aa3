"""The ways out, run as they would be pasted: through bash, with the real aws and curl, and by Python."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import builders
import hostile
import ledger
from pevents_tui.domain.check import check
from pevents_tui.domain.plan import Plan, Policy, Target, plan
from pevents_tui.domain.render import FORMATS
from pevents_tui.sandbox import TRACKING_ID, Sandbox

SOLID = [text for text in hostile.texts(150, "ways out") if hostile.typeable(text) and text]
ROUGH = 'it\'s "$HOME" `id` $(id) !! \\ \n\\\n file://x \x00\x1b[2J \u2028 \U0001f600'


def _plan(target: Target, *texts: str, **head: Any) -> Plan:
    rows = [
        builders.event(itemId=text, eventId=f"e-{at}", properties={text: [text, at]}) for at, text in enumerate(texts)
    ]
    return plan(check(builders.events_draft(*rows, **head)), target)


def _bash(script: str, shell: str = "bash") -> bytes:
    done = subprocess.run([shell, "-c", script], capture_output=True, check=True, timeout=60)
    assert done.stderr == b"", done.stderr
    return done.stdout


def test_bash_hands_over_the_words_as_they_are_meant() -> None:
    target = builders.target(profile=ROUGH.replace("\0", ""), endpoint="http://127.0.0.1:1/'$x'")
    made = _plan(target, *SOLID)
    for name, option in (("aws-cli", "--cli-input-json"), ("curl", "--data-binary")):
        program = "aws" if name == "aws-cli" else "curl"
        text = FORMATS[name].of_plan(made)
        assert not hostile.CONTROL.search(text.replace("\n", ""))
        out = _bash(f"{program}() {{ printf '%s\\0' \"$@\" ''; }}\n{text}").decode()
        calls = [call.split("\0") for call in out.split("\0\0")[:-1]]
        assert [json.loads(words[words.index(option) + 1]) for words in calls] == [call.body for call in made.calls]
        if program == "aws":
            assert {words[words.index("--profile") + 1] for words in calls} == {target.profile}
        assert {text for words in calls for text in words if "127.0.0.1" in text} == {
            "http://127.0.0.1:1/'$x'" + ("" if program == "aws" else "/events")
        }


@pytest.mark.parametrize("name", ["aws-cli", "curl", "boto3"])
def test_what_is_pasted_puts_the_same_request_on_the_wire(sandbox: Sandbox, at: Target, name: str) -> None:
    made = _plan(at, ROUGH, trackingId=TRACKING_ID, userId="file://" + ROUGH, sessionId="@" + ROUGH)
    text = FORMATS[name].of_plan(made)
    if name == "boto3":
        subprocess.run([sys.executable, "-c", text], check=True, timeout=60)
    else:
        folder = Path(sys.executable).parent
        _bash(f"export PATH={folder}:$PATH AWS_PAGER=\n{text}")
    (call,) = ledger.calls(sandbox.url)
    assert call["status"] == 200
    assert call["body"] == made.calls[0].body


def test_a_call_to_aws_names_no_key_and_one_to_this_machine_none_of_yours() -> None:
    away = builders.target(policy=Policy.PRODUCTION, region="eu-west-1")
    for name in ("aws-cli", "boto3", "curl"):
        text = FORMATS[name].of_plan(_plan(away, "x"))
        assert "aws_access_key_id" not in text
        assert "--no-sign-request" not in text
        assert ("$AWS_SECRET_ACCESS_KEY" in text) == (name == "curl")
        assert "$AWS_SECRET_ACCESS_KEY" not in FORMATS[name].of_plan(_plan(builders.target(), "x"))


@pytest.mark.parametrize("shell", [each for each in ("bash", "dash") if shutil.which(each)])
@pytest.mark.parametrize("token", ["", "to/ken+=="])
def test_curl_gets_keys_and_token_where_no_list_of_processes_shows_them(
    sandbox: Sandbox, at: Target, shell: str, token: str
) -> None:
    made = _plan(replace(at, policy=Policy.DEV), *[f"i-{number}" for number in range(11)], trackingId=TRACKING_ID)
    text = FORMATS["curl"].of_plan(made)
    keys = f"AWS_ACCESS_KEY_ID=AKIAX AWS_SECRET_ACCESS_KEY=sec/ret+= AWS_SESSION_TOKEN={token}"
    words = _bash(f"{keys}\ncurl() {{ printf '%s\\n' \"$@\"; }}\n{text}", shell).decode()
    assert [secret for secret in ("AKIAX", "sec/ret", "security-token", "to/ken") if secret in words] == []
    seen = _bash(f'{keys}\ncurl() {{ command curl -v "$@" 2>&1; }}\n{text}', shell).decode().lower()
    assert seen.count("\n> authorization: aws4-hmac-sha256 credential=akiax/") == 2
    assert seen.count("\n> x-amz-security-token:") == (2 if token else 0)
    assert (f"\n> x-amz-security-token:{token}" in seen.replace("token: ", "token:")) == bool(token)
    assert [call["body"] for call in ledger.calls(sandbox.url)] == [call.body for call in made.calls]


def test_how_a_target_is_reached_stands_in_every_copy(sandbox: Sandbox, at: Target) -> None:
    loose = replace(at, policy=Policy.DEV, verify=False, sign=False, ca_bundle="/a b.pem")
    copies = {name: FORMATS[name].of_plan(_plan(loose, "x", trackingId=TRACKING_ID)) for name in FORMATS}
    assert " --ca-bundle '/a b.pem' --no-verify-ssl --no-sign-request\n" in copies["aws-cli"]
    assert "verify=False, config=Config(signature_version=UNSIGNED))\n" in copies["boto3"]
    assert copies["curl"].endswith(" --cacert '/a b.pem' --insecure\n")
    subprocess.run([sys.executable, "-c", copies["boto3"]], check=True, timeout=60)
    assert len(ledger.calls(sandbox.url)) == 1
    strict = _plan(replace(loose, verify=True, sign=True), "x")
    assert "verify='/a b.pem')\n" in FORMATS["boto3"].of_plan(strict)
    assert "--no-" not in FORMATS["aws-cli"].of_plan(strict)
    assert "--insecure" not in FORMATS["curl"].of_plan(strict)
