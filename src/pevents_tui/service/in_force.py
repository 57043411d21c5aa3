"""What is really in force: each setting of a target, where it is from, and what it passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pevents_tui.domain.plan import Target
from pevents_tui.domain.render import default_endpoint
from pevents_tui.domain.user_info import shown_url
from pevents_tui.service.aws_settings import AwsSettings, Setting, proxy_for
from pevents_tui.service.connection import Options, is_loopback, settings_of, uses_dummy_keys
from pevents_tui.service.identity import DUMMY_SOURCE
from pevents_tui.service.profiles import ProfileKind, profile_of

GIVEN = "the target itself"
"""Where a setting is from that neither environment nor files have."""
_AWS_HOSTS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonaws.eu")


@dataclass(frozen=True, slots=True)
class Fact:
    """One setting.

    Attributes:
        name: What it is.
        value: What holds.
        source: Where it is from; empty where nothing sets it.
        note: What it passed over, or what is to be known about it; empty where nothing is.
        marked: Whoever sends ought to look at it.
    """

    name: str
    value: str
    source: str = ""
    note: str = ""
    marked: bool = False


def in_force(target: Target, environ: Mapping[str, str], given: Options | None = None) -> tuple[Fact, ...]:
    """The settings that hold for a target; nothing is connected, no credential is read.

    Args:
        target: Where calls go; the embedded sandbox may not run yet.
        environ: The environment.
        given: The options that the target came from; None where they are not known.
    """
    settings = settings_of(given or Options(profile=target.profile), environ)
    if target.profile and settings.profile.value != target.profile:
        settings = settings_of(Options(profile=target.profile), environ)
    return tuple(_facts(target, settings, known=given is not None and given.profile == target.profile))


def _facts(target: Target, settings: AwsSettings, *, known: bool) -> Iterator[Fact]:
    yield Fact("target", f"{target.policy.value} {target.label}", note=_policy_note(target))
    if not uses_dummy_keys(target):
        yield _profile(target, settings, known=known)
    yield _credentials(target, settings)
    yield _region(target, settings)
    endpoint = _endpoint(target, settings)
    yield endpoint
    if not uses_dummy_keys(target) and target.endpoint is None and settings.ignored_endpoint:
        yield Fact("", "an endpoint is set, and told to be ignored", "ignore_configured_endpoint_urls")
    yield _certificates(target, settings)
    yield _proxy(target, settings)
    if not target.sign:
        yield Fact("signature", "NONE: calls are not signed", GIVEN, marked=True)
    for fault in settings.files.faults:
        yield Fact("config", fault, note="nothing in it counts until that is mended", marked=True)


def _policy_note(target: Target) -> str:
    if target.locked:
        return "locked: nothing may be sent there"
    return (
        "nobody labelled it, so it counts as production"
        if target.policy == "PRODUCTION" and not target.labelled
        else ""
    )


def _profile(target: Target, settings: AwsSettings, *, known: bool) -> Fact:
    found = settings.profile
    if settings.env_keys and not target.profile:
        note = f"{found.source} names {found.value}, but keys of the environment win" if found.value else ""
        return Fact("profile", "none", note=note or "the environment has keys of its own")
    name = target.profile or found.value
    if name is None:
        return Fact("profile", "default", note="nothing names another")
    given = found.source == "--profile"
    source = _where_from(name, settings) if given and not known else found.source
    notes = [_passed_over(found)] if known or not given else []
    if settings.environ.get("AWS_ACCESS_KEY_ID"):
        notes.append("keys of the environment are passed over, since a profile was given")
    missing = name not in settings.files.profiles
    if missing:
        notes.insert(0, f"there is no such profile in {settings.files.config}")
    return Fact("profile", name, source, "; ".join(filter(None, notes)), marked=missing)


def _where_from(profile: str, settings: AwsSettings) -> str:
    """Which variable names a profile too, or else that the target does."""
    names = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
    first = next((name for name in names if settings.environ.get(name)), "")
    return first if first and settings.environ.get(first) == profile else GIVEN


def _credentials(target: Target, settings: AwsSettings) -> Fact:
    if not target.sign:
        return Fact("credentials", "none are used")
    if uses_dummy_keys(target):
        return Fact("credentials", DUMMY_SOURCE, note="yours never go there")
    if settings.env_keys and not target.profile:
        half = "" if settings.environ.get("AWS_SECRET_ACCESS_KEY") else "AWS_SECRET_ACCESS_KEY is missing"
        token = "with a session token" if settings.environ.get("AWS_SESSION_TOKEN") else ""
        return Fact("credentials", "keys", "AWS_ACCESS_KEY_ID", half or token, marked=bool(half))
    profile = profile_of(settings.files, target.profile or settings.profile.value or "default")
    if profile.kind is ProfileKind.NONE:
        return Fact(
            "credentials", "none found so far", note="a container's or this machine's role is looked for when needed"
        )
    via = f"taken through profile {profile.via}" if profile.via else ""
    value = f"{profile.kind.value}: {profile.detail}" if profile.detail else profile.kind.value
    return Fact("credentials", value, f"profile {profile.name}", via)


def _region(target: Target, settings: AwsSettings) -> Fact:
    found = _held(target.region, settings.region)
    if found.value is None:
        return Fact("region", "none", note="give --region, set AWS_REGION, or the profile's region", marked=True)
    if found.source == GIVEN and uses_dummy_keys(target):
        return Fact("region", found.value, "the sandbox")
    return Fact("region", found.value, found.source, _passed_over(found))


def _endpoint(target: Target, settings: AwsSettings) -> Fact:
    if target.policy == "SANDBOX":
        return Fact("endpoint", target.endpoint or "not started yet", "the embedded sandbox")
    if target.endpoint is None:
        found = settings.endpoint
        note = (
            f"AWS's own; {found.source} says {_shown(found.value)}, and is passed over" if found.value else "AWS's own"
        )
        note = "; ".join(filter(None, [note, _other_host(target, settings)]))
        return Fact("endpoint", default_endpoint(target) if target.region else "not known without a region", note=note)
    found = _held(target.endpoint, settings.endpoint)
    host = urlsplit(target.endpoint).hostname or ""
    own = host.endswith(_AWS_HOSTS)
    note = "" if own else "on this machine" if is_loopback(target.endpoint) else "NOT AWS's own"
    notes = "; ".join(filter(None, [note, _passed_over(found)]))
    return Fact("endpoint", _shown(target.endpoint), found.source, notes, marked=note.startswith("NOT"))


def _other_host(target: Target, settings: AwsSettings) -> str:
    """What asks for another of AWS's hosts than the usual one; empty where nothing does."""
    asked = []
    for variable, name, what in (
        ("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", "FIPS"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", "dual-stack"),
    ):
        given = settings.environ.get(variable) or settings.files.text(target.profile or settings.profile.value, name)
        if (given or "").lower() == "true":
            asked.append(what)
    return f"its {' and '.join(asked)} host, by another name" if asked else ""


def _certificates(target: Target, settings: AwsSettings) -> Fact:
    if (target.endpoint or "https:").startswith("http:") or target.policy == "SANDBOX":
        return Fact("certificate", "none: plain HTTP")
    if not target.verify:
        return Fact(
            "certificate", "NOT CHECKED", GIVEN, "anyone on the way can read and change what is sent", marked=True
        )
    found = _held(target.ca_bundle, settings.ca_bundle) if target.ca_bundle else settings.ca_bundle
    if found.value:
        return Fact("certificate", f"checked against {found.value}", found.source, _passed_over(found))
    return Fact("certificate", "checked against botocore's own list")


def _proxy(target: Target, settings: AwsSettings) -> Fact:
    if uses_dummy_keys(target):
        return Fact("proxy", "none on this machine")
    found = proxy_for(target.endpoint or "https://amazonaws.com", settings.environ)
    note = f"{found.passed_over[0][0]} does not count for this host" if found.passed_over and not found.value else ""
    return Fact("proxy", _shown(found.value) if found.value else "none", found.source, note)


def _held(value: str | None, setting: Setting) -> Setting:
    """The setting where it gives what the target holds, else the target's own value with the setting passed over."""
    if value == setting.value:
        return setting
    over = ((setting.source, setting.value), *setting.passed_over) if setting.value else ()
    return Setting(value, GIVEN if value else "", over)


def _passed_over(setting: Setting) -> str:
    others = [f"{source} says {_shown(value)}" for source, value in setting.passed_over if value != setting.value]
    return f"passed over: {', '.join(others)}" if others else ""


def _shown(url: str | None) -> str:
    return shown_url(url or "")
