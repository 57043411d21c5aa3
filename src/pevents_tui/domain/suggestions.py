"""Suggestion: a value that may be meant, with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pevents_tui.domain.advice import ACTION_TYPES
from pevents_tui.domain.items import EMPTY, Catalogue, Item

MOST_SUGGESTIONS = 8
"""How many are told at once."""
HISTORY, CATALOGUE, KNOWN, SCHEMA = "history", "catalogue", "known", "schema"
"""Where a suggestion comes from: what was sent before, the items' file, the service's pages, the dataset's schema."""
KEYS = "properties"
"""The member whose keys are offered, rather than its values."""
COMPLETED = ("userId", "sessionId", "eventType", "itemId", "actionId", "recommendationId", "eventAttributionSource")
"""The members whose values are offered."""
EVENT_TYPES = {
    "put-events": ("View", "Click", "Watch", "AddToCart", "Purchase"),
    "put-action-interactions": ACTION_TYPES,
}
"""Event types by operation. Source: Developer Guide, required event types of the use cases; API reference."""
_LEAST_OTHERS = 3
"""How many places what was sent before leaves to what else there is."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One value that may be meant.

    Attributes:
        value: As it goes into the draft.
        title: What it stands for; empty where that is not known.
        origin: `history`, `catalogue`, `known` or `schema`.
    """

    value: str
    title: str
    origin: str


def suggest(
    text: str, past: Sequence[str], found: Iterable[Item] = (), known: Sequence[str] = (), titles: Catalogue = EMPTY
) -> list[Suggestion]:
    """The values that may be meant by a text, the likeliest first, each once.

    Args:
        text: What was typed.
        past: Values sent before that hold it, the newest first.
        found: Items of the catalogue that hold it.
        known: Values to choose from, whether they hold it or not.
        titles: Tells what an id stands for.
    """
    folded = text.casefold()
    others = [Suggestion(item.id, item.title, CATALOGUE) for item in found]
    others += [Suggestion(value, "", KNOWN) for value in known if folded in value.casefold()]
    sent = [Suggestion(value, titles.title(value), HISTORY) for value in past]
    room = MOST_SUGGESTIONS - min(len(others), _LEAST_OTHERS)
    by_value: dict[str, Suggestion] = {}
    for each in (*sent[:room], *others, *sent[room:]):
        by_value.setdefault(each.value, each)
    ordered = sorted(by_value.values(), key=lambda each: not each.value.casefold().startswith(folded))
    return ordered[:MOST_SUGGESTIONS]
