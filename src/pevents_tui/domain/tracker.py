"""Tracker: what takes events or action interactions under one tracking ID, as the account describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from pevents_tui.domain.arn import read_arn

EVENTS = "put-events"
"""The operation that an event tracker takes."""
ACTIONS = "put-action-interactions"
"""The operation that an action interactions dataset takes."""
ACTIVE = "ACTIVE"
"""The only status in which events are taken."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """An event tracker, or an action interactions dataset, which has a tracking ID of its own.

    Attributes:
        kind: The operation it takes: `EVENTS` or `ACTIONS`.
        arn: Its name everywhere.
        name: Its own name.
        status: As the service says: ACTIVE, CREATE IN_PROGRESS, DELETE PENDING and so on.
        tracking_id: What calls name it by; None until it was described.
        group_arn: Its dataset group; None until it was described.
        domain: ECOMMERCE or VIDEO_ON_DEMAND; empty for a custom group, None while it is not known.
        trouble: Why it could not be described; None where it was, or was not tried yet.
    """

    kind: str
    arn: str
    name: str
    status: str
    tracking_id: str | None = None
    group_arn: str | None = None
    domain: str | None = None
    trouble: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing more is to be found out about it."""
        return self.trouble is not None or self.tracking_id is not None

    @property
    def group(self) -> str:
        """Its dataset group's name; empty while it is not known."""
        arn = read_arn(self.group_arn or "")
        return arn.name if arn else ""

    @property
    def region(self) -> str:
        """The region it is in; empty where its ARN has none."""
        arn = read_arn(self.arn)
        return arn.region if arn else ""

    @property
    def domain_word(self) -> str:
        """Its domain for a table: `custom` for a custom group, empty while it is not known."""
        return {None: "", "": "custom"}.get(self.domain, self.domain or "")

    @property
    def takes(self) -> str:
        """What it takes, in a word for a table."""
        return "actions" if self.kind == ACTIONS else "events"

    def fits(self, text: str) -> bool:
        """Whether each word of a text stands somewhere in what is known of it, in any case."""
        known = (self.name, self.group, self.domain_word, self.takes, self.tracking_id, self.status, self.arn)
        told = "\n".join(each for each in known if each).lower()
        return all(word in told for word in text.lower().split())

    def as_document(self) -> dict[str, Any]:
        """Its parts in JSON's types."""
        return asdict(self)

    @classmethod
    def of_document(cls, document: Mapping[str, Any]) -> Self:
        """The tracker of a document.

        Raises:
            ValueError: it is not one that `as_document` gave.
        """
        names = {each.name for each in fields(cls)}
        parts = {name: value for name, value in document.items() if name in names}
        if not all(isinstance(parts.get(name), str) for name in ("kind", "arn", "name", "status")):
            raise ValueError("a tracker has kind, arn, name and status")
        if not all(value is None or isinstance(value, str) for value in parts.values()):
            raise ValueError("a tracker's parts are texts")
        return cls(**parts)
