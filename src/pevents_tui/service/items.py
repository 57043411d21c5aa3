"""Catalogues: the items of a CSV in the layout of Personalize's Items dataset, and those of the sandbox."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from typing import IO

from pevents_tui.domain.errors import why
from pevents_tui.domain.items import EMPTY, Catalogue, Item
from pevents_tui.domain.kinds import KINDS

MOST_ITEMS = 200_000
"""Most items read of one file."""
LONGEST_LINE = 131_072
"""Longest line read, in characters; also the longest field that Python's reader takes."""
_ID = ("ITEM_ID", "ACTION_ID")
_TITLE = ("TITLE", "NAME", "PRODUCT_NAME", "ITEM_NAME", "PRODUCT_TITLE", "ITEM_TITLE", "DISPLAY_NAME")
_CATEGORY = ("CATEGORY", "CATEGORY_L1", "CATEGORIES", "PRODUCT_CATEGORY", "GENRES", "GENRE", "CATEGORY_L2")
_PRICE = ("PRICE",)
_SHIPPED = {"itemId": ("shop-items.csv", "video-items.csv"), "actionId": ("actions.csv",)}


class _Fault(ValueError):
    """What keeps a file from being read, or from being read on."""


def read_items(path: Path, most: int = MOST_ITEMS) -> Catalogue:
    """The items of a CSV file; what could not be read is told by its `notice`, never raised.

    Args:
        path: UTF-8 with a line of names on top; ITEM_ID must be among them, TITLE, CATEGORY and PRICE may be.
        most: Items past these are left out, and said so.
    """
    found: list[Item] = []
    try:
        if not path.is_file():
            raise _Fault("there is no such file")
        with path.open(encoding="utf-8-sig", newline="") as file:
            found.extend(islice(_items(_lines(file)), most + 1))
    except (OSError, ValueError, csv.Error) as error:
        known = f"; the first {len(found):,} are known" if found else ""
        return Catalogue(found, f"cannot read the items of {path}: {_words(error)}{known}")
    notice = f"{path} has more than {most:,} items; only the first {most:,} are known" if len(found) > most else None
    return Catalogue(found[:most], notice)


def shipped(kind: str) -> Catalogue:
    """The sandbox's own items, or actions; nothing for an operation that is about neither.

    Args:
        kind: A name in `KINDS`.
    """
    names = _SHIPPED.get(KINDS[kind].thing)
    if names is None:
        return EMPTY
    shelves = (files("pevents_tui").joinpath("catalogue", name).read_text(encoding="utf-8") for name in names)
    return Catalogue(chain.from_iterable(_items(text.splitlines()) for text in shelves))


def _items(lines: Iterable[str]) -> Iterator[Item]:
    """The items of lines, the first of which holds the names.

    Raises:
        _Fault: no name is an id's.
    """
    rows = csv.reader(lines)
    names = [name.strip().upper() for name in next(rows, [])]
    at = _position(names, _ID)
    if at is None:
        raise _Fault(f"its first line has no ITEM_ID, only {', '.join(names)[:200] or 'nothing'}")
    columns = [at, *(_position(names, wanted) for wanted in (_TITLE, _CATEGORY, _PRICE))]
    for row in rows:
        if len(row) > at and row[at]:
            yield Item(*("" if column is None or column >= len(row) else row[column] for column in columns))


def _position(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _lines(file: IO[str]) -> Iterator[str]:
    """The lines of a file.

    Raises:
        _Fault: one is too long for a line of a table.
    """
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise _Fault(f"a line is longer than {LONGEST_LINE:,} characters")
        yield line


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return why(error)
    return "it is not UTF-8 text" if isinstance(error, UnicodeError) else str(error)
