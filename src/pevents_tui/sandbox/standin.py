"""What the sandbox says of its recommender: that it is a stand-in, how it works, and whom and what to try it with."""

from typing import Any, Final

from pevents_tui.sandbox import recommender
from pevents_tui.sandbox.accounts import REGION, TEST
from pevents_tui.sandbox.estate import Resource, estate
from pevents_tui.sandbox.facts import STAND_IN
from pevents_tui.sandbox.recipes import Recipe, recipe_of
from pevents_tui.sandbox.shelf import action_shelf, item_shelf

_KNOWN: Final = "demo-"


def describe(reacts_after_s: float) -> dict[str, Any]:
    """Give all of it as a document.

    Args:
        reacts_after_s: seconds until what came in is heard.
    """
    held = estate(TEST, REGION)
    told = [_engine(each, held[each.document.get("solutionArn", each.arn)]) for each in held.values() if _asks(each)]
    return {
        "standIn": STAND_IN,
        "reactsAfterSeconds": reacts_after_s,
        "arithmetic": {
            "words": [line.strip() for line in (recommender.__doc__ or "").splitlines() if line.strip()],
            "popularity": recommender.PULL,
            "taste": recommender.TASTE,
            "company": recommender.COMPANY,
            "context": recommender.CONTEXT,
            "trained": recommender.TRAINED,
            "variety": recommender.VARIETY,
            "fading": recommender.FADING,
            "halfLifeSeconds": recommender.HALF_LIFE_S,
            "halfHeard": recommender.HALF_HEARD,
        },
        "things": {name: len(item_shelf(name).things) for name in ("shop", "video")}
        | {"actions": len(action_shelf().things)},
        "usersWithAPast": [name for name in item_shelf("shop").past if name.startswith(_KNOWN)],
        "asked": told,
    }


def _asks(resource: Resource) -> bool:
    return resource.kind in {"Campaign", "Recommender"}


def _engine(resource: Resource, settings: Resource) -> dict[str, Any]:
    arn = settings.document["recipeArn"]
    recipe: Recipe = recipe_of(arn)
    return {
        "arn": resource.arn,
        "recipe": arn.rpartition("/")[2],
        "gives": recipe.sort.name.lower(),
        "reactsLive": recipe.live,
        "needs": list(recipe.needs),
    }
