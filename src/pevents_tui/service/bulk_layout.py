"""What the columns of a CSV in the layout of Personalize's bulk import stand for.

Source: Developer Guide, formatting your input data, and the schema requirements of each dataset.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.schema_names import camel_case

MEMBERS: Mapping[str, str] = MappingProxyType(
    {
        "ITEM_ID": "itemId",
        "ACTION_ID": "actionId",
        "EVENT_TYPE": "eventType",
        "EVENT_VALUE": "eventValue",
        "EVENT_ID": "eventId",
        "IMPRESSION": "impression",
        "RECOMMENDATION_ID": "recommendationId",
    }
)
"""Members of an event by the column that holds them."""
THINGS: Mapping[str, str] = MappingProxyType(
    {"ITEM_ID": "put-items", "USER_ID": "put-users", "ACTION_ID": "put-actions"}
)
"""The operation that fills a dataset of things, by the one column that names them."""

LONGEST_LINE_BYTES = 131_072
"""Longest line read; also the longest cell that Python's reader takes."""

_NAME = re.compile(rb"\"?[A-Z][A-Z0-9_ ]*\"?")
_OWN = {*MEMBERS, "USER_ID", "SESSION_ID", "TIMESTAMP", "EVENT_ATTRIBUTION_SOURCE"}
_OF_EVENTS = {"EVENT_TYPE", "SESSION_ID", "TIMESTAMP"}
"""Columns that only events have: a thing has a CREATION_TIMESTAMP."""
_WANTED = """a table of events has columns USER_ID or SESSION_ID, EVENT_TYPE and what they are about, such as ITEM_ID; \
one of items, users or actions has ITEM_ID, USER_ID or ACTION_ID and what is known of them"""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a file stand for.

    Attributes:
        kind: A name in `KINDS`.
        names: The columns in their order.
        keys: The names in properties of columns that the service gives no meaning.
        thing: The column that names an item, user or action; empty in a table of events.
    """

    kind: str
    names: tuple[str, ...]
    keys: Mapping[str, str]
    thing: str = ""


def is_bulk(line: bytes) -> bool:
    """Whether a first line holds names of columns as a bulk import has them: `USER_ID,ITEM_ID,TIMESTAMP`."""
    if len(line) > LONGEST_LINE_BYTES or not any(name.encode() in line for name in THINGS):
        return False
    names = line.removeprefix(codecs.BOM_UTF8).rstrip().split(b",")
    return len(names) > 1 and all(map(_NAME.fullmatch, names))


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """The names of columns as the service has them, of the cells of a first line."""
    return tuple(cell.strip().upper() for cell in cells)


def thing_of(names: Sequence[str]) -> str:
    """The column that names what a row is about, where rows are items, users or actions; empty where they are not."""
    found = [name for name in THINGS if name in names]
    return found[0] if len(found) == 1 and not _OF_EVENTS & set(names) else ""


def read_layout(name: str, kind: str | None, cells: Sequence[str]) -> Layout:
    """What the columns of a first line stand for.

    Args:
        name: Names the file in messages.
        kind: The operation, where somebody said it.
        cells: Of the first line.

    Raises:
        SourceError: they are of no layout, or of another one than was said.
    """
    names = column_names(cells)
    if double := next((each for each, times in Counter(names).items() if times > 1), None):
        raise SourceError(f"{name} line 1: the column {double[:80]!r} stands there twice")
    thing = thing_of(names)
    if len(names) == 1 and (between := next((each for each in ";\t|" if each in names[0]), "")):
        raise SourceError(f"{name} line 1: cells are parted by {between!r}; a bulk import has commas between them")
    if not thing and (not {"USER_ID", "SESSION_ID"} & set(names) or "EVENT_TYPE" not in names):
        raise SourceError(f"{name} line 1: {_WANTED}; this one has {', '.join(names)[:200] or 'nothing'}")
    of_events = "put-action-interactions" if "ACTION_ID" in names and "ITEM_ID" not in names else "put-events"
    told = THINGS.get(thing, of_events)
    if kind not in {None, told}:
        raise SourceError(f"{name} line 1: these are the columns of {told}, not of {kind}")
    own = {thing} if thing else _OWN
    keys = {each: camel_case(each) or each for each in names if each not in own}
    if len(set(keys.values())) < len(keys):
        raise SourceError(f"{name} line 1: two columns stand for the same property")
    return Layout(told, names, keys, thing)
