"""What a run's step says to somebody who looks on: one sentence, and the two lists it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pevents_tui.domain.ranking import Change, compare
from pevents_tui.domain.recommendation import Act, Column, Listing, Run

BASELINE, MOVED, STILL, UNSEEN = "baseline", "moved", "still", "unseen"
"""The words of a verdict."""
TO_ACT = " Choose a row, and press the key of what the user does."
"""What a baseline's sentence ends in."""
_MOST_SHARES = 2
"""How many categories a sentence names."""
_LEAST_SHIFT = 0.05
"""From which part of the list on a change of a category's share is worth naming."""


def _nameless(_thing: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Sight:
    """One step of a run as it is looked at.

    Attributes:
        run: All of it.
        at: Which step; 0 is the baseline.
        column: That step.
        before: The step it is held against; None for the baseline.
        change: How they differ; None for the baseline.
        acted: What was done between the two.
        name: Gives a title for an id that no list of the run has a title for; empty where it knows none either.
        titles: Those that its lists have, by id.
        against: Which step it is held against; 0 for the baseline, and for the baseline's own.
    """

    run: Run
    at: int
    column: Column
    before: Column | None
    change: Change | None
    acted: tuple[Act, ...]
    name: Callable[[str], str] = _nameless
    titles: Mapping[str, str] = field(default_factory=dict, repr=False)
    against: int = 0

    @property
    def word(self) -> str:
        """`BASELINE`, `MOVED`, `STILL`, or `UNSEEN` where no list came and nobody knows."""
        if self.change is None:
            return BASELINE
        if not self.column.seen:
            return UNSEEN
        assert self.before is not None  # noqa: S101 - it comes with the change
        return MOVED if self.run.differs(self.before.listing, self.column.listing) else STILL

    @property
    def adjoining(self) -> bool:
        """It is held against the step before it, so that its times are of what was done between the two."""
        return self.against == self.at - 1

    @property
    def effect_s(self) -> float | None:
        """How long after what was done the list moved, in seconds; None where it did not, or that is not known."""
        timed = self.adjoining and self.word == MOVED and self.column.acts
        return self.column.since_s if timed else None

    @property
    def acted_ids(self) -> frozenset[str]:
        """Everything that something was done with between the two."""
        return frozenset(each for act in self.acted for each in act.ids)

    @property
    def control_stayed(self) -> bool | None:
        """Whether the control user's list is what it was in the step before; None where there is none to compare."""
        if self.before is None:
            return None
        return self.run.control_held(self.against, self.at)

    @property
    def sentence(self) -> str:
        """What happened, for somebody who sees nothing else."""
        rows, own = len(self.column.listing.rows), self.run.own_words
        if self.change is None:
            told = own or self.run.doubt_words
            return f"The baseline: {rows} recommended.{f' {told}' if told else ''}{TO_ACT}"
        done = self.done or "a second look"
        if self.word == UNSEEN:
            why = f": {self.column.trouble}" if self.column.trouble else "."
            return f"No list came after {done}, so nobody knows whether it moved{why}"
        if self.word == STILL:
            beyond = " beyond what it does by itself" if own else ""
            within = f" within {self.column.waited_s:.1f} s" if self.adjoining else ""
            return f"Nothing moved{beyond}{within} after {done}.{self._control} {own}".rstrip()
        if not self.done:
            told = "It moved since the step before, with nothing more done"
            return f"{told}: {'; '.join(self._effects())}. {own}".rstrip()
        effect = f" {self.effect_s:.1f} s" if self.effect_s is not None else ""
        return f"It moved{effect} after {done}: {'; '.join(self._effects())}. {own}".rstrip()

    @property
    def done(self) -> str:
        """What was done between the two steps, and the filter where it is another one now; empty for nothing."""
        before = self.before.listing.asked if self.before is not None else None
        now = self.column.listing.asked
        turned = before is not None and (before.filter_arn, before.filter_values) != (now.filter_arn, now.filter_values)
        return ", ".join(filter(None, [acts_words(self.acted, self.title), now.filter_word if turned else ""]))

    @property
    def _control(self) -> str:
        """What the control user's list did, in a sentence; empty where there is none."""
        return {None: "", True: " The control user's list stayed too.", False: " The control user's list moved."}[
            self.control_stayed
        ]

    def title(self, thing: str) -> str:
        """What an id stands for, as far as any list of the run tells; else the id.

        Args:
            thing: An item's or action's id.
        """
        return self.titles.get(thing) or self.name(thing) or thing

    def _effects(self) -> Iterator[str]:
        change = self.change
        if change is None:
            return
        rose = sum(each.rise > 0 for each in change.moves)
        fell = sum(each.rise < 0 for each in change.moves)
        counts = ((len(change.entered), "new"), (len(change.left), "gone"), (rose, "up"), (fell, "down"))
        yield ", ".join(f"{count} {word}" for count, word in counts if count)
        acted = self.run.acted
        done = [each for each in change.left if each in acted]
        if len(done) == 1:
            yield f"{self.title(done[0])} is gone"
        yield from shifts(change)


def sight(
    run: Run,
    at: int,
    *,
    since_baseline: bool = False,
    name: Callable[[str], str] = _nameless,
    titles: Mapping[str, str] | None = None,
) -> Sight:
    """A step of a run, held against the one before it.

    Args:
        run: It has that step.
        at: Which; 0 is the baseline.
        since_baseline: Held against the baseline instead.
        name: Gives a title for an id that no list has one for; empty where it knows none either.
        titles: Those that the run's lists have, for who has them at hand; None to read them.
    """
    column, titles = run.columns[at], titles_of(run) if titles is None else titles
    if at == 0:
        return Sight(run, at, column, None, None, (), name, titles)
    first = 0 if since_baseline else at - 1
    acts = tuple(act for each in run.columns[first + 1 : at + 1] for act in each.acts)
    ids = frozenset(each for act in acts for each in act.ids)
    before = run.columns[first]
    return Sight(run, at, column, before, compare(before.listing, column.listing, acted=ids), acts, name, titles, first)


def titles_of(run: Run) -> Mapping[str, str]:
    """The titles that the lists of a run have, by id; of two the earlier counts."""
    titles: dict[str, str] = {}
    for column in run.columns:
        for row in column.listing.rows:
            if row.title:
                titles.setdefault(row.id, row.title)
    return titles


def acts_words(acts: Sequence[Act], title: Callable[[str], str] = str) -> str:
    """What was done: `Purchase of Blue kettle`, `View of 3 items`; empty for nothing.

    Args:
        acts: In the order they were done.
        title: Tells what an id stands for.
    """
    told = []
    for act in acts:
        what = title(act.ids[0]) if len(act.ids) == 1 else f"{len(act.ids)} items"
        told.append(f"{act.event_type} of {what}")
    return ", ".join(told[:2]) + (f" and {len(told) - 2} more" if len(told) > 2 else "")


def shifts(change: Change) -> Iterator[str]:
    """The categories whose share changed most: `kitchen 30 % to 60 %`."""
    before = {each.category: each.part for each in change.shares_before}
    after = {each.category: each.part for each in change.shares_after}
    by = {name: after.get(name, 0.0) - before.get(name, 0.0) for name in (*after, *before)}
    largest = sorted(by, key=lambda name: (-abs(by[name]), name))[:_MOST_SHARES]
    for name in largest:
        if abs(by[name]) >= _LEAST_SHIFT:
            yield f"{name} {before.get(name, 0.0):.0%} to {after.get(name, 0.0):.0%}"


def categories(run: Run) -> tuple[str, ...]:
    """The categories of a run, in the order they are met: each has its place, and with it its colour, for good."""
    lists: Iterator[Listing] = (column.listing for column in run.columns)
    return tuple(dict.fromkeys(name for each in lists for row in each.rows for name in row.categories[:1]))
