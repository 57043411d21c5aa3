"""Sights: the steps of one run as they are looked at; what takes reading all of it is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from pevents_tui.domain.recommendation import Run, Step
from pevents_tui.domain.run_feed import steps_of
from pevents_tui.domain.verdict import Sight, categories, sight, titles_of


class Sights:
    """A run that is looked at often, while it stays what it is.

    Args:
        run: All of it; it has a baseline.
        name: Gives a title for an id that no list of the run has one for; empty where it knows none either.
    """

    def __init__(self, run: Run, name: Callable[[str], str]) -> None:
        self.run = run
        """All of it."""
        self._name = name
        self._seen: dict[tuple[int, bool], Sight] = {}

    def of(self, at: int, *, since_baseline: bool = False) -> Sight:
        """A step.

        Args:
            at: Which; the run has it.
            since_baseline: Held against the baseline, rather than the step before it.
        """
        key = (at, since_baseline)
        if key not in self._seen:
            self._seen[key] = sight(self.run, at, since_baseline=since_baseline, name=self._name, titles=self.titles)
        return self._seen[key]

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of its rows, by id."""
        return titles_of(self.run)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Its categories, in the order they are met."""
        return categories(self.run)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The lines of its feed, as they are told of a run that was opened."""
        return tuple(steps_of(self.run))

    def title(self, thing: str) -> str:
        """What an id stands for, as far as any list of the run or the catalogue tells; else the id.

        Args:
            thing: An item's or action's id.
        """
        return self.titles.get(thing) or self._name(thing) or thing
