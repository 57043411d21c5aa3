"""Items by their ids and titles, found by any part of either."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

_MOST_RANKED = 1_000
"""How many items that hold a text are told apart by where it stands in them; those after them are left out."""
_PIECE = 131_072
"""How many characters are searched at once: a tenth of a millisecond."""
_BLANKS = str.maketrans("\n\t\r", "   ")


class Item(NamedTuple):
    """One item, or action, of a catalogue.

    Attributes:
        id: As in the dataset.
        title: For people; empty where the catalogue has none.
        category: Its category or genres, as they stand there.
        price: As it stands there.
    """

    id: str
    title: str = ""
    category: str = ""
    price: str = ""


class Catalogue:
    """Items in the order of their file; of several with one id the first counts.

    Args:
        items: Any number.
        notice: A sentence on what could not be read, None where all of it was.
    """

    def __init__(self, items: Iterable[Item] = (), notice: str | None = None) -> None:
        self._by_id: dict[str, Item] = {}
        for item in items:
            self._by_id.setdefault(item.id, item)
        self._items = list(self._by_id.values())
        self._starts = array("L")
        lines, at = [], 0
        for item in self._items:
            line = f"{item.id.translate(_BLANKS)}\t{item.title.translate(_BLANKS)}".casefold()
            self._starts.append(at)
            at += len(line) + 1
            lines.append(line)
        self._text = "\n" + "\n".join(lines)  # one text: a search is one scan, however many items there are
        self.notice = notice
        """A sentence on what could not be read, None where all of it was."""

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def get(self, id: object) -> Item | None:  # noqa: A002 - an item's own name for it
        """The item of an id, None where there is none."""
        return self._by_id.get(id) if isinstance(id, str) else None

    def title(self, id: object) -> str:  # noqa: A002 - an item's own name for it
        """The title of an id, empty where none is known."""
        item = self.get(id)
        return item.title if item else ""

    def find(self, text: str, limit: int = 8) -> list[Item]:
        """Items whose id begins with a text, then those whose title or a word of it does, then those that hold it.

        Args:
            text: Any part of id or title, upper and lower case alike; empty for any item.
            limit: Most items.
        """
        sought = text.strip().translate(_BLANKS).casefold()
        if not sought:
            return list(islice(self, limit))
        ranked: tuple[list[int], ...] = ([], [], [], [])
        for index in islice(self._holding(sought), _MOST_RANKED):
            ranked[self._rank(index, sought)].append(index)
            if len(ranked[0]) >= limit:
                break
        return [self._items[index] for index in islice(chain(*ranked), limit)]

    def _holding(self, sought: str) -> Iterator[int]:
        """The indexes of the items that hold a text."""
        at = self._place(sought, 0)
        while at >= 0:
            # The text begins with a line feed, so that a line's own begins one character before its start.
            index = bisect_right(self._starts, at) - 1
            yield index
            following = index + 1
            at = self._place(sought, self._starts[following]) if following < len(self._items) else -1

    def _place(self, sought: str, start: int) -> int:
        """Where a text stands, looked for in pieces: the interpreter runs nothing else during one search."""
        while start < len(self._text):
            at = self._text.find(sought, start, start + _PIECE + len(sought))
            if at >= 0:
                return at
            start += _PIECE
        return -1

    def _rank(self, index: int, sought: str) -> int:
        """0 where the id begins with a text, 1 where the title does, 2 where one of its words does, else 3."""
        start = self._starts[index]
        end = self._starts[index + 1] if index + 1 < len(self._items) else len(self._text)
        line = self._text[start:end]
        return next((rank for rank, before in enumerate(("\n", "\t", " ")) if before + sought in line), 3)


EMPTY = Catalogue()
"""A catalogue of nothing."""
