"""From a target to a boto3 client: profile, region, endpoint, time bounds, credentials.

boto3 and the AWS CLI v2 differ in what they read from the environment; people expect the CLI's way, so what wins is
found out here (`aws_settings`), and boto3 is told.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from pevents_tui.domain.errors import SettingsError
from pevents_tui.domain.plan import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, Policy, Target
from pevents_tui.service.local_keys import local_keys

if TYPE_CHECKING:
    from pevents_tui.service.aws_settings import AwsSettings

SERVICE = "personalize-events"
SANDBOX = "sandbox"
"""The name of the embedded sandbox, which no saved target may have."""
SANDBOX_REGION = "us-east-1"
_PLACE = re.compile(r"(\[[^\[\]@]*\]|[^\[\]:@]*)(:\d*)?")
"""Host and port; of `[::1].example` another library might read another host."""
SIGN_IN_READ_S = 10.0
"""Longest wait for an answer of what gives credentials: STS, SSO."""


class Options(NamedTuple):
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
    found = settings_of(options, environ)
    endpoint = found.endpoint.value
    refuse_user_info(endpoint, found.endpoint.source)
    local = endpoint is not None and is_loopback(endpoint)
    return Target(
        label=_label(endpoint, found.profile.value, local=local),
        policy=Policy.LOCAL if local else Policy.PRODUCTION,
        tracking_id=options.tracking_id or environ.get("PEVENTS_TRACKING_ID") or None,
        profile=found.profile_in_force,
        region=found.region.value or (SANDBOX_REGION if local else None),
        endpoint=endpoint,
        read_timeout_s=READ_TIMEOUT_S if options.read_timeout_s is None else options.read_timeout_s,
        connect_timeout_s=CONNECT_TIMEOUT_S if options.connect_timeout_s is None else options.connect_timeout_s,
    )


def settings_of(options: Options, environ: Mapping[str, str]) -> AwsSettings:
    """What options, environment and config files come to, each with where it is from."""
    from pevents_tui.service.aws_settings import aws_settings  # noqa: PLC0415 - the sandbox needs none of it

    return aws_settings(environ, profile=options.profile, region=options.region, endpoint_url=options.endpoint_url)


def is_loopback(url: str) -> bool:
    """Whether a URL's host can only be this machine: localhost or a loopback address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = parts.hostname or "" if _PLACE.fullmatch(parts.netloc) else ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def connect(
    target: Target,
    ask_mfa: Callable[[str], str] | None = None,
    *,
    service: str = SERVICE,
    cache: dict[str, Any] | None = None,
) -> Any:
    """A boto3 client for a target: one attempt a call, explicit time bounds, never a proxy on loopback.

    Credentials are looked for here, which can take long and ask a person; never call it where somebody waits for keys.

    Args:
        target: Where to; a sandbox target must know its endpoint by now.
        ask_mfa: Asks a person for the code of an MFA device; None means nobody can be asked.
        service: The service's name as boto3 has it. Another one than events is reached at the target's endpoint only
            where that is on this machine, else where its own settings say.
        cache: Keeps the credentials of roles, so that several clients ask for one MFA code; None keeps them apart.

    Raises:
        Exception: whatever boto3 raises for a broken configuration; `transport` is where it is caught.
    """
    return client_of(open_session(target, ask_mfa, cache), target, service=service)


def client_of(core: Any, target: Target, *, service: str = SERVICE) -> Any:
    """A client from a session of `open_session`; see `connect`."""
    import boto3  # noqa: PLC0415 - loads behind the first paint

    dummy = uses_dummy_keys(target)
    own = service == SERVICE or dummy
    given = target.endpoint if own else None
    return boto3.Session(botocore_session=core, region_name=target.region).client(
        service,
        endpoint_url=given,
        config=_client_config(target, local=given is not None and is_loopback(given), own=own),
        verify=None if target.verify else False,
        **(local_keys(core) if dummy or not target.sign else {}),
    )


def uses_dummy_keys(target: Target) -> bool:
    """Whether calls are signed with dummy keys, since they go to this machine."""
    return target.policy is Policy.SANDBOX or (target.endpoint is not None and is_loopback(target.endpoint))


def open_session(
    target: Target, ask_mfa: Callable[[str], str] | None = None, cache: dict[str, Any] | None = None
) -> Any:
    """botocore's session for a target: it reads variables in the CLI's order, and bounds each wait for credentials.

    Args:
        target: Where its clients call.
        ask_mfa: Asks a person for the code of an MFA device; None means nobody can be asked.
        cache: Keeps the credentials of roles; None keeps them in this session.

    Raises:
        Exception: whatever botocore raises for a broken configuration.
    """
    import botocore.session  # noqa: PLC0415 - loads behind the first paint
    from botocore.config import Config  # noqa: PLC0415 - the same

    order = {
        "profile": (None, ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], None, None),
        "region": ("region", ["AWS_REGION", "AWS_DEFAULT_REGION"], None, None),
    }
    core = botocore.session.Session(session_vars=order, profile=target.profile)
    if target.region:
        core.set_config_variable("region", target.region)  # roles are taken there too
    if target.ca_bundle:
        core.set_config_variable("ca_bundle", target.ca_bundle)
    bounds = {"connect_timeout": target.connect_timeout_s or None, "read_timeout": SIGN_IN_READ_S}
    core.set_default_client_config(Config(retries={"mode": "standard", "total_max_attempts": 2}, **bounds))
    if target.sign and not uses_dummy_keys(target):
        from pevents_tui.service.providers import tame_providers  # noqa: PLC0415 - dummy keys need none of it

        tame_providers(core, ask_mfa, cache)
    return core


def _client_config(target: Target, *, local: bool, own: bool) -> Any:
    """How a client calls.

    Args:
        target: Where to.
        local: The client's endpoint is on this machine.
        own: The target says where to, whatever else is configured.
    """
    from botocore import UNSIGNED  # noqa: PLC0415 - loads behind the first paint
    from botocore.config import Config  # noqa: PLC0415 - the same

    return Config(
        retries={"mode": "standard", "total_max_attempts": 1},
        connect_timeout=target.connect_timeout_s or None,
        read_timeout=target.read_timeout_s or None,
        tcp_keepalive=True,
        **({} if target.sign else {"signature_version": UNSIGNED}),
        **({"ignore_configured_endpoint_urls": True} if own else {}),
        **({"proxies": {}} if local else {}),
    )


def refuse_user_info(endpoint: str | None, source: str = "") -> None:
    """Let an endpoint pass that can be shown and kept.

    Args:
        endpoint: A URL; None for AWS's own.
        source: What sets it, in words; empty where that goes without saying.

    Raises:
        SettingsError: it is no URL that calls can go to, or holds a user name or password.
    """
    try:
        has_user = endpoint is not None and "@" in urlsplit(endpoint).netloc
    except ValueError:
        raise SettingsError("the endpoint is not a URL; give one such as http://127.0.0.1:7373") from None
    if has_user:
        raise SettingsError(
            "an endpoint's URL must not hold a user name or password: calls are signed, give it without"
        )
    if endpoint is not None:
        from pevents_tui.service.endpoint import endpoint_fault  # noqa: PLC0415 - most calls go to AWS's own

        fault = endpoint_fault(endpoint)
        if fault is not None:
            raise SettingsError(f"{source or 'the endpoint'}: {endpoint} {fault}")


def _label(endpoint: str | None, profile: str | None, *, local: bool) -> str:
    if local:
        return "local"
    if endpoint:
        return urlsplit(endpoint).hostname or "endpoint"
    return profile or "aws"
