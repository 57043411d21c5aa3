"""Measures: how much a list moved: the share of each category before and after as bars, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import set_cell_size
from textual.content import Content
from textual.widget import Widget

from pevents_tui.domain.ranking import Share, shares
from pevents_tui.domain.verdict import UNSEEN, Sight
from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.recommend.ranked_list import CHIPS

CHIP_STYLES = ("$text-primary", "$text-success", "$text-warning", "$text-accent", "$text-error", "$text-secondary")
"""The colours of categories, in their order; the list's own chips have the same."""
_NAME, _NUMBERS = 11, 14
_FULL, _GREW, _LOST = "█", "▓", "░"
_REST = "others"


class Measures(Widget):
    """The categories' shares, then the numbers: overlap, rank-biased overlap, time to effect, and the control user."""

    DEFAULT_CSS = """
    Measures {
        text-wrap: nowrap; text-overflow: ellipsis; padding: 0 1;
        background: $surface; border: round $border-blurred; border-title-color: $foreground-muted;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self._sight: Sight | None = None
        self._categories: Sequence[str] = ()
        self.plain = False
        """An audience looks on: the control user is not named, and the numbers come last."""

    def show(self, sight: Sight | None, categories: Sequence[str]) -> None:
        """Show another step.

        Args:
            sight: The step; None where there is none.
            categories: In the order of their colours.
        """
        self._sight, self._categories = sight, categories
        self.refresh()

    def render(self) -> Content:
        """As many categories as there are lines for, below the numbers."""
        if self._sight is None:
            return Content("")
        numbers, control = numbers_line(self._sight, self.size.width), control_line(self._sight, named=not self.plain)
        if self.plain:
            return Content("\n").join([control, *self._bars(max(0, self.size.height - 1)), numbers])
        return Content("\n").join([numbers, control, *self._bars(max(0, self.size.height - 2))])

    def _bars(self, most: int) -> list[Content]:
        """A line for each category, what was largest before or after first; the last may stand for the others."""
        sight = self._sight
        assert sight is not None  # noqa: S101 - looked at by the only caller
        change = sight.change
        after = _parts(shares(sight.column.listing))
        before = _parts(change.shares_before) if change is not None else after
        names = sorted({**before, **after}, key=lambda name: (-max(before.get(name, 0), after.get(name, 0)), name))
        shown = names if len(names) <= most else names[: max(0, most - 1)]
        lines = [self._bar(name, before.get(name, 0.0), after.get(name, 0.0)) for name in shown]
        if len(shown) < len(names) and most:
            rest = names[len(shown) :]
            was, now = (sum(each.get(name, 0.0) for name in rest) for each in (before, after))
            lines.append(self._bar(f"{len(rest)} {_REST}", was, now))
        return lines

    def _bar(self, name: str, before: float, after: float) -> Content:
        width = max(4, self.size.width - _NAME - _NUMBERS - 2)
        both, grew, lost = (round(part * width) for part in (min(before, after), after, before))
        chip = f"{self._chip(name)}"
        told = f"{before:>4.0%}" + (f" → {after:.0%}" if round(before, 2) != round(after, 2) else "")
        style = "bold $text-success" if after - before > 0.005 else "bold $text-warning" if before > after else ""
        return Content("").join(
            [
                Content.styled(set_cell_size(visible(name), _NAME) + " ", chip),
                Content.styled(told.ljust(_NUMBERS), style) if style else Content(told.ljust(_NUMBERS)),
                Content.styled(_FULL * both, chip),
                Content.styled(_GREW * max(0, grew - both), "bold $text-success"),
                Content.styled(_LOST * max(0, lost - both), "$text-warning"),
            ]
        )

    def _chip(self, name: str) -> str:
        return CHIP_STYLES[self._categories.index(name) % CHIPS] if name in self._categories else "$text-muted"


def numbers_line(sight: Sight, width: int) -> Content:
    """Overlap, rank-biased overlap, the time to effect, and how often it was looked, as far as there is room.

    Args:
        sight: The step.
        width: How many cells there are.
    """
    change, column = sight.change, sight.column
    if change is None:
        return Content.styled("Numbers come with the first event.", "$text-muted")
    if sight.word == UNSEEN:
        return Content.styled(f"No list came in {column.polls} looks: there is nothing to compare.", "$text-warning")
    parts = [
        Content("overlap@") + Content(f"{change.depth} ") + Content.styled(f"{change.overlap:.0%}", "bold"),
        Content("rank-biased overlap ") + Content.styled(f"{change.rbo:.2f}", "bold"),
    ]
    if sight.effect_s is not None:
        parts.append(Content("effect after ") + Content.styled(f"{sight.effect_s:.1f} s", "bold"))
    parts.append(Content(f"{column.polls} look{'' if column.polls == 1 else 's'}"))
    while len(parts) > 1 and Content(" · ").join(parts).cell_length > width:
        parts.pop()
    return Content(" · ").join(parts)


def control_line(sight: Sight, *, named: bool = True) -> Content:
    """Whether the list of the control user stayed.

    Args:
        sight: The step.
        named: Say who it is.
    """
    control = sight.run.control_user
    if control is None:
        return Content.styled("No control user: the question names somebody whose list should stay.", "$text-muted")
    who = Content(f"Control user {visible(control)}: " if named else "The control user: ")
    if sight.change is None:
        return who + Content.styled("does nothing, so the list should stay", "$text-muted")
    if sight.control_stayed is None:
        return who + Content.styled("? not looked at this time", "$text-warning")
    if sight.control_stayed:
        return who + Content.styled("= list unchanged", "bold $text-success")
    return who + Content.styled("! list moved too, so that something else had a part in it", "bold $text-warning")


def _parts(told: Sequence[Share]) -> dict[str, float]:
    return {each.category: each.part for each in told}
