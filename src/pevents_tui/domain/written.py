"""Written: the request as a person typed it in JSON, whether it can be read or not."""

from __future__ import annotations

from typing import NamedTuple

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsonedit import read_json, shared
from pevents_tui.domain.jsontext import JsonFault
from pevents_tui.domain.kinds import kind_of


class Written(NamedTuple):
    """A request's JSON text, kept letter by letter while the draft says the same, or while it cannot be read.

    Attributes:
        text: As it was typed.
        fault: What is wrong with it; None where the draft says what it says.
    """

    text: str
    fault: JsonFault | None = None

    @property
    def unread(self) -> bool:
        """Whether the draft does not say what stands there."""
        return self.fault is not None

    @property
    def told(self) -> str:
        """What is wrong, with its place: `line 4, column 12: expected a comma`."""
        if self.fault is None:
            return ""
        return f"line {self.fault.line or 1}, column {self.fault.column or 1}: {self.fault.words}"


def read_request(text: str, before: Draft) -> Draft:
    """The draft of a request's JSON text.

    Args:
        text: A whole body; of which operation its list of rows tells.
        before: The draft until now: unchanged parts are shared with it, and it tells the operation where rows do not.

    Raises:
        JsonFault: not JSON, or no object; with line and column.
    """
    body = read_json(text)
    if not isinstance(body, dict):
        from pevents_tui.domain.jsonwalk import line_and_column, places  # noqa: PLC0415 - it waits for a fault

        begun = next(begin for _, begin in places(text))
        raise JsonFault("a request is an object: { … }", *line_and_column(text, begun))
    kind = kind_of(body)
    return Draft(kind.name if kind else before.kind, shared(before.body, body))
