"""Demos: scripts for an audience: whom a list is asked for, then what is said, done and turned, step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pevents_tui.domain.items import Item
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import Act, Listing


class DemoFault(ValueError):
    """What is no demo script, or cannot be done with the list there is; tells the member and its rule.

    Attributes:
        place: The names and numbers that lead to the member, from the outside in.
    """

    def __init__(self, place: tuple[str | int, ...], rule: str) -> None:
        super().__init__(f"{member_name(place)}: {rule}" if place else rule)
        self.place = place


@dataclass(frozen=True, slots=True)
class Pick:
    """What a step is done with: just one of the three.

    Attributes:
        item: An id.
        rank: A row of the newest list, from 1.
        category: Of which some are taken.
        count: How many of the category.
    """

    item: str = ""
    rank: int = 0
    category: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """Another filter, from here on.

    Attributes:
        filter: Its name or ARN; empty for none.
        values: What its parameters stand for, as `Question.values` has them.
    """

    filter: str
    values: str = ""


@dataclass(frozen=True, slots=True)
class DemoStep:
    """One step: words, with something that is done, or another filter.

    Attributes:
        say: Words for the audience.
        act: The event type of what the user does; empty for nothing.
        picks: With what.
        value: The events' value; None for none.
        turn: Another filter; None leaves it.
        wait_s: How long the list is watched, in seconds.
        pause_s: How long its end is looked at before the next step, in seconds, where the demo plays by itself.
    """

    say: str = ""
    act: str = ""
    picks: tuple[Pick, ...] = ()
    value: float | None = None
    turn: Turn | None = None
    wait_s: float = 10.0
    pause_s: float = 4.0


@dataclass(frozen=True, slots=True)
class Demo:
    """A script.

    Attributes:
        name: What it is called in its folder, or its file.
        title: What it is called for people.
        audience: What it shows, in words for the audience.
        ask: The campaign's or recommender's ARN, or its name in the account.
        user: Whom for; empty for a visitor whom a session stands for.
        control: Somebody who does nothing; empty for nobody.
        count: How many rows.
        filter: A filter's name or ARN; empty for none.
        values: What its parameters stand for, as `Question.values` has them.
        columns: The columns that the answers are to give along, parted by commas.
        pause_s: How long the baseline is looked at, in seconds, where the demo plays by itself.
        steps: In order, at least one.
    """

    name: str
    title: str
    audience: str
    ask: str
    user: str
    control: str
    count: int
    filter: str
    values: str
    columns: str
    pause_s: float
    steps: tuple[DemoStep, ...]

    @property
    def question(self) -> Question:
        """What its baseline is asked."""
        return Question(
            self.user,
            self.control,
            str(self.count),
            filter=self.filter,
            values=self.values,
            metadata=self.columns,
            wait=f"{self.steps[0].wait_s:g}",
        )

    @property
    def filters(self) -> tuple[str, ...]:
        """Every filter that it names."""
        named = (self.filter, *(step.turn.filter for step in self.steps if step.turn is not None))
        return tuple(dict.fromkeys(filter(None, named)))


def act_of(at: int, step: DemoStep, listing: Listing, known: Iterable[Item], done: Collection[str]) -> Act:
    """What a step does: items of a category that are in the list come first, then those of the catalogue.

    Args:
        at: The step's number, from 0.
        step: It acts.
        listing: The newest list.
        known: The catalogue.
        done: What was acted on before, which a category does not give again.

    Raises:
        DemoFault: the list has no such row, or there are too few items of a category.
    """
    ids: list[str] = []
    for number, pick in enumerate(step.picks):
        place = ("steps", at, "items", number)
        if pick.item:
            ids.append(pick.item)
        elif pick.rank:
            if pick.rank > len(listing.rows):
                raise DemoFault((*place, "rank"), f"{pick.rank}, and the list has {len(listing.rows)} rows")
            ids.append(listing.ids[pick.rank - 1])
        else:
            found = _of_category(pick.category, listing, known, {*done, *ids})[: pick.count]
            if len(found) < pick.count:
                rule = f"{pick.category}, and {len(found)} of the {pick.count} are known, in the list and the catalogue"
                raise DemoFault((*place, "category"), rule)
            ids += found
    return Act(step.act, tuple(dict.fromkeys(ids)), step.value)


def member_name(place: Iterable[str | int]) -> str:
    """A member as a sentence has it: `steps[2].items[0].rank`, with numbers from 1."""
    name = ""
    for part in place:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def _of_category(category: str, listing: Listing, known: Iterable[Item], done: Collection[str]) -> list[str]:
    wanted = category.casefold()
    rows = [row.id for row in listing.rows if wanted in (each.casefold() for each in row.categories)]
    rest = [item.id for item in known if wanted in (each.strip().casefold() for each in item.category.split("|"))]
    return [each for each in dict.fromkeys([*rows, *rest]) if each not in done]
