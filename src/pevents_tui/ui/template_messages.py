"""What happened to templates, in the past tense: posted up by workers, answered by a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:  # for annotations alone: what is imported here is imported before the first paint
    from pevents_tui.domain.plan import Target
    from pevents_tui.domain.scenario import Scenario
    from pevents_tui.service.templates import Entry, Written
    from pevents_tui.service.templates.listing import Facts


class TemplatesFound(Message):
    """The folders of templates were looked through.

    Attributes:
        entries: Every template and scenario.
        notice: A sentence on a project's folder that is not read; None where all is well.
    """

    def __init__(self, entries: Sequence[Entry], notice: str | None) -> None:
        super().__init__()
        self.entries = entries
        self.notice = notice


class TemplateRead(Message):
    """A template or scenario was read.

    Attributes:
        entry: Its file.
        read: What it holds.
        by_hand: A person chose it; otherwise its file changed.
    """

    def __init__(self, entry: Entry, read: Written | Scenario, by_hand: bool) -> None:
        super().__init__()
        self.entry = entry
        self.read = read
        self.by_hand = by_hand


class TemplateWordsRead(Message):
    """What templates are found by beside their names was read.

    Attributes:
        words: By what tells a template from the others, and which state of its file it is.
    """

    def __init__(self, words: Mapping[tuple[str, object], tuple[str, ...]]) -> None:
        super().__init__()
        self.words = words


class TemplatePreviewed(Message):
    """A template was looked at without loading it.

    Attributes:
        key: Tells which one.
        facts: What is told of it.
    """

    def __init__(self, key: str, facts: Facts) -> None:
        super().__init__()
        self.key = key
        self.facts = facts


class TargetWanted(Message):
    """The target that a template is for is to be gone to.

    Attributes:
        target: As it is saved.
    """

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target
