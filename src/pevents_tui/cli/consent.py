"""A person's agreement, or `--yes`, to what goes to a tracker that wants one: asked for once in a run."""

from __future__ import annotations

import shlex

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import Stopped, UsageFault
from pevents_tui.cli.narrate import ask, tell
from pevents_tui.cli.receipts import rows_words
from pevents_tui.domain.plan import Plan, Policy

_MOST_USERS = 5
_YES = frozenset({"y", "yes"})


class Consent:
    """What was agreed to in one run.

    Args:
        environment: Where a person is asked.
        given: What `--yes` says; None where it was not given.

    Attributes:
        word: What confirms a guarded tracker by now; None where nothing was agreed to.
    """

    def __init__(self, environment: Environment, given: str | None) -> None:
        self._environment = environment
        self._given = given
        self._agreed: frozenset[str] = frozenset()
        self.word = given

    def obtain(self, plan: Plan) -> None:
        """Have a person agree to a real tracker, unless somebody did.

        Raises:
            UsageFault: it wants a word that was not given.
            Stopped: the person who was asked does not agree.
        """
        if plan.target.policy is Policy.STAGING:
            self._obtain_staging(plan)
        if plan.agrees(self.word):
            return
        word = shlex.quote(plan.consent or "")
        where = f"{plan.target.label!r}, {plan.place} {', '.join(plan.tracking_ids)}"
        if self._given is not None:
            raise UsageFault(f"--yes {self._given!r} does not confirm {where}: give --yes {word}")
        if not self._environment.can_ask:
            sentence = f"this goes to a real {plan.place} that counts as production ({where})"
            raise UsageFault(f"{sentence}: confirm with --yes {word}")
        rows = rows_words(plan.rows, plan.calls[0].spec.operation)
        tell(self._environment, f"{rows} for {where}: a real {plan.place} that counts as production.")
        answer = ask(self._environment, f"Type {plan.consent} to send, anything else to stop:")
        if answer is None or not plan.agrees(answer):
            raise Stopped(_UNCONFIRMED)
        self.word = answer

    def _obtain_staging(self, plan: Plan) -> None:
        """Have a person at a terminal say y, once a tracker; a script that names such a target has said so."""
        trackers = set(plan.tracking_ids)
        if self._given is not None or not self._environment.can_ask or trackers <= self._agreed:
            return
        rows = rows_words(plan.rows, plan.calls[0].spec.operation)
        users = f", users {', '.join(plan.users[:_MOST_USERS])}" if plan.users else ""
        where = f"STAGING {plan.target.label!r}, {plan.place} {', '.join(plan.tracking_ids)}{users}"
        tell(self._environment, f"{rows} for {where}.")
        if (ask(self._environment, "Type y to send, anything else to stop:") or "").lower() not in _YES:
            raise Stopped(_UNCONFIRMED)
        self._agreed |= trackers


_UNCONFIRMED = "not confirmed, so nothing of this was sent"
