"""One call in one line of text, as wide as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.call_pages import LineLike

MARKS = {"accepted": "✓", "refused": "✗", "unknown": "?", "not sent": "\N{EN DASH}", "sending": "…"}
"""The sign of each word, so that no word is told by its colour alone."""
MARKED = "●"
"""The sign of a line that a person marked."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME, _WORD = 8, 10
_REAL = ("DEV", "STAGING", "PRODUCTION")
"""The policies that stand in a line: those of real trackers."""
_SHORT_POLICY, _POLICY_FROM = 4, 24
"""How much of a policy's word stands where items have fewer cells than this."""
_LEAST_TITLE = 8
"""From how many free cells on a title stands beside its id."""
_TAGS, _TARGET, _KIND, _TRACKER = 12, 14, 7, 9
_WORD_FROM, _USER_FROM, _TAGS_FROM, _TARGET_FROM, _KIND_FROM, _TRACKER_FROM = 40, 64, 68, 92, 112, 124
"""From how many columns on the word stands beside its sign, and user, tags, target, operation, tracker at the end."""
_KINDS = {
    "put-events": "events",
    "put-action-interactions": "actions",
    "put-items": "+items",
    "put-users": "+users",
    "put-actions": "+action",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each column is, in cells; 0 where there is no room for it."""

    time: int
    word: int
    types: int
    items: int
    user: int
    tags: int = 0
    target: int = 0
    kind: int = 0
    tracker: int = 0

    @classmethod
    @lru_cache(maxsize=16)
    def within(cls, width: int) -> Columns:
        """The columns for a width, with one cell of space between them.

        Args:
            width: Cells there are.
        """
        time = min(_TIME, max(0, width))
        word = _WORD if width >= _WORD_FROM else min(1, max(0, width - time - 1))
        rest = max(0, width - time - word - 3)
        wanted = ((_TAGS_FROM, _TAGS), (_TARGET_FROM, _TARGET), (_KIND_FROM, _KIND), (_TRACKER_FROM, _TRACKER))
        tags, target, kind, tracker = (cells if width >= least else 0 for least, cells in wanted)
        rest -= sum(cells + 1 for cells in (tags, target, kind, tracker) if cells)
        user = rest // 4 if width >= _USER_FROM else 0
        rest -= user + 1 if user else 0
        types = min(24, max(rest * 2 // 5, min(rest, 8)))
        return cls(time, word, types, max(0, rest - types), user, tags, target, kind, tracker)


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts of a line, each padded or cut to its column and followed by its space."""

    time: str
    mark: str
    rest: str


def cells(line: LineLike, columns: Columns, now: datetime, zone: tzinfo | None, title: str = "") -> Cells:
    """What one line says, with nothing in it that a terminal would obey.

    Args:
        line: The call.
        columns: Their widths.
        now: The present, to leave out today's date.
        zone: The time zone to tell the time in; None means the machine's own.
        title: What its first item stands for, told where there is room beside the id.
    """
    mark = MARKS.get(line.word, "?")
    told = f"{mark} {line.word}" if columns.word > 1 else mark
    further = (
        (line.user or "", columns.user),
        (" ".join(line.tags), columns.tags),
        (line.target_label, columns.target),
        (_KINDS.get(line.kind, ""), columns.kind),
        (line.tracking_id, columns.tracker),
    )
    rest = (_what(line, columns, title), *(_fit(text, width) for text, width in further if width))
    return Cells(_fit(when(line.at_s, now, zone), columns.time) + " ", _fit(told, columns.word) + " ", " ".join(rest))


def _what(line: LineLike, columns: Columns, title: str) -> str:
    """What was sent, and beside it the policy where it went to a real tracker."""
    items, real = _listed(line.items), line.policy in _REAL
    if real and columns.items < _POLICY_FROM:  # close together, so that the short word costs no id its end
        short = f"{line.policy[:_SHORT_POLICY]:{_SHORT_POLICY}} {_types(line)} {items}"
        return _fit(short, columns.types + 1 + columns.items)
    items = f"{line.policy} {items}" if real else items
    if title and columns.items >= cell_len(visible(items[: columns.items])) + _LEAST_TITLE:
        items += f"  {title}"
    return f"{_fit(_types(line), columns.types)} {_fit(items, columns.items)}"


def when(at_s: float, now: datetime, zone: tzinfo | None) -> str:
    """The time of day, the day when it was another one, the month when it was another year; in eight cells at most.

    Args:
        at_s: Epoch seconds.
        now: The present.
        zone: The time zone; None means the machine's own.
    """
    try:
        at = datetime.fromtimestamp(at_s, zone)
    except (OverflowError, OSError, ValueError):
        return "?"
    today = now.astimezone(zone)
    if at.date() == today.date():
        return f"{at:%H:%M:%S}"
    month = _MONTHS[at.month - 1]
    return f"{at.day} {month}" if at.year == today.year else f"{month} {at.year}"


def _types(line: LineLike) -> str:
    types = _listed(line.event_types)
    return f"{types} \N{MULTIPLICATION SIGN}{line.rows}" if line.rows > 1 else types


def _listed(texts: Sequence[str]) -> str:
    if not texts:
        return ""
    return texts[0] if len(texts) == 1 else f"{texts[0]} +{len(texts) - 1}"


def _fit(text: str, width: int) -> str:
    shown = visible(text[: 4 * width + 4])
    if cell_len(shown) > width > 0:
        shown = set_cell_size(shown, width - 1) + "…"
    return set_cell_size(shown, width)
