"""Access: what is in force, who signs and what works, for the front ends; nothing here sends an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pevents_tui.domain.plan import Target
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import Options, uses_dummy_keys

if TYPE_CHECKING:
    from pevents_tui.service.diagnosis import Finding
    from pevents_tui.service.identity import Identity, Looked
    from pevents_tui.service.in_force import Fact
    from pevents_tui.service.profiles import Profiles, Region


class Access:
    """What can be known of the way to AWS; each look is made when it is asked for, in the caller's thread.

    Args:
        environ: The environment.
        ask_mfa: Asks a person for an MFA code.
        roles: Keeps the credentials of roles, in memory alone.
        reachable: Gives a target its endpoint; starts the embedded sandbox where it is one.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        ask_mfa: Callable[[str], str],
        roles: dict[str, Any],
        reachable: Callable[[Target], Target],
    ) -> None:
        self._environ = environ
        self._ask_mfa = ask_mfa
        self._roles = roles
        self._reachable = reachable
        self._seen: dict[tuple[str | None, ...], Identity] = {}

    def profiles(self) -> Profiles:
        """The profiles of the AWS config files."""
        from pevents_tui.service.profiles import read_profiles  # noqa: PLC0415 - loads behind the first paint

        return read_profiles(self._environ)

    def regions(self) -> tuple[Region, ...]:
        """The regions where Personalize is; loads botocore."""
        from pevents_tui.service.profiles import regions  # noqa: PLC0415 - loads behind the first paint

        return regions()

    def in_force(self, target: Target, given: Options | None = None) -> tuple[Fact, ...]:
        """The settings that hold for a target, each with where it is from; connects nothing.

        Args:
            target: Where calls go.
            given: The options it came from; None where they are not known.
        """
        from pevents_tui.service.in_force import in_force  # noqa: PLC0415 - loads behind the first paint

        return in_force(target, self._environ, given)

    def login_command(self, target: Target) -> tuple[str, ...] | None:
        """The command that signs a target's profile in; None where none does."""
        from pevents_tui.service.aws_files import read_aws_files  # noqa: PLC0415 - loads behind the first paint
        from pevents_tui.service.credential_words import login_command  # noqa: PLC0415 - the same
        from pevents_tui.service.profiles import profile_of  # noqa: PLC0415 - the same

        files = read_aws_files(self._environ)
        return login_command(profile_of(files, target.profile or "default"), files)

    def identity(self, target: Target, cancel: Cancel | None = None) -> Looked:
        """Account and role by GetCallerIdentity, or what kept that from being told.

        Args:
            target: Where calls go.
            cancel: Ends the look at once.

        Raises:
            FolderError: the sandbox cannot start.
        """
        from pevents_tui.service.credential_words import CredentialFault  # noqa: PLC0415 - loads behind the first paint
        from pevents_tui.service.identity import Signer  # noqa: PLC0415 - the same

        looked = Signer(self._reachable(target), self._ask_mfa, self._roles, cancel).identity()
        if not isinstance(looked, CredentialFault):
            self._seen[_way(target)] = looked
        return looked

    def seen(self, target: Target) -> Identity | None:
        """Who signed when it was last asked for in this run; None where it was not. Asks nobody.

        Args:
            target: Where calls go.
        """
        return self._seen.get(_way(target))

    def diagnose(self, target: Target, cancel: Cancel | None = None) -> Iterator[Finding]:
        """What works, step by step, each finding as soon as it is known.

        Args:
            target: What is looked at.
            cancel: Ends the step under way and skips the rest.

        Raises:
            FolderError: the sandbox cannot start.
        """
        from pevents_tui.service.diagnosis import diagnose  # noqa: PLC0415 - loads behind the first paint

        return diagnose(self._reachable(target), self._ask_mfa, self._roles, cancel, self._environ)


def _way(target: Target) -> tuple[str | None, ...]:
    """What an identity depends on."""
    return (target.profile, target.endpoint if uses_dummy_keys(target) else None, str(target.sign))
