"""The recipes and use cases that the pretend estate has, and what each answers to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Sort(Enum):
    """What kind of answer a recipe gives."""

    PERSONAL = auto()
    """Items for a user."""
    RELATED = auto()
    """Items that go with an item."""
    POPULAR = auto()
    """The same items for everyone."""
    RANKING = auto()
    """Given items, in a user's order."""
    ACTIONS = auto()
    """Actions for a user."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One recipe, or use case of a domain.

    Attributes:
        sort: what it gives.
        live: whether it hears events within seconds; the others hear them after a training.
        needs: the members that a request must have.
        counts: the event type that makes things popular; None for all.
        hides: the event type whose items are left out for whoever made it; None for none.
        explains: whether it tells why an item that is not personal is listed.
    """

    sort: Sort
    live: bool = False
    needs: tuple[str, ...] = ()
    counts: str | None = None
    hides: str | None = None
    explains: bool = False


_USER: Final = ("userId",)
_ITEM: Final = ("itemId",)

RECIPES: Final[Mapping[str, Recipe]] = {
    "aws-user-personalization-v2": Recipe(Sort.PERSONAL, live=True, needs=_USER, explains=True),
    "aws-personalized-ranking-v2": Recipe(Sort.RANKING, live=True),
    "aws-next-best-action": Recipe(Sort.ACTIONS, live=True, needs=_USER),
    "aws-similar-items": Recipe(Sort.RELATED, needs=_ITEM),
    "aws-popularity-count": Recipe(Sort.POPULAR),
    "aws-ecomm-recommended-for-you": Recipe(Sort.PERSONAL, live=True, needs=_USER, hides="Purchase"),
    "aws-ecomm-customers-who-viewed-x-also-viewed": Recipe(Sort.RELATED, needs=("itemId", "userId")),
    "aws-ecomm-popular-items-by-views": Recipe(Sort.POPULAR, counts="View"),
    "aws-ecomm-popular-items-by-purchases": Recipe(Sort.POPULAR, counts="Purchase"),
    "aws-vod-top-picks": Recipe(Sort.PERSONAL, live=True, needs=_USER, hides="Watch"),
    "aws-vod-more-like-x": Recipe(Sort.RELATED, needs=("itemId", "userId")),
    "aws-vod-most-popular": Recipe(Sort.POPULAR, counts="Watch"),
    "aws-vod-trending-now": Recipe(Sort.POPULAR, counts="Click"),
}
"""Every recipe by its name. Source: Developer Guide, choosing a recipe and choosing a use case."""


def recipe_of(arn: str) -> Recipe:
    """Give the recipe that an ARN names."""
    return RECIPES[arn.rpartition("/")[2]]
