"""Recipes and use cases: which operation asks them, what they want, and whether they react to events at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pevents_tui.domain.recommendation import ACTIONS, ITEMS, RANKING

LIVE_SOURCE = "Developer Guide, How new data influences real-time recommendations"
"""Where it is said which recipes and use cases react."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe, or the use case of a recommender.

    Attributes:
        title: Its name for people.
        live: Events on items it knows act within seconds; None where no source says.
        kind: The operation that asks it.
        wants_user: It answers only for a user.
        wants_item: It answers only about an item.
    """

    title: str
    live: bool | None
    kind: str = ITEMS
    wants_user: bool = True
    wants_item: bool = False


def _related(title: str) -> Recipe:
    return Recipe(title, live=False, wants_user=False, wants_item=True)


def _popular(title: str) -> Recipe:
    return Recipe(title, live=False, wants_user=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-user-personalization": Recipe("User-Personalization", live=True),
        "aws-user-personalization-v2": Recipe("User-Personalization-v2", live=True),
        "aws-personalized-ranking": Recipe("Personalized-Ranking", live=True, kind=RANKING),
        "aws-personalized-ranking-v2": Recipe("Personalized-Ranking-v2", live=True, kind=RANKING),
        "aws-next-best-action": Recipe("Next-Best-Action", live=True, kind=ACTIONS),
        "aws-ecomm-recommended-for-you": Recipe("Recommended for you", live=True),
        "aws-vod-top-picks": Recipe("Top picks for you", live=True),
        "aws-similar-items": _related("Similar-Items"),
        "aws-semantic-similarity": _related("Semantic-Similarity"),
        "aws-sims": _related("SIMS"),
        "aws-popularity-count": _popular("Popularity-Count"),
        "aws-trending-now": _popular("Trending-Now"),
        "aws-ecomm-popular-items-by-purchases": _popular("Best sellers"),
        "aws-ecomm-popular-items-by-views": _popular("Most viewed"),
        "aws-ecomm-frequently-bought-together": _related("Frequently bought together"),
        "aws-ecomm-customers-who-viewed-x-also-viewed": _related("Customers who viewed X also viewed"),
        "aws-vod-because-you-watched-x": _related("Because you watched X"),
        "aws-vod-more-like-x": _related("More like X"),
        "aws-vod-most-popular": _popular("Most popular"),
        "aws-vod-trending-now": _popular("Trending now"),
    }
)
"""Those that answer in real time, by the last part of their ARN. Source: Developer Guide, Choosing a recipe."""
UNKNOWN = Recipe("", live=None, wants_user=False)
"""What is assumed of a recipe that is not among them."""


def recipe_of(name: str) -> Recipe:
    """The recipe of a name, `UNKNOWN` where it is not among them."""
    return RECIPES.get(name, UNKNOWN)
