"""What workers found or finished, in the past tense: posted to the screen that began them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

from pevents_tui.domain.path import Path

if TYPE_CHECKING:  # for annotations alone: what is imported here is imported before the first paint
    from pevents_tui.domain.items import Catalogue
    from pevents_tui.domain.outcome import Record
    from pevents_tui.domain.suggestions import Suggestion
    from pevents_tui.service import Cancel


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
