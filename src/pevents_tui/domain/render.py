"""A plan as JSON, AWS CLI command, boto3 code and curl."""

from __future__ import annotations

import json
import pprint
import shlex
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pevents_tui.domain.plan import Call, Plan, Target


def as_json(plan: Plan) -> str:
    """The bodies of a plan as indented JSON; several calls as a list."""
    bodies = [call.body for call in plan.calls]
    return pretty(bodies[0] if len(bodies) == 1 else bodies)


def pretty(value: Any) -> str:
    """A value as indented JSON for reading; non-ASCII as it is."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def as_aws_cli(plan: Plan) -> str:
    """AWS CLI commands, one a call, that put the same bodies on the wire."""
    return "\n".join(_aws_cli(call, plan.target) for call in plan.calls)


def as_boto3(plan: Plan) -> str:
    """A Python program that sends the same calls with boto3."""
    options = {
        "region_name": plan.target.region,
        "endpoint_url": plan.target.endpoint,
    }
    given = ", ".join(f"{name}={value!r}" for name, value in options.items() if value)
    session = f"boto3.Session(profile_name={plan.target.profile!r})" if plan.target.profile else "boto3"
    client = ", ".join(part for part in ('"personalize-events"', given) if part)
    lines = ["import boto3", "", f"client = {session}.client({client})"]
    for call in plan.calls:
        lines.append(f"client.{call.spec.method}(")
        for name, value in call.body.items():
            text = pprint.pformat(value, width=100, sort_dicts=False).replace("\n", "\n    ")
            lines.append(f"    {name}={text},")
        lines.append(")")
    return "\n".join(lines) + "\n"


def as_curl(plan: Plan) -> str:
    """curl commands, one a call, signed by curl from the environment's keys."""
    return "\n".join(_curl(call, plan.target) for call in plan.calls)


RENDERINGS: Mapping[str, Callable[[Plan], str]] = MappingProxyType(
    {"json": as_json, "aws-cli": as_aws_cli, "boto3": as_boto3, "curl": as_curl}
)
"""Every way out of a plan by its name."""


def default_endpoint(target: Target) -> str:
    """The URL a call goes to: the target's own, or AWS's for its region."""
    return target.endpoint or f"https://personalize-events.{target.region or 'us-east-1'}.amazonaws.com"


def _aws_cli(call: Call, target: Target) -> str:
    words = ["aws", "personalize-events", call.kind]
    words += ["--cli-input-json", json.dumps(call.body)]
    for option, value in (
        ("--profile", target.profile),
        ("--region", target.region),
        ("--endpoint-url", target.endpoint),
    ):
        if value:
            words += [option, value]
    return shlex.join(words)


def _curl(call: Call, target: Target) -> str:
    region = target.region or "us-east-1"
    url = default_endpoint(target).rstrip("/") + call.spec.route
    words = ["curl", "-sS", "-i", "-X", "POST", url, "--aws-sigv4", f"aws:amz:{region}:personalize"]
    words += ["-H", "Content-Type: application/json", "--data-binary", call.wire.decode("ascii")]
    keys = ' --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'
    session = ' ${AWS_SESSION_TOKEN:+-H "x-amz-security-token: $AWS_SESSION_TOKEN"}'
    return shlex.join(words) + keys + session
