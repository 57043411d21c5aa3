"""Which calls need no boto3: keys are at hand, and nothing that is configured steers the call but what is read here.

Loading boto3 takes longer than everything else a single call from a shell does. Whatever is not plainly simple (roles,
SSO, processes, proxies, FIPS, other partitions, a setting this module has not heard of) is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pevents_tui.domain.plan import Target
from pevents_tui.service.aws_files import AwsFiles, Section, read_aws_files
from pevents_tui.service.connection import uses_dummy_keys
from pevents_tui.service.local_keys import DUMMY_KEYS
from pevents_tui.service.sigv4 import Keys

_ENDPOINT = re.compile(r"(https?)://([A-Za-z0-9.\-]+)(?::([0-9]{1,5}))?/?")
_REGION = re.compile(r"(?:us|eu|ap|sa|ca|me|af|il|mx)-(?!gov|iso)[a-z]+-[0-9]")
"""Regions of the partition `aws` in their usual form. Source: botocore's partitions.json."""
_OWN_KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
_HARMLESS = frozenset(
    {
        *_OWN_KEYS,
        "region",
        "output",
        "endpoint_url",
        "ignore_configured_endpoint_urls",
        "services",
        "ca_bundle",
        "cli_pager",
        "cli_auto_prompt",
        "cli_binary_format",
        "cli_history",
        "max_attempts",
        "retry_mode",
        "s3",
        "sts_regional_endpoints",
    }
)
"""Settings of a profile that are read here, or that do not change how a call is made."""
_PLAIN_VARIABLES = frozenset(
    {
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_CLI_AUTO_PROMPT",
        "AWS_DEFAULT_OUTPUT",
        "AWS_MAX_ATTEMPTS",
        "AWS_RETRY_MODE",
        "AWS_STS_REGIONAL_ENDPOINTS",
        "AWS_PAGER",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CA_BUNDLE",
        "AWS_EC2_METADATA_DISABLED",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_EXECUTION_ENV",
    }
)
"""Variables of AWS that are read here or by `aws_settings`, or that do not change how a call is made."""


@dataclass(frozen=True, slots=True)
class Road:
    """Where a call goes and what signs it.

    Attributes:
        scheme: `http` or `https`.
        host: A name or an IPv4 address.
        port: None for the scheme's own.
        region: For the signature.
        keys: For the signature.
        ca_bundle: A file of certificates to trust; None for those that come with botocore.
    """

    scheme: str
    host: str
    port: int | None
    region: str
    keys: Keys
    ca_bundle: str | None = None

    @property
    def authority(self) -> str:
        """As the Host header has it: a port that is the scheme's own is left out."""
        usual = {"http": 80, "https": 443}[self.scheme]
        return self.host if self.port in (None, usual) else f"{self.host}:{self.port}"


def lean_road(target: Target, environ: Mapping[str, str]) -> Road | None:
    """The road of a target's calls where boto3 would do nothing else than this program can; None where it is wanted.

    Args:
        target: Where to; a sandbox target knows its endpoint by now.
        environ: The environment that boto3 would read.
    """
    region = target.region
    if not (target.sign and target.verify and region and _is_plain(environ)):
        return None
    place = _place(target.endpoint or f"https://personalize-events.{region}.amazonaws.com")
    if place is None or not (target.endpoint or _REGION.fullmatch(region)):
        return None
    files = read_aws_files(environ)
    profile = target.profile or environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE") or None
    if files.faults or not _steers_nothing(files, profile):
        return None
    of_environ = target.profile is None and bool(environ.get("AWS_ACCESS_KEY_ID"))
    given = {name: environ.get(name.upper(), "") for name in _OWN_KEYS} if of_environ else files.profile(profile)
    dummy = uses_dummy_keys(target)
    keys = _dummy_keys(given) if dummy else _keys(given)
    if keys is None or (_has_proxy(environ) and not dummy):
        return None
    bundle = target.ca_bundle or environ.get("AWS_CA_BUNDLE") or files.text(profile, "ca_bundle")
    return Road(*place, region, keys, bundle or environ.get("REQUESTS_CA_BUNDLE") or None)


def _place(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an endpoint without a path; None for any other URL."""
    found = _ENDPOINT.fullmatch(url)
    if found is None:
        return None
    port = int(found[3]) if found[3] else None
    return None if port is not None and not 0 < port < 65_536 else (found[1], found[2].lower(), port)


def _is_plain(environ: Mapping[str, str]) -> bool:
    """Whether no variable steers calls but those that are read."""
    named = (name for name, value in environ.items() if value and name.startswith("AWS_"))
    others = (name for name in named if name not in _PLAIN_VARIABLES and not name.startswith("AWS_ENDPOINT_URL"))
    return not any(others)


def _has_proxy(environ: Mapping[str, str]) -> bool:
    return any(environ.get(name) for name in environ if name.lower() in {"http_proxy", "https_proxy", "all_proxy"})


def _steers_nothing(files: AwsFiles, profile: str | None) -> bool:
    """Whether a profile is there, where one is named, and sets nothing but what is read."""
    if profile is not None and profile not in files.profiles:
        return False
    return set(files.profile(profile)) <= _HARMLESS


def _keys(given: Section) -> Keys | None:
    """Keys that lie open; None where some of them are missing, or hold what no header can."""
    key, secret, token = (str(given.get(name, "")) for name in _OWN_KEYS)
    whole = key and secret and all(each.isascii() and each.isprintable() for each in (key, secret, token))
    return Keys(key, secret, token or None) if whole else None


def _dummy_keys(given: Section) -> Keys:
    """As `local_keys` gives them."""
    from pevents_tui.sandbox import PRODUCTION_KEY  # noqa: PLC0415 - only calls to this machine need it

    other = given.get("aws_access_key_id") == PRODUCTION_KEY
    return Keys(PRODUCTION_KEY if other else DUMMY_KEYS["aws_access_key_id"], DUMMY_KEYS["aws_secret_access_key"])
