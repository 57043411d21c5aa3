"""Plan: the exact calls that will be made, and where. Preview, dry run, copies and history all render this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from pevents_tui.domain.bounds import MOST_ROWS
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import NotSendable
from pevents_tui.domain.jsontext import wire_json
from pevents_tui.domain.kinds import KINDS, Kind
from pevents_tui.domain.report import Report

READ_TIMEOUT_S = 15.0
"""Longest wait for a whole answer unless the user sets another; 0 means no limit."""
CONNECT_TIMEOUT_S = 5.0
"""Longest wait for a connection; 0 means no limit."""
NEW_SESSION = "new"
"""The `session` of a target whose drafts each begin a session of their own."""


_CONNECTION = (
    "profile",
    "region",
    "endpoint",
    "read_timeout_s",
    "connect_timeout_s",
    "ca_bundle",
    "verify",
    "sign",
)


class Policy(StrEnum):
    """How much care a target wants, in the word that is always shown."""

    SANDBOX = "SANDBOX"
    """The endpoint this program starts itself."""
    LOCAL = "LOCAL"
    """Another endpoint on this machine; same rules as the sandbox."""
    DEV = "DEV"
    """A real tracker that its owner labelled as free to fill."""
    STAGING = "STAGING"
    """A real tracker that wants a short confirmation."""
    PRODUCTION = "PRODUCTION"
    """A real tracker that trains what customers see, and every real tracker that nobody has labelled."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a plan goes.

    Attributes:
        label: The name it is shown by.
        policy: How much care it wants.
        tracking_id: Its own tracking ID; None where the draft has to name one.
        profile: AWS profile; None means what the environment says.
        region: AWS region; None means what the environment and profile say.
        endpoint: URL used instead of AWS's own; None for AWS's, and for the embedded sandbox before it runs.
        read_timeout_s: Longest wait for a whole answer; 0 means no limit.
        connect_timeout_s: Longest wait for a connection; 0 means no limit.
        labelled: A person gave it its label, so that the label names one tracker.
        ca_bundle: A file of certificates to trust instead of botocore's own; None means what the settings say.
        verify: Check the endpoint's certificate.
        sign: Sign the calls.
        user_prefix: What every user ID sent here must begin with; None for anything.
        rate_per_s: Most calls a second; None for as fast as they go.
        session: How a new draft gets its session, `new`, or the session's own ID; None for the default, `new`.
        items: The CSV file of the items known here; None for the settings' own.
        schema: The Avro schema file (.avsc) of the interactions here; None where it is not known offline.
        locked: Nothing may be sent here, whoever asks.
        name: What it is saved under in targets.yaml; None where it is not saved.
        recorded: The history keeps what is sent here; where not, how a call ended is told once and kept nowhere.
        variables: Names and values that stand before a template's own; None without a value is asked for.
        items_dataset: The ARN of its Items dataset; None where the draft has to name one, as with the next two.
        users_dataset: That of its Users dataset.
        actions_dataset: That of its Actions dataset.
    """

    label: str
    policy: Policy
    tracking_id: str | None = None
    profile: str | None = None
    region: str | None = None
    endpoint: str | None = None
    read_timeout_s: float = READ_TIMEOUT_S
    connect_timeout_s: float = CONNECT_TIMEOUT_S
    labelled: bool = False
    ca_bundle: str | None = None
    verify: bool = True
    sign: bool = True
    user_prefix: str | None = None
    rate_per_s: float | None = None
    session: str | None = None
    items: str | None = None
    schema: str | None = None
    locked: bool = False
    name: str | None = None
    recorded: bool = True
    variables: tuple[tuple[str, str | int | float | bool | None], ...] = ()
    items_dataset: str | None = None
    users_dataset: str | None = None
    actions_dataset: str | None = None

    @property
    def datasets(self) -> tuple[str, ...]:
        """The ARNs of the datasets it names."""
        named = (self.items_dataset, self.users_dataset, self.actions_dataset)
        return tuple(arn for arn in named if arn is not None)

    def address(self, spec: Kind) -> str | None:
        """What calls of an operation go to where a draft does not say: its tracking ID, or the ARN of its dataset."""
        arns = {"items": self.items_dataset, "users": self.users_dataset, "actions": self.actions_dataset}
        return arns.get(spec.rows, self.tracking_id)

    def with_endpoint(self, endpoint: str) -> Target:
        """The same target at an endpoint."""
        return replace(self, endpoint=endpoint)

    def for_asking(self) -> Target:
        """What of it a question about the account depends on, so that targets of one account share connections."""
        return replace(Target("", self.policy), **{name: getattr(self, name) for name in _CONNECTION})

    def aimed_at(self, tracking_id: str, region: str | None = None) -> Target:
        """The same account's other tracker: label and policy were said of the one before, and do not hold for it.

        Args:
            tracking_id: The other tracker's.
            region: Where it is; None means where this target is.
        """
        region = region or self.region
        if (tracking_id, region) == (self.tracking_id, self.region):
            return self
        if self.policy in {Policy.SANDBOX, Policy.LOCAL}:
            return replace(self, tracking_id=tracking_id, region=region)
        label = self.profile or "aws" if self.labelled else self.label
        other = replace(self, tracking_id=tracking_id, region=region, label=label)
        other = replace(other, items_dataset=None, users_dataset=None, actions_dataset=None)
        return replace(other, policy=Policy.PRODUCTION, labelled=False, schema=None)


@dataclass(frozen=True)
class Call:
    """One call on the wire.

    Attributes:
        kind: A name in `KINDS`.
        body: The parameters as the boto3 client takes them: times as epoch seconds, properties as encoded text.
    """

    kind: str
    body: Mapping[str, Any] = field(hash=False)

    @property
    def spec(self) -> Kind:
        """The operation that is called."""
        return KINDS[self.kind]

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The events or action interactions of this call."""
        return list(self.body[self.spec.rows])

    @property
    def tracking_id(self) -> str:
        """The tracker it goes to, or the ARN of the dataset."""
        return str(self.body[self.spec.address])

    @cached_property
    def wire(self) -> bytes:
        """The body's bytes, equal to what botocore's serializer makes of the same parameters."""
        return wire_json(self.body).encode("ascii")

    @property
    def size_bytes(self) -> int:
        """Bytes of the body on the wire."""
        return len(self.wire)

    def as_draft(self) -> Draft:
        """The call as a draft again, with its ids and times as they were."""
        return Draft(self.kind, dict(self.body))


@dataclass(frozen=True)
class Plan:
    """The exact calls that will be made, in order.

    Attributes:
        target: Where they go.
        calls: One to many, each of at most ten rows.
        made: What they were made of, as `resolve.made_of` tells it; None where of no template and no variable.
    """

    target: Target
    calls: tuple[Call, ...]
    made: Mapping[str, Any] | None = field(default=None, compare=False)

    @property
    def rows(self) -> int:
        """Events or action interactions in all calls together."""
        return sum(len(call.rows) for call in self.calls)

    @property
    def size_bytes(self) -> int:
        """Bytes of all bodies together."""
        return sum(call.size_bytes for call in self.calls)

    @property
    def tracking_ids(self) -> tuple[str, ...]:
        """The trackers and datasets it goes to, each once."""
        return tuple(dict.fromkeys(call.tracking_id for call in self.calls))

    @property
    def place(self) -> str:
        """What they are, in a word: `tracker`, or `dataset`."""
        return self.calls[0].spec.place if self.calls else "tracker"

    @property
    def users(self) -> tuple[str, ...]:
        """The user IDs in it, each once."""
        holders = (holder for call in self.calls for holder in (call.body, *call.rows))
        return tuple(dict.fromkeys(str(holder["userId"]) for holder in holders if holder.get("userId")))

    @property
    def consent(self) -> str | None:
        """What a person has to confirm with before this is sent: the label or a tracking ID; None where nothing."""
        if self.target.policy is not Policy.PRODUCTION:
            return None
        return self.target.label if self.target.labelled else self.tracking_ids[0]

    def agrees(self, word: str | None) -> bool:
        """Whether a given word confirms this plan: the target's label, or the one tracking ID it goes to."""
        if self.consent is None:
            return True
        accepted = set(self.tracking_ids if len(self.tracking_ids) == 1 else ())
        return word is not None and word in accepted | ({self.target.label} if self.target.labelled else set())


def plan(report: Report, target: Target) -> Plan:
    """The calls for a checked draft: at most ten rows each, in the rows' order.

    Args:
        report: What `check` said; it must hold a request.
        target: Where the calls go.

    Raises:
        NotSendable: a stop stands in the report.
    """
    if report.body is None:
        raise NotSendable(f"this cannot go on the wire: {report.problems[0]}" if report.problems else "no request")
    kind = KINDS[report.kind]
    body = {name: value for name, value in report.body.items() if name != kind.rows}
    rows = report.body[kind.rows]
    groups = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]
    return Plan(target, tuple(Call(kind.name, {**body, kind.rows: group}) for group in groups))
