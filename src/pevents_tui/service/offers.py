"""What can be asked in an account: its campaigns, recommenders and filters, found out one question after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pevents_tui.domain.arn import read_arn
from pevents_tui.domain.errors import AskFailed, SourceError
from pevents_tui.domain.outcome import Cause, Unknown
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.domain.recommendation import Filter, Offer, Offered
from pevents_tui.service.asking import Pace, Question
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.describing import CONTROL_PLANE
from pevents_tui.service.workbench import Workbench

_PAGE = 100
_MOST_PAGES = 50


class Offers:
    """What one target's account and region offers; used from a worker's thread.

    Args:
        workbench: The door to AWS.
        target: Whose account and region.
        cancel: Ends a search within a moment.
    """

    def __init__(self, workbench: Workbench, target: Target, cancel: Cancel | None = None) -> None:
        self._workbench = workbench
        self._target = target
        self._cancel = cancel or Cancel()
        self._pace = Pace()

    def search(self) -> Iterator[Offered]:
        """Recommenders, campaigns and filters as they are found; to stop iterating is to ask nothing further.

        What an account does not let anybody list is a notice, and the others go on.

        Raises:
            AskFailed: none of them could be listed, or it was cancelled.
            FolderError: the sandbox cannot start.
        """
        failures: list[AskFailed] = []
        searches = {"recommenders": self._recommenders, "campaigns": self._campaigns, "filters": self._filters}
        for what, search in searches.items():
            try:
                yield from search()
            except AskFailed as error:
                if self._cancel.is_set:
                    raise
                failures.append(error)
                yield Offered(notice=f"The {what} are not known: {error}")
        if len(failures) == len(searches):
            raise failures[0]

    def describe(self, arn: str) -> Offer:
        """What is known of the campaign or recommender of an ARN.

        Args:
            arn: Its name everywhere.

        Raises:
            SourceError: it is no ARN of either.
            AskFailed: the account would not tell.
            FolderError: the sandbox cannot start.
        """
        read = read_arn(arn)
        if read is None or read.kind not in {"campaign", "recommender"}:
            raise SourceError("this is no ARN of a campaign or recommender; pevents-tui recommend --list names them")
        if read.kind == "recommender":
            return _recommender(self._described("recommender", recommenderArn=read.text))
        told = self._described("campaign", campaignArn=read.text)
        version = str(told.get("solutionVersionArn", ""))
        solution = told.get("solutionArn") or version.rpartition("/")[0]
        return self._with_solution(_campaign(told, solution), told)

    def describe_filter(self, arn: str) -> Filter:
        """What is known of a filter.

        Raises:
            AskFailed: the account would not tell.
            FolderError: the sandbox cannot start.
        """
        return _filter(self._described("filter", filterArn=arn))

    def trackers_of(self, group_arn: str, *, actions: bool = False) -> tuple[str, ...]:
        """The tracking IDs that feed a dataset group.

        Args:
            group_arn: The dataset group's.
            actions: That of action interactions, rather than its event tracker's.

        Raises:
            AskFailed: the account would not tell.
            FolderError: the sandbox cannot start.
        """
        if actions:
            listed = self._listed("list_datasets", "datasets", datasetGroupArn=group_arn)
            fitting = [each for each in listed if str(each.get("datasetType", "")).lower() == "action_interactions"]
            found = [self._described("dataset", datasetArn=_member(each, "datasetArn")) for each in fitting]
        else:
            listed = self._listed("list_event_trackers", "eventTrackers", datasetGroupArn=group_arn)
            arns = [_member(each, "eventTrackerArn") for each in listed if each.get("status", "ACTIVE") == "ACTIVE"]
            found = [self._described("event_tracker", eventTrackerArn=arn) for arn in arns]
        return tuple(str(each["trackingId"]) for each in found if each.get("trackingId"))

    def _recommenders(self) -> Iterator[Offered]:
        for each in self._listed("list_recommenders", "recommenders"):
            yield Offered(offers=(_recommender(each),))

    def _campaigns(self) -> Iterator[Offered]:
        """No list tells a campaign's solution, so each solution is asked for its campaigns."""
        for solution in self._listed("list_solutions", "solutions"):
            arn = _member(solution, "solutionArn")
            known: Offer | None = None
            for each in self._listed("list_campaigns", "campaigns", solutionArn=arn):
                met = replace(_campaign(each, arn), recipe_arn=solution.get("recipeArn") or "")
                if known is None:
                    known = self._with_solution(met, {})
                told = replace(met, recipe_arn=known.recipe_arn or met.recipe_arn, group_arn=known.group_arn)
                yield Offered(offers=(replace(told, event_types=known.event_types, trouble=known.trouble),))

    def _filters(self) -> Iterator[Offered]:
        for each in self._listed("list_filters", "Filters"):
            try:
                yield Offered(filters=(self.describe_filter(_member(each, "filterArn")),))
            except AskFailed:
                if self._cancel.is_set:
                    raise
                yield Offered(filters=(_filter(each),))

    def _with_solution(self, offer: Offer, told: Mapping[str, Any]) -> Offer:
        """The offer with what its solution tells; what it does not tell is its trouble."""
        metadata = (told.get("campaignConfig") or {}).get("enableMetadataWithRecommendations")
        try:
            solution = self._described("solution", solutionArn=offer.solution_arn)
        except AskFailed as error:
            if self._cancel.is_set:
                raise
            return replace(offer, gives_metadata=metadata, trouble=f"Its solution is not known: {error}")
        return replace(
            offer,
            gives_metadata=metadata,
            recipe_arn=solution.get("recipeArn") or offer.recipe_arn,
            group_arn=solution.get("datasetGroupArn") or "",
            event_types=_event_types(solution),
        )

    def _listed(self, method: str, member: str, **params: Any) -> Iterator[Mapping[str, Any]]:
        token: str | None = None
        for _ in range(_MOST_PAGES):
            page = self._ask(method, **params, maxResults=_PAGE, **({"nextToken": token} if token else {}))
            yield from page.get(member, ())
            token = page.get("nextToken")
            if not token:
                return

    def _described(self, thing: str, **params: Any) -> Mapping[str, Any]:
        """What the account tells of one thing, as boto3 spells its kind."""
        first, *rest = thing.split("_")
        told: Mapping[str, Any] = _member(
            self._ask(f"describe_{thing}", **params), first + "".join(map(str.title, rest))
        )
        return told

    def _ask(self, method: str, **params: Any) -> Mapping[str, Any]:
        target = self._workbench.reachable(Plan(self._target, ())).target
        question = Question(CONTROL_PLANE, method, params)
        answer: Mapping[str, Any] = self._workbench.asker.ask(question, target, self._cancel, self._pace)
        return answer


def _member(told: Mapping[str, Any], name: str) -> Any:
    """A member that the service always gives.

    Raises:
        AskFailed: this answer has none.
    """
    if not told.get(name):
        words = f"the answer holds no {name}, which Personalize always gives: look at the endpoint"
        raise AskFailed(words, Unknown(Cause.BAD_ANSWER, words))
    return told[name]


def _recommender(told: Mapping[str, Any]) -> Offer:
    config = told.get("recommenderConfig") or {}
    return Offer(
        arn=_member(told, "recommenderArn"),
        name=told.get("name", ""),
        status=told.get("status", ""),
        recipe_arn=told.get("recipeArn", ""),
        group_arn=told.get("datasetGroupArn", ""),
        gives_metadata=config.get("enableMetadataWithRecommendations"),
    )


def _campaign(told: Mapping[str, Any], solution_arn: str) -> Offer:
    return Offer(_member(told, "campaignArn"), told.get("name", ""), told.get("status", ""), solution_arn=solution_arn)


def _filter(told: Mapping[str, Any]) -> Filter:
    group, status = told.get("datasetGroupArn", ""), told.get("status", "")
    return Filter(_member(told, "filterArn"), told.get("name", ""), told.get("filterExpression", ""), group, status)


def _event_types(solution: Mapping[str, Any]) -> tuple[tuple[str, float | None], ...]:
    """What a solution trains on; a solution may say it in two ways."""
    config = solution.get("solutionConfig") or {}
    listed = (config.get("eventsConfig") or {}).get("eventParametersList") or ()
    if listed:
        return tuple((str(each.get("eventType", "")), each.get("eventValueThreshold")) for each in listed)
    threshold = config.get("eventValueThreshold")
    if not solution.get("eventType") and not threshold:
        return ()
    return ((str(solution.get("eventType") or ""), float(threshold) if threshold else None),)
