"""The variables of one draft: where their values come from, and what was drawn until it went out."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.items import Catalogue
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.resolve import Resolved, made_of, resolve
from pevents_tui.domain.variables import Draws, Sources, has_variables

if TYPE_CHECKING:
    from pevents_tui.service.intake import Source
    from pevents_tui.service.workbench import Workbench

TEST_USERS = ("qa-ana", "qa-ben", "qa-cleo")
"""The users of the sandbox."""
_MOST_USERS = 50


class Variables:
    """What the variables of a draft stand for, from the first look at it until it went out; for one thread.

    Args:
        workbench: The door to environment, clock and history.
        target: Where the draft goes: it tells items, users and variables of its own, which stand before `named`.
        template: The name of the template it is from; None where it is from none.
        named: Variables of one's own by their names; None without a value is asked for.
        given: Plain values by name, and answers by what was asked for; they stand before `named`.
        items: Gives the catalogue that `{{ item }}` draws from; None means the target's, read when it is needed.
        share: Gives a random share, from 0 up to but not 1.
    """

    def __init__(
        self,
        workbench: Workbench,
        target: Target,
        *,
        template: str | None = None,
        named: Mapping[str, Any] | None = None,
        given: Mapping[str, Any] | None = None,
        items: Callable[[str], Catalogue] | None = None,
        share: Callable[[], float] = random.random,
    ) -> None:
        self.template = template
        self._workbench = workbench
        self._target = target
        self._named = {**(named or {}), **dict(target.variables)}
        self._given = dict(given or {})
        self._items = items or self._catalogue
        self._share = share
        self._draws = Draws()
        self._serial = 0
        self._past_users: dict[tuple[str, str], Sequence[str]] = {}
        self._ids: tuple[Catalogue | None, tuple[str, ...]] = (None, ())

    @classmethod
    def of(
        cls,
        workbench: Workbench,
        target: Target,
        source: Source,
        given: Mapping[str, Any] | None = None,
        items: Callable[[str], Catalogue] | None = None,
    ) -> Self:
        """The variables of a draft that came from a source.

        Args:
            workbench: The door to environment, clock and history.
            target: Where the draft goes.
            source: Tells the template, its own variables and what a scenario hands on.
            given: Plain values and answers, which stand before those.
            items: As for the class.
        """
        values = {**source.given, **(given or {})}
        return cls(workbench, target, template=source.template, named=source.variables, given=values, items=items)

    @property
    def given(self) -> Mapping[str, Any]:
        """Every plain value that was given."""
        return self._given

    def give(self, values: Mapping[str, Any]) -> None:
        """Take values for what is missing, or others than before."""
        self._given.update(values)
        self._serial += 1

    def forget(self) -> None:
        """Draw anew the next time: what was drawn went out."""
        self._draws.forget()

    def resolve(self, draft: Draft, now_s: int, memory: RowMemory | None = None) -> Resolved:
        """The draft without its variables.

        Args:
            draft: What was written.
            now_s: The present in whole epoch seconds.
            memory: Of one draft as it is written.
        """
        return resolve(draft, self._sources(draft, now_s), self._draws, memory, (id(self), self._serial))

    def tracker_of(self, draft: Draft, now_s: int) -> Any:
        """The tracking ID that a draft names, which tells the guards, as it will go out; None where it names none."""
        named = draft.address(None)
        if not isinstance(named, str) or not has_variables(named):
            return named
        return self.resolve(Draft(draft.kind, {draft.spec.address: named}), now_s).draft.address(None)

    def made(self, resolved: Resolved) -> dict[str, Any] | None:
        """What a plan was made of, to be kept with its calls; None where there is nothing to tell."""
        return made_of(self.template, resolved.came)

    def _sources(self, draft: Draft, now_s: int) -> Sources:
        return Sources(
            now_s=now_s,
            new_id=self._workbench.new_id,
            share=self._share,
            number=self._workbench.next_number,
            environ=self._workbench.environ,
            items=lambda: self._known_ids(draft.kind),
            users=lambda: self._users(draft),
            named=self._named,
            given=self._given,
        )

    def _known_ids(self, kind: str) -> Sequence[str]:
        catalogue = self._items(kind)
        if self._ids[0] is not catalogue:
            self._ids = (catalogue, tuple(item.id for item in catalogue))
        return self._ids[1]

    def _catalogue(self, kind: str) -> Catalogue:
        from pevents_tui.service.hints import Hints  # noqa: PLC0415 - only `{{ item }}` wants the catalogue

        return Hints(self._workbench).catalogue(kind, self._target)

    def _users(self, draft: Draft) -> Sequence[str]:
        """Users that are there for tests: the sandbox's own, and of a tracker those with its target's prefix."""
        if self._target.policy is Policy.SANDBOX:
            return TEST_USERS
        tracker = str(draft.address(self._target.address(draft.spec)))
        if (key := (tracker, draft.kind)) not in self._past_users:
            self._past_users[key] = self._users_of(tracker, draft.kind)
        return self._past_users[key]

    def _users_of(self, tracker: str, kind: str) -> Sequence[str]:
        """Users of earlier calls to a tracker that begin as test users there do, the newest first."""
        prefix = self._target.user_prefix or "qa-"
        with suppress(PeventsError):
            past = self._workbench.history.past_values(tracker, kind, "userId", prefix, _MOST_USERS)
            return [user for user in past if user.startswith(prefix)]
        return ()
