"""A run of recommendations as JSON's types, and read back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from pevents_tui.domain.reason import Reason
from pevents_tui.domain.recommendation import Act, Ask, Column, Listing, Promotion, Row, Run

T = TypeVar("T")
VERSION = 1
"""Of the document; a later one is not read."""


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
        return _made(Run, document, columns=columns, control_columns=control, again=again)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a part of it is missing or of another kind ({error})") from None


def _column(told: Mapping[str, Any]) -> Column:
    acts = tuple(
        _made(Act, each, ids=_texts(each["ids"]), ended=_texts(each["ended"]), records=tuple(map(int, each["records"])))
        for each in told["acts"]
    )
    reasons = tuple(_made(Reason, each) for each in told.get("reasons", ()))
    return _made(Column, told, listing=_listing(told["listing"]), acts=acts, reasons=reasons)


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
    return _made(Ask, told, promotions=promotions, **pairs, **texts)


def _made(kind: type[T], told: Mapping[str, Any], **parts: Any) -> T:
    """One value of a kind: the given parts, and what is told of the others."""
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    plain = {name: value for name, value in told.items() if name in names and name not in parts}
    if not all(value is None or isinstance(value, str | int | float) for value in plain.values()):
        raise TypeError(f"a {kind.__name__.lower()} holds texts and numbers")
    return kind(**plain, **parts)


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(each) for each in values)


def _pairs(values: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in values)
