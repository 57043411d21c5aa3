"""Discovery: the trackers of one account and region, page by page, each described, a handful of questions at a time.

ListEventTrackers tells no tracking ID, so each tracker is asked for by itself; action interactions have the tracking ID
of their dataset. What comes first is told first: a page's trackers without their IDs, then each as it is described.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from queue import SimpleQueue
from typing import Any

from pevents_tui.domain.errors import AskFailed
from pevents_tui.domain.outcome import Cause, NotSent, Refused, is_throttle
from pevents_tui.domain.plan import Target
from pevents_tui.domain.tracker import ACTIONS, EVENTS, Tracker
from pevents_tui.service.asking import Asker, Pace, Question, failed
from pevents_tui.service.cancel import Cancel

MOST_AT_ONCE = 4
"""How many questions are under way at once at most."""
PAGE = 50
"""How many trackers a page is asked for: few, so that the first ones come soon."""
_ACTION_DATASETS = "action_interactions"
"""The type of datasets of action interactions, which answers may spell in any case. Source: CreateDataset."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something was found out.

    Attributes:
        trackers: New ones, or known ones (by their ARN) of which more is known now.
        notice: What could not be found out, in a sentence; None for nothing.
        left: How many questions are still to be asked, as far as is known.
        passing: What could not be found out may be known the next time: the network failed, or the service was busy.
    """

    trackers: tuple[Tracker, ...] = ()
    notice: str | None = None
    left: int = 0
    passing: bool = False


class Discovery:
    """One search. To stop iterating is to ask nothing further.

    Args:
        asker: Asks.
        target: Whose account; a sandbox target knows its endpoint by now.
        cancel: Ends it within a moment, whatever is under way.
        pace: How patient it is.
    """

    def __init__(self, asker: Asker, target: Target, cancel: Cancel, pace: Pace) -> None:
        self._asker = asker
        self._target = target
        self._outer = cancel
        self._cancel = Cancel()
        self._pace = pace
        self._told: SimpleQueue[Sighting | BaseException | None] = SimpleQueue()
        self._jobs: list[tuple[int, int, Callable[[], None]]] = []
        self._numbers = count()
        self._waiting = threading.Condition()
        self._open = 0
        self._domains: dict[str, str] = {}
        self._found: dict[str, Tracker] = {}
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[Sighting]:
        """What is found out, as it is; ends when all is known.

        Raises:
            AskFailed: the trackers could not be listed, or the search was cancelled.
        """
        self._outer.listen(self._wake)
        self._add(0, self._list_trackers)
        for _ in range(MOST_AT_ONCE):
            threading.Thread(target=self._work, name="discovery", daemon=True).start()
        try:
            while (told := self._told.get()) is not None:
                if isinstance(told, BaseException):
                    raise told
                yield replace(told, left=self._open)
        finally:
            self._outer.forget(self._wake)
            self._cancel.set()
            with self._waiting:
                self._waiting.notify_all()

    # The crew

    def _add(self, rank: int, job: Callable[[], None]) -> None:
        """Have something done; what has a lower rank comes first."""
        with self._waiting:
            self._open += 1
            heapq.heappush(self._jobs, (rank, next(self._numbers), job))
            self._waiting.notify()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                job()
            except BaseException as error:  # handed to who iterates, whatever it is
                self._told.put(error)
            with self._waiting:
                self._open -= 1
                if not self._open:
                    self._told.put(None)
                self._waiting.notify_all()

    def _next(self) -> Callable[[], None] | None:
        with self._waiting:
            while self._open and not self._jobs and not self._cancel.is_set:
                self._waiting.wait()
            if not self._jobs or self._cancel.is_set:
                return None
            return heapq.heappop(self._jobs)[2]

    def _wake(self) -> None:
        """Let everybody see that it was cancelled.

        That is told first: the questions under way are cut by it, and what became of them must not be told before it.
        """
        self._told.put(failed(NotSent(Cause.CANCELLED, "cancelled"), self._target))
        self._cancel.set()
        with self._waiting:
            self._waiting.notify_all()

    def _ask(self, method: str, **params: Any) -> Mapping[str, Any]:
        question = Question("personalize", method, {name: value for name, value in params.items() if value is not None})
        answer: Mapping[str, Any] = self._asker.ask(question, self._target, self._cancel, self._pace)
        return answer

    # What they do

    def _list_trackers(self, token: str | None = None) -> None:
        page = self._ask("list_event_trackers", maxResults=PAGE, nextToken=token)
        if page.get("nextToken"):
            self._add(0, lambda: self._list_trackers(page["nextToken"]))
        if token is None:  # the account answers; what keeps it from doing so is told once
            self._add(0, self._list_groups)
            self._add(1, self._list_datasets)
        self._meet(EVENTS, page["eventTrackers"], "eventTrackerArn", self._describe_tracker)

    def _list_groups(self, token: str | None = None) -> None:
        try:
            page = self._ask("list_dataset_groups", nextToken=token)
        except AskFailed as error:
            self._miss(error, notice=f"The domains of the dataset groups are not known: {error}")
            return
        with self._lock:
            self._domains |= {each["datasetGroupArn"]: each.get("domain", "") for each in page["datasetGroups"]}
            found = [each for each in self._found.values() if each.domain is None and each.group_arn in self._domains]
        for each in found:
            self._tell(each)
        if page.get("nextToken"):
            self._add(0, lambda: self._list_groups(page["nextToken"]))

    def _list_datasets(self, token: str | None = None) -> None:
        try:
            page = self._ask("list_datasets", nextToken=token)
        except AskFailed as error:
            self._miss(error, notice=f"Trackers of action interactions are not known: {error}")
            return
        if page.get("nextToken"):
            self._add(1, lambda: self._list_datasets(page["nextToken"]))
        datasets = [each for each in page["datasets"] if each.get("datasetType", "").lower() == _ACTION_DATASETS]
        self._meet(ACTIONS, datasets, "datasetArn", self._describe_dataset)

    def _meet(
        self, kind: str, listed: list[Mapping[str, Any]], arn: str, describe: Callable[[Tracker], Tracker]
    ) -> None:
        """Tell of what a list names, and have each described."""
        met = tuple(Tracker(kind, each[arn], each.get("name", ""), each.get("status", "")) for each in listed)
        if met:
            with self._lock:
                self._found |= {each.arn: each for each in met}
            self._told.put(Sighting(met))
        for each in met:
            self._add(2, lambda each=each: self._describe(each, describe))  # type: ignore[misc]

    def _describe(self, tracker: Tracker, describe: Callable[[Tracker], Tracker]) -> None:
        try:
            self._tell(describe(tracker))
        except AskFailed as error:
            self._miss(error, replace(tracker, trouble=str(error)))

    def _describe_tracker(self, tracker: Tracker) -> Tracker:
        return described_tracker(self._ask("describe_event_tracker", eventTrackerArn=tracker.arn)["eventTracker"])

    def _describe_dataset(self, tracker: Tracker) -> Tracker:
        return described_dataset(self._ask("describe_dataset", datasetArn=tracker.arn)["dataset"])

    def _tell(self, tracker: Tracker) -> None:
        with self._lock:
            tracker = replace(tracker, domain=self._domains.get(tracker.group_arn or ""))
            self._found[tracker.arn] = tracker
            self._told.put(Sighting((tracker,)))

    def _miss(self, error: AskFailed, *trackers: Tracker, notice: str | None = None) -> None:
        """Tell of what could not be found out."""
        outcome = error.outcome
        refused = isinstance(outcome, Refused) and not is_throttle(outcome.code, outcome.http_status)
        self._told.put(Sighting(trackers, notice, passing=not refused))


def described_tracker(told: Mapping[str, Any]) -> Tracker:
    """The tracker of a DescribeEventTracker answer's `eventTracker`."""
    arn, name, status = told["eventTrackerArn"], told.get("name", ""), told.get("status", "")
    return Tracker(EVENTS, arn, name, status, told.get("trackingId"), told.get("datasetGroupArn"))


def described_dataset(told: Mapping[str, Any]) -> Tracker:
    """The tracker of a DescribeDataset answer's `dataset`; one without a tracking ID is told of as trouble."""
    arn, name, status = told["datasetArn"], told.get("name", ""), told.get("status", "")
    tracking_id = told.get("trackingId")
    trouble = None if tracking_id else "It has no tracking ID: only a dataset of action interactions has one."
    return Tracker(ACTIONS, arn, name, status, tracking_id, told.get("datasetGroupArn"), trouble=trouble)
