"""Credentials: looked for on demand, bounded, cancellable; each failure told in a sentence with what mends it."""

from __future__ import annotations

import json
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import builders
import waiting
from canaries import CANARIES, CANARY_ID, CANARY_SECRET
from fake_aws import DEVICE, ELSEWHERE, KEYS, MFA_CONFIG, ROLE, FakeAws, real_target, write_config
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome
from pevents_tui.service import Cancel, Options, Workbench
from pevents_tui.service.connection import open_session
from pevents_tui.service.credential_words import CredentialFault
from pevents_tui.service.diagnosis import STEPS, Verdict
from pevents_tui.service.identity import Identity
from pevents_tui.service.transport import Transport

CALL = builders.call()


def _process(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


SSO = "sso_account_id=1\nsso_role_name=Dev\nsso_region=eu-west-1\nsso_start_url=https://x.example\n"
SSO_SESSION = "sso_start_url=https://x.example\nsso_region=eu-west-1\nsso_registration_scopes=a\n"
FAILURES = {
    "nothing": (None, "", "no credentials in the environment, in profile default", "run aws configure"),
    "empty": ("x", "[profile x]\n", "profile x holds no credentials", "run aws configure --profile x"),
    "missing": ("shp", f"[profile shop]\n{KEYS}", "there is no profile shp in", "give the nearest, shop, or another"),
    "broken": ("x", "[profile x]\nnonsense\n", "config, line 2, is not as AWS config files are", "mend that line"),
    "half": (
        "x",
        "[profile x]\naws_access_key_id=a\n",
        "has no aws_secret_access_key",
        "run aws configure --profile x",
    ),
    "sso": ("x", f"[profile x]\n{SSO}", "the SSO session of profile x is over", "run aws sso login --profile x"),
    "sso-session": (
        "x",
        f"[profile x]\nsso_session=s\nsso_account_id=1\nsso_role_name=D\n[sso-session s]\n{SSO_SESSION}",
        "the SSO session of profile x is over or was never begun",
        "run aws sso login --profile x",
    ),
    "role-of-sso": (
        "x",
        f"[profile x]\nrole_arn={ROLE}\nsource_profile=y\n[profile y]\n{SSO}",
        "the SSO session of profile y is over",
        "run aws sso login --profile y",
    ),
    "login": (
        "x",
        "[profile x]\nlogin_session=arn:aws:iam::1:user/ana\n",
        "profile x",
        "aws login --profile x",
    ),
    "no-source": ("x", f"[profile x]\nrole_arn={ROLE}\nsource_profile=z\n", "profile x cannot be used", "mend it in"),
    "web": (
        "x",
        f"[profile x]\nrole_arn={ROLE}\nweb_identity_token_file=/nowhere/token\n",
        "the web identity token /nowhere/token cannot be read",
        "mount or renew it",
    ),
    "process-absent": (
        "x",
        "[profile x]\ncredential_process=/nowhere/creds\n",
        "the credential_process of profile x cannot be started: no such file",
        "mend credential_process in",
    ),
    "process-fails": (
        "x",
        f"[profile x]\ncredential_process={_process(f'import sys; sys.exit({CANARY_SECRET!r})')}\n",
        "the credential_process of profile x gave no credentials: it failed",
        "look why: aws sts get-caller-identity --profile x",
    ),
    "process-no-json": (
        "x",
        f"[profile x]\ncredential_process={_process(f'print({CANARY_SECRET!r})')}\n",
        "the credential_process of profile x printed something that is not JSON",
        "look what: aws sts get-caller-identity --profile x",
    ),
    "process-other-version": (
        "x",
        f"[profile x]\ncredential_process={_process('print(chr(123)+chr(125))')}\n",
        "gave no credentials: its answer lacks what it must have",
        "look why",
    ),
    "mfa": ("mfa", MFA_CONFIG, "the role wants an MFA code, and nobody can be asked", "run it in a terminal"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_is_told_in_a_sentence_with_what_mends_it(name: str, transport: Transport) -> None:
    profile, config, sentence, mend = FAILURES[name]
    write_config(config)
    outcome = transport.send(CALL, real_target(profile)).outcome
    assert isinstance(outcome, NotSent)
    assert sentence in outcome.message
    assert mend in outcome.message.rpartition("; ")[2]
    assert outcome.cause in (Cause.CREDENTIALS, Cause.CONFIGURATION)
    assert not any(canary in outcome.message for canary in CANARIES)


def test_half_of_the_environments_keys_are_told(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", CANARY_ID)
    outcome = transport.send(CALL, real_target()).outcome
    assert isinstance(outcome, NotSent)
    assert "the environment has AWS_ACCESS_KEY_ID without AWS_SECRET_ACCESS_KEY; export" in outcome.message


def test_a_call_after_the_credentials_were_mended_is_signed_with_them(aws: FakeAws, transport: Transport) -> None:
    assert isinstance(transport.send(CALL, real_target("x")).outcome, NotSent)
    write_config(f"[profile x]\n{KEYS}")
    assert isinstance(transport.send(CALL, real_target("x")).outcome, Accepted)
    (headers,) = aws.headers
    assert f"Credential={CANARY_ID}/" in headers["Authorization"]


def test_the_private_names_of_the_providers_are_there() -> None:
    write_config(MFA_CONFIG)
    providers = {
        each.METHOD: each for each in open_session(real_target("mfa")).get_component("credential_provider").providers
    }
    assert hasattr(providers["assume-role"], "_prompter")
    assert hasattr(providers["custom-process"], "_popen")
    assert all(hasattr(providers[name], "cache") for name in ("assume-role", "assume-role-with-web-identity", "sso"))


def test_one_mfa_code_serves_events_identity_and_trackers(aws: FakeAws, bench: Workbench) -> None:
    write_config(MFA_CONFIG)
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return aws.code

    bench.ask_mfa_by(ask)
    target = real_target("mfa", tracking_id="t-1")
    aws.trackers["shop"] = ("t-1", "ACTIVE")
    identity = bench.access.identity(target)
    assert isinstance(identity, Identity)
    assert (identity.account, identity.who) == ("123456789012", "role Deployer, session ana")
    assert identity.source == f"role {ROLE} through profile base, by profile mfa"
    findings = list(bench.access.diagnose(target))
    assert [each.step for each in findings] == [step for step in STEPS if step != "datasets"]  # it names none
    assert {each.verdict for each in findings[:-1]} == {Verdict.OK}, findings
    prepared = bench.prepare(builders.events_draft(), target)
    assert prepared.plan is not None
    (record,) = bench.send(prepared.plan, consent=builders.TRACKER)
    assert record.word == "accepted"
    assert (len(asked), aws.count("sts AssumeRole")) == (1, 1)
    assert DEVICE in asked[0]


def test_a_wrong_or_missing_mfa_code_is_told_and_the_next_look_asks_again(aws: FakeAws, bench: Workbench) -> None:
    write_config(MFA_CONFIG)
    codes = iter(["000000", "", aws.code])
    bench.ask_mfa_by(lambda _: next(codes))
    wrong, none, right = (bench.access.identity(real_target("mfa")) for _ in range(3))
    assert isinstance(wrong, CredentialFault)
    assert wrong.sentence == "the MFA code was not taken"
    assert isinstance(none, CredentialFault)
    assert none.sentence.startswith("no MFA code was given")
    assert isinstance(right, Identity)


def test_what_sts_refuses_is_told(aws: FakeAws, bench: Workbench) -> None:
    write_config(MFA_CONFIG)
    aws.refuse["sts AssumeRole"] = "AccessDenied"
    denied = bench.access.identity(real_target("role"))
    assert isinstance(denied, CredentialFault)
    assert denied.sentence == f"STS does not give the role {ROLE}: AccessDenied: is not authorized"
    aws.refuse["sts GetCallerIdentity"] = "ExpiredToken"
    expired = bench.access.identity(real_target("base"))
    assert isinstance(expired, CredentialFault)
    assert expired.mend == "renew the credentials of profile base"


def _ends_soon(work: Callable[[Cancel], object], ready: Callable[[], object]) -> object:
    """What some work gives that is cancelled in its middle; it has to end within a second of that."""
    cancel, got = Cancel(), list[object]()
    thread = threading.Thread(target=lambda: got.append(work(cancel)))
    thread.start()
    waiting.until(ready, "it is under way")
    began_s = time.monotonic()
    cancel.set()
    thread.join(10)
    assert time.monotonic() - began_s < 1
    return got[0]


def test_a_hanging_credential_process_is_cancelled_at_once_with_its_children(
    transport: Transport, bench: Workbench, tmp_path: Path
) -> None:
    marks = tmp_path / "pids"
    code = f"import os,subprocess,sys; open({str(marks)!r},'a').write(str(os.getpid())+chr(10)); "
    code += "subprocess.run([sys.executable,'-c','import time; time.sleep(60)'])"
    write_config(f"[profile slow]\ncredential_process={_process(code)}\n")
    target = real_target("slow")

    def started() -> int:
        return len(marks.read_text().splitlines()) if marks.exists() else 0

    outcome = _ends_soon(lambda cancel: transport.send(CALL, target, cancel).outcome, started)
    assert outcome == NotSent(Cause.CANCELLED, "cancelled before anything left")
    looked = _ends_soon(lambda cancel: bench.access.identity(target, cancel), lambda: started() == 2)
    assert isinstance(looked, CredentialFault)
    assert looked.cause is Cause.CANCELLED
    for pid in map(int, marks.read_text().split()):
        waiting.until(lambda pid=pid: _is_gone(pid), "the command is gone")  # type: ignore[misc]


def _is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_a_hanging_metadata_service_is_cancelled_at_once(
    aws: FakeAws, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.url)
    monkeypatch.setattr(aws, "gate", threading.Event())
    looked = _ends_soon(lambda cancel: bench.access.identity(real_target(), cancel), lambda: aws.asked)
    assert isinstance(looked, CredentialFault)
    assert looked.cause is Cause.CANCELLED
    assert aws.asked[0].endswith("/latest/api/token")


def test_warming_up_for_aws_looks_for_no_credentials(aws: FakeAws, bench: Workbench, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').close()"
    write_config(f"[profile x]\ncredential_process={_process(code)}\n")
    bench.warm(real_target("x"))
    assert not mark.exists()
    assert aws.asked == []


def test_calls_are_unsigned_unverified_or_trusted_as_the_target_says(aws: FakeAws, transport: Transport) -> None:
    write_config("[profile x]\ncredential_process=/nowhere/creds\n")
    assert isinstance(transport.send(CALL, real_target("x", sign=False)).outcome, Accepted)
    assert "Authorization" not in aws.headers[0]
    missing: Outcome = transport.send(
        CALL, real_target(sign=False, endpoint=aws.url.replace("http", "https"), ca_bundle="/no.pem")
    ).outcome
    assert isinstance(missing, NotSent)
    assert missing.message.startswith("the CA bundle cannot be read")
    client = transport._client(real_target(sign=False, verify=False, ca_bundle="/no.pem"))
    assert client._endpoint.http_session._verify is False


def test_no_configured_endpoint_takes_a_call_elsewhere_than_the_target_says(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_config(f"[profile x]\n{KEYS}endpoint_url=http://127.0.0.1:1\n")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:2")
    client = transport._client(real_target("x", endpoint=None))
    assert client.meta.endpoint_url == "https://personalize-events.eu-west-1.amazonaws.com"


def test_no_canary_is_kept_anywhere(aws: FakeAws, bench: Workbench, tmp_path: Path) -> None:
    answer = {"Version": 1, "AccessKeyId": CANARY_ID, "SecretAccessKey": CANARY_SECRET, "SessionToken": CANARIES[2]}
    printed = f"import sys; sys.stderr.write({CANARY_SECRET!r}); print({json.dumps(answer)!r})"
    write_config(f"{MFA_CONFIG}[profile proc]\ncredential_process={_process(printed)}\n")
    bench.ask_mfa_by(lambda _: aws.code)
    for profile in ("mfa", "proc"):
        target = bench.aws_target(Options(profile=profile, region="eu-west-1", endpoint_url=ELSEWHERE))
        told = [bench.access.in_force(target), bench.access.identity(target)]
        prepared = bench.prepare(builders.events_draft(), target)
        assert prepared.plan is not None
        records = list(bench.send(prepared.plan, consent=builders.TRACKER))
        assert not any(canary in repr((told, records)) for canary in CANARIES)
    assert aws.count("POST /events") == 2
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and ".aws" not in path.parts)
    assert not any(canary.encode() in written for canary in CANARIES)
