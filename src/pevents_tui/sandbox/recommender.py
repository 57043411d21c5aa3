"""A little recommender, honest about being one: it stands in for Amazon Personalize where there is none.

It is a sum of four things, each from 0 to 1 before its weight, less a fifth:

- **popularity**: how many past interactions a thing had (`PULL`);
- **taste**: what share of somebody's interactions was with its categories (`TASTE`). What is trained weighs as long as
  nothing is new, at `TRAINED` of what is new. New events take weight from it: one look a quarter, three nearly half,
  ten two thirds;
- **company**: how far the people who met what was met last also met it (`COMPANY`);
- **context**: how popular it is where the request says the visitor is, as on a phone (`CONTEXT`);
- **variety**: each further item of a category loses a little (`VARIETY`).

An event weighs by its type and loses `FADING` with each later one and half for each full hour since it came in. The
same question to the same past always has the same answer; nothing is drawn by lot. Nothing here is how the service does
it: what is alike is what can be seen of it from outside.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pevents_tui.sandbox.shelf import Deed, Shelf, Thing, heft

PULL: Final = 1.0
"""The weight of popularity."""
TASTE: Final = 1.7
"""The weight of taste."""
COMPANY: Final = 0.6
"""The weight of company."""
CONTEXT: Final = 0.5
"""The weight of context."""
FADING: Final = 0.9
"""What is left of an event's weight after each later one."""
HALF_LIFE_S: Final = 3600
"""Seconds after which a new event weighs half; it falls in steps, so that a list does not stir by itself."""
HALF_HEARD: Final = 3.0
"""The weight of new events at which they count as much as all that is trained: three looks, say."""
MOST_HEARD: Final = 20
"""How many of the last events are heard."""
TRAINED: Final = 0.75
"""How far what is trained shapes taste, beside the 1 of what is new."""
VARIETY: Final = 0.04
"""What each further item of a category loses, so that a list is not of one kind."""

_MOST_VARIED: Final = 12
_SHARPNESS: Final = 3.0
_REPEAT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom to recommend to.

    Attributes:
        past: what is trained of them, the oldest first.
        live: what they did since, the oldest first.
        now_s: the present in epoch seconds.
        context: where they are, by column name.
    """

    past: Sequence[Deed] = ()
    live: Sequence[Deed] = ()
    now_s: float = 0.0
    context: Mapping[str, str] | None = None


def heft_of(deed: Deed) -> float:
    """Give how much an event counts by its type alone."""
    return heft(deed.event_type)


@dataclass(frozen=True, slots=True)
class Scored:
    """A thing and how likely it is taken to be next, from 0 to 1."""

    thing: Thing
    score: float


def personal(
    shelf: Shelf, visitor: Visitor, weigh: Callable[[Deed], float] = heft_of, variety: float = VARIETY
) -> list[Scored]:
    """Give every item, the likeliest first; the scores of all add up to 1.

    Args:
        shelf: what there is.
        visitor: for whom.
        weigh: how much an event counts.
        variety: what each further item of a category loses.
    """
    heard = _heard(visitor, lambda deed: max(0.0, weigh(deed)))
    strength = sum(weight for _, weight in heard)
    part = strength / (strength + HALF_HEARD)
    trained = _taste(shelf, [(deed, 1.0) for deed in visitor.past])
    taste = _blend(trained, _taste(shelf, heard), part)
    company = _company(shelf, heard, part)
    surroundings = _surroundings(shelf, visitor.context or {})
    points = {
        thing.id: PULL * shelf.pull[thing.id]
        + TASTE * sum(taste.get(name, 0.0) for name in thing.categories) / math.sqrt(len(thing.categories) or 1)
        + COMPANY * company.get(thing.id, 0.0)
        + CONTEXT * surroundings.get(thing.id, 0.0)
        for thing in shelf.things.values()
    }
    raised = {name: math.exp(_SHARPNESS * point) for name, point in _varied(shelf, points, variety)}
    whole = sum(raised.values())
    return _ordered(shelf, {name: value / whole for name, value in raised.items()})


def related(shelf: Shelf, thing: Thing) -> list[Scored]:
    """Give the other items, those first that the same people met; nothing new is heard.

    Args:
        shelf: what there is.
        thing: what they are related to.
    """
    near = shelf.neighbours.get(thing.id, {})
    own = set(thing.categories)
    points = {
        other.id: near.get(other.id, 0.0) + 0.3 * (not own.isdisjoint(other.categories)) + 0.05 * shelf.pull[other.id]
        for other in shelf.things.values()
        if other.id != thing.id
    }
    return _ordered(shelf, points)


def popular(shelf: Shelf, event_type: str | None = None) -> list[Scored]:
    """Give every item by how often it was met before; nothing new is heard.

    Args:
        shelf: what there is.
        event_type: counts interactions of this type alone; None counts all.
    """
    if event_type is None:
        return _ordered(shelf, shelf.pull)
    counted = Counter(deed.thing_id for deeds in shelf.past.values() for deed in deeds if deed.event_type == event_type)
    return _ordered(shelf, {name: float(counted[name]) for name in shelf.things})


def actions(shelf: Shelf, visitor: Visitor) -> list[Scored]:
    """Give every action, the likeliest to be taken first; each score is a likelihood of its own, from 0 to 1.

    What was taken is less likely to be taken again, what was turned down even less; both speak for and against others
    of their category.

    Args:
        shelf: the actions.
        visitor: for whom.
    """
    heard = _heard(visitor, heft_of)
    trained = [(deed, heft(deed.event_type) / 8) for deed in visitor.past]
    leaning: defaultdict[str, float] = defaultdict(float)
    done: defaultdict[str, float] = defaultdict(float)
    for deed, weight in (*trained, *heard):
        found = shelf.things.get(deed.thing_id)
        for name in () if found is None else found.categories:
            leaning[name] += weight
        if heft_of(deed) != 1.0:  # anything but a look
            done[deed.thing_id] += abs(weight)
    points = {
        thing.id: shelf.pull[thing.id]
        + _REPEAT * sum(leaning[name] for name in thing.categories)
        - 1.2 * done[thing.id]
        for thing in shelf.things.values()
    }
    return _ordered(shelf, {name: 1 / (1 + math.exp(1.5 - point)) for name, point in points.items()})


def _heard(visitor: Visitor, weigh: Callable[[Deed], float]) -> list[tuple[Deed, float]]:
    """Give the last events with what each still weighs."""
    found = []
    for age, deed in enumerate(reversed(visitor.live[-MOST_HEARD:])):
        halvings = max(0.0, visitor.now_s - deed.at_s) // HALF_LIFE_S
        found.append((deed, weigh(deed) * FADING**age * 0.5 ** min(halvings, 100.0)))
    return found


def _taste(shelf: Shelf, heard: Iterable[tuple[Deed, float]]) -> dict[str, float]:
    """Give the share of each category; all add up to 1 where anything was heard."""
    found: defaultdict[str, float] = defaultdict(float)
    for deed, weight in heard:
        thing = shelf.things.get(deed.thing_id)
        for name in () if thing is None else thing.categories:
            found[name] += weight / len(thing.categories) if thing is not None else 0.0
    whole = sum(found.values())
    return {name: value / whole for name, value in found.items()} if whole > 0 else {}


def _blend(trained: Mapping[str, float], new: Mapping[str, float], part: float) -> dict[str, float]:
    return {
        name: TRAINED * (1 - part) * trained.get(name, 0.0) + part * new.get(name, 0.0) for name in {*trained, *new}
    }


def _company(shelf: Shelf, heard: Iterable[tuple[Deed, float]], part: float) -> dict[str, float]:
    """Give for each thing how much it goes with what was met last, at most `part`."""
    found: defaultdict[str, float] = defaultdict(float)
    whole = 0.0
    for deed, weight in heard:
        whole += weight
        for name, likeness in shelf.neighbours.get(deed.thing_id, {}).items():
            found[name] += weight * likeness
    return {name: part * value / whole for name, value in found.items()} if whole > 0 else {}


def _surroundings(shelf: Shelf, context: Mapping[str, str]) -> dict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for place in context.items():
        for name, share in shelf.contexts.get(place, {}).items():
            found[name] += share
    return found


def _varied(shelf: Shelf, points: Mapping[str, float], variety: float) -> Iterable[tuple[str, float]]:
    """Give the points less what each further one of a category loses."""
    if variety == 0:
        return points.items()
    met: Counter[tuple[str, ...]] = Counter()
    found = []
    for name in sorted(points, key=lambda name: _place(name, points[name])):
        kind = shelf.things[name].categories[:1]
        found.append((name, points[name] - variety * min(met[kind], _MOST_VARIED)))
        met[kind] += 1
    return found


def _ordered(shelf: Shelf, points: Mapping[str, float]) -> list[Scored]:
    return [
        Scored(shelf.things[name], points[name]) for name in sorted(points, key=lambda name: _place(name, points[name]))
    ]


def _place(name: str, point: float) -> tuple[float, str]:
    """Give what orders by points. Rounded, so that what has nearly faded does not decide between equals; ids do."""
    return -round(point, 9), name
