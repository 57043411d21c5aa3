"""What the calls of a history tell about values: those sent before, to whom, and those a few letters may mean."""

from __future__ import annotations

from pevents_tui.domain.plan import Target
from pevents_tui.service.history import past, rows
from pevents_tui.service.history.search import Query, bounded, next_value_sql
from pevents_tui.service.history.sent_to import users_query
from pevents_tui.service.history.upkeep import Upkeep

_MOST_TYPES = 1_000
"""Most event types that are told of one tracker."""


class Recalling(Upkeep):
    """A history file that tells which values its calls had."""

    _types: tuple[object, frozenset[str]] = (None, frozenset())

    def completions(self, key: str, text: str, limit: int = 8) -> list[str]:
        """Values that stand in the history and begin with a text, for a key of `finding.KEYS`; in their order.

        Args:
            key: Such as `user`.
            text: What they begin with, exactly.
            limit: Most values.
        """
        found: list[str] = []
        sql = next_value_sql(key)
        while sql and len(found) < bounded(limit):
            comparison, least = (">", found[-1]) if found else (">=", rows.storable(text))
            row = self._all(Query(sql.format(comparison), (least,)))
            if not row or not row[0][0].startswith(rows.storable(text)):
                break
            found.append(row[0][0])
        return found

    def changes(self) -> int:
        """A number that is another one after anybody wrote to the history."""
        return int(self._all(Query("PRAGMA data_version", ()))[0][0])

    def known_types(self, tracking_id: str, kind: str) -> frozenset[str]:
        """Event types that a tracker accepted before."""
        tracker = rows.storable(tracking_id)
        version = self.changes()
        if self._types[0] != (version, tracker, kind):
            sql = "SELECT type FROM known WHERE tracking_id = ? AND kind = ? LIMIT ?"
            found = frozenset(name for (name,) in self._all(Query(sql, (tracker, kind, _MOST_TYPES))))
            self._types = ((version, tracker, kind), found)
        return self._types[1]

    def past_values(self, tracking_id: str, kind: str, name: str, text: str = "", limit: int = 8) -> list[str]:
        """Values a member had in calls to a tracker: those that begin with a text, then those that hold it.

        Args:
            tracking_id: The tracker.
            kind: A name in `KINDS`.
            name: One of `COMPLETED`.
            text: What stands in the values, upper and lower case alike; empty for any.
            limit: Most values, the newest first.
        """
        query = past.values_query(tracking_id, kind, name, text, bounded(limit))
        return [value for (value,) in self._all(query)]

    def newest_impression(self, tracking_id: str, kind: str) -> tuple[int, tuple[str, ...]] | None:
        """The impressions last sent to a tracker with the number of their call, None where there are none."""
        found = self._all(past.impression_query(tracking_id, kind))
        return (found[0][0], past.impression_of(found[0][1])) if found else None

    def users_of(self, target: Target) -> list[str]:
        """Every user ID in calls that a target's tracker took or may have taken, in order.

        Calls that went to the same tracking ID on this machine count only where the target is there too.

        Args:
            target: A saved one is also told by its name where it has no tracker of its own.
        """
        return [value for (value,) in self._all(users_query(target))]

    def read_past(self, most: int = past.STEP_CALLS) -> bool:
        """Look for values in calls that an earlier version kept, newest first; whether there are more to look at.

        Args:
            most: How many calls.
        """
        if not self._all(past.UNREAD)[0][0]:
            return False
        with self._transaction() as db:
            return past.read_calls(db, most)
