"""A plan as JSON, YAML, AWS CLI command, boto3 code and curl; a draft as JSON and YAML."""

from __future__ import annotations

import json
import pprint
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.kinds import kind_of
from pevents_tui.domain.plan import Call, Plan, Policy, Target
from pevents_tui.domain.visible import UNSAFE
from pevents_tui.domain.yaml_writing import write_yaml

_DUMMY_KEYS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
_KEYS = """ <<END
user = $AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY
${AWS_SESSION_TOKEN:+header = x-amz-security-token:$AWS_SESSION_TOKEN}
END"""
"""What curl reads as its configuration. Without blanks a value there needs no quotes, which shells read differently
within braces."""

LONGEST_ARGUMENT_BYTES = 131_071
"""Longest single word Linux hands to a program. Source: execve(2), MAX_ARG_STRLEN."""


def as_json(plan: Plan) -> str:
    """The bodies of a plan as indented JSON; several calls as a list."""
    return json_of(_bodies(plan))


def json_of(value: Any) -> str:
    """A value as indented JSON for a file or a clipboard: what no terminal should meet is escaped."""
    return "\n".join(UNSAFE.sub(_escaped, line) for line in pretty(value).split("\n")) + "\n"


def as_yaml(plan: Plan) -> str:
    """The bodies of a plan as YAML, as `--cli-input-yaml` takes one; several calls as a list."""
    return write_yaml(_bodies(plan))


def pretty(value: Any) -> str:
    """A value as indented JSON for reading; non-ASCII as it is."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def as_aws_cli(plan: Plan) -> str:
    """AWS CLI commands, one a call, that put the same bodies on the wire."""
    return "".join(_aws_cli(call, plan.target) + "\n" for call in plan.calls)


def as_boto3(plan: Plan) -> str:
    """A Python program that sends the same calls with boto3."""
    target = plan.target
    options = {
        "region_name": target.region,
        "endpoint_url": target.endpoint,
        **(_DUMMY_KEYS if _is_local(target) else {}),
        "verify": target.ca_bundle if target.verify else False,
    }
    given = [f"{name}={value!r}" for name, value in options.items() if value or value is False]
    unsigned = [] if target.sign else ["config=Config(signature_version=UNSIGNED)"]
    imports = [] if target.sign else ["from botocore import UNSIGNED", "from botocore.config import Config"]
    session = f"boto3.Session(profile_name={target.profile!r})" if target.profile else "boto3"
    client = ", ".join(['"personalize-events"', *given, *unsigned])
    lines = ["import boto3", *imports, "", f"client = {session}.client({client})"]
    for call in plan.calls:
        lines.append(f"client.{call.spec.method}(")
        for name, value in call.body.items():
            text = pprint.pformat(value, width=100, sort_dicts=False).replace("\n", "\n    ")
            lines.append(f"    {name}={text},")
        lines.append(")")
    return "\n".join(lines) + "\n"


def as_curl(plan: Plan) -> str:
    """curl commands, one a call, signed by curl from the environment's keys.

    curl reads those from a here-document: a list of processes shows the words of a command to everyone.
    """
    return "".join(_curl(call, plan.target) + "\n" for call in plan.calls)


@dataclass(frozen=True, slots=True)
class Format:
    """A way out.

    Attributes:
        title: What it is, in words.
        suffix: How a file of it is called.
        of_plan: Writes the calls of a plan.
        of_body: Writes a body that cannot be sent yet; None where only a call can be written.
    """

    title: str
    suffix: str
    of_plan: Callable[[Plan], str]
    of_body: Callable[[Any], str] | None = None


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "json": Format("JSON", ".json", as_json, json_of),
        "yaml": Format("YAML", ".yaml", as_yaml, write_yaml),
        "aws-cli": Format("AWS CLI command", ".sh", as_aws_cli),
        "boto3": Format("boto3 code", ".py", as_boto3),
        "curl": Format("curl command", ".sh", as_curl),
    }
)
"""Every way out of a plan by its name."""


def draft_text(draft: Draft, name: str) -> str | None:
    """A draft as it is, whatever it lacks; None in a way that only calls can be written in.

    Args:
        draft: Where its body does not tell the operation, the operation stands around it.
        name: A name in `FORMATS`.
    """
    write = FORMATS[name].of_body
    if write is None:
        return None
    told = kind_of(draft.body)
    return write(draft.body if told is draft.spec else {"kind": draft.kind, "body": draft.body})


def default_endpoint(target: Target) -> str:
    """The URL a call goes to: the target's own, or AWS's for its region."""
    region = target.region or "us-east-1"
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return target.endpoint or f"https://personalize-events.{region}.{suffix}"


def _bodies(plan: Plan) -> Any:
    bodies = [call.body for call in plan.calls]
    return bodies[0] if len(bodies) == 1 else bodies


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _is_local(target: Target) -> bool:
    """Whether the calls stay on this machine, where no key is asked for and none of yours should go."""
    return target.policy in {Policy.SANDBOX, Policy.LOCAL}


def _is_signed(target: Target) -> bool:
    return target.sign and not _is_local(target)


def _shell(words: list[str]) -> str:
    """The words for a shell; one with what a terminal would obey in the quotes that spell it out."""
    return " ".join(_spelled_out(word) if UNSAFE.search(word) else shlex.quote(word) for word in words)


def _spelled_out(word: str) -> str:
    return "$'" + UNSAFE.sub(_escaped, word.replace("\\", "\\\\").replace("'", "\\'")) + "'"


def _aws_cli(call: Call, target: Target) -> str:
    words = ["aws", "personalize-events", call.kind]
    words += ["--cli-input-json", call.wire.decode("ascii")]
    for option, value in (
        ("--profile", target.profile),
        ("--region", target.region),
        ("--endpoint-url", target.endpoint),
        ("--ca-bundle", target.ca_bundle),
    ):
        if value:
            words += [option, value]
    words += [] if target.verify else ["--no-verify-ssl"]
    return _shell(words if _is_signed(target) else [*words, "--no-sign-request"])


def _curl(call: Call, target: Target) -> str:
    region = target.region or "us-east-1"
    url = default_endpoint(target).rstrip("/") + call.spec.route
    words = ["curl", "-sS", "-i", "-X", "POST", url, "-H", "Content-Type: application/json"]
    words += ["--data-binary", call.wire.decode("ascii")]
    words += ["--cacert", target.ca_bundle] if target.ca_bundle else []
    words += [] if target.verify else ["--insecure"]
    if not _is_signed(target):
        return _shell(words)
    return _shell([*words, "--aws-sigv4", f"aws:amz:{region}:personalize", "--config", "-"]) + _KEYS
