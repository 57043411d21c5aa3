"""`SOURCE...`: the drafts of files, globs, standard input, templates and samples, read as they are asked for."""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pevents_tui.cli import options
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, tell
from pevents_tui.cli.parser import Parser

if TYPE_CHECKING:
    from pevents_tui.cli.progress import Count
    from pevents_tui.domain.errors import SourceError
    from pevents_tui.service import Source, Workbench
    from pevents_tui.service.schemas import Known

KIND_NAMES = ("put-events", "put-action-interactions", "put-items", "put-users", "put-actions")
"""What `--kind` takes; a test holds them to the domain's kinds."""
_DATASET_ROWS = frozenset({"items", "users", "actions"})


def add_sources(made: Parser) -> None:
    """`SOURCE...`, `--kind` and `--dataset-arn`."""
    told = "a file, a glob such as 'events/**/*.json', - for standard input, or a template's name"
    made.add_argument("sources", metavar="SOURCE", nargs="+", help=told)
    made.add_argument(
        "--kind", choices=KIND_NAMES, help="the operation, where a body does not tell it by its list of rows"
    )
    options.add_datasets(made)


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

    Raises:
        UsageFault: standard input is to be read twice.
    """
    if args.sources.count("-") > 1:
        raise UsageFault("standard input can be read once: give - once")
    documents = _documents(args, workbench, environment, again)
    if args.var and not again and not getattr(args, "quiet", False):
        from pevents_tui.cli.variables import tell_unused  # noqa: PLC0415 - few drafts are given any

        documents = tell_unused(environment, dict(args.var), documents)
    first = list(itertools.islice(documents, 2))
    return len(first) > 1, itertools.chain(first, documents)


def counter(args: argparse.Namespace) -> Count:
    """What finds how many drafts the sources hold, should anybody ask."""

    def count(longest_s: float) -> int | None:
        from pevents_tui.cli.progress import count_drafts  # noqa: PLC0415 - long work alone asks

        return count_drafts([name for source in args.sources for name in globbed(source) or [source]], longest_s)

    return count


def globbed(source: str) -> list[str]:
    """The files that a glob names, in the order of their names; nothing where it is none, or there are none.

    A file whose own name has brackets or stars in it is that file, as in a shell.
    """
    if not any(char in source for char in "*?[") or os.path.exists(source):  # noqa: PTH110 - it takes any text
        return []
    import glob  # noqa: PLC0415 - few sources are globs

    return sorted(filter(_may_be_file, glob.glob(source, recursive=True)))  # noqa: PTH207 - `Path.glob` takes no absolute pattern


def _may_be_file(name: str) -> bool:
    """Whether it is a file, or cannot be looked at, which is told when it is read."""
    try:
        return Path(name).is_file()
    except OSError:
        return True


def holds_several(source: str) -> bool:
    """Whether a source is of a sort that holds several drafts, even where it holds one or none."""
    return source.lower().endswith((".jsonl", ".ndjson", ".csv")) or bool(globbed(source))


def addressed(document: Source, args: argparse.Namespace) -> Source:
    """The document for the tracker, or the dataset of its rows, that the words name, which wins over its own.

    Raises:
        SourceError: the words name datasets, and none of such rows.
    """
    spec = document.draft.spec
    named = args.tracking_id if spec.address == "trackingId" else _dataset_of(document, args.dataset_arn)
    return document if named is None else document._replace(draft=document.draft.put((spec.address,), named))


def _dataset_of(document: Source, arns: Sequence[str]) -> str | None:
    """The first ARN of a dataset of a draft's rows, else the first that is of none that can be told by its ending."""
    if not arns:
        return None
    from pevents_tui.domain.arn import dataset_rows, read_arn  # noqa: PLC0415 - few sources go to datasets
    from pevents_tui.domain.errors import SourceError  # noqa: PLC0415 - the same

    rows = document.draft.spec.rows

    endings = {arn: dataset_rows(read) if (read := read_arn(arn)) else "" for arn in arns}
    fitting = [arn for arn, ending in endings.items() if ending == rows]
    others = [arn for arn, ending in endings.items() if ending not in _DATASET_ROWS]
    if not fitting and not others:
        raise SourceError(f"{document.name}: --dataset-arn names no dataset of {rows}")
    return next(iter([*fitting, *others]))


def as_typed(document: Source, known: Known) -> tuple[Source, tuple[str, ...]]:
    """The document with properties of a schema's types, where it is of a table; and what to tell of the schema.

    Args:
        document: Of a table, its cells are all text.
        known: What is known of the schema of the dataset that it goes to.
    """
    if not document.is_table:
        return document, known.notices
    if known.schema is None:
        return document, (*known.notices, document.untyped) if document.untyped else known.notices
    from pevents_tui.service.bulk import typed  # noqa: PLC0415 - few sources are tables

    return typed(document, known.schema), known.notices


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
                yield addressed(document, args)
                began = True
        except SourceError as error:
            told = SourceError(f"{error}; what follows it was not read") if began else error
            told.source = source
            yield told
