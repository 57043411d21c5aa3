"""Problems of drafts as lines and documents: `eventList[0].itemId: 258 of 256 characters (limit)`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, tell
from pevents_tui.cli.output import Column, Document
from pevents_tui.domain.report import Problem, Report


def problem_document(problem: Problem, source: str | None) -> dict[str, Any]:
    """A problem as a document of JSON's types; `source` is None where nothing names its draft."""
    return {
        "source": source,
        "path": problem.place,
        "level": str(problem.level),
        "text": problem.text,
        "rule": problem.rule,
        "from": problem.source or None,
    }


def problem_line(document: Document) -> str:
    """A problem as one line, behind its draft's name where that is given."""
    place = f"{document['source']}: " if document["source"] else ""
    return f"{place}{document['path']}: {document['text']} ({document['level']})"


def tell_problems(environment: Environment, problems: Iterable[Problem], source: str | None) -> None:
    """Problems of a draft, one a line, behind its draft's name where that is given."""
    for problem in problems:
        tell(environment, problem_line(problem_document(problem, source)), problem.level.value)


def tell_schema(environment: Environment, notices: Sequence[str], told: set[str]) -> None:
    """What of a schema could not be read, each sentence once.

    Args:
        environment: Where it is told.
        notices: Of the schema that a draft was held against.
        told: Those that were told already; grows.
    """
    for notice in notices:
        if notice not in told:
            told.add(notice)
            tell(environment, f"{NAME}: {notice}")


PROBLEM_COLUMNS = (
    Column("level", 5, lambda document: str(document["level"])),
    Column("source", 16, lambda document: str(document["source"] or "")),
    Column("path", 28, lambda document: str(document["path"])),
    Column("text", 0, lambda document: str(document["text"])),
)
"""A problem as a row of a table."""


def why_kept_back(report: Report) -> str:
    """What keeps a draft back, in words."""
    if report.stops:
        count = len(report.stops)
        return f"{count} problem{'' if count == 1 else 's'} must be mended first"
    return "the service is expected to refuse it; --send-anyway sends it all the same"
