"""The profiles of the AWS config files, each with where its credentials come from; and the regions there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pevents_tui.service.aws_files import AwsFiles, Section, read_aws_files


class ProfileKind(StrEnum):
    """Where a profile's credentials come from, in the word that is shown."""

    KEYS = "keys"
    """Access keys in a file."""
    SSO = "SSO"
    """IAM Identity Center: `aws sso login`."""
    ROLE = "role"
    """A role that another profile or this machine assumes."""
    MFA = "role with MFA"
    """The same, with a code that a person gives."""
    WEB_IDENTITY = "web identity"
    """A role that a token file stands for."""
    PROCESS = "process"
    """A command that prints them."""
    LOGIN = "aws login"
    """A console session: `aws login`."""
    NONE = "none"
    """Nothing of its own: the environment or this machine's role."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile.

    Attributes:
        name: As it is chosen.
        kind: Where its credentials come from.
        region: Its region; None where it names none.
        detail: What tells it from others: the role's ARN, the account and role of SSO; empty where nothing does.
        via: The profile that its role is taken through; None for none.
    """

    name: str
    kind: ProfileKind
    region: str | None = None
    detail: str = ""
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Profiles:
    """Every profile there is.

    Attributes:
        profiles: In the order of the files, `default` first.
        faults: A sentence on each file that cannot be read.
    """

    profiles: tuple[Profile, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A region where Personalize is.

    Attributes:
        name: As it is set: `eu-west-1`.
        title: What AWS calls it: `Europe (Ireland)`; empty where it has no other name.
    """

    name: str
    title: str = ""


def read_profiles(environ: Mapping[str, str]) -> Profiles:
    """The profiles of the AWS config files; no command is run and nothing is connected."""
    files = read_aws_files(environ)
    names = sorted(files.profiles, key=lambda name: name != "default")
    return Profiles(tuple(profile_of(files, name) for name in names), files.faults)


def profile_of(files: AwsFiles, name: str) -> Profile:
    """A profile as the files have it.

    Args:
        files: The config files.
        name: Its name; one that is not there has nothing.
    """
    section = files.profile(name)
    kind = _kind(section)
    via = files.text(name, "source_profile")
    return Profile(name, kind, files.text(name, "region"), _detail(section, kind), via if via != name else None)


@cache
def regions() -> tuple[Region, ...]:
    """Every region that botocore knows for `personalize`, by name; loads botocore.

    It knows none for `personalize-events`, which is where `personalize` is.
    """
    import botocore.session  # noqa: PLC0415 - loads behind the first paint

    session = botocore.session.Session()
    partitions = session.get_component("data_loader").load_data("endpoints")["partitions"]
    titles = {name: str(each.get("description", "")) for part in partitions for name, each in part["regions"].items()}
    names = [
        name
        for partition in session.get_available_partitions()
        for name in session.get_available_regions("personalize", partition)
    ]
    return tuple(Region(name, titles.get(name, "")) for name in sorted(names))


def _kind(section: Section) -> ProfileKind:
    """In the order in which botocore looks."""
    if "role_arn" in section and "web_identity_token_file" in section:
        return ProfileKind.WEB_IDENTITY
    if "role_arn" in section and ("source_profile" in section or "credential_source" in section):
        return ProfileKind.MFA if "mfa_serial" in section else ProfileKind.ROLE
    for member, kind in (
        ("sso_account_id", ProfileKind.SSO),
        ("sso_role_name", ProfileKind.SSO),
        ("aws_access_key_id", ProfileKind.KEYS),
        ("login_session", ProfileKind.LOGIN),
        ("credential_process", ProfileKind.PROCESS),
    ):
        if member in section:
            return kind
    return ProfileKind.NONE


def _detail(section: Section, kind: ProfileKind) -> str:
    if kind in (ProfileKind.ROLE, ProfileKind.MFA, ProfileKind.WEB_IDENTITY):
        return str(section["role_arn"])
    if kind is ProfileKind.SSO:
        return " ".join(str(section[name]) for name in ("sso_account_id", "sso_role_name") if name in section)
    return ""
