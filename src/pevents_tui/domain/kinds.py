"""The operations this program knows, one entry each: forms, command line, preview, history and sandbox follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from pevents_tui.domain.events import ActionInteraction, Event, PutActionInteractionsRequest, PutEventsRequest
from pevents_tui.domain.path import Path


@dataclass(frozen=True, slots=True)
class Kind:
    """One operation of the service.

    Attributes:
        name: The AWS CLI's name, which is also our verb: `put-events`.
        operation: The API's name: `PutEvents`.
        method: The boto3 client's method: `put_events`.
        route: The path on the wire: `/events`.
        noun: What one row is, in words: `item interaction`.
        request: The model of the whole request.
        row: The model of one row.
        rows: The wire name of the list of rows: `eventList`.
        time: The wire name of a row's time: `sentAt`.
        thing: The wire name of what a row is about: `itemId`.
        tracker: In words, whose tracking ID it wants.
    """

    name: str
    operation: str
    method: str
    route: str
    noun: str
    request: type[BaseModel]
    row: type[BaseModel]
    rows: str
    time: str
    thing: str
    tracker: str

    @property
    def by_row(self) -> bool:
        """Whether user and session are named in each row instead of once per request."""
        return "session_id" in self.row.model_fields

    def who(self, index: int, name: str) -> Path:
        """Where `userId` or `sessionId` stands for the row at an index."""
        return (self.rows, index, name) if self.by_row else (name,)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "put-events": Kind(
            name="put-events",
            operation="PutEvents",
            method="put_events",
            route="/events",
            noun="item interaction",
            request=PutEventsRequest,
            row=Event,
            rows="eventList",
            time="sentAt",
            thing="itemId",
            tracker="event tracker",
        ),
        "put-action-interactions": Kind(
            name="put-action-interactions",
            operation="PutActionInteractions",
            method="put_action_interactions",
            route="/action-interactions",
            noun="action interaction",
            request=PutActionInteractionsRequest,
            row=ActionInteraction,
            rows="actionInteractions",
            time="timestamp",
            thing="actionId",
            tracker="Action_Interactions dataset",
        ),
    }
)
"""Every operation by its name, in the order front ends offer them."""


def kind_of(body: Mapping[str, Any]) -> Kind | None:
    """The operation whose list of rows a request body holds, or None where it holds none or several."""
    found = [kind for kind in KINDS.values() if kind.rows in body]
    return found[0] if len(found) == 1 else None
