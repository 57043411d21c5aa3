"""Catalogue: the trackers of accounts, found out or remembered, each profile and region by itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pevents_tui.domain.arn import Arn, read_arn
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.plan import Plan, Policy, Target
from pevents_tui.domain.tracker import Tracker
from pevents_tui.service.asking import Pace, Question
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.discovery import Discovery, Sighting, described_dataset, described_tracker
from pevents_tui.service.paths import PRIVATE_FOLDER, write_private
from pevents_tui.service.workbench import Workbench

MOST_KEPT = 50
"""How many accounts and regions are remembered; keys of the environment that are renewed each day are many."""
_MOST_BYTES = 16_777_216
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was found at another time.

    Attributes:
        trackers: In the order they were listed.
        at_s: When, in epoch seconds.
    """

    trackers: tuple[Tracker, ...]
    at_s: float


class Catalogue:
    """The trackers of accounts; safe to use from several threads, none of which should be the UI's.

    Args:
        workbench: The door to AWS, clock and files.
        pace: How patient a search is; None for the usual patience.
    """

    def __init__(self, workbench: Workbench, pace: Pace | None = None) -> None:
        self._workbench = workbench
        self._pace = pace

    def now_s(self) -> float:
        """The present in epoch seconds, for the age of what is remembered."""
        return self._workbench.now_s()

    def search(self, target: Target, cancel: Cancel | None = None) -> Iterator[Sighting]:
        """What is found out about the trackers of a target's account and region, as it is found out.

        A search that comes to its end is remembered, unless the network failed it in part. To stop iterating is to
        ask nothing further.

        Args:
            target: Tells profile, region and endpoint.
            cancel: Ends it within a moment.

        Raises:
            AskFailed: the trackers could not be listed, or it was cancelled.
            FolderError: the sandbox cannot start.
        """
        cancel = cancel or Cancel()
        found: dict[str, Tracker] = {}
        passing = False
        for sighting in Discovery(self._workbench.asker, self._reached(target), cancel, self._pace or Pace()):
            found |= {each.arn: each for each in sighting.trackers}
            passing = passing or sighting.passing
            yield sighting
        if not passing:
            self._remember(target, in_order(found.values()))

    def remembered(self, target: Target) -> Remembered | None:
        """What the last whole search of this account and region found; None where there was none.

        Args:
            target: Tells profile, region and endpoint.
        """
        try:
            with self._place(target).open(encoding="utf-8") as file:
                kept = json.loads(file.read(_MOST_BYTES))
            if kept["version"] != _VERSION:
                return None
            return Remembered(tuple(map(Tracker.of_document, kept["trackers"])), float(kept["at_s"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def resolve(self, text: str, target: Target, cancel: Cancel | None = None) -> Tracker:
        """The tracker that an ARN names: an event tracker's, or that of a dataset of action interactions.

        Args:
            text: The ARN; its region counts, not the target's.
            target: Tells profile and endpoint.
            cancel: Cuts the question.

        Raises:
            SourceError: it is no ARN of either.
            AskFailed: the account would not tell.
            FolderError: the sandbox cannot start.
        """
        arn = read_arn(text)
        if arn is None or arn.kind not in {"event-tracker", "dataset"}:
            raise SourceError(_no_tracker(arn))
        asked = self._reached(replace(target, region=arn.region or target.region))
        if arn.kind == "dataset":
            return described_dataset(self._ask("describe_dataset", {"datasetArn": arn.text}, asked, cancel)["dataset"])
        params = {"eventTrackerArn": arn.text}
        return described_tracker(self._ask("describe_event_tracker", params, asked, cancel)["eventTracker"])

    def _ask(self, method: str, params: Mapping[str, Any], target: Target, cancel: Cancel | None) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self._workbench.asker.ask(
            Question("personalize", method, params), target, cancel, self._pace
        )
        return answer

    def _reached(self, target: Target) -> Target:
        return self._workbench.reachable(Plan(target, ())).target

    def _remember(self, target: Target, trackers: Sequence[Tracker]) -> None:
        place = self._place(target)
        kept = {
            "version": _VERSION,
            "at_s": self._workbench.now_s(),
            "profile": target.profile,
            "region": target.region,
            "trackers": [each.as_document() for each in trackers],
        }
        with suppress(OSError):  # to remember is a convenience: what was found is there all the same
            place.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            write_private(place, json.dumps(kept, ensure_ascii=True))
            files = sorted(place.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)
            for old in files[:-MOST_KEPT]:
                old.unlink(missing_ok=True)

    def _place(self, target: Target) -> Path:
        """The file of an account and region: who asks is told by profile, or by the key of the environment."""
        endpoint = "sandbox" if target.policy is Policy.SANDBOX else target.endpoint
        key = self._workbench.environ.get("AWS_ACCESS_KEY_ID") if target.profile is None else None
        who = json.dumps([target.profile, target.region, endpoint, key])
        return self._workbench.paths.catalogues / f"{hashlib.sha256(who.encode()).hexdigest()[:32]}.json"


def in_order(trackers: Iterable[Tracker]) -> list[Tracker]:
    """Trackers as they are shown: those of events first, each kind by dataset group and name."""
    return sorted(trackers, key=lambda each: (each.kind != "put-events", each.group, each.name, each.arn))


def _no_tracker(arn: Arn | None) -> str:
    if arn is None:
        return "this is no ARN of a Personalize resource; give a tracking ID, or an event tracker's ARN"
    return (
        f"this ARN names a {arn.kind}, which takes no events; give an event tracker's, or that of a dataset of "
        "action interactions"
    )
