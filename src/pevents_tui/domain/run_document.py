"""A run of recommendations as JSON's types, and read back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from pevents_tui.domain.reason import Reason
from pevents_tui.domain.recommendation import METHODS, Act, Ask, Column, Listing, Promotion, Row, Run
from pevents_tui.domain.times import FIRST_S, LAST_S

T = TypeVar("T")
VERSION = 1
"""Of the document; a later one is not read."""
_TIMES = frozenset({"began_s", "at_s", "received_s"})
_LARGEST = 2**63 - 1
"""A number beyond it is none that a run of ours has."""


def run_as_document(run: Run) -> dict[str, Any]:
    """The run in JSON's types."""
    return {"version": VERSION, **asdict(run)}


def run_of_document(document: Mapping[str, Any]) -> Run:
    """The run of a document that `run_as_document` gave.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(document, Mapping) or document.get("version") != VERSION:
        raise ValueError(f"it is no run of version {VERSION}")
    try:
        columns = tuple(map(_column, document["columns"]))
        control = tuple(map(_column, document["control_columns"]))
        again = tuple(map(_texts, document.get("again", ())))
        if not columns:
            raise ValueError("there is no list in it")
        return _made(Run, document, columns=columns, control_columns=control, again=again)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a part of it is missing or of another kind ({error})") from None


def _column(told: Mapping[str, Any]) -> Column:
    acts = tuple(
        _made(
            Act,
            each,
            ids=_texts(each["ids"]),
            ended=_texts(each["ended"]),
            records=tuple(map(_number, each["records"])),
        )
        for each in told["acts"]
    )
    reasons = tuple(_made(Reason, each) for each in told.get("reasons", ()))
    return _made(Column, told, listing=_listing(told["listing"]), acts=acts, reasons=reasons)


def _number(value: Any) -> int:
    if not _fits("records", value, "int"):
        raise TypeError("the number of a call is none")
    return int(value)


def _listing(told: Mapping[str, Any]) -> Listing:
    rows = tuple(
        _made(Row, each, metadata=_pairs(each["metadata"]), reasons=_texts(each["reasons"])) for each in told["rows"]
    )
    return _made(Listing, told, rows=rows, asked=_ask(told["asked"]))


def _ask(told: Mapping[str, Any]) -> Ask:
    promotions = tuple(
        _made(Promotion, each, filter_values=_pairs(each["filter_values"])) for each in told["promotions"]
    )
    pairs = {name: _pairs(told[name]) for name in ("filter_values", "context")}
    texts = {name: _texts(told[name]) for name in ("input_ids", "metadata_columns")}
    if told["kind"] not in METHODS:
        raise TypeError("it asks no operation that is known")
    return _made(Ask, told, promotions=promotions, **pairs, **texts)


def _made(kind: type[T], told: Mapping[str, Any], **parts: Any) -> T:
    """One value of a kind: the given parts, and what is told of the others, each of its field's own type."""
    types = {each.name: str(each.type) for each in fields(kind)}  # type: ignore[arg-type]
    plain = {name: value for name, value in told.items() if name in types and name not in parts}
    for name, value in plain.items():
        if not _fits(name, value, types[name]):
            raise TypeError(f"{name} of a {kind.__name__.lower()} is no {types[name]}")
    return kind(**plain, **parts)


def _fits(name: str, value: Any, wanted: str) -> bool:
    """Whether a value is of a field's type; a number is finite, and a time is one that there is a date for."""
    if value is None:
        return "None" in wanted
    if isinstance(value, bool) or not isinstance(value, int | float):
        return type(value).__name__ in wanted.split(" | ")
    if not ("float" in wanted or ("int" in wanted and isinstance(value, int))):
        return False
    return FIRST_S <= value <= LAST_S if name in _TIMES else abs(value) <= _LARGEST


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    made = tuple(values)
    if isinstance(values, str) or not all(isinstance(each, str) for each in made):
        raise TypeError("a text is missing or of another kind")
    return made


def _pairs(values: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in map(_texts, values))
