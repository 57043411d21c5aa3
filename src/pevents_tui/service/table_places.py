"""Where in a table something of a draft stands: `t.csv line 2, TIMESTAMP`."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.path import Path, format_path
from pevents_tui.service.bulk_layout import MEMBERS, Layout

if TYPE_CHECKING:
    from pevents_tui.service.intake import Source

_MEMBERS = {member: name for name, member in MEMBERS.items()} | {
    "userId": "USER_ID",
    "sessionId": "SESSION_ID",
    "metricAttribution": "EVENT_ATTRIBUTION_SOURCE",
}


class TableRows(NamedTuple):
    """The lines of a table that one draft is of.

    Attributes:
        name: The file.
        lines: The number of each row's line.
        layout: What the columns stand for.
    """

    name: str
    lines: tuple[int, ...]
    layout: Layout

    @property
    def whole(self) -> str:
        """The file with all its lines of the draft: `t.csv lines 2-11`."""
        return f"{self.name} {lines_told(self.lines)}"

    def place(self, path: Path) -> str | None:
        """Where a path of the draft stands: the line, and the column or else the member; None where in no line."""
        row = path[1] if len(path) > 1 else None
        if not isinstance(row, int) or row >= len(self.lines):
            column = self._column(path)
            return f"{self.whole}, {column}" if column else None
        members = path[2:]
        place = f"{self.name} line {self.lines[row]}"
        return f"{place}, {self._column(members) or format_path(members)}" if members else place

    def _column(self, members: Sequence[str | int]) -> str:
        if not members:
            return ""
        spec, (member, *inner) = KINDS[self.layout.kind], members
        if member == "properties":
            columns = {key: name for name, key in self.layout.keys.items()}
            return columns.get(str(inner[0]), "") if inner else ""
        if not spec.happens:
            return self.layout.thing if member == spec.thing else ""
        return "TIMESTAMP" if member == spec.time else _MEMBERS.get(str(member), "")


def without_rows(source: Source, wrong: Container[int]) -> Source:
    """A table's draft without some of its rows, and named by the lines that are left.

    Args:
        source: Of a table.
        wrong: Which rows of the draft.
    """
    draft, table = source.draft, source.table
    if table is None:
        return source
    sound = [at for at in range(len(draft.rows)) if at not in wrong]
    left = table._replace(lines=tuple(table.lines[at] for at in sound))
    rows = [draft.rows[at] for at in sound]
    return source._replace(name=left.whole, draft=draft.put((draft.spec.rows,), rows), table=left)


def lines_told(lines: Sequence[int]) -> str:
    """`line 2`, `lines 2-11`, `lines 2, 5-7`."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    told = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"line{'' if len(lines) == 1 else 's'} {told}"
