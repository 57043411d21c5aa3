"""Who signs: credentials looked for, and the account and role that STS sees in them; on demand, never by itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from pevents_tui.domain.outcome import Cause
from pevents_tui.domain.plan import Target
from pevents_tui.service.aws_files import read_aws_files
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import SANDBOX_REGION, client_of, is_loopback, open_session, uses_dummy_keys
from pevents_tui.service.credential_faults import credential_fault
from pevents_tui.service.credential_words import CredentialFault
from pevents_tui.service.patience import Cancelled, TookTooLong, bounded
from pevents_tui.service.profiles import profile_of

LOOK_S = 60.0
"""Longest look for credentials, and longest wait for STS."""
DUMMY_SOURCE = "dummy keys, since the endpoint is on this machine"
"""What signs a call that never leaves this machine."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs, as STS sees it.

    Attributes:
        account: The account's number.
        arn: Of the user or of the role's session.
        source: Where the credentials came from, in words.
    """

    account: str
    arn: str
    source: str

    @property
    def who(self) -> str:
        """The user or role in words: `role Deployer, session ana`."""
        kind, *rest = self.arn.rpartition(":")[2].split("/")
        if kind == "assumed-role" and len(rest) == 2:
            return f"role {rest[0]}, session {rest[1]}"
        return " ".join([kind, "/".join(rest)]).strip()


Looked: TypeAlias = Identity | CredentialFault
"""What a look for an identity came to."""


class Signer:
    """Credentials of one target: looked for once, in steps, each bounded and cancellable.

    Args:
        target: Where calls would go; a sandbox target knows its endpoint by now.
        ask_mfa: Asks a person for an MFA code; None means nobody can be asked.
        roles: Keeps the credentials of roles, in memory alone.
        cancel: Ends every wait.
    """

    def __init__(
        self,
        target: Target,
        ask_mfa: Callable[[str], str] | None,
        roles: dict[str, Any],
        cancel: Cancel | None = None,
    ) -> None:
        self.target = replace(target, region=target.region or SANDBOX_REGION)
        self._ask = ask_mfa
        self._roles = roles
        self._cancel = cancel
        self._core: Any = None

    def source(self) -> str | CredentialFault:
        """Where the credentials came from, once they are there."""
        if not self.target.sign:
            return "none: calls are not signed"
        if uses_dummy_keys(self.target):
            return DUMMY_SOURCE
        found: str | CredentialFault = self.attempt(self._resolve)
        return found

    def identity(self) -> Looked:
        """Account and role, by GetCallerIdentity."""
        source = self.source()
        if isinstance(source, CredentialFault):
            return source
        answer = self.attempt(self._ask_sts)
        if isinstance(answer, CredentialFault):
            return answer
        return Identity(str(answer.get("Account", "")), str(answer.get("Arn", "")), source)

    def client(self, service: str) -> Any:
        """A client of another service with the same credentials; close it.

        One whose own settings bring it to this machine gets dummy keys, except STS, which is asked about the real ones.

        Raises:
            Exception: whatever boto3 raises.
        """
        client = client_of(self._session(), self.target, service=service)
        found = client.meta.endpoint_url
        if service == "sts" or uses_dummy_keys(self.target) or not is_loopback(found):
            return client
        client.close()
        return client_of(self._session(), self.target.with_endpoint(found), service=service)

    def attempt(self, work: Callable[[], Any], limit_s: float = LOOK_S) -> Any:
        """What some work gives, or what kept it from that."""
        try:
            return bounded(work, limit_s, self._cancel)
        except Cancelled:
            return CredentialFault(Cause.CANCELLED, "cancelled")
        except TookTooLong:
            return CredentialFault(Cause.CREDENTIALS, f"no answer within {limit_s:g} s", "look why: aws configure list")
        except Exception as error:
            return told(error, self.target)

    def _session(self) -> Any:
        if self._core is None:
            self._core = open_session(self.target, self._ask, self._roles)
        return self._core

    def _ask_sts(self) -> Any:
        client = self.client("sts")
        try:
            return client.get_caller_identity()
        finally:
            client.close()

    def _resolve(self) -> str:
        from botocore.exceptions import NoCredentialsError  # noqa: PLC0415 - loads behind the first paint

        credentials = self._session().get_credentials()
        if credentials is None:
            raise NoCredentialsError
        credentials.get_frozen_credentials()
        return source_words(credentials.method, self.target.profile)


def told(error: BaseException, target: Target) -> CredentialFault:
    """Any error of a look-up as a sentence with what mends it.

    Args:
        error: Whatever boto3 raised.
        target: What was looked at.
    """
    from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004, PLC0415 - botocore's

    fault = credential_fault(error, target, read_aws_files(os.environ))
    if fault is not None:
        return fault
    said = " ".join(str(error).split())[:300]
    if isinstance(error, ClientError):
        return _refused(error, target)
    if "SSL" in type(error).__name__:
        return CredentialFault(Cause.CONFIGURATION, said, "give the CA bundle that signed its certificate")
    if isinstance(error, ConnectionError | HTTPClientError):
        return CredentialFault(Cause.CONNECTION, said, "check network, proxy, region and endpoint")
    return CredentialFault(Cause.CONFIGURATION, f"{said or 'no reason given'} ({type(error).__name__})")


def _refused(error: Any, target: Target) -> CredentialFault:
    given = error.response.get("Error", {})
    code, said = str(given.get("Code", "")), " ".join(str(given.get("Message", "")).split())[:300]
    sentence = f"{error.operation_name} was refused: {code}: {said}".rstrip(": ")
    if code.startswith(("AccessDenied", "UnauthorizedOperation")):
        return CredentialFault(Cause.CREDENTIALS, sentence, "ask for the policies of docs/permissions.md")
    if code.startswith(("ExpiredToken", "InvalidClientTokenId", "UnrecognizedClient", "SignatureDoesNotMatch")):
        profile = f" of profile {target.profile}" if target.profile else ""
        return CredentialFault(Cause.CREDENTIALS, sentence, f"renew the credentials{profile}")
    return CredentialFault(Cause.CONFIGURATION, sentence)


def source_words(method: str, profile: str | None) -> str:
    """Where credentials came from, in words.

    Args:
        method: botocore's name for it.
        profile: The profile in force; None for none by name.
    """
    files = read_aws_files(os.environ)
    found = profile_of(files, profile or "default")
    named = f"profile {found.name}"
    via = f" through profile {found.via}" if found.via else ""
    return {
        "env": "the environment: AWS_ACCESS_KEY_ID",
        "shared-credentials-file": f"{named} in {files.credentials}",
        "config-file": f"{named} in {files.config}",
        "assume-role": f"role {found.detail}{via}, by {named}",
        "assume-role-with-web-identity": f"web identity{f' for {found.detail}' if found.detail else ''}",
        "sso": f"SSO, {found.detail or 'by a source profile'}, by {named}",
        "login": f"aws login, by {named}",
        "custom-process": f"the credential_process of {named}",
        "iam-role": "this machine's role, by its metadata service",
        "container-role": "this container's role",
    }.get(method, method)
