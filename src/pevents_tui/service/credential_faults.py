"""What kept a call from being signed or made, in one sentence with the command that mends it; no secret is repeated.

What a `credential_process` writes beside its answer is never repeated: it may hold what it should not.
"""

from __future__ import annotations

from typing import Any

from pevents_tui.domain.errors import why
from pevents_tui.domain.nearest import nearest
from pevents_tui.domain.plan import Target
from pevents_tui.service.aws_files import AwsFiles
from pevents_tui.service.credential_words import (
    About,
    CredentialFault,
    command_text,
    login_command,
    no_credentials,
    one_line,
    to_run,
    wrong_settings,
)
from pevents_tui.service.profiles import ProfileKind, profile_of
from pevents_tui.service.providers import NO_ANSWER, MfaRefused

_SSO = ("SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError", "NoAuthTokenError", "SSOError")
_LOGIN = ("LoginError", "LoginRefreshRequired", "LoginInsufficientPermissions", "LoginTokenLoadError")


def credential_fault(error: BaseException, target: Target, files: AwsFiles) -> CredentialFault | None:
    """What an error says that came before anything was sent; None for one that is about something else.

    Args:
        error: Whatever boto3 raised.
        target: Where the call would have gone.
        files: The config files, as they are now.
    """
    profile = profile_of(files, target.profile or "default")
    about = About(target.profile, profile, files)
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


def _mfa(error: MfaRefused) -> CredentialFault:
    if error.given:
        return no_credentials("an MFA code has six digits, and what was given has not", "try again with the code")
    if error.given is not None:
        return no_credentials("no MFA code was given, so the role was not taken", "try again with the code")
    return no_credentials(
        "the role wants an MFA code, and nobody can be asked for it here",
        "run it in a terminal, or put a session's keys into the environment",
    )


def _unwritable(about: About) -> CredentialFault:
    whose = f"of {about.title}" if about.name else "in force"
    return no_credentials(f"a key or token {whose} holds a line break, which no call can be signed with", "set it anew")


def _sso(about: About) -> CredentialFault:
    command = login_command(about.profile, about.files) or about.command("sso", "login")
    found = about.of_kind(ProfileKind.SSO)
    return no_credentials(
        f"the SSO session of profile {found.name} is over or was never begun", to_run(command), command
    )


def _login(about: About) -> CredentialFault:
    command = login_command(about.profile, about.files) or about.command("login")
    return no_credentials(f"the sign-in of {about.title} is over or was never made", to_run(command), command)


def _none(_error: Any, about: About) -> CredentialFault:
    if about.name:
        return no_credentials(f"{about.title} holds no credentials", to_run(about.command("configure")))
    where = "no credentials in the environment, in profile default or from this machine's role"
    return no_credentials(where, "choose a profile, set AWS_PROFILE, or run aws configure")


def _partial(error: Any, about: About) -> CredentialFault:
    given = getattr(error, "kwargs", {})
    missing = str(given.get("cred_var", "one of two keys"))
    if given.get("provider") == "env":
        missing = missing if missing.startswith("AWS_") else "AWS_SECRET_ACCESS_KEY"
        return no_credentials(
            f"the environment has AWS_ACCESS_KEY_ID without {missing}", f"export {missing}, or unset both"
        )
    return no_credentials(f"{about.title} has no {missing}", to_run(about.command("configure")))


def _retrieval(error: Any, about: About) -> CredentialFault:
    given = getattr(error, "kwargs", {})
    provider, said = str(given.get("provider", "")), str(given.get("error_msg", ""))
    if provider == "custom-process":
        what = f"the credential_process of {about.title}"
        if NO_ANSWER in said:
            return no_credentials(f"{what} gave {said[:40]}", f"look why: {command_text(about.command(*_WHO))}")
        how = said if said.startswith(("Unsupported version", "Missing required key")) else "it failed"
        how = "its answer lacks what it must have" if how is said else how
        return no_credentials(f"{what} gave no credentials: {how}", f"look why: {command_text(about.command(*_WHO))}")
    return no_credentials(
        f"{provider or 'the provider'} gave no credentials: {one_line(said)}", "look why: aws configure list"
    )


def _not_json(_error: Any, about: About) -> CredentialFault | None:
    if about.of_kind(ProfileKind.PROCESS).kind is not ProfileKind.PROCESS:
        return None
    what = f"the credential_process of {about.title} printed something that is not JSON"
    return no_credentials(what, f"look what: {command_text(about.command(*_WHO))}")


def _no_file(error: Any, about: About) -> CredentialFault | None:
    reason = why(error)
    if about.profile.kind is ProfileKind.WEB_IDENTITY or "token" in str(error.filename or ""):
        return no_credentials(f"the web identity token {error.filename} cannot be read: {reason}", "mount or renew it")
    if about.of_kind(ProfileKind.PROCESS).kind is ProfileKind.PROCESS:
        what = f"the credential_process of {about.title} cannot be started: {reason}"
        return no_credentials(what, f"mend credential_process in {about.files.config}")
    return None


def _no_profile(error: Any, about: About) -> CredentialFault:
    name = str(getattr(error, "kwargs", {}).get("profile", about.name))
    near = nearest(name, about.files.profiles)
    there = f"give the nearest, {near}, or another" if near else "give one of aws configure list-profiles"
    return wrong_settings(f"there is no profile {name} in {about.files.config}", there)


def _no_region(_error: Any, about: About) -> CredentialFault:
    command = about.command("configure", "set", "region", "REGION")
    return wrong_settings("no region is set", f"give --region, set AWS_REGION, or {to_run(command)}")


def _parse(_error: Any, about: About) -> CredentialFault:
    if about.files.faults:
        return wrong_settings(about.files.faults[0], "mend that line in an editor")
    return wrong_settings(f"{about.files.config} cannot be read as an AWS config file", "mend it in an editor")


def _invalid(error: Any, about: About) -> CredentialFault:
    said = str(getattr(error, "kwargs", {}).get("error_msg", "")) or str(error)
    return wrong_settings(f"{about.title} cannot be used: {one_line(said)}", f"mend it in {about.files.config}")


def _dependency(error: Any, about: About) -> CredentialFault | None:
    if "crt" not in str(error):
        return None
    what = f"{about.title} signs in with aws login, which boto3 cannot use without an extra"
    return no_credentials(what, "run pip install 'botocore[crt]', then " + command_text(about.command("login")))


def _metadata(_error: Any, _about: About) -> CredentialFault:
    return no_credentials(
        "this machine's metadata service gave no credentials", "give a profile or keys, or look at its role"
    )


def _no_mfa_renewal(_error: Any, about: About) -> CredentialFault:
    return no_credentials(f"the role of {about.title} is over, and wants a new MFA code", "send again, and give it")


def _answered(error: Any, about: About) -> CredentialFault | None:
    """What STS or SSO said when they were asked for credentials."""
    operation = getattr(error, "operation_name", "")
    given = error.response.get("Error", {})
    code, message = str(given.get("Code", "")), one_line(str(given.get("Message", "")))
    if operation == "GetRoleCredentials":
        return no_credentials(
            f"SSO gave no role to {about.title}: {code}", f"look at its account and role in {about.files.config}"
        )
    if not operation.startswith("AssumeRole"):
        return None
    if "MultiFactor" in message or "MFA" in message:
        return no_credentials("the MFA code was not taken", "wait for the next code, and try again")
    role = f"the role {about.profile.detail}" if about.profile.detail else "the role"
    return no_credentials(
        f"STS does not give {role}: {code}: {message}", "look at the role's trust policy and your own rights"
    )


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
