"""Recommendations: what is asked, the list that came, what was done about it, and the run that all of it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pevents_tui.domain.recommended import Recommended

if TYPE_CHECKING:
    from pevents_tui.domain.outcome import Outcome

ITEMS = "get-recommendations"
"""The operation that recommends items."""
RANKING = "get-personalized-ranking"
"""The operation that ranks given items for a user."""
ACTIONS = "get-action-recommendations"
"""The operation that recommends actions."""
METHODS: Mapping[str, str] = {
    ITEMS: "get_recommendations",
    RANKING: "get_personalized_ranking",
    ACTIONS: "get_action_recommendations",
}
"""The boto3 method of each operation."""
LISTS: Mapping[str, tuple[str, str]] = {
    ITEMS: ("itemList", "itemId"),
    RANKING: ("personalizedRanking", "itemId"),
    ACTIONS: ("actionList", "actionId"),
}
"""The member of the answer that holds an operation's list, and that of a row which holds its id."""
MOST_SHOWN = 25
"""Most ids that an event's impression takes. Source: shape ImpressionsList of the service model."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """Items that are to take a share of a list.

    Attributes:
        name: What rows that came by it are marked with.
        percent: The share, 1 to 100.
        filter_arn: Which items.
        filter_values: What stands for the filter's parameters, as the service takes it: `"Books","Toys"`.
    """

    name: str
    percent: int
    filter_arn: str
    filter_values: tuple[tuple[str, str], ...] = ()

    def as_parameter(self) -> dict[str, Any]:
        """It as the boto3 client takes it."""
        made = {"name": self.name, "percentPromotedItems": self.percent, "filterArn": self.filter_arn}
        return {**made, **({"filterValues": dict(self.filter_values)} if self.filter_values else {})}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for recommendations.

    Attributes:
        arn: The campaign's or recommender's; which of the two is read from it.
        kind: `ITEMS`, `RANKING` or `ACTIONS`.
        user_id: Whom for; the session's ID for a visitor who has no user ID. None only where the recipe wants nobody.
        item_id: The item that others are related to; None where the recipe wants none.
        input_ids: The items to rank, for `RANKING` alone.
        num_results: How many; None means the service's default.
        filter_arn: The filter's; None for none.
        filter_values: What stands for its parameters, by name without `$`, as the service takes it: `"Books","Toys"`.
        context: Contextual metadata by field name.
        promotions: One at most.
        metadata_columns: Columns of the Items dataset to give along.
    """

    arn: str
    kind: str = ITEMS
    user_id: str | None = None
    item_id: str | None = None
    input_ids: tuple[str, ...] = ()
    num_results: int | None = None
    filter_arn: str | None = None
    filter_values: tuple[tuple[str, str], ...] = ()
    context: tuple[tuple[str, str], ...] = ()
    promotions: tuple[Promotion, ...] = ()
    metadata_columns: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """The boto3 method that asks it."""
        return METHODS[self.kind]

    @property
    def parameters(self) -> dict[str, Any]:
        """What the method takes; what the operation does not know is left out."""
        items = self.kind == ITEMS
        whom = "recommenderArn" if items and ":recommender/" in self.arn else "campaignArn"
        given: dict[str, Any] = {
            whom: self.arn,
            "userId": self.user_id,
            "itemId": self.item_id if items else None,
            "inputList": list(self.input_ids) if self.kind == RANKING else None,
            "numResults": self.num_results if self.kind != RANKING else None,
            "filterArn": self.filter_arn,
            "filterValues": dict(self.filter_values),
            "context": dict(self.context) if self.kind != ACTIONS else None,
            "promotions": [each.as_parameter() for each in self.promotions] if items else None,
            "metadataColumns": {"ITEMS": list(self.metadata_columns)}
            if self.metadata_columns and self.kind != ACTIONS
            else None,
        }
        return {name: value for name, value in given.items() if value not in (None, {}, [])}

    def of_user(self, user_id: str) -> Ask:
        """The same question for somebody else."""
        return replace(self, user_id=user_id)


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
        outcome: How the question ended; None where it was never asked, or the answer was no list.
    """

    words: str
    remedy: str = ""
    passing: bool = False
    cancelled: bool = False
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
        word: `asked`, `control`, `sent`, `waiting`, `moved`, `still` or `failed`.
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
    """

    label: str
    listing: Listing
    acts: tuple[Act, ...] = ()
    since_s: float | None = None
    polls: int = 1
    waited_s: float = 0.0
    trouble: str = ""

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
        lists = [column.listing.ids for column in self.control_columns]
        return all(each == lists[0] for each in lists) if len(lists) > 1 else None

    def with_column(self, column: Column, control: Column | None = None) -> Run:
        """The run with one step more."""
        beside = (*self.control_columns, control) if control is not None else self.control_columns
        return replace(self, columns=(*self.columns, column), control_columns=beside)

    def back_to(self, index: int) -> Run:
        """The run as it was after the column at an index; 0 is the baseline."""
        return replace(self, columns=self.columns[: index + 1], control_columns=self.control_columns[: index + 1])


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be asked: a campaign or a recommender.

    Attributes:
        arn: Its name everywhere; two of one name are told apart by it.
        name: Its own name.
        status: As the service says; only ACTIVE answers.
        recipe_arn: The recipe or use case; empty until it is known.
        group_arn: Its dataset group; empty until it is known.
        solution_arn: A campaign's solution; empty for a recommender.
        event_types: What the solution trains on: event type, least value (None for any); empty for all.
        gives_metadata: It was made so that it gives metadata along; None while it is not known.
        trouble: What could not be found out, in a sentence; empty for nothing.
    """

    arn: str
    name: str
    status: str = ""
    recipe_arn: str = ""
    group_arn: str = ""
    solution_arn: str = ""
    event_types: tuple[tuple[str, float | None], ...] = ()
    gives_metadata: bool | None = None
    trouble: str = ""

    @property
    def is_campaign(self) -> bool:
        """A campaign rather than a recommender."""
        return ":campaign/" in self.arn

    @property
    def recipe(self) -> str:
        """The recipe's name: `aws-user-personalization-v2`; empty while it is not known."""
        return self.recipe_arn.rpartition("/")[2]

    @property
    def group(self) -> str:
        """The dataset group's name; empty while it is not known."""
        return self.group_arn.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the account.

    Attributes:
        arn: Its name everywhere.
        name: Its own name.
        expression: What it keeps or leaves out; empty until it was described.
        group_arn: Its dataset group.
        status: As the service says.
    """

    arn: str
    name: str
    expression: str = ""
    group_arn: str = ""
    status: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, without `$`, each once, in their order."""
        import re  # noqa: PLC0415 - few filters are looked at

        outside = re.sub(r'"[^"]*"', '""', self.expression)
        return tuple(dict.fromkeys(re.findall(r"\$(\w+)", outside)))


@dataclass(frozen=True, slots=True)
class Offered:
    """What was found so far of an account's campaigns, recommenders and filters.

    Attributes:
        offers: New ones, or known ones (by their ARN) of which more is known now.
        filters: The same of filters.
        notice: What could not be found out, in a sentence; empty for nothing.
    """

    offers: tuple[Offer, ...] = ()
    filters: tuple[Filter, ...] = ()
    notice: str = ""
