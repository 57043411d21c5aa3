"""RowListScreen: the events of a draft in a list, one line each, to go to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.cells import set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.items import Catalogue
from pevents_tui.domain.times import TimeFault, as_utc, read_time
from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.values import clipped, shown

_WIDTHS = (14, 14, 20, 14, 26)
"""Cells of type, item or action, time, user, and title."""
_MOST_CELLS = 108
_FRAME = 8
"""Cells around a line: border, padding, scroll bar, gaps."""


class RowListScreen(Dialog[int | None]):
    """Gives the index of the row that was picked, or None.

    Args:
        draft: As it would be sent now.
        row: The row that is shown.
        wrong: The rows with problems.
        catalogue: Knows titles.
    """

    DEFAULT_CSS = """
    RowListScreen { align: center middle; }
    RowListScreen OptionList {
        width: 108; max-width: 100%; height: auto; max-height: 80%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    """
    BINDINGS = [("escape,alt+l", "cancel", "Cancel")]  # noqa: RUF012 - Textual's form

    def __init__(self, draft: Draft, row: int, wrong: frozenset[int], catalogue: Catalogue) -> None:
        super().__init__()
        self._draft = draft
        self._row = row
        self._wrong = wrong
        self._catalogue = catalogue

    def compose(self) -> ComposeResult:
        """The list, at the row that is shown."""
        lines = row_lines(self._draft, self.app.size.width, self._wrong, self._catalogue)
        listing = OptionList(*map(Content, lines), markup=False)
        count = len(self._draft.rows)
        listing.border_title = Content(f"{count:,} {self._draft.spec.noun}{'s' * (count != 1)}")
        listing.highlighted = min(self._row, listing.option_count - 1)
        yield listing

    def action_cancel(self) -> None:
        """Pick none."""
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def _pick(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)


def row_lines(draft: Draft, width: int, wrong: frozenset[int], catalogue: Catalogue) -> Iterator[str]:
    """A line for each row: its number, what is wrong with it as a mark, type, item or action, time, user, title.

    Args:
        draft: As it would be sent now.
        width: Cells of the screen; what has no room is left out from the end.
        wrong: The rows with problems.
        catalogue: Knows titles.
    """
    digits = len(str(len(draft.rows)))
    columns, left = 0, min(width, _MOST_CELLS) - _FRAME - digits
    for cells in _WIDTHS:
        left -= cells + 1
        columns += left >= 0
    for index, row in enumerate(draft.rows):
        mark = "!" if index in wrong else " "
        yield " ".join([f"{index + 1:>{digits}}{mark}", *_cells(draft, index, row, catalogue)[:columns]])


def _cells(draft: Draft, index: int, row: Any, catalogue: Catalogue) -> Sequence[str]:
    if not isinstance(row, Mapping):
        return [clipped(visible(shown(row)), 40)]
    spec = draft.spec
    try:
        time = as_utc(read_time(row.get(spec.time)).epoch_s)
    except TimeFault:
        time = shown(row.get(spec.time))
    values = (
        shown(row.get("eventType")),
        shown(row.get(spec.thing)),
        time,
        shown(draft.get(spec.who(index, "userId"))),
        catalogue.title(row.get(spec.thing)),
    )
    cells = zip(values, _WIDTHS, strict=True)
    return [set_cell_size(visible(text[:width]), width) for text, width in cells]
