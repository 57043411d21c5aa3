"""What a pretend account holds in a region: every resource as its description in the control plane would be."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pevents_tui.sandbox.accounts import TEST, Account, Business
from pevents_tui.sandbox.schemas import avro

_MADE: Final = 1_760_000_000.0
_TYPES: Final = {
    "Interactions": "Interactions",
    "Items": "Items",
    "Users": "Users",
    "Actions": "Actions",
    "ActionInteractions": "Action_Interactions",
}
_RECOMMENDERS: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "shop": (
        ("for-you", "aws-ecomm-recommended-for-you"),
        ("also-viewed", "aws-ecomm-customers-who-viewed-x-also-viewed"),
        ("most-viewed", "aws-ecomm-popular-items-by-views"),
        ("best-sellers", "aws-ecomm-popular-items-by-purchases"),
    ),
    "video": (
        ("top-picks", "aws-vod-top-picks"),
        ("trending", "aws-vod-trending-now"),
        ("more-like-this", "aws-vod-more-like-x"),
        ("most-popular", "aws-vod-most-popular"),
    ),
}
_SOLUTIONS: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "shop": (
        ("personal", "aws-user-personalization-v2"),
        ("ranking", "aws-personalized-ranking-v2"),
        ("similar", "aws-similar-items"),
    ),
    "video": (("ranking", "aws-personalized-ranking-v2"),),
    "loyalty": (("next-best-action", "aws-next-best-action"), ("personal", "aws-user-personalization-v2")),
}
_EVENTS: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    # What the custom group's solution was trained on: other events, and purchases below a value, count for nothing.
    "loyalty-personal": (
        {"eventType": "View", "weight": 0.3},
        {"eventType": "Purchase", "eventValueThreshold": 10.0, "weight": 1.0},
    )
}
_FILTERS: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "shop": (
        ("not-purchased", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")'),
        ("by-category", "INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)"),
        ("price-up-to", "INCLUDE ItemID WHERE Items.PRICE <= $PRICE"),
        ("not-seen", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")'),
        (
            "no-toys-for-members",
            'EXCLUDE ItemID WHERE Items.CATEGORY IN ("toys") IF CurrentUser.MEMBERSHIP IN ("gold")',
        ),
    ),
    "video": (
        ("by-genre", "INCLUDE ItemID WHERE Items.GENRES IN ($GENRE)"),
        ("not-watched", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Watch")'),
        ("since", "INCLUDE ItemID WHERE Items.YEAR >= $YEAR"),
    ),
    "loyalty": (
        ("not-taken", 'EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("Taken")'),
        ("actions-of", "INCLUDE ActionID WHERE Actions.CATEGORY IN ($CATEGORY)"),
        ("not-purchased", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")'),
    ),
}


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource.

    Attributes:
        kind: one of `model.RESOURCES`.
        arn: its name everywhere.
        document: its description, with what lists are filtered by.
    """

    kind: str
    arn: str
    document: Mapping[str, Any]


@cache
def estate(account: Account, region: str, further: int = 0) -> Mapping[str, Resource]:
    """Give every resource by its ARN.

    Args:
        account: whose.
        region: an AWS region; an account holds the same in each.
        further: how many custom groups with one tracker the account for trying has besides.
    """
    scope = _Scope(f"arn:aws:personalize:{region}:{account.number}", account)
    found = [each for business in account.businesses for each in scope.of(business)]
    if account is TEST:
        found += [each for number in range(further) for each in scope.further(number + 1)]
    return {each.arn: each for each in found}


@dataclass(frozen=True, slots=True)
class _Scope:
    """Makes resources of one account in one region."""

    head: str
    account: Account

    def of(self, business: Business) -> Iterator[Resource]:
        """Everything of one dataset group."""
        group = self._make("DatasetGroup", business.name + self.account.suffix, domain=business.domain)
        owner = {"datasetGroupArn": group.arn}
        yield group
        if business.retired_id is not None:
            retired = {"trackingId": business.retired_id, "accountId": self.account.number, "status": "DELETE PENDING"}
            yield self._make("EventTracker", f"{business.tracker}-old", **owner, **retired)
        yield self._tracker(business.tracker, business.tracking_id, owner)
        yield from self._datasets(business, owner)
        yield from self._models(business, owner)

    def further(self, number: int) -> Iterator[Resource]:
        """One more custom group with nothing but its tracker."""
        group = self._make("DatasetGroup", f"group-{number:03}")
        yield group
        tracking_id = str(uuid.uuid5(uuid.NAMESPACE_OID, group.arn))
        yield self._tracker(f"tracker-{number:03}", tracking_id, {"datasetGroupArn": group.arn})

    def _tracker(self, name: str, tracking_id: str, owner: Mapping[str, str]) -> Resource:
        return self._make("EventTracker", name, trackingId=tracking_id, accountId=self.account.number, **owner)

    def _datasets(self, business: Business, owner: Mapping[str, str]) -> Iterator[Resource]:
        for record, kind in _TYPES.items():
            if business.actions_id is None and record.startswith("Action"):
                continue
            name = f"{business.name}-{kind.lower().replace('_', '-')}{self.account.suffix}"
            domain = business.domain if record in {"Interactions", "Items", "Users"} else None
            schema = self._make("Schema", name, schema=avro(business.name, record), domain=domain, status=None)
            yield schema
            tracking_id = business.actions_id if record == "ActionInteractions" else None
            arn = f"{self.head}:dataset/{business.name}{self.account.suffix}/{kind.upper()}"
            spelled = kind if self.account is TEST else kind.upper()  # CreateDataset takes the type in any case
            told = {"datasetType": spelled, "schemaArn": schema.arn, "trackingId": tracking_id}
            yield self._make("Dataset", name, arn=arn, **told, **owner)

    def _models(self, business: Business, owner: Mapping[str, str]) -> Iterator[Resource]:
        for name, recipe in _RECOMMENDERS.get(business.name, ()):
            yield self._make(
                "Recommender",
                f"{business.name}-{name}{self.account.suffix}",
                recipeArn=f"arn:aws:personalize:::recipe/{recipe}",
                recommenderConfig={"minRecommendationRequestsPerSecond": 1, "enableMetadataWithRecommendations": True},
                **owner,
            )
        for name, recipe in _SOLUTIONS.get(business.name, ()):
            yield from self._solution(f"{business.name}-{name}{self.account.suffix}", recipe, owner)
        for name, expression in _FILTERS[business.name]:
            whole = f"{business.name}-{name}{self.account.suffix}"
            yield self._make("Filter", whole, filterExpression=expression, **owner)

    def _solution(self, name: str, recipe: str, owner: Mapping[str, str]) -> Iterator[Resource]:
        recipe_arn = f"arn:aws:personalize:::recipe/{recipe}"
        heard = _EVENTS.get(name.removesuffix(self.account.suffix))
        config = None if heard is None else {"eventsConfig": {"eventParametersList": list(heard)}}
        told: dict[str, Any] = {"recipeArn": recipe_arn, "performAutoTraining": True, "solutionConfig": config}
        solution = self._make("Solution", name, **told, **owner)
        yield solution
        yield self._make(
            "Campaign",
            f"{name}-campaign",
            solutionArn=solution.arn,
            solutionVersionArn=f"{solution.arn}/5a9db0e5",
            minProvisionedTPS=1,
            campaignConfig={"enableMetadataWithRecommendations": not name.startswith("loyalty")},
        )

    def _make(self, kind: str, name: str, *, arn: str | None = None, **members: Any) -> Resource:
        dashed = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind).lstrip("-")
        arn = arn or f"{self.head}:{dashed}/{name}"
        own = {"name": name, f"{kind[0].lower()}{kind[1:]}Arn": arn}
        dates = {"creationDateTime": _MADE, "lastUpdatedDateTime": _MADE + 3600.0}
        told = {"status": "ACTIVE", **members, **dates}
        return Resource(kind, arn, own | {member: value for member, value in told.items() if value is not None})
