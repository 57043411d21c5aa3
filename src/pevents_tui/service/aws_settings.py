"""Which setting wins: profile, region, endpoint and more in the order of the AWS CLI v2, each with where it is from.

boto3 reads AWS_DEFAULT_PROFILE before AWS_PROFILE and does not read AWS_REGION at all; people expect the CLI's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pevents_tui.service.aws_files import AwsFiles, read_aws_files

OWN_ENDPOINT = "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS"
"""The variable that names another endpoint for this service alone."""
_SERVICE_KEY = "personalize_events"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting's value and where it is from.

    Attributes:
        value: None where nothing sets it.
        source: Where it is from, in words; empty where nothing sets it.
        passed_over: What would set it too and lost: source and value of each, the strongest first.
    """

    value: str | None = None
    source: str = ""
    passed_over: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AwsSettings:
    """What options, environment and files come to together.

    Attributes:
        files: The config files.
        environ: The environment.
        profile: The profile in force, also where the environment's keys are used instead of its own.
        profile_given: It was given by name, so that it wins over keys of the environment.
        region: The region in force.
        endpoint: The endpoint in force; None for AWS's own.
        ca_bundle: The file of certificates that are trusted.
        ignored_endpoint: Endpoints that are set, and told to be ignored.
    """

    files: AwsFiles
    environ: Mapping[str, str]
    profile: Setting
    profile_given: bool
    region: Setting
    endpoint: Setting
    ca_bundle: Setting
    ignored_endpoint: bool = False

    @property
    def env_keys(self) -> bool:
        """Whether keys of the environment sign the calls."""
        return bool(self.environ.get("AWS_ACCESS_KEY_ID")) and not self.profile_given

    @property
    def profile_in_force(self) -> str | None:
        """The profile whose credentials are used; None where the environment's are, or where none is named."""
        return None if self.env_keys else self.profile.value


def aws_settings(
    environ: Mapping[str, str],
    *,
    profile: str | None = None,
    region: str | None = None,
    endpoint_url: str | None = None,
    files: AwsFiles | None = None,
) -> AwsSettings:
    """What is in force.

    Args:
        environ: The environment.
        profile: As given by a person; None means not given.
        region: The same.
        endpoint_url: The same.
        files: The config files; None means to read them.
    """
    files = read_aws_files(environ) if files is None else files
    named = _first([("--profile", profile), *_variables(environ, "AWS_PROFILE", "AWS_DEFAULT_PROFILE")])
    name = named.value
    where = f"profile {name or 'default'}"
    regions = _variables(environ, "AWS_REGION", "AWS_DEFAULT_REGION")
    ignored = environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") or files.text(name, "ignore_configured_endpoint_urls")
    ignore = (ignored or "").lower() == "true"
    endpoints = _endpoints(environ, files, name, where)
    return AwsSettings(
        files,
        environ,
        named,
        profile is not None and bool(profile),
        _first([("--region", region), *regions, (where, files.text(name, "region"))]),
        _first([("--endpoint-url", endpoint_url), *([] if ignore else endpoints)]),
        _first([*_variables(environ, "AWS_CA_BUNDLE"), (where, files.text(name, "ca_bundle"))]),
        ignore and any(value for _, value in endpoints),
    )


def proxy_for(url: str, environ: Mapping[str, str]) -> Setting:
    """The proxy that a call to a URL goes through, by the usual variables; none on NO_PROXY's hosts."""
    import urllib.request  # noqa: PLC0415 - only where it is asked for
    from urllib.parse import urlsplit  # noqa: PLC0415 - the same

    parts = urlsplit(url)
    names = (f"{parts.scheme}_proxy", f"{parts.scheme.upper()}_PROXY")
    found = _first(_variables(environ, *names))
    no_proxy = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    bypass = urllib.request.proxy_bypass_environment(parts.netloc, {"no": no_proxy})  # type: ignore[attr-defined]
    if found.value and bypass:
        return Setting(None, "NO_PROXY", ((found.source, found.value),))
    return found


def _endpoints(
    environ: Mapping[str, str], files: AwsFiles, name: str | None, where: str
) -> list[tuple[str, str | None]]:
    """The endpoints that are set, in botocore's order."""
    section = files.text(name, "services")
    own = files.services.get(section or "", {}).get(_SERVICE_KEY)
    of_service = own.get("endpoint_url") if isinstance(own, Mapping) else None
    return [
        *_variables(environ, OWN_ENDPOINT, "AWS_ENDPOINT_URL"),
        (f"[services {section}] of {where}", of_service),
        (where, files.text(name, "endpoint_url")),
    ]


def _variables(environ: Mapping[str, str], *names: str) -> list[tuple[str, str | None]]:
    return [(name, environ.get(name)) for name in names]


def _first(candidates: Iterable[tuple[str, str | None]]) -> Setting:
    """The first candidate that has a value, and the rest that have one."""
    found = [(source, value) for source, value in candidates if value]
    if not found:
        return Setting()
    return Setting(found[0][1], found[0][0], tuple(found[1:]))
