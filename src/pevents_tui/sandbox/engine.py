"""Finds what a request names: the campaign or recommender that answers, and the filters that apply."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pevents_tui.sandbox.accounts import PRODUCTION, TEST
from pevents_tui.sandbox.answers import ServiceError
from pevents_tui.sandbox.arrivals import Group
from pevents_tui.sandbox.estate import Resource
from pevents_tui.sandbox.expression import SieveError
from pevents_tui.sandbox.recipes import Recipe, Sort, recipe_of
from pevents_tui.sandbox.recommender import heft_of
from pevents_tui.sandbox.shelf import Deed, Thing
from pevents_tui.sandbox.sieve import Scene, read_sieve

MOST_COLUMNS: Final = 10
"""How many metadata columns may be asked for. Source: shape GetRecommendationsRequest, metadataColumns."""

_WHOLE_WEIGHT: Final = 2.0  # a purchase's
_WAYS: Final = {
    Sort.PERSONAL: "GetRecommendations",
    Sort.RELATED: "GetRecommendations",
    Sort.POPULAR: "GetRecommendations",
    Sort.RANKING: "GetPersonalizedRanking",
    Sort.ACTIONS: "GetActionRecommendations",
}


class RefusedError(Exception):
    """A request is refused.

    Attributes:
        error: what is answered.
    """

    def __init__(self, message: str, code: str = "InvalidInputException", status: int = 400) -> None:
        super().__init__(message)
        self.error = ServiceError(status, code, message)


@dataclass(frozen=True, slots=True)
class Engine:
    """A campaign or recommender that recommends.

    Attributes:
        recipe: how.
        group: whose items, or actions.
        owner: the ARN of its dataset group.
        columns: the columns of the Items dataset it gives as metadata; None where that is not enabled.
        weigh: how much an event counts.
    """

    recipe: Recipe
    group: Group
    owner: str
    columns: frozenset[str] | None
    weigh: Callable[[Deed], float]


def find_engine(held: Mapping[str, Resource], asked: Mapping[str, Any], operation: str) -> Engine:
    """Give what a request names.

    Args:
        held: the caller's estate.
        asked: the request.
        operation: the operation that is asked.

    Raises:
        RefusedError: it names none, two, an unknown one or one that another operation asks.
    """
    named = [(kind, asked[name]) for name, kind in _NAMES.items() if asked.get(name)]
    if len(named) != 1:
        wanted = " or ".join(name for name in _NAMES if operation == "GetRecommendations" or name == "campaignArn")
        raise RefusedError(f"Give one ARN: {wanted}")
    ((kind, arn),) = named
    resource = find(held, arn, kind)
    settings = resource.document
    if kind == "Campaign":
        settings = held[settings["solutionArn"]].document
    recipe = recipe_of(settings["recipeArn"])
    if _WAYS[recipe.sort] != operation:
        name = settings["recipeArn"].rpartition("/")[2]
        raise RefusedError(f"The recipe {name} is asked with {_WAYS[recipe.sort]}, not with {operation}")
    group = _group(settings["datasetGroupArn"], actions=recipe.sort is Sort.ACTIONS)
    told = resource.document.get("campaignConfig") or resource.document.get("recommenderConfig") or {}
    columns = _columns(held, group) if told.get("enableMetadataWithRecommendations") else None
    return Engine(recipe, group, settings["datasetGroupArn"], columns, _weighing(settings.get("solutionConfig")))


def find(held: Mapping[str, Resource], arn: str, kind: str) -> Resource:
    """Give a resource of the estate.

    Raises:
        RefusedError: there is no such one of that kind.
    """
    found = held.get(arn)
    if found is None or found.kind != kind:
        raise RefusedError(f"{kind} {arn} was not found in this account and region", "ResourceNotFoundException", 404)
    return found


def find_keeper(
    held: Mapping[str, Resource], engine: Engine, arn: str, values: Mapping[str, str], scene: Scene
) -> Callable[[Thing], bool]:
    """Give what a filter keeps.

    Args:
        held: the caller's estate.
        engine: what recommends.
        arn: the filter.
        values: those of its parameters.
        scene: what it may look at.

    Raises:
        RefusedError: there is no such filter, it is another group's, or its expression or values cannot be read.
    """
    resource = find(held, arn, "Filter")
    if resource.document["datasetGroupArn"] != engine.owner:
        raise RefusedError(f"Filter {arn} is of another dataset group than the campaign or recommender")
    try:
        sieve = read_sieve(resource.document["filterExpression"])
        if sieve.filters_actions is not engine.group.actions:
            raise RefusedError(f"Filter {arn} is for {'actions' if sieve.filters_actions else 'items'}")
        return sieve.keeper(values, scene)
    except SieveError as error:
        raise RefusedError(str(error)) from None


def find_columns(engine: Engine, asked: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the metadata columns that a request asks for.

    Raises:
        RefusedError: metadata is not enabled, or a column is not in the dataset, or they are too many.
    """
    wanted = asked.get("metadataColumns") or {}
    if not wanted:
        return ()
    if engine.columns is None:
        raise RefusedError("Metadata in recommendations is not enabled for this campaign or recommender")
    if set(wanted) != {"ITEMS"}:
        raise RefusedError("metadataColumns has the one key ITEMS")
    names = tuple(wanted["ITEMS"])
    if len(names) > MOST_COLUMNS:
        raise RefusedError(f"At most {MOST_COLUMNS} metadata columns can be asked for")
    unknown = next((name for name in names if name not in engine.columns), None)
    if unknown is not None:
        raise RefusedError(f"The Items dataset has no such column; it has {', '.join(sorted(engine.columns))}")
    return names


_NAMES: Final = {"campaignArn": "Campaign", "recommenderArn": "Recommender"}


def _group(arn: str, *, actions: bool) -> Group:
    number, name = arn.split(":")[4], arn.rpartition("/")[2]
    account = next(each for each in (TEST, PRODUCTION) if each.number == number)
    return Group(number, name.removesuffix(account.suffix), actions)


def _columns(held: Mapping[str, Resource], group: Group) -> frozenset[str]:
    schemas = (each.document for each in held.values() if each.kind == "Schema")
    items = next(each for each in schemas if each["name"].startswith(f"{group.business}-items"))
    return frozenset(field["name"] for field in json.loads(items["schema"])["fields"])


def _weighing(config: Mapping[str, Any] | None) -> Callable[[Deed], float]:
    """Give how a solution weighs events: those it names, from their thresholds on; any where it names none."""
    if config is None:
        return heft_of
    heard = {each["eventType"]: each for each in config["eventsConfig"]["eventParametersList"]}

    def weigh(deed: Deed) -> float:
        rule = heard.get(deed.event_type)
        if rule is None or _value(deed) < rule.get("eventValueThreshold", -math.inf):
            return 0.0
        return float(_WHOLE_WEIGHT * rule["weight"])

    return weigh


def _value(deed: Deed) -> float:
    try:
        return float(deed.columns.get("EVENT_VALUE", "0"))
    except ValueError:  # a property of that name, which may hold anything
        return 0.0
