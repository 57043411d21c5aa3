"""Reads calls that were taken in: which dataset group learns what from them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pevents_tui.sandbox.accounts import PRODUCTION, TEST, Account, Business, takes
from pevents_tui.sandbox.facts import TRACKING_ID
from pevents_tui.sandbox.shelf import Deed, Thing, thing
from pevents_tui.sandbox.strictjson import NotJSONError, parse, parse_object

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DATASET: Final = re.compile(r"arn:[a-z-]+:personalize:[^:]*:(\d{12}):dataset/([^/]+)/([A-Z_]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """Whose items, or actions, something is about.

    Attributes:
        number: the account.
        business: shop, video or loyalty.
        actions: whether it is about actions.
    """

    number: str
    business: str
    actions: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that a group learns.

    Attributes:
        group: which.
        name: the user or session, or the thing's id.
        told: what was done, the thing itself, or what is known of the user.
    """

    group: Group
    name: str
    told: Deed | Thing | Mapping[str, str]


def read_arrivals(operation: str, raw: bytes, at_s: float) -> Iterator[Arrival]:
    """Give what a call tells, in the order in which it happened.

    Args:
        operation: of personalize-events.
        raw: the body that was taken in.
        at_s: when it came, in epoch seconds.
    """
    reader = _READERS.get(operation)
    try:
        body = parse(raw)
    except NotJSONError:
        return
    if reader is not None and isinstance(body, dict):
        yield from reader(body, at_s)


def _events(body: Mapping[str, Any], at_s: float) -> Iterator[Arrival]:
    group = _tracked("PutEvents", body["trackingId"])
    if group is None:
        return
    who = body.get("userId") or body["sessionId"]
    for event in sorted(body["eventList"], key=lambda event: float(event["sentAt"])):
        if event.get("itemId"):
            yield Arrival(group, who, _deed(event["itemId"], event, at_s))


def _action_interactions(body: Mapping[str, Any], at_s: float) -> Iterator[Arrival]:
    group = _tracked("PutActionInteractions", body["trackingId"])
    if group is None:
        return
    for each in sorted(body["actionInteractions"], key=lambda each: float(each["timestamp"])):
        yield Arrival(group, each.get("userId") or each["sessionId"], _deed(each["actionId"], each, at_s))


def _items(body: Mapping[str, Any], _at_s: float) -> Iterator[Arrival]:
    for group, row in _rows(body, "items", "ITEMS"):
        columns = {"ITEM_ID": row["itemId"], **_columns(row.get("properties"))}
        yield Arrival(group, row["itemId"], thing(row["itemId"], columns))


def _actions(body: Mapping[str, Any], _at_s: float) -> Iterator[Arrival]:
    for group, row in _rows(body, "actions", "ACTIONS"):
        columns = {"ACTION_ID": row["actionId"], **_columns(row.get("properties"))}
        yield Arrival(group, row["actionId"], thing(row["actionId"], columns))


def _users(body: Mapping[str, Any], _at_s: float) -> Iterator[Arrival]:
    for group, row in _rows(body, "users", "USERS"):
        yield Arrival(group, row["userId"], {"USER_ID": row["userId"], **_columns(row.get("properties"))})


def _rows(body: Mapping[str, Any], rows: str, kind: str) -> Iterator[tuple[Group, Mapping[str, Any]]]:
    """Give each row with its group; none where the dataset is not one of the estate, or holds something else."""
    found = _DATASET.fullmatch(body["datasetArn"])
    for account, business in _businesses():
        named = (account.number, f"{business.name}{account.suffix}", kind)
        if found is not None and (found[1], found[2], found[3].upper()) == named:
            group = Group(account.number, business.name, actions=kind == "ACTIONS")
            yield from ((group, row) for row in body[rows])


def _tracked(operation: str, tracking_id: str) -> Group | None:
    """Give the group a tracking ID is of. The one to begin with takes actions too, which the shop does not have."""
    actions = operation == "PutActionInteractions"
    if actions and tracking_id == TRACKING_ID:
        return Group(TEST.number, "loyalty", actions=True)
    for account, business in _businesses():
        own = business.actions_id if actions else business.tracking_id
        if own == tracking_id and takes(operation, tracking_id):
            return Group(account.number, business.name, actions)
    return None


def _businesses() -> Iterator[tuple[Account, Business]]:
    return ((account, business) for account in (TEST, PRODUCTION) for business in account.businesses)


def _deed(thing_id: str, told: Mapping[str, Any], at_s: float) -> Deed:
    columns = _columns(told.get("properties"))
    if told.get("eventValue") is not None:
        columns["EVENT_VALUE"] = _text(told["eventValue"])
    return Deed(thing_id, told["eventType"], at_s, columns)


def _columns(properties: str | None) -> dict[str, str]:
    """Give properties by the names of their columns: `numRatings` is NUM_RATINGS, a list is joined with bars."""
    if properties is None:
        return {}
    told = parse_object(properties)
    return {_HUMP.sub("_", name).upper(): _text(value) for name, value in told.items() if value is not None}


def _text(value: object) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], float], Iterator[Arrival]]]] = {
    "PutEvents": _events,
    "PutActionInteractions": _action_interactions,
    "PutItems": _items,
    "PutActions": _actions,
    "PutUsers": _users,
}
