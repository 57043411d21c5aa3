"""What works of a target, step by step: each result as it is known, with what mends it; nothing is ever sent."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from pevents_tui.domain.outcome import Cause
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.render import default_endpoint
from pevents_tui.service.aws_files import read_aws_files
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import Options, settings_of, uses_dummy_keys
from pevents_tui.service.credential_words import CredentialFault
from pevents_tui.service.identity import Identity, Signer
from pevents_tui.service.profiles import regions

STEPS = ("config", "credentials", "identity", "region", "endpoint", "tracker", "datasets", "permissions")
"""The steps in order; a target that names no datasets has none to look at."""
MOST_TRACKERS = 200
"""Most trackers and datasets that are described in search of one tracking ID."""
REACH_S = 20.0
"""Longest wait for the endpoint to answer anything at all."""


class Verdict(StrEnum):
    """How a step ended."""

    OK = "ok"
    """It works."""
    LOOK = "look"
    """It may work; there is something to be known."""
    FAILED = "failed"
    """It does not work."""
    SKIPPED = "skipped"
    """It could not be tried."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one step.

    Attributes:
        step: One of `STEPS`.
        verdict: How it ended.
        sentence: What was found.
        mend: What to do; empty where nothing needs doing.
        cause: Why it failed; None where it did not.
        command: A command that mends it; None where there is none to run.
    """

    step: str
    verdict: Verdict
    sentence: str
    mend: str = ""
    cause: Cause | None = None
    command: tuple[str, ...] | None = None


def diagnose(
    target: Target,
    ask_mfa: Callable[[str], str] | None,
    roles: dict[str, Any],
    cancel: Cancel | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[Finding]:
    """The findings in the order of `STEPS`, each as soon as it is known; ends early where it is cancelled.

    Args:
        target: What is looked at; a sandbox target knows its endpoint by now.
        ask_mfa: Asks a person for an MFA code; None means nobody can be asked.
        roles: Keeps the credentials of roles, in memory alone.
        cancel: Ends the step under way and skips the rest.
        environ: The environment.
    """
    cancel = cancel or Cancel()
    signer = Signer(target, ask_mfa, roles, cancel)
    found: dict[str, Finding] = {}
    steps: dict[str, Callable[[], Finding]] = {
        "config": lambda: _config(target, environ),
        "credentials": lambda: _credentials(signer),
        "identity": lambda: _identity(signer, found["credentials"]),
        "region": lambda: _region(target),
        "endpoint": lambda: _endpoint(target, signer, environ),
        "tracker": lambda: _tracker(target, signer, found["credentials"]),
        "datasets": lambda: _datasets(target, signer, found["credentials"]),
        "permissions": lambda: _permissions(target),
    }
    for step in STEPS:
        if cancel.is_set:
            return
        if step == "datasets" and not target.datasets:
            continue
        found[step] = steps[step]()
        yield found[step]


def _config(target: Target, environ: Mapping[str, str]) -> Finding:
    if uses_dummy_keys(target):
        return Finding("config", Verdict.OK, "none is needed: the endpoint is on this machine")
    files = read_aws_files(environ)
    if files.faults:
        mend = "mend that line in an editor"
        return Finding("config", Verdict.FAILED, "; ".join(files.faults), mend, Cause.CONFIGURATION)
    if target.profile and target.profile not in files.profiles:
        sentence = f"there is no profile {target.profile} in {files.config}"
        return Finding("config", Verdict.FAILED, sentence, "run aws configure list-profiles", Cause.CONFIGURATION)
    count = len(files.profiles)
    return Finding("config", Verdict.OK, f"{files.config}, {count} profile{'' if count == 1 else 's'}")


def _credentials(signer: Signer) -> Finding:
    source = signer.source()
    return _failed("credentials", source) if isinstance(source, CredentialFault) else _ok("credentials", source)


def _identity(signer: Signer, credentials: Finding) -> Finding:
    if credentials.verdict is not Verdict.OK:
        return Finding("identity", Verdict.SKIPPED, "there are no credentials to ask with")
    if not signer.target.sign:
        return Finding("identity", Verdict.SKIPPED, "calls are not signed")
    found = signer.identity()
    if isinstance(found, Identity):
        return _ok("identity", f"account {found.account}, {found.who}")
    if uses_dummy_keys(signer.target):
        return Finding("identity", Verdict.SKIPPED, "this endpoint tells no identity")
    return _failed("identity", found)


def _region(target: Target) -> Finding:
    if target.region is None:
        mend = "give --region, set AWS_REGION, or run aws configure set region REGION"
        return Finding("region", Verdict.FAILED, "no region is set", mend, Cause.CONFIGURATION)
    if uses_dummy_keys(target):
        return _ok("region", target.region)
    known = next((each for each in regions() if each.name == target.region), None)
    if known is None:
        sentence = f"{target.region}, where botocore knows no Personalize"
        return Finding("region", Verdict.LOOK, sentence, "look for a slip; a new region needs a newer boto3, or none")
    return _ok("region", f"{known.name}, {known.title}" if known.title else known.name)


def _endpoint(target: Target, signer: Signer, environ: Mapping[str, str]) -> Finding:
    if target.region is None and target.endpoint is None:
        return Finding("endpoint", Verdict.SKIPPED, "it is not known without a region")
    url = default_endpoint(target)
    status = signer.attempt(lambda: _reach(url, target, environ), REACH_S)
    if isinstance(status, CredentialFault):
        return _failed("endpoint", status)
    if not target.verify and url.startswith("https:"):
        return Finding("endpoint", Verdict.LOOK, f"{url} answers; its certificate is NOT CHECKED")
    return _ok("endpoint", f"{url} answers")


def _reach(url: str, target: Target, environ: Mapping[str, str]) -> int:
    """The status of any answer; nothing is signed and no event is in it."""
    from botocore.awsrequest import AWSRequest  # noqa: PLC0415 - loads behind the first paint
    from botocore.httpsession import URLLib3Session  # noqa: PLC0415 - the same
    from botocore.utils import get_environ_proxies  # noqa: PLC0415 - the same

    bundle = target.ca_bundle or settings_of(Options(profile=target.profile), environ).ca_bundle.value
    session = URLLib3Session(
        verify=(bundle or True) if target.verify else False,
        proxies={} if uses_dummy_keys(target) else get_environ_proxies(url),
        timeout=(target.connect_timeout_s or None, target.read_timeout_s or None),
    )
    try:
        request = AWSRequest("GET", url.rstrip("/") + "/", stream_output=True).prepare()
        response = session.send(request)
        response.raw.close()
        return int(response.status_code)
    finally:
        session.close()


def _tracker(target: Target, signer: Signer, credentials: Finding) -> Finding:
    if target.tracking_id is None:
        return Finding("tracker", Verdict.SKIPPED, "the target has none of its own; the draft names it")
    if credentials.verdict is not Verdict.OK or not target.sign:
        return Finding("tracker", Verdict.SKIPPED, "it cannot be looked up without credentials")
    status = signer.attempt(lambda: _tracker_status(signer.client("personalize"), target.tracking_id or ""))
    if not isinstance(status, CredentialFault):
        return _tracker_found(status, target.tracking_id)
    if uses_dummy_keys(target):
        return Finding("tracker", Verdict.SKIPPED, "this endpoint lists no trackers")
    return Finding("tracker", Verdict.LOOK, f"it cannot be looked up: {status.sentence}", status.mend)


def _tracker_found(status: tuple[str, str] | None, tracking_id: str) -> Finding:
    if status is None:
        mend = "check tracking ID, account and region"
        return Finding("tracker", Verdict.FAILED, f"no tracker here has {tracking_id}", mend, Cause.CONFIGURATION)
    name, word = status
    if word != "ACTIVE":
        return Finding("tracker", Verdict.FAILED, f"{name} is {word}", "wait until it is ACTIVE", Cause.CONFIGURATION)
    return _ok("tracker", f"{name} is ACTIVE")


def _tracker_status(client: Any, tracking_id: str) -> tuple[str, str] | None:
    """Name and status of what has a tracking ID: a tracker, or an Action_Interactions dataset; None where nothing has.

    Raises:
        Exception: whatever boto3 raises.
    """
    try:
        left = MOST_TRACKERS
        for page in client.get_paginator("list_event_trackers").paginate():
            for each in page.get("eventTrackers", ())[:left]:
                found = client.describe_event_tracker(eventTrackerArn=each["eventTrackerArn"])["eventTracker"]
                if found.get("trackingId") == tracking_id:
                    return f"tracker {found.get('name', '')}", str(found.get("status", ""))
                left -= 1
        for page in client.get_paginator("list_datasets").paginate():
            for each in page.get("datasets", ()):
                if str(each.get("datasetType", "")).lower() == "action_interactions" and left > 0:
                    found = client.describe_dataset(datasetArn=each["datasetArn"])["dataset"]
                    if found.get("trackingId") == tracking_id:
                        return f"dataset {found.get('name', '')}", str(found.get("status", ""))
                    left -= 1
        return None
    finally:
        client.close()


def _datasets(target: Target, signer: Signer, credentials: Finding) -> Finding:
    if credentials.verdict is not Verdict.OK or not target.sign:
        return Finding("datasets", Verdict.SKIPPED, "they cannot be looked up without credentials")
    statuses = []
    for arn in target.datasets:
        status = signer.attempt(partial(_dataset_status, signer, arn))
        if isinstance(status, CredentialFault):
            return Finding("datasets", Verdict.LOOK, f"{arn} cannot be looked up: {status.sentence}", status.mend)
        if status != "ACTIVE":
            mend = "wait until it is ACTIVE"
            return Finding("datasets", Verdict.FAILED, f"{arn} is {status}", mend, Cause.CONFIGURATION)
        statuses.append(arn.rpartition(":dataset/")[2])
    return _ok("datasets", f"{', '.join(statuses)} {'is' if len(statuses) == 1 else 'are'} ACTIVE")


def _dataset_status(signer: Signer, arn: str) -> str:
    """The status of a dataset.

    Raises:
        Exception: whatever boto3 raises.
    """
    client = signer.client("personalize")
    try:
        return str(client.describe_dataset(datasetArn=arn)["dataset"].get("status", ""))
    finally:
        client.close()


def _permissions(target: Target) -> Finding:
    if target.policy in (Policy.SANDBOX, Policy.LOCAL):
        return _ok("permissions", "none are needed")
    sentence = 'sending needs personalize:PutEvents on Resource "*", which only an event that is sent can prove'
    return Finding("permissions", Verdict.LOOK, sentence, "see the policies in docs/permissions.md")


def _ok(step: str, sentence: str) -> Finding:
    return Finding(step, Verdict.OK, sentence)


def _failed(step: str, fault: CredentialFault) -> Finding:
    return Finding(step, Verdict.FAILED, fault.sentence, fault.mend, fault.cause, fault.command)
