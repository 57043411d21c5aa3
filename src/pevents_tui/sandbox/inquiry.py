"""What is recommended for one request: the recommender's order, filtered, promoted and told as the service tells it."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from pevents_tui.sandbox.engine import Engine, RefusedError, find_columns, find_keeper
from pevents_tui.sandbox.estate import Resource
from pevents_tui.sandbox.recall import Recall
from pevents_tui.sandbox.recipes import Sort
from pevents_tui.sandbox.recommender import Scored, Visitor, actions, personal, popular, related
from pevents_tui.sandbox.shelf import Shelf, action_shelf, item_shelf
from pevents_tui.sandbox.sieve import Scene

MOST_ITEMS: Final = 500
"""How many items one answer lists at most. Source: shape GetRecommendationsRequest, numResults."""
MOST_WITH_METADATA: Final = 50
"""How many where metadata is asked for. Source: the same."""
MOST_ACTIONS: Final = 100
"""How many actions one answer lists at most. Source: shape GetActionRecommendationsRequest, numResults."""
ITEMS: Final = 25
"""How many items are listed where none are asked for. Source: as above."""
ACTIONS: Final = 5
"""How many actions are listed where none are asked for. Source: as above."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One request with all that answers it.

    Attributes:
        asked: its members.
        held: the caller's estate.
        engine: the campaign or recommender it names.
        recall: what has come in.
        now_s: the present in epoch seconds.
    """

    asked: Mapping[str, Any]
    held: Mapping[str, Resource]
    engine: Engine
    recall: Recall
    now_s: float

    @property
    def user_id(self) -> str:
        """For whom: a user, or a session; empty for nobody."""
        found: str = self.asked.get("userId", "")
        return found

    def shelf(self) -> Shelf:
        """What there is: with what came in where the recipe hears it."""
        group = self.engine.group
        if self.engine.recipe.live:
            return self.recall.shelf(group, self.now_s)
        return action_shelf() if group.actions else item_shelf(group.business)

    def visitor(self, shelf: Shelf) -> Visitor:
        """What is known of whom it is for."""
        past = shelf.past.get(self.user_id, ())
        live = self.recall.deeds(self.engine.group, self.user_id, self.now_s)
        return Visitor(past, live, self.now_s, self.asked.get("context"))

    def scene(self, shelf: Shelf) -> Scene:
        """What filters may look at."""
        visitor = self.visitor(shelf)
        item = shelf.things.get(self.asked.get("itemId", ""))
        person = self.recall.person(self.engine.group, self.user_id, self.now_s)
        return Scene((*visitor.past, *visitor.live), person, None if item is None else item.columns)

    def sifted(self, found: Iterable[Scored], told: Mapping[str, Any], scene: Scene) -> list[Scored]:
        """What a filter leaves; all where none is told."""
        arn = told.get("filterArn")
        if arn is None:
            return list(found)
        keeps = find_keeper(self.held, self.engine, arn, told.get("filterValues") or {}, scene)
        return [each for each in found if keeps(each.thing)]

    def count(self, usual: int, most: int) -> int:
        """How many are asked for."""
        wanted: int = self.asked.get("numResults", usual)
        if wanted > most:
            raise RefusedError(f"numResults must be at most {most} here")
        return wanted


def _recommendations(inquiry: Inquiry) -> dict[str, Any]:
    recipe, asked = inquiry.engine.recipe, inquiry.asked
    missing = next((name for name in recipe.needs if not asked.get(name)), None)
    if missing is not None:
        raise RefusedError(f"{missing} is required by the recipe or use case of this campaign or recommender")
    columns = find_columns(inquiry.engine, asked)
    count = inquiry.count(ITEMS, MOST_WITH_METADATA if columns else MOST_ITEMS)
    shelf = inquiry.shelf()
    scene = inquiry.scene(shelf)
    ranked = _ranked(inquiry, shelf)
    if recipe.hides is not None:
        had = {deed.thing_id for deed in scene.deeds if deed.event_type == recipe.hides}
        ranked = [each for each in ranked if each.thing.id not in had]
    kept = inquiry.sifted(ranked, asked, scene)
    promoted = _promoted(inquiry, ranked, scene, count)
    rows = _mixed(kept, promoted, count)
    name = (asked.get("promotions") or [{}])[0].get("name")
    chosen = {each.thing.id for each in promoted}
    return {"itemList": [_row(inquiry, each, columns, each.thing.id in chosen, name, shelf) for each in rows]}


def _ranked(inquiry: Inquiry, shelf: Shelf) -> list[Scored]:
    recipe = inquiry.engine.recipe
    if recipe.sort is Sort.PERSONAL:
        return personal(shelf, inquiry.visitor(shelf), inquiry.engine.weigh)
    item = shelf.things.get(inquiry.asked.get("itemId", ""))
    if recipe.sort is Sort.RELATED and item is not None:
        return related(shelf, item)
    return popular(shelf, recipe.counts)  # also for an item nothing is known of


def _promoted(inquiry: Inquiry, ranked: Sequence[Scored], scene: Scene, count: int) -> list[Scored]:
    """Give the items that a promotion asks for, the likeliest first; the request's filter is not theirs."""
    for told in inquiry.asked.get("promotions") or ():
        if told.get("percentPromotedItems") is None or told.get("filterArn") is None:
            raise RefusedError("A promotion wants percentPromotedItems and filterArn")
        most = math.ceil(count * told["percentPromotedItems"] / 100)
        return list(islice(inquiry.sifted(ranked, told, scene), most))
    return []


def _mixed(kept: Sequence[Scored], promoted: Sequence[Scored], count: int) -> list[Scored]:
    """Give a list in which the promoted ones stand evenly spread; where others run out, they follow each other."""
    chosen = {each.thing.id for each in promoted}
    others = iter([each for each in kept if each.thing.id not in chosen])
    waiting = iter(promoted)
    rows = []
    for place in range(count):
        due = (place + 1) * len(promoted) // count > place * len(promoted) // count
        first, second = (waiting, others) if due else (others, waiting)
        row = next(first, None) or next(second, None)
        if row is None:
            break
        rows.append(row)
    return rows


def _row(
    inquiry: Inquiry, each: Scored, columns: Sequence[str], promoted: bool, name: str | None, shelf: Shelf
) -> dict[str, Any]:
    recipe = inquiry.engine.recipe
    row: dict[str, Any] = {"itemId": each.thing.id}
    if recipe.sort in {Sort.PERSONAL, Sort.RANKING}:  # the others' have no scores
        row["score"] = round(each.score, 7)
    if promoted and name is not None:
        row["promotionName"] = name
    if columns:
        row["metadata"] = {column: each.thing.columns[column] for column in columns if each.thing.columns.get(column)}
    if recipe.explains and (promoted or not shelf.is_met(each.thing.id)):
        row["reason"] = ["Promoted item" if promoted else "Exploration"]
    return row


def _ranking(inquiry: Inquiry) -> dict[str, Any]:
    columns = find_columns(inquiry.engine, inquiry.asked)
    wanted = list(dict.fromkeys(inquiry.asked["inputList"]))
    most = MOST_WITH_METADATA if columns else MOST_ITEMS
    if not 1 <= len(wanted) <= most:
        raise RefusedError(f"inputList must have 1 to {most} items here")
    if not inquiry.user_id:
        raise RefusedError("userId must not be empty")
    shelf = inquiry.shelf()
    ranked = personal(shelf, inquiry.visitor(shelf), inquiry.engine.weigh, variety=0.0)
    asked_for = set(wanted)
    known = [each for each in ranked if each.thing.id in asked_for]
    whole = sum(each.score for each in known)  # scores are of what was given, not of all there is
    known = [Scored(each.thing, each.score / whole) for each in known]
    kept = inquiry.sifted(known, inquiry.asked, inquiry.scene(shelf))
    rows = [_row(inquiry, each, columns, False, None, shelf) for each in kept]
    strange = [{"itemId": name} for name in wanted if name not in shelf.things]
    return {"personalizedRanking": [*rows, *(strange if "filterArn" not in inquiry.asked else ())]}


def _action_recommendations(inquiry: Inquiry) -> dict[str, Any]:
    if not inquiry.user_id:
        raise RefusedError("userId is required by the recipe of this campaign")
    count = inquiry.count(ACTIONS, MOST_ACTIONS)
    shelf = inquiry.shelf()
    ranked = actions(shelf, inquiry.visitor(shelf))
    kept = inquiry.sifted(ranked, inquiry.asked, inquiry.scene(shelf))
    return {"actionList": [{"actionId": each.thing.id, "score": round(each.score, 7)} for each in kept[:count]]}


ANSWERS: Final[Mapping[str, Callable[[Inquiry], dict[str, Any]]]] = {
    "GetRecommendations": _recommendations,
    "GetPersonalizedRanking": _ranking,
    "GetActionRecommendations": _action_recommendations,
}
"""What answers each operation, without the recommendation id."""
