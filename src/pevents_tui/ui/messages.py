"""What happened, in the past tense: posted up by widgets and workers, answered by a screen with a new draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.widgets import Input

from pevents_tui.domain.path import Path

if TYPE_CHECKING:  # for annotations alone: what is imported here is imported before the first paint
    from pevents_tui.domain.items import Catalogue
    from pevents_tui.domain.outcome import Record
    from pevents_tui.domain.recommended import Recommended
    from pevents_tui.domain.suggestions import Suggestion
    from pevents_tui.service import Cancel


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


class ListFound(Message):
    """The list that was shown last was looked for.

    Attributes:
        path: The impressions in the body that it was wanted for.
        ids: What it is made of; empty where there is none.
        told: Which list it is, in words.
    """

    def __init__(self, path: Path, ids: tuple[str, ...], told: str) -> None:
        super().__init__()
        self.path = path
        self.ids = ids
        self.told = told


class CatalogueLoaded(Message):
    """The items, or actions, that have titles were read.

    Attributes:
        kind: The operation they are for.
        catalogue: All of them.
    """

    def __init__(self, kind: str, catalogue: Catalogue) -> None:
        super().__init__()
        self.kind = kind
        self.catalogue = catalogue


class NamesLoaded(Message):
    """The names of trackers that were found before were read.

    Attributes:
        names: By their tracking IDs.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self.names = names


class Suggested(Message):
    """Values for what was typed were looked for.

    Attributes:
        stamp: Which question it answers.
        line: The line that was typed in.
        text: What was typed.
        suggestions: What may be meant, the likeliest first.
        wanted: Whether a person asked for them.
        first: Whether to highlight the first.
    """

    def __init__(
        self, stamp: int, line: Input, text: str, suggestions: Sequence[Suggestion], *, wanted: bool, first: bool
    ) -> None:
        super().__init__()
        self.stamp = stamp
        self.line = line
        self.text = text
        self.suggestions = suggestions
        self.wanted = wanted
        self.first = first


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


class SchemaRead(Message):
    """AWS was asked for a schema.

    Attributes:
        cancel: What would have stopped it, which tells one asking from another.
        told: How it ended, in a sentence; empty where nobody asked.
        failed: It is not known.
    """

    def __init__(self, cancel: Cancel, told: str, *, failed: bool) -> None:
        super().__init__()
        self.cancel = cancel
        self.told = told
        self.failed = failed


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
