"""Recommendations: what was done about a list, and the run that all of it makes.

Questions, lists and offers are given along, so that one import has all that a run is made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from pevents_tui.domain.answer import MOST_SHOWN, Listing, Row, Unasked
from pevents_tui.domain.ask import ACTIONS, ITEMS, LISTS, METHODS, RANKING, Ask, Promotion
from pevents_tui.domain.offer import Filter, Offer, Offered
from pevents_tui.domain.reason import Reason
from pevents_tui.domain.spread import is_beyond, own_rows

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
        since_s: Seconds from the act to the first list that differed, from the first of those that followed each other
            before it can have counted; None where none differed.
        polls: How often it was asked.
        waited_s: How long was waited in all.
        trouble: What kept answers away meanwhile, in a sentence; empty for nothing.
        seen: An answer came; where none did, the list is the earlier one, and nobody knows whether it moved.
        reasons: Why the list may not have moved, where it did not and somebody looked.
    """

    label: str
    listing: Listing
    acts: tuple[Act, ...] = ()
    since_s: float | None = None
    polls: int = 1
    waited_s: float = 0.0
    trouble: str = ""
    seen: bool = True
    reasons: tuple[Reason, ...] = ()

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
        doubt: Why nobody knows whether it holds still; empty where that is known, or was not looked at.
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
    doubt: str = ""

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
    def doubt_words(self) -> str:
        """That nobody knows whether it varies by itself, in a sentence; empty where that is known."""
        return f"It is not known whether it varies by itself: asked again, {self.doubt}." if self.doubt else ""

    @property
    def asked(self) -> Ask | None:
        """The question that all its columns answer; None before the baseline."""
        return self.columns[0].listing.asked if self.columns else None

    @property
    def acted(self) -> frozenset[str]:
        """Everything that something was done with."""
        return frozenset(each for column in self.columns for act in column.acts for each in act.ids)

    def is_turn(self, at: int) -> bool:
        """Whether a column answers another question than the one before it, as with another filter.

        Args:
            at: Which; the run has it.
        """
        return at > 0 and self.columns[at].listing.asked != self.columns[at - 1].listing.asked

    @property
    def control_stayed(self) -> bool | None:
        """Whether the control user's list stayed as it was; None where there is nothing to compare.

        A list that did not come tells nothing, and neither does the answer to another question.
        """
        known = [column.listing for column in self.control_columns if not column.trouble]
        alike = [(one, other) for one, other in pairwise(known) if one.asked == other.asked]
        return not any(self.differs(one, other) for one, other in alike) if alike else None

    def control_held(self, first: int, last: int) -> bool | None:
        """Whether the control user's list is what it was some steps before; None where it cannot be compared.

        Args:
            first: The earlier step.
            last: The later one.
        """
        if max(first, last) >= len(self.control_columns):
            return None
        one, other = self.control_columns[first], self.control_columns[last]
        if one.trouble or other.trouble or one.listing.asked != other.listing.asked:
            return None
        return not self.differs(one.listing, other.listing)

    def with_column(self, column: Column, control: Column | None = None) -> Run:
        """The run with one step more."""
        beside = (*self.control_columns, control) if control is not None else self.control_columns
        return replace(self, columns=(*self.columns, column), control_columns=beside)

    def with_reasons(self, reasons: Mapping[int, tuple[Reason, ...]]) -> Run:
        """The run with the reasons that were found why the list may not have moved.

        Args:
            reasons: By the number of their step.
        """
        told = (replace(each, reasons=reasons.get(at) or each.reasons) for at, each in enumerate(self.columns))
        return replace(self, columns=tuple(told))

    def back_to(self, index: int) -> Run:
        """The run as it was after the column at an index; 0 is the baseline."""
        return replace(self, columns=self.columns[: index + 1], control_columns=self.control_columns[: index + 1])
