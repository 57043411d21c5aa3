"""Items by their ids and titles, found by any part of either."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

_BLANKS = str.maketrans("\n\t\r", "   ")


@dataclass(frozen=True, slots=True)
class Item:
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
        """Items whose id begins with a text, then those with a word of the title that does, then those that hold it.

        Args:
            text: Any part of id or title, upper and lower case alike; empty for any item.
            limit: Most items.
        """
        sought = text.strip().translate(_BLANKS).casefold()
        if not sought:
            return list(islice(self, limit))
        found: dict[int, None] = {}
        for before in ("\n", "\t", " ", ""):
            if len(found) < limit:
                found.update(dict.fromkeys(self._search(before + sought, limit)))
        return [self._items[index] for index in islice(found, limit)]

    def _search(self, sought: str, limit: int) -> Iterator[int]:
        """The indexes of the first items that hold a text, each once."""
        at = self._text.find(sought)
        while at >= 0 and limit > 0:
            # The text begins with a line feed, so that a line's own begins one character before its start.
            index = bisect_right(self._starts, at) - 1
            yield index
            limit -= 1
            following = index + 1
            at = self._text.find(sought, self._starts[following]) if following < len(self._items) else -1


EMPTY = Catalogue()
"""A catalogue of nothing."""
