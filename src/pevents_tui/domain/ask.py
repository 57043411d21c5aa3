"""Questions for recommendations: who is asked, for whom, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

ITEMS = "get-recommendations"
"""The operation that recommends items."""
RANKING = "get-personalized-ranking"
"""The operation that ranks given items for a user."""
ACTIONS = "get-action-recommendations"
"""The operation that recommends actions."""
METHODS: Mapping[str, str] = {
    ITEMS: "get_recommendations",
    RANKING: "get_personalized_ranking",
    ACTIONS: "get_action_recommendations",
}
"""The boto3 method of each operation."""
LISTS: Mapping[str, tuple[str, str]] = {
    ITEMS: ("itemList", "itemId"),
    RANKING: ("personalizedRanking", "itemId"),
    ACTIONS: ("actionList", "actionId"),
}
"""The member of the answer that holds an operation's list, and that of a row which holds its id."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """Items that are to take a share of a list.

    Attributes:
        name: What rows that came by it are marked with.
        percent: The share, 1 to 100.
        filter_arn: Which items.
        filter_values: What stands for the filter's parameters, as the service takes it: `"Books","Toys"`.
    """

    name: str
    percent: int
    filter_arn: str
    filter_values: tuple[tuple[str, str], ...] = ()

    def as_parameter(self) -> dict[str, Any]:
        """It as the boto3 client takes it."""
        made = {"name": self.name, "percentPromotedItems": self.percent, "filterArn": self.filter_arn}
        return {**made, **({"filterValues": dict(self.filter_values)} if self.filter_values else {})}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for recommendations.

    Attributes:
        arn: The campaign's or recommender's; which of the two is read from it.
        kind: `ITEMS`, `RANKING` or `ACTIONS`.
        user_id: Whom for; the session's ID for a visitor who has no user ID. None only where the recipe wants nobody.
        item_id: The item that others are related to; None where the recipe wants none.
        input_ids: The items to rank, for `RANKING` alone.
        num_results: How many; None means the service's default.
        filter_arn: The filter's; None for none.
        filter_values: What stands for its parameters, by name without `$`, as the service takes it: `"Books","Toys"`.
        context: Contextual metadata by field name.
        promotions: One at most.
        metadata_columns: Columns of the Items dataset to give along.
    """

    arn: str
    kind: str = ITEMS
    user_id: str | None = None
    item_id: str | None = None
    input_ids: tuple[str, ...] = ()
    num_results: int | None = None
    filter_arn: str | None = None
    filter_values: tuple[tuple[str, str], ...] = ()
    context: tuple[tuple[str, str], ...] = ()
    promotions: tuple[Promotion, ...] = ()
    metadata_columns: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """The boto3 method that asks it."""
        return METHODS[self.kind]

    @property
    def filter_word(self) -> str:
        """Its filter in a few words: `filter not-purchased`, `no filter`."""
        if self.filter_arn is None:
            return "no filter"
        values = ", ".join(value.replace('"', "") for _, value in self.filter_values)
        return f"filter {self.filter_arn.rpartition('/')[2]}{f' ({values})' if values else ''}"

    @property
    def parameters(self) -> dict[str, Any]:
        """What the method takes; what the operation does not know is left out."""
        items = self.kind == ITEMS
        whom = "recommenderArn" if items and ":recommender/" in self.arn else "campaignArn"
        given: dict[str, Any] = {
            whom: self.arn,
            "userId": self.user_id,
            "itemId": self.item_id if items else None,
            "inputList": list(self.input_ids) if self.kind == RANKING else None,
            "numResults": self.num_results if self.kind != RANKING else None,
            "filterArn": self.filter_arn,
            "filterValues": dict(self.filter_values),
            "context": dict(self.context) if self.kind != ACTIONS else None,
            "promotions": [each.as_parameter() for each in self.promotions] if items else None,
            "metadataColumns": {"ITEMS": list(self.metadata_columns)}
            if self.metadata_columns and self.kind != ACTIONS
            else None,
        }
        return {name: value for name, value in given.items() if value not in (None, {}, [])}

    def of_user(self, user_id: str) -> Ask:
        """The same question for somebody else."""
        return replace(self, user_id=user_id)
