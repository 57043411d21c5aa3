"""`send`: drafts from files, standard input, templates or samples, one after another, with a receipt for each call."""

from __future__ import annotations

import argparse
import itertools
import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pevents_tui.cli import options
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.parser import Parser

if TYPE_CHECKING:
    from pevents_tui.domain.errors import SourceError
    from pevents_tui.service import Source, Workbench

KIND_NAMES = ("put-events", "put-action-interactions", "put-items", "put-users", "put-actions")
"""What `--kind` takes; a test holds them to the domain's kinds."""

_SUMMARY = """Send drafts and print a receipt for each call.

A source is a JSON, YAML or JSONL file, one of AWS CLI or curl commands or boto3 code (read, never run), - for standard
input, or the name of a template or shipped sample. Drafts go out in order, each checked right before its turn: one that
is wrong is told and left out, and the others go on. Without --profile, --region or --endpoint-url they go to the
embedded sandbox.

Variables such as {{ uuid }} or {{ now -5m }} in a draft are resolved once, and kept with the call. What a template asks
for is given with --var, or asked for on a terminal."""
_EXAMPLES = (
    f"{NAME} send view-item",
    f"{NAME} send shop/add-to-cart --var item=B0742 --var 'User ID=qa-ana'",
    f"{NAME} send calls.jsonl --endpoint-url http://127.0.0.1:7373 --output json",
    f"cat body.json | {NAME} send - --profile shop --yes TRACKING-ID",
)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    add_sources(made)
    options.add_schema(made)
    options.add_variables(made)
    options.add_connection(made)
    options.add_sending(made)
    options.add_telling(made)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Send every draft of every source."""
    from pevents_tui.cli.manner import manner_of  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.cli.sending import Sending  # noqa: PLC0415 - --help must not wait for it

    with options.open_workbench(args, environment) as workbench:
        target, aims = options.aims_of(args, workbench)
        manner = manner_of(args, workbench)
        several, documents = read_documents(args, workbench, environment)
        run_id = str(uuid.uuid4()) if several else None
        form, given = args.output or (None if args.quiet else "text"), dict(args.var)
        count = counter(args)
        sending = Sending(workbench, target, manner, environment, form, run=run_id, given=given, count=count, aims=aims)
        return sending.work_through(documents)


def counter(args: argparse.Namespace) -> Callable[[], int | None]:
    """What finds how many drafts the sources hold, should anybody ask."""

    def count() -> int | None:
        from pevents_tui.cli.progress import count_drafts  # noqa: PLC0415 - long work alone asks

        return count_drafts(args.sources)

    return count


def add_sources(made: Parser) -> None:
    """`SOURCE...` and `--kind`."""
    made.add_argument("sources", metavar="SOURCE", nargs="+", help="a file, - for standard input, or a template's name")
    made.add_argument(
        "--kind", choices=KIND_NAMES, help="the operation, where a body does not tell it by its list of rows"
    )


def read_documents(
    args: argparse.Namespace, workbench: Workbench, environment: Environment
) -> tuple[bool, Iterator[Source | SourceError]]:
    """Whether there are several drafts, and they themselves, read as they are asked for.

    What cannot be read stands in its place as the error. A source ends there; the next one goes on.
    """
    documents = _documents(args, workbench, environment)
    first = list(itertools.islice(documents, 2))
    return len(first) > 1, itertools.chain(first, documents)


def _documents(
    args: argparse.Namespace, workbench: Workbench, environment: Environment
) -> Iterator[Source | SourceError]:
    from pevents_tui.domain.errors import SourceError  # noqa: PLC0415 - --help must not wait for the layers below

    for source in args.sources:
        began = False
        try:
            for document in workbench.read(source, environment.stdin, args.kind):
                for notice in document.notices:
                    tell(environment, f"{NAME}: {notice}")
                yield addressed(document, args.tracking_id)
                began = True
        except SourceError as error:
            yield SourceError(f"{error}; what follows it was not read") if began else error


def addressed(document: Source, tracking_id: str | None) -> Source:
    """The document for the tracker that the words name, which wins over its own."""
    if tracking_id is None:
        return document
    return document._replace(draft=document.draft.put(("trackingId",), tracking_id))
