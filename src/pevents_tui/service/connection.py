"""From a target to a boto3 client: profile, region, endpoint, time bounds, credentials.

boto3 and the AWS CLI v2 differ in what they read from the environment; people expect the CLI's way, so this module
resolves AWS_PROFILE before AWS_DEFAULT_PROFILE and AWS_REGION before AWS_DEFAULT_REGION, then tells boto3.
"""

from __future__ import annotations

import ipaddress
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from pevents_tui.domain.errors import SettingsError
from pevents_tui.domain.plan import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, Policy, Target
from pevents_tui.service.local_keys import local_keys

SERVICE = "personalize-events"
SANDBOX = "sandbox"
"""The name of the embedded sandbox, which no saved target may have."""
SANDBOX_REGION = "us-east-1"
CREDENTIAL_PROCESS_S = 30.0
"""Longest run of a `credential_process`."""


@dataclass(frozen=True, slots=True)
class Options:
    """Connection words as a user gave them; None means not given.

    Attributes:
        profile: A profile of the AWS config files.
        region: An AWS region, free text.
        endpoint_url: A URL instead of AWS's own.
        tracking_id: Taken where a draft names none.
        read_timeout_s: Longest wait for a whole answer; 0 means no limit.
        connect_timeout_s: Longest wait for a connection; 0 means no limit.
        target: A saved target's name, or `sandbox`.
        ca_bundle: A file of certificates to trust.
        verify: Check the endpoint's certificate.
        sign: Sign the calls.
    """

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    tracking_id: str | None = None
    read_timeout_s: float | None = None
    connect_timeout_s: float | None = None
    target: str | None = None
    ca_bundle: str | None = None
    verify: bool = True
    sign: bool = True

    @property
    def name_aws(self) -> bool:
        """Whether they say where to go, rather than only how."""
        return bool(self.profile or self.region or self.endpoint_url)


class MfaRefused(Exception):
    """A role wants an MFA code and nobody can be asked."""


def aws_target(options: Options, environ: Mapping[str, str]) -> Target:
    """The target as the AWS CLI v2 would resolve it; a loopback endpoint is LOCAL, everything else PRODUCTION.

    Nothing is connected and no credential is read. Settings that cannot be read (a broken config file, a profile
    that is not there) leave their part unset here and are told when the call is made.

    Args:
        options: What the user gave.
        environ: The environment.

    Raises:
        SettingsError: the endpoint's URL holds a user name or password, which would be kept and shown.
    """
    profile = options.profile or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE") or None
    config = _profile_config(profile)
    region = options.region or environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or config.get("region")
    endpoint = options.endpoint_url or _configured_endpoint(environ, config)
    _refuse_user_info(endpoint)
    local = endpoint is not None and is_loopback(endpoint)
    return Target(
        label=_label(endpoint, profile, local=local),
        policy=Policy.LOCAL if local else Policy.PRODUCTION,
        tracking_id=options.tracking_id or environ.get("PEVENTS_TRACKING_ID") or None,
        profile=options.profile or (profile if not environ.get("AWS_ACCESS_KEY_ID") else None),
        region=region or (SANDBOX_REGION if local else None),
        endpoint=endpoint,
        read_timeout_s=READ_TIMEOUT_S if options.read_timeout_s is None else options.read_timeout_s,
        connect_timeout_s=CONNECT_TIMEOUT_S if options.connect_timeout_s is None else options.connect_timeout_s,
    )


def is_loopback(url: str) -> bool:
    """Whether a URL's host can only be this machine: localhost or a loopback address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def connect(target: Target, ask_mfa: Callable[[str], str] | None = None, *, service: str = SERVICE) -> Any:
    """A boto3 client for a target: one attempt a call, explicit time bounds, never a proxy on loopback.

    Args:
        target: Where to; a sandbox target must know its endpoint by now.
        ask_mfa: Asks a person for the code of an MFA device; None means nobody can be asked.
        service: The service's name as boto3 has it. Another one than events is reached at the target's endpoint only
            where that is on this machine, else where its own settings say.

    Raises:
        Exception: whatever boto3 raises for a broken configuration; `transport` is where it is caught.
    """
    import boto3  # noqa: PLC0415 - loads behind the first paint
    import botocore.session  # noqa: PLC0415 - the same
    from botocore.config import Config  # noqa: PLC0415 - the same

    local = target.endpoint is not None and is_loopback(target.endpoint)
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 1},
        connect_timeout=target.connect_timeout_s or None,
        read_timeout=target.read_timeout_s or None,
        tcp_keepalive=True,
        **({"proxies": {}} if local else {}),
    )
    core = botocore.session.Session(profile=target.profile)
    keys = local_keys(core) if local or target.policy is Policy.SANDBOX else {}
    if not keys:
        _tame_providers(core, ask_mfa)
    session = boto3.Session(botocore_session=core, region_name=target.region)
    endpoint = target.endpoint if service == SERVICE or local else None
    return session.client(service, endpoint_url=endpoint, config=config, **keys)


def _tame_providers(core: Any, ask_mfa: Callable[[str], str] | None) -> None:
    """Keep credential providers off the terminal: MFA asks through us, a process gets no stdin and a time bound."""
    resolver = core.get_component("credential_provider")
    for name, attribute, value in (
        ("assume-role", "_prompter", ask_mfa or _refuse_mfa),
        ("custom-process", "_popen", _bounded_process),
    ):
        provider = _provider(resolver, name)
        if provider is not None:
            setattr(provider, attribute, value)


def _provider(resolver: Any, name: str) -> Any:
    return next((each for each in resolver.providers if name == each.METHOD), None)


def _refuse_mfa(prompt: str) -> str:
    raise MfaRefused(prompt)


class _BoundedProcess:
    """A `credential_process` that cannot read the terminal and cannot run for ever."""

    def __init__(self, *args: Any, **options: Any) -> None:
        import subprocess  # noqa: PLC0415 - only where a profile runs a command

        self._expired = subprocess.TimeoutExpired
        bounded = {**options, "stdin": subprocess.DEVNULL, "start_new_session": True}
        self._process = subprocess.Popen(*args, **bounded)  # noqa: S603 - the user's own
        self.communicate: Callable[[], tuple[bytes, bytes]] = partial(self._communicate)

    @property
    def returncode(self) -> int | None:
        """The command's exit status."""
        return self._process.returncode

    def _communicate(self) -> tuple[bytes, bytes]:
        try:
            return self._process.communicate(timeout=CREDENTIAL_PROCESS_S)
        except self._expired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # its children hold the pipes too
            out, _ = self._process.communicate()
            return out, f"no answer within {CREDENTIAL_PROCESS_S:.0f} s".encode()


_bounded_process = _BoundedProcess


def _profile_config(profile: str | None) -> dict[str, Any]:
    """A profile's own settings with its `services` section, empty where they cannot be read."""
    import botocore.session  # noqa: PLC0415 - loads behind the first paint
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - the same

    try:
        full = botocore.session.Session(profile=profile).full_config
    except (BotoCoreError, OSError, ValueError):
        return {}
    config = dict(full.get("profiles", {}).get(profile or "default", {}))
    services = full.get("services", {}).get(config.get("services"), {})
    config["_service_endpoint"] = services.get("personalize_events", {}).get("endpoint_url")
    return config


def _configured_endpoint(environ: Mapping[str, str], config: Mapping[str, Any]) -> str | None:
    """The endpoint that settings name, in botocore's order; None where they are told to be ignored or name none."""
    ignore = environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") or config.get("ignore_configured_endpoint_urls") or ""
    if str(ignore).lower() == "true":
        return None
    return (
        environ.get("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS")
        or environ.get("AWS_ENDPOINT_URL")
        or config.get("_service_endpoint")
        or config.get("endpoint_url")
        or None
    )


def _refuse_user_info(endpoint: str | None) -> None:
    try:
        has_user = endpoint is not None and "@" in urlsplit(endpoint).netloc
    except ValueError:
        raise SettingsError("the endpoint is not a URL; give one such as http://127.0.0.1:7373") from None
    if has_user:
        raise SettingsError(
            "an endpoint's URL must not hold a user name or password: calls are signed, give it without"
        )


def _label(endpoint: str | None, profile: str | None, *, local: bool) -> str:
    if local:
        return "local"
    if endpoint:
        return urlsplit(endpoint).hostname or "endpoint"
    return profile or "aws"
