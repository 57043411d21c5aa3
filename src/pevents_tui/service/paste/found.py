"""What a reader of foreign texts gives: requests with their lines, and what it did not take over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pevents_tui.domain.draft import Draft

_MOST_NAMED = 60


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was found.

    Attributes:
        draft: What it would send.
        line: 1-based line it begins on.
    """

    draft: Draft
    line: int


@dataclass(slots=True)
class Found:
    """What was found in a text.

    Attributes:
        form: What the text is, in words: `AWS CLI command`.
        requests: In order.
        notices: A sentence for each thing that was not taken over, each once.
    """

    form: str
    requests: list[Request] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def not_taken(self, places: Iterable[tuple[str, str]]) -> None:
        """Tell that profile, region or endpoint stay as they are chosen here.

        Args:
            places: What is named, and its value.
        """
        named = ", ".join(f"{what} {value[:_MOST_NAMED]}" for what, value in places)
        if named:
            self._tell(f"Not taken over: {named}. The target stays as it is chosen here.")

    def left_out(self, what: str) -> None:
        """Tell that another command was left out.

        Args:
            what: Its first words.
        """
        self._tell(f"Left out the command `{what[:_MOST_NAMED]}`.")

    def _tell(self, sentence: str) -> None:
        if sentence not in self.notices:
            self.notices.append(sentence)
