"""What happened, in the past tense: posted up by widgets and workers, answered by a screen with a new draft."""

from __future__ import annotations

from typing import Any

from textual.message import Message

from pevents_tui.domain.outcome import Record
from pevents_tui.domain.path import Path


class Edited(Message):
    """A value was typed; blank means that the member is to be absent.

    Attributes:
        path: Where in the body.
        value: Text as typed, or the value it stands for.
    """

    def __init__(self, path: Path, value: Any) -> None:
        super().__init__()
        self.path = path
        self.value = value


class LineTyped(Message):
    """Something stands in the line that a list is added to with, and is not added yet.

    Attributes:
        path: The list, or the properties, in the body.
        text: What stands there; empty when it was added or taken away.
    """

    def __init__(self, path: Path, text: str) -> None:
        super().__init__()
        self.path = path
        self.text = text


class LineEntered(Message):
    """What stands in the line of a list was meant to be added now.

    Attributes:
        path: The list, or the properties, in the body.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class Inserted(Message):
    """Elements were added to a list.

    Attributes:
        path: The list in the body.
        index: Before which element.
        values: What was added, in order.
    """

    def __init__(self, path: Path, index: int, values: list[Any]) -> None:
        super().__init__()
        self.path = path
        self.index = index
        self.values = values


class Removed(Message):
    """A member or an element was taken away.

    Attributes:
        path: Where in the body.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class Moved(Message):
    """An element was moved within its list.

    Attributes:
        path: The element.
        to: Its new position.
    """

    def __init__(self, path: Path, to: int) -> None:
        super().__init__()
        self.path = path
        self.to = to


class RulesLoaded(Message):
    """The rules that drafts are checked by are there."""


class ProblemChosen(Message):
    """A problem was picked, to be shown at its field.

    Attributes:
        path: Where in the body.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class RecordSettled(Message):
    """An attempt of the running send ended and was kept.

    Attributes:
        record: As it was kept.
    """

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record


class SendEnded(Message):
    """The running send is over.

    Attributes:
        failure: A sentence on what kept it from going on, None where nothing did.
    """

    def __init__(self, failure: str | None = None) -> None:
        super().__init__()
        self.failure = failure


class SteppedTo(Message):
    """Another call of the send is shown.

    Attributes:
        record: The call.
    """

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record
