"""personalize-runtime: recommends, with a little recommender that stands in for the service's.

Its three operations are told apart by their paths. Requests are judged by botocore's service model first, then by what
the API reference says of them.
"""

import json
import math
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final

from pevents_tui.sandbox.accounts import caller
from pevents_tui.sandbox.answers import Reply, service_error
from pevents_tui.sandbox.armoury import Armoury, spoil
from pevents_tui.sandbox.engine import Engine, RefusedError, find_columns, find_engine, find_keeper
from pevents_tui.sandbox.estate import Resource, estate
from pevents_tui.sandbox.judge import judge_form
from pevents_tui.sandbox.model import Operation, runtime_operations
from pevents_tui.sandbox.recall import Recall
from pevents_tui.sandbox.recipes import Sort
from pevents_tui.sandbox.recommender import Scored, Visitor, actions, personal, popular, related
from pevents_tui.sandbox.shelf import Shelf, action_shelf, item_shelf
from pevents_tui.sandbox.sieve import Scene
from pevents_tui.sandbox.visits import Visits
from pevents_tui.sandbox.wire import Answer, Request

SERVICE: Final = "personalize-runtime"
"""What faults call it."""

STAND_IN: Final = (
    "The recommendations are a stand-in's: a small, documented sum of popularity, taste and company over invented "
    "items, which reacts to events as Amazon Personalize is seen to. They say nothing about a real model"
)
"""What it says of itself."""

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


class RuntimeService:
    """The operations of personalize-runtime.

    Args:
        armoury: the faults that may hit them.
        visits: where they are noted.
        recall: what has come in.
        clock: gives epoch seconds.
        further: how many more dataset groups the account for trying has.
    """

    def __init__(
        self, armoury: Armoury, visits: Visits, recall: Recall, clock: Callable[[], float], further: int = 0
    ) -> None:
        self._armoury = armoury
        self._visits = visits
        self._recall = recall
        self._clock = clock
        self._further = further

    @cached_property
    def routes(self) -> Mapping[tuple[str, str], Callable[[Request], Reply]]:
        """What answers each method and path."""
        return {(found.method, found.path): partial(self._take, found) for found in runtime_operations()}

    def _take(self, operation: Operation, request: Request) -> Reply:
        request_id = str(uuid.uuid4())
        armed = self._armoury.strike(operation.name, SERVICE)
        error, document = (None if armed is None else armed.fault.error), {}
        if error is None:
            try:
                document = self._answer(operation, request)
            except RefusedError as refused:
                error = refused.error
        self._visits.add(SERVICE, operation.name, caller(request.head.headers), error)
        answer = _told(document, request_id) if error is None else service_error(error, request_id)
        return Reply(answer) if armed is None else spoil(answer, armed)

    def _answer(self, operation: Operation, request: Request) -> dict[str, Any]:
        verdict = judge_form(operation, request.body)
        if verdict.error is not None:
            raise RefusedError(verdict.error.message, verdict.error.code, verdict.error.status)
        asked = {name: value for name, value in verdict.members.items() if value is not None}
        speaker = caller(request.head.headers)
        held = estate(speaker.account, speaker.region, self._further)
        self._recall.catch_up()
        inquiry = _Inquiry(asked, held, find_engine(held, asked, operation.name), self._recall, self._clock())
        answered = _ANSWERS[operation.name](inquiry)
        return answered | {"recommendationId": f"RID-{uuid.uuid4()}"}


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """One request with all that answers it."""

    asked: Mapping[str, Any]
    held: Mapping[str, Resource]
    engine: Engine
    recall: Recall
    now_s: float

    @property
    def user_id(self) -> str:
        found: str = self.asked.get("userId", "")
        return found

    def shelf(self) -> Shelf:
        """What there is: with what came in where the recipe hears it."""
        group = self.engine.group
        if self.engine.recipe.live:
            return self.recall.shelf(group, self.now_s)
        return action_shelf() if group.actions else item_shelf(group.business)

    def visitor(self, shelf: Shelf) -> Visitor:
        past = shelf.past.get(self.user_id, ())
        live = self.recall.deeds(self.engine.group, self.user_id, self.now_s)
        return Visitor(past, live, self.now_s, self.asked.get("context"))

    def scene(self, shelf: Shelf) -> Scene:
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


def _recommendations(inquiry: _Inquiry) -> dict[str, Any]:
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


def _ranked(inquiry: _Inquiry, shelf: Shelf) -> list[Scored]:
    recipe = inquiry.engine.recipe
    if recipe.sort is Sort.PERSONAL:
        return personal(shelf, inquiry.visitor(shelf), inquiry.engine.weigh)
    item = shelf.things.get(inquiry.asked.get("itemId", ""))
    if recipe.sort is Sort.RELATED and item is not None:
        return related(shelf, item)
    return popular(shelf, recipe.counts)  # also for an item nothing is known of


def _promoted(inquiry: _Inquiry, ranked: Sequence[Scored], scene: Scene, count: int) -> list[Scored]:
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
    inquiry: _Inquiry, each: Scored, columns: Sequence[str], promoted: bool, name: str | None, shelf: Shelf
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


def _ranking(inquiry: _Inquiry) -> dict[str, Any]:
    columns = find_columns(inquiry.engine, inquiry.asked)
    wanted = list(dict.fromkeys(inquiry.asked["inputList"]))
    most = MOST_WITH_METADATA if columns else MOST_ITEMS
    if not 1 <= len(wanted) <= most:
        raise RefusedError(f"inputList must have 1 to {most} items here")
    if not inquiry.user_id:
        raise RefusedError("userId must not be empty")
    shelf = inquiry.shelf()
    ranked = personal(shelf, inquiry.visitor(shelf), inquiry.engine.weigh)
    known = [each for each in ranked if each.thing.id in set(wanted)]
    kept = inquiry.sifted(known, inquiry.asked, inquiry.scene(shelf))
    rows = [_row(inquiry, each, columns, False, None, shelf) for each in kept]
    strange = [{"itemId": name} for name in wanted if name not in shelf.things]
    return {"personalizedRanking": [*rows, *(strange if "filterArn" not in inquiry.asked else ())]}


def _action_recommendations(inquiry: _Inquiry) -> dict[str, Any]:
    if not inquiry.user_id:
        raise RefusedError("userId is required by the recipe of this campaign")
    count = inquiry.count(ACTIONS, MOST_ACTIONS)
    shelf = inquiry.shelf()
    ranked = actions(shelf, inquiry.visitor(shelf))
    kept = inquiry.sifted(ranked, inquiry.asked, inquiry.scene(shelf))
    return {"actionList": [{"actionId": each.thing.id, "score": round(each.score, 7)} for each in kept[:count]]}


_ANSWERS: Final[Mapping[str, Callable[[_Inquiry], dict[str, Any]]]] = {
    "GetRecommendations": _recommendations,
    "GetPersonalizedRanking": _ranking,
    "GetActionRecommendations": _action_recommendations,
}


def _told(document: Mapping[str, Any], request_id: str) -> Answer:
    return Answer(200, json.dumps(document).encode("ascii"), headers={"x-amzn-RequestId": request_id})
