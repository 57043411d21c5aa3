"""Event types: those sent before, those a domain's use cases train on, and how many a dataset takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.report import Context, Problem
from pevents_tui.domain.rules import hint, rows_of
from pevents_tui.domain.schema import Schema, letters

DOMAIN_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"VIDEO_ON_DEMAND": ("Watch", "Click"), "ECOMMERCE": ("View", "Purchase")}
)
"""The types that the use cases of a domain train on, compared as they are; others may be sent beside them.

Source: Developer Guide, VIDEO_ON_DEMAND and ECOMMERCE use cases: required event types.
"""
MOST_TYPES = 10
"""Most distinct event types and columns together in a dataset of item interactions.

Source: Developer Guide, quotas, and item interactions dataset requirements, which tell the columns that count.
"""
_ALIKE = 0.8
_LEAST_LENGTH = 4
_LEAST_OF_DOMAIN = 3
"""From how many letters on a type may be a slip of one of the few that a domain has."""
_MOST_SLIPS = 4
"""How many characters longer or shorter a slip may be, punctuation included."""
_LONGEST = 64
_MOST_COMPARED = 200
"""How many types sent before a new one is compared with."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of the quota of event types is used.

    Attributes:
        types: Distinct types sent before, and those of the draft.
        columns: Those columns of the schema that count; None where no schema is known.
    """

    types: int
    columns: int | None

    @property
    def used(self) -> int:
        """What counts against the most."""
        return self.types + (self.columns or 0)

    def __str__(self) -> str:
        """`4 event types and 3 columns: 7 of 10`."""
        types = f"{self.types} event type{'' if self.types == 1 else 's'}"
        if self.columns is None:
            return f"{types}: {self.used} of {MOST_TYPES}, columns not counted"
        columns = f"{self.columns} column{'' if self.columns == 1 else 's'}"
        return f"{types} and {columns}: {self.used} of {MOST_TYPES}"


def budget_of(draft: Draft, known: frozenset[str], schema: Schema | None) -> Budget:
    """How much of the quota a tracker's dataset uses once a draft was sent.

    Args:
        draft: What would be sent.
        known: Types sent there before.
        schema: Of the dataset; None where it is not known.
    """
    own = schema if schema is not None and schema.kind == draft.kind else None
    new = sum(each not in known for each in set(_types_of(draft)))
    return Budget(len(known) + new, own.counted_columns if own else None)


def odd_types(draft: Draft, context: Context) -> Iterator[Problem]:
    """A type that is nearly one sent before or one of the domain's, and types that go past the quota."""
    types = set(_types_of(draft))
    known, schema = context.known_types, context.schema
    domain = schema.domain if schema is not None and schema.kind == draft.kind else None
    wanted = DOMAIN_TYPES.get(domain or "", ()) if draft.kind == "put-events" else ()
    odd = {each: told for each in types if (told := _odd(each, known, wanted, domain))} if known or wanted else {}
    budget = budget_of(draft, known, schema) if draft.kind == "put-events" and not types <= known else None
    many = types - known if budget is not None and budget.used > MOST_TYPES else set()
    if not odd and not many:
        return  # as nearly always, and then the rows are gone through once
    for path, row in rows_of(draft):
        value = row.get("eventType")
        if isinstance(value, str) and value in odd:
            yield hint((*path, "eventType"), odd[value], "type-spelling", "Developer Guide, event types")
        if isinstance(value, str) and value in many:
            text = f"is one type too many for the dataset: {budget}"
            yield hint((*path, "eventType"), text, "type-budget", "Developer Guide, quotas: event types and columns")


def near_type(value: str, others: Iterable[str], least: int = _LEAST_LENGTH) -> str | None:
    """The type that another one is a slip of: in case, punctuation, ending, or a letter or two; None for none.

    Args:
        value: What was written.
        others: What may be meant.
        least: From how many letters on it may be a slip of another.
    """
    return next((other for other in others if other != value and _is_slip(value, other, least)), None)


def _types_of(draft: Draft) -> Iterator[str]:
    for _, row in rows_of(draft):
        if isinstance(value := row.get("eventType"), str) and value:
            yield value


@lru_cache(maxsize=1_024)
def _odd(value: str, known: frozenset[str], wanted: tuple[str, ...], domain: str | None) -> str | None:
    """What is odd about a type, in words; None for nothing."""
    if value in wanted:
        return None
    near = near_type(value, wanted, _LEAST_OF_DOMAIN)
    if near is not None and (value not in known or letters(value) == letters(near)):
        return f"is no type of the domain; did you mean {near!r}, which {domain} trains on?"
    if value in known:
        return None
    near = near_type(value, sorted(known)[:_MOST_COMPARED])
    if near is None:
        return None
    if near.lower() == value.lower():
        return f"was written {near!r} before; types are compared as they are"
    return f"was never sent here; did you mean {near!r}, which was?"


def _is_slip(one: str, other: str, least: int) -> bool:
    if max(len(one), len(other)) > _LONGEST or abs(len(one) - len(other)) > _MOST_SLIPS:
        return False
    first, second = letters(one), letters(other)
    if first == second:
        return bool(first)
    short, long = sorted((first, second), key=len)
    if len(short) < least or re.sub(r"\d", "", first) == re.sub(r"\d", "", second):
        return False
    if (long.startswith(short) and len(long) - len(short) <= 2) or sorted(first) == sorted(second):
        return True
    return first[0] == second[0] and SequenceMatcher(None, first, second).ratio() > _ALIKE
