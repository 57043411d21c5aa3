"""What has come in since the training, read off the ledger: events of users, new and changed things, users."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pevents_tui.sandbox.arrivals import Arrival, Group, read_arrivals
from pevents_tui.sandbox.facts import FORGET
from pevents_tui.sandbox.ledger import Ledger
from pevents_tui.sandbox.shelf import Deed, Shelf, Thing, action_shelf, item_shelf
from pevents_tui.sandbox.strictjson import parse_object

MOST_CALLS: Final = 20_000
"""How many of the last calls are known after a start."""

MOST_DEEDS: Final = 500
"""How many events of one user are known."""


@dataclass(slots=True)
class _Live:
    """What one group was told: events by user, things by id, users by id, and what is not heard yet."""

    deeds: defaultdict[str, list[tuple[float, Deed]]] = field(default_factory=lambda: defaultdict(list))
    things: dict[str, Thing] = field(default_factory=dict)
    users: dict[str, Mapping[str, str]] = field(default_factory=dict)
    waiting: deque[tuple[float, str, Thing | Mapping[str, str]]] = field(default_factory=deque)
    stocked: Shelf | None = None

    def hear(self, now_s: float) -> None:
        """Take in the things and users whose time has come."""
        while self.waiting and self.waiting[0][0] <= now_s:
            _, name, told = self.waiting.popleft()
            if isinstance(told, Thing):
                self.things[name] = told
                self.stocked = None
            else:
                self.users[name] = told


class Recall:
    """The events, things and users that came in, each heard a little after it came.

    Args:
        ledger: where they are read.
        reacts_after_s: seconds until they are heard.
    """

    def __init__(self, ledger: Ledger, reacts_after_s: float) -> None:
        self._ledger = ledger
        self._reacts_after_s = reacts_after_s
        self._first = self._last = 0
        self._groups: defaultdict[Group, _Live] = defaultdict(_Live)

    def catch_up(self) -> None:
        """Read what the ledger has more than at the last time; all of it anew where it was emptied meanwhile."""
        first, last = self._ledger.span()
        if first != self._first:
            self._groups.clear()
            self._first, self._last = first, 0
        if last > self._last:
            for call in self._ledger.taken_in(max(self._last, last - MOST_CALLS)):
                self._last = call["id"]
                if call["operation"] == FORGET:
                    self._forget(str(parse_object(call["raw"].decode())["userId"]))
                for arrival in read_arrivals(call["operation"], call["raw"], call["at"]):
                    self._learn(arrival, call["at"] + self._reacts_after_s)
            self._last = last

    def deeds(self, group: Group, user_id: str, now_s: float) -> Sequence[Deed]:
        """Give what a user, or a session without one, did since the training, the oldest first.

        Args:
            group: with whose items or actions.
            user_id: the user, or the session.
            now_s: the present in epoch seconds.
        """
        live = self._groups.get(group)
        found = () if live is None else live.deeds.get(user_id, ())
        return [deed for heard_from_s, deed in found if heard_from_s <= now_s]

    def shelf(self, group: Group, now_s: float) -> Shelf:
        """Give the things of a group with those that came in."""
        trained = action_shelf() if group.actions else item_shelf(group.business)
        live = self._groups.get(group)
        if live is None:
            return trained
        live.hear(now_s)
        if live.stocked is None:
            live.stocked = trained.with_things(live.things)
        return live.stocked

    def person(self, group: Group, user_id: str, now_s: float) -> Mapping[str, str]:
        """Give what is known of a user, by column name."""
        trained = item_shelf(group.business).users.get(user_id, {})
        live = self._groups.get(Group(group.number, group.business))
        if live is None:
            return trained
        live.hear(now_s)
        return {**trained, **live.users.get(user_id, {})}

    def _forget(self, user_id: str) -> None:
        for live in self._groups.values():
            live.deeds.pop(user_id, None)

    def _learn(self, arrival: Arrival, heard_from_s: float) -> None:
        live = self._groups[arrival.group]
        if isinstance(arrival.told, Deed):
            deeds = live.deeds[arrival.name]
            deeds.append((heard_from_s, arrival.told))
            del deeds[:-MOST_DEEDS]
        else:
            live.waiting.append((heard_from_s, arrival.name, arrival.told))
