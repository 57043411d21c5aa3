"""What the pretend businesses have to recommend, and what people did with it before: the CSV files of `catalogue/`.

Everything in them is invented. The files have the layout of Personalize's bulk import.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

MOST_NEIGHBOURS: Final = 30
"""How many things that go with one are kept."""

FRESH_PULL: Final = 0.72
"""The popularity that a thing which nobody met is taken to have, so that it is tried out at all."""

# Actions are spelt as in the API reference, and as the Developer Guide has them elsewhere.
_HEFTS: Final[Mapping[str, float]] = {
    "Purchase": 2.0,
    "AddToCart": 1.5,
    "Watch": 1.5,
    **dict.fromkeys(("Taken", "TAKEN"), 2.0),
    **dict.fromkeys(("Not Taken", "Not taken", "NOT_TAKEN"), -1.0),
}
_CATEGORIES: Final = ("CATEGORY", "GENRES")


@dataclass(frozen=True, slots=True)
class Thing:
    """An item or an action.

    Attributes:
        id: its name in the dataset.
        columns: what else the dataset has of it, by column name, as text.
        categories: what it is filed under.
    """

    id: str
    columns: Mapping[str, str]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did with a thing.

    Attributes:
        thing_id: with which.
        event_type: what, like View or Taken.
        at_s: when, in epoch seconds.
        columns: what else was told of it, by column name, as text.
    """

    thing_id: str
    event_type: str
    at_s: float
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Things, and what was learnt from the past: all that a training run would know.

    Attributes:
        things: by id.
        past: what each known user did, the oldest first.
        users: what is known of each user, by column name.
        pull: how popular each thing is, from 0 to 1.
        neighbours: for each thing those that the same people met, with a likeness from 0 to 1.
        contexts: how popular each thing is where a column of an interaction has a value: by column, value and id.
    """

    things: Mapping[str, Thing]
    past: Mapping[str, Sequence[Deed]]
    users: Mapping[str, Mapping[str, str]]
    pull: Mapping[str, float]
    neighbours: Mapping[str, Mapping[str, float]]
    contexts: Mapping[tuple[str, str], Mapping[str, float]]

    def with_things(self, more: Mapping[str, Thing]) -> "Shelf":
        """Give it with further things, or others in the place of those with the same ids."""
        if not more:
            return self
        pull = dict.fromkeys(more, FRESH_PULL) | dict(self.pull)
        return replace(self, things={**self.things, **more}, pull=pull)

    def is_met(self, id: str) -> bool:  # noqa: A002  a thing's own name for it
        """Tell whether anybody met a thing in the past."""
        return id in self.neighbours


@cache
def item_shelf(business: str) -> Shelf:
    """Give the items of a business; the custom group has those of the shop.

    Args:
        business: shop, video or loyalty.
    """
    name = "video" if business == "video" else "shop"
    users = {} if name == "video" else {row["USER_ID"]: row for row in _rows("shop-users.csv")}
    return stock(_things(f"{name}-items.csv", "ITEM_ID"), _past(f"{name}-interactions.csv", "ITEM_ID"), users)


@cache
def action_shelf() -> Shelf:
    """Give the actions of the custom group."""
    users = item_shelf("loyalty").users
    return stock(_things("actions.csv", "ACTION_ID"), _past("action-interactions.csv", "ACTION_ID"), users)


def stock(
    things: Mapping[str, Thing], past: Mapping[str, Sequence[Deed]], users: Mapping[str, Mapping[str, str]]
) -> Shelf:
    """Give the shelf that a past makes of things."""
    counted: Counter[str] = Counter()
    by_context: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for deed in (deed for deeds in past.values() for deed in deeds):
        counted[deed.thing_id] += 1
        for place in deed.columns.items():
            by_context[place][deed.thing_id] += 1
    contexts = {place: _shares(found) for place, found in by_context.items()}
    pull = dict.fromkeys(things, 0.0) | _shares(counted)
    return Shelf(things, past, users, pull, _neighbours(past), contexts)


def thing(id: str, columns: Mapping[str, str]) -> Thing:  # noqa: A002  a thing's own name for it
    """Give a thing with the categories its columns name."""
    found = next((columns[name] for name in _CATEGORIES if columns.get(name)), "")
    return Thing(id, columns, tuple(part for part in found.split("|") if part))


def heft(event_type: str) -> float:
    """Tell how much one event of a type says about its user: 2 for a purchase, 1 for a look, below 0 for a no."""
    return _HEFTS.get(event_type, 1.0)


def _shares(counted: Counter[str]) -> dict[str, float]:
    # The square root keeps the head of the tail within reach of what somebody likes.
    most = max(counted.values(), default=1)
    return {name: math.sqrt(count / most) for name, count in counted.items()}


def _neighbours(past: Mapping[str, Sequence[Deed]]) -> Mapping[str, Mapping[str, float]]:
    """Give the likeness of things by who met them: shared people, over the geometric mean of their numbers."""
    met: Counter[str] = Counter()
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for deeds in past.values():
        ids = sorted({deed.thing_id for deed in deeds})
        met.update(ids)
        for one in ids:
            together[one].update(other for other in ids if other != one)
    found: dict[str, Mapping[str, float]] = {}
    for one, others in together.items():
        alike = {other: count / math.sqrt(met[one] * met[other]) for other, count in others.items()}
        best = sorted(alike.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NEIGHBOURS]
        found[one] = dict(best)
    return found


def _things(file: str, key: str) -> Mapping[str, Thing]:
    return {row[key]: thing(row[key], row) for row in _rows(file)}


def _past(file: str, key: str) -> Mapping[str, Sequence[Deed]]:
    found: defaultdict[str, list[Deed]] = defaultdict(list)
    for row in _rows(file):
        further = {
            name: value for name, value in row.items() if name not in {"USER_ID", key, "EVENT_TYPE", "TIMESTAMP"}
        }
        found[row["USER_ID"]].append(Deed(row[key], row["EVENT_TYPE"], float(row["TIMESTAMP"]), further))
    return found


def _rows(file: str) -> Iterable[dict[str, str]]:
    text = files("pevents_tui").joinpath("catalogue", file).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
