"""Connected: the part of the workbench that knows the ways to AWS and to the sandbox, and asks there."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.plan import Plan, Policy, Target
from pevents_tui.service.aimed import Aimed
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import connect
from pevents_tui.service.desk import random_id
from pevents_tui.service.embedded import EmbeddedSandbox

if TYPE_CHECKING:
    from pevents_tui.service.access import Access
    from pevents_tui.service.asking import Asker
    from pevents_tui.service.schemas import Known, Schemas


class Connected(Aimed):
    """A desk with targets that can ask about them; nothing is sent by it.

    Args:
        data_dir: As of `Aimed`, like the others.
        config_dir: Where targets are kept too.
        environ: The environment.
        clock: Epoch seconds.
        new_id: Gives a fresh event or session ID.
        ask_mfa: Asks a person for an MFA code; None means nobody can be asked.
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
        ask_mfa: Callable[[str], str] | None = None,
        read_only: bool = False,
    ) -> None:
        super().__init__(data_dir, config_dir, environ=environ, clock=clock, new_id=new_id, read_only=read_only)
        self._ask_mfa = ask_mfa
        self._roles: dict[str, Any] = {}
        self._asks: Asker | None = None
        self._beginning = Lock()
        self._sandbox = EmbeddedSandbox(self.paths.sandbox)

    @cached_property
    def access(self) -> Access:
        """What can be known of the way to AWS: profiles, regions, what is in force, who signs, what works."""
        from pevents_tui.service.access import Access  # noqa: PLC0415 - loads behind the first paint

        return Access(self.environ, self._ask, self._roles, self._reachable)

    def ask_mfa_by(self, ask: Callable[[str], str] | None) -> None:
        """Have a person asked for MFA codes in another way; None means nobody can be asked."""
        self._ask_mfa = ask

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas of datasets that are known."""
        from pevents_tui.service.schemas import Schemas  # noqa: PLC0415 - a form is shown before anything is checked

        return Schemas(self.paths, self._clock)

    def read_schema(self, target: Target, draft: Draft, cancel: Cancel | None = None) -> Known:
        """Ask the service for the schema of the dataset that a draft goes to, and keep it for the checks.

        Args:
            target: Whose account and region.
            draft: Tells operation and tracker.
            cancel: Asks nothing further.

        Raises:
            AskFailed: the service does not answer, or would not tell.
            SchemaError: there is no such tracker or dataset, or the schema cannot be read or kept.
            FolderError: the sandbox cannot start.
        """
        from pevents_tui.service import asking  # noqa: PLC0415 - it is asked for rarely
        from pevents_tui.service.describing import CONTROL_PLANE, describe  # noqa: PLC0415 - the same
        from pevents_tui.service.schemas import tracker_of  # noqa: PLC0415 - the same

        at, pace = self._reachable(target), asking.Pace()

        def ask(method: str, params: Mapping[str, Any]) -> Any:
            return self.asker.ask(asking.Question(CONTROL_PLANE, method, params), at, cancel, pace)

        return self.schemas.keep(target, draft, describe(ask, tracker_of(target, draft), draft.kind))

    @property
    def asker(self) -> Asker:
        """Asks AWS about accounts; made by the first question, in whichever thread that is."""
        from pevents_tui.service.asking import Asker  # noqa: PLC0415 - loads behind the first paint

        with self._beginning:
            if self._asks is None:
                self._asks = Asker(
                    lambda target, service: connect(target, self._ask, service=service, cache=self._roles)
                )
            return self._asks

    def reachable(self, plan: Plan) -> Plan:
        """The plan with the endpoint that its calls really go to, for copies; starts the sandbox where it is one.

        Raises:
            FolderError: the sandbox cannot start.
        """
        return replace(plan, target=self._reachable(plan.target))

    def disconnect(self) -> None:
        """Close what was opened to ask, and the sandbox; what is still under way fails."""
        if self._asks is not None:
            self._asks.close()
        self._sandbox.close()

    def _ask(self, prompt: str) -> str:
        """The MFA code that a person gives.

        Raises:
            MfaRefused: nobody can be asked.
        """
        if self._ask_mfa is None:
            from pevents_tui.service.providers import MfaRefused  # noqa: PLC0415 - few roles want a code

            raise MfaRefused(prompt)
        return self._ask_mfa(prompt)

    def _reachable(self, target: Target) -> Target:
        """The target with an endpoint where it is the embedded sandbox."""
        if target.policy is Policy.SANDBOX and target.endpoint is None:
            return target.with_endpoint(self._sandbox.url())
        return target
