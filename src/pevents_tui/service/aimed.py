"""Aimed: the part of the workbench that knows where drafts go and what keeps them from going there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from pevents_tui.domain.errors import ConsentMissing
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.service.aiming import Aiming
from pevents_tui.service.connection import Options
from pevents_tui.service.desk import Desk, random_id
from pevents_tui.service.targets import Targets


class Aimed(Desk):
    """A desk that knows targets and guards.

    Args:
        data_dir: As of `Desk`, like the others.
        config_dir: Where targets are kept too.
        environ: The environment.
        clock: Epoch seconds.
        new_id: Gives a fresh event or session ID.
        read_only: Send nothing, whoever asks.

    Raises:
        FolderError: a directory cannot be used.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        config_dir: Path | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = random_id,
        read_only: bool = False,
    ) -> None:
        super().__init__(data_dir, config_dir, environ=environ, clock=clock, new_id=new_id)
        self.read_only = read_only
        """Whether nothing is sent at all."""
        self.targets = Targets(self.paths.targets, self.paths.last_target)
        """The saved targets."""
        self._aiming = Aiming(self.targets, lambda: self.settings, self.environ)

    def target(self, options: Options | None = None) -> Target:
        """Where a draft goes: what the options name, else the target that the settings name, else the sandbox.

        Raises:
            NoSuchTarget: a target was named that is not saved.
            SettingsError: the targets or settings cannot be read, or an endpoint holds a password.
        """
        return self._aiming.target(options or Options())

    def aws_target(self, options: Options | None = None) -> Target:
        """Where the AWS CLI v2 would send with these options, or the saved target they name; never the sandbox unasked.

        Raises:
            NoSuchTarget: a target was named that is not saved.
            SettingsError: the targets or settings cannot be read, or an endpoint holds a password.
        """
        options = options or Options()
        return self._aiming.aws(options) if options.target is None else self._aiming.named(options.target, options)

    def first_target(self, options: Options | None = None) -> tuple[Target, str | None]:
        """Where the app begins: what the options name, else what was used last, else as `target` says; and a sentence.

        One that was used last may lack what environment and profile say; `settled` adds it.

        Raises:
            NoSuchTarget: a target was named that is not saved.
            SettingsError: as `target`.
        """
        options = options or Options()
        last, notice = (None, None) if options.target or options.name_aws else self.targets.last()
        if last is not None:
            return (
                replace(last, tracking_id=options.tracking_id, labelled=False) if options.tracking_id else last
            ), None
        return self.target(options), notice

    def sandbox(self) -> Target:
        """The embedded sandbox, whatever else is saved."""
        return self._aiming.sandbox(Options())

    def settled(self, target: Target) -> Target:
        """A target with what environment and profile say where its entry says nothing.

        Raises:
            SettingsError: an endpoint holds a user name or password.
        """
        return target if target.name is None else self._aiming.settled(target)

    def guarded(self, plan: Plan) -> Plan:
        """A plan, however old, with the guards that hold now for the trackers it goes to; its `consent` follows them.

        Raises:
            SendForbidden: it may not be sent at all: a lock, a read-only start, a user without the target's prefix.
        """
        from pevents_tui.service.guards import guarded, refuse  # noqa: PLC0415 - a start does not wait for it

        book = self.targets.read()
        held = guarded(plan, book)
        refuse(held, book, read_only=self.read_only)
        return held

    def permitted(self, plan: Plan, consent: str | None) -> Plan:
        """A plan that may be sent now and is confirmed, with the guards that hold now.

        Args:
            plan: However old.
            consent: The word that `plan.consent` asks for; None where nobody gave one.

        Raises:
            SendForbidden: as `guarded`.
            ConsentMissing: it goes to a guarded tracker and the word does not fit.
        """
        held = self.guarded(plan)
        if not held.agrees(consent):
            raise ConsentMissing(held.consent or "")
        return held
