"""What happened, in the past tense: posted up by widgets and workers, answered by a screen with a new draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.message import Message

from pevents_tui.domain.path import Path

if TYPE_CHECKING:  # for annotations alone: what is imported here is imported before the first paint
    from pevents_tui.domain.outcome import Record
    from pevents_tui.domain.recommended import Recommended


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


class RequestPasted(Message):
    """What was pasted into one field looks like a whole request.

    Attributes:
        text: All of it.
        put_in: Puts it into the field as the text it is.
    """

    def __init__(self, text: str, put_in: Callable[[], None]) -> None:
        super().__init__()
        self.text = text
        self.put_in = put_in


class FreshWanted(Message):
    """A fresh value was asked for in a field.

    Attributes:
        path: The member.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


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


class ListPasted(Message):
    """The answer of a recommender was pasted where impressions stand.

    Attributes:
        path: The impressions in the body.
        recommended: The list in the answer.
    """

    def __init__(self, path: Path, recommended: Recommended) -> None:
        super().__init__()
        self.path = path
        self.recommended = recommended


class SuggestionTaken(Message):
    """A value that was offered was chosen with the mouse.

    Attributes:
        value: The value.
    """

    def __init__(self, value: str) -> None:
        super().__init__()
        self.value = value


class TextTyped(Message):
    """The request's JSON text was edited.

    Attributes:
        text: All of it.
        by_key: It differs from before by what a key does.
    """

    def __init__(self, text: str, *, by_key: bool) -> None:
        super().__init__()
        self.text = text
        self.by_key = by_key


class ProblemChosen(Message):
    """A problem was picked, to be shown at its field.

    Attributes:
        path: Where in the body.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class SteppedTo(Message):
    """Another call of the send is shown.

    Attributes:
        record: The call.
    """

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record
