"""Draft: a request being written, in AWS's own shape and spelling. Any value may be wrong; it can always be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pevents_tui.domain.kinds import KINDS, ROWS_WORDS, Kind, kind_of
from pevents_tui.domain.path import Path, look_up


class Draft(NamedTuple):
    """An immutable request body with the operation it is for: undo is a list of drafts, autosave is a file.

    Bodies share what did not change; nobody alters one in place.

    Attributes:
        kind: A name in `KINDS`.
        body: The body as the AWS CLI's JSON input has it; `properties` may be an object or a string.
    """

    kind: str
    body: Mapping[str, Any]

    @classmethod
    def blank(cls, kind: str) -> Draft:
        """A draft of one empty row."""
        return cls(kind, {KINDS[kind].rows: [{}]})

    @classmethod
    def of(cls, body: Mapping[str, Any], kind: str | None = None) -> Draft:
        """The draft of a body whose operation is told by its list of rows, or given.

        Raises:
            ValueError: neither tells the operation.
        """
        found = KINDS[kind] if kind else kind_of(body)
        if found is None:
            raise ValueError(f"a request has exactly one of {ROWS_WORDS}")
        return cls(found.name, body)

    @property
    def spec(self) -> Kind:
        """The operation this draft is for."""
        return KINDS[self.kind]

    @property
    def rows(self) -> list[Any]:
        """The rows, or nothing where the list is absent or of another type."""
        rows = self.body.get(self.spec.rows)
        return rows if isinstance(rows, list) else []

    def address(self, own: str | None) -> Any:
        """What says where it goes, any value; the target's own where it names nothing.

        Args:
            own: What the target has for its operation, see `Target.address`.
        """
        return self.body.get(self.spec.address) or own

    def get(self, path: Path) -> Any:
        """The value at a path, None where it is absent."""
        return look_up(self.body, path)

    def put(self, path: Path, value: Any) -> Draft:
        """A draft with the value at the path; blank (None or empty text) makes the member absent.

        Objects and lists on the way are made where they are missing. A list position at its end appends.
        """
        if value is None or value == "":
            return self.remove(path)
        return Draft(self.kind, _put(self.body, path, value))

    def insert(self, path: Path, value: Any) -> Draft:
        """A draft with the value inserted before the list position that ends the path."""
        *above, index = path
        values = list(self.get(tuple(above)) or [])
        values.insert(int(index), value)
        return Draft(self.kind, _put(self.body, tuple(above), values))

    def remove(self, path: Path) -> Draft:
        """A draft without the member or list element at the path; an object or list left empty goes too.

        The list of rows and the rows in it stay, even when empty.
        """
        *above, last = path
        parent = self.get(tuple(above)) if above else self.body
        if isinstance(parent, Mapping):
            left: Any = {name: value for name, value in parent.items() if name != last}
        elif isinstance(parent, list) and isinstance(last, int):
            left = [value for index, value in enumerate(parent) if index != last]
        else:
            return self
        if not above:
            return Draft(self.kind, left)
        keep = left or tuple(above) == (self.spec.rows,) or (len(above) == 2 and above[0] == self.spec.rows)
        return Draft(self.kind, _put(self.body, tuple(above), left)) if keep else self.remove(tuple(above))

    def move(self, path: Path, to: int) -> Draft:
        """A draft with the list element at the path moved to another position; past either end stays at it."""
        *above, index = path
        values = list(self.get(tuple(above)) or [])
        if not isinstance(index, int) or not 0 <= index < len(values):
            return self
        values.insert(max(0, min(to, len(values) - 1)), values.pop(index))
        return Draft(self.kind, _put(self.body, tuple(above), values))


def _put(node: Any, path: Path, value: Any) -> Any:
    """The node with a value at a path, copied along the path only."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        values = list(node) if isinstance(node, list) else []
        if step < len(values):
            values[step] = _put(values[step], tuple(rest), value)
        else:
            values.append(_put(None, tuple(rest), value))
        return values
    members = dict(node) if isinstance(node, Mapping) else {}
    members[step] = _put(members.get(step), tuple(rest), value)
    return members
