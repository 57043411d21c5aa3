"""A recommendation list: read out of what the service answered, kept so that it can be told what was shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pevents_tui.domain.jsontext import JsonFault, parse_json

_LISTS = ("itemList", "personalizedRanking", "actionList", "recommendedItems", "recommendedActions")
"""Source: API reference, GetRecommendations, GetPersonalizedRanking, GetActionRecommendations; batch output."""
_IDS = ("itemId", "actionId")
_YAML_ID = r"^[ \t]*(?:-[ \t]+)?(?:itemId|actionId):[ \t]+([^\r\n]+)"
_YAML_LIST = r"^recommendationId:[ \t]+(\S+)"
_TEXT_ID = r"^(?:ITEMLIST|ACTIONLIST|PERSONALIZEDRANKING)\t([^\t\r\n]+)"
_TEXT_LIST = r"\A\s*(\S+)[ \t]*$"


@dataclass(frozen=True, slots=True)
class Recommended:
    """A list that the service recommended.

    Attributes:
        ids: Items or actions, the best first.
        recommendation_id: The service's name for the list, None where it gave none.
        received_s: When it came here, in epoch seconds; 0 where that is not known.
    """

    ids: tuple[str, ...]
    recommendation_id: str | None = None
    received_s: float = 0.0


def read_recommended(text: str) -> Recommended | None:
    """The list of an answer as the API gives it or the AWS CLI prints it (JSON, YAML or text); None for other text."""
    stripped = text.strip()
    if stripped.startswith(("{", "[")):
        try:
            return _of_value(parse_json(stripped, unique=False))
        except JsonFault:
            return None
    for id_pattern, list_pattern in ((_YAML_ID, _YAML_LIST), (_TEXT_ID, _TEXT_LIST)):
        if ids := tuple(each.strip(" \t'\"") for each in re.findall(id_pattern, text, re.MULTILINE)):
            named = re.search(list_pattern, text, re.MULTILINE)
            return Recommended(ids, named[1].strip("'\"") if named else None)
    return None


def _of_value(value: Any) -> Recommended | None:
    if isinstance(value, Mapping):
        for name in _LISTS:
            if ids := tuple(_ids_of(value.get(name))):
                named = value.get("recommendationId")
                return Recommended(ids, named if isinstance(named, str) else None)
        return _of_value(value["output"]) if isinstance(value.get("output"), Mapping) else None
    ids = tuple(_ids_of(value)) if isinstance(value, list) and any(isinstance(each, Mapping) for each in value) else ()
    return Recommended(ids) if ids else None


def _ids_of(values: Any) -> Iterator[str]:
    for each in values if isinstance(values, list) else ():
        found = next((each[name] for name in _IDS if name in each), None) if isinstance(each, Mapping) else each
        if isinstance(found, str) and found:
            yield found
