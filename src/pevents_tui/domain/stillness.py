"""Stillness: why a list may not have moved, each reason checked where it can be, with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pevents_tui.domain.items import EMPTY, Catalogue
from pevents_tui.domain.reason import FOUND, POSSIBLE, Reason
from pevents_tui.domain.recipes import LIVE_SOURCE, recipe_of
from pevents_tui.domain.recommendation import ACTIONS, MOST_SHOWN, Act, Ask, Filter, Listing, Offer

__all__ = ("FOUND", "POSSIBLE", "Reason", "Still", "why_still")

_NEW_ITEMS = "Developer Guide, Automatic updates: new items enter every two hours, with full retraining elsewhere"


@dataclass(frozen=True, slots=True)
class Still:
    """What is known of a list that did not move.

    Attributes:
        ask: The question.
        listing: The list.
        acts: What was done about it.
        session_id: The session of the events.
        waited_s: How long was waited.
        offer: The campaign or recommender; None where nothing is known of it.
        filter: The filter in force; None for none, or where it is not known.
        items: Every item that is known; empty where no catalogue is.
        tracking_id: Where the events went.
        group_trackers: The tracking IDs that feed the campaign's dataset group; None where they are not known.
        rescored: Scores changed, though the order did not.
        earlier: How many calls were accepted in the session before what was done; None where nobody could look.
        own_words: How much the list differs by itself from one ask to the next; empty where it holds still.
    """

    ask: Ask
    listing: Listing
    acts: Sequence[Act]
    session_id: str = ""
    waited_s: float = 0.0
    offer: Offer | None = None
    filter: Filter | None = None
    items: Catalogue = field(default=EMPTY)
    tracking_id: str | None = None
    group_trackers: Sequence[str] | None = None
    rescored: bool = False
    earlier: int | None = None
    own_words: str = ""


def why_still(still: Still) -> tuple[Reason, ...]:
    """The reasons that apply or may, those that were found first."""
    reasons = [reason for rule in _RULES for reason in rule(still)]
    return tuple(sorted(reasons, key=lambda each: each.verdict != FOUND))


def _not_taken(still: Still) -> Iterator[Reason]:
    for act in still.acts:
        if not act.accepted:
            how = "; ".join(act.ended) or "not sent"
            source = "the service's own answer"
            yield Reason(FOUND, f"{act.label} was not accepted: {how}.", "Mend it, and do it again.", source)


def _recipe(still: Still) -> Iterator[Reason]:
    recipe = recipe_of(still.offer.recipe if still.offer else "")
    if recipe.live is False:
        words = f"{recipe.title} does not react to events at once: it changes when it is trained again."
        yield Reason(FOUND, words, "Ask a campaign of User-Personalization, or a like recipe.", LIVE_SOURCE)
    elif recipe.live is None:
        words = "It is not known here whether this recipe or use case reacts to events at once."
        yield Reason(POSSIBLE, words, "Look the recipe up.", LIVE_SOURCE)


def _tracker(still: Still) -> Iterator[Reason]:
    source = "Developer Guide, Creating an item interaction event tracker: an event tracker feeds its own dataset group"
    if still.group_trackers is None:
        words = "The tracker may feed another dataset group than the one this was trained on."
        yield Reason(POSSIBLE, words, "Compare the two dataset groups: pevents-tui trackers.", source)
    elif still.tracking_id not in still.group_trackers:
        group = still.offer.group if still.offer else ""
        own = ", ".join(still.group_trackers) or "none at all"
        words = f"The tracker {still.tracking_id} does not feed the dataset group {group}; its tracking IDs: {own}."
        yield Reason(FOUND, words, "Send to the dataset group's own tracker.", source)


def _session_as_user(still: Still) -> Iterator[Reason]:
    if still.ask.user_id and still.ask.user_id == still.session_id:
        source = "Developer Guide, Recording events for anonymous users"
        words = "The session's ID stands for the user: a visitor has no past, so that few events may change little."
        yield Reason(POSSIBLE, words, "Do several things in one session.", source)
    elif not still.earlier and still.acts:
        source, remedy = "amazon-personalize-samples, issue 15", "Keep one session for the whole visit."
        if still.earlier is None:
            words = "The session may be new: a user whose events each have another session is not followed."
            yield Reason(POSSIBLE, words, remedy, source)
        else:
            words = "The session is new: nothing was accepted in it from here before."
            yield Reason(FOUND, words, remedy, source)


def _unknown_item(still: Still) -> Iterator[Reason]:
    ids = dict.fromkeys(each for act in still.acts for each in act.ids)
    unknown = [each for each in ids if still.items.get(each) is None and each not in still.listing.ids]
    if not unknown:
        return
    verdict = FOUND if len(still.items) else POSSIBLE
    where = "is not in the catalogue" if verdict == FOUND else "may not be in the dataset that was trained on"
    words = f"{unknown[0]} {where}: events about items that a model does not know change nothing at once."
    yield Reason(verdict, words, "Act on an item of the list, or wait for the next update.", _NEW_ITEMS)


def _event_types(still: Still) -> Iterator[Reason]:
    source = "API reference, EventParameters and CreateSolution: eventType, eventValueThreshold"
    wanted = still.offer.event_types if still.offer else ()
    if still.ask.kind == ACTIONS or not wanted:
        return
    least = {name.lower(): threshold for name, threshold in wanted}
    told = ", ".join(name or "any type" for name, _ in wanted)
    for act in still.acts:
        name = act.event_type.lower()
        threshold = least.get(name, least.get(""))
        if name not in least and "" not in least:
            words = f"The solution trains on {told} alone, not on {act.event_type}."
            yield Reason(FOUND, words, "Do one of those.", source)
        elif threshold is not None and (act.value is None or act.value < threshold):
            value = "no value" if act.value is None else f"the value {act.value:g}"
            words = f"{act.event_type} counts from the value {threshold:g} on; this had {value}."
            yield Reason(FOUND, words, "Give the event a value.", source)


def _varies(still: Still) -> Iterator[Reason]:
    if still.own_words:
        words = f"{still.own_words} A reaction that is smaller cannot be told from that."
        source = "Developer Guide, User-Personalization recipe: exploration_weight"
        yield Reason(FOUND, words, "Do more of the kind, or ask a campaign that explores less.", source)


def _filtered(still: Still) -> Iterator[Reason]:
    if still.ask.filter_arn is None:
        return
    source = "Developer Guide, Filtering recommendations: filters see single imports within about 15 minutes"
    expression = f": {still.filter.expression}" if still.filter and still.filter.expression else ""
    words = f"The filter may hide what would have come{expression}."
    yield Reason(POSSIBLE, words, "Ask without the filter.", source)


def _small(still: Still) -> Iterator[Reason]:
    source = "AWS re:Post and the Personalize Cheat Sheet: one to two seconds, visible after two to five events"
    if still.rescored:
        words = "The scores changed, though the order did not: it reacted, too little to be seen."
        yield Reason(FOUND, words, "Do more of the kind.", source)
    done = sum(len(act.ids) for act in still.acts if act.accepted)
    if 0 < done < 5:
        words = f"{done} event{'' if done == 1 else 's'} may be too few; a change is clear after two to five."
        yield Reason(POSSIBLE, words, "Do more of the kind.", source)
    if still.waited_s < 5:
        yield Reason(POSSIBLE, f"{still.waited_s:.1f} s may be too short a wait.", "Look again.", source)
    if len(still.listing.rows) < min(10, MOST_SHOWN):
        words = f"The list has only {len(still.listing.rows)} rows: what moved may lie below."
        yield Reason(POSSIBLE, words, "Ask for more results.", "API reference, GetRecommendations: numResults")


_RULES = (_not_taken, _recipe, _tracker, _unknown_item, _event_types, _session_as_user, _varies, _filtered, _small)
