"""The operations this program knows, one entry each: forms, command line, preview, history and sandbox follow."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from pevents_tui.domain.path import Path

if TYPE_CHECKING:
    from pydantic import BaseModel


class Kind(NamedTuple):
    """One operation of the service.

    Attributes:
        name: The AWS CLI's name, which is also our verb: `put-events`.
        operation: The API's name: `PutEvents`.
        method: The boto3 client's method: `put_events`.
        route: The path on the wire: `/events`.
        noun: What one row is, in words: `item interaction`.
        models: Names in `events` of the models of the whole request and of one row; they load pydantic.
        rows: The wire name of the list of rows: `eventList`.
        time: The wire name of a row's time: `sentAt`; empty where rows are records of a dataset, not events.
        thing: The wire name of what a row is about: `itemId`.
        tracker: In words, whose tracking ID or ARN it wants.
        by_row: User and session are named in each row instead of once per request.
        address: The wire name of what says where a call goes: `trackingId`.
    """

    name: str
    operation: str
    method: str
    route: str
    noun: str
    models: tuple[str, str]
    rows: str
    time: str
    thing: str
    tracker: str
    by_row: bool
    address: str = "trackingId"

    @property
    def happens(self) -> bool:
        """Whether a row is something that happened, with a time, an event ID, a user and a session of its own."""
        return bool(self.time)

    @property
    def place(self) -> str:
        """What a call goes to, in a word: `tracker`, or `dataset`."""
        return "tracker" if self.address == "trackingId" else "dataset"

    @property
    def request(self) -> type[BaseModel]:
        """The model of the whole request."""
        return self._model(0)

    @property
    def row(self) -> type[BaseModel]:
        """The model of one row."""
        return self._model(1)

    def who(self, index: int, name: str) -> Path:
        """Where `userId` or `sessionId` stands for the row at an index."""
        return (self.rows, index, name) if self.by_row else (name,)

    def _model(self, which: int) -> type[BaseModel]:
        from pevents_tui.domain import events  # noqa: PLC0415 - pydantic waits until something is checked

        model: type[BaseModel] = getattr(events, self.models[which])
        return model


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "put-events": Kind(
            name="put-events",
            operation="PutEvents",
            method="put_events",
            route="/events",
            noun="item interaction",
            models=("PutEventsRequest", "Event"),
            rows="eventList",
            time="sentAt",
            thing="itemId",
            tracker="event tracker",
            by_row=False,
        ),
        "put-action-interactions": Kind(
            name="put-action-interactions",
            operation="PutActionInteractions",
            method="put_action_interactions",
            route="/action-interactions",
            noun="action interaction",
            models=("PutActionInteractionsRequest", "ActionInteraction"),
            rows="actionInteractions",
            time="timestamp",
            thing="actionId",
            tracker="Action_Interactions dataset",
            by_row=True,
        ),
        "put-items": Kind(
            name="put-items",
            operation="PutItems",
            method="put_items",
            route="/items",
            noun="item",
            models=("PutItemsRequest", "Item"),
            rows="items",
            time="",
            thing="itemId",
            tracker="Items dataset",
            by_row=False,
            address="datasetArn",
        ),
        "put-users": Kind(
            name="put-users",
            operation="PutUsers",
            method="put_users",
            route="/users",
            noun="user",
            models=("PutUsersRequest", "User"),
            rows="users",
            time="",
            thing="userId",
            tracker="Users dataset",
            by_row=True,
            address="datasetArn",
        ),
        "put-actions": Kind(
            name="put-actions",
            operation="PutActions",
            method="put_actions",
            route="/actions",
            noun="action",
            models=("PutActionsRequest", "Action"),
            rows="actions",
            time="",
            thing="actionId",
            tracker="Actions dataset",
            by_row=False,
            address="datasetArn",
        ),
    }
)
"""Every operation by its name, in the order front ends offer them."""

ROWS_WORDS = "eventList, actionInteractions, items, users or actions"
"""The names of the lists of rows, as a sentence tells them; a test holds them to `KINDS`."""


def kind_of(body: Mapping[str, Any]) -> Kind | None:
    """The operation whose list of rows a request body holds, or None where it holds none or several."""
    found = [kind for kind in KINDS.values() if kind.rows in body]
    return found[0] if len(found) == 1 else None
