"""What kept a call from being signed or made, in one sentence with the command that mends it; no secret is repeated.

What a `credential_process` writes beside its answer is never repeated: it may hold what it should not.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Any

from pevents_tui.domain.errors import why
from pevents_tui.domain.nearest import nearest
from pevents_tui.domain.outcome import Cause
from pevents_tui.domain.plan import Target
from pevents_tui.service.aws_files import AwsFiles
from pevents_tui.service.profiles import Profile, ProfileKind, profile_of
from pevents_tui.service.providers import NO_ANSWER, MfaRefused

_SSO = ("SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError", "NoAuthTokenError", "SSOError")
_LOGIN = ("LoginError", "LoginRefreshRequired", "LoginInsufficientPermissions", "LoginTokenLoadError")
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


def credential_fault(error: BaseException, target: Target, files: AwsFiles) -> CredentialFault | None:
    """What an error says that came before anything was sent; None for one that is about something else.

    Args:
        error: Whatever boto3 raised.
        target: Where the call would have gone.
        files: The config files, as they are now.
    """
    profile = profile_of(files, target.profile or "default")
    about = _About(target.profile, profile, files)
    if isinstance(error, MfaRefused):
        return _mfa(error)
    if is_unwritable(error):
        return _unwritable(about)
    name = type(error).__name__
    if name in _SSO:
        return _sso(about)
    if name in _LOGIN:
        return _login(about)
    teller = _BY_NAME.get(name)
    return teller(error, about) if teller else None


def is_unwritable(error: BaseException | None) -> bool:
    """Whether a header could not be written, so that nothing left; the error's text repeats the header."""
    cause = getattr(error, "kwargs", {}).get("error") or error
    return type(cause) is ValueError and str(cause).startswith("Invalid header value")


@dataclass(frozen=True, slots=True)
class _About:
    """What a sentence is about: the profile as it is named, as it is, and the files it is in."""

    name: str | None
    profile: Profile
    files: AwsFiles

    @property
    def title(self) -> str:
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
    about = _About(profile.name, profile, files)
    found = about.of_kind(ProfileKind.SSO, ProfileKind.LOGIN)
    words = {ProfileKind.SSO: ("sso", "login"), ProfileKind.LOGIN: ("login",)}.get(found.kind)
    if words is None:
        return None
    return ("aws", *words, *(("--profile", found.name) if found.name != "default" else ()))


def _credentials(sentence: str, mend: str, command: tuple[str, ...] | None = None) -> CredentialFault:
    return CredentialFault(Cause.CREDENTIALS, sentence, mend, command)


def _configuration(sentence: str, mend: str = "") -> CredentialFault:
    return CredentialFault(Cause.CONFIGURATION, sentence, mend)


def _mfa(error: MfaRefused) -> CredentialFault:
    if error.given:
        return _credentials("an MFA code has six digits, and what was given has not", "try again with the code")
    if error.given is not None:
        return _credentials("no MFA code was given, so the role was not taken", "try again with the code")
    return _credentials(
        "the role wants an MFA code, and nobody can be asked for it here",
        "run it in a terminal, or put a session's keys into the environment",
    )


def _unwritable(about: _About) -> CredentialFault:
    whose = f"of {about.title}" if about.name else "in force"
    return _credentials(f"a key or token {whose} holds a line break, which no call can be signed with", "set it anew")


def _sso(about: _About) -> CredentialFault:
    command = login_command(about.profile, about.files) or about.command("sso", "login")
    found = about.of_kind(ProfileKind.SSO)
    return _credentials(f"the SSO session of profile {found.name} is over or was never begun", _run(command), command)


def _login(about: _About) -> CredentialFault:
    command = login_command(about.profile, about.files) or about.command("login")
    return _credentials(f"the sign-in of {about.title} is over or was never made", _run(command), command)


def _none(_error: Any, about: _About) -> CredentialFault:
    if about.name:
        return _credentials(f"{about.title} holds no credentials", _run(about.command("configure")))
    where = "no credentials in the environment, in profile default or from this machine's role"
    return _credentials(where, "choose a profile, set AWS_PROFILE, or run aws configure")


def _partial(error: Any, about: _About) -> CredentialFault:
    given = getattr(error, "kwargs", {})
    missing = str(given.get("cred_var", "one of two keys"))
    if given.get("provider") == "env":
        missing = missing if missing.startswith("AWS_") else "AWS_SECRET_ACCESS_KEY"
        return _credentials(
            f"the environment has AWS_ACCESS_KEY_ID without {missing}", f"export {missing}, or unset both"
        )
    return _credentials(f"{about.title} has no {missing}", _run(about.command("configure")))


def _retrieval(error: Any, about: _About) -> CredentialFault:
    given = getattr(error, "kwargs", {})
    provider, said = str(given.get("provider", "")), str(given.get("error_msg", ""))
    if provider == "custom-process":
        what = f"the credential_process of {about.title}"
        if NO_ANSWER in said:
            return _credentials(f"{what} gave {said[:40]}", f"look why: {_shown(about.command(*_WHO))}")
        how = said if said.startswith(("Unsupported version", "Missing required key")) else "it failed"
        how = "its answer lacks what it must have" if how is said else how
        return _credentials(f"{what} gave no credentials: {how}", f"look why: {_shown(about.command(*_WHO))}")
    return _credentials(
        f"{provider or 'the provider'} gave no credentials: {_line(said)}", "look why: aws configure list"
    )


def _not_json(_error: Any, about: _About) -> CredentialFault | None:
    if about.of_kind(ProfileKind.PROCESS).kind is not ProfileKind.PROCESS:
        return None
    what = f"the credential_process of {about.title} printed something that is not JSON"
    return _credentials(what, f"look what: {_shown(about.command(*_WHO))}")


def _no_file(error: Any, about: _About) -> CredentialFault | None:
    reason = why(error)
    if about.profile.kind is ProfileKind.WEB_IDENTITY or "token" in str(error.filename or ""):
        return _credentials(f"the web identity token {error.filename} cannot be read: {reason}", "mount or renew it")
    if about.of_kind(ProfileKind.PROCESS).kind is ProfileKind.PROCESS:
        what = f"the credential_process of {about.title} cannot be started: {reason}"
        return _credentials(what, f"mend credential_process in {about.files.config}")
    return None


def _no_profile(error: Any, about: _About) -> CredentialFault:
    name = str(getattr(error, "kwargs", {}).get("profile", about.name))
    near = nearest(name, about.files.profiles)
    there = f"give the nearest, {near}, or another" if near else "give one of aws configure list-profiles"
    return _configuration(f"there is no profile {name} in {about.files.config}", there)


def _no_region(_error: Any, about: _About) -> CredentialFault:
    command = about.command("configure", "set", "region", "REGION")
    return _configuration("no region is set", f"give --region, set AWS_REGION, or {_run(command)}")


def _parse(_error: Any, about: _About) -> CredentialFault:
    if about.files.faults:
        return _configuration(about.files.faults[0], "mend that line in an editor")
    return _configuration(f"{about.files.config} cannot be read as an AWS config file", "mend it in an editor")


def _invalid(error: Any, about: _About) -> CredentialFault:
    said = str(getattr(error, "kwargs", {}).get("error_msg", "")) or str(error)
    return _configuration(f"{about.title} cannot be used: {_line(said)}", f"mend it in {about.files.config}")


def _dependency(error: Any, about: _About) -> CredentialFault | None:
    if "crt" not in str(error):
        return None
    what = f"{about.title} signs in with aws login, which boto3 cannot use without an extra"
    return _credentials(what, "run pip install 'botocore[crt]', then " + _shown(about.command("login")))


def _metadata(_error: Any, _about: _About) -> CredentialFault:
    return _credentials(
        "this machine's metadata service gave no credentials", "give a profile or keys, or look at its role"
    )


def _no_mfa_renewal(_error: Any, about: _About) -> CredentialFault:
    return _credentials(f"the role of {about.title} is over, and wants a new MFA code", "send again, and give it")


def _answered(error: Any, about: _About) -> CredentialFault | None:
    """What STS or SSO said when they were asked for credentials."""
    operation = getattr(error, "operation_name", "")
    given = error.response.get("Error", {})
    code, message = str(given.get("Code", "")), _line(str(given.get("Message", "")))
    if operation == "GetRoleCredentials":
        return _credentials(
            f"SSO gave no role to {about.title}: {code}", f"look at its account and role in {about.files.config}"
        )
    if not operation.startswith("AssumeRole"):
        return None
    if "MultiFactor" in message or "MFA" in message:
        return _credentials("the MFA code was not taken", "wait for the next code, and try again")
    role = f"the role {about.profile.detail}" if about.profile.detail else "the role"
    return _credentials(
        f"STS does not give {role}: {code}: {message}", "look at the role's trust policy and your own rights"
    )


def _shown(command: tuple[str, ...]) -> str:
    return shlex.join(command)


def _run(command: tuple[str, ...]) -> str:
    return f"run {_shown(command)}"


def _line(text: str) -> str:
    return " ".join(text.split())[:_MOST_SAID]


_WHO = ("sts", "get-caller-identity")
_BY_NAME = {
    "NoCredentialsError": _none,
    "PartialCredentialsError": _partial,
    "CredentialRetrievalError": _retrieval,
    "JSONDecodeError": _not_json,
    "FileNotFoundError": _no_file,
    "PermissionError": _no_file,
    "ProfileNotFound": _no_profile,
    "NoRegionError": _no_region,
    "ConfigParseError": _parse,
    "InvalidConfigError": _invalid,
    "InfiniteLoopConfigError": _invalid,
    "MissingDependencyException": _dependency,
    "MetadataRetrievalError": _metadata,
    "RefreshWithMFAUnsupportedError": _no_mfa_renewal,
    "ClientError": _answered,
}
