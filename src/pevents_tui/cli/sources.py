"""`SOURCE...`: the drafts of files, globs, standard input, templates and samples, read as they are asked for."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, tell
from pevents_tui.cli.parser import Parser

if TYPE_CHECKING:
    from pevents_tui.domain.errors import SourceError
    from pevents_tui.domain.schema import Schema
    from pevents_tui.service import Source, Workbench

KIND_NAMES = ("put-events", "put-action-interactions", "put-items", "put-users", "put-actions")
"""What `--kind` takes; a test holds them to the domain's kinds."""


def add_sources(made: Parser) -> None:
    """`SOURCE...` and `--kind`."""
    told = "a file, a glob such as 'events/**/*.json', - for standard input, or a template's name"
    made.add_argument("sources", metavar="SOURCE", nargs="+", help=told)
    made.add_argument(
        "--kind", choices=KIND_NAMES, help="the operation, where a body does not tell it by its list of rows"
    )


def read_documents(
    args: argparse.Namespace, workbench: Workbench, environment: Environment, *, again: bool = False
) -> tuple[bool, Iterator[Source | SourceError]]:
    """Whether there are several drafts, and they themselves, read as they are asked for.

    What cannot be read stands in its place as the error. A source ends there; the next one goes on.

    Args:
        args: Name the sources.
        workbench: Reads them.
        environment: Where it is told what was not taken over.
        again: They were read before, so that was told.
    """
    documents = _documents(args, workbench, environment, again)
    first = list(itertools.islice(documents, 2))
    return len(first) > 1, itertools.chain(first, documents)


def counter(args: argparse.Namespace) -> Callable[[], int | None]:
    """What finds how many drafts the sources hold, should anybody ask."""

    def count() -> int | None:
        from pevents_tui.cli.progress import count_drafts  # noqa: PLC0415 - long work alone asks

        return count_drafts([name for source in args.sources for name in globbed(source) or [source]])

    return count


def globbed(source: str) -> list[str]:
    """The files that a glob names, in the order of their names; nothing where it is none, or there are none.

    A file whose own name has brackets or stars in it is that file, as in a shell.
    """
    if not any(char in source for char in "*?[") or Path(source).exists():
        return []
    import glob  # noqa: PLC0415 - few sources are globs

    return sorted(name for name in glob.glob(source, recursive=True) if Path(name).is_file())  # noqa: PTH207 - `Path.glob` takes no absolute pattern


def addressed(document: Source, tracking_id: str | None) -> Source:
    """The document for the tracker that the words name, which wins over its own; a dataset is named by its ARN."""
    if tracking_id is None or document.draft.spec.address != "trackingId":
        return document
    return document._replace(draft=document.draft.put(("trackingId",), tracking_id))


def as_typed(document: Source, schema: Schema | None) -> Source:
    """The document with properties of a schema's types, where it is of a table, whose cells are all text."""
    if schema is None or not document.is_table:
        return document
    from pevents_tui.service.bulk import typed  # noqa: PLC0415 - few sources are tables

    return typed(document, schema)


def _documents(
    args: argparse.Namespace, workbench: Workbench, environment: Environment, again: bool
) -> Iterator[Source | SourceError]:
    from pevents_tui.domain.errors import SourceError  # noqa: PLC0415 - --help must not wait for the layers below

    for source in itertools.chain.from_iterable(globbed(word) or [word] for word in args.sources):
        began = False
        try:
            for document in workbench.read(source, environment.stdin, args.kind):
                for notice in () if again or getattr(args, "quiet", False) else document.notices:
                    tell(environment, f"{NAME}: {notice}")
                yield addressed(document, args.tracking_id)
                began = True
        except SourceError as error:
            yield SourceError(f"{error}; what follows it was not read") if began else error
