"""The list that the service recommended, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pevents_tui.domain.ask import Ask
from pevents_tui.domain.recommended import Recommended

if TYPE_CHECKING:
    from pevents_tui.domain.outcome import Outcome

MOST_SHOWN = 25
"""Most ids that an event's impression takes. Source: shape ImpressionsList of the service model."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list.

    Attributes:
        id: The item's or action's.
        score: As the service gave it; None where it gave none.
        promotion: The promotion it came by; None for none.
        metadata: What the service told of the item, by column.
        title: For people; empty where nobody told one.
        category: Its category or genres, as they stand in the catalogue; empty where nobody told one.
        price: As it stands in the catalogue; empty where nobody told one.
        reasons: Why it is there, in the service's words.
    """

    id: str
    score: float | None = None
    promotion: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    title: str = ""
    category: str = ""
    price: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """Its categories one by one, as Personalize joins several with a bar."""
        return tuple(part.strip() for part in self.category.split("|") if part.strip())


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that the service recommended.

    Attributes:
        rows: The best first.
        recommendation_id: The service's name for the list; None where it gave none.
        asked: The question it answers.
        received_s: When it came, in epoch seconds.
        latency_ms: How long the answer took.
    """

    rows: tuple[Row, ...]
    recommendation_id: str | None
    asked: Ask
    received_s: float = 0.0
    latency_ms: float = 0.0

    @property
    def ids(self) -> tuple[str, ...]:
        """The rows' ids, the best first."""
        return tuple(row.id for row in self.rows)

    @property
    def recommended(self) -> Recommended:
        """The list as the forms offer it for impressions."""
        return Recommended(self.ids, self.recommendation_id, self.received_s)

    def impression(self, *acted: str) -> tuple[str, ...]:
        """The ids an event about some rows tells as shown: the list's own order, at most 25.

        A row past the 25th that was acted on takes the last place, since what was acted on was seen.

        Args:
            acted: The rows that the events are about.
        """
        shown = self.ids[:MOST_SHOWN]
        late = [each for each in dict.fromkeys(acted) if each in self.ids and each not in shown][:MOST_SHOWN]
        return (*shown[: MOST_SHOWN - len(late)], *late)


@dataclass(frozen=True, slots=True)
class Unasked:
    """A question that got no list.

    Attributes:
        words: What is wrong, in a sentence.
        remedy: What to do about it; empty where nothing is known to help.
        passing: It may be answered the next time: busy, broken or slow, rather than refused.
        cancelled: A person stopped it.
        busy: The service said that it is busy, so that asking again after a while is what it wants.
        outcome: How the question ended; None where it was never asked, or the answer was no list.
    """

    words: str
    remedy: str = ""
    passing: bool = False
    cancelled: bool = False
    busy: bool = False
    outcome: Outcome | None = field(default=None, compare=False)

    @property
    def sentence(self) -> str:
        """Both in one line."""
        return f"{self.words.rstrip('.')}. {self.remedy}".strip() if self.remedy else self.words
