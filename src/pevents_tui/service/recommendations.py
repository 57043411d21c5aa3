"""Recommendations asked of a campaign or recommender: one bounded question each, with a list or why there is none."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from pevents_tui.domain.errors import AskFailed, PeventsError
from pevents_tui.domain.items import EMPTY, Catalogue
from pevents_tui.domain.outcome import Cause, NotSent, Outcome, Refused, Unknown, is_throttle
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.domain.recommendation import ACTIONS, LISTS, Ask, Listing, Row, Unasked
from pevents_tui.service.asking import Question
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.workbench import Workbench

RUNTIME = "personalize-runtime"
"""The service that recommends, as boto3 names it."""
_TITLE = ("title", "name", "productname", "itemname", "producttitle", "itemtitle", "displayname")
_CATEGORY = ("category", "categoryl1", "categories", "productcategory", "genres", "genre", "categoryl2")


class Recommendations:
    """Asks one target's campaigns and recommenders; safe to use from several threads, none of them the UI's.

    Args:
        workbench: The door to AWS, clock and files.
        target: Whose account.
        items: Titles, categories and prices of items; None for what the answers tell.
        actions: The same of actions.
    """

    def __init__(
        self, workbench: Workbench, target: Target, items: Catalogue | None = None, actions: Catalogue | None = None
    ) -> None:
        self._workbench = workbench
        self._target = target
        self._items = items or EMPTY
        self._actions = actions or EMPTY

    def ask(self, ask: Ask, cancel: Cancel | None = None, longest_s: float | None = None) -> Listing | Unasked:
        """The list that answers a question, or why there is none; asked once, never repeated.

        Args:
            ask: The question.
            cancel: Cuts it at once.
            longest_s: Longest wait; None for the target's own.
        """
        inner, late = Cancel(), threading.Event()

        def stop() -> None:
            late.set()
            inner.set()

        timer = threading.Timer(longest_s, stop) if longest_s is not None else None
        if timer is not None:
            timer.daemon = True
            timer.start()
        if cancel is not None:
            cancel.listen(inner.set)
        try:
            return self._asked(ask, inner)
        except AskFailed as error:
            if late.is_set() and not (cancel is not None and cancel.is_set):
                return Unasked(f"no answer within {longest_s or 0:.1f} s", "Ask again.", passing=True)
            return _unasked(error.outcome, self._target, str(error))
        except PeventsError as error:  # the sandbox cannot start
            return Unasked(str(error))
        finally:
            if cancel is not None:
                cancel.forget(inner.set)
            if timer is not None:
                timer.cancel()

    def _asked(self, ask: Ask, cancel: Cancel) -> Listing | Unasked:
        """One question.

        Raises:
            AskFailed: it was not answered.
            FolderError: the sandbox cannot start.
        """
        target = self._workbench.reachable(Plan(self._target, ())).target
        began_s = time.perf_counter()
        question = Question(RUNTIME, ask.method, ask.parameters)
        answer = self._workbench.asker.ask(question, target, cancel, most_tries=1)
        latency_ms = (time.perf_counter() - began_s) * 1000
        titles = self._actions if ask.kind == ACTIONS else self._items
        rows = read_rows(answer, ask.kind, titles)
        if rows is None:
            return Unasked(
                f"the answer holds no {LISTS[ask.kind][0]}, which {ask.method} always gives",
                "This does not look like Personalize: look at the endpoint, then ask again.",
            )
        named = answer.get("recommendationId")
        return Listing(rows, named if isinstance(named, str) else None, ask, self._workbench.now_s(), latency_ms)


def read_rows(answer: Mapping[str, Any], kind: str, titles: Catalogue = EMPTY) -> tuple[Row, ...] | None:
    """The rows of an answer; None where it is none of this operation's.

    Args:
        answer: As boto3 gives it.
        kind: `ITEMS`, `RANKING` or `ACTIONS`.
        titles: What is known of items, or actions; what the answer tells of one fills what it leaves out.
    """
    member, name = LISTS[kind]
    listed = answer.get(member)
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return None
    if not all(isinstance(each, Mapping) and isinstance(each.get(name), str) for each in listed):
        return None
    return tuple(_row(each, each[name], titles) for each in listed)


def _row(told: Mapping[str, Any], name: str, titles: Catalogue) -> Row:
    metadata = told.get("metadata")
    columns = {str(key): str(value) for key, value in metadata.items()} if isinstance(metadata, Mapping) else {}
    known = titles.get(name)
    score, reasons, promotion = told.get("score"), told.get("reason"), told.get("promotionName")
    return Row(
        id=name,
        score=float(score) if isinstance(score, int | float) and isfinite(score) else None,
        promotion=promotion if isinstance(promotion, str) and promotion else None,
        metadata=tuple(columns.items()),
        title=(known.title if known else "") or _column(columns, _TITLE),
        category=(known.category if known else "") or _column(columns, _CATEGORY),
        price=(known.price if known else "") or _column(columns, ("price",)),
        reasons=tuple(map(str, reasons)) if isinstance(reasons, list | tuple) else (),
    )


def _column(columns: Mapping[str, str], wanted: Sequence[str]) -> str:
    """The value of the first wanted column; several categories, which answers give as a JSON list, with bars."""
    plain = {key.lower().replace("_", ""): value for key, value in columns.items()}
    value = next((plain[each] for each in wanted if plain.get(each)), "")
    if value.startswith("["):
        try:
            return "|".join(map(str, json.loads(value)))
        except (ValueError, TypeError, RecursionError):
            return value
    return value


def _unasked(outcome: Outcome, target: Target, sentence: str) -> Unasked:
    """Why there is no list, where a question ended so."""
    from pevents_tui.domain.remedy import ask_step  # noqa: PLC0415 - only where something failed

    cancelled = isinstance(outcome, NotSent | Unknown) and outcome.cause is Cause.CANCELLED
    throttled = isinstance(outcome, Refused) and is_throttle(outcome.code, outcome.http_status)
    passing = throttled or isinstance(outcome, Unknown) or getattr(outcome, "cause", None) is Cause.CONNECTION
    if cancelled:
        return Unasked("cancelled", cancelled=True, outcome=outcome)
    told = f"{outcome.code}: {outcome.message}" if isinstance(outcome, Refused) else getattr(outcome, "message", "")
    step = _STEPS.get(outcome.code, "") if isinstance(outcome, Refused) else ""
    words, remedy = told or sentence, step or ask_step(outcome, target)
    return Unasked(words, remedy, passing=passing, busy=throttled, outcome=outcome)


_STEPS = {
    "ResourceNotFoundException": "Check the ARN, the region and the account: no such campaign, recommender or filter.",
    "AccessDeniedException": "Ask for the policy to get recommendations (docs/permissions.md).",
}
"""What to do where the general words would speak of trackers."""
