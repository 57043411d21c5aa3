"""Problems of drafts as lines and documents: `eventList[0].itemId: 258 of 256 characters (limit)`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, tell
from pevents_tui.cli.output import Column, Document
from pevents_tui.domain.report import Level, Problem, Report

if TYPE_CHECKING:
    from pevents_tui.service import Source
    from pevents_tui.service.table_places import TableRows


MOST_ALIKE = 10
"""Most hints of one rule about one member that a person is told one by one."""
_POSITION = re.compile(r"\[\d+\]")
_MOST_SORTS = 200
"""Most sorts of hints that are told apart: keys of properties are anybody's."""


def problem_document(problem: Problem, source: str | None, table: TableRows | None = None) -> dict[str, Any]:
    """A problem as a document of JSON's types.

    Args:
        problem: What was found.
        source: Names its draft; None where nothing does.
        table: Where its draft's rows stand in a table; None where it is of none.
    """
    return {
        "source": source,
        "at": None if table is None else table.place(problem.path),
        "path": problem.place,
        "level": str(problem.level),
        "text": problem.text,
        "rule": problem.rule,
        "from": problem.source or None,
    }


def whole_stop(sentence: str, source: str, rule: str) -> dict[str, Any]:
    """What keeps a source from being read, or a draft from being aimed, as the document of a problem.

    Args:
        sentence: What is wrong.
        source: Names it; empty where nothing does.
        rule: A short stable name: `unreadable`, `no-target`.
    """
    text = sentence.removeprefix(source).lstrip(": ") if source else sentence
    return problem_document(Problem((), Level.STOP, text, rule), source or None)


def problem_line(document: Document) -> str:
    """A problem as one line, behind its place in a table, else behind its draft's name where that is given."""
    place = f"{document['source']}: " if document["source"] else ""
    return f"{document['at'] or place + document['path']}: {document['text']} ({document['level']})"


def tell_problems(
    environment: Environment, problems: Iterable[Problem], source: str | None, table: TableRows | None = None
) -> None:
    """Problems of a draft, one a line, behind its draft's name where that is given; else as `problem_document`."""
    for problem in problems:
        tell(environment, problem_line(problem_document(problem, source, table)), problem.level.value)


class Alike:
    """Keeps hints of one sort from burying all else: the first of each are told, the others counted.

    Args:
        environment: Where the counts are told.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._count: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], str] = {}

    def told(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems that are told one by one: everything that blocks, and of each sort the first hints."""
        for problem in problems:
            if problem.level is not Level.HINT:
                yield problem
                continue
            sort = problem.rule, _POSITION.sub("[]", problem.place)
            if sort not in self._count and len(self._count) >= _MOST_SORTS:
                sort = problem.rule, ""
            self._count[sort] += 1
            if self._count[sort] <= MOST_ALIKE:
                self._first.setdefault(sort, f"{sort[1] or 'other places'}: {problem.text}")
                yield problem

    def tell_rest(self) -> None:
        """Tell how many more there were of each sort."""
        for sort, count in self._count.items():
            if count > MOST_ALIKE:
                tell(self._environment, f"{count - MOST_ALIKE:,} more like {self._first[sort]} (hint)", "hint")
        self._count.clear()


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


def sound_part(source: Source, blocking: Sequence[Problem]) -> Source | None:
    """A table's draft without the lines that are wrong; None where nothing else is left, or more is wrong than lines.

    Args:
        source: Of a table, or of anything else, which goes whole or not at all.
        blocking: What keeps it back.
    """
    paths = [problem.path for problem in blocking]
    wrong = {path[1] for path in paths if path[:1] == (source.draft.spec.rows,) and len(path) > 1}
    if source.table is None or any(len(path) < 2 for path in paths) or len(wrong) == len(source.draft.rows):
        return None
    from pevents_tui.service.table_places import without_rows  # noqa: PLC0415 - few sources are tables

    return without_rows(source, {at for at in wrong if isinstance(at, int)})
