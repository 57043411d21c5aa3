"""From the words a user gives to the target they mean: a saved one, where the AWS CLI would send, or the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pevents_tui.domain.errors import NoSuchTarget
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service.connection import SANDBOX, SANDBOX_REGION, Options, aws_target, is_loopback, refuse_user_info
from pevents_tui.service.settings import Settings
from pevents_tui.service.targets import Targets


class Aiming:
    """Resolves targets.

    Args:
        targets: The saved ones.
        settings: Gives what the user set.
        environ: The environment.
    """

    def __init__(self, targets: Targets, settings: Callable[[], Settings], environ: Mapping[str, str]) -> None:
        self._targets = targets
        self._settings = settings
        self._environ = environ

    def target(self, options: Options) -> Target:
        """Where a draft goes: what the options name, else the target that the settings name, else the sandbox.

        Raises:
            NoSuchTarget: none has the name that is given.
            SettingsError: the targets or settings cannot be read, or the endpoint holds a password.
        """
        if options.target is not None:
            return self.named(options.target, options)
        if options.name_aws:
            return self.aws(options)
        default = self._settings().target
        return self.named(default, options) if default is not None else self.sandbox(options)

    def sandbox(self, options: Options) -> Target:
        """The embedded sandbox."""
        from pevents_tui.sandbox import DATASETS, TRACKING_ID  # noqa: PLC0415 - the AWS road needs none

        return Target(
            label="local sandbox",
            policy=Policy.SANDBOX,
            tracking_id=options.tracking_id or TRACKING_ID,
            region=SANDBOX_REGION,
            read_timeout_s=self._read_timeout_s(options),
            connect_timeout_s=self._connect_timeout_s(options),
            items_dataset=DATASETS["items"],
            users_dataset=DATASETS["users"],
            actions_dataset=DATASETS["actions"],
        )

    def aws(self, options: Options) -> Target:
        """Where the AWS CLI v2 would send with these options.

        Raises:
            SettingsError: the endpoint holds a user name or password, or the settings cannot be read.
        """
        found = aws_target(options, self._environ)
        return replace(
            _with_switches(found, options),
            read_timeout_s=self._read_timeout_s(options),
            connect_timeout_s=self._connect_timeout_s(options),
        )

    def named(self, name: str, options: Options) -> Target:
        """A saved target, or the sandbox by its name, with what else the options say.

        Raises:
            NoSuchTarget: none has the name.
            SettingsError: the file cannot be read.
        """
        if name == SANDBOX:
            if options.name_aws:
                raise NoSuchTarget("the sandbox has no profile, region or endpoint: leave them out")
            return self.sandbox(options)
        return self.settled(_overridden(self._targets.get(name), options))

    def settled(self, target: Target) -> Target:
        """A saved target with what the environment and its profile say where the file says nothing.

        Raises:
            SettingsError: the endpoint holds a user name or password.
        """
        if target.policy is Policy.SANDBOX and target.endpoint is None:
            sandbox = self.sandbox(Options(tracking_id=target.tracking_id))
            return replace(
                target,
                tracking_id=sandbox.tracking_id,
                region=target.region or sandbox.region,
                items_dataset=target.items_dataset or sandbox.items_dataset,
                users_dataset=target.users_dataset or sandbox.users_dataset,
                actions_dataset=target.actions_dataset or sandbox.actions_dataset,
            )
        refuse_user_info(target.endpoint)
        if target.endpoint is not None and is_loopback(target.endpoint):
            return replace(target, region=target.region or SANDBOX_REGION)
        given = Options(target.profile, target.region, target.endpoint, target.tracking_id)
        found = aws_target(given, self._environ)
        return replace(
            target,
            profile=found.profile,
            region=found.region,
            endpoint=found.endpoint,
            tracking_id=found.tracking_id,
        )

    def _read_timeout_s(self, options: Options) -> float:
        given = options.read_timeout_s
        return self._settings().read_timeout_s if given is None else given

    def _connect_timeout_s(self, options: Options) -> float:
        given = options.connect_timeout_s
        return self._settings().connect_timeout_s if given is None else given


def _overridden(saved: Target, options: Options) -> Target:
    """A saved target with the words given beside its name.

    Its label is its tracker's: another profile or region leaves it, another endpoint or tracker does not, and without a
    tracker of its own it stands for one place only.
    """
    target = replace(
        saved,
        profile=options.profile or saved.profile,
        region=options.region or saved.region,
        endpoint=options.endpoint_url or saved.endpoint,
        tracking_id=options.tracking_id or saved.tracking_id,
        read_timeout_s=saved.read_timeout_s if options.read_timeout_s is None else options.read_timeout_s,
        connect_timeout_s=saved.connect_timeout_s if options.connect_timeout_s is None else options.connect_timeout_s,
    )
    target = _with_switches(target, options)
    moved = (target.profile, target.region) != (saved.profile, saved.region) and saved.tracking_id is None
    if moved or target.endpoint != saved.endpoint:
        local = target.endpoint is not None and is_loopback(target.endpoint)
        return replace(target, name=None, labelled=False, policy=Policy.LOCAL if local else Policy.PRODUCTION)
    return replace(target, labelled=saved.labelled and target.tracking_id == saved.tracking_id)


def _with_switches(target: Target, options: Options) -> Target:
    return replace(
        target,
        ca_bundle=options.ca_bundle or target.ca_bundle,
        verify=target.verify and options.verify,
        sign=target.sign and options.sign,
    )
