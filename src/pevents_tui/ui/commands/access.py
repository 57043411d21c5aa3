"""The commands about profile, region, credentials, and what is in force."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class InForce(Command):
    """See what is really in force: profile, credentials, region and endpoint, where each is from, and who signs."""

    GROUP = "Target"
    TITLE = "What is in force, and who signs"


class ChooseProfile(Command):
    """Choose a profile of the AWS config files: where to send is production then, until somebody labels it."""

    GROUP = "Target"
    TITLE = "Choose the AWS profile"


class ChooseRegion(Command):
    """Choose the AWS region: one where Personalize is, or any that you type."""

    GROUP = "Target"
    TITLE = "Choose the AWS region"


class SignIn(Command):
    """Sign in: run what renews the profile's credentials, such as aws sso login, in this terminal."""

    GROUP = "Target"
    TITLE = "Sign in to AWS"


ACCESS_COMMANDS: tuple[type[Command], ...] = (InForce, ChooseProfile, ChooseRegion, SignIn)
"""What can be done about the way to AWS."""
