"""What an account offers to ask: campaigns, recommenders and filters."""

from __future__ import annotations

import re
from dataclasses import dataclass


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
