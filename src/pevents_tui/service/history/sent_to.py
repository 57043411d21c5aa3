"""Who was sent to a target: the query behind the list that a data deletion job takes."""

from __future__ import annotations

import json

from pevents_tui.domain.outcome import SENDING, Accepted, Unknown
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service.connection import is_loopback
from pevents_tui.service.history.rows import USER, dump_target, storable
from pevents_tui.service.history.search import Query

_USERS = """
SELECT DISTINCT fact.value FROM fact JOIN send ON send.id = fact.id JOIN body ON body.id = fact.id
WHERE fact.what = ? AND send.word IN (?, ?, ?) AND {tracker} AND stays_here(body.target) = ?
ORDER BY fact.value
"""
_BY_TRACKER = _USERS.format(tracker="send.tracking_id IN (SELECT value FROM json_each(?))")
_BY_NAME = _USERS.format(tracker="json_extract(body.target, '$.name') = ?")


def users_query(target: Target) -> Query:
    """The query for the users of calls that a target's tracker and datasets took or may have taken."""
    sql, whose = _BY_NAME, storable(target.name or "")
    if target.tracking_id is not None:
        sql, whose = _BY_TRACKER, json.dumps([storable(each) for each in (target.tracking_id, *target.datasets)])
    words = (Accepted.word, Unknown.word, SENDING)
    return Query(sql, (USER, *words, whose, stays_here(dump_target(target))))


def stays_here(target: str) -> bool:
    """The SQL function of that name: whether calls to a kept target stay on this machine."""
    kept = json.loads(target)
    endpoint = kept.get("endpoint")
    return is_loopback(endpoint) if endpoint else kept.get("policy") == Policy.SANDBOX
