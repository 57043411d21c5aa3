"""What sentences about credentials are about and made of: the fault, its profile, and the commands that mend it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from pevents_tui.domain.outcome import Cause
from pevents_tui.service.aws_files import AwsFiles
from pevents_tui.service.profiles import Profile, ProfileKind, profile_of

_MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class CredentialFault:
    """What is wrong and what to do.

    Attributes:
        cause: Credentials, configuration or connection.
        sentence: What is wrong, without an end.
        mend: What to do, without an end; empty where nothing is known to help.
        command: A command that mends it and asks nothing but a person's login; None where there is none to run.
    """

    cause: Cause
    sentence: str
    mend: str = ""
    command: tuple[str, ...] | None = None

    def __str__(self) -> str:
        return f"{self.sentence}; {self.mend}" if self.mend else self.sentence


@dataclass(frozen=True, slots=True)
class About:
    """What a sentence is about.

    Attributes:
        name: The profile as it is named; None where none is.
        profile: As it is.
        files: The config files it is in.
    """

    name: str | None
    profile: Profile
    files: AwsFiles

    @property
    def title(self) -> str:
        """The profile in a sentence."""
        return f"profile {self.profile.name}"

    def command(self, *words: str) -> tuple[str, ...]:
        """An AWS CLI command about the profile."""
        return ("aws", *words, *(("--profile", self.name) if self.name else ()))

    def of_kind(self, *kinds: ProfileKind) -> Profile:
        """The profile, or the one its role is taken through, that has one of these kinds; itself where neither has."""
        via = profile_of(self.files, self.profile.via) if self.profile.via else None
        return via if via is not None and via.kind in kinds and self.profile.kind not in kinds else self.profile


def login_command(profile: Profile, files: AwsFiles) -> tuple[str, ...] | None:
    """The command that signs a profile in, None for one that wants none.

    Args:
        profile: The profile, whose role may be taken through another one.
        files: The config files.
    """
    about = About(profile.name, profile, files)
    found = about.of_kind(ProfileKind.SSO, ProfileKind.LOGIN)
    words = {ProfileKind.SSO: ("sso", "login"), ProfileKind.LOGIN: ("login",)}.get(found.kind)
    if words is None:
        return None
    return ("aws", *words, *(("--profile", found.name) if found.name != "default" else ()))


def no_credentials(sentence: str, mend: str, command: tuple[str, ...] | None = None) -> CredentialFault:
    """A fault of the credentials."""
    return CredentialFault(Cause.CREDENTIALS, sentence, mend, command)


def wrong_settings(sentence: str, mend: str = "") -> CredentialFault:
    """A fault of the configuration."""
    return CredentialFault(Cause.CONFIGURATION, sentence, mend)


def command_text(command: tuple[str, ...]) -> str:
    """A command as it is typed."""
    return shlex.join(command)


def to_run(command: tuple[str, ...]) -> str:
    """What to do, where that is to run a command."""
    return f"run {command_text(command)}"


def one_line(text: str) -> str:
    """What somebody else said, in a line of bounded length."""
    return " ".join(text.split())[:_MOST_SAID]
