"""The question that was asked last of each target, kept between two starts of the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from pevents_tui.domain.errors import FolderError, why
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.question import Question
from pevents_tui.domain.recommendation import Ask, Offer
from pevents_tui.service.paths import write_private

_MOST_BYTES = 1_048_576
_MOST_TARGETS = 100
_NO_QUESTION = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a file raises that holds none."""


class LastQuestion(NamedTuple):
    """What was asked last.

    Attributes:
        offer: Whom, as far as it was known.
        question: What; without a session, which each run has of its own.
    """

    offer: Offer
    question: Question


class LastQuestions:
    """The last question of each target; a file that cannot be read holds none.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, target: Target) -> LastQuestion | None:
        """The last question of a target; None where there is none.

        Args:
            target: Whose account.
        """
        try:
            told = self._read()[_key(target)]
            offer = Offer(str(told["arn"]), str(told["name"]), recipe_arn=str(told["recipe_arn"]))
            names = {each.name for each in fields(Question)}
            parts = {name: value for name, value in told["question"].items() if name in names}
            if not all(isinstance(value, str) for value in parts.values()):
                return None
            return LastQuestion(offer, Question(**{**parts, "session": ""}))
        except _NO_QUESTION:
            return None

    def keep(self, target: Target, offer: Offer, question: Question, ask: Ask) -> None:
        """Keep a question as the last one of a target; not of one whose calls are kept nowhere.

        Args:
            target: Whose account.
            offer: Whom it was put to.
            question: As it was typed.
            ask: As it went out: it names filters by their ARN, so that they need not be found first.

        Raises:
            FolderError: the file cannot be written.
        """
        if not target.recorded:
            return
        promoted = ask.promotions[0].filter_arn if ask.promotions else ""
        kept = replace(question, session="", filter=ask.filter_arn or "", promote=promoted)
        told = {"arn": offer.arn, "name": offer.name, "recipe_arn": offer.recipe_arn, "question": asdict(kept)}
        try:
            before = {name: each for name, each in self._read().items() if name != _key(target)}
        except _NO_QUESTION:
            before = {}
        newest = {**dict(list(before.items())[1 - _MOST_TARGETS :]), _key(target): told}
        try:
            write_private(self._path, json.dumps(newest))
        except OSError as error:
            raise FolderError(f"the question cannot be kept in {self._path}: {why(error)}") from None

    def _read(self) -> Mapping[str, Any]:
        with self._path.open(encoding="utf-8") as file:
            return dict(json.loads(file.read(_MOST_BYTES)))


def _key(target: Target) -> str:
    """What tells targets apart; the sandbox has another address each time."""
    endpoint = None if target.policy is Policy.SANDBOX else target.endpoint
    return json.dumps([target.policy.value, target.label, target.profile, target.region, endpoint])
