"""The schema of a dataset, asked of the service: a handful of calls, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pevents_tui.domain.errors import SchemaError
from pevents_tui.domain.kinds import KINDS

Ask: TypeAlias = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
"""Makes one call: the method's name as boto3 has it, and its parameters; gives the answer or raises `AskFailed`."""
CONTROL_PLANE = "personalize"
"""The service that describes datasets, as boto3 names it."""
_MOST_PAGES = 50
_DATASETS = {
    "put-events": "interactions",
    "put-action-interactions": "action_interactions",
    "put-items": "items",
    "put-users": "users",
    "put-actions": "actions",
}
"""Dataset types by operation, in lower case. Source: API reference, CreateDataset: datasetType."""


@dataclass(frozen=True, slots=True)
class Described:
    """A schema as the service told it.

    Attributes:
        text: The Avro text.
        name: Its name at the service.
        domain: That of its dataset group; None for a custom one.
    """

    text: str
    name: str
    domain: str | None = None


def describe(ask: Ask, address: str, kind: str) -> Described:
    """The schema of the dataset that the rows of a request go to.

    Args:
        ask: Makes a call.
        address: The tracking ID of an event tracker or an Action_Interactions dataset, or the ARN of another dataset.
        kind: A name in `KINDS`.

    Raises:
        SchemaError: there is no such tracker or dataset, or no text is told.
        AskFailed: a call is not answered.
    """
    if not KINDS[kind].happens:
        return describe_schema(ask, str(_named_dataset(ask, address, kind).get("schemaArn", "")))
    if kind == "put-events":
        group = _group_of_tracker(ask, address)
        dataset = _dataset(ask, kind, {"datasetGroupArn": group}, None)
    else:
        dataset = _dataset(ask, kind, {}, address)
    return describe_schema(ask, str(dataset.get("schemaArn", "")))


def describe_schema(ask: Ask, schema_arn: str) -> Described:
    """A schema by its ARN.

    Raises:
        SchemaError: the service does not tell.
    """
    schema = ask("describe_schema", {"schemaArn": schema_arn}).get("schema", {})
    text, domain = schema.get("schema"), schema.get("domain")
    if not isinstance(text, str):
        raise SchemaError(f"the service told no schema of {schema_arn}")
    return Described(
        text, str(schema.get("name") or schema_arn), domain if isinstance(domain, str) and domain else None
    )


def _named_dataset(ask: Ask, arn: str, kind: str) -> Mapping[str, Any]:
    """The dataset of an ARN, which must be of the type that an operation fills."""
    if not arn:
        raise SchemaError(f"no {_DATASETS[kind]} dataset is named by its ARN")
    dataset: Mapping[str, Any] = ask("describe_dataset", {"datasetArn": arn}).get("dataset", {})
    found = str(dataset.get("datasetType", "")).lower()
    if found != _DATASETS[kind]:
        raise SchemaError(f"{arn} is a dataset of {found or 'nothing'}, not of {_DATASETS[kind]}")
    return dataset


def _group_of_tracker(ask: Ask, tracking_id: str) -> str:
    """The dataset group of an event tracker; one Describe call a tracker, since lists do not tell tracking IDs."""
    for each in _listed(ask, "list_event_trackers", "eventTrackers", {}):
        arn = {"eventTrackerArn": each.get("eventTrackerArn")}
        tracker = ask("describe_event_tracker", arn).get("eventTracker", {})
        if tracker.get("trackingId") == tracking_id:
            return str(tracker.get("datasetGroupArn", ""))
    raise SchemaError(f"no event tracker of this account and region has the tracking ID {tracking_id}")


def _dataset(ask: Ask, kind: str, params: Mapping[str, Any], tracking_id: str | None) -> Mapping[str, Any]:
    """The dataset that an operation fills: the only one of a group, or the one with a tracking ID."""
    for each in _listed(ask, "list_datasets", "datasets", params):
        if str(each.get("datasetType", "")).lower() != _DATASETS[kind]:
            continue
        dataset: Mapping[str, Any] = ask("describe_dataset", {"datasetArn": each.get("datasetArn")}).get("dataset", {})
        if tracking_id is None or dataset.get("trackingId") == tracking_id:
            return dataset
    whose = f"has the tracking ID {tracking_id}" if tracking_id else "is in the tracker's dataset group"
    raise SchemaError(f"no {_DATASETS[kind]} dataset of this account and region {whose}")


def _listed(ask: Ask, method: str, member: str, params: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a List call gives, page by page, as it is asked for."""
    token: str | None = None
    for _ in range(_MOST_PAGES):
        page = ask(method, {**params, "maxResults": 100, **({"nextToken": token} if token else {})})
        yield from page.get(member, ())
        token = page.get("nextToken")
        if not token:
            return
