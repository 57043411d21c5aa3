"""Recommendations: the list that came, what was done about it, and the run that all of it makes.

Questions and offers are given along, so that one import has all that a run is made of.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pevents_tui.domain.ask import ACTIONS, ITEMS, LISTS, METHODS, RANKING, Ask, Promotion
from pevents_tui.domain.offer import Filter, Offer, Offered
from pevents_tui.domain.recommended import Recommended
from pevents_tui.domain.spread import is_beyond, own_rows

if TYPE_CHECKING:
    from pevents_tui.domain.outcome import Outcome

__all__ = (
    "ACTIONS",
    "ITEMS",
    "LISTS",
    "METHODS",
    "MOST_SHOWN",
    "RANKING",
    "Act",
    "Ask",
    "Column",
    "Filter",
    "Listing",
    "Offer",
    "Offered",
    "Promotion",
    "Row",
    "Run",
    "Step",
    "Unasked",
)

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


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a user did with rows of a list.

    Attributes:
        event_type: `View`, `Purchase`, `Taken`.
        ids: The items or actions, in the order it was done; each is an event of its own, a second apart.
        value: The events' value; None for none. Actions take none.
        at_s: The time of the last of them, in epoch seconds; 0 before it was done.
        ended: How its calls ended, in a sentence each; empty before.
        accepted: Every call was accepted.
        records: The calls' numbers in the history.
    """

    event_type: str
    ids: tuple[str, ...]
    value: float | None = None
    at_s: float = 0.0
    ended: tuple[str, ...] = ()
    accepted: bool = False
    records: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """It in a few words: `Purchase B0742`, `View (3)`."""
        return f"{self.event_type} {self.ids[0]}" if len(self.ids) == 1 else f"{self.event_type} ({len(self.ids)})"


@dataclass(frozen=True, slots=True)
class Step:
    """Something happened in a run: a line of its feed.

    Attributes:
        word: `asked`, `control`, `again`, `varies`, `sent`, `waiting`, `moved`, `still` or `failed`.
        text: A sentence on it.
        at_s: When, in epoch seconds.
        waited_s: How long was waited since the act; 0 where nothing is waited for.
        act: What was done, with how it ended, for `sent`.
        listing: The list that came, for `asked`, `control`, `waiting`, `moved` and `still`.
    """

    word: str
    text: str
    at_s: float
    waited_s: float = 0.0
    act: Act | None = None
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One step of a run: what was done, and the list as it was then.

    Attributes:
        label: The step in a few words: `baseline`, `Purchase B0742`.
        listing: The list at its end.
        acts: What was done since the column before.
        since_s: Seconds from the last accepted act to the first list that differed; None where none did.
        polls: How often it was asked.
        waited_s: How long was waited in all.
        trouble: What kept answers away meanwhile, in a sentence; empty for nothing.
        seen: An answer came; where none did, the list is the earlier one, and nobody knows whether it moved.
    """

    label: str
    listing: Listing
    acts: tuple[Act, ...] = ()
    since_s: float | None = None
    polls: int = 1
    waited_s: float = 0.0
    trouble: str = ""
    seen: bool = True

    @property
    def moved(self) -> bool:
        """Whether the list changed after what was done."""
        return self.since_s is not None


@dataclass(frozen=True, slots=True)
class Run:
    """A run: the baseline, then a column a step.

    Attributes:
        columns: The user's lists; the first is the baseline.
        control_columns: The control user's, one beside each column; empty where there is none.
        control_user: Somebody who does nothing, whose list should stay; None for nobody.
        session_id: The session that the events belong to.
        name: What it is saved under; empty before.
        began_s: When, in epoch seconds.
        target: Where, as its label.
        region: The AWS region.
        recipe: The recipe's or use case's name; empty where it is not known.
        title: The campaign's or recommender's name, for people.
        again: The ids that further asks of the baseline gave with nothing done; empty where it held still.
    """

    columns: tuple[Column, ...] = ()
    control_columns: tuple[Column, ...] = ()
    control_user: str | None = None
    session_id: str = ""
    name: str = ""
    began_s: float = 0.0
    target: str = ""
    region: str = ""
    recipe: str = ""
    title: str = ""
    again: tuple[tuple[str, ...], ...] = ()

    @property
    def own_rows(self) -> int | None:
        """How many rows the list differs by from one ask to the next, with nothing done; None where it holds still."""
        return own_rows([self.columns[0].listing.ids, *self.again]) if self.again and self.columns else None

    def differs(self, before: Listing, after: Listing) -> bool:
        """Whether a list is another one than before, by more than it differs by itself.

        Args:
            before: The earlier list.
            after: The later one.
        """
        return is_beyond(before.ids, after.ids, self.own_rows)

    @property
    def own_words(self) -> str:
        """The same in a sentence; empty where it holds still."""
        if (own := self.own_rows) is None:
            return ""
        rows = f"up to {own} of {len(self.columns[0].listing.rows)} rows differ" if own else "its order differs"
        return f"By itself {rows} from one ask to the next ({len(self.again) + 1} asks)."

    @property
    def asked(self) -> Ask | None:
        """The question that all its columns answer; None before the baseline."""
        return self.columns[0].listing.asked if self.columns else None

    @property
    def acted(self) -> frozenset[str]:
        """Everything that something was done with."""
        return frozenset(each for column in self.columns for act in column.acts for each in act.ids)

    @property
    def control_stayed(self) -> bool | None:
        """Whether the control user's list stayed as it was; None where there is none to compare."""
        lists = [column.listing for column in self.control_columns]
        return not any(self.differs(lists[0], each) for each in lists) if len(lists) > 1 else None

    def with_column(self, column: Column, control: Column | None = None) -> Run:
        """The run with one step more."""
        beside = (*self.control_columns, control) if control is not None else self.control_columns
        return replace(self, columns=(*self.columns, column), control_columns=beside)

    def back_to(self, index: int) -> Run:
        """The run as it was after the column at an index; 0 is the baseline."""
        return replace(self, columns=self.columns[: index + 1], control_columns=self.control_columns[: index + 1])
