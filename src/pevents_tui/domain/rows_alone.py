"""Rows without the request around them, which is how the AWS CLI takes them and how people keep them."""

from __future__ import annotations

from typing import Any

from pevents_tui.domain.kinds import KINDS, Kind

_OWN = frozenset({"userId", "itemId", "actionId", "properties"})
_REQUESTS = frozenset({each for kind in KINDS.values() for each in (kind.rows, kind.address)})


def rows_alone(value: Any, *, of_list: bool = False) -> str | None:
    """That a value is a row and no request, and how it is sent; None where it may be a request.

    Args:
        value: What was read.
        of_list: It is the first of a list.
    """
    kind = _kind_of_row(value) if isinstance(value, dict) and not _REQUESTS & value.keys() else None
    if kind is None:
        return None
    rows = "these are rows alone" if of_list else "this is a row alone"
    beside = "beside trackingId and sessionId" if kind.name == "put-events" else f"beside {kind.address}"
    flag = "--" + "".join(f"-{char.lower()}" if char.isupper() else char for char in kind.rows)
    return f"{rows}: a request holds them in {kind.rows}, {beside}; {kind.name} {flag} file://… takes them as they are"


def _kind_of_row(value: dict[Any, Any]) -> Kind | None:
    """The operation of a row; None where it looks like none."""
    if "eventType" in value:
        return KINDS["put-action-interactions" if "actionId" in value else "put-events"]
    if not value or not value.keys() <= _OWN:
        return None
    if value.keys() == {"userId"}:  # which a request has too
        return None
    things = [kind for kind in KINDS.values() if not kind.happens and kind.thing in value]
    return things[0] if len(things) == 1 else None
