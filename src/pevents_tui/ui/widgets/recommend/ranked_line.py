"""One recommended row in one line of text, as wide as there is room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from pevents_tui.domain.ranking import Move
from pevents_tui.domain.recommendation import Row
from pevents_tui.domain.veil import UNTITLED
from pevents_tui.domain.verdict import Sight
from pevents_tui.domain.visible import visible

ACTED, MARKED = "✓", "●"
"""The signs of a row that was acted on, and of one that a person marked for the next act."""
MOST_CATEGORY = 16
"""The widest column of categories."""
_RANK, _CHANGE, _PRICE, _SCORE, _RISE, _ID = 3, 7, 8, 7, 8, 14
_CATEGORY_FROM, _SCORE_FROM, _PRICE_FROM, _RISE_FROM, _ID_FROM = 34, 54, 64, 74, 92
_LEAST = 0.00005


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each column is, in cells; 0 where there is no room for it, or nothing to stand in it."""

    change: int
    title: int
    category: int
    price: int
    score: int
    rise: int
    id: int

    @classmethod
    @lru_cache(maxsize=32)
    def within(
        cls,
        width: int,
        *,
        changes: bool,
        rises: bool,
        prices: bool,
        scores: bool,
        ids: bool = True,
        category: int = MOST_CATEGORY,
    ) -> Columns:
        """The columns for a width.

        Args:
            width: Cells there are.
            changes: Rows have moved, so that there is something to tell.
            rises: Scores have changed.
            prices: Rows have prices.
            scores: Rows have scores.
            ids: Ids are shown.
            category: How many cells the widest category takes.
        """
        change = _CHANGE if changes else 0
        wanted = (
            (min(category, MOST_CATEGORY) if width >= _CATEGORY_FROM else 0),
            (_PRICE if prices and width >= _PRICE_FROM else 0),
            (_SCORE if scores and width >= _SCORE_FROM else 0),
            (_RISE if rises and width >= _RISE_FROM else 0),
            (_ID if ids and width >= _ID_FROM else 0),
        )
        title = max(0, width - _RANK - 2 - change - sum(cells + 1 for cells in wanted if cells))
        return cls(change, title, *wanted)


@dataclass(frozen=True, slots=True)
class Line:
    """What one line shows.

    Attributes:
        row: The row.
        rank: From 1; None for one that is gone.
        move: What became of it; None where there is nothing to compare with.
        marked: A person marked it for the next act.
        acted: It was acted on.
    """

    row: Row
    rank: int | None
    move: Move | None = None
    marked: bool = False
    acted: bool = False

    @property
    def name(self) -> str:
        """What it is called: its title, else its id."""
        return visible(self.row.title or self.row.id)

    @property
    def category(self) -> str:
        """Its categories, in one text."""
        return ", ".join(self.row.categories)

    @property
    def sign(self) -> str:
        """`●` where it is marked, `✓` where it was acted on."""
        return MARKED if self.marked else ACTED if self.acted else " "

    @property
    def style(self) -> str:
        """Which of the styles its change has: `new`, `gone`, `up`, `down`, or `same`."""
        move = self.move
        if move is None:
            return "same"
        if move.before is None:
            return "new"
        if move.after is None:
            return "gone"
        return "up" if move.rise > 0 else "down" if move.rise < 0 else "same"


@dataclass(frozen=True, slots=True)
class Holds:
    """What there is to stand in the columns of a list.

    Attributes:
        changes: Rows have moved.
        rises: Scores have changed.
        prices: Rows have prices.
        scores: Rows have scores.
        category: How many cells the widest category takes.
    """

    changes: bool
    rises: bool
    prices: bool
    scores: bool
    category: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Holds:
        """What some lines hold."""
        return cls(
            changes=any(line.move is not None for line in lines),
            rises=any(rise_word(line.move) for line in lines),
            prices=any(line.row.price for line in lines),
            scores=any(line.row.score is not None for line in lines),
            category=max((cell_len(visible(line.category)) for line in lines), default=0),
        )


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts of a line, each padded or cut to its column and followed by its space."""

    rank: str
    sign: str
    change: str
    title: str
    category: str
    rest: str
    rise: str
    id: str


def cells(line: Line, columns: Columns, *, plain: bool = False) -> Cells:
    """What one line says, with nothing in it that a terminal would obey.

    Args:
        line: The row and what became of it.
        columns: Their widths.
        plain: An id never stands for a title.
    """
    row, move = line.row, line.move
    rank = "" if line.rank is None else str(line.rank)
    score = "" if row.score is None else f"{row.score:.4f}"
    return Cells(
        rank=rank.rjust(_RANK - 1)[: _RANK - 1] + " ",
        sign=f"{line.sign} ",
        change=_fit(move.word if move else "", columns.change, gap=False),
        title=set_cell_size((visible(row.title) or UNTITLED) if plain else line.name, columns.title),
        category=_fit(line.category, columns.category),
        rest=_right(row.price, columns.price) + _right(score, columns.score),
        rise=_right(rise_word(move), columns.rise),
        id=_fit(row.id, columns.id),
    )


def rise_word(move: Move | None) -> str:
    """How much a score changed: `+0.0120`; empty where it did not, or nobody knows."""
    by = move.score_change if move else None
    return f"{by:+.4f}" if by is not None and abs(by) >= _LEAST else ""


def _fit(text: str, width: int, *, gap: bool = True) -> str:
    return (" " if gap else "") + set_cell_size(visible(text), width) if width else ""


def _right(text: str, width: int) -> str:
    return " " + set_cell_size(visible(text).rjust(width), width) if width else ""


def later_lines(seen: Sight, marked: Collection[str]) -> list[Line]:
    """The rows as they are in a step.

    Args:
        seen: The step.
        marked: The ids that are marked.
    """
    moves = {move.id: move for move in seen.change.moves} if seen.change else {}
    acted = seen.acted_ids
    return [
        Line(row, rank, moves.get(row.id), row.id in marked, row.id in acted)
        for rank, row in enumerate(seen.column.listing.rows, 1)
    ]


def earlier_lines(seen: Sight) -> tuple[list[Line], list[Line]]:
    """The rows as they were, of which those that are gone say so; and those that are gone.

    Args:
        seen: The step that came after.
    """
    if seen.before is None or seen.change is None:
        return [], []
    gone, acted = {move.id: move for move in seen.change.moves if move.after is None}, seen.acted_ids
    lines = [
        Line(row, rank, gone.get(row.id), acted=row.id in acted) for rank, row in enumerate(seen.before.listing.rows, 1)
    ]
    return lines, [replace(line, rank=None) for line in lines if line.move is not None]
