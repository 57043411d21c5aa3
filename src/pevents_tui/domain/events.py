"""The requests of Amazon Personalize Events and their rows, as frozen pydantic models.

The models enforce only what cannot go on the wire: type, presence, unknown members and minimum lengths, which is
what botocore's own client checks. Maxima and patterns are inert `Expected` marks, judged by `check`, so that a
request past a limit can still be built on purpose (a tracker's QA includes seeing it refuse).

Source: botocore's service model personalize-events 2018-03-22 (shapes PutEventsRequest, Event,
PutActionInteractionsRequest, ActionInteraction, MetricAttribution, and those of PutItems, PutUsers, PutActions);
a contract test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from pevents_tui.domain.bounds import ARN_PATTERN, ATTRIBUTION_PATTERN, MOST_ROWS


@dataclass(frozen=True, slots=True)
class Expected:
    """What the service is expected to refuse: inert for pydantic, judged by `check`.

    Attributes:
        most: Most characters of a text, most elements of a list; None means no limit is known.
        pattern: The service model's regular expression for the whole text.
        sensitive: The service model marks the value as personal data.
        form: How a form edits it: "text", "number", "time", "properties", "list", "rows" or "group".
    """

    most: int | None = None
    pattern: str | None = None
    sensitive: bool = False
    form: str | None = None


Id: TypeAlias = Annotated[str, Field(min_length=1), Expected(most=256)]
SensitiveId: TypeAlias = Annotated[str, Field(min_length=1), Expected(most=256, sensitive=True)]
RecommendationId: TypeAlias = Annotated[str, Field(min_length=1), Expected(most=40)]
Impression: TypeAlias = Annotated[
    tuple[SensitiveId, ...], Field(min_length=1, strict=False), Expected(most=25, form="list")
]
Seconds: TypeAlias = Annotated[int | float, Field(allow_inf_nan=False), Expected(form="time")]
Number: TypeAlias = Annotated[int | float, Field(allow_inf_nan=False), Expected(form="number")]
Properties: TypeAlias = Annotated[str, Field(min_length=1), Expected(most=1024, sensitive=True, form="properties")]
ItemProperties: TypeAlias = Annotated[
    str, Field(min_length=1), Expected(most=32_000, sensitive=True, form="properties")
]
"""Of items and of actions."""
UserProperties: TypeAlias = Annotated[
    str, Field(min_length=1), Expected(most=24_000, sensitive=True, form="properties")
]
_REST = "The other fields of your schema as key and value; the key in camelCase (numRatings: NUM_RATINGS)."
DatasetArn: TypeAlias = Annotated[str, Expected(most=256, pattern=ARN_PATTERN)]
AttributionSource: TypeAlias = Annotated[str, Expected(most=1024, pattern=ATTRIBUTION_PATTERN)]


class _Shape(BaseModel):
    """Strict, frozen, closed, with the service's spelling as aliases."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", alias_generator=to_camel)


class MetricAttribution(_Shape):
    """Where an event came from, for metric attributions. Source: shape MetricAttribution."""

    event_attribution_source: AttributionSource = Field(
        title="Attribution", description="The source of the event, such as a third party, for metric reports."
    )


class Event(_Shape):
    """One item interaction. Source: shape Event."""

    event_id: Id | None = Field(
        None,
        title="Event ID",
        description="Your name for this event. Drawn for you and kept through every retry, so that a repeat trains "
        "nothing twice. Without one, the service makes a new one for each arrival.",
    )
    event_type: Id = Field(
        title="Event type",
        description="What happened, such as View, Click, Watch or Purchase. Free text; a solution trains on the "
        "types it names.",
    )
    event_value: Number | None = Field(
        None, title="Event value", description="A number that weighs the event, such as minutes watched or a rating."
    )
    item_id: SensitiveId | None = Field(
        None, title="Item ID", description="The item acted on, as ITEM_ID in your Items dataset."
    )
    properties: Properties | None = Field(
        None,
        title="Properties",
        description="Further fields of your schema as key and value; the key in camelCase (numRatings: NUM_RATINGS).",
    )
    sent_at: Seconds = Field(
        title="Sent at",
        description="When it happened, in whole seconds since 1970 UTC. Blank means now, frozen at send.",
    )
    recommendation_id: RecommendationId | None = Field(
        None,
        title="Recommendation ID",
        description="The ID of the recommendation list that was shown, as GetRecommendations returned it.",
    )
    impression: Impression | None = Field(
        None, title="Impressions", description="The items shown when the event happened. Wins over a recommendation ID."
    )
    metric_attribution: MetricAttribution | None = Field(None, title="Metric attribution")


class PutEventsRequest(_Shape):
    """Item interactions of one user and one session. Source: shape PutEventsRequest."""

    tracking_id: Id = Field(title="Tracking ID", description="The ID that CreateEventTracker returned. Not an ARN.")
    user_id: SensitiveId | None = Field(
        None, title="User ID", description="The user who acts. Leave it out before login; never put the session here."
    )
    session_id: Id = Field(
        title="Session ID",
        description="The visit. Events before login join the user's history when a later event carries both.",
    )
    event_list: Annotated[
        tuple[Event, ...], Field(min_length=1, strict=False), Expected(most=MOST_ROWS, form="rows")
    ] = Field(title="Events")


class ActionInteraction(_Shape):
    """One action interaction. Source: shape ActionInteraction."""

    action_id: SensitiveId = Field(
        title="Action ID", description="The action shown or taken, as ACTION_ID in your dataset."
    )
    user_id: SensitiveId | None = Field(None, title="User ID", description="The user who acts.")
    session_id: Id = Field(title="Session ID", description="The visit. Required in every action interaction.")
    timestamp: Seconds = Field(
        title="Timestamp",
        description="When it happened, in whole seconds since 1970 UTC. Blank means now, frozen at send.",
    )
    event_type: Id = Field(title="Event type", description="Viewed, Taken or Not Taken.")
    event_id: Id | None = Field(
        None, title="Event ID", description="Your name for this interaction; kept through every retry."
    )
    recommendation_id: RecommendationId | None = Field(
        None, title="Recommendation ID", description="The ID of the action list that was shown."
    )
    impression: Impression | None = Field(
        None, title="Impressions", description="The actions shown. Personalize does not use these for actions."
    )
    properties: Properties | None = Field(
        None, title="Properties", description="Further fields of your schema as key and value; the key in camelCase."
    )


class PutActionInteractionsRequest(_Shape):
    """Action interactions; each names its own user and session. Source: shape PutActionInteractionsRequest."""

    tracking_id: Id = Field(
        title="Tracking ID",
        description="That of the Action_Interactions dataset (DescribeDataset), not that of an event tracker.",
    )
    action_interactions: Annotated[
        tuple[ActionInteraction, ...], Field(min_length=1, strict=False), Expected(most=MOST_ROWS, form="rows")
    ] = Field(title="Action interactions")


class Item(_Shape):
    """One item of an Items dataset. Source: shape Item."""

    item_id: Id = Field(title="Item ID", description="The item, as ITEM_ID in your dataset.")
    properties: ItemProperties | None = Field(None, title="Properties", description=_REST)


class PutItemsRequest(_Shape):
    """Items that are added to a dataset, or replace those of the same ID. Source: shape PutItemsRequest."""

    dataset_arn: DatasetArn = Field(title="Dataset ARN", description="The ARN of your Items dataset.")
    items: Annotated[tuple[Item, ...], Field(min_length=1, strict=False), Expected(most=MOST_ROWS, form="rows")] = (
        Field(title="Items")
    )


class User(_Shape):
    """One user of a Users dataset. Source: shape User."""

    user_id: Id = Field(title="User ID", description="The user, as USER_ID in your dataset.")
    properties: UserProperties | None = Field(None, title="Properties", description=_REST)


class PutUsersRequest(_Shape):
    """Users that are added to a dataset, or replace those of the same ID. Source: shape PutUsersRequest."""

    dataset_arn: DatasetArn = Field(title="Dataset ARN", description="The ARN of your Users dataset.")
    users: Annotated[tuple[User, ...], Field(min_length=1, strict=False), Expected(most=MOST_ROWS, form="rows")] = (
        Field(title="Users")
    )


class Action(_Shape):
    """One action of an Actions dataset. Source: shape Action."""

    action_id: Id = Field(title="Action ID", description="The action, as ACTION_ID in your dataset.")
    properties: ItemProperties | None = Field(None, title="Properties", description=_REST)


class PutActionsRequest(_Shape):
    """Actions that are added to a dataset, or replace those of the same ID. Source: shape PutActionsRequest."""

    dataset_arn: DatasetArn = Field(title="Dataset ARN", description="The ARN of your Actions dataset.")
    actions: Annotated[tuple[Action, ...], Field(min_length=1, strict=False), Expected(most=MOST_ROWS, form="rows")] = (
        Field(title="Actions")
    )


Request: TypeAlias = (
    PutEventsRequest | PutActionInteractionsRequest | PutItemsRequest | PutUsersRequest | PutActionsRequest
)
"""A request that can go on the wire."""
