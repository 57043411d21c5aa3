"""The service model that botocore ships, made ready for judging: the sandbox has no list of fields of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

PERSONALIZE_EVENTS: Final = "personalize-events/2018-03-22/service-2"
"""Where botocore keeps the model of the events service, below its data folder."""

PERSONALIZE_RUNTIME: Final = "personalize-runtime/2018-05-22/service-2"
"""Where botocore keeps the model of the service that recommends."""

PERSONALIZE: Final = "personalize/2018-05-22/service-2"
"""Where botocore keeps the model of the control plane."""

RESOURCES: Final = (
    "DatasetGroup",
    "EventTracker",
    "Dataset",
    "Schema",
    "Solution",
    "Campaign",
    "Recommender",
    "Filter",
)
"""The kinds of resources of the control plane that the sandbox has, each with a description and a list."""

# The model's pattern for metricAttribution.eventAttributionSource backtracks with the cube of the length: a kilobyte
# of text takes seconds. This one matches the same texts in one pass.
_LINEAR: Final = {
    r"^[\x20-\x7E]*[\x21-\x7E]+[\x20-\x7E]*$": r"[\x20-\x7E]*[\x21-\x7E]\x20*",
    r"\p{ASCII}{0,1500}": r"[\x00-\x7f]{0,1500}",  # a class that Python does not know by that name
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What one place of a request may hold.

    Attributes:
        kind: string, structure, list, map, timestamp, float, double, integer, long, boolean or another of the model's.
        least: the shortest text or list, or the smallest number; None for no bound.
        most: the longest or largest; None for no bound.
        pattern: what a whole string must match, as the model has it; None for anything.
        matcher: the pattern compiled, in a form that takes no longer for hostile text.
        members: of a structure, by name.
        required: the members that must be there.
        member: of a list or map, what each value is; None otherwise.
        key: of a map, what each name is; None otherwise.
        is_json: whether the string is JSON text of its own.
    """

    kind: str
    least: float | None = None
    most: float | None = None
    pattern: str | None = None
    matcher: re.Pattern[str] | None = None
    members: Mapping[str, "Shape"] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    member: "Shape | None" = None
    key: "Shape | None" = None
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a service.

    Attributes:
        name: as the API spells it, like PutEvents.
        method: the HTTP method.
        path: the HTTP path.
        request: what its body may hold.
        rows: the member that lists the rows, like eventList; empty where it takes none.
    """

    name: str
    method: str
    path: str
    request: Shape
    rows: str

    @property
    def row(self) -> Shape:
        """What one row may hold."""
        row = self.request.members[self.rows].member
        assert row is not None  # noqa: S101  a list shape always has a member
        return row


@dataclass(frozen=True, slots=True)
class Question:
    """One operation of the control plane that only asks.

    Attributes:
        name: as the API spells it, like ListEventTrackers.
        request: what its body may hold.
        result: the member of the answer that holds what was asked for, like eventTrackers.
        shown: the members that are told of each resource; a list tells fewer than a description.
        lists: whether it gives a list, in pages.
    """

    name: str
    request: Shape
    result: str
    shown: frozenset[str]
    lists: bool


@cache
def plane_questions() -> Mapping[str, Question]:
    """Give what may be asked of the control plane by name, as the installed botocore describes it, read at first use.

    These are the descriptions of single resources and the lists, training runs and jobs apart.
    """
    from botocore.loaders import Loader  # noqa: PLC0415  tens of milliseconds, not paid by a start

    model = Loader().load_data(PERSONALIZE)
    names = [f"Describe{kind}" for kind in RESOURCES] + [f"List{kind}s" for kind in RESOURCES]
    return {name: _question(model["operations"][name], model["shapes"]) for name in names}


@cache
def events_operations() -> tuple[Operation, ...]:
    """Give the operations of personalize-events as the installed botocore describes them, read at first use."""
    from botocore.loaders import Loader  # noqa: PLC0415  tens of milliseconds, not paid by a start

    return operations(Loader().load_data(PERSONALIZE_EVENTS))


@cache
def runtime_operations() -> tuple[Operation, ...]:
    """Give the operations of personalize-runtime as the installed botocore describes them, read at first use."""
    from botocore.loaders import Loader  # noqa: PLC0415  tens of milliseconds, not paid by a start

    return operations(Loader().load_data(PERSONALIZE_RUNTIME))


def operations(model: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Give the operations of a service model.

    Args:
        model: the parsed content of a botocore `service-2.json`.
    """
    return tuple(_operation(found, model["shapes"]) for found in model["operations"].values())


def _question(found: Mapping[str, Any], shapes: Mapping[str, Any]) -> Question:
    answer = shapes[found["output"]["shape"]]["members"]
    result = next(name for name in answer if name != "nextToken")
    shape = shapes[answer[result]["shape"]]
    lists = shape["type"] == "list"
    resource = shapes[shape["member"]["shape"]] if lists else shape
    return Question(found["name"], _shape(found["input"], shapes), result, frozenset(resource["members"]), lists)


def _operation(found: Mapping[str, Any], shapes: Mapping[str, Any]) -> Operation:
    request = _shape(found["input"], shapes)
    rows = next((name for name, member in request.members.items() if member.kind == "list"), "")
    return Operation(found["name"], found["http"]["method"], found["http"]["requestUri"], request, rows)


def _shape(reference: Mapping[str, Any], shapes: Mapping[str, Any]) -> Shape:
    found = shapes[reference["shape"]]
    inner, key = found.get("member") or found.get("value"), found.get("key")
    pattern = found.get("pattern")
    shape = Shape(
        kind=found["type"],
        least=found.get("min"),
        most=found.get("max"),
        pattern=pattern,
        matcher=None if pattern is None else re.compile(_LINEAR.get(pattern, pattern), re.ASCII),
        members={name: _shape(member, shapes) for name, member in found.get("members", {}).items()},
        required=tuple(found.get("required", ())),
        member=None if inner is None else _shape(inner, shapes),
        key=None if key is None else _shape(key, shapes),
    )
    return replace(shape, is_json=True) if reference.get("jsonvalue") else shape
